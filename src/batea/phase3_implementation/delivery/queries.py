"""What the board, the gates and the chapter of delivery ask."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import F
from django.utils import timezone

from batea.phase2_strategy.national.models import NationalMeasure, Strategy
from batea.programmes.models import Institution

from .models import Action, Issue, Milestone

SOON = timedelta(days=60)


def beginning() -> date | None:
    """Month 0 of the strategy: the day of its adoption, else the first day of its period; None before there is one."""
    strategy = Strategy.objects.first()
    if strategy is None:
        return None
    return strategy.adopted_on or date(strategy.period_from, 1, 1)


def measures_without_action():
    return NationalMeasure.objects.filter(actions=None).select_related("owner").order_by("starts_month", "pk")


def actions():
    """Every action with its owner and milestones, in order of its end. Two queries."""
    found = Action.objects.select_related("owner", "measure").prefetch_related("milestones")
    return found.order_by(F("ends").asc(nulls_last=True), "pk")


def overdue(action: Action) -> list[Milestone]:
    """Milestones that should have been reached; none once the action is closed."""
    return [] if action.closed else [each for each in action.milestones.all() if each.late]


def on_schedule(action: Action) -> bool:
    """Done, or with dates that still hold: neither blocked nor late, and no milestone missed.

    A re-planned action is on schedule by its new dates.
    """
    if action.status == Action.Status.DONE:
        return True
    held = action.starts is not None and action.ends is not None and not action.late and not overdue(action)
    return held and action.status != Action.Status.BLOCKED


def of_this_year(found: Iterable[Action]) -> list[Action]:
    """Actions of this calendar year's plan and those carried over into it; stopped ones have left the plan.

    Actions without dates count: they belong in the plan and cannot be on schedule.
    """
    year = timezone.localdate().year
    return [action for action in found if action.status != Action.Status.STOPPED and touches(action, year)]


def touches(action: Action, year: int) -> bool:
    begins = action.starts is None or action.starts.year <= year
    still = action.status != Action.Status.DONE or action.ends is None or action.ends.year >= year
    return begins and still


@dataclass(frozen=True)
class Money:
    """Sums over actions whose released amount is known; `told` of `of` actions say both figures."""

    released: Decimal
    spent: Decimal
    told: int
    of: int

    @property
    def share(self) -> Decimal | None:
        return self.spent / self.released if self.released else None


def asked_for_money(found: Iterable[Action]) -> list[Action]:
    """Actions that have begun or received money: they must tell what was released and spent."""
    return [
        action for action in found if action.status != Action.Status.PLANNED or action.released is not None
    ]


def money_of(found: Iterable[Action]) -> Money:
    found = list(found)
    told = [action for action in found if action.released is not None and action.spent is not None]
    return Money(
        sum((action.released for action in told), Decimal(0)),
        sum((action.spent for action in told), Decimal(0)),
        len(told),
        len(found),
    )


def open_issues():
    """Issues not closed, the riskiest and the longest overdue first."""
    found = Issue.objects.filter(closed_on=None).select_related("action__owner", "owner")
    weight = {Issue.Risk.HIGH: 0, Issue.Risk.MEDIUM: 1, Issue.Risk.LOW: 2}
    return sorted(found, key=lambda issue: (weight[issue.risk], issue.due or date.max, issue.pk))


@dataclass(frozen=True)
class Due:
    """Something that falls due: a milestone, the end of an action, or its beginning while nobody has begun."""

    record: Action | Milestone
    action: Action
    day: date
    begins: bool = False


def due_of(action: Action) -> list[Due]:
    """What is still to come of an action, or should have come; nothing once it is closed."""
    if action.closed:
        return []
    found = [Due(each, action, each.due) for each in action.milestones.all() if each.done_on is None]
    if action.status == Action.Status.PLANNED and action.starts:
        found.append(Due(action, action, action.starts, begins=True))
    if action.ends:
        found.append(Due(action, action, action.ends))
    return found


@dataclass(frozen=True)
class Line:
    """One institution on the board."""

    owner: Institution | None
    actions: int
    on_schedule: int
    late: int
    blocked: int
    to_clear: int


@dataclass(frozen=True)
class Board:
    """What is due, late and blocked, and who must move."""

    year: list[Action]
    on_schedule: list[Action]
    blocked: list[Action]
    late: list[Due]
    soon: list[Due]
    issues: list[Issue]
    lines: list[Line]
    money: Money

    @property
    def planned(self) -> int:
        """Actions of this year's plan."""
        return len(self.year)


def board(owner: Institution | None = None) -> Board:
    """The board of the programme in scope, or of one institution: its actions and the issues it must clear."""
    everything, issues = list(actions()), open_issues()
    chosen = [action for action in everything if owner is None or action.owner_id == owner.pk]
    today = timezone.localdate()
    due = sorted((each for action in chosen for each in due_of(action)), key=lambda each: each.day)
    year = of_this_year(chosen)
    return Board(
        year=year,
        on_schedule=[action for action in year if on_schedule(action)],
        blocked=[action for action in chosen if action.status == Action.Status.BLOCKED],
        late=[each for each in due if each.day < today],
        soon=[each for each in due if today <= each.day <= today + SOON],
        issues=[issue for issue in issues if owner is None or issue.owner_id == owner.pk],
        lines=lines(everything, issues),
        money=money_of(asked_for_money(chosen)),
    )


def lines(everything: list[Action], issues: list[Issue]) -> list[Line]:
    """One line for each institution that owns an action or must clear an issue, the most hindered first."""
    owners = {each.owner_id: each.owner for each in (*everything, *issues)}
    found = [
        line_of(
            owner,
            [action for action in of_this_year(everything) if action.owner_id == key],
            [issue for issue in issues if issue.owner_id == key],
        )
        for key, owner in owners.items()
    ]
    return sorted(found, key=lambda line: (-line.blocked - line.late, str(line.owner)))


def line_of(owner, mine: list[Action], to_clear: list[Issue]) -> Line:
    return Line(
        owner,
        len(mine),
        sum(on_schedule(action) for action in mine),
        sum(action.late or bool(overdue(action)) for action in mine),
        sum(action.status == Action.Status.BLOCKED for action in mine),
        len(to_clear),
    )
