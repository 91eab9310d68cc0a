"""Writes inside the community: profiles, questions, answers, moderation, case studies."""

from django.db import transaction
from django.utils import timezone

from batea.problems import HIDDEN_THERE, NOT_ALLOWED, OTHER_STATE, Refused
from batea.programmes.actions import add_record, change_record
from batea.programmes.members import Member

from .models import Answer, CaseStudy, ModerationEntry, Profile, Question, Room, Visibility
from .queries import MODERATE, my_profile, profile_of

State = CaseStudy.State


@transaction.atomic
def save_profile(*, by: Member, values: dict) -> Profile:
    """One's own profile, made when there is none. The country is a moderator's to say: it opens a room."""
    found = profile_of(by)
    if found is None:
        return add_record(by=by, record=Profile(programme=by.programme, person=by.person, **values))
    return change_record(by=by, record=found, values=values)


@transaction.atomic
def ask_question(*, by: Member, room: Room, question: Question) -> Question:
    question.room, question.asked_by, question.asked_on = room, my_profile(by), timezone.localdate()
    return add_record(by=by, record=question, act="ask")


@transaction.atomic
def give_answer(*, by: Member, question: Question, answer: Answer) -> Answer:
    """Raises Refused B854 where a moderator has hidden the question."""
    if question.visibility == Visibility.HIDDEN:
        raise Refused(HIDDEN_THERE)
    answer.question, answer.answered_by, answer.answered_on = question, my_profile(by), timezone.localdate()
    return add_record(by=by, record=answer, act="answer")


@transaction.atomic
def put_question(*, by: Member, question: Question, expert: Profile) -> Question:
    """Ask somebody in particular: the one who asks, or a moderator, chooses."""
    if not (by.may(MODERATE) or question.asked_by == profile_of(by)):
        raise Refused(NOT_ALLOWED)
    return change_record(by=by, record=question, values={"routed_to": expert}, act="put question")


@transaction.atomic
def say_it_helped(*, by: Member, answer: Answer, helped: bool) -> Answer:
    if answer.question.asked_by != profile_of(by):
        raise Refused(NOT_ALLOWED)
    return change_record(by=by, record=answer, values={"helped": helped}, act="say it helped")


@transaction.atomic
def moderate(*, by: Member, record: Question | Answer, hide: bool, reason: str) -> ModerationEntry:
    """Hide or show again, with the reason in the log. The log tells which entry, not what it says."""
    visibility = Visibility.HIDDEN if hide else Visibility.SHOWN
    change_record(
        by=by, record=record, values={"visibility": visibility}, act="hide" if hide else "show again"
    )
    entry = ModerationEntry(
        programme=record.programme,
        target=record.label,
        target_uid=record.uid,
        what=f"{record._meta.verbose_name} – {author(record).badge}"[:200],
        hidden=hide,
        reason=reason,
        decided_by=str(by),
        decided_on=timezone.localdate(),
    )
    return add_record(by=by, record=entry, act="moderate")


def author(record: Question | Answer) -> Profile:
    return record.asked_by if isinstance(record, Question) else record.answered_by


# Case studies: draft → in review → published or sent back → draft again ------------------------------------------------


@transaction.atomic
def write_case(*, by: Member, case: CaseStudy) -> CaseStudy:
    case.written_by = my_profile(by)
    return add_record(by=by, record=case)


@transaction.atomic
def change_case(*, by: Member, case: CaseStudy, values: dict, version: int) -> CaseStudy:
    """While it is a draft or was sent back. Raises Refused B101, B855, B202."""
    own(by, case)
    in_state(case, State.DRAFT, State.BACK)
    return change_record(by=by, record=case, values=values, version=version)


@transaction.atomic
def send_case(*, by: Member, case: CaseStudy) -> CaseStudy:
    own(by, case)
    in_state(case, State.DRAFT, State.BACK)
    return change_record(by=by, record=case, values={"state": State.REVIEW}, act="send for review")


@transaction.atomic
def review_case(*, by: Member, case: CaseStudy, publish: bool, review, version: int) -> CaseStudy:
    """Publish it or send it back with words; never one's own (the table refuses that, too)."""
    reviewer = my_profile(by)
    if not by.may(MODERATE) or reviewer == case.written_by:
        raise Refused(NOT_ALLOWED)
    in_state(case, State.REVIEW)
    values = {"state": State.BACK, "review": review, "reviewed_by": reviewer, "published_on": None}
    if publish:
        values |= {"state": State.PUBLISHED, "published_on": timezone.localdate()}
    act = "publish case" if publish else "send case back"
    return change_record(by=by, record=case, values=values, version=version, act=act)


@transaction.atomic
def withdraw_case(*, by: Member, case: CaseStudy) -> CaseStudy:
    """Back to a draft, seen by its writer only, at once. The writer may, and a moderator."""
    if not by.may(MODERATE):
        own(by, case)
    in_state(case, State.PUBLISHED, State.REVIEW)
    values = {"state": State.DRAFT, "published_on": None, "reviewed_by": None}
    return change_record(by=by, record=case, values=values, act="withdraw case")


def own(by: Member, case: CaseStudy) -> None:
    if case.written_by != profile_of(by):
        raise Refused(NOT_ALLOWED)


def in_state(case: CaseStudy, *states: str) -> None:
    if case.state not in states:
        raise Refused(OTHER_STATE, what=case, state=case.get_state_display())
