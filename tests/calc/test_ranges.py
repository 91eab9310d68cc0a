"""Ranges: sums and corners worked by hand."""

import pytest

from batea.calc.ranges import UNKNOWN, Impossible, Range, add_up, range_of, spread


def test_a_lone_number_stands_for_its_ends():
    assert range_of(None, 5, None) == Range(5, 5, 5)


def test_ends_without_best_keep_no_best():
    assert range_of(2, None, 9) == Range(2, None, 9)


def test_nothing_known_is_unknown_and_not_zero():
    assert range_of(None, None, None) == UNKNOWN
    assert not UNKNOWN.known


@pytest.mark.parametrize("ends", [(3, 2, 4), (1, 5, 4), (9, None, 2)])
def test_ends_out_of_order_are_refused_by_name(ends):
    with pytest.raises(Impossible) as refused:
        range_of(*ends, what="pit")
    assert refused.value.what == "pit"


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_numbers_that_are_none_are_refused(number):
    with pytest.raises(Impossible):
        range_of(None, number, None)


def test_lows_add_to_low_and_highs_to_high():
    assert add_up([Range(1, 2, 4), Range(10, 20, 30)]) == Range(11, 22, 34)


def test_a_part_without_best_leaves_the_sum_without_best():
    assert add_up([Range(1, None, 4), Range(10, 20, 30)]) == Range(11, None, 34)


def test_unknown_parts_are_left_out_of_the_sum():
    assert add_up([UNKNOWN, Range(1, 2, 4)]) == Range(1, 2, 4)
    assert add_up([UNKNOWN]) == UNKNOWN


def test_a_difference_takes_its_ends_at_opposite_corners():
    # by hand: 10–20 minus 3–4 lies between 10 − 4 and 20 − 3
    assert spread(lambda a, b: a - b, Range(10, 15, 20), Range(3, 3.5, 4)) == Range(6, 11.5, 17)
