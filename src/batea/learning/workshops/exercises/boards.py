"""What the groups have reached, for the console, the projector and thirty phones at once.

Gates are computed in each copy. Every write in a copy moves the head of its audit chain, so what was computed is kept
under that head: it is never stale, and a board that nothing has changed costs a handful of queries.
"""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.core.cache import cache
from django.utils import timezone
from django.utils.formats import date_format
from django_scopes import scope

from batea.guidance.progress import state_of
from batea.guidance.steps import STEPS, gate_by_id
from batea.programmes.audit import chain_of
from batea.programmes.models import AuditChain, Programme
from batea.toolbox.models import Assessment

from ...models import Exercise, Finding, Group, GroupMember, GroupResult, Workshop
from .queries import groups_of, members_of
from .sandboxes import copies_of

KEPT = 3600  # seconds; a head that comes no more is forgotten


@dataclass(frozen=True)
class Reached:
    """How far a copy is in what the exercise asks: gates of its step that are met, how often its tool is filled in."""

    gates: tuple[tuple[str, bool], ...] = ()
    filled: int | None = None

    @property
    def met(self) -> int:
        """Gates met; without a step, whether the tool is filled in."""
        return sum(met for _gate, met in self.gates) if self.gates else int(bool(self.filled))

    @property
    def of(self) -> int:
        return len(self.gates) or 1

    def told(self) -> list[tuple[str, bool]]:
        """Gates in words."""
        return [(str(gate_by_id(gate).title), met) for gate, met in self.gates]


@dataclass(frozen=True)
class GroupBoard:
    """One group in one exercise."""

    group: Group
    copy: Programme | None
    reached: Reached | None
    result: GroupResult | None

    @property
    def done(self) -> bool:
        return self.result is not None and self.result.done


@dataclass(frozen=True)
class Board:
    """One exercise with its clock and its groups."""

    task: Exercise
    groups: tuple[GroupBoard, ...]
    zone: str

    @property
    def seconds_left(self) -> int:
        """Whole seconds until the end; 0 when it is over or nobody has begun."""
        if self.task.state != Exercise.State.OPEN:
            return 0
        return max(0, int((self.task.closes_at - timezone.now()).total_seconds()))

    @property
    def minutes_left(self) -> str:
        """“12:05”, for those whose page has no script to count down."""
        return f"{self.seconds_left // 60}:{self.seconds_left % 60:02}"

    @property
    def closes_iso(self) -> str:
        return self.task.closes_at.isoformat()

    @property
    def now_iso(self) -> str:
        """The server's clock, by which the page counts whatever the phone's says."""
        return timezone.now().isoformat()

    @property
    def ends_there(self) -> str:
        """The end on the clock on the wall, in the workshop's own zone."""
        return date_format(self.task.closes_at.astimezone(ZoneInfo(self.zone)), "TIME_FORMAT")

    @property
    def over(self) -> bool:
        return self.task.state == Exercise.State.OPEN and not self.seconds_left

    @property
    def done(self) -> int:
        return sum(each.done for each in self.groups)


def board_of(task: Exercise) -> Board:
    """The exercise as its groups stand now."""
    groups = groups_of(task.grouping)
    copies = copies_of(groups)
    heads = heads_of(list(copies.values()))
    results = {each.group_id: each for each in GroupResult.objects.filter(task=task)}
    return Board(
        task,
        tuple(
            GroupBoard(
                group,
                copies.get(group.pk),
                reached(copies[group.pk], heads, task) if group.pk in copies else None,
                results.get(group.pk),
            )
            for group in groups
        ),
        Workshop.objects.values_list("time_zone", flat=True).first() or "UTC",
    )


def heads_of(copies: list[Programme]) -> dict[str, str]:
    """The head of each copy's audit chain: another one after every change there. One query."""
    names = [chain_of(copy) for copy in copies]
    return dict(AuditChain.objects.filter(name__in=names).values_list("name", "head"))


def reached(copy: Programme, heads: dict[str, str], task: Exercise) -> Reached | None:
    """What the copy has reached in the exercise's step or tool; None when it is bound to neither."""
    if not (task.step or task.tool):
        return None
    chain = chain_of(copy)
    key = f"reached:{chain}:{heads.get(chain, '')}:{task.step}:{task.tool}:{timezone.localdate()}"
    found = cache.get(key)
    if found is None:
        found = computed(copy, task)
        cache.set(key, found, KEPT)
    return found


def computed(copy: Programme, task: Exercise) -> Reached:
    with scope(programme=copy, member=None):
        state = state_of(copy, STEPS[task.step]) if task.step in STEPS else None
        gates = tuple((gate.gate.id, not gate.open) for gate in state.gates) if state else ()
        filled = Assessment.objects.filter(tool=task.tool).count() if task.tool else None
        return Reached(gates, filled)


# Who speaks, who is missing, what is dangerous ------------------------------------------------------------------------


@dataclass(frozen=True)
class Speaking:
    """The members of a group with how often they have spoken and whether they are there (None: nobody was noted)."""

    group: Group
    members: tuple[tuple[GroupMember, bool | None], ...]

    @property
    def silent(self) -> list[GroupMember]:
        return [member for member, present in self.members if not member.spoke and present is not False]

    @property
    def absent(self) -> list[GroupMember]:
        return [member for member, present in self.members if present is False]


def speaking(task: Exercise, present: set[int] | None) -> list[Speaking]:
    groups = groups_of(task.grouping)
    members = members_of(groups)
    return [
        Speaking(
            group,
            tuple(
                (member, None if present is None else member.participant_id in present)
                for member in members[group.pk]
            ),
        )
        for group in groups
    ]


def dangers() -> list[Finding]:
    """Imminent dangers of the visit that nobody has answered, the newest first."""
    found = Finding.objects.filter(critical=True).select_related("visit", "group__grouping")
    return [each for each in found.order_by("-pk") if not each.answered]
