"""Starting delivery from the measures of the strategy, and reaching milestones."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from batea.calc.calendar import months_later
from batea.phase2_strategy.national.models import NationalMeasure
from batea.problems import NOT_VALID, NOTHING_TO_DELIVER, Refused
from batea.programmes.actions import add_record, change_record
from batea.programmes.words import Words

from .models import Action, Milestone
from .queries import beginning, measures_without_action


@transaction.atomic
def begin_delivery(*, by, programme) -> list[Action]:
    """Make an action from every national measure that has none, with its owner, budget and dates.

    Months are counted from the strategy's adoption, else from the start of its period. Returns the new actions (none
    when all measures have theirs); raises Refused B503 when there are no measures.
    """
    if not NationalMeasure.objects.exists():
        raise Refused(NOTHING_TO_DELIVER)
    start = beginning()
    return [
        add_record(by=by, record=action_of(programme, measure, start), act="begin delivery")
        for measure in measures_without_action()
    ]


def action_of(programme, measure: NationalMeasure, start: date | None) -> Action:
    """A new, unsaved action. It has no dates where the measure has no months or the strategy no beginning."""
    return Action(
        programme=programme,
        measure=measure,
        words=Words(dict(measure.name)),
        owner=measure.owner,
        starts=day_of(start, measure.starts_month),
        ends=day_of(start, measure.ends_month),
        budget=measure.cost_best,
        exercise=measure.exercise or programme.is_exercise,
    )


def day_of(start: date | None, month: int | None) -> date | None:
    return None if start is None or month is None else months_later(start, month)


def finish_milestone(
    *, by, milestone: Milestone, day: date | None = None, proof=None, version: int | None = None
) -> Milestone:
    """The milestone is reached on `day` (today). Raises Refused: B201 when it was already, B202 when it has changed."""
    if milestone.done_on is not None:
        raise Refused(NOT_VALID, field=_("done on"), reason=_("This milestone was reached before."))
    values = {"done_on": day or timezone.localdate(), **({"proof": proof} if proof else {})}
    return change_record(by=by, record=milestone, values=values, version=version, act="finish milestone")
