"""States, verdicts and urgency of a readiness check: by hand, rule by rule."""

from datetime import date
from itertools import product

import pytest

from batea.calc.readiness import (
    ACCEPTED,
    COMMIT,
    LATER,
    MITIGATE,
    MUST,
    STOP,
    Answer,
    days_between,
    holds_back,
    rule_in_year,
    share_met,
    standing,
    state_of,
    urgency,
    verdict_of,
)

TODAY, TOMORROW, YESTERDAY = date(2026, 6, 30), date(2026, 7, 1), date(2026, 6, 29)
STATES = ("met", "na", "on_way", "overdue", "loose", "unproven", "failed", "unseen")
RULES = (MUST, STOP, MITIGATE, COMMIT, LATER)


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (Answer(), "unseen"),
        (Answer("unseen", evidence=True), "unseen"),
        (Answer("pass"), "unproven"),
        (Answer("pass", evidence=True), "met"),
        (Answer("na", evidence=True), "unseen"),
        (Answer("na", evidence=True, skippable=True), "na"),
        (Answer("na", skippable=True), "unproven"),
        (Answer("fail", evidence=True, commitment=True, due=TOMORROW), "failed"),
        (Answer("progress"), "loose"),
        (Answer("progress", commitment=True), "loose"),
        (Answer("progress", due=TOMORROW), "loose"),
        (Answer("progress", commitment=True, due=TOMORROW), "on_way"),
        (Answer("progress", commitment=True, due=TODAY), "on_way"),
        (Answer("progress", commitment=True, due=YESTERDAY), "overdue"),
    ],
)
def test_state(answer, state):
    assert state_of(answer, COMMIT, TODAY) == state


def test_progress_is_no_answer_where_the_rule_is_to_stop():
    promised = Answer("progress", evidence=True, commitment=True, due=TOMORROW)
    assert state_of(promised, STOP, TODAY) == "failed"


def test_without_a_day_nothing_is_overdue():
    assert state_of(Answer("progress", commitment=True, due=YESTERDAY), COMMIT, None) == "on_way"


@pytest.mark.parametrize(
    ("states", "verdict"),
    [
        (["met"] * 20 + ["failed"], "failed"),
        (["unseen", "unseen"], "unseen"),
        (["met", "unseen"], "partly"),
        (["unseen", "overdue"], "partly"),
        (["overdue", "unproven", "loose", "on_way", "met"], "overdue"),
        (["unproven", "loose", "on_way", "met"], "unproven"),
        (["loose", "on_way", "met"], "loose"),
        (["on_way", "met"], "on_way"),
        (["met", "na"], "met"),
        (["na"], "na"),
        ([], "na"),
    ],
)
def test_verdict_is_that_of_the_worst(states, verdict):
    assert verdict_of(states, MUST) == verdict


def test_only_one_rule_stops():
    assert [verdict_of(["failed", "unseen"], rule) for rule in RULES] == [
        "failed",
        "stop",
        "failed",
        "failed",
        "failed",
    ]


@pytest.mark.parametrize(
    ("rule", "free"),
    [
        (MUST, {"met", "na"}),
        (STOP, {"met", "na"}),
        (MITIGATE, {"met", "na", "on_way"}),
        (COMMIT, {"met", "na", "on_way"}),
        (LATER, {*STATES, "partly"}),
    ],
)
def test_what_holds_back(rule, free):
    assert {verdict for verdict in (*STATES, "partly") if not holds_back(verdict, rule)} == free
    assert set(ACCEPTED) == set(RULES)


@pytest.mark.parametrize(
    ("judged", "stands"),
    [
        ([(MUST, "met"), (STOP, "stop"), (LATER, "met")], "stop"),
        ([(MUST, "on_way"), (STOP, "met")], "not_yet"),
        ([(MUST, "met"), (COMMIT, "on_way")], "with_commitments"),
        ([(MUST, "met"), (LATER, "on_way")], "ready"),
        ([(MUST, "met"), (LATER, "failed")], "ready"),
    ],
)
def test_standing(judged, stands):
    assert standing(judged) == stands


@pytest.mark.parametrize(
    ("states", "share"),
    [
        (["met", "met", "failed", "unseen"], 0.5),
        (["met", "na"], 1.0),
        (["failed"], 0.0),
        (["unseen", "unseen"], None),
        (["na"], None),
        ([], None),
    ],
)
def test_share(states, share):
    assert share_met(states) == share


def test_urgency_puts_the_worst_abuses_first():
    order = [
        ("failed", STOP),
        ("unseen", STOP),
        ("failed", MUST),
        ("overdue", COMMIT),
        ("unseen", MITIGATE),
        ("loose", COMMIT),
        ("on_way", MUST),
        ("failed", LATER),
    ]
    assert [urgency(state, rule) for state, rule in order] == list(range(8))
    assert urgency("unproven", MUST) == urgency("loose", MITIGATE)


def test_nothing_is_missing_exactly_where_nothing_holds_back():
    """A module of one requirement: it holds back if and only if something stands in the list before “later”."""
    for state, rule in product(STATES, RULES):
        if rule == STOP and state in {"on_way", "overdue", "loose"}:
            continue  # never arises: progress is a failure there
        rank = urgency(state, rule)
        assert holds_back(verdict_of([state], rule), rule) == (rank is not None and rank < 7)


@pytest.mark.parametrize(("year", "rule"), [(None, LATER), (0, LATER), (2, LATER), (3, MUST), (4, MUST)])
def test_a_later_module_binds_from_its_year(year, rule):
    assert rule_in_year(MUST, 3, year) == rule
    assert rule_in_year(STOP, 0, year) == STOP


def test_days_between():
    assert days_between(date(2026, 11, 20), date(2027, 3, 1)) == 101
    assert days_between(TODAY, YESTERDAY) == -1
    assert days_between(None, TODAY) is None and days_between(TODAY, None) is None
