"""Ordinal answers: an answer somebody gave, never one between two."""

import pytest

from batea.calc.ranges import Impossible
from batea.calc.safety_culture import standing, together


@pytest.mark.parametrize(
    ("counts", "low", "middle", "high"),
    [
        ([1, 0, 0, 0, 0], 1, 1, 1),
        ([0, 0, 0, 0, 7], 5, 5, 5),
        ([1, 1, 1, 1, 1], 2, 3, 4),  # ceil(5/4) = 2nd, 3rd, 4th
        ([2, 0, 0, 0, 2], 1, 1, 5),  # 1st, 2nd, 3rd of four
        ([6, 2, 1, 0, 1], 1, 1, 2),
    ],
)
def test_the_middle_and_its_half(counts, low, middle, high):
    found = standing(counts)
    assert (found.low, found.middle, found.high) == (low, middle, high)
    assert found.people == sum(counts) and found.spread == high - low


def test_nobody_is_no_rung():
    assert standing([0] * 5) is None


@pytest.mark.parametrize("counts", [[-1, 2, 0, 0, 0], [1, 1]])
def test_what_cannot_be_is_refused(counts):
    with pytest.raises(Impossible):
        standing(counts)


def test_groups_together():
    assert together([[1, 0, 0, 0, 2], [0, 3, 0, 0, 1]]) == [1, 3, 0, 0, 3]
