"""Groups made and changed, exercises opened and closed, what a group says of one."""

from collections import deque
from datetime import timedelta

from django.db import transaction
from django.utils import timezone, translation

from batea.problems import EXERCISE_NOT_OPEN, PROPOSAL_OLD, Refused
from batea.programmes.actions import add_record, change_record, remove_record
from batea.programmes.words import Words

from ...models import Exercise, Group, Grouping, GroupMember, GroupResult, Participant
from ..here import workshop_here
from .queries import Proposal, groups_of, members_of
from .sandboxes import follow_groups

MORE = timedelta(minutes=5)


# Groups ---------------------------------------------------------------------------------------------------------------


@transaction.atomic
def save_groups(*, by, grouping: Grouping, proposal: Proposal, seen: str) -> list[Group]:
    """Make the proposal the division: groups are made, changed or removed, everybody is put where they belong.

    Raises Refused: B808 when another proposal was looked at, B203 when a group to be removed has results.
    """
    if proposal.digest != seen:
        raise Refused(PROPOSAL_OLD)
    before = {group.number: group for group in groups_of(grouping)}
    wanted = range(1, len(proposal.groups) + 1)
    clear(by, grouping, {each.pk for members in proposal.groups for each in members})
    groups = [group_with(by, grouping, before.get(number), number, proposal) for number in wanted]
    for group, members in zip(groups, proposal.groups, strict=True):
        for participant in members:
            put_into(by=by, group=group, participant=participant)
    for number, group in before.items():
        if number not in wanted:
            remove_record(by=by, record=group)
    follow(by, groups)
    return groups


def clear(by, grouping: Grouping, stay: set[int]) -> None:
    """Take out of the division whoever is not in the proposal."""
    for member in GroupMember.objects.filter(grouping=grouping).exclude(participant__in=stay):
        remove_record(by=by, record=member)


def group_with(by, grouping: Grouping, group: Group | None, number: int, proposal: Proposal) -> Group:
    lang = (translation.get_language() or "en").split("-")[0]
    said = proposal.subjects[number - 1]
    values = {"subject": Words(said, lang) if said else Words(), "theme": proposal.themes[number - 1]}
    if group is None:
        about = {"grouping": grouping, "number": number, "exercise": grouping.exercise}
        return add_record(by=by, record=Group(programme=grouping.programme, **about, **values))
    return change_record(
        by=by, record=group, values=values if str(group.subject) != said else {"theme": values["theme"]}
    )


@transaction.atomic
def put_into(*, by, group: Group, participant: Participant) -> GroupMember:
    """Put the participant into the group; out of the one of the same division where they are now."""
    now = GroupMember.objects.filter(grouping=group.grouping_id, participant=participant).first()
    if now is not None:
        return change_record(by=by, record=now, values={"group": group}) if now.group_id != group.pk else now
    return add_record(
        by=by,
        record=GroupMember(
            programme=group.programme, group=group, participant=participant, exercise=group.exercise
        ),
    )


@transaction.atomic
def move_member(*, by, group: Group, participant: Participant) -> GroupMember:
    """Move one by hand; who works in the copies follows."""
    before = GroupMember.objects.filter(grouping=group.grouping_id, participant=participant).first()
    moved = put_into(by=by, group=group, participant=participant)
    follow(by, [group, *([before.group] if before else [])])
    return moved


def follow(by, groups: list[Group]) -> None:
    """In a command there is no account whose rights in the copies could be asked: the button does it later."""
    if hasattr(by, "account") and groups and groups[0].grouping.purpose == Grouping.Purpose.STRATEGY:
        follow_groups(by=by, workshop=workshop_here(), groups=groups)


@transaction.atomic
def give_part(*, by, member: GroupMember, part: str) -> GroupMember:
    """Somebody leads or reports; whoever did so in the group until now is a member again."""
    if part != GroupMember.Part.MEMBER:
        for other in GroupMember.objects.filter(group=member.group_id, part=part).exclude(pk=member.pk):
            change_record(by=by, record=other, values={"part": GroupMember.Part.MEMBER})
    return change_record(by=by, record=member, values={"part": part})


@transaction.atomic
def pass_parts_on(*, by, grouping: Grouping) -> None:
    """In each group the next by name leads, and the one after reports."""
    for members in members_of(groups_of(grouping)).values():
        leads = next((n for n, each in enumerate(members) if each.part == GroupMember.Part.HOST), -1)
        for place, member in enumerate(members):
            turn = (place - leads - 1) % len(members)
            part = (
                [GroupMember.Part.HOST, GroupMember.Part.RAPPORTEUR][turn]
                if turn < 2
                else GroupMember.Part.MEMBER
            )
            if member.part != part:
                change_record(by=by, record=member, values={"part": part})


@transaction.atomic
def go_one_on(*, by, grouping: Grouping) -> None:
    """Everybody but those who lead goes to the next group: tables change guests, hosts stay."""
    groups = groups_of(grouping)
    members, following = members_of(groups), deque(groups)
    following.rotate(-1)
    for group, target in zip(groups, following, strict=True):
        for member in members[group.pk]:
            if member.part != GroupMember.Part.HOST and target.pk != group.pk:
                change_record(by=by, record=member, values={"group": target})
    follow(by, groups)


@transaction.atomic
def note_spoken(*, by, member: GroupMember) -> GroupMember:
    """Somebody has spoken once more."""
    return change_record(
        by=by, record=member, values={"spoke": min(member.spoke + 1, 999)}, act="note spoken"
    )


@transaction.atomic
def count_anew(*, by, grouping: Grouping) -> None:
    for member in GroupMember.objects.filter(grouping=grouping, spoke__gt=0):
        change_record(by=by, record=member, values={"spoke": 0}, act="note spoken")


# Exercises ------------------------------------------------------------------------------------------------------------


@transaction.atomic
def open_exercise(*, by, exercise: Exercise) -> Exercise:
    """Begin, or begin again, with the whole time; opening an open one changes nothing."""
    if exercise.state == Exercise.State.OPEN:
        return exercise
    now = timezone.now()
    values = {
        "state": Exercise.State.OPEN,
        "opened_at": now,
        "closes_at": now + timedelta(minutes=exercise.minutes),
    }
    return change_record(by=by, record=exercise, values=values, act="open")


@transaction.atomic
def extend_exercise(*, by, exercise: Exercise) -> Exercise:
    """Five minutes more, from the end or, when that is over, from now. Raises Refused B806."""
    refuse_closed(exercise)
    until = max(exercise.closes_at, timezone.now()) + MORE
    return change_record(by=by, record=exercise, values={"closes_at": until}, act="extend")


@transaction.atomic
def close_exercise(*, by, exercise: Exercise) -> Exercise:
    if exercise.state != Exercise.State.OPEN:
        return exercise
    return change_record(by=by, record=exercise, values={"state": Exercise.State.CLOSED}, act="close")


def refuse_closed(exercise: Exercise) -> None:
    if exercise.state != Exercise.State.OPEN:
        raise Refused(EXERCISE_NOT_OPEN, what=exercise.title)


@transaction.atomic
def say_result(*, by, exercise: Exercise, group: Group, seen: int, **values) -> GroupResult:
    """What the group says; `seen` is the version it was written on, 0 for the first one. The time being over does not
    hinder it, only that the exercise is closed. Raises Refused B806, B202."""
    refuse_closed(exercise)
    stored = GroupResult.objects.filter(task=exercise, group=group).first()
    if stored is not None:
        return change_record(by=by, record=stored, values=values, version=seen)
    return add_record(
        by=by,
        record=GroupResult(
            programme=exercise.programme, task=exercise, group=group, exercise=exercise.exercise, **values
        ),
    )
