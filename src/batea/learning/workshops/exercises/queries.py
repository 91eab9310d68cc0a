"""Who is in which group, who is not, and what a division would look like."""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _

from batea.calc.grouping import Balance, balances, deal
from batea.programmes.models import Sex

from ...countries import country_name
from ...models import Attendance, Day, Exercise, Group, Grouping, GroupMember, GroupResult, Participant
from ..here import today_there

SPREAD = ("country", "sex", "part", "language")
COMES = (Participant.State.CONFIRMED,)


@dataclass(frozen=True)
class Proposal:
    """A division that nobody has saved: the participants of each group, what each works on, how even it is."""

    groups: tuple[tuple[Participant, ...], ...]
    subjects: tuple[str, ...]
    themes: tuple[str, ...]
    balances: tuple[Balance, ...]

    @property
    def digest(self) -> str:
        """Says whether saving would save what was looked at."""
        told = [[str(each.uid) for each in members] for members in self.groups]
        return hashlib.sha256(json.dumps([told, self.subjects, self.themes]).encode()).hexdigest()[:16]


def come(parts=(Participant.Part.PARTICIPANT,), present_on: Day | None = None) -> list[Participant]:
    """Those who are to be dealt into groups: confirmed, of these parts, and there on the day when one is given."""
    found = Participant.objects.filter(state__in=COMES, part__in=parts).select_related("delegation")
    if present_on is not None:
        found = found.filter(attendances__day=present_on)
    return list(found.order_by("badge", "pk"))


def kinds_of(participant: Participant) -> dict[str, str]:
    """What is looked at when groups are made even."""
    return {
        "country": participant.delegation.country if participant.delegation else "",
        "sex": participant.sex,
        "part": participant.part,
        "language": participant.language,
    }


def propose(
    people: list[Participant], count: int, spread, kept: bool, seed: int, subjects, themes
) -> Proposal:
    """Groups as even as they can be made; the same people and seed always give the same."""
    by_uid = {str(each.uid): each for each in people}
    dealt = deal(
        {uid: kinds_of(each) for uid, each in by_uid.items()},
        count,
        spread,
        "country" if kept else "",
        seed,
    )
    groups = tuple(tuple(by_uid[uid] for uid in members) for members in dealt.groups)
    return Proposal(groups, tuple(subjects), tuple(themes), dealt.balances)


def balance_of(groups: list[list[Participant]]) -> tuple[Balance, ...]:
    """How even the groups are as they stand."""
    people = {each.uid: kinds_of(each) for members in groups for each in members}
    return balances(people, [[each.uid for each in members] for members in groups], SPREAD)


def counted(members: list[Participant]) -> dict[str, list[tuple[str, int]]]:
    """How many of each kind a group has, in words."""
    words = {
        "country": lambda code: country_name(code) if code else _("no country"),
        "sex": lambda code: str(Sex(code).label),
        "part": lambda code: str(Participant.Part(code).label),
        "language": lambda code: dict(Participant._meta.get_field("language").choices)[code],
    }
    found = {}
    for name, said in words.items():
        numbers = Counter(kinds_of(each)[name] for each in members)
        found[name] = sorted((said(code), number) for code, number in numbers.items())
    return found


# Groups as they stand -------------------------------------------------------------------------------------------------


def groups_of(grouping: Grouping) -> list[Group]:
    return list(grouping.groups.select_related("grouping").order_by("number"))


def members_of(groups: list[Group]) -> dict[int, list[GroupMember]]:
    """Members by group, with their participants and accounts. One query."""
    found: dict[int, list[GroupMember]] = {group.pk: [] for group in groups}
    rows = GroupMember.objects.filter(group__in=groups).select_related(
        "group", "participant__delegation", "participant__person__account"
    )
    for member in rows.order_by("participant__badge", "pk"):
        found[member.group_id].append(member)
    return found


def without_group(grouping: Grouping) -> list[Participant]:
    """Confirmed participants whom this division leaves out."""
    inside = GroupMember.objects.filter(grouping=grouping).values("participant")
    return [each for each in come() if each.pk not in {row["participant"] for row in inside}]


def memberships_of(participant: Participant) -> list[GroupMember]:
    rows = GroupMember.objects.filter(participant=participant).select_related("group__grouping")
    return list(rows.order_by("group__grouping__pk"))


def membership_in(exercise: Exercise, participant: Participant | None) -> GroupMember | None:
    """The participant's place in the division of the exercise."""
    if participant is None:
        return None
    found = GroupMember.objects.filter(participant=participant, grouping=exercise.grouping_id)
    return found.select_related("group__grouping").first()


def exercises_of(groupings) -> list[Exercise]:
    found = Exercise.objects.filter(grouping__in=groupings).select_related("grouping")
    return list(found.order_by("number"))


def on_now() -> list[Exercise]:
    """Exercises that are open, in order; without one the last that was."""
    asked = Exercise.objects.select_related("grouping")
    open_now = list(asked.filter(state=Exercise.State.OPEN).order_by("number"))
    last = asked.exclude(opened_at=None).order_by("-opened_at")
    return open_now or list(last[:1])


def result_of(exercise: Exercise, group: Group) -> GroupResult | None:
    return GroupResult.objects.filter(task=exercise, group=group).first()


# Who is there ---------------------------------------------------------------------------------------------------------


def day_today(workshop) -> Day | None:
    return Day.objects.filter(date=today_there(workshop)).first()


def present_today(workshop) -> set[int] | None:
    """Keys of the participants noted as there today; None while nobody has been noted."""
    day = day_today(workshop)
    found = set(Attendance.objects.filter(day=day).values_list("participant", flat=True)) if day else set()
    return found or None
