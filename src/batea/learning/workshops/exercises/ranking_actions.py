"""Make a ranking, vote, close it."""

from django.db import transaction

from batea.problems import RANKING_CLOSED, TOO_FEW_CARDS, WRONG_DOTS, Refused
from batea.programmes.actions import add_record, change_record
from batea.programmes.words import Words

from ...models import Ballot, Participant, Ranking, RankingCard
from ...unsigned import add_unsigned
from .ranking_queries import box_of


@transaction.atomic
def open_ranking(*, by, programme, question: Words, dots: int, cards: list[tuple[Words, str]]) -> Ranking:
    """A question with its cards (words, what they belong with), open to votes. Raises Refused B819 with fewer than two."""
    if len(cards) < 2:
        raise Refused(TOO_FEW_CARDS)
    flag = {"programme": programme, "exercise": programme.is_exercise}
    ranking = add_record(by=by, record=Ranking(question=question, dots=dots, **flag), act="open")
    for words, cluster in cards:
        add_record(by=by, record=RankingCard(ranking=ranking, words=words, cluster=cluster[:60], **flag))
    return ranking


def held(ranking: Ranking) -> Ranking:
    """The ranking as it stands, kept until the transaction ends. Raises Refused B814 when it is closed."""
    stored = Ranking.objects.select_for_update().get(pk=ranking.pk)
    if stored.state != Ranking.State.OPEN:
        raise Refused(RANKING_CLOSED)
    return stored


@transaction.atomic
def cast_ballot(
    *,
    participant: Participant,
    ranking: Ranking,
    dots: dict[str, int],
    add_sex: bool = False,
    add_country: bool = False,
) -> None:
    """Keep a ballot without saying whose it is. `dots` are votes by the uid of the card.

    Raises Refused B814, B801 for a second one, B815 for no vote, too many, or a card of another ranking.
    """
    ranking = held(ranking)
    known = {str(uid) for uid in ranking.cards.values_list("uid", flat=True)}
    given = {uid: number for uid, number in dots.items() if number}
    total = sum(given.values())
    if not 1 <= total <= ranking.dots or not given.keys() <= known or min(given.values()) < 0:
        raise Refused(WRONG_DOTS, given=total, dots=ranking.dots)
    delegation = participant.delegation
    ballot = Ballot(
        programme=ranking.programme,
        ranking=ranking,
        dots=dict(sorted(given.items())),
        sex=participant.sex if add_sex else "",
        country=delegation.country if add_country and delegation else "",
        exercise=ranking.exercise,
    )
    beside = Ballot.objects.filter(ranking=ranking)
    add_unsigned(participant=participant, box=box_of(ranking), rows=[ballot], beside=beside)


@transaction.atomic
def close_ranking(*, by, ranking: Ranking) -> Ranking:
    """Take no more votes, for good; from now on the result is shown. Raises Refused B814 when it is closed already."""
    return change_record(by=by, record=held(ranking), values={"state": Ranking.State.CLOSED}, act="close")
