"""Ratings and measures of the types as the pages of this room need them."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from batea.guidance.catalogue import Entry, impacts, measures

from ..types.models import AsmType
from ..types.queries import types_in_order
from .models import ChosenMeasure, ImpactRating

GROUPS = ("environment", "social", "economic", "governance", "positive")
HARMS = GROUPS[:4]


@dataclass(frozen=True)
class TypeProfile:
    """One type with its ratings and measures."""

    type: AsmType
    ratings: tuple[ImpactRating, ...]
    measures: tuple[ChosenMeasure, ...]

    @cached_property
    def urgent(self) -> list[ImpactRating]:
        """Harms of high or very high priority, the most pressing first."""
        found = [rating for rating in self.ratings if rating.urgent]
        return sorted(found, key=lambda rating: (-rating.priority.score, rating.impact))

    @cached_property
    def by_impact(self) -> dict[str, list[ChosenMeasure]]:
        """The measures that act on each impact."""
        found = defaultdict(list)
        for measure in self.measures:
            for impact in measure.impacts:
                found[impact].append(measure)
        return found

    @cached_property
    def unanswered(self) -> list[ImpactRating]:
        """Pressing harms without a measure that has an owner and an indicator."""
        return [
            rating
            for rating in self.urgent
            if not any(measure.answers for measure in self.by_impact.get(rating.impact, ()))
        ]

    @property
    def unrated_sides(self) -> list[str]:
        """Groups of harms in which nothing has been rated."""
        rated = {impacts()[rating.impact].group for rating in self.ratings}
        return [group for group in HARMS if group not in rated]


def profiles(types: list[AsmType] | None = None) -> list[TypeProfile]:
    """Every type with its ratings and measures; two queries however many types."""
    types = types_in_order() if types is None else types
    ratings, chosen = defaultdict(list), defaultdict(list)
    for rating in ImpactRating.objects.select_related("type").filter(type__in=types).order_by("impact"):
        ratings[rating.type_id].append(rating)
    for measure in (
        ChosenMeasure.objects.select_related("type", "owner")
        .filter(type__in=types)
        .order_by("starts_month", "measure", "pk")
    ):
        chosen[measure.type_id].append(measure)
    return [TypeProfile(t, tuple(ratings[t.pk]), tuple(chosen[t.pk])) for t in types]


def fit(entry: Entry, tags) -> int:
    """How well an impact or measure of the library suits a type: tags in common, "every type" counting half; 0 is none."""
    shared = len(set(entry.types) & set(tags))
    return 2 * shared + ("ALL" in entry.types)


def fitting_first(entries, tags) -> list[Entry]:
    """Entries in the order of their fit; equal ones stay in the order of the catalogue."""
    return sorted(entries, key=lambda entry: -fit(entry, tags))


def measures_against(impact: str, tags) -> list[Entry]:
    """The library's measures that act on the impact, fit to the type first."""
    return fitting_first((entry for entry in measures().values() if impact in entry.acts_on), tags)
