"""The context analysis: its gates both ways, votes and gaps, the page of key figures."""

import pytest
from django.utils import timezone

from batea.evidence.desk import Desk
from batea.guidance.progress import state_of
from batea.phase1_getting_started.context import queries
from batea.phase1_getting_started.context.actions import cast_votes, close_gap
from batea.phase1_getting_started.context.chapter import chapter
from batea.phase1_getting_started.context.models import Challenge, DataGap
from batea.phase1_getting_started.context.step import STEP
from batea.problems import ALREADY_DONE, CHANGED_MEANWHILE, GAP_WITHOUT_ANSWER, NOTHING_COUNTED, Refused
from batea.programmes.actions import change_record
from batea.programmes.models import AuditEntry
from batea.programmes.words import Words
from batea.registry.models import Site, Visit
from tests.phase1_getting_started import given

FIGURES, RANKING, COUNT = "/p/a/context/figures/", "/p/a/context/ranking/", "/p/a/context/ranking/count/"


def site(programme, name="El Pozo", region="Barahona", **more):
    return given.saved(Site(programme=programme, name=name, region=region, **more))


# Gates ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("gate", [f"P1-S3.{letter}" for letter in "abcd"])
def test_nothing_is_met_in_an_empty_programme(inside_a, gate):
    found = given.finding(gate, inside_a)
    assert (found.met, found.done) == (False, 0)
    assert [missing.href.startswith("/p/a/") for missing in found.missing] == [True]


def test_the_step_is_done_when_everything_is_there(inside_a):
    asked = given.question(inside_a)
    given.figure(inside_a, asked)
    site(inside_a, source=given.source(inside_a))
    given.validation(inside_a, session=given.session(inside_a))
    given.gap(inside_a, owner=given.institution(inside_a), due=given.LATER)
    state = state_of(inside_a, STEP)
    assert (state.status, state.gates_met, state.missing) == ("done", 4, [])


@pytest.mark.parametrize("without", [{"period": ""}, {"method": Words()}, {"low": None}, {"high": None}])
def test_a_figure_that_lacks_something_does_not_answer(inside_a, without):
    asked = given.question(inside_a)
    given.figure(inside_a, asked, **without)
    assert given.lacks("P1-S3.a", inside_a) == [
        "“How many people mine?” has no figure yet with source, year, method, range and grade."
    ]
    assert given.finding("P1-S3.a", inside_a).missing[0].href == f"/p/a/evidence/questions/{asked.uid}/"


def test_an_exercise_figure_without_a_source_does_not_answer(inside_a):
    given.figure(inside_a, given.question(inside_a), source=None, exercise=True)
    assert not given.finding("P1-S3.a", inside_a).met


def test_a_weak_rival_beside_a_complete_figure_does_no_harm(inside_a):
    asked = given.question(inside_a)
    given.figure(inside_a, asked)
    given.figure(inside_a, asked, best=3000, low=None, high=None, method=Words(), grade="D")
    assert given.finding("P1-S3.a", inside_a).met


def test_only_key_questions_count(inside_a):
    given.figure(inside_a, given.question(inside_a))
    given.question(inside_a, "What do lamps cost?", key_figure=False)
    assert given.finding("P1-S3.a", inside_a).met


def test_each_region_needs_an_entry_that_rests_on_something(inside_a):
    site(inside_a, source=given.source(inside_a))
    site(inside_a, "Another there")
    visited = site(inside_a, "La Cumbre", "Santiago")
    site(inside_a, "Unseen", "Elías Piña")
    site(inside_a, "Nowhere", "", source=given.source(inside_a))
    given.saved(Visit(programme=inside_a, site=visited, day=given.DAY, purpose=given.say("First look")))
    assert given.lacks("P1-S3.b", inside_a) == [
        "Sites without a region: no entry rests on a source or a visit.",
        "Elías Piña: no entry rests on a source or a visit.",
    ]


def test_the_region_of_a_site_that_is_not_shown_is_not_named(inside_a):
    site(inside_a, "Hidden", "Elías Piña", place_class="S4")
    assert given.lacks("P1-S3.b", inside_a) == [
        "S4 – not shown: no entry rests on a source or a visit.",
    ]


def test_a_validation_without_a_session_is_not_the_forums(inside_a):
    noted = given.validation(inside_a)
    assert [missing.href for missing in given.finding("P1-S3.c", inside_a).missing] == [
        f"/p/a/context/validations/{noted.uid}/"
    ]
    change_record(by="the tests", record=noted, values={"session": given.session(inside_a)})
    assert given.finding("P1-S3.c", inside_a).met


def test_an_open_gap_needs_owner_and_date_a_closed_one_nothing(inside_a):
    owner = given.institution(inside_a)
    given.gap(inside_a, "Closed", closed_on=given.DAY)
    given.gap(inside_a, "No date", owner=owner)
    given.gap(inside_a, "No owner", due=given.LATER)
    given.gap(inside_a, "Planned", owner=owner, due=given.LATER)
    assert given.lacks("P1-S3.d", inside_a) == [
        "“No date” lacks an owner or a date.",
        "“No owner” lacks an owner or a date.",
    ]


# Votes ---------------------------------------------------------------------------------------------------------


def ranks():
    return [
        (str(challenge.words), challenge.votes, challenge.rank) for challenge in queries.ranked_challenges()
    ]


def test_votes_are_added_and_equals_share_a_rank(inside_a, amina):
    one, two, three, four = (given.challenge(inside_a, name) for name in ("One", "Two", "Three", "Four"))
    cast_votes(by=amina.member, votes={one: 3, two: 5, three: 3, four: 0}, seen=0)
    assert ranks() == [("Two", 5, 1), ("One", 3, 2), ("Three", 3, 2), ("Four", 0, 4)]
    assert AuditEntry.objects.filter(act="cast votes").count() == 3
    cast_votes(by=amina.member, votes={Challenge.objects.get(uid=four.uid): 9}, seen=11)
    assert ranks()[0] == ("Four", 9, 1)


@pytest.mark.parametrize("votes", [[0, 0], [5, -1], []])
def test_a_round_without_votes_or_with_fewer_than_none_is_refused(inside_a, votes):
    challenges = [given.challenge(inside_a, f"Challenge {number}") for number in range(len(votes))]
    with pytest.raises(Refused) as refused:
        cast_votes(by="the tests", votes=dict(zip(challenges, votes, strict=True)), seen=0)
    assert refused.value.problem is NOTHING_COUNTED
    assert queries.votes_cast() == 0


def test_a_round_counted_twice_is_refused(inside_a):
    one = given.challenge(inside_a)
    cast_votes(by="the tests", votes={one: 2}, seen=0)
    with pytest.raises(Refused) as refused:
        cast_votes(by="the tests", votes={Challenge.objects.get(): 2}, seen=0)
    assert refused.value.problem is CHANGED_MEANWHILE
    assert queries.votes_cast() == 2


def test_amina_counts_a_round_on_the_page(amina, inside_a):
    one = given.challenge(inside_a)
    votes = {"seen": "0", f"votes_{one.uid}": "7"}
    assert amina.post(COUNT, votes).status_code == 302
    assert Challenge.objects.get().votes == 7
    assert amina.post(COUNT, votes).status_code == 409
    assert amina.post(COUNT, {"seen": "7", f"votes_{one.uid}": "many"}).status_code == 422
    assert amina.post(COUNT, {"seen": "7"}).status_code == 422
    assert Challenge.objects.get().votes == 7


def test_readers_see_the_ranking_and_cannot_count(clara, inside_a):
    one = given.challenge(inside_a, votes=4)
    page = clara.get(RANKING).content.decode()
    assert "Mercury in rivers" in page
    assert "Count a round of votes" not in page
    assert clara.post(COUNT, {"seen": "4", f"votes_{one.uid}": "1"}).status_code == 403
    assert Challenge.objects.get().votes == 4


# Gaps ----------------------------------------------------------------------------------------------------------


def test_a_gap_closes_today(inside_a, amina):
    closed = close_gap(by=amina.member, gap=given.gap(inside_a))
    assert closed.closed_on == timezone.localdate()
    assert AuditEntry.objects.filter(act="close gap", uid=closed.uid).count() == 1


def test_a_closed_gap_is_not_closed_again(inside_a):
    with pytest.raises(Refused) as refused:
        close_gap(by="the tests", gap=given.gap(inside_a, closed_on=given.DAY))
    assert refused.value.problem is ALREADY_DONE


def test_a_gap_stays_open_until_its_question_has_a_figure(inside_a):
    asked = given.question(inside_a)
    missing = given.gap(inside_a, question=asked)
    with pytest.raises(Refused) as refused:
        close_gap(by="the tests", gap=missing)
    assert refused.value.problem is GAP_WITHOUT_ANSWER
    given.figure(inside_a, asked)
    assert close_gap(by="the tests", gap=missing).closed_on is not None


def test_a_gap_is_closed_on_its_page_unless_it_changed(amina, clara, inside_a):
    gap = given.gap(inside_a)
    address = f"/p/a/context/gaps/{gap.uid}/close/"
    assert amina.get(address).status_code == 200
    assert clara.post(address).status_code == 403
    change_record(by="the tests", record=gap, values={"due": given.LATER})
    assert amina.post(address, {"version_seen": "1"}).status_code == 409
    assert amina.post(address, {"version_seen": "2"}).status_code == 302
    assert DataGap.objects.get().closed_on == timezone.localdate()


def test_another_country_finds_no_gap(dele, inside_a):
    gap = given.gap(inside_a)
    for programme in "ab":
        assert dele.get(f"/p/{programme}/context/gaps/{gap.uid}/close/").status_code == 404


# Pages ---------------------------------------------------------------------------------------------------------


def test_key_figures_stand_beside_their_rivals_and_gaps(clara, inside_a):
    asked = given.question(inside_a)
    given.figure(inside_a, asked)
    given.figure(inside_a, asked, best=3000, low=None, high=None, grade="D")
    given.question(inside_a, "How many women?")
    given.gap(inside_a, question=asked, owner=given.institution(inside_a, short_name="ONE"))
    page = clara.get(FIGURES).content.decode()
    for words in (
        "1,000",
        "3,000",
        "Nobody counted the women",
        "ONE",
        "A complete figure is here",
        "No figure yet",
    ):
        assert words in page


def test_questions_that_are_no_key_figures_stay_away(clara, inside_a):
    given.question(inside_a, "What do lamps cost?", key_figure=False)
    page = clara.get(FIGURES).content.decode()
    assert "What do lamps cost?" not in page
    assert "No key question has been entered yet." in page


@pytest.mark.parametrize("address", [FIGURES, RANKING])
def test_pages_are_refused_to_other_countries(dele, country_a, address):
    assert dele.get(address).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("address", "made"), [(FIGURES, 8), (RANKING, 5)])
def test_pages_ask_as_often_for_three_as_for_one(
    amina, inside_a, rows, address, made, django_assert_num_queries
):
    for number in range(rows):
        asked = given.question(inside_a, f"Question {number}")
        given.figure(inside_a, asked)
        given.gap(inside_a, question=asked)
        given.challenge(inside_a, f"Challenge {number}")
    amina.get(address)
    with django_assert_num_queries(made):
        amina.get(address)


@pytest.mark.parametrize("slug", ["challenges", "gaps", "validations"])
def test_each_register_opens(amina, country_a, slug):
    assert amina.get(f"/p/a/context/{slug}/").status_code == 200
    assert amina.get(f"/p/a/context/{slug}/add/").status_code == 200


# Chapter -------------------------------------------------------------------------------------------------------


def test_the_chapter_holds_rivals_ranks_gaps_and_validation(inside_a):
    asked = given.question(inside_a)
    given.figure(inside_a, asked)
    given.figure(inside_a, asked, best=3000, low=None, high=None, grade="D")
    given.challenge(inside_a, votes=4)
    given.gap(inside_a)
    given.gap(inside_a, "Solved", closed_on=given.DAY)
    given.validation(inside_a, words=given.say("We recognise it"))
    text = repr(list(chapter(inside_a, Desk(inside_a, "en"))))
    for words in (
        "1,000 (800–1,500) people",
        "3,000 people",
        "Mercury in rivers",
        "Nobody counted",
        "We recognise it",
    ):
        assert words in text
    assert "Solved" not in text


def test_the_chapter_of_an_empty_programme_says_what_is_missing(inside_a):
    text = repr(list(chapter(inside_a, Desk(inside_a, "en"))))
    assert "No key question has a figure yet." in text
    assert "No challenge has been named yet." in text
