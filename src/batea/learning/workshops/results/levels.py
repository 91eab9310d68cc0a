"""The workshop at Kirkpatrick's four levels: reaction, learning, behaviour, results (D. Kirkpatrick, 1959; D. and
J. Kirkpatrick, Evaluating Training Programs, third edition, 2006)."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from batea.calc.learning_gain import mean

from ...models import CheckIn, Delegation, Outcome, PlanAction
from ..here import today_there, workshop_here
from ..plans.queries import AFTER_DAYS
from ..plans.taking import tasks_of
from ..round_tables.queries import DayPulse, pulses
from .queries import Reaction, TestResults, Turnout, reaction, test_results, turnouts


@dataclass(frozen=True)
class Round:
    """One round of check-ins: how many are due by now, answered, and how the plans stood."""

    after_days: int
    due: int
    answered: int
    states: dict[str, int]
    percent: float | None = None  # mean of what the plans say is done
    blockers: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Country:
    """What one country has reported of the time after; without a report there are no data."""

    delegation: Delegation
    outcomes: list[Outcome]

    @property
    def adopted_on(self):
        return next((each.adopted_on for each in self.outcomes if each.adopted_on), None)

    @property
    def state(self) -> dict:
        """How its own programme stood when it last told; empty when it never did."""
        return next((each.state for each in self.outcomes if each.state), {})


@dataclass(frozen=True)
class Levels:
    turnout: dict[str, Turnout]
    reaction: Reaction
    pulses: list[DayPulse]
    tests: TestResults
    rounds: list[Round]
    actions: int
    actions_done: int
    taken: int  # actions that live on in the work plan of a country's own programme
    countries: list[Country]

    @property
    def reporting(self) -> list[Country]:
        return [country for country in self.countries if country.outcomes]

    @property
    def adopted(self) -> int:
        return sum(country.adopted_on is not None for country in self.countries)


def read_levels(member=None) -> Levels:
    """Everything the page and the report say. Raises Refused B802 without a workshop.

    An action that lives on in a country's work plan is done when it is done there, for a `member` who may see that.
    """
    today = today_there(workshop_here())
    actions = list(PlanAction.objects.all())
    there = tasks_of(member, actions) if member is not None else {}
    done = [each.done_on or (each.pk in there and there[each.pk].done_on) for each in actions]
    return Levels(
        turnout=turnouts(),
        reaction=reaction(),
        pulses=[each for each in pulses(today) if each.answers],
        tests=test_results(),
        rounds=rounds(today),
        actions=len(actions),
        actions_done=sum(bool(day) for day in done),
        taken=sum(each.taken_to is not None for each in actions),
        countries=countries(),
    )


def rounds(today) -> list[Round]:
    """After 30, 90, 180 and 365 days whatever was planned, and any other round that was."""
    by_round = {after_days: [] for after_days in AFTER_DAYS}
    for check_in in CheckIn.objects.order_by("after_days", "pk"):
        by_round.setdefault(check_in.after_days, []).append(check_in)
    return [round_of(after_days, found, today) for after_days, found in sorted(by_round.items())]


def round_of(after_days: int, found: list[CheckIn], today) -> Round:
    answered = [each for each in found if each.answered_on]
    said = [each.percent for each in answered if each.percent is not None]
    hindered = [each.blocker_kind for each in answered if each.blocker_kind not in ("", CheckIn.Blocker.NONE)]
    return Round(
        after_days,
        sum(each.due <= today for each in found),
        len(answered),
        dict(Counter(each.state for each in answered)),
        mean(said),
        dict(Counter(hindered)),
    )


def countries() -> list[Country]:
    told = defaultdict(list)
    for outcome in Outcome.objects.order_by("-told_on", "-pk"):
        told[outcome.delegation_id].append(outcome)
    coming = Delegation.objects.filter(state=Delegation.State.ACCEPTED).order_by("country")
    return [Country(delegation, told[delegation.pk]) for delegation in coming]
