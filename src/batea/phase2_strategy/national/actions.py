"""Writes of the national whole: merge the measures of the types, record adoption, publish."""

from datetime import date

from django.db import transaction

from batea.guidance.progress import overrides, state_of
from batea.guidance.steps import all_steps
from batea.problems import NOT_ADOPTED, NOTHING_TO_MERGE, Refused
from batea.programmes.actions import add_record, change_record

from ..impacts.models import ChosenMeasure
from .merging import follows, found_for, grouped, plain, proposal
from .models import NationalMeasure, Strategy

# The gates of the step itself say that the strategy is adopted and published: they cannot be met before.
NOT_BEFORE_ADOPTION = {"P2-S5.a", "P2-S5.d"}


@transaction.atomic
def consolidate_measures(*, by, programme) -> list[NationalMeasure]:
    """Merge the chosen measures of all types and link each to its national measure; people's changes are kept.

    Raises Refused B502 when no type has chosen a measure.
    """
    chosen = list(ChosenMeasure.objects.select_related("type", "owner").order_by("type__order", "pk"))
    if not chosen:
        raise Refused(NOTHING_TO_MERGE)
    existing = list(NationalMeasure.objects.select_related("owner"))
    return [merge(by, programme, group, found_for(group, existing)) for group in grouped(chosen)]


def merge(by, programme, group, found: NationalMeasure | None) -> NationalMeasure:
    offered = proposal(group)
    remembered = {name: plain(value) for name, value in offered.items()}
    if found is None:
        exercise = any(each.exercise for each in group)
        new = NationalMeasure(programme=programme, measure=group[0].measure, exercise=exercise, **offered)
        new.proposed = remembered
        found = add_record(by=by, record=new, act="consolidate")
    else:
        values = {**follows(found, offered), "proposed": remembered}
        found = change_record(by=by, record=found, values=values, act="consolidate")
    for each in group:
        if each.national_id != found.pk:
            change_record(by=by, record=each, values={"national": found}, act="consolidate")
    return found


def open_before_adoption(programme) -> list[str]:
    """Ids of gates of phases 1 and 2 that are neither met nor passed by decision today."""
    passed = overrides()
    return [
        gate.gate.id
        for step in all_steps()
        if step.phase < 3
        for gate in state_of(programme, step, passed).gates
        if gate.open and gate.gate.id not in NOT_BEFORE_ADOPTION
    ]


@transaction.atomic
def record_adoption(
    *, by, strategy: Strategy, adopted_on: date, adopted_by: str, act=None, version: int | None = None
) -> Strategy:
    """Write down that the authority adopted the strategy, and which gates were open on that day."""
    values = {
        "adopted_on": adopted_on,
        "adopted_by": adopted_by,
        "act": act,
        "open_at_adoption": open_before_adoption(strategy.programme),
    }
    return change_record(by=by, record=strategy, values=values, version=version, act="adopt")


@transaction.atomic
def publish_strategy(*, by, strategy: Strategy, day: date) -> Strategy:
    """Write down the day the strategy was published. Raises Refused B507 before it is adopted."""
    if strategy.adopted_on is None:
        raise Refused(NOT_ADOPTED)
    return change_record(by=by, record=strategy, values={"published_on": day}, act="publish")
