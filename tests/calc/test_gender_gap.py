"""Indices of a gender gap analysis, against values worked on paper; unknown is never a zero."""

import pytest

from batea.calc.gender_gap import (
    bootstrap,
    composite,
    duncan,
    earnings_gap,
    exposure_ratio,
    holding_gap,
    parity,
    scale_gap,
    share,
    voice,
    wedge,
)
from batea.calc.ranges import Impossible


def test_the_worked_example():
    roles = [(5, 80), (10, 20), (60, 5), (25, 0), (0, 15)]
    assert duncan(roles) == pytest.approx(0.80833, abs=1e-5)
    assert earnings_gap([20, 30, 40], [40, 50, 60]) == pytest.approx(0.4)
    assert holding_gap(4 / 50, share(100, 120)) == pytest.approx(0.824)


def test_ends():
    assert duncan([(10, 0), (0, 7)]) == 1
    assert duncan([(10, 20), (5, 10)]) == 0
    assert scale_gap([0, 0], [4, 4]) == 1
    assert wedge([4], [0]) == 1
    assert voice([(True, 1), (False, 3)]) == 0.25
    assert holding_gap(0.6, 0.3) == 0  # women hold more than their share: no gap, not a negative one
    assert composite([2, 0.25]) == (0.5, 2)
    assert composite([0, 1]) == (0, 2)
    assert exposure_ratio((10, 20), (20, 80)) == 2


@pytest.mark.parametrize(
    "found",
    [
        share(None, 3),
        share(0, 0),
        parity(1, 0),
        duncan([]),
        duncan([(0, 4)]),
        earnings_gap([], [1]),
        earnings_gap([1], [0]),
        holding_gap(0.5, 0),
        holding_gap(None, 0.5),
        scale_gap([], [1]),
        wedge([1, 2], [1]),
        voice([]),
        composite([None])[0],
        exposure_ratio((1, 1), (0, 5)),
        bootstrap([1, 2, 3, 4], [1, 2, 3, 4, 5], earnings_gap),
    ],
)
def test_unknown_stays_unknown(found):
    assert found is None


def test_an_interval_is_the_same_each_time_and_holds_the_figure():
    women, men = [20, 25, 30, 35, 40, 45], [40, 45, 50, 55, 60, 65]
    low, high = bootstrap(women, men, earnings_gap)
    assert (low, high) == bootstrap(women, men, earnings_gap)
    assert low < earnings_gap(women, men) < high
    assert bootstrap([30] * 6, [50] * 6, earnings_gap) == (0.4, 0.4)


def test_people_cannot_be_below_nothing():
    with pytest.raises(Impossible):
        share(-1, 5)
