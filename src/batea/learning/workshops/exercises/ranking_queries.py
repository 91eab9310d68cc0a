"""What a ranking came to: cards in order and how sure that is, clusters, and groups of voters large enough to be shown."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from batea.calc.pair_votes import PARTS, Sure, how_sure, of_dots, of_pairs, wins_of
from batea.calc.ranking import cycle
from batea.programmes.models import Sex
from batea.programmes.words import Words

from ...countries import country_name
from ...models import Ballot, Participant, Ranking, RankingCard
from ...unsigned import Answered
from ..counting import FEWEST, shown_groups

MOST_PAIRS = 12  # of one ballot: as long as somebody likes to go on on a telephone


def box_of(ranking: Ranking) -> str:
    return f"ranking:{ranking.uid}"


class Card(NamedTuple):
    """What a card is made of: words, what it belongs with, and, where it stands for a challenge, which and of what area."""

    words: Words
    cluster: str = ""
    area: str = ""
    challenge: UUID | None = None


@dataclass(frozen=True)
class Ranked:
    """One card in its place. `dots` are votes, or the pairs in which it was put first; `of` the pairs it was in, 0 for
    dots. `share`, `low` and `high` are percent. `before_next`: it stands surely before the next one."""

    place: int
    card: RankingCard
    dots: int
    of: int
    share: float
    low: float | None
    high: float | None
    before_next: bool

    @property
    def range(self) -> tuple[int, int] | None:
        return None if self.low is None or self.high is None else (round(self.low), round(self.high))


@dataclass(frozen=True)
class GroupOfVoters:
    """Voters who said the same of themselves: how many, and their cards in order."""

    name: str
    ballots: int
    cards: list[Ranked]


@dataclass(frozen=True)
class Cluster:
    """Cards that belong together. Votes; of pairs those with a card from elsewhere in which it was put first, of how many."""

    name: str
    dots: int
    of: int

    @property
    def share(self) -> float:
        return round(100 * self.dots / self.of, 1) if self.of else 0.0


@dataclass(frozen=True)
class RankingResult:
    """Empty while the ranking is open or when too few have voted. `circle`: cards of which most put each before the next
    and the last before the first, so that no order agrees with everybody's majority."""

    ballots: int
    cards: list[Ranked]
    clusters: list[Cluster]
    by_sex: list[GroupOfVoters]
    by_country: list[GroupOfVoters]
    circle: list[RankingCard]


def result_of(ranking: Ranking) -> RankingResult:
    """Two queries. Nothing before it is closed: the change from one ballot to the next would tell of one person."""
    ballots = list(Ballot.objects.filter(ranking=ranking).order_by("pk"))
    if ranking.state != Ranking.State.CLOSED or len(ballots) < FEWEST:
        return RankingResult(len(ballots), [], [], [], [], [])
    cards = list(ranking.cards.order_by("pk"))
    votes = votes_in(ranking, ballots)
    return RankingResult(
        len(ballots),
        votes.order(cards),
        votes.clusters(cards),
        voters(ranking, cards, ballots, "sex", lambda code: str(Sex(code).label)),
        voters(ranking, cards, ballots, "country", country_name),
        votes.circle(cards),
    )


def votes_in(ranking: Ranking, ballots: list[Ballot]) -> "Dots | Pairs":
    if ranking.way == Ranking.Way.PAIRS:
        return Pairs([[tuple(pair) for pair in ballot.pairs] for ballot in ballots])
    return Dots([ballot.dots for ballot in ballots])


def uids(cards: list[RankingCard]) -> list[str]:
    return [str(card.uid) for card in cards]


def ranked(cards: list[RankingCard], found: list[Sure], counted: dict[str, tuple[int, int]]) -> list[Ranked]:
    """Cards whose shares are level share a place."""
    known = {str(card.uid): card for card in cards}
    percent = {each.item: round(100 * each.share, 1) for each in found}
    return [
        Ranked(
            1 + sum(other > percent[each.item] for other in percent.values()),
            known[each.item],
            *counted[each.item],
            percent[each.item],
            None if each.low is None else round(100 * each.low, 1),
            None if each.high is None else round(100 * each.high, 1),
            each.before_next,
        )
        for each in found
    ]


@dataclass(frozen=True)
class Dots:
    """Ballots that give dots: {card: dots} each."""

    ballots: list[dict[str, int]]

    def given(self) -> Counter:
        found: Counter = Counter()
        for ballot in self.ballots:
            found.update(ballot)
        return found

    def order(self, cards: list[RankingCard], parts: int = PARTS) -> list[Ranked]:
        given = self.given()
        found = how_sure(uids(cards), self.ballots, of_dots, parts)
        return ranked(cards, found, {uid: (given[uid], 0) for uid in uids(cards)})

    def clusters(self, cards: list[RankingCard]) -> list[Cluster]:
        given, found = self.given(), Counter()
        for card in cards:
            if card.cluster:
                found[card.cluster] += given[str(card.uid)]
        everything = sum(given.values())
        rows = [Cluster(name, dots, everything) for name, dots in found.items()]
        return sorted(rows, key=lambda each: (-each.dots, each.name))

    def circle(self, cards: list[RankingCard]) -> list[RankingCard]:
        return []


@dataclass(frozen=True)
class Pairs:
    """Ballots that decide pairs: [(put first, put second)] each."""

    ballots: list[list[tuple[str, str]]]

    def all(self) -> list[tuple[str, str]]:
        return [pair for ballot in self.ballots for pair in ballot]

    def order(self, cards: list[RankingCard], parts: int = PARTS) -> list[Ranked]:
        first = Counter(one for one, _other in self.all())
        met = first + Counter(other for _one, other in self.all())
        found = how_sure(uids(cards), self.ballots, of_pairs, parts)
        return ranked(cards, found, {uid: (first[uid], met[uid]) for uid in uids(cards)})

    def clusters(self, cards: list[RankingCard]) -> list[Cluster]:
        """Pairs of two cards of the same cluster say nothing about it."""
        belongs = {str(card.uid): card.cluster for card in cards}
        first, met = Counter(), Counter()
        for one, other in self.all():
            if belongs[one] != belongs[other]:
                first[belongs[one]] += 1
                met.update((belongs[one], belongs[other]))
        rows = [Cluster(name, first[name], met[name]) for name in set(belongs.values()) if name]
        return sorted(rows, key=lambda each: (-each.share, each.name))

    def circle(self, cards: list[RankingCard]) -> list[RankingCard]:
        known = {str(card.uid): card for card in cards}
        return [known[uid] for uid in cycle(uids(cards), wins_of(uids(cards), self.all())) or []]


def voters(ranking: Ranking, cards, ballots: list[Ballot], said: str, name_of) -> list[GroupOfVoters]:
    groups = defaultdict(list)
    for ballot in ballots:
        groups[getattr(ballot, said)].append(ballot)
    return [
        GroupOfVoters(name_of(code), len(mine), votes_in(ranking, mine).order(cards, parts=0))
        for code, mine in shown_groups(groups).items()
    ]


@dataclass(frozen=True)
class RankingState:
    """A ranking as the list shows it: how many have voted, and whether this reader has."""

    ranking: Ranking
    ballots: int
    voted: bool

    @property
    def is_open(self) -> bool:
        return self.ranking.state == Ranking.State.OPEN


def rankings_for(participant: Participant | None) -> list[RankingState]:
    """Newest first; the marks of who has voted give the numbers. Three queries."""
    rankings = list(Ranking.objects.order_by("-pk"))
    ballots = Counter(Ballot.objects.values_list("ranking_id", flat=True))
    mine = set()
    if participant is not None:
        mine = set(Answered.objects.filter(participant=participant).values_list("box", flat=True))
    return [RankingState(each, ballots[each.pk], box_of(each) in mine) for each in rankings]
