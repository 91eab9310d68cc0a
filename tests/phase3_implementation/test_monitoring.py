"""Monitoring: following goals, results by sex, standings and their doubts, what is due, and the gates both ways."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_scopes import scope

from batea.evidence.desk import Desk
from batea.guidance.catalogue import indicators as library
from batea.guidance.progress import state_of
from batea.phase3_implementation.models import EvaluationReport, Indicator, Result, Target
from batea.phase3_implementation.monitoring import queries
from batea.phase3_implementation.monitoring.actions import follow_goals, record_result
from batea.phase3_implementation.monitoring.chapter import chapter
from batea.phase3_implementation.monitoring.course import in_words, small_bars
from batea.phase3_implementation.monitoring.library import values_of
from batea.phase3_implementation.monitoring.step import STEP
from batea.problems import Refused
from tests.phase3_implementation import given

GATES = ("P3-S2.a", "P3-S2.b", "P3-S2.c")
YEAR = {"period_from": date(2025, 1, 1), "period_until": date(2025, 12, 31)}


def standing() -> queries.Standing:
    return queries.standings()[0]


# Following ------------------------------------------------------------------------------------------------------


def test_a_goal_becomes_an_indicator_with_baseline_and_target(inside_a):
    baseline = given.figure(inside_a, unit="deaths per 1,000 miners per year")
    goal = given.goal(inside_a, indicator="I33", baseline=baseline, target=Decimal(2), target_year=2030)
    (made,) = follow_goals(by="Amina", programme=inside_a)
    assert (made.catalogue, made.direction, made.by_sex, made.frequency, made.goal, made.baseline) == (
        "I33",
        "down",
        True,
        "quarterly",
        goal,
        baseline,
    )
    assert [(target.year, target.value) for target in Target.objects.all()] == [(2030, 2)]


def test_a_goal_in_words_of_its_own(inside_a):
    baseline = given.figure(inside_a, best=Decimal(10), unit="t")
    given.goal(inside_a, baseline=baseline, target=Decimal(4), target_year=2030)
    (made,) = follow_goals(by="Amina", programme=inside_a)
    assert (made.catalogue, str(made.title), made.unit, made.direction) == ("", "No deaths", "t", "down")


def test_a_measure_brings_its_owner(inside_a):
    ministry = given.institution(inside_a)
    measure = given.measure(
        inside_a, indicator="I80", owner=ministry, target=Decimal(500), target_year=2028, common=True
    )
    (made,) = follow_goals(by="Amina", programme=inside_a)
    assert (made.measure, made.owner, made.adds_up, made.unit) == (measure, ministry, True, "number")


def test_one_indicator_of_the_library_is_followed_once(inside_a):
    goal = given.goal(inside_a, indicator="I33", target=Decimal(2), target_year=2030)
    measure = given.measure(inside_a, indicator="I33", target=Decimal(5), target_year=2027)
    given.measure(inside_a, measure="M002", indicator="I33")
    assert len(follow_goals(by="Amina", programme=inside_a)) == 1
    shared = Indicator.objects.get()
    assert (shared.goal, shared.measure) == (goal, measure)
    assert [target.year for target in Target.objects.order_by("year")] == [2027, 2030]
    version = shared.version
    assert follow_goals(by="Amina", programme=inside_a) == []
    assert (Indicator.objects.get().version, Target.objects.count()) == (version, 2)


def test_there_is_nothing_to_follow(inside_a):
    given.goal(inside_a)
    given.measure(inside_a)
    with pytest.raises(Refused) as refused:
        follow_goals(by="Amina", programme=inside_a)
    assert refused.value.problem.number == 508


@pytest.mark.parametrize("catalogue", list(library()))
def test_every_indicator_of_the_library_can_be_followed(inside_a, catalogue):
    made = given.saved(Indicator(programme=inside_a, **values_of(catalogue, inside_a)))
    assert str(made.title) == str(library()[catalogue].name)


@pytest.mark.parametrize(
    ("catalogue", "unit", "direction", "adds_up", "frequency"),
    [
        ("I11", "persons", "context", True, "multi_year"),
        ("I33", "deaths per 1,000 miners per year", "down", False, "quarterly"),
        ("I60", "DOP", "up", False, "half_yearly"),
        ("I19", "number", "up", True, "quarterly"),
        ("I39", "number", "up", False, "half_yearly"),
        ("I85", "1–5", "up", False, "yearly"),
    ],
)
def test_what_the_library_says(inside_a, catalogue, unit, direction, adds_up, frequency):
    values = values_of(catalogue, inside_a)
    found = tuple(values[name] for name in ("unit", "direction", "adds_up", "frequency"))
    assert found == (unit, direction, adds_up, frequency)


def test_an_indicator_needs_a_name(inside_a):
    with pytest.raises(Refused):
        given.indicator(inside_a, name=given.say(""))


# Results --------------------------------------------------------------------------------------------------------


@pytest.fixture
def trained(inside_a):
    return given.indicator(inside_a, by_sex=True, adds_up=True)


def test_not_counted_is_not_zero(trained):
    none = record_result(by="Amina", indicator=trained, value=Decimal(10), women=Decimal(0), men=None, **YEAR)
    stored = Result.objects.get(pk=none.pk)
    assert (stored.women, stored.men) == (0, None)


@pytest.mark.parametrize("given_parts", [{}, {"women": Decimal(1)}, {"men": None}])
def test_both_parts_are_asked_for(trained, given_parts):
    with pytest.raises(Refused) as refused:
        record_result(by="Amina", indicator=trained, value=Decimal(10), **given_parts, **YEAR)
    assert refused.value.problem.number == 201
    assert not Result.objects.exists()


def test_parts_are_not_asked_for_where_nobody_keeps_them(inside_a):
    total = given.indicator(inside_a)
    assert record_result(by="Amina", indicator=total, value=Decimal(10), **YEAR).women is None


@pytest.mark.parametrize(
    ("women", "men", "fits"), [(6, 4, True), (6, 3, True), (6, 5, False), (11, None, False)]
)
def test_the_parts_of_a_count_are_no_more_than_the_whole(trained, women, men, fits):
    parts = {"women": Decimal(women), "men": None if men is None else Decimal(men)}
    if fits:
        assert record_result(by="Amina", indicator=trained, value=Decimal(10), **parts, **YEAR).pk
        return
    with pytest.raises(Refused) as refused:
        record_result(by="Amina", indicator=trained, value=Decimal(10), **parts, **YEAR)
    assert "more than the total" in str(refused.value)


def test_rates_do_not_add_up(inside_a):
    rate = given.indicator(inside_a, by_sex=True, unit="%")
    parts = {"women": Decimal(60), "men": Decimal(70)}
    assert record_result(by="Amina", indicator=rate, value=Decimal(66), **parts, **YEAR).pk


@pytest.mark.parametrize("wrong", [Decimal("2.5"), Decimal(-1)])
def test_people_are_counted_whole(trained, wrong):
    with pytest.raises(Refused):
        record_result(by="Amina", indicator=trained, value=Decimal(10), women=wrong, men=None, **YEAR)


def test_one_result_a_period(inside_a):
    total = given.indicator(inside_a)
    record_result(by="Amina", indicator=total, value=Decimal(10), **YEAR)
    with pytest.raises(Refused) as refused:
        record_result(by="Amina", indicator=total, value=Decimal(11), **YEAR)
    assert "There is a result for this period already" in str(refused.value)


# Standings ------------------------------------------------------------------------------------------------------


def test_halfway_in_time_and_on_the_way(inside_a):
    given.strategy(inside_a, adopted_on=date(2025, 1, 1))
    indicator = given.indicator(inside_a, baseline=given.figure(inside_a, best=Decimal(100)))
    given.target(inside_a, indicator, year=2026)
    given.result(inside_a, indicator, value=Decimal(145), **YEAR)
    found = standing()
    assert (found.progress.status, round(found.progress.share, 2), found.warnings) == ("on_track", 0.45, [])
    Result.objects.update(value=Decimal(130))
    assert standing().progress.status == "behind"
    Result.objects.update(value=Decimal(90))
    assert standing().progress.worse
    Result.objects.update(value=Decimal(200))
    assert standing().progress.status == "reached"


def test_the_next_target_counts_then_the_last(inside_a):
    indicator = given.indicator(inside_a)
    targets = [given.target(inside_a, indicator, year=year) for year in (2030, 2026)]
    assert [queries.aim(targets, year).year for year in (2025, 2026, 2027, 2035)] == [2026, 2026, 2030, 2030]
    assert queries.aim([], 2026) is None


def test_without_a_result_nothing_is_judged(inside_a):
    given.target(inside_a, given.indicator(inside_a))
    assert (standing().progress.status, standing().latest, standing().due) == ("no_data", None, None)


def test_a_target_inside_the_error_is_in_doubt(inside_a):
    baseline = given.figure(inside_a, low=Decimal(60), best=Decimal(100), high=Decimal(220))
    given.target(inside_a, given.indicator(inside_a, baseline=baseline))
    assert [str(warning)[:30] for warning in standing().warnings] == ["The target lies within the ran"]


def test_a_target_on_the_wrong_side_or_another_unit_is_in_doubt(inside_a):
    baseline = given.figure(inside_a, best=Decimal(300), unit="t")
    given.target(inside_a, given.indicator(inside_a, baseline=baseline))
    assert [str(warning)[:16] for warning in standing().warnings] == ["The target asks ", "The baseline is "]


def test_when_results_are_due(inside_a):
    given.strategy(inside_a, adopted_on=date(2025, 1, 15))
    indicator = given.indicator(inside_a, frequency="quarterly")
    assert standing().due == date(2025, 5, 15)
    given.result(inside_a, indicator, **YEAR)
    assert standing().due == date(2026, 4, 30)
    with time_machine.travel(date(2026, 4, 30)):
        assert (standing().overdue, standing().up_to_date) == (False, True)
    with time_machine.travel(date(2026, 5, 1)):
        assert (standing().overdue, standing().up_to_date) == (True, False)


def test_the_course_in_words_and_as_bars(inside_a):
    indicator = given.indicator(inside_a)
    given.target(inside_a, indicator)
    assert small_bars(standing()) == ""
    given.result(inside_a, indicator, **YEAR)
    drawn = small_bars(standing())
    assert in_words(standing()) == "31 Dec 2025: 120; target 2030: 200"
    assert (drawn.count("<rect"), drawn.count("stroke-dasharray"), "<title>31 Dec 2025: 120" in drawn) == (
        1,
        1,
        True,
    )


# Gates ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("gate", "href"),
    [
        ("P3-S2.a", "/p/a/monitoring/follow/"),
        ("P3-S2.b", "/p/a/monitoring/reports/add/"),
        ("P3-S2.c", "/p/a/monitoring/reports/add/"),
    ],
)
def test_nothing_is_met_in_an_empty_programme(inside_a, gate, href):
    found = given.finding(gate, inside_a)
    assert (found.met, found.done, [missing.href for missing in found.missing]) == (False, 0, [href])


def test_the_step_is_done_when_everything_is_there(inside_a):
    given.result(inside_a, given.indicator(inside_a))
    given.report(inside_a)
    owner = given.institution(inside_a)
    given.report(
        inside_a,
        kind="mid_term",
        response=given.say("Agreed"),
        response_owner=owner,
        response_due=given.day(90),
    )
    state = state_of(inside_a, STEP)
    assert (state.status, state.gates_met, state.missing) == ("done", 3, [])


def test_nine_of_ten_results_are_enough(inside_a):
    for number in range(9):
        given.result(inside_a, given.indicator(inside_a, name=given.say(f"Indicator {number}")))
    silent = given.indicator(inside_a, name=given.say("Mercury"))
    given.result(inside_a, silent, period_from=given.day(-1000), period_until=given.day(-800))
    assert given.finding("P3-S2.a", inside_a).met
    ungraded = given.result(inside_a, given.indicator(inside_a, name=given.say("Income")), grade="")
    found = given.finding("P3-S2.a", inside_a)
    assert (found.met, found.done, found.of) == (False, 9, 11)
    assert [(str(missing.text), missing.href) for missing in found.missing] == [
        ("The result of “Mercury” is overdue.", f"/p/a/monitoring/results/add/?indicator={silent.uid}"),
        ("The latest result of “Income” has no grade.", f"/p/a/monitoring/results/{ungraded.uid}/"),
    ]


def test_nothing_due_yet_is_not_met(inside_a):
    given.indicator(inside_a)
    assert given.lacks("P3-S2.a", inside_a) == ["Record a first result, or the date of the strategy."]
    given.strategy(inside_a, adopted_on=given.day())
    assert given.lacks("P3-S2.a", inside_a)[0].startswith("The first result is due on ")


def test_reports_come_on_time(inside_a):
    planned = given.report(inside_a, due=given.day(10), published_on=None)
    assert given.lacks("P3-S2.b", inside_a)[0].startswith("The first report is due on")
    EvaluationReport.objects.filter(pk=planned.pk).update(due=given.day(-10))
    assert given.lacks("P3-S2.b", inside_a)[0].endswith("is not published.")
    EvaluationReport.objects.filter(pk=planned.pk).update(published_on=given.day(-9))
    assert given.lacks("P3-S2.b", inside_a)[0].endswith("came late.")
    given.report(inside_a, due=given.day(-2), published_on=given.day(-2))
    assert given.finding("P3-S2.b", inside_a).met


@pytest.mark.parametrize("lost", ["response", "response_owner", "response_due"])
def test_an_evaluation_needs_the_whole_answer(inside_a, lost):
    answer = {
        "response": given.say("Agreed"),
        "response_owner": given.institution(inside_a),
        "response_due": given.day(90),
    }
    answer.pop(lost)
    given.report(inside_a, kind="final", **answer)
    assert given.lacks("P3-S2.c", inside_a)[0].endswith("needs a response with an owner and a day.")


# Pages ----------------------------------------------------------------------------------------------------------


def test_the_page_of_indicators(amina, country_a):
    with scope(programme=country_a):
        baseline = given.figure(country_a, low=Decimal(80), best=Decimal(100), high=Decimal(220))
        indicator = given.indicator(country_a, by_sex=True, baseline=baseline)
        given.target(country_a, indicator)
        given.result(country_a, indicator, women=Decimal(0))
        given.indicator(country_a, name=given.say("Mercury"), baseline_due=given.day(90))
    page = amina.get("/p/a/monitoring/indicators/")
    first = page.context["rows"][0]
    assert (first[0][0], first[1], first[3], first[4]) == (
        "Miners registered, number",
        "100 (80–220), B",
        "0",
        "not counted",
    )
    assert [indicator.title["en"] for indicator, _url, _warnings in page.context["doubts"]] == [
        "Miners registered"
    ]
    assert [row[0][0] for row in page.context["owed_rows"]] == ["Mercury"]
    assert "<title>" in page.content.decode()
    only = amina.get("/p/a/monitoring/indicators/?status=no_data").context["rows"]
    assert [row[0][0] for row in only] == ["Mercury, number"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_however_long(amina, country_a, count):
    with scope(programme=country_a):
        for number in range(count):
            owner = given.institution(country_a, f"Office {number}")
            indicator = given.indicator(country_a, owner=owner, baseline=given.figure(country_a))
            given.target(country_a, indicator)
            given.result(country_a, indicator)
    with CaptureQueriesContext(connection) as asked:
        assert amina.get("/p/a/monitoring/indicators/").status_code == 200
    assert len(asked) == 8


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_results_asks_the_same_however_long(amina, country_a, count):
    with scope(programme=country_a):
        for _each in range(count):
            given.result(country_a, given.indicator(country_a, by_sex=True))
    with CaptureQueriesContext(connection) as asked:
        page = amina.get("/p/a/monitoring/results/").content.decode()
    assert (len(asked), page.count("not counted</td>")) == (7, 2 * count)


def typed(indicator, **more) -> dict:
    whole = {
        "indicator": indicator.uid,
        "period_from": "2025-01-01",
        "period_until": "2025-12-31",
        "value": "10",
    }
    return whole | more


def test_the_form_of_a_result_wants_an_answer_for_women_and_men(amina, country_a):
    with scope(programme=country_a):
        indicator = given.indicator(country_a, by_sex=True, adds_up=True)
    url = "/p/a/monitoring/results/add/"
    assert amina.post(url, typed(indicator, women="4")).status_code == 422
    assert amina.post(url, typed(indicator, women="4", men="5", men_not_counted="on")).status_code == 422
    assert amina.post(url, typed(indicator, women="4", men="7")).status_code == 422
    assert amina.post(url, typed(indicator, women="0", men_not_counted="on")).status_code == 302
    with scope(programme=country_a):
        result = Result.objects.get()
        assert (result.women, result.men) == (0, None)
    change = f"/p/a/monitoring/results/{result.uid}/change/"
    assert amina.post(change, typed(indicator, women="3", men="7", version_seen="1")).status_code == 302
    assert amina.post(change, typed(indicator, women="3", men="6", version_seen="1")).status_code == 409
    with scope(programme=country_a):
        assert Result.objects.get().men == 7


def test_following_on_the_page(amina, country_a):
    assert amina.post("/p/a/monitoring/follow/").status_code == 409
    with scope(programme=country_a):
        given.goal(country_a, indicator="I33")
    assert amina.get("/p/a/monitoring/follow/").status_code == 200
    assert amina.post("/p/a/monitoring/follow/").url == "/p/a/monitoring/indicators/"
    with scope(programme=country_a):
        assert Indicator.objects.count() == 1


def test_the_page_of_one_indicator(amina, country_a):
    with scope(programme=country_a):
        indicator = given.indicator(country_a, baseline=given.figure(country_a))
        given.target(country_a, indicator)
        given.result(country_a, indicator)
    page = amina.get(f"/p/a/monitoring/datasheets/{indicator.uid}/").content.decode()
    assert ("<svg" in page, "target 2030: 200" in page) == (True, True)


def test_who_may_not(bruno, clara, dele, country_a):
    assert [
        bruno.get("/p/a/monitoring/indicators/").status_code,
        clara.post("/p/a/monitoring/follow/").status_code,
    ] == [
        403,
        403,
    ]
    assert clara.get("/p/a/monitoring/indicators/").status_code == 200
    assert [
        dele.get("/p/a/monitoring/indicators/").status_code,
        dele.post("/p/a/monitoring/follow/").status_code,
    ] == [
        404,
        404,
    ]


# Chapter --------------------------------------------------------------------------------------------------------


def test_the_chapter_tells_targets_results_and_doubts(inside_a):
    baseline = given.figure(inside_a, low=Decimal(80), best=Decimal(100), high=Decimal(220))
    indicator = given.indicator(inside_a, baseline=baseline, by_sex=True)
    given.target(inside_a, indicator)
    given.result(inside_a, indicator, women=Decimal(0))
    given.report(inside_a, kind="final", response=given.say("Agreed"))
    desk = Desk(inside_a, "en")
    blocks = list(chapter(inside_a, desk))
    assert [block.text for block in blocks if type(block).__name__ == "Heading"] == [
        "What is measured",
        "What was found",
        "Evaluations and responses",
    ]
    said = str(blocks)
    assert ("2030: 200" in said, "not counted" in said, "lies within the range" in said) == (True, True, True)
    assert (baseline.label, baseline.uid) in desk.cited


def test_the_chapter_says_what_is_missing(inside_a):
    assert [type(block).__name__ for block in chapter(inside_a, Desk(inside_a, "en"))] == ["Callout"]
