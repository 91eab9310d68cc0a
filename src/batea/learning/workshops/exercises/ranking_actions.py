"""Make a ranking, vote, put cards together, close it."""

from django.db import transaction

from batea.problems import RANKING_CLOSED, TOO_FEW_CARDS, WRONG_DOTS, WRONG_PAIRS, Refused
from batea.programmes.actions import add_record, change_record
from batea.programmes.words import Words

from ...models import Ballot, Participant, Ranking, RankingCard
from ...unsigned import add_unsigned
from .ranking_queries import MOST_PAIRS, Card, box_of

DOTS, PAIRS = Ranking.Way.DOTS, Ranking.Way.PAIRS


@transaction.atomic
def open_ranking(
    *, by, programme, question: Words, cards: list[Card], dots: int = 3, way: str = DOTS
) -> Ranking:
    """A question with its cards, open to votes. Raises Refused B819 with fewer than two."""
    if len(cards) < 2:
        raise Refused(TOO_FEW_CARDS)
    flag = {"programme": programme, "exercise": programme.is_exercise}
    ranking = add_record(by=by, record=Ranking(question=question, way=way, dots=dots, **flag), act="open")
    for card in (Card(*each) for each in cards):
        about = card._asdict() | {"cluster": card.cluster[:60]}
        add_record(by=by, record=RankingCard(ranking=ranking, **about, **flag))
    return ranking


def held(ranking: Ranking) -> Ranking:
    """The ranking as it stands, kept until the transaction ends. Raises Refused B814 when it is closed."""
    stored = Ranking.objects.select_for_update().get(pk=ranking.pk)
    if stored.state != Ranking.State.OPEN:
        raise Refused(RANKING_CLOSED)
    return stored


def cards_of(ranking: Ranking) -> set[str]:
    return {str(uid) for uid in ranking.cards.values_list("uid", flat=True)}


@transaction.atomic
def cast_ballot(*, participant: Participant, ranking: Ranking, dots: dict[str, int], **told) -> None:
    """Keep a ballot of dots without saying whose it is. `dots` are votes by the uid of the card; `told`: see `keep`.

    Raises Refused B814, B801 for a second one, B815 for no vote, too many, a card of another ranking or one of pairs.
    """
    ranking = held(ranking)
    given = {uid: number for uid, number in dots.items() if number}
    total = sum(given.values())
    right = ranking.way == DOTS and given.keys() <= cards_of(ranking)
    if not right or not 1 <= total <= ranking.dots or min(given.values()) < 0:
        raise Refused(WRONG_DOTS, given=total, dots=ranking.dots)
    keep(participant, ranking, {"dots": dict(sorted(given.items()))}, **told)


@transaction.atomic
def cast_pairs(*, participant: Participant, ranking: Ranking, pairs: list[tuple[str, str]], **told) -> None:
    """Keep a ballot of decided pairs, (put first, put second) by the uids of the cards: one row for all of them, sorted,
    so that nobody sees in which order they were shown.

    Raises Refused B814, B801 for a second one, B870 for none, too many, the same pair twice, or cards from elsewhere.
    """
    ranking = held(ranking)
    known = cards_of(ranking)
    different = {frozenset(pair) for pair in pairs}
    sound = all(len(pair) == 2 and pair <= known for pair in different)
    if ranking.way != PAIRS or not sound or not 1 <= len(pairs) <= MOST_PAIRS or len(different) != len(pairs):
        raise Refused(WRONG_PAIRS)
    keep(participant, ranking, {"pairs": sorted(list(pair) for pair in pairs)}, **told)


def keep(
    participant: Participant, ranking: Ranking, said: dict, add_sex: bool = False, add_country: bool = False
) -> None:
    """Of the voter only what was ticked goes along."""
    delegation = participant.delegation
    ballot = Ballot(
        programme=ranking.programme,
        ranking=ranking,
        sex=participant.sex if add_sex else "",
        country=delegation.country if add_country and delegation else "",
        exercise=ranking.exercise,
        **said,
    )
    beside = Ballot.objects.filter(ranking=ranking)
    add_unsigned(participant=participant, box=box_of(ranking), rows=[ballot], beside=beside)


@transaction.atomic
def put_together(*, by, ranking: Ranking, clusters: dict[RankingCard, str]) -> int:
    """Say of cards what they belong with, "" for nothing; returns how many changed. It moves no vote, so it may be done
    before the votes and after them. Raises Refused B202 when somebody has changed a card since it was read."""
    moved = {card: name.strip()[:60] for card, name in clusters.items()}
    moved = {
        card: name for card, name in moved.items() if name != card.cluster and card.ranking_id == ranking.pk
    }
    for card, name in moved.items():
        change_record(by=by, record=card, values={"cluster": name}, act="put together")
    return len(moved)


@transaction.atomic
def close_ranking(*, by, ranking: Ranking) -> Ranking:
    """Take no more votes, for good; from now on the result is shown. Raises Refused B814 when it is closed already."""
    return change_record(by=by, record=held(ranking), values={"state": Ranking.State.CLOSED}, act="close")
