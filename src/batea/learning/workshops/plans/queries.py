"""Who may read which plan, how far plans are, and how they stand at their check-ins."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Prefetch, Q

from batea.problems import NO_TEAM, UNKNOWN_ENTRY, Refused

from ...models import CheckIn, Delegation, Help, Participant, Plan, PlanAction
from ..here import participant_of
from .parts import ESSENTIAL, missing_fields

AFTER_DAYS = (30, 90, 180, 365)
LATE_AFTER = 14  # days after a check-in is due


# Who reads ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Reader:
    """Somebody in the workshop as the plans see them."""

    participant: Participant | None
    runs: bool

    @property
    def team(self) -> Delegation | None:
        return self.participant.delegation if self.participant else None

    def writes(self, plan: Plan) -> bool:
        """Belongs to the team whose plan it is."""
        return self.team is not None and plan.delegation_id == self.team.pk

    def stands_near(self, plan: Plan) -> bool:
        """Reads everything: the team, its peers, its coach, and those who run the workshop."""
        if self.runs or self.writes(plan):
            return True
        near = self.participant
        return near is not None and (
            (plan.coach_id == near.pk) or (self.team is not None and plan.peer_id == self.team.pk)
        )

    def may_read(self, plan: Plan) -> bool:
        return plan.public or self.stands_near(plan)


def reader_of(member) -> Reader:
    found = participant_of(member)
    comes = found is not None and found.state != Participant.State.DECLINED
    return Reader(found if comes else None, member.may("workshop.change"))


def team_of(member) -> Delegation:
    """The member's country team. Raises Refused B821 for those who belong to none."""
    team = reader_of(member).team
    if team is None:
        raise Refused(NO_TEAM)
    return team


def plans():
    """Plans with what their lines say: team, peer, number of actions. Two queries with the check-ins."""
    in_order = Prefetch("check_ins", CheckIn.objects.order_by("after_days"))
    return (
        Plan.objects.select_related("delegation", "peer", "coach")
        .annotate(actions_count=Count("actions", distinct=True))
        .prefetch_related(in_order)
        .order_by("delegation__country")
    )


def plan_for(reader: Reader, uid) -> Plan:
    """The plan; Refused B205 is the same for one that is not theirs to read and for one that never was."""
    found = plans().filter(uid=uid).first()
    if found is None or not reader.may_read(found):
        raise Refused(UNKNOWN_ENTRY, what=Plan._meta.verbose_name)
    return found


def plan_of(team: Delegation) -> Plan | None:
    return plans().filter(delegation=team).first()


def readable(reader: Reader) -> tuple[list[Plan], int]:
    """(the plans this reader may read, number of those not shown)."""
    found = list(plans())
    mine = [plan for plan in found if reader.may_read(plan)]
    return mine, len(found) - len(mine)


def actions_of(plan: Plan):
    return PlanAction.objects.filter(plan=plan).order_by("starts", "pk")


def help_of(plan: Plan):
    return Help.objects.filter(plan=plan).select_related("team").order_by("-day", "-pk")


# How far --------------------------------------------------------------------------------------------------------------


def missing_of(plan: Plan) -> list[str]:
    """Every field of the method that the plan still lacks, in words."""
    return missing_fields(plan, plan.actions_count)


def lacks_essentials(plan: Plan) -> list[str]:
    return missing_fields(plan, plan.actions_count, ESSENTIAL)


def teams():
    return Delegation.objects.filter(state=Delegation.State.ACCEPTED).order_by("country")


def due_check_ins(today: date):
    return CheckIn.objects.filter(due__lte=today).select_related("plan__delegation").order_by("due", "pk")


def check_ins_here(**asked):
    return CheckIn.objects.filter(**asked).select_related("plan__delegation", "plan__coach", "programme")


def to_be_asked(today: date):
    """Due, unanswered and not yet asked."""
    return check_ins_here(due__lte=today, answered_on=None, asked_on=None).order_by("due", "pk")


def to_be_passed_on(today: date):
    """Unanswered two weeks after they were due and asked for (or could not be asked for), and nobody has been told."""
    before = today - timedelta(days=LATE_AFTER)
    late = check_ins_here(due__lte=before, answered_on=None, escalated_on=None)
    return late.filter(Q(asked_on=None) | Q(asked_on__lte=before)).order_by("due", "pk")


def is_late(check_in: CheckIn, today: date) -> bool:
    return check_in.answered_on is None and check_in.due + timedelta(days=LATE_AFTER) <= today


def standing_of(check_in: CheckIn, today: date) -> str:
    """not_yet, asked (may be answered now), late or answered."""
    if check_in.answered_on:
        return "answered"
    if check_in.due > today:
        return "not_yet"
    return "late" if is_late(check_in, today) else "asked"


# The supervisor's view ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Followed:
    """One plan and its check-ins by days after the workshop."""

    plan: Plan
    check_ins: dict[int, CheckIn]
    today: date

    @property
    def last(self) -> CheckIn | None:
        """The newest answer."""
        answered = [each for each in self.check_ins.values() if each.answered_on]
        return max(answered, key=lambda each: each.after_days, default=None)

    @property
    def percent(self) -> int | None:
        return self.last.percent if self.last else None

    @property
    def state(self) -> str:
        return self.last.state if self.last else ""

    @property
    def late(self) -> int:
        return sum(is_late(each, self.today) for each in self.check_ins.values())


@dataclass(frozen=True)
class Supervision:
    followed: list[Followed]
    blockers: list[tuple[str, int, list[str]]]
    support: list[tuple[Plan, str]]


SORTS = {
    "country": lambda each: str(each.plan.delegation),
    "percent": lambda each: (each.percent is None, each.percent or 0),
    "late": lambda each: -each.late,
}


def supervision(today: date, *, step: str = "", state: str = "", late: bool = False, sort: str = "country"):
    """All plans as asked for, the obstacles named most often, the support asked for. Two queries."""
    everything = [
        Followed(plan, {each.after_days: each for each in plan.check_ins.all()}, today) for plan in plans()
    ]
    chosen = [
        each
        for each in everything
        if (not step or each.plan.step == step)
        and (not state or each.state == state)
        and (not late or each.late)
    ]
    back = sort.startswith("-")
    chosen.sort(key=SORTS.get(sort.lstrip("-"), SORTS["country"]), reverse=back)
    return Supervision(chosen, common_blockers(chosen), asked_support(chosen))


def common_blockers(followed: list[Followed]) -> list[tuple[str, int, list[str]]]:
    """(kind of obstacle, answers that name it, what was written), the most frequent first.

    What was written without a kind counts as something else.
    """
    named = [
        (each.plan, answer, answer.blocker_kind or CheckIn.Blocker.OTHER)
        for each in followed
        for answer in each.check_ins.values()
        if answer.answered_on and (answer.blocker_kind or answer.blocker)
    ]
    named = [each for each in named if each[2] != CheckIn.Blocker.NONE]
    counted = Counter(kind for _plan, _answer, kind in named)
    order = list(CheckIn.Blocker.values)
    return [
        (
            str(CheckIn.Blocker(kind).label),
            count,
            [f"{p.delegation}: {a.blocker}" for p, a, its in named if its == kind and a.blocker],
        )
        for kind, count in sorted(counted.items(), key=lambda pair: (-pair[1], order.index(pair[0])))
    ]


def asked_support(followed: list[Followed]) -> list[tuple[Plan, str]]:
    """What the plans ask for, and what their teams have asked for since."""
    shown = {each.plan.pk: each.plan for each in followed}
    asked = Help.objects.filter(plan__in=shown, kind=Help.Kind.ASKED).order_by("day", "pk")
    found = [(plan, plan.support) for plan in shown.values() if plan.support]
    return [*found, *((shown[each.plan_id], each.words) for each in asked)]


# People ---------------------------------------------------------------------------------------------------------------


def learners_of(team: Delegation):
    """Those of the team who can be written to."""
    coming = Q(part=Participant.Part.PARTICIPANT) & ~Q(state=Participant.State.DECLINED)
    return (
        Participant.objects.filter(coming, delegation=team)
        .exclude(person=None)
        .exclude(person__email="")
        .select_related("person")
        .order_by("pk")
    )


def supervisors_of(plan: Plan):
    """The coach when there is one who can be written to, else those who facilitate."""
    reachable = Participant.objects.exclude(person=None).exclude(person__email="").select_related("person")
    coach = list(reachable.filter(pk=plan.coach_id)) if plan.coach_id else []
    return coach or list(reachable.filter(part=Participant.Part.FACILITATOR).order_by("pk"))
