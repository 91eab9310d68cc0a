"""Step 3.1 of the guidance: putting the strategy into practice."""

from decimal import Decimal

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from batea.guidance.steps import Finding, Gate, Missing, PageLink, Step, every
from batea.programmes.registers import address_of, list_address

from . import queries
from .chapter import chapter
from .models import Action, Issue
from .registers import REGISTERS

ON_SCHEDULE, SPENT = Decimal("0.80"), Decimal("0.75")  # shares our gates ask for


def begin_first(programme) -> Finding:
    """Nothing can be judged before there are actions."""
    begin = reverse("delivery:begin", args=[programme.slug])
    return Finding(0, 1, (Missing(_("Make actions from the measures of the strategy."), begin),))


def on_schedule(programme) -> Finding:
    year = queries.of_this_year(queries.actions())
    if not year:
        return begin_first(programme)
    held = [action for action in year if queries.on_schedule(action)]
    if len(held) >= ON_SCHEDULE * len(year):
        return Finding(len(year), len(year))
    missing = tuple(Missing(why_not(action), address_of(action)) for action in year if action not in held)
    return Finding(len(held), len(year), missing)


def why_not(action: Action) -> str:
    """Why an action is not on schedule, in one sentence."""
    what = {"action": action}
    if action.status == Action.Status.BLOCKED:
        return _("“%(action)s” is blocked.") % what
    if action.starts is None or action.ends is None:
        return _("“%(action)s” has no dates.") % what
    if action.late:
        return _("“%(action)s” is late: report it, or re-plan it with a reason.") % what
    return _("“%(action)s” has missed a milestone.") % what


def spending(programme) -> Finding:
    """Three quarters of what was released is spent, and every action that has begun or received money tells both."""
    asked = queries.asked_for_money(queries.actions())
    if not asked:
        return begin_first(programme)
    silent = [action for action in asked if action.released is None or action.spent is None]
    missing = [
        Missing(
            _("“%(action)s” does not say what was released and spent.") % {"action": each}, address_of(each)
        )
        for each in silent
    ]
    share = queries.money_of(asked).share
    enough = share is not None and share >= SPENT
    if share is not None and not enough:
        text = _("%(share)s%% of the released budget is spent; 75%% is expected.") % {
            "share": int(share * 100)
        }
        missing.append(Missing(text, reverse("delivery:board", args=[programme.slug])))
    if share is None and not silent:
        missing.append(Missing(_("No money has been released yet."), list_address(Action, programme)))
    return Finding(len(asked) - len(silent) + enough, len(asked) + 1, tuple(missing))


def high_risks(programme) -> Finding:
    """Open high-risk issues all have a day that is not past. With actions and without such issues there is no fault."""
    if not Action.objects.exists():
        return begin_first(programme)
    high = Issue.objects.filter(risk=Issue.Risk.HIGH, closed_on=None)
    high = high.order_by(F("due").asc(nulls_last=True), "pk")
    if not high.exists():
        return Finding(1, 1)
    return every(
        high,
        ok=lambda issue: issue.due is not None and not issue.late,
        missing=lambda issue: Missing(
            (_("“%(issue)s” is open beyond its day.") if issue.due else _("“%(issue)s” has no day set."))
            % {"issue": issue},
            address_of(issue),
        ),
        none=Missing(""),
    )


GATES = (
    Gate(
        "P3-S1.a",
        _("At least 80% of this year's actions are on schedule or formally re-planned"),
        on_schedule,
        why=_("Moving a deadline is not delivery: a new date needs a reason."),
    ),
    Gate(
        "P3-S1.b",
        _("At least 75% of the released budget is spent"),
        spending,
        why=_("Money that comes late or stays unspent is the first sign of a stalled plan."),
    ),
    Gate(
        "P3-S1.c",
        _("No high-risk issue is open beyond its day"),
        high_risks,
        why=_("What nobody clears in time stops the rest."),
    ),
)

STEP = Step(
    id="P3-S1",
    number="3.1",
    slug="delivery",
    title=_("Delivery"),
    purpose=_("Existing institutions carry out the plan, down to the mine sites."),
    see="delivery.see",
    who=(
        _("The institutions that own the measures."),
        _("The task force, now as steering body, with a delivery unit."),
        _("Local mining offices and partners."),
    ),
    activities=(
        _("Plan each year's operations and budget."),
        _("Bring legal texts into force."),
        _("Open local offices and extension services; train people."),
        _("Run pilots, and agree beforehand when they are scaled up."),
        _("Procure, communicate, and follow the money."),
        _("Escalate issues; open a way for complaints."),
    ),
    outputs=(
        _("A plan for the year"),
        _("Progress every quarter, with proof"),
        _("A log of issues"),
        _("Requests for change"),
    ),
    questions=(
        _("What is blocked, and by whom?"),
        _("Does money arrive in time?"),
        _("Which sites saw a change this quarter?"),
        _("Are women reached in proportion?"),
        _("What did miners complain about?"),
    ),
    pitfalls=(
        _("Everything happens in the capital."),
        _("Deadlines are extended instead of met, as with Peru's transitional registry."),
        _("A registry becomes a shield for those it should change, or is rented out."),
        _("Local governments get duties without means."),
    ),
    gates=GATES,
    registers=tuple(register.label for register in REGISTERS),
    pages=(
        PageLink(_("Delivery board"), "delivery:board", "delivery.see"),
        PageLink(_("Begin delivery"), "delivery:begin", "delivery.change"),
    ),
    chapter=chapter,
    sources=("IGF17", "MAZ", "CORREO1", "CORREO2"),
)
