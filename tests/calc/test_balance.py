"""Balance of women and men: the cases of the room, and the smallest number against a search that knows no formula."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batea.calc.balance import Count, counted, extra_needed, in_range, invitations_for
from batea.calc.ranges import Impossible


def test_others_and_not_stated_are_counted_apart():
    count = counted(["f", "m", "", "x", "f"])
    assert (count.women, count.men, count.others) == (2, 1, 2)
    assert count.share == pytest.approx(66.67, abs=0.01)
    assert counted(["", "x"]).share is None


@pytest.mark.parametrize(
    ("women", "men", "least", "most", "extra"),
    [
        (11, 16, 40, 60, (0, 0)),  # 40.7 %
        (10, 17, 40, 60, (2, 0)),  # 12 of 29 are 41.4 %; 11 of 28 only 39.3 %
        (12, 15, 50, 50, (3, 0)),  # as at Punta Cana: three more women make it even
        (17, 10, 40, 60, (0, 2)),
        (0, 1, 40, 60, (1, 0)),
        (0, 0, 40, 60, (1, 1)),
        (0, 3, 100, 100, None),
        (3, 0, 100, 100, (0, 0)),
        (3, 0, 0, 0, None),
    ],
)
def test_the_fewest_further_invitations(women, men, least, most, extra):
    assert extra_needed(Count(women, men), least, most) == extra


def searched(count: Count, least: int, most: int) -> int | None:
    """The smallest number by trying all pairs up to thirty."""
    found = [
        w + m
        for w, m in product(range(31), repeat=2)
        if in_range(Count(count.women + w, count.men + m), least, most)
    ]
    return min((each for each in found if each <= 30), default=None)


@given(
    st.integers(0, 25),
    st.integers(0, 25),
    st.tuples(st.integers(0, 100), st.integers(0, 100)).map(sorted),
)
def test_nothing_smaller_exists_and_the_answer_is_in_the_range(women, men, ends):
    count, (least, most) = Count(women, men), ends
    extra = extra_needed(count, least, most)
    known = searched(count, least, most)
    if extra is None or sum(extra) > 30:
        assert known is None
    else:
        assert sum(extra) == known
        assert in_range(Count(women + extra[0], men + extra[1]), least, most)


@pytest.mark.parametrize(("least", "most"), [(-1, 50), (60, 40), (50, 101)])
def test_a_range_that_is_none_is_refused(least, most):
    with pytest.raises(Impossible):
        extra_needed(Count(1, 1), least, most)


def test_invitations_by_how_often_others_accepted():
    assert invitations_for(3, 8, 2) == 4
    assert invitations_for(3, 10, 0) == 3
    assert invitations_for(0, 8, 2) == 0
    assert invitations_for(3, 2, 2) is None  # four answers are too few
    assert invitations_for(3, 0, 9) is None
