from batea.programmes.registers import Register

from ...models import Criterion, CriterionMark, Delegation, Objective, Supporter, TrainingRequest, Workshop

HERE = {"see": "workshop.see", "change": "workshop.change", "step": "W1-S1"}
RUNNING = HERE | {"see": "workshop.change"}

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
    **HERE,
)
OBJECTIVES = Register(
    Objective, "workshop/objectives", columns=("number", "words"), fields=("number", "words"), **HERE
)
REQUESTS = Register(
    TrainingRequest,
    "workshop/requests",
    columns=("country", "made_on", "words", "outcome", "answered_on"),
    fields=("country", "institution", "made_on", "words", "step", "outcome", "answer", "answered_on"),
    **HERE,
)
CRITERIA = Register(
    Criterion, "workshop/criteria", columns=("words", "needed"), fields=("words", "needed"), **HERE
)
DELEGATIONS = Register(
    Delegation,
    "workshop/delegations",
    columns=("country", "state", "is_host", "places", "invited_on", "answered_on"),
    fields=("country", "state", "is_host", "places", "invited_on", "answered_on", "why"),
    **HERE,
)
MARKS = Register(
    CriterionMark,
    "workshop/criteria-marks",
    columns=("delegation", "criterion", "met"),
    fields=("delegation", "criterion", "met", "reason"),
    **RUNNING,
)
SUPPORTERS = Register(
    Supporter,
    "workshop/supporters",
    columns=("institution", "part", "credit"),
    fields=("institution", "part", "credit"),
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
