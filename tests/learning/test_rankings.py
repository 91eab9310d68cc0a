"""Rankings in full: pairs that nobody signs, clusters, and cards carried into programmes through both doors."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest
from django.core import signing
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_scopes import scope

from batea.calc.pair_votes import draw
from batea.learning.models import Answered, Ballot, Ranking, RankingCard, Workshop
from batea.learning.workshops.exercises import carrying
from batea.learning.workshops.exercises import ranking_actions as acts
from batea.learning.workshops.exercises.ranking_forms import PAIRS_SALT
from batea.learning.workshops.exercises.ranking_queries import MOST_PAIRS, result_of
from batea.phase1_getting_started.context.models import Challenge
from batea.problems import (
    ALREADY_ANSWERED,
    CARRIED_ALREADY,
    CHANGED_MEANWHILE,
    NO_RESULT_YET,
    NOT_ALLOWED,
    RANKING_CLOSED,
    WRONG_DOTS,
    WRONG_PAIRS,
)
from batea.programmes.audit import chain_of
from batea.programmes.copies import credits_of
from batea.programmes.founding import give_role
from batea.programmes.models import AuditEntry, Programme
from tests.learning.conftest import BY, add, change, participant, said
from tests.learning.racing import RANKING_ALONE, race_of_ballots
from tests.learning.test_exercises import case, division, make_next, two  # noqa: F401
from tests.learning.test_rooms import at, crowd, refused

ROOT = Path(__file__).resolve().parents[2]
WORDS = ("Dust", "Permits", "Prices", "Water")


@pytest.fixture
def ranking(workshop):
    cards = [(said("Dust"), "Safety"), (said("Permits"), "Law"), (said("Prices"), "Law"), (said("Water"), "")]
    return acts.open_ranking(by=BY, programme=workshop, question=said("First?"), way="pairs", cards=cards)


def uid(ranking, words: str) -> str:
    return next(str(each.uid) for each in ranking.cards.all() if each.words["en"] == words)


def decide(who, ranking, *pairs: str, **told):
    """Pairs as “Dust Permits”: the first was put first."""
    decided = [tuple(uid(ranking, word) for word in pair.split()) for pair in pairs]
    acts.cast_pairs(participant=who.participant, ranking=ranking, pairs=decided, **told)


def closed(ranking):
    return acts.close_ranking(by=BY, ranking=ranking)


# Votes ----------------------------------------------------------------------------------------------------------------


def test_pairs_make_one_unsigned_row_a_ballot_sorted(workshop, ranking, marta):
    decide(marta, ranking, "Water Prices", "Dust Permits")
    ballot = Ballot.objects.get()
    told = [[uid(ranking, "Water"), uid(ranking, "Prices")], [uid(ranking, "Dust"), uid(ranking, "Permits")]]
    assert ballot.pairs == sorted(told)
    assert (ballot.dots, ballot.sex, ballot.country) == ({}, "", "")
    entry = AuditEntry.objects.get(act="answer unsigned")
    assert (entry.actor, entry.uid) == ("somebody", None)
    assert uid(ranking, "Dust") not in json.dumps(entry.change)


def test_the_result_orders_by_strength_tells_how_sure_and_where_majorities_go_in_a_circle(workshop, ranking):
    people = crowd(workshop, 9)
    for number, who in enumerate(people):
        decide(
            who,
            ranking,
            "Dust Permits",
            "Dust Prices",
            "Dust Water",
            "Permits Prices" if number < 5 else "Prices Permits",
        )
    assert result_of(ranking).cards == []
    result = result_of(closed(ranking))
    first = result.cards[0]
    assert (first.card.words["en"], first.place, first.dots, first.of) == ("Dust", 1, 27, 27)
    assert first.before_next
    assert first.low <= first.share <= first.high
    permits = next(each for each in result.cards if each.card.words["en"] == "Permits")
    assert not permits.before_next
    assert result.circle == []


def test_a_circle_is_told(workshop, ranking, marta):
    for who in crowd(workshop, 5):
        decide(who, ranking, "Dust Permits", "Permits Prices", "Prices Dust")
    result = result_of(closed(ranking))
    assert {each.words["en"] for each in result.circle} == {"Dust", "Permits", "Prices"}
    page = marta.get(at(marta, f"votes/{ranking.uid}/result/")).content.decode()
    assert "no order pleases every majority" in page


def test_pairs_inside_a_cluster_say_nothing_of_it(workshop, ranking):
    for who in crowd(workshop, 5):
        decide(who, ranking, "Permits Prices", "Dust Permits", "Prices Water")
    clusters = {each.name: (each.dots, each.of) for each in result_of(closed(ranking)).clusters}
    assert clusters == {"Safety": (5, 5), "Law": (5, 10)}


def test_groups_of_voters_have_their_own_order_from_five_on(workshop, ranking):
    for who in crowd(workshop, 5):
        decide(who, ranking, "Dust Water", add_sex=True)
    for who in crowd(workshop, 4, "BR", sex="m"):
        decide(who, ranking, "Water Dust", add_sex=True, add_country=True)
    shut = closed(ranking)
    few = result_of(shut)
    assert few.by_sex == few.by_country == []  # the four who are left over would be the men
    change(shut, state="open")
    for who in crowd(workshop, 1, "BO", sex="m"):
        decide(who, ranking, "Water Dust", add_sex=True)
    result = result_of(closed(ranking))
    assert [(each.name, each.ballots, each.cards[0].card.words["en"]) for each in result.by_sex] == [
        ("Woman", 5, "Dust"),
        ("Man", 5, "Water"),
    ]
    assert result.by_country == []


@pytest.mark.parametrize(
    "pairs",
    [
        [],
        [("Dust", "Dust")],
        [("Dust", "Gold")],
        [("Dust", "Permits"), ("Permits", "Dust")],
        [("Dust", "Permits"), ("Dust", "Permits")],
        [("Dust", "Permits", "Water")],
    ],
)
def test_what_is_no_ballot_is_refused_and_leaves_no_mark(workshop, ranking, marta, pairs):
    known = {words: uid(ranking, words) for words in WORDS}
    sent = [tuple(known.get(word, word) for word in pair) for pair in pairs]
    refused(WRONG_PAIRS, acts.cast_pairs, participant=marta.participant, ranking=ranking, pairs=sent)
    assert not Answered.objects.exists()
    assert not Ballot.objects.exists()


def test_no_more_pairs_than_a_ballot_shows(workshop, marta):
    cards = [(said(f"Card {number}"), "") for number in range(9)]
    ranking = acts.open_ranking(by=BY, programme=workshop, question=said("?"), way="pairs", cards=cards)
    items = [str(each.uid) for each in ranking.cards.all()]
    many = draw(items, MOST_PAIRS + 1, Random(1))
    refused(WRONG_PAIRS, acts.cast_pairs, participant=marta.participant, ranking=ranking, pairs=many)
    acts.cast_pairs(participant=marta.participant, ranking=ranking, pairs=many[:-1])
    assert len(Ballot.objects.get().pairs) == MOST_PAIRS


def test_nobody_votes_twice_after_the_end_or_in_the_other_way(workshop, ranking, marta, nico):
    dots = {uid(ranking, "Dust"): 1}
    refused(WRONG_DOTS, acts.cast_ballot, participant=marta.participant, ranking=ranking, dots=dots)
    decide(marta, ranking, "Dust Water")
    pair = [(uid(ranking, "Dust"), uid(ranking, "Water"))]
    again = {"act": acts.cast_pairs, "ranking": ranking, "pairs": pair}
    refused(ALREADY_ANSWERED, participant=marta.participant, **again)
    closed(ranking)
    refused(RANKING_CLOSED, participant=nico.participant, **again)


def test_cards_of_another_ranking_are_no_pair_here(workshop, ranking, marta):
    other = acts.open_ranking(
        by=BY, programme=workshop, question=said("?"), cards=[(said("A"), ""), (said("B"), "")]
    )
    pairs = [(uid(other, "A"), uid(other, "B"))]
    refused(WRONG_PAIRS, acts.cast_pairs, participant=marta.participant, ranking=ranking, pairs=pairs)
    refused(WRONG_PAIRS, acts.cast_pairs, participant=marta.participant, ranking=other, pairs=pairs)


# On a telephone without script -------------------------------------------------------------------------------------------


def fields(page: str) -> dict[str, list[str]]:
    """{name of a pair: its two cards}, and under "drawn" what goes with the form."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'name="(pair\d+)"[^>]*?value="([0-9a-f-]{36})"', page):
        found.setdefault(name, []).append(value)
    tag = re.search(r'<input[^>]*name="drawn"[^>]*>', page)[0]
    return found | {"drawn": [re.search(r'value="([^"]+)"', tag)[1]]}


def test_a_ballot_of_pairs_is_sent_as_one_form_and_may_stop_early(ranking, marta):
    url = at(marta, f"votes/{ranking.uid}/")
    shown = fields(marta.get(url).content.decode())
    drawn = shown.pop("drawn")[0]
    assert len(shown) == 6
    assert all(len(set(cards)) == 2 for cards in shown.values())
    empty = marta.post(url, {"drawn": drawn})
    assert empty.status_code == 422
    assert fields(empty.content.decode())["drawn"] == [drawn]
    assert marta.post(url, {"drawn": drawn, "pair2": shown["pair2"][1]}).status_code == 302
    assert Ballot.objects.get().pairs == [[shown["pair2"][1], shown["pair2"][0]]]
    assert marta.get(url).status_code == 409


def test_what_is_drawn_goes_with_nobody_and_is_another_each_time(ranking, marta):
    url = at(marta, f"votes/{ranking.uid}/")
    drawn = [fields(marta.get(url).content.decode())["drawn"][0] for _turn in range(4)]
    told = [signing.loads(each, salt=PAIRS_SALT) for each in drawn]
    assert len({json.dumps(pairs) for _ranking, pairs in told}) > 1
    assert str(marta.participant.uid) not in json.dumps(told)


@pytest.mark.parametrize("hostile", ["", "x", "{}", "1:2:3", "other salt", "other ranking", "own pairs"])
def test_pairs_nobody_drew_here_are_not_counted(ranking, marta, hostile):
    url = at(marta, f"votes/{ranking.uid}/")
    cards = [uid(ranking, "Dust"), uid(ranking, "Permits")]
    made = {
        "other salt": signing.dumps([str(ranking.uid), [cards]], salt="another"),
        "other ranking": signing.dumps(["else", [cards]], salt=PAIRS_SALT),
        "own pairs": json.dumps([str(ranking.uid), [cards]]),
    }
    answer = marta.post(url, {"drawn": made.get(hostile, hostile), "pair1": cards[0]})
    assert answer.status_code == 422
    assert "Here are new ones" in answer.content.decode()
    assert not Ballot.objects.exists()
    shown = fields(answer.content.decode())
    assert marta.post(url, {"drawn": shown["drawn"][0], "pair1": shown["pair1"][0]}).status_code == 302


def test_a_card_that_is_not_in_its_pair_is_no_choice(ranking, marta):
    url = at(marta, f"votes/{ranking.uid}/")
    shown = fields(marta.get(url).content.decode())
    other = next(card for card in [uid(ranking, words) for words in WORDS] if card not in shown["pair1"])
    assert marta.post(url, {"drawn": shown["drawn"][0], "pair1": other}).status_code == 422
    assert not Ballot.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_ballots_at_once_on_a_server(request):
    if connection.vendor == "sqlite":
        pytest.skip("this run is on SQLite: see the test below")
    assert race_of_ballots(request.getfixturevalue("workshop")) == []


def test_ballots_at_once_on_sqlite(tmp_path):
    if connection.vendor != "sqlite":
        pytest.skip("this run is on a server: see the test above")
    environment = {**os.environ, "BATEA_DATA": str(tmp_path), "BATEA_MODE": "local", "BATEA_DATABASE": ""}
    environment |= {"DJANGO_SETTINGS_MODULE": "batea.web.settings", "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    done = subprocess.run(
        [sys.executable, "-c", RANKING_ALONE], env=environment, cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-3000:]


# Clusters -------------------------------------------------------------------------------------------------------------


def test_who_runs_it_puts_cards_together_also_after_the_votes(workshop, ranking, fatima, marta):
    for who in crowd(workshop, 5):
        decide(who, ranking, "Water Dust")
    ranking = closed(ranking)
    ballots = sorted(Ballot.objects.values_list("uid", flat=True))
    url = at(fatima, f"votes/{ranking.uid}/together/")
    sent = {"card1": "Ground", "card2": "Law", "card3": "Law", "card4": " Ground "}
    assert fatima.post(url, sent).status_code == 302
    assert list(ranking.cards.order_by("pk").values_list("cluster", flat=True)) == [
        "Ground",
        "Law",
        "Law",
        "Ground",
    ]
    assert sorted(Ballot.objects.values_list("uid", flat=True)) == ballots
    assert {each.name for each in result_of(ranking).clusters} == {"Ground", "Law"}
    assert AuditEntry.objects.filter(act="put together").count() == 2
    assert fatima.post(url, sent | {"card1": "x" * 61}).status_code == 422
    assert marta.get(url).status_code == marta.post(url, sent).status_code == 403


# Into a programme -----------------------------------------------------------------------------------------------------


@pytest.fixture
def drafted(division, two, case, fatima):  # noqa: F811
    """The draft and two copies of the case are made; Fátima leads them."""
    while make_next(fatima, division):
        pass
    return Workshop.objects.get()


@pytest.fixture
def counted(workshop, ranking):
    for who in crowd(workshop, 5):
        decide(who, ranking, "Dust Permits", "Dust Water", "Permits Water")
    return closed(ranking)


def place(workshop_record, who, name="Common draft"):
    places = carrying.places_for(workshop_record, who.account)
    return next(each for each in places if each.name == name)


def card(ranking, words) -> RankingCard:
    return RankingCard.objects.get(ranking=ranking, uid=uid(ranking, words))


def carry(workshop_record, who, ranking, words="Dust", into=None, **values):
    return carrying.carry_card(
        place=into or place(workshop_record, who),
        workshop=workshop_record,
        ranking=ranking,
        card=card(ranking, words),
        **values,
    )


def inside_draft(drafted):
    return scope(programme=Programme.objects.get(uid=drafted.draft))


def test_a_card_becomes_a_challenge_with_its_votes_and_where_it_comes_from(drafted, counted, fatima):
    made = carry(drafted, fatima, counted, area="social")
    with inside_draft(drafted):
        there = Challenge.objects.get(uid=card_uid(counted))
        assert (there.words["en"], there.area, there.votes, there.exercise) == ("Dust", "social", 10, True)
        thanks = credits_of(there)[0].given_to
        entry = AuditEntry.objects.get(chain=chain_of(made.programme), act="carry from ranking")
    assert "place 1, first in 10 of 10 pairs, 5 ballots" in thanks
    assert "First?" in thanks
    assert entry.actor == fatima.account.email
    refused(
        CARRIED_ALREADY, carry, workshop_record=drafted, who=fatima, ranking=counted, onto=made.uid, seen=1
    )


def card_uid(ranking, words="Dust"):
    with scope(programme=ranking.programme):
        return uid(ranking, words)


def test_the_same_card_is_the_same_challenge_in_every_copy(drafted, counted, fatima):
    places = carrying.places_for(drafted, fatima.account)
    assert len(places) >= 3
    for each in places[:3]:
        carry(drafted, fatima, counted, into=each, area="social")
    uids = set()
    for each in places[:3]:
        with scope(programme=each.member.programme):
            uids |= set(Challenge.objects.filter(words__en="Dust").values_list("uid", flat=True))
    assert len(uids) == 1


def test_the_same_words_are_shown_and_not_doubled_by_themselves(drafted, counted, fatima):
    with inside_draft(drafted):
        there = add(
            Challenge,
            Programme.objects.get(uid=drafted.draft),
            words=said("  dust. "),
            area="social",
            votes=4,
        )
    act = {"act": carry, "workshop_record": drafted, "who": fatima, "ranking": counted}
    refused(CHANGED_MEANWHILE, area="social", **act)
    refused(CHANGED_MEANWHILE, onto=there.uid, alike=1, seen=9, **act)
    standing = carrying.standings(place(drafted, fatima), counted, result_of(counted))[0]
    assert [each.uid for each in standing.alike] == [there.uid]
    carry(drafted, fatima, counted, onto=there.uid, alike=1, seen=1)
    with inside_draft(drafted):
        there.refresh_from_db()
        assert (there.votes, Challenge.objects.filter(uid=card_uid(counted)).exists()) == (14, False)
    refused(CARRIED_ALREADY, onto=there.uid, alike=1, seen=2, **act)


def test_votes_are_put_onto_no_challenge_that_was_not_shown(drafted, counted, fatima):
    with inside_draft(drafted):
        other = add(Challenge, Programme.objects.get(uid=drafted.draft), words=said("Other"), area="social")
    refused(
        CHANGED_MEANWHILE, carry, workshop_record=drafted, who=fatima, ranking=counted, onto=other.uid, seen=1
    )


def test_an_open_ranking_or_one_of_four_is_carried_nowhere(drafted, workshop, ranking, fatima):
    for who in crowd(workshop, 4):
        decide(who, ranking, "Dust Water")
    into = {"workshop_record": drafted, "who": fatima, "area": "social"}
    refused(NO_RESULT_YET, carry, ranking=ranking, **into)
    refused(NO_RESULT_YET, carry, ranking=closed(ranking), **into)


def test_without_a_role_in_the_other_programme_the_door_is_closed(
    drafted, counted, fatima, workshop, country_b
):
    """Fátima may not change the challenges of the country; an observer of the draft sees no way into it."""
    assert all(each.member.programme.slug != "b" for each in carrying.places_for(drafted, fatima.account))
    watcher = participant(workshop, "olga", "CO")
    draft = Programme.objects.get(uid=drafted.draft)
    with scope(programme=draft):
        give_role(by=BY, programme=draft, account=watcher.account, role="observer", name="Olga")
    assert carrying.places_for(drafted, watcher.account) == []
    page = at(fatima, f"votes/{counted.uid}/carry/")
    assert fatima.get(f"{page}?into={country_b.uid}").status_code == 403
    sent = {"into": str(country_b.uid), "card": card_uid(counted), "area": "social"}
    assert fatima.post(page, sent).status_code == 403
    refused(NOT_ALLOWED, carrying.place_named, places=[], key=draft.uid)


def test_the_page_carries_one_card_and_shows_conflicts(drafted, counted, fatima, marta):
    page = at(fatima, f"votes/{counted.uid}/carry/")
    into = place(drafted, fatima).key
    assert "Common draft" in fatima.get(page).content.decode()
    sent = {"into": into, "card": card_uid(counted), "area": "social", "alike": "0"}
    assert fatima.post(page, sent).status_code == 302
    shown = fatima.get(f"{page}?into={into}").content.decode()
    assert "Carried into Common draft: Dust" in shown
    assert fatima.get(f"{page}?into={into}").content.decode().count("Carried") == 1
    with inside_draft(drafted):
        add(Challenge, Programme.objects.get(uid=drafted.draft), words=said("Water"), area="social")
    again = fatima.post(page, sent | {"card": card_uid(counted, "Water")})
    assert again.status_code == 409
    assert "The same words stand there already" in again.content.decode()
    assert fatima.post(page, sent | {"card": "x"}).status_code == 422
    assert fatima.post(page, sent | {"card": card_uid(counted, "Permits"), "area": ""}).status_code == 422
    assert marta.get(page).status_code == marta.post(page, sent).status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_what_stands_there_costs_the_same_however_many(drafted, counted, fatima, number):
    with inside_draft(drafted):
        for count in range(number):
            add(Challenge, Programme.objects.get(uid=drafted.draft), words=said(f"C{count}"), area="social")
    into, result = place(drafted, fatima), result_of(counted)
    with CaptureQueriesContext(connection) as made:
        carrying.standings(into, counted, result)
    assert len(made) == 3


def test_cards_are_made_of_challenges_of_the_draft_and_the_votes_find_them_again(drafted, workshop, fatima):
    with inside_draft(drafted):
        there = add(
            Challenge,
            Programme.objects.get(uid=drafted.draft),
            words=said("No permits"),
            area="governance",
            votes=2,
        )
    page = at(fatima, "votes/new/")
    assert "No permits" in fatima.get(page).content.decode()
    asked = {"question_en": "?", "way": "pairs", "cards": "Dust", "challenges": str(there.uid)}
    assert fatima.post(page, asked).status_code == 302
    made = Ranking.objects.get()
    real = made.cards.get(challenge=there.uid)
    assert (made.way, real.area, real.cluster) == ("pairs", "governance", "Governance")
    for who in crowd(workshop, 5):
        pairs = [(str(real.uid), uid(made, "Dust"))]
        acts.cast_pairs(participant=who.participant, ranking=made, pairs=pairs)
    made = closed(made)
    standing = carrying.standings(place(drafted, fatima), made, result_of(made))[0]
    assert standing.there.uid == there.uid
    carry(drafted, fatima, made, "No permits", onto=there.uid, seen=1)
    with inside_draft(drafted):
        assert Challenge.objects.get(uid=there.uid).votes == 7


def test_challenges_of_a_country_are_offered_only_to_those_who_may_take_it_out(drafted, workshop, fatima):
    source = Programme.objects.get(slug=drafted.case)
    with scope(programme=source):
        hidden = add(Challenge, source, words=said("Only here"), area="social")
    assert str(hidden.uid) in carrying.challenges_at_hand(drafted, fatima.account)
    stranger = participant(workshop, "eve", "CO")
    assert carrying.challenges_at_hand(drafted, stranger.account) == {}
