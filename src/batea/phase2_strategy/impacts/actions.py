"""Rating a page of impacts at once, and aiming a measure at one more impact."""

from django.db import transaction

from batea.problems import CHANGED_MEANWHILE, Refused
from batea.programmes.actions import add_record, change_record, remove_record

from ..types.models import AsmType
from .models import ChosenMeasure, ImpactRating

SCALES = ("extent", "severity", "reversibility", "people", "grade")


def clashes(stored: dict[str, ImpactRating], ratings: dict, seen: dict[str, int]) -> list[str]:
    """Impacts somebody else has rated differently since the page was opened."""
    found = []
    for impact, values in ratings.items():
        now = stored.get(impact)
        moved = (now.version if now else 0) != seen.get(impact, 0)
        if moved and values != (plain(now) if now else None):
            found.append(impact)
    return found


def plain(rating: ImpactRating) -> dict:
    return {name: getattr(rating, name) for name in SCALES}


@transaction.atomic
def rate_impacts(
    *, by, asm_type: AsmType, ratings: dict[str, dict | None], seen: dict[str, int]
) -> list[ImpactRating]:
    """Save a page of ratings as one act. None takes a rating back; what did not change is not written.

    `seen` is the version of each rating when the page was opened (0: not rated). Raises Refused B202 naming the
    impacts (`impacts`) that somebody else has rated differently meanwhile; then nothing is saved.
    """
    rows = ImpactRating.objects.select_for_update(of=("self",)).filter(
        type=asm_type, impact__in=list(ratings)
    )
    stored = {rating.impact: rating for rating in rows}
    if found := clashes(stored, ratings, seen):
        raise Refused(CHANGED_MEANWHILE, impacts=tuple(found))
    return [
        saved
        for impact, values in ratings.items()
        if (saved := rate_one(by=by, asm_type=asm_type, impact=impact, now=stored.get(impact), values=values))
    ]


def rate_one(*, by, asm_type, impact, now: ImpactRating | None, values: dict | None) -> ImpactRating | None:
    if now is not None and values is None:
        return remove_record(by=by, record=now)
    if now is not None:
        return change_record(by=by, record=now, values=values, act="rate") if values != plain(now) else now
    if values is None:
        return None
    rating = ImpactRating(
        programme=asm_type.programme,
        type=asm_type,
        impact=impact,
        exercise=asm_type.programme.is_exercise,
        **values,
    )
    return add_record(by=by, record=rating, act="rate")


def aim_measure(*, by, chosen: ChosenMeasure, impact: str) -> ChosenMeasure:
    """Let a chosen measure act on one more impact of its type."""
    return change_record(
        by=by, record=chosen, values={"impacts": [*chosen.impacts, impact]}, act="aim measure"
    )
