"""Who comes, in which balance, with which languages, who can sign in, and what they said of their needs."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from batea.calc.balance import Count, counted, extra_needed, in_range, invitations_for
from batea.guidance.steps import all_steps
from batea.programmes.models import Membership

from ...models import Delegation, LogisticItem, NeedsAnswer, Participant, Workshop

FEWEST = 5  # answers; of fewer one person's could be told
COMING = (Participant.State.INVITED, Participant.State.CONFIRMED)


def learners() -> list[Participant]:
    """Those who come to learn, whatever the state of their invitation."""
    found = Participant.objects.filter(part=Participant.Part.PARTICIPANT).select_related("delegation")
    return list(found.order_by("delegation__country", "badge"))


# Balance --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Outlook:
    """One count with what it takes to bring it into the range."""

    count: Count
    least: int
    most: int

    @property
    def met(self) -> bool:
        return in_range(self.count, self.least, self.most)

    @property
    def extra(self) -> tuple[int, int] | None:
        return extra_needed(self.count, self.least, self.most)


@dataclass(frozen=True)
class Balance:
    """The balance as it is sure (confirmed) and as it would be if all who are invited came."""

    confirmed: Outlook
    expected: Outlook
    by_delegation: tuple[tuple[Delegation | None, Count, Count], ...]
    accepted: int
    declined: int

    def invitations(self, places: int) -> int | None:
        """How many invitations bring so many people, as far as the answers so far tell."""
        return invitations_for(places, self.accepted, self.declined)


def balance(workshop: Workshop, people: list[Participant] | None = None) -> Balance:
    people = learners() if people is None else people
    sure, coming = in_states(people, Participant.State.CONFIRMED), in_states(people, *COMING)
    delegations = dict.fromkeys(each.delegation for each in coming)
    return Balance(
        confirmed=Outlook(count_of(sure), workshop.women_least, workshop.women_most),
        expected=Outlook(count_of(coming), workshop.women_least, workshop.women_most),
        by_delegation=tuple(
            (
                delegation,
                count_of(each for each in sure if each.delegation == delegation),
                count_of(each for each in coming if each.delegation == delegation),
            )
            for delegation in delegations
        ),
        accepted=len(sure),
        declined=len(in_states(people, Participant.State.DECLINED)),
    )


def in_states(people: Iterable[Participant], *states: str) -> list[Participant]:
    return [each for each in people if each.state in states]


def count_of(people: Iterable[Participant]) -> Count:
    return counted(each.sex for each in people)


# Languages, needs, sign-ins -------------------------------------------------------------------------------------------


def coming() -> list[Participant]:
    """Everybody who is invited or has confirmed, in whatever part."""
    found = Participant.objects.filter(state__in=COMING).select_related("delegation", "person__account")
    return list(found.order_by("delegation__country", "badge"))


def languages(people: list[Participant]) -> list[tuple[str, int]]:
    """How many speak each language, the most frequent first."""
    return Counter(each.get_language_display() for each in people).most_common()


def with_needs() -> list[Participant]:
    """Those who said what they need to take part, with what is arranged for each."""
    found = Participant.objects.exclude(access_needs="").exclude(state=Participant.State.DECLINED)
    return list(found.prefetch_related("logistics").order_by("badge"))


def overdue() -> list[LogisticItem]:
    found = LogisticItem.objects.filter(done_on__isnull=True, due__lt=timezone.localdate())
    return list(found.select_related("participant").order_by("due"))


@dataclass(frozen=True)
class SignIn:
    """Whether somebody who comes can sign in, and if not, what is missing."""

    participant: Participant
    ready: bool

    @property
    def has_address(self) -> bool:
        person = self.participant.person
        return person is not None and bool(person.email)


def sign_ins() -> list[SignIn]:
    """Everybody who has confirmed, with whether they can sign in today."""
    inside = set(Membership.objects.filter(person__account__isnull=False).values_list("person_id", flat=True))
    return [
        SignIn(each, each.person_id in inside)
        for each in coming()
        if each.state == Participant.State.CONFIRMED
    ]


# Needs ----------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class StepNeed:
    """What the answers say of one step of the guidance: the mean of own skill, and how many put it first."""

    step: object
    answers: int
    mean: float | None
    wanted: int


@dataclass(frozen=True)
class Needs:
    """All answers together; nothing of it while there are fewer than five."""

    answers: int
    of: int
    steps: tuple[StepNeed, ...] = ()
    years: float | None = None
    expects: tuple = ()
    brings: tuple = ()

    @property
    def enough(self) -> bool:
        return self.answers >= FEWEST

    @property
    def first(self) -> list[StepNeed]:
        """The steps that most people want, the least known first among equals."""
        wanted = [each for each in self.steps if each.wanted]
        return sorted(wanted, key=lambda each: (-each.wanted, each.mean if each.mean is not None else 6))[:3]


def needs() -> Needs:
    answers = list(NeedsAnswer.objects.all())
    of = len([each for each in learners() if each.state in COMING])
    if len(answers) < FEWEST:
        return Needs(len(answers), of)
    years = [each.years for each in answers if each.years is not None]
    return Needs(
        len(answers),
        of,
        tuple(step_need(step, answers) for step in all_steps()),
        sum(years) / len(years) if len(years) >= FEWEST else None,
        # By their text, so that the order tells nobody who came first.
        tuple(sorted((each.expects for each in answers if each.expects), key=str)),
        tuple(sorted((each.brings for each in answers if each.brings), key=str)),
    )


def step_need(step, answers: list[NeedsAnswer]) -> StepNeed:
    marks = [each.skills[step.id] for each in answers if step.id in each.skills]
    mean = sum(marks) / len(marks) if len(marks) >= FEWEST else None
    return StepNeed(step, len(marks), mean, sum(step.id in each.priorities for each in answers))
