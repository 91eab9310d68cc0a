"""The workshop at Kirkpatrick's four levels: reaction, learning, behaviour, results (D. Kirkpatrick, 1959; D. and
J. Kirkpatrick, Evaluating Training Programs, third edition, 2006)."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from batea.calc.learning_gain import FEWEST, mean

from ...models import CheckIn, Day, Delegation, Outcome, PlanAction, PulseAnswer
from ..here import today_there, workshop_here
from .queries import Reaction, TestResults, Turnout, reaction, test_results, turnouts

PULSE = ("useful", "pace", "heard")


@dataclass(frozen=True)
class PulseOfDay:
    """Means of one day from 1 to 5; None of too few."""

    day: Day
    answers: int
    useful: float | None
    pace: float | None
    heard: float | None


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
    pulses: list[PulseOfDay]
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
        pulses=pulses(today),
        tests=test_results(),
        rounds=rounds(today),
        actions=len(actions),
        actions_done=sum(day is not None for day in actions),
        countries=countries(),
    )


def pulses(today) -> list[PulseOfDay]:
    """Days that are over: while a day lasts, each new answer could be read off the change of the mean."""
    answers = defaultdict(list)
    for answer in PulseAnswer.objects.filter(day__date__lt=today):
        answers[answer.day_id].append(answer)
    return [pulse_of(day, answers[day.pk]) for day in Day.objects.order_by("date") if answers[day.pk]]


def pulse_of(day: Day, answers: list[PulseAnswer]) -> PulseOfDay:
    enough = len(answers) >= FEWEST
    means = {name: mean([getattr(a, name) for a in answers]) if enough else None for name in PULSE}
    return PulseOfDay(day, len(answers), **means)


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
