"""Step 2.1: a short vision, adopted and validated, with goals that can be measured."""

from datetime import date

import pytest
from django_scopes import scope

from batea.guidance.progress import state_of
from batea.guidance.steps import STEPS
from batea.phase2_strategy.vision.models import Goal, Vision
from batea.phase2_strategy.vision.queries import current_vision
from batea.problems import NOT_VALID, Refused
from batea.programmes.words import Words

from .making import a_figure, save

STEP = STEPS["P2-S1"]
SHORT = Words("By 2040 miners work safely.", "en")


def a_vision(programme, **values):
    return save(Vision(programme=programme, words=SHORT, target_year=2040, **values))


def a_goal(programme, order=1, **values):
    return save(Goal(programme=programme, words=Words(f"Goal {order}", "en"), order=order, **values))


def gates(programme):
    return {state.gate.id[-1]: state.finding for state in state_of(programme, STEP).gates}


def test_an_empty_programme_misses_everything_and_names_the_page_that_mends_it(inside_a):
    found = gates(inside_a)
    assert {name: finding.met for name, finding in found.items()} == dict.fromkeys("abcd", False)
    assert found["a"].missing[0].href == "/p/a/vision/texts/add/"
    assert found["d"].missing[0].href == "/p/a/vision/goals/add/"


def test_a_draft_with_unmeasured_goals_is_under_way(inside_a):
    vision = a_vision(inside_a)
    goals = [a_goal(inside_a, n) for n in range(1, 5)]
    found = gates(inside_a)
    assert {name: finding.met for name, finding in found.items()} == {
        "a": False,
        "b": False,
        "c": True,
        "d": False,
    }
    assert found["a"].missing[0].href == f"/p/a/vision/texts/{vision.uid}/"
    assert [m.href for m in found["d"].missing] == [f"/p/a/vision/goals/{goal.uid}/" for goal in goals]


def test_complete(inside_a):
    a_vision(inside_a, adopted_on=date(2026, 3, 1), validated_on=date(2026, 2, 1))
    a_goal(inside_a, 1, indicator="I33", baseline=a_figure(inside_a))
    for order in (2, 3, 4):
        a_goal(inside_a, order, indicator="I57", baseline_due=date(2027, 1, 1))
    assert state_of(inside_a, STEP).status == "done"


def test_the_vision_in_force_is_the_one_adopted_last(inside_a):
    older = a_vision(inside_a, adopted_on=date(2025, 1, 1))
    newer = a_vision(inside_a, adopted_on=date(2026, 1, 1))
    a_vision(inside_a)  # a later draft does not replace it
    assert current_vision() == newer != older


@pytest.mark.parametrize(("count", "fits"), [(60, True), (61, False)])
def test_sixty_words_in_each_language(inside_a, count, fits):
    words = Words({"original": "en", "en": "short", "fr": "mot " * count})
    vision = Vision(programme=inside_a, words=words, target_year=2040)
    if fits:
        assert save(vision).pk
        return
    with pytest.raises(Refused) as refused:
        save(vision)
    assert refused.value.problem is NOT_VALID
    assert "61" in str(refused.value)


def test_a_target_needs_its_year(inside_a):
    with pytest.raises(Refused):
        a_goal(inside_a, 1, target=5)
    assert a_goal(inside_a, 2, target=5, target_year=2030).pk


def test_pages_for_members_only(country_a, amina, bruno, clara, dele, eve):
    with scope(programme=country_a):
        vision = a_vision(country_a)
    page = f"/p/a/vision/texts/{vision.uid}/"
    assert b"miners work safely" in amina.get(page).content
    assert clara.get(page).status_code == 200
    assert clara.get("/p/a/vision/texts/add/").status_code == 403
    assert bruno.get(page).status_code == 403
    assert dele.get(page).status_code == 404
    assert eve.get(page).status_code == 302
