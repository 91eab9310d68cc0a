from batea.programmes.registers import Register

from ...models import CheckIn, Help, Plan, PlanAction

HERE = {"see": "workshop.see", "change": "workshop.change", "step": "W3-S1"}

PLANS = Register(
    Plan,
    "workshop/plans",
    columns=("delegation", "step", "objective", "presented_on", "peer"),
    fields=(
        "delegation",
        "step",
        "objective",
        "starting_point",
        "sponsor",
        "quick_win",
        "support",
        "obstacles",
        "convince",
        "indicator",
        "gender",
        "communication",
        "presented_on",
        "peer",
        "coach",
        "public",
    ),
    **HERE,
)
ACTIONS = Register(
    PlanAction,
    "workshop/plan-actions",
    columns=("words", "plan", "starts", "ends", "done_on"),
    fields=("plan", "words", "who", "with_whom", "starts", "ends", "cost", "paid_by", "done_on"),
    **HERE,
)
CHECK_INS = Register(
    CheckIn,
    "workshop/check-ins",
    columns=("plan", "after_days", "due", "answered_on", "state", "percent"),
    fields=("plan", "after_days", "due", "answered_on", "state", "percent", "changed", "blocker", "learned"),
    **HERE,
)
HELP = Register(
    Help,
    "workshop/help-between-teams",
    columns=("words", "plan", "kind", "team", "day"),
    fields=("plan", "kind", "team", "words", "day"),
    **HERE,
)
REGISTERS = (
    PLANS,
    ACTIONS,
    CHECK_INS,
    HELP,
)
