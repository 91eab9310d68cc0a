"""A rapid look at a mine site, worked on paper."""

import pytest

from batea.calc.ranges import UNKNOWN, Impossible, Range
from batea.calc.rapid_environment import (
    Patch,
    land_of,
    per_worker_m2,
    urgency_of,
    water_pairs,
)


def test_all_ratings_known_give_one_score():
    """3*(4-1) + 2*(2-1) + 1*(3-1) + 2*(2-1) = 15 of 32."""
    found = urgency_of(severity=4, extent=2, reversibility=3, people=2)
    assert found.least == found.most
    assert found.least.score == pytest.approx(100 * 15 / 32)


def test_missing_ratings_give_a_span():
    """Severity 3: 6 of 32 when all else is mildest, 6 + 8 + 4 + 8 = 26 of 32 when all else is worst."""
    found = urgency_of(3, None, None, None)
    assert (found.least.score, found.most.score) == (pytest.approx(18.75), pytest.approx(81.25))
    assert found.may_press and not found.pressing


def test_severe_and_undo_unknown_may_reach_the_floor():
    """Severity 4 is lifted to high only when it cannot be undone."""
    found = urgency_of(4, 1, None, 1)
    assert (found.least.level, found.most.level) == ("medium", "high")


@pytest.mark.parametrize("rating", [0, 6])
def test_ratings_outside_the_scale(rating):
    with pytest.raises(ValueError):
        urgency_of(rating, None, None, None)


def test_land_with_an_unknown_part():
    """1,000 m2 with 250 repaired, 600 m2 nobody looked at: between 250 and 850 of 1,600."""
    land = land_of([Patch("pit", 1000, 250, 90), Patch("camp", 600), Patch("road", None, None, 10)])
    assert land.disturbed_m2 == 1600
    assert land.rehabilitated_m2 == Range(250, None, 850)
    assert land.open_m2 == Range(750, None, 1350)
    assert land.share == Range(250 / 1600, None, 850 / 1600)
    assert land.volume_m3 == 100
    assert land.left_out == ("road",)


def test_land_fully_known():
    land = land_of([Patch("pit", 200, 50)])
    assert land.share == Range(0.25, 0.25, 0.25)
    assert land.open_m2 == Range(150, 150, 150)


def test_nothing_known_and_nothing_disturbed():
    assert land_of([]).share == UNKNOWN
    assert land_of([Patch("spring", 0, 0)]).share == UNKNOWN


@pytest.mark.parametrize(
    "patch",
    [Patch("pit", 10, 11), Patch("pit", -1), Patch("pit", None, float("inf")), Patch("pit", 1, 1, -2)],
)
def test_land_that_cannot_be(patch):
    with pytest.raises(Impossible):
        land_of([patch])


def test_ground_for_each_worker():
    assert per_worker_m2(1200, 8) == 150
    assert per_worker_m2(1200, 0) is None
    assert per_worker_m2(None, 8) is None


def test_water_above_and_below():
    """Turbidity 10 and 20 above (mean 15), 60 below; clarity only above: no pair."""
    readings = [
        ("turbidity_ntu", "above", 10),
        ("turbidity_ntu", "above", 20),
        ("turbidity_ntu", "below", 60),
        ("clarity_cm", "above", 90),
        ("distance_river_m", "site", 40),
    ]
    (pair,) = water_pairs(readings)
    assert (pair.above, pair.below, pair.difference, pair.worse) == (15, 60, 45, True)


def test_which_way_is_worse():
    def worse(quantity, above, below):
        return water_pairs([(quantity, "above", above), (quantity, "below", below)])[0].worse

    assert worse("clarity_cm", 90, 20) and not worse("clarity_cm", 20, 90)
    assert worse("conductivity_us_cm", 50, 51) and not worse("turbidity_ntu", 9, 9)
    assert not worse("ph", 7, 4)


@pytest.mark.parametrize("reading", [("ph", "below", 15), ("turbidity_ntu", "above", -1)])
def test_readings_that_cannot_be(reading):
    with pytest.raises(Impossible):
        water_pairs([reading])
