"""Delivery: actions from measures, milestones, the board, and its gates both ways."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_scopes import scope

from batea.evidence.desk import Desk
from batea.guidance.progress import state_of
from batea.phase3_implementation.delivery import queries
from batea.phase3_implementation.delivery.actions import begin_delivery, finish_milestone
from batea.phase3_implementation.delivery.chapter import chapter
from batea.phase3_implementation.delivery.step import STEP
from batea.phase3_implementation.models import Action, Milestone
from batea.problems import Refused
from batea.programmes.actions import change_record
from batea.programmes.models import AuditEntry
from tests.phase3_implementation import given

GATES = ("P3-S1.a", "P3-S1.b", "P3-S1.c")


# Beginning ------------------------------------------------------------------------------------------------------


def test_delivery_begins_with_an_action_for_each_measure(inside_a):
    ministry = given.institution(inside_a)
    given.strategy(inside_a, adopted_on=date(2026, 1, 31))
    measure = given.measure(
        inside_a, owner=ministry, starts_month=1, ends_month=12, cost_best=Decimal(5000), common=True
    )
    made = begin_delivery(by="Amina", programme=inside_a)
    assert [(a.measure, a.owner, a.starts, a.ends, a.budget, a.status) for a in made] == [
        (measure, ministry, date(2026, 2, 28), date(2027, 1, 31), Decimal(5000), "planned")
    ]
    assert made[0].words.say("es").text == measure.name["es"]
    assert AuditEntry.objects.filter(act="begin delivery", uid=made[0].uid).count() == 1


def test_months_are_counted_from_the_period_before_adoption(inside_a):
    given.strategy(inside_a)
    given.measure(inside_a, starts_month=0, ends_month=6)
    action = begin_delivery(by="Amina", programme=inside_a)[0]
    assert (action.starts, action.ends) == (date(2025, 1, 1), date(2025, 7, 1))


def test_without_a_strategy_or_months_there_are_no_dates(inside_a):
    given.measure(inside_a, starts_month=0, ends_month=6)
    assert [(a.starts, a.ends) for a in begin_delivery(by="Amina", programme=inside_a)] == [(None, None)]


def test_beginning_again_makes_only_what_is_missing(inside_a):
    given.measure(inside_a)
    assert len(begin_delivery(by="Amina", programme=inside_a)) == 1
    later = given.measure(inside_a, measure="M002")
    assert [action.measure for action in begin_delivery(by="Amina", programme=inside_a)] == [later]
    assert begin_delivery(by="Amina", programme=inside_a) == []


def test_there_is_nothing_to_deliver_without_measures(inside_a):
    with pytest.raises(Refused) as refused:
        begin_delivery(by="Amina", programme=inside_a)
    assert refused.value.problem.number == 503


def test_an_action_from_an_exercise_measure_is_exercise_data(inside_a):
    given.measure(inside_a, exercise=True)
    assert [action.exercise for action in begin_delivery(by="Amina", programme=inside_a)] == [True]


# Rules of the tables --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["blocked", "replanned", "stopped"])
def test_a_halt_needs_its_reason(inside_a, status):
    with pytest.raises(Refused) as refused:
        given.action(inside_a, status=status)
    assert "Say why." in str(refused.value)
    assert given.action(inside_a, status=status, reason=given.say("Waits for the law")).status == status


def test_an_action_cannot_end_before_it_starts(inside_a):
    with pytest.raises(Refused):
        given.action(inside_a, starts=given.day(), ends=given.day(-1))


def test_a_milestone_is_finished_once(inside_a):
    milestone = given.milestone(inside_a, given.action(inside_a))
    done = finish_milestone(by="Amina", milestone=milestone, day=given.day(-1))
    assert Milestone.objects.get().done_on == given.day(-1)
    with pytest.raises(Refused) as refused:
        finish_milestone(by="Amina", milestone=done)
    assert refused.value.problem.number == 201


def test_a_milestone_cannot_be_reached_tomorrow(inside_a):
    milestone = given.milestone(inside_a, given.action(inside_a))
    with pytest.raises(Refused):
        finish_milestone(by="Amina", milestone=milestone, day=given.day(1))
    assert Milestone.objects.get().done_on is None


def test_a_stale_milestone_is_not_overwritten(inside_a):
    milestone = given.milestone(inside_a, given.action(inside_a))
    change_record(by="Amina", record=milestone, values={"due": given.day(20)})
    with pytest.raises(Refused) as refused:
        finish_milestone(by="Bruno", milestone=milestone, version=1)
    assert refused.value.problem.number == 202


# On schedule ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "held"),
    [
        ({}, True),
        ({"status": "done", "ends": -5}, True),
        ({"ends": -1}, False),
        ({"ends": 0}, True),
        ({"status": "planned", "starts": -1}, False),
        ({"status": "planned", "starts": 1}, True),
        ({"status": "blocked", "reason": "No law"}, False),
        ({"status": "replanned", "reason": "New law", "ends": 20}, True),
        ({"status": "replanned", "reason": "New law", "ends": -20}, False),
        ({"starts": None}, False),
        ({"ends": None}, False),
    ],
)
def test_on_schedule(inside_a, more, held):
    dated = {key: given.day(more[key]) if isinstance(more[key], int) else more[key] for key in more}
    if "reason" in dated:
        dated["reason"] = given.say(dated["reason"])
    given.action(inside_a, **dated)
    assert queries.on_schedule(queries.actions().get()) is held


def test_a_missed_milestone_puts_an_action_behind(inside_a):
    milestone = given.milestone(inside_a, given.action(inside_a), due=given.day(-1))
    assert not queries.on_schedule(queries.actions().get())
    finish_milestone(by="Amina", milestone=milestone)
    assert queries.on_schedule(queries.actions().get())


def test_this_years_plan_holds_what_is_carried_over_and_leaves_out_what_is_stopped(inside_a):
    this_year = date(given.day().year, 1, 1)
    old, new = date(this_year.year - 2, 1, 1), date(this_year.year - 2, 12, 31)
    carried = given.action(inside_a, starts=old, ends=new)
    given.action(inside_a, starts=old, ends=new, status="done")
    given.action(inside_a, starts=date(this_year.year + 1, 1, 1), ends=None, status="planned")
    given.action(inside_a, status="stopped", reason=given.say("The law was withdrawn"))
    undated = given.action(inside_a, starts=None, ends=None)
    assert queries.of_this_year(queries.actions()) == [carried, undated]


# Gates ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("gate", GATES)
def test_nothing_is_met_before_delivery_begins(inside_a, gate):
    found = given.finding(gate, inside_a)
    assert (found.met, found.done, [missing.href for missing in found.missing]) == (
        False,
        0,
        ["/p/a/delivery/begin/"],
    )


def test_the_step_is_done_when_the_plan_holds(inside_a):
    given.action(inside_a)
    given.issue(inside_a)
    state = state_of(inside_a, STEP)
    assert (state.status, state.gates_met, state.missing) == ("done", 3, [])


def test_four_of_five_actions_are_enough(inside_a):
    for _each in range(4):
        given.action(inside_a)
    late = given.action(inside_a, words=given.say("Print cards"), ends=given.day(-1))
    assert given.finding("P3-S1.a", inside_a).met
    given.action(inside_a, words=given.say("Train"), status="blocked", reason=given.say("No money"))
    found = given.finding("P3-S1.a", inside_a)
    assert (found.met, found.done, found.of) == (False, 4, 6)
    assert given.lacks("P3-S1.a", inside_a) == [
        "“Print cards” is late: report it, or re-plan it with a reason.",
        "“Train” is blocked.",
    ]
    assert found.missing[0].href == f"/p/a/delivery/actions/{late.uid}/"


def test_replanning_with_a_reason_is_accepted(inside_a):
    late = given.action(inside_a, ends=given.day(-1))
    assert not given.finding("P3-S1.a", inside_a).met
    change_record(
        by="Amina",
        record=late,
        values={"status": "replanned", "reason": given.say("Rains"), "ends": given.day(60)},
    )
    assert given.finding("P3-S1.a", inside_a).met


@pytest.mark.parametrize(("spent", "met"), [(75, True), (74, False)])
def test_three_quarters_of_the_released_money_must_be_spent(inside_a, spent, met):
    given.action(inside_a, spent=Decimal(spent))
    assert given.finding("P3-S1.b", inside_a).met is met


def test_an_action_that_does_not_report_its_money_is_named(inside_a):
    given.action(inside_a)
    given.action(inside_a, words=given.say("Print cards"), released=None)
    assert given.lacks("P3-S1.b", inside_a) == ["“Print cards” does not say what was released and spent."]


def test_money_that_waits_counts_before_the_action_begins(inside_a):
    given.action(inside_a)
    given.action(inside_a, status="planned", starts=given.day(5), released=None, spent=None)
    assert given.finding("P3-S1.b", inside_a).met
    given.action(inside_a, status="planned", starts=given.day(5), released=Decimal(100), spent=Decimal(0))
    assert given.lacks("P3-S1.b", inside_a) == ["40% of the released budget is spent; 75% is expected."]


def test_nothing_released_is_not_spending_well(inside_a):
    given.action(inside_a, released=Decimal(0), spent=Decimal(0))
    assert given.lacks("P3-S1.b", inside_a) == ["No money has been released yet."]


def test_only_high_risks_beyond_their_day_count(inside_a):
    given.action(inside_a)
    assert given.finding("P3-S1.c", inside_a).met
    given.issue(inside_a, risk="medium", due=given.day(-1))
    given.issue(inside_a, due=given.day(-1), closed_on=given.day())
    assert given.finding("P3-S1.c", inside_a).met
    given.issue(inside_a, words=given.say("Bridge down"), due=given.day(-1))
    given.issue(inside_a, words=given.say("No radio"), due=None)
    assert given.lacks("P3-S1.c", inside_a) == [
        "“Bridge down” is open beyond its day.",
        "“No radio” has no day set.",
    ]


# Pages ----------------------------------------------------------------------------------------------------------


def test_the_board_says_who_blocks_what(amina, country_a):
    with scope(programme=country_a):
        finance, mines = given.institution(country_a, "Finance"), given.institution(country_a, "Mines")
        blocked = given.action(country_a, owner=mines, status="blocked", reason=given.say("No decree"))
        given.issue(
            country_a, words=given.say("Decree not signed"), owner=finance, action=blocked, due=given.day(-3)
        )
        given.milestone(country_a, blocked, words=given.say("Desk furnished"), due=given.day(-7))
    page = amina.get("/p/a/delivery/board/")
    rows = page.context
    assert [(row[0][0], row[1], row[2], row[3]) for row in rows["issues"]] == [
        ("Decree not signed", "Finance", "Open the desk", "High")
    ]
    assert [(row[0][0], row[1], row[2]) for row in rows["blocked"]] == [
        ("Open the desk", "Mines", "No decree")
    ]
    assert [(row[0][0], row[3]) for row in rows["late"]] == [("Desk furnished", 7)]
    assert [(row[0][0], *row[1:]) for row in rows["lines"]] == [
        ("Mines", 1, 0, 1, 1, 0),
        ("Finance", 0, 0, 0, 0, 1),
    ]
    assert "overdue" in page.content.decode()


def test_the_board_of_one_institution(amina, country_a):
    with scope(programme=country_a):
        mines, police = given.institution(country_a, "Mines"), given.institution(country_a, "Police")
        given.action(country_a, owner=mines, ends=given.day(-1))
        given.action(country_a, owner=police, words=given.say("Patrol"), ends=given.day(-1))
    page = amina.get(f"/p/a/delivery/board/?owner={police.uid}")
    assert [row[0][0] for row in page.context["late"]] == ["Patrol"]
    assert amina.get("/p/a/delivery/board/?owner=nonsense").context["owner"] is None


@pytest.mark.parametrize("count", [1, 3])
def test_the_board_asks_the_same_however_long(amina, country_a, count):
    with scope(programme=country_a):
        for number in range(count):
            owner = given.institution(country_a, f"Office {number}")
            action = given.action(country_a, owner=owner, ends=given.day(-1))
            given.milestone(country_a, action)
            given.issue(country_a, action=action, owner=owner)
    with CaptureQueriesContext(connection) as asked:
        assert amina.get("/p/a/delivery/board/").status_code == 200
    assert len(asked) == 8


def test_beginning_on_the_page(amina, country_a):
    with scope(programme=country_a):
        given.measure(country_a)
    assert len(amina.get("/p/a/delivery/begin/").context["rows"]) == 1
    assert amina.post("/p/a/delivery/begin/").url == "/p/a/delivery/actions/"
    with scope(programme=country_a):
        assert Action.objects.count() == 1


def test_beginning_without_measures_is_refused_in_words(amina):
    page = amina.post("/p/a/delivery/begin/")
    assert (page.status_code, "The national strategy has no measures yet." in page.content.decode()) == (
        409,
        True,
    )


def test_finishing_a_milestone_on_the_page(amina, country_a):
    with scope(programme=country_a):
        milestone = given.milestone(country_a, given.action(country_a))
    url = f"/p/a/delivery/milestones/{milestone.uid}/finish/"
    assert url in amina.get(f"/p/a/delivery/milestones/{milestone.uid}/").content.decode()
    assert amina.post(url, {"day": given.day(1), "version_seen": 1}).status_code == 422
    assert amina.post(url, {"day": given.day(), "version_seen": 7}).status_code == 409
    assert amina.post(url, {"day": given.day(), "version_seen": 1}).status_code == 302
    with scope(programme=country_a):
        assert Milestone.objects.get().done_on == given.day()
    assert url not in amina.get(f"/p/a/delivery/milestones/{milestone.uid}/").content.decode()


def test_who_may_not(amina, bruno, clara, dele, country_a):
    with scope(programme=country_a):
        milestone = given.milestone(country_a, given.action(country_a))
    url = f"/p/a/delivery/milestones/{milestone.uid}/finish/"
    assert [bruno.get("/p/a/delivery/board/").status_code, clara.get("/p/a/delivery/board/").status_code] == [
        403,
        200,
    ]
    assert [clara.post(url).status_code, clara.post("/p/a/delivery/begin/").status_code] == [403, 403]
    assert [dele.get("/p/a/delivery/board/").status_code, dele.get(url).status_code] == [404, 404]
    assert dele.get(f"/p/b/delivery/milestones/{milestone.uid}/finish/").status_code == 404


# Chapter --------------------------------------------------------------------------------------------------------


def test_the_chapter_tells_plan_money_and_obstacles(inside_a):
    given.action(inside_a, owner=given.institution(inside_a), exercise=True)
    given.issue(inside_a)
    blocks = list(chapter(inside_a, Desk(inside_a, "en")))
    assert [block.text for block in blocks if type(block).__name__ == "Heading"] == [
        "Action plan",
        "Spending",
        "What stands in the way",
    ]
    assert "80%" in str(blocks)


def test_the_chapter_says_what_is_missing(inside_a):
    assert [type(block).__name__ for block in chapter(inside_a, Desk(inside_a, "en"))] == ["Callout"]
