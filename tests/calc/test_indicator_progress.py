"""Share of the way, status and the warning about error, on hand-worked cases."""

from datetime import date

import pytest

from batea.calc.calendar import months_later, share_of_time
from batea.calc.progress import (
    BEHIND,
    NO_DATA,
    ON_TRACK,
    REACHED,
    Progress,
    progress,
    share_of_way,
    smaller_than_error,
    wrong_side,
)


@pytest.mark.parametrize(
    ("direction", "baseline", "latest", "target", "share"),
    [
        ("up", 20, 35, 80, 0.25),
        ("down", 40, 30, 20, 0.5),
        ("up", 20, 10, 80, -1 / 6),
        ("down", 40, 44, 20, -0.2),
        ("up", 0, 100, 100, 1.0),
    ],
)
def test_share_of_the_way(direction, baseline, latest, target, share):
    assert share_of_way(direction, latest, target, baseline) == pytest.approx(share)


@pytest.mark.parametrize(
    ("value", "share"), [(50, 0.0), (60, 0.5), (70, 1.0), (85, 1.0), (95, 0.75), (40, -0.5)]
)
def test_band_is_measured_from_its_nearest_edge(value, share):
    assert share_of_way("band", value, 70, 50, upper=90) == pytest.approx(share)


@pytest.mark.parametrize(
    ("latest", "elapsed", "status"),
    [
        (30, 0.5, ON_TRACK),
        (29, 0.5, ON_TRACK),
        (27.9, 0.5, BEHIND),
        (20, 0.0, BEHIND),
        (20.1, 0.0, ON_TRACK),
        (40, 0.1, REACHED),
        (41, 1.0, REACHED),
        (39, 1.0, ON_TRACK),
        (37, 1.0, BEHIND),
    ],
)
def test_status_follows_a_straight_path_with_ten_points_of_tolerance(latest, elapsed, status):
    assert progress("up", latest, 40, baseline=20, elapsed=elapsed).status == status


@pytest.mark.parametrize(("direction", "worse_value"), [("up", 19), ("down", 21), ("band", 10)])
def test_moving_away_is_worse(direction, worse_value):
    target = 10 if direction == "down" else 40
    found = progress(direction, worse_value, target, baseline=20, upper=60, elapsed=0.0)
    assert (found.status, found.worse) == (BEHIND, True)


@pytest.mark.parametrize(
    ("direction", "latest", "target"), [("up", None, 3), ("up", 3, None), ("context", 3, 5)]
)
def test_nothing_is_judged_without_data_or_for_context(direction, latest, target):
    assert progress(direction, latest, target, baseline=1) == Progress(NO_DATA)


def test_without_a_baseline_only_the_end_can_be_judged():
    assert progress("up", 5, 10, elapsed=0.5).status == NO_DATA
    assert progress("up", 5, 10, elapsed=1.0).status == BEHIND
    assert progress("up", 10, 10, elapsed=0.5).status == REACHED


def test_a_band_without_an_upper_edge_is_a_point():
    assert progress("band", 10, 10).status == REACHED
    assert progress("band", 11, 10).status == BEHIND


@pytest.mark.parametrize(
    ("direction", "baseline", "target", "wrong"),
    [
        ("up", 50, 40, True),
        ("up", 40, 50, False),
        ("down", 40, 50, True),
        ("down", 50, 40, False),
        ("band", 1, 2, False),
    ],
)
def test_target_on_the_wrong_side(direction, baseline, target, wrong):
    assert wrong_side(direction, baseline, target) is wrong


def test_a_target_on_the_wrong_side_has_no_share():
    assert share_of_way("up", 45, 40, 50) is None


@pytest.mark.parametrize(
    ("target", "low", "high", "hidden"),
    [
        (90, 80, 120, True),
        (80, 80, 120, True),
        (79, 80, 120, False),
        (90, None, 120, False),
        (90, 90, 90, False),
    ],
)
def test_target_smaller_than_the_error(target, low, high, hidden):
    assert smaller_than_error(target, low, high) is hidden


@pytest.mark.parametrize(
    "wrong",
    [
        {"direction": "sideways", "latest": 1, "target": 2},
        {"direction": "up", "latest": float("nan"), "target": 2},
        {"direction": "up", "latest": 1, "target": float("inf")},
        {"direction": "up", "latest": 1, "target": 2, "elapsed": 1.2},
    ],
)
def test_nonsense_is_refused(wrong):
    with pytest.raises(ValueError):
        progress(**wrong)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2025, 11, 30), 3, date(2026, 2, 28)),
        (date(2025, 3, 15), -3, date(2024, 12, 15)),
        (date(2025, 3, 15), 0, date(2025, 3, 15)),
    ],
)
def test_months_later(day, months, later):
    assert months_later(day, months) == later


def test_months_outside_the_calendar_are_refused():
    with pytest.raises(ValueError):
        months_later(date(9999, 12, 1), 1)


def test_share_of_time():
    start, end = date(2025, 1, 1), date(2025, 1, 11)
    assert share_of_time(start, date(2025, 1, 6), end) == 0.5
    assert share_of_time(start, date(2026, 1, 1), end) == 1.0
    assert share_of_time(start, date(2024, 1, 1), end) == 0.0
    assert share_of_time(end, end, end) == 1.0
