from django.utils.translation import gettext_lazy as _

from batea.programmes.registers import Register

from ...models import BriefingRead, Debrief, FieldVisit, Finding, Recommendation

HERE = {"see": "workshop.see", "change": "workshop.change", "step": "W2-S2"}

VISITS = Register(
    FieldVisit,
    "workshop/field-visits",
    columns=("place", "day", "what"),
    fields=("day", "place", "what", "safety_brief", "consent", "telephone"),
    search=("place", "what"),
    ordering=("day__date", "pk"),
    intro=_("Which site is visited, what is dangerous there, and what was agreed with the miners."),
    beside=((_("Visit: briefing, findings, debrief"), "visit:visits"),),
    children=("learning.finding", "learning.debrief", "learning.recommendation"),
    **HERE,
)
BRIEFED = Register(
    BriefingRead,
    "workshop/briefed",
    columns=("participant", "visit", "read_on"),
    fields=(),
    shown=("visit", "participant", "read_on"),
    filters=("visit",),
    intro=_("Who has read the safety briefing of which visit."),
    purpose=True,
    **HERE | {"see": "workshop.change"},
)
FINDINGS = Register(
    Finding,
    "workshop/findings",
    columns=("words", "theme", "kind", "weight", "critical", "urgency"),
    fields=(
        "visit",
        "group",
        "theme",
        "kind",
        "words",
        "evidence",
        "weight",
        "critical",
        "answered",
        "recommendation",
        "addressee",
        "urgency",
        "photo",
    ),
    filters=("visit", "group", "theme", "kind", "critical", "urgency"),
    search=("words", "recommendation"),
    ordering=("theme", "pk"),
    intro=_("One practice an entry: good, bad or neither, with what supports it."),
    beside=((_("Visit: briefing, findings, debrief"), "visit:visits"),),
    children=("learning.recommendation",),
    **HERE,
)
DEBRIEFS = Register(
    Debrief,
    "workshop/debriefs",
    columns=("group", "visit", "good", "bad", "advice"),
    fields=("visit", "group", "good", "bad", "advice", "quote", "quote_agreed", "question"),
    filters=("visit", "group"),
    search=("good", "bad", "advice"),
    intro=_("What each group keeps of the visit."),
    **HERE,
)
RECOMMENDATIONS = Register(
    Recommendation,
    "workshop/recommendations",
    columns=("words", "theme", "addressee", "outcome", "replied_on", "done_on"),
    fields=(
        "visit",
        "theme",
        "words",
        "addressee",
        "finding",
        "outcome",
        "reply",
        "replied_on",
        "follow_up",
        "done_on",
    ),
    filters=("visit", "theme", "outcome"),
    search=("words", "reply"),
    ordering=("theme", "pk"),
    intro=_("What the host is asked to do, what it replies, and what came of it."),
    beside=((_("Recommendations to the host"), "visit:asked"),),
    **HERE,
)
REGISTERS = (
    VISITS,
    BRIEFED,
    FINDINGS,
    DEBRIEFS,
    RECOMMENDATIONS,
)
