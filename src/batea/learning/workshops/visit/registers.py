from batea.programmes.registers import Register

from ...models import Debrief, FieldVisit, Finding, Recommendation

HERE = {"see": "workshop.see", "change": "workshop.change", "step": "W2-S2"}

VISITS = Register(
    FieldVisit,
    "workshop/field-visits",
    columns=("place", "day", "what"),
    fields=("day", "place", "what", "safety_brief", "consent", "telephone"),
    **HERE,
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
    **HERE,
)
DEBRIEFS = Register(
    Debrief,
    "workshop/debriefs",
    columns=("group", "visit", "good", "bad", "advice"),
    fields=("visit", "group", "good", "bad", "advice", "quote", "quote_agreed", "question"),
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
    **HERE,
)
REGISTERS = (
    VISITS,
    FINDINGS,
    DEBRIEFS,
    RECOMMENDATIONS,
)
