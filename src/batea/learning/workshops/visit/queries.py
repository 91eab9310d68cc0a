"""The visit: who has read the briefing, what each theme found, what is dangerous, asked and replied."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ...models import (
    BriefingRead,
    Debrief,
    FieldVisit,
    Finding,
    Group,
    Grouping,
    GroupMember,
    Participant,
    Recommendation,
)
from ..exercises.models import THEMES

KINDS = (Finding.Kind.GOOD, Finding.Kind.BAD, Finding.Kind.NEUTRAL)


def visit_groups():
    """Groups of divisions that are made for the visit."""
    found = Group.objects.filter(grouping__purpose=Grouping.Purpose.VISIT)
    return found.select_related("grouping").order_by("grouping_id", "number")


def own_groups(participant: Participant | None) -> list[Group]:
    """The participant's groups for the visit; of several divisions the newest first."""
    if participant is None:
        return []
    mine = GroupMember.objects.filter(
        participant=participant, group__grouping__purpose=Grouping.Purpose.VISIT
    )
    return [each.group for each in mine.select_related("group").order_by("-grouping_id")]


def group_of(participant: Participant | None) -> Group | None:
    return next(iter(own_groups(participant)), None)


def has_read(participant: Participant | None, visit: FieldVisit) -> bool:
    return (
        participant is not None and BriefingRead.objects.filter(visit=visit, participant=participant).exists()
    )


def not_briefed(visit: FieldVisit):
    """Those who are confirmed and have not read the briefing."""
    read = BriefingRead.objects.filter(visit=visit).values("participant")
    return (
        Participant.objects.filter(state=Participant.State.CONFIRMED).exclude(pk__in=read).order_by("badge")
    )


@dataclass(frozen=True)
class GroupState:
    """A group of the visit: how many findings, and whether it has written its debrief."""

    group: Group
    findings: int
    debrief: Debrief | None


def group_states(visit: FieldVisit) -> list[GroupState]:
    """Three queries."""
    findings: dict[int, int] = defaultdict(int)
    for group in visit.findings.exclude(group=None).values_list("group_id", flat=True):
        findings[group] += 1
    debriefs = {each.group_id: each for each in visit.debriefs.select_related("visit", "group")}
    return [GroupState(each, findings[each.pk], debriefs.get(each.pk)) for each in visit_groups()]


@dataclass(frozen=True)
class Theme:
    """What was found of one theme, by kind."""

    code: str
    title: str
    found: dict[str, list[Finding]]

    @property
    def good(self) -> list[Finding]:
        return self.found[Finding.Kind.GOOD]

    @property
    def bad(self) -> list[Finding]:
        return self.found[Finding.Kind.BAD]

    @property
    def neutral(self) -> list[Finding]:
        return self.found[Finding.Kind.NEUTRAL]

    @property
    def advice(self) -> list[Finding]:
        return [each for kind in KINDS for each in self.found[kind] if each.recommendation]

    @property
    def count(self) -> int:
        return sum(len(each) for each in self.found.values())


def themes_of(visit: FieldVisit) -> list[Theme]:
    """The five themes; within each the weightiest first. One query."""
    found: dict = defaultdict(lambda: {kind: [] for kind in KINDS})
    rows = visit.findings.select_related("group", "photo")
    for each in sorted(rows, key=lambda finding: (-(finding.weight or 0), finding.pk)):
        found[each.theme][each.kind].append(each)
    return [Theme(code, str(title), found[code]) for code, title in THEMES]


def dangers() -> list[Finding]:
    """Marked as imminent danger, those without an answer first."""
    found = Finding.objects.filter(critical=True).select_related("visit", "group", "photo").order_by("-pk")
    return sorted(found, key=lambda each: bool(each.answered))


def open_dangers() -> list[Finding]:
    return [each for each in dangers() if not each.answered]


@dataclass(frozen=True)
class Asked:
    """A recommendation to the host as the list shows it."""

    recommendation: Recommendation
    overdue: bool

    @property
    def is_open(self) -> bool:
        return self.recommendation.outcome == Recommendation.Outcome.OPEN


def asked_of_host(today, only: str = "") -> list[Asked]:
    """Overdue ones first, then those without a reply. `only` is "overdue", "open" or "" for all."""
    rows = Recommendation.objects.select_related("visit", "finding").order_by("theme", "pk")
    found = [
        Asked(
            each,
            each.done_on is None
            and each.outcome != Recommendation.Outcome.NOT_ACCEPTED
            and each.follow_up is not None
            and each.follow_up < today,
        )
        for each in rows
    ]
    kept = {"overdue": lambda each: each.overdue, "open": lambda each: each.is_open}
    found = [each for each in found if kept.get(only, lambda _each: True)(each)]
    return sorted(found, key=lambda each: (not each.overdue, not each.is_open))


@dataclass(frozen=True)
class Built:
    """What rests on findings of a visit: groups that have written their debrief, findings put before the host."""

    debriefed: frozenset[int]
    asked: frozenset[int]


def built_on(visit: FieldVisit) -> Built:
    """Two queries."""
    return Built(
        frozenset(Debrief.objects.filter(visit=visit).values_list("group", flat=True)),
        frozenset(Recommendation.objects.filter(finding__visit=visit).values_list("finding", flat=True)),
    )


def settled_by(finding: Finding, built: Built) -> str:
    """Why its author may correct it no longer, in words; "" while nothing was built on it."""
    if finding.answered:
        return _("the danger has been answered")
    if finding.pk in built.asked:
        return _("it was put before the host")
    if finding.group_id in built.debriefed:
        return _("the group has written its debrief")
    return ""


def findings_by(participant: Participant | None, visit: FieldVisit) -> list[tuple[Finding, str]]:
    """What the participant has entered, newest first, each with what settled it or "". Three queries, one when there
    is nothing."""
    mine = list(visit.findings.filter(author=participant).order_by("-pk")) if participant else []
    built = built_on(visit) if mine else None
    return [(each, settled_by(each, built)) for each in mine]


def without_recommendation(visit: FieldVisit) -> list[Finding]:
    """Findings that advise something which was not put before the host yet."""
    asked = Recommendation.objects.filter(finding__visit=visit).values("finding")
    rows = visit.findings.exclude(pk__in=asked).order_by("theme", "pk")
    return [each for each in rows if each.recommendation]
