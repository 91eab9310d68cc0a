"""How the measures of the types become national ones: what belongs together, and what the group proposes.

A later merge must not undo what people changed. Each national measure remembers what the last merge proposed
(`proposed`); a field that still says so follows the types, a field that says something else was changed by people.
"""

from collections.abc import Iterable
from decimal import Decimal

from batea.calc.ranges import add_up
from batea.programmes.records import Record
from batea.programmes.words import Words

from ..impacts.models import ChosenMeasure
from .models import NationalMeasure
from .queries import cost_of

FIELDS = (
    "own_title",
    "starts_month",
    "ends_month",
    "owner",
    "cost_low",
    "cost_best",
    "cost_high",
    "indicator",
    "common",
)


def grouped(chosen: Iterable[ChosenMeasure]) -> list[list[ChosenMeasure]]:
    """Choices of one library measure together; titles of people's own stay apart."""
    groups: dict[tuple, list[ChosenMeasure]] = {}
    for each in chosen:
        key = ("library", each.measure) if each.measure else ("own", each.pk)
        groups.setdefault(key, []).append(each)
    return list(groups.values())


def found_for(group: list[ChosenMeasure], existing: Iterable[NationalMeasure]) -> NationalMeasure | None:
    """The national measure the group belongs to, if there is one."""
    first = group[0]
    if first.measure:
        return next((each for each in existing if each.measure == first.measure), None)
    return next((each for each in existing if each.pk == first.national_id and not each.measure), None)


def proposal(group: list[ChosenMeasure]) -> dict:
    """Earliest start, latest end, summed cost; owner and indicator where the types agree."""
    low, best, high = costs(group)
    first = group[0]
    return {
        "own_title": Words() if first.measure else first.own_title,
        "starts_month": min(said(group, "starts_month"), default=None),
        "ends_month": max(said(group, "ends_month"), default=None),
        "owner": agreed(said(group, "owner")),
        "cost_low": low,
        "cost_best": best,
        "cost_high": high,
        "indicator": agreed(said(group, "indicator")) or "",
        "common": len({each.type_id for each in group}) > 1,
    }


def said(group, name: str) -> list:
    values = (getattr(each, name) for each in group)
    return [value for value in values if value not in (None, "")]


def agreed(values: list):
    """The one value all who say something say, else None: people decide."""
    return values[0] if values and all(value == values[0] for value in values) else None


def costs(group) -> tuple:
    """Sums of low, best, high; nothing as long as one of the types has no cost, for a part is not the whole."""
    known = [cost_of(each) for each in group]
    if not all(cost.known for cost in known):
        return None, None, None
    total = add_up(known)
    ends = (total.low, total.best, total.high) if total.width else (None, total.best, None)
    return tuple(None if value is None else Decimal(str(value)).quantize(Decimal("0.01")) for value in ends)


def plain(value):
    """A value as JSON keeps it, equal for equal values."""
    if isinstance(value, Record):
        return str(value.uid)
    return str(value.quantize(Decimal("0.01"))) if isinstance(value, Decimal) else value


def follows(measure: NationalMeasure, offered: dict) -> dict:
    """The offered values of fields that people have left alone, where they differ from what stands."""
    blank = NationalMeasure()
    return {
        name: value
        for name, value in offered.items()
        if plain(getattr(measure, name)) == measure.proposed.get(name, plain(getattr(blank, name)))
        and plain(getattr(measure, name)) != plain(value)
    }


def differences(measure: NationalMeasure) -> list[str]:
    """Names of fields in which people decided otherwise than the types."""
    return [
        name
        for name in FIELDS
        if name in measure.proposed and plain(getattr(measure, name)) != measure.proposed[name]
    ]
