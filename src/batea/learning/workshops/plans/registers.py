from django.utils.translation import gettext_lazy as _

from batea.programmes.registers import Register

from ...models import CheckIn, Help, Plan, PlanAction

# A plan is its team's until the team shows it. Whoever runs the workshop sees these tables; teams, their peers and
# everybody else come in by the pages of the plans, which ask whose plan it is.
HERE = {"see": "workshop.change", "change": "workshop.change", "step": "W3-S1"}

PLANS = Register(
    Plan,
    "workshop/plans",
    columns=("delegation", "step", "objective", "presented_on", "peer", "coach", "public"),
    fields=(
        "delegation",
        "step",
        "objective",
        "starting_point",
        "sponsor",
        "convince",
        "quick_win",
        "support",
        "obstacles",
        "indicator",
        "gender",
        "communication",
        "peer",
        "coach",
    ),
    shown=(
        "delegation",
        "step",
        "objective",
        "starting_point",
        "sponsor",
        "convince",
        "quick_win",
        "support",
        "obstacles",
        "indicator",
        "gender",
        "communication",
        "presented_on",
        "peer",
        "coach",
        "public",
    ),
    filters=("step", "public"),
    search=("objective", "quick_win", "support"),
    ordering=("delegation__country",),
    intro=_(
        "What each team will do at home. Teams write on their own page; enter here only what came on paper. Whether others may read a plan is for its team to say."
    ),
    beside=(
        (_("How the plans stand"), "plans:supervise"),
        (_("Peers and coaches"), "plans:peers"),
    ),
    children=("learning.planaction", "learning.checkin", "learning.help"),
    panel="learning/plans/plan_panel.html",
    **HERE,
)
ACTIONS = Register(
    PlanAction,
    "workshop/plan-actions",
    columns=("words", "plan", "starts", "ends", "done_on"),
    fields=("plan", "words", "who", "with_whom", "starts", "ends", "cost", "paid_by", "done_on"),
    filters=("plan",),
    search=("words", "who", "with_whom", "paid_by"),
    ordering=("plan__delegation__country", "starts"),
    further=("plan__delegation",),
    **HERE,
)
CHECK_INS = Register(
    CheckIn,
    "workshop/check-ins",
    columns=(
        "plan",
        "after_days",
        "due",
        "asked_on",
        "answered_on",
        "how",
        "state",
        "percent",
        "blocker_kind",
    ),
    fields=(
        "plan",
        "after_days",
        "due",
        "answered_on",
        "state",
        "percent",
        "changed",
        "blocker_kind",
        "blocker",
        "learned",
    ),
    shown=(
        "plan",
        "after_days",
        "due",
        "asked_on",
        "escalated_on",
        "answered_on",
        "how",
        "state",
        "percent",
        "changed",
        "blocker_kind",
        "blocker",
        "learned",
    ),
    filters=("plan", "state", "how", "blocker_kind"),
    search=("changed", "blocker", "learned"),
    ordering=("due", "plan__delegation__country"),
    intro=_(
        "Their dates come by themselves when a plan is presented. Enter an answer here only when a team gave it by word of mouth."
    ),
    adds=False,
    further=("plan__delegation",),
    beside=((_("How the plans stand"), "plans:supervise"),),
    **HERE,
)
HELP = Register(
    Help,
    "workshop/help-between-teams",
    columns=("words", "plan", "kind", "team", "day"),
    fields=("plan", "kind", "team", "words", "day"),
    filters=("kind", "plan"),
    search=("words",),
    ordering=("-day",),
    further=("plan__delegation",),
    **HERE,
)
REGISTERS = (
    PLANS,
    ACTIONS,
    CHECK_INS,
    HELP,
)
