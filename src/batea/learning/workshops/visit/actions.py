"""Reading the briefing, entering findings, answering dangers, debriefs, and what the host is asked and replies."""

from django.db import transaction

from batea.problems import (
    BRIEFING_FIRST,
    FINDING_SETTLED,
    NO_DANGER,
    NOT_ALLOWED,
    NOT_OWN_FINDING,
    NOT_THE_HOST,
    Refused,
)
from batea.programmes.actions import add_record, change_record
from batea.programmes.words import Words

from ...models import (
    BriefingRead,
    Debrief,
    FieldVisit,
    Finding,
    Group,
    Participant,
    Recommendation,
)
from ..here import participant_of, today_there, workshop_here
from ..photos import keep_photo
from .queries import built_on, has_read, own_groups, settled_by, without_recommendation


@transaction.atomic
def read_briefing(*, by, participant: Participant, visit: FieldVisit) -> BriefingRead:
    """The participant says to have read it. Saying it twice changes nothing."""
    Participant.objects.select_for_update().get(pk=participant.pk)
    noted = BriefingRead.objects.filter(visit=visit, participant=participant).first()
    if noted:
        return noted
    read = BriefingRead(
        programme=visit.programme,
        visit=visit,
        participant=participant,
        read_on=today_there(workshop_here()),
        exercise=visit.exercise,
    )
    return add_record(by=by, record=read, act="read briefing")


@transaction.atomic
def add_finding(*, by, visit: FieldVisit, photo: bytes = b"", **values) -> Finding:
    """What somebody saw. Raises Refused B818 before the briefing is read, B306 for a photo that is none, B201."""
    mine = participant_of(by)
    if not (by.may("workshop.change") or has_read(mine, visit)):
        raise Refused(BRIEFING_FIRST)
    about = {"programme": visit.programme, "visit": visit, "exercise": visit.exercise, "author": mine}
    finding = Finding(**about, **values)
    if photo:
        finding.photo = keep_photo(by=by, programme=visit.programme, title=str(finding), data=photo)
    return add_record(by=by, record=finding)


def may_correct(member, finding: Finding) -> bool:
    """Whoever entered it, and takes part still."""
    mine = participant_of(member)
    return mine is not None and member.may("workshop.take_part") and finding.author_id == mine.pk


@transaction.atomic
def correct_finding(*, by, finding: Finding, version: int, photo: bytes = b"", **values) -> Finding:
    """The author mends what was seen, until others have built on it. An alert that was given stays one.

    Raises Refused B872 for others, B871 once it is settled, B202 when somebody changed it meanwhile, B306, B201.
    """
    visit = FieldVisit.objects.select_for_update().get(pk=finding.visit_id)
    stored = Finding.objects.select_for_update().get(pk=finding.pk)
    if not may_correct(by, stored):
        raise Refused(NOT_OWN_FINDING)
    if reason := settled_by(stored, built_on(visit)):
        raise Refused(FINDING_SETTLED, reason=reason)
    if stored.critical:
        values |= {"critical": True, "kind": Finding.Kind.BAD}
    if photo:
        values["photo"] = keep_photo(by=by, programme=visit.programme, title=str(stored), data=photo)
    return change_record(by=by, record=stored, values=values, version=version, act="correct")


@transaction.atomic
def answer_danger(*, by, finding: Finding, words: Words) -> Finding:
    """Say what was done; that closes the alert. Raises Refused B817 when it is none or was answered, B201 without words."""
    stored = Finding.objects.select_for_update().get(pk=finding.pk)
    if not stored.critical or stored.answered:
        raise Refused(NO_DANGER)
    return change_record(by=by, record=stored, values={"answered": words}, act="answer danger")


def may_debrief(member, group: Group) -> bool:
    """Members of the group and those who run the workshop."""
    if member.may("workshop.change"):
        return True
    return member.may("workshop.take_part") and group in own_groups(participant_of(member))


@transaction.atomic
def write_debrief(*, by, visit: FieldVisit, group: Group, version: int | None = None, **values) -> Debrief:
    """Write or change what the group keeps. `version` is the one that was seen, None when there was none.

    Raises Refused B101 for others, B204 when somebody of the group wrote it meanwhile, B202 when it was changed, B201.
    """
    if not may_debrief(by, group):
        raise Refused(NOT_ALLOWED)
    FieldVisit.objects.select_for_update().get(pk=visit.pk)  # no finding is corrected while it is debriefed
    if version is None:
        debrief = Debrief(
            programme=visit.programme, visit=visit, group=group, exercise=visit.exercise, **values
        )
        return add_record(by=by, record=debrief)
    return change_record(
        by=by, record=Debrief.objects.get(visit=visit, group=group), values=values, version=version
    )


# What the host is asked -----------------------------------------------------------------------------------------------


@transaction.atomic
def recommend(*, by, visit: FieldVisit) -> list[Recommendation]:
    """Put what the findings advise before the host, each once: doing it again adds only what is new."""
    visit = FieldVisit.objects.select_for_update().get(pk=visit.pk)
    return [
        add_record(
            by=by,
            act="recommend",
            record=Recommendation(
                programme=visit.programme,
                visit=visit,
                theme=each.theme,
                words=each.recommendation,
                addressee=each.addressee,
                finding=each,
                exercise=each.exercise,
            ),
        )
        for each in without_recommendation(visit)
    ]


def may_reply(member) -> bool:
    """Those who run the workshop, and the host: the host country's delegation or whoever takes part as host."""
    if member.may("workshop.change"):
        return True
    mine = participant_of(member)
    if mine is None or not member.may("workshop.take_part"):
        return False
    return mine.part == Participant.Part.HOST or bool(mine.delegation and mine.delegation.is_host)


@transaction.atomic
def reply_to(
    *,
    by,
    recommendation: Recommendation,
    outcome: str,
    reply: Words,
    follow_up=None,
    version: int | None = None,
) -> Recommendation:
    """What the host says to it, today. Raises Refused B816 for anybody else, B202, B201."""
    if not may_reply(by):
        raise Refused(NOT_THE_HOST)
    values = {
        "outcome": outcome,
        "reply": reply,
        "follow_up": follow_up,
        "replied_on": recommendation.replied_on or today_there(workshop_here()),
    }
    return change_record(by=by, record=recommendation, values=values, version=version, act="reply")


@transaction.atomic
def settle_recommendation(*, by, recommendation: Recommendation) -> Recommendation:
    """It is done today. Raises Refused B816 for anybody but the host and those who run the workshop."""
    if not may_reply(by):
        raise Refused(NOT_THE_HOST)
    if recommendation.done_on is not None:
        return recommendation
    return change_record(
        by=by, record=recommendation, values={"done_on": today_there(workshop_here())}, act="do"
    )
