"""What a ranking came to: cards in order, clusters, and groups of voters that are large enough to be shown."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from batea.programmes.models import Sex

from ...countries import country_name
from ...models import Ballot, Participant, Ranking, RankingCard
from ...unsigned import Answered
from ..counting import FEWEST, shown_groups


def box_of(ranking: Ranking) -> str:
    return f"ranking:{ranking.uid}"


@dataclass(frozen=True)
class Ranked:
    """One card with its votes; cards with as many votes share a place."""

    place: int
    card: RankingCard
    dots: int
    share: float


@dataclass(frozen=True)
class GroupOfVoters:
    """Voters who said the same of themselves: how many, and their cards in order."""

    name: str
    ballots: int
    cards: list[Ranked]


@dataclass(frozen=True)
class RankingResult:
    """Empty while the ranking is open or when too few have voted."""

    ballots: int
    cards: list[Ranked]
    clusters: list[tuple[str, int]]
    by_sex: list[GroupOfVoters]
    by_country: list[GroupOfVoters]


def result_of(ranking: Ranking) -> RankingResult:
    """Three queries. Nothing before it is closed: the change from one ballot to the next would tell of one person."""
    ballots = list(Ballot.objects.filter(ranking=ranking))
    if ranking.state != Ranking.State.CLOSED or len(ballots) < FEWEST:
        return RankingResult(len(ballots), [], [], [], [])
    cards = list(ranking.cards.order_by("pk"))
    ranked = in_order(cards, ballots)
    clusters = Counter()
    for each in ranked:
        if each.card.cluster:
            clusters[each.card.cluster] += each.dots
    return RankingResult(
        len(ballots),
        ranked,
        sorted(clusters.items(), key=lambda each: (-each[1], each[0])),
        voters(cards, ballots, "sex", lambda code: str(Sex(code).label)),
        voters(cards, ballots, "country", country_name),
    )


def in_order(cards: list[RankingCard], ballots: list[Ballot]) -> list[Ranked]:
    dots: Counter = Counter()
    for ballot in ballots:
        dots.update(ballot.dots)
    counted = sorted(((dots[str(card.uid)], card) for card in cards), key=lambda each: -each[0])
    all_dots = sum(number for number, _card in counted)
    return [
        Ranked(
            1 + sum(other > number for other, _card in counted),
            card,
            number,
            round(100 * number / all_dots, 1) if all_dots else 0.0,
        )
        for number, card in counted
    ]


def voters(cards, ballots: list[Ballot], said: str, name_of) -> list[GroupOfVoters]:
    groups = defaultdict(list)
    for ballot in ballots:
        groups[getattr(ballot, said)].append(ballot)
    return [
        GroupOfVoters(name_of(code), len(mine), in_order(cards, mine))
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
