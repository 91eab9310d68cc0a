"""Item analysis and normalised gain against worked cases."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.stats import pointbiserialr

from batea.calc.learning_gain import correlation, difficulty, discrimination, gain, gains, level
from batea.calc.ranges import Impossible


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (40, 70, 0.5),  # half of what was left
        (0, 100, 1),
        (50, 50, 0),
        (90, 75, -1.5),  # J. Marx and K. Cummings, 2007, on why single losses weigh so much
        (99, 99, 0),
        (100, 100, None),
        (100, 80, None),
    ],
)
def test_the_gain_of_one(before, after, expected):
    assert gain(before, after) == pytest.approx(expected)


@pytest.mark.parametrize(("before", "after"), [(-1, 50), (50, 101)])
def test_what_is_no_percentage_is_refused(before, after):
    with pytest.raises(Impossible):
        gain(before, after)


def test_the_gain_of_the_averages_is_not_the_average_of_the_gains():
    """Two people, 20 → 60 and 80 → 90: both gain half; with 80 → 80 the two ways part (Bao, 2006)."""
    same = gains([(20, 60), (80, 90)])
    assert (same.of_averages, same.of_pairs) == (pytest.approx(0.5), pytest.approx(0.5))
    apart = gains([(20, 60), (80, 80)])
    assert apart.of_averages == pytest.approx(20 / 50)
    assert apart.of_pairs == pytest.approx(0.25)


def test_hakes_average_courses():
    """R. Hake, 1998: traditional courses gained 0.23, interactive ones 0.48; both start from the same 48 percent here."""
    traditional, interactive = gain(48, 48 + 0.23 * 52), gain(48, 48 + 0.48 * 52)
    assert (round(traditional, 2), level(traditional)) == (0.23, "low")
    assert (round(interactive, 2), level(interactive)) == (0.48, "medium")
    assert (level(0.7), level(0.3), level(0.2999)) == ("high", "medium", "low")


def test_who_knew_all_before_is_left_out_and_counted():
    found = gains([(100, 90), (50, 75)])
    assert (found.full, found.of_pairs, found.pairs) == (1, 0.5, 2)
    assert found.of_averages == pytest.approx(7.5 / 25)


def test_nobody_gains_nothing():
    found = gains([])
    assert (found.before, found.after, found.of_averages, found.of_pairs) == (None,) * 4
    assert gains([(100, 100)]).of_averages is None


def test_difficulty():
    assert difficulty([True, True, False, False, False]) == 0.4
    assert difficulty([]) is None


def test_the_example_of_scipys_manual():
    assert correlation([0, 0, 0, 1, 1, 1, 1], list(range(7))) == pytest.approx(0.8660254037844386)


def test_a_question_does_not_vouch_for_itself():
    """Four sheets, two questions that have nothing to do with each other: by the whole total each would look good."""
    right, totals = [True, True, False, False], [2, 1, 1, 0]
    assert correlation([float(one) for one in right], totals) == pytest.approx(0.7071, abs=1e-4)
    assert discrimination(right, totals) == pytest.approx(0)


def test_what_does_not_vary_tells_nothing():
    assert discrimination([True] * 5, [1, 2, 3, 4, 5]) is None
    assert discrimination([True, False], [1, 0]) is None
    assert correlation([1.0], [2.0]) is None


def test_as_many_answers_as_results():
    with pytest.raises(Impossible):
        correlation([1, 0], [1])


CALMLY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # the machine may be busy


@CALMLY
@given(st.lists(st.tuples(st.booleans(), st.integers(0, 12)), min_size=3, max_size=40))
def test_the_same_as_scipy(sheets):
    right, rest = [one for one, _ in sheets], [other for _, other in sheets]
    found = discrimination(right, [one + other for one, other in sheets])
    if len(set(right)) < 2 or len(set(rest)) < 2:
        assert found is None
    else:
        assert found == pytest.approx(pointbiserialr(right, rest).statistic, abs=1e-9)
        assert -1 - 1e-9 <= found <= 1 + 1e-9


percent = st.integers(0, 100)


@CALMLY
@given(st.lists(st.tuples(percent, percent), max_size=30))
def test_no_gain_is_above_one(pairs):
    found = gains(pairs)
    for each in (found.of_averages, found.of_pairs):
        assert each is None or each <= 1 + 1e-9
