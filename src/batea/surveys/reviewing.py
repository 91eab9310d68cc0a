"""The review of what came in: who may move it where, and what the field officer is told."""

from django.db import transaction

from batea.problems import COMMENT_NEEDED, NO_SUCH_MOVE, Refused
from batea.programmes.actions import add_record, change_record
from batea.programmes.words import Words

from .entities import take_over, withdraw
from .models import Harm, Review, Submission

State = Submission.State
MOVES = {
    State.RECEIVED: (State.IN_REVIEW, State.APPROVED, State.RETURNED, State.REFUSED),
    State.IN_REVIEW: (State.APPROVED, State.RETURNED, State.REFUSED),
    State.APPROVED: (State.IN_REVIEW,),
    State.RETURNED: (State.IN_REVIEW, State.APPROVED, State.REFUSED),
    State.REFUSED: (State.IN_REVIEW,),
}
TOLD = {State.RETURNED, State.REFUSED}


def may_read(member, submission: Submission) -> bool:
    """Answers kept for reviewers are read by nobody else."""
    return member.may("surveys.read") and (submission.harm != Harm.PROTECTED or member.may("surveys.review"))


@transaction.atomic
def review_submission(
    *, by, submission: Submission, state: str, comment: Words, person=None, version: int | None = None
) -> Submission:
    """Move it. Raises Refused B714 for a move there is not, B715 when it is returned or refused without a word."""
    if not submission.current or state not in MOVES[State(submission.state)]:
        raise Refused(
            NO_SUCH_MOVE, state=submission.get_state_display(), wanted=dict(State.choices).get(state, state)
        )
    if state in TOLD and not str(comment).strip():
        raise Refused(COMMENT_NEEDED)
    moved = change_record(
        by=by, record=submission, values={"state": state}, version=version, act=f"review: {state}"
    )
    review = Review(
        programme=submission.programme,
        submission=submission,
        state=state,
        comment=comment,
        by=person,
        exercise=submission.exercise,
    )
    add_record(by=by, record=review)
    if submission.state == State.APPROVED:
        withdraw(by=by, submission=moved)
    return take_over(by=by, submission=moved) if state == State.APPROVED else moved
