"""The task force: its gates both ways, its tables' rules, the roster."""

import pytest

from batea.evidence.desk import Desk
from batea.evidence.models import LegalInstrument
from batea.guidance.progress import state_of
from batea.phase1_getting_started.task_force.chapter import chapter
from batea.phase1_getting_started.task_force.step import STEP
from batea.problems import Refused
from tests.phase1_getting_started import given

GATES = [f"P1-S1.{letter}" for letter in "abcdef"]


def signed(programme):
    law = given.saved(
        LegalInstrument(programme=programme, name="Decree 1", kind="decree", words=given.say("Founds it"))
    )
    return given.charter(programme, signed_on=given.DAY, instrument=law)


@pytest.mark.parametrize("gate", GATES)
def test_nothing_is_met_in_an_empty_programme(inside_a, gate):
    found = given.finding(gate, inside_a)
    assert (found.met, found.done) == (False, 0)
    assert [missing.href.startswith("/p/a/task-force/") for missing in found.missing] == [True] * len(
        found.missing
    )


def test_the_step_is_done_when_everything_is_there(inside_a):
    signed(inside_a)
    held = given.seat(inside_a)
    given.meeting(inside_a, minutes=given.say("All agreed"))
    given.work_item(inside_a, owner=held.institution)
    state = state_of(inside_a, STEP)
    assert (state.status, state.gates_met, state.missing) == ("done", 6, [])


def test_an_act_signed_but_not_uploaded_is_not_enough(inside_a):
    given.charter(inside_a, signed_on=given.DAY)
    assert given.lacks("P1-S1.a", inside_a) == [
        "Give the day it was signed, and attach the copy or name its entry among the laws."
    ]


def test_the_act_signed_last_counts(inside_a):
    signed(inside_a)
    given.charter(inside_a, name="Draft of another", terms=given.say(""))
    assert given.finding("P1-S1.c", inside_a).met


@pytest.mark.parametrize(
    ("gate", "empty"),
    [
        ("P1-S1.c", {"terms": {}}),
        ("P1-S1.c", {"rules_adopted_on": None}),
        ("P1-S1.d", {"secretariat": {}}),
        ("P1-S1.e", {"budget_line": {}}),
    ],
)
def test_what_the_act_leaves_out_keeps_a_gate_open(inside_a, gate, empty):
    given.work_item(inside_a, owner=given.institution(inside_a))
    act = given.charter(inside_a, **empty)
    found = given.finding(gate, inside_a)
    assert not found.met
    assert [missing.href for missing in found.missing] == [f"/p/a/task-force/act/{act.uid}/"]


def test_every_mandated_seat_needs_two_people(inside_a):
    given.seat(inside_a)
    given.seat(inside_a, "Health", alternate=None)
    given.seat(inside_a, "A guest", filled=False, mandated=False)
    assert given.lacks("P1-S1.b", inside_a) == ["Health has not named both a titular and an alternate."]
    assert (given.finding("P1-S1.b", inside_a).done, given.finding("P1-S1.b", inside_a).of) == (1, 2)


def test_each_item_of_the_plan_needs_owner_and_budget(inside_a):
    given.charter(inside_a)
    owner = given.institution(inside_a)
    given.work_item(inside_a, owner=owner)
    given.work_item(inside_a, words=given.say("Census"), owner=owner, budget=None)
    given.work_item(inside_a, words=given.say("Map"))
    assert given.lacks("P1-S1.e", inside_a) == [
        "“Census” lacks an owner or a budget.",
        "“Map” lacks an owner or a budget.",
    ]


def test_a_meeting_without_minutes_does_not_count(inside_a):
    given.meeting(inside_a)
    assert not given.finding("P1-S1.f", inside_a).met
    given.meeting(inside_a, minutes=given.say("Agreed"))
    assert given.finding("P1-S1.f", inside_a).met


def test_titular_and_alternate_are_two_people(inside_a):
    ada = given.person(inside_a, "Ada")
    with pytest.raises(Refused, match="two people"):
        given.seat(inside_a, titular=ada, alternate=ada)


def test_an_institution_has_one_seat(inside_a):
    held = given.seat(inside_a)
    with pytest.raises(Refused):
        given.saved(type(held)(programme=inside_a, institution=held.institution))


def test_work_ends_after_it_starts(inside_a):
    with pytest.raises(Refused, match="cannot end before"):
        given.work_item(inside_a, starts=given.LATER, ends=given.DAY)


@pytest.fixture
def roster(inside_a):
    given.seat(inside_a, alternate=None)
    given.institution(inside_a, "Health")
    return inside_a


def test_the_roster_names_people_and_vacancies(amina, roster):
    page = amina.get("/p/a/task-force/roster/").content.decode()
    for words in ("Ada of Ministry of Mines, Director", "vacant", "Authorities without a seat", "Health"):
        assert words in page


def test_the_roster_hides_names_from_those_who_may_not_see_people(olga, roster):
    page = olga.get("/p/a/task-force/roster/").content.decode()
    assert "named" in page
    assert "Ada of" not in page


def test_the_roster_counts_women_once(inside_a):
    from batea.phase1_getting_started.task_force.queries import roster

    ada, ben = given.person(inside_a, "Ada"), given.person(inside_a, "Ben", "m")
    given.seat(inside_a, filled=False, titular=ada, alternate=ben)
    given.seat(inside_a, "Health", filled=False, titular=ben, alternate=ada)
    found = roster()
    assert (found.women, found.known, found.vacant, found.a_third_are_women) == (1, 2, 0, True)


def test_the_roster_is_refused_without_the_right(clara):
    assert clara.get("/p/a/task-force/roster/").status_code == 403


def test_the_roster_of_another_country_is_not_there(dele, country_a):
    assert dele.get("/p/a/task-force/roster/").status_code == 404


@pytest.mark.parametrize("seats", [1, 3])
def test_the_roster_asks_as_often_for_three_as_for_one(amina, inside_a, seats, django_assert_num_queries):
    for number in range(seats):
        given.seat(inside_a, f"Ministry {number}")
    amina.get("/p/a/task-force/roster/")
    with django_assert_num_queries(6):
        amina.get("/p/a/task-force/roster/")


@pytest.mark.parametrize("slug", ["act", "seats", "meetings", "decisions", "work-plan"])
def test_each_register_opens(amina, roster, slug):
    assert amina.get(f"/p/a/task-force/{slug}/").status_code == 200
    assert amina.get(f"/p/a/task-force/{slug}/add/").status_code == 200


def test_the_chapter_names_institutions_and_no_person(roster):
    signed(roster)
    text = repr(list(chapter(roster, Desk(roster, "en"))))
    assert "Decree 1, signed on" in text
    assert "Ministry of Mines" in text
    assert "Ada of" not in text


def test_the_chapter_of_an_empty_programme_says_what_is_missing(inside_a):
    text = repr(list(chapter(inside_a, Desk(inside_a, "en"))))
    assert "no founding act yet" in text
    assert "No institution has a seat yet" in text
