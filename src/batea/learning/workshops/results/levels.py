"""The workshop at Kirkpatrick's four levels: reaction, learning, behaviour, results (D. Kirkpatrick, 1959; D. and
J. Kirkpatrick, Evaluating Training Programs, third edition, 2006)."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from ...models import CheckIn, Delegation, Outcome, PlanAction
from ..here import today_there, workshop_here
from ..round_tables.queries import DayPulse, pulses
from .queries import Reaction, TestResults, Turnout, reaction, test_results, turnouts


@dataclass(frozen=True)
class Round:
    """One round of check-ins: how many are due by now, answered, and how the plans stood."""

    after_days: int
    due: int
    answered: int
    states: dict[str, int]


@dataclass(frozen=True)
class Country:
    """What one country has reported of the time after; without a report there are no data."""

    delegation: Delegation
    outcomes: list[Outcome]

    @property
    def adopted_on(self):
        return next((each.adopted_on for each in self.outcomes if each.adopted_on), None)


@dataclass(frozen=True)
class Levels:
    turnout: dict[str, Turnout]
    reaction: Reaction
    pulses: list[DayPulse]
    tests: TestResults
    rounds: list[Round]
    actions: int
    actions_done: int
    countries: list[Country]

    @property
    def reporting(self) -> list[Country]:
        return [country for country in self.countries if country.outcomes]

    @property
    def adopted(self) -> int:
        return sum(country.adopted_on is not None for country in self.countries)


def read_levels() -> Levels:
    """Everything the page and the report say. Raises Refused B802 without a workshop."""
    today = today_there(workshop_here())
    actions = list(PlanAction.objects.values_list("done_on", flat=True))
    return Levels(
        turnout=turnouts(),
        reaction=reaction(),
        pulses=[each for each in pulses(today) if each.answers],
        tests=test_results(),
        rounds=rounds(today),
        actions=len(actions),
        actions_done=sum(day is not None for day in actions),
        countries=countries(),
    )


def rounds(today) -> list[Round]:
    by_round = defaultdict(list)
    for check_in in CheckIn.objects.order_by("after_days", "pk"):
        by_round[check_in.after_days].append(check_in)
    return [
        Round(
            after_days,
            sum(each.due <= today for each in found),
            sum(each.answered_on is not None for each in found),
            dict(Counter(each.state for each in found if each.answered_on)),
        )
        for after_days, found in sorted(by_round.items())
    ]


def countries() -> list[Country]:
    told = defaultdict(list)
    for outcome in Outcome.objects.order_by("-told_on", "-pk"):
        told[outcome.delegation_id].append(outcome)
    coming = Delegation.objects.filter(state=Delegation.State.ACCEPTED).order_by("country")
    return [Country(delegation, told[delegation.pk]) for delegation in coming]
