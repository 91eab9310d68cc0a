"""Hidden counts of people against an attacker who knows every total and solves for them."""

import random

import pytest
from scipy.optimize import linprog

from batea.calc.ranges import Impossible
from batea.calc.small_cells import LIMIT, hidden_rows


def attack(table, hidden, place, column):
    """The lowest and highest a hidden cell can be, from what is published: shown cells, row and column totals."""
    cells = [(r, c) for r in sorted(hidden) for c in range(len(table[0]))]
    rows, values = [], []
    if len(table[0]) > 1:
        for r in sorted(hidden):
            rows.append([1 if cell[0] == r else 0 for cell in cells])
            values.append(sum(table[r]))
    for c in range(len(table[0])):
        rows.append([1 if cell[1] == c else 0 for cell in cells])
        values.append(sum(table[r][c] for r in hidden))
    wanted = [1 if cell == (place, column) else 0 for cell in cells]
    ends = []
    for sign in (1, -1):
        found = linprog([sign * each for each in wanted], A_eq=rows, b_eq=values, bounds=(0, None))
        ends.append(sign * found.fun)
    return round(ends[0], 6), round(ends[1], 6)


def population(dice):
    rows, columns = dice.randint(1, 7), dice.randint(1, 4)
    return [
        [dice.choice((0, 0, 1, 2, 3, 7, 9, 10, 14, 40, 200)) for _c in range(columns)] for _r in range(rows)
    ]


def test_no_small_count_can_be_worked_out():
    """1,000 random populations (P22): each small count might be anything from 1 to 9, or lies in a range 10 wide."""
    dice = random.Random(22)
    attacked = everything_hidden = 0
    for _n in range(1000):
        table = population(dice)
        hidden = hidden_rows(table)
        if hidden is None:
            everything_hidden += 1
            continue
        small = [(r, c) for r, row in enumerate(table) for c, count in enumerate(row) if 0 < count < LIMIT]
        assert all(r in hidden for r, _c in small)
        for r, c in dice.sample(small, min(len(small), 2)):
            low, high = attack(table, hidden, r, c)
            attacked += 1
            assert (low <= 1 and high >= LIMIT - 1) or high - low >= LIMIT, (table, hidden, r, c, low, high)
    assert attacked > 500 and everything_hidden > 10


def test_hiding_the_small_cell_alone_would_not_do():
    """The attacker finds what a plain rule leaves open: 3 = 103 − 100."""
    table = [[3, 40], [100, 60]]
    assert attack(table, {0}, 0, 0) == (3, 3)
    assert hidden_rows(table) == {0, 1}


@pytest.mark.parametrize(
    ("table", "hidden"),
    [
        ([], set()),
        ([[0], [12]], set()),
        ([[0, 10], [50, 11]], set()),
        ([[None, 20]], set()),
        ([[4], [30], [80]], {0, 1}),
        ([[4]], None),
        ([[1, 1]], None),
    ],
)
def test_rows(table, hidden):
    assert hidden_rows(table) == hidden


def test_the_limit_may_be_raised_and_not_lowered():
    assert hidden_rows([[12], [40]], limit=20) == {0, 1}
    with pytest.raises(Impossible):
        hidden_rows([[3]], limit=4)
