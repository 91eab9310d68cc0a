"""Counting votes and closing gaps."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from batea.problems import ALREADY_DONE, CHANGED_MEANWHILE, GAP_WITHOUT_ANSWER, NOTHING_COUNTED, Refused
from batea.programmes.actions import change_record

from .models import Challenge, DataGap
from .queries import votes_cast


@transaction.atomic
def cast_votes(*, by, votes: Mapping[Challenge, int], seen: int) -> list[Challenge]:
    """Add one round of votes to the challenges; `seen` is the sum of all votes when the round was counted.

    Raises Refused: B208 when the round is empty or a count is negative, B202 when votes were added since.
    """
    if not any(votes.values()) or min(votes.values()) < 0:
        raise Refused(NOTHING_COUNTED)
    if votes_cast() != seen:
        raise Refused(CHANGED_MEANWHILE)
    return [
        change_record(by=by, record=challenge, values={"votes": challenge.votes + more}, act="cast votes")
        for challenge, more in votes.items()
        if more
    ]


def close_gap(*, by, gap: DataGap, version: int | None = None) -> DataGap:
    """Close the gap today.

    Raises Refused: B207 when it is closed, B402 while its question has no figure, B202 when it has changed since.
    """
    if gap.closed_on:
        raise Refused(ALREADY_DONE, what=gap, day=gap.closed_on)
    if gap.question_id and not gap.question.figures.exists():
        raise Refused(GAP_WITHOUT_ANSWER, what=gap.question)
    return change_record(
        by=by, record=gap, values={"closed_on": timezone.localdate()}, version=version, act="close gap"
    )
