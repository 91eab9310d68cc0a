"""Following what the strategy promised, and recording what was found."""

from django.db import transaction
from django.utils.translation import gettext as _

from batea.phase2_strategy.national.models import NationalMeasure
from batea.phase2_strategy.vision.models import Goal
from batea.problems import NOT_VALID, NOTHING_TO_FOLLOW, Refused
from batea.programmes.actions import add_record, change_record
from batea.programmes.words import Words

from .library import values_of
from .models import Indicator, Result, Target

NOT_ASKED = object()  # nobody was asked; None is the answer "not counted"


@transaction.atomic
def follow_goals(*, by, programme) -> list[Indicator]:
    """Make an indicator for every goal and national measure that has none, with its baseline and target.

    One indicator of the library is followed once: a goal and a measure that name the same one share it. Returns the new
    indicators; raises Refused B507 when neither goals nor measures say how they are measured.
    """
    measures = list(NationalMeasure.objects.exclude(indicator="").order_by("starts_month", "pk"))
    goals = [
        goal for goal in Goal.objects.select_related("baseline").order_by("order", "pk") if names_unit(goal)
    ]
    if not goals and not measures:
        raise Refused(NOTHING_TO_FOLLOW)
    made = [follow(by, programme, "goal", goal) for goal in goals]
    made += [follow(by, programme, "measure", measure) for measure in measures]
    return [indicator for indicator in made if indicator is not None]


def names_unit(goal: Goal) -> bool:
    return bool(goal.indicator or unit_of(goal))


def unit_of(goal: Goal) -> str:
    return goal.unit or (goal.baseline.unit if goal.baseline else "")


def follow(by, programme, link: str, promise: Goal | NationalMeasure) -> Indicator | None:
    """The new indicator of one promise; None when it has one or shares one that is there."""
    if Indicator.objects.filter(**{link: promise}).exists():
        return None
    shared = Indicator.objects.filter(catalogue=promise.indicator).first() if promise.indicator else None
    if shared is None:
        return begin_following(by, programme, link, promise)
    if getattr(shared, link) is None:
        change_record(by=by, record=shared, values={link: promise}, act="follow")
    add_target(by, shared, promise)
    return None


def begin_following(by, programme, link: str, promise: Goal | NationalMeasure) -> Indicator:
    values = values_of(promise.indicator, programme) if promise.indicator else own_values(promise)
    if link == "goal":
        values |= given_values(promise, values)
    indicator = Indicator(
        programme=programme,
        owner=getattr(promise, "owner", None),
        baseline=promise.baseline,
        baseline_due=getattr(promise, "baseline_due", None),
        exercise=promise.exercise or programme.is_exercise,
        **{link: promise},
        **values,
    )
    add_record(by=by, record=indicator, act="follow")
    add_target(by, indicator, promise)
    return indicator


def own_values(goal: Goal) -> dict:
    """An indicator that is not in the library: the goal's own words, its direction from baseline to target."""
    falls = goal.baseline and goal.target is not None and goal.target < goal.baseline.best
    return {
        "name": Words(dict(goal.words)),
        "unit": unit_of(goal),
        "direction": Indicator.Direction.DOWN if falls else Indicator.Direction.UP,
        "frequency": Indicator.Frequency.YEARLY,
    }


def given_values(goal: Goal, values: dict) -> dict:
    """A unit of the goal's own takes the place of the library's; it is then not known to be a count."""
    if not goal.unit or goal.unit == values["unit"]:
        return {}
    return {"unit": goal.unit, "adds_up": False}


def add_target(by, indicator: Indicator, promise: Goal | NationalMeasure) -> None:
    year = promise.target_year
    if promise.target is None or year is None or indicator.targets.filter(year=year).exists():
        return
    target = Target(
        programme=indicator.programme,
        indicator=indicator,
        year=year,
        value=promise.target,
        exercise=promise.exercise or indicator.exercise,
    )
    add_record(by=by, record=target, act="follow")


def record_result(
    *,
    by,
    indicator: Indicator,
    period_from,
    period_until,
    value,
    women=NOT_ASKED,
    men=NOT_ASKED,
    grade="",
    source=None,
    note=None,
) -> Result:
    """Keep what was found for one period; `value`, `women` and `men` are Decimals.

    Where women and men are kept apart both must be given: 0 says there were none, None says they were not counted.
    Raises Refused B201 when they are not, when the parts of a count exceed its total, or for a period that has a result.
    """
    if indicator.by_sex and NOT_ASKED in (women, men):
        raise Refused(
            NOT_VALID, field=_("women and men"), reason=_("give both numbers, or say they were not counted")
        )
    result = Result(
        programme=indicator.programme,
        indicator=indicator,
        period_from=period_from,
        period_until=period_until,
        value=value,
        women=None if women is NOT_ASKED else women,
        men=None if men is NOT_ASKED else men,
        grade=grade,
        source=source,
        note=note or Words(),
        exercise=indicator.exercise or indicator.programme.is_exercise,
    )
    return add_record(by=by, record=result, act="record result")
