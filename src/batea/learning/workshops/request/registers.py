from django.utils.translation import gettext_lazy as _

from batea.programmes.registers import Register

from ...models import Criterion, CriterionMark, Delegation, Objective, Supporter, TrainingRequest, Workshop

HERE = {"see": "workshop.see", "change": "workshop.change", "step": "W1-S1"}
RUNNING = HERE | {"see": "workshop.change"}
IN_SHORT = ((_("The workshop"), "request:about"),)
BY_CRITERIA = ((_("Countries by criteria"), "request:matrix"),)

WORKSHOPS = Register(
    Workshop,
    "workshop/workshop",
    columns=("place", "starts", "ends"),
    fields=(
        "goal",
        "starts",
        "ends",
        "place",
        "time_zone",
        "case",
        "women_least",
        "women_most",
        "certificate_days",
        "certificate_score",
    ),
    beside=IN_SHORT,
    intro=_("A programme has one workshop: enter it once and change it here."),
    **HERE,
)
OBJECTIVES = Register(
    Objective,
    "workshop/objectives",
    columns=("number", "words"),
    fields=("number", "words"),
    ordering=("number",),
    beside=IN_SHORT,
    **HERE,
)
REQUESTS = Register(
    TrainingRequest,
    "workshop/requests",
    columns=("country", "institution", "made_on", "words", "outcome", "answered_on"),
    fields=("country", "institution", "made_on", "words", "step", "outcome", "answer", "answered_on"),
    filters=("outcome", "step"),
    search=("words", "answer"),
    ordering=("made_on", "pk"),
    intro=_("In the words of those who asked. The answer is read by everybody in the workshop."),
    beside=IN_SHORT,
    **HERE,
)
CRITERIA = Register(
    Criterion,
    "workshop/criteria",
    columns=("words", "needed"),
    fields=("words", "needed"),
    filters=("needed",),
    ordering=("-needed", "pk"),
    **HERE,
)
DELEGATIONS = Register(
    Delegation,
    "workshop/delegations",
    columns=("country", "state", "is_host", "places", "invited_on", "answered_on"),
    fields=("country", "state", "is_host", "places", "invited_on", "answered_on", "why"),
    filters=("state", "is_host"),
    ordering=("country",),
    children=("learning.participant", "learning.criterionmark"),
    **HERE,
)
MARKS = Register(
    CriterionMark,
    "workshop/criteria-marks",
    columns=("delegation", "criterion", "met", "reason"),
    fields=("delegation", "criterion", "met", "reason"),
    filters=("delegation", "criterion", "met"),
    ordering=("delegation__country", "pk"),
    beside=BY_CRITERIA,
    **RUNNING,
)
SUPPORTERS = Register(
    Supporter,
    "workshop/supporters",
    columns=("institution", "part", "credit"),
    fields=("institution", "part", "credit"),
    filters=("part",),
    ordering=("part", "pk"),
    beside=IN_SHORT,
    **HERE,
)
REGISTERS = (
    WORKSHOPS,
    OBJECTIVES,
    REQUESTS,
    CRITERIA,
    DELEGATIONS,
    MARKS,
    SUPPORTERS,
)
