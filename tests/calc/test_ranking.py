"""Orders from votes, against values that can be worked out by hand."""

import random

import pytest

from batea.calc.ranking import bradley_terry, connected, copeland, cycle, kendall


def test_strengths_come_back_from_votes_in_their_proportions():
    """Expected votes of strengths 8, 4, 2, 1 give the same strengths back: the estimate's own equation."""
    true = {"a": 8, "b": 4, "c": 2, "d": 1}
    wins = {i: {j: 1000 * true[i] / (true[i] + true[j]) for j in true if j != i} for i in true}
    found = bradley_terry(list(true), wins)
    assert [found[item] for item in true] == pytest.approx([8 / 15, 4 / 15, 2 / 15, 1 / 15])


def test_at_the_estimate_expected_wins_equal_wins():
    """The likelihood's own condition (Bradley and Terry): each item's wins are what its strength would win."""
    dice = random.Random(3)
    items = list("abcde")
    wins = {i: {j: dice.randint(1, 9) for j in items if j != i} for i in items}
    found = bradley_terry(items, wins)
    for i in items:
        expected = sum((wins[i][j] + wins[j][i]) * found[i] / (found[i] + found[j]) for j in items if j != i)
        assert expected == pytest.approx(sum(wins[i].values()))


def test_without_a_chain_of_votes_there_is_no_strength():
    assert not connected(["a", "b"], {"a": {"b": 3}})
    assert bradley_terry(["a", "b"], {"a": {"b": 3}}) is None
    assert bradley_terry(["a"], {}) is None


def test_majorities_and_circles():
    wins = {"a": {"b": 2, "c": 1}, "b": {"c": 2, "a": 1}, "c": {"a": 2, "b": 1}}
    assert set(cycle(["a", "b", "c"], wins)) == {"a", "b", "c"}
    assert copeland(["a", "b", "c"], wins) == {"a": (1, 1), "b": (1, 1), "c": (1, 1)}
    assert cycle(["a", "b", "c"], {"a": {"b": 2, "c": 2}, "b": {"c": 2}}) is None
    assert copeland(["a", "b"], {"a": {"b": 1}, "b": {"a": 1}}) == {"a": (0, 0), "b": (0, 0)}


@pytest.mark.parametrize(
    ("first", "second", "tau"),
    [
        ([1, 2, 3], [1, 2, 3], 1),
        ([1, 2, 3], [3, 2, 1], -1),
        ([1, 2, 3], [1, 3, 2], 1 / 3),  # two pairs agree, one is against
        ([1, 1, 2], [1, 2, 3], 2 / (2 * 3) ** 0.5),  # one tie: (2 − 0) / √((3 − 1)(3 − 0))
        ([1, 1], [1, 2], None),
    ],
)
def test_agreement(first, second, tau):
    found = kendall(first, second)
    assert found == (None if tau is None else pytest.approx(tau))
