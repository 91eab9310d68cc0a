"""Bounded, monotone, and a harm that kills never looks moderate."""

from itertools import product

import pytest

from batea.calc.priority import FLOOR, LEVEL_NAMES, level_of, priority_of

SCALE = range(1, 6)


@pytest.mark.parametrize(
    ("ratings", "score", "level"),
    [
        ((1, 1, 1, 1), 0.0, "low"),
        ((5, 5, 5, 5), 100.0, "very_high"),
        ((3, 3, 3, 3), 50.0, "high"),
        ((2, 2, 2, 2), 25.0, "medium"),
        ((4, 4, 4, 4), 75.0, "very_high"),
        ((5, 1, 1, 1), 25.0, "medium"),  # extent weighs 2 of 8
        ((1, 4, 1, 1), 28.125, "medium"),  # severity weighs 3 of 8
        ((1, 1, 1, 5), 25.0, "medium"),  # people weigh 2 of 8
        ((1, 1, 5, 1), 12.5, "low"),  # reversibility weighs 1 of 8
    ],
)
def test_worked_by_hand(ratings, score, level):
    found = priority_of(*ratings)
    assert (found.score, found.level, found.lifted) == (score, level, False)


@pytest.mark.parametrize("ratings", [(1, 5, 1, 1), (1, 4, 5, 1)])
def test_what_kills_or_cannot_be_undone_is_never_below_high(ratings):
    found = priority_of(*ratings)
    assert (found.score, found.level, found.lifted, found.pressing) == (FLOOR, "high", True, True)


def test_bounded_and_never_falling_when_one_rating_rises():
    for ratings in product(SCALE, repeat=4):
        score = priority_of(*ratings).score
        assert 0 <= score <= 100
        for place in range(4):
            if ratings[place] < 5:
                higher = (*ratings[:place], ratings[place] + 1, *ratings[place + 1 :])
                assert priority_of(*higher).score >= score


def test_every_band_is_reached():
    assert {priority_of(*ratings).level for ratings in product(SCALE, repeat=4)} == set(LEVEL_NAMES)


@pytest.mark.parametrize("ratings", [(0, 3, 3, 3), (3, 6, 3, 3), (3, 3, -1, 3), (3, 3, 3, 50)])
def test_ratings_outside_the_scale_are_refused(ratings):
    with pytest.raises(ValueError, match="rated from 1 to 5"):
        priority_of(*ratings)


@pytest.mark.parametrize("score", [-0.1, 100.1])
def test_scores_outside_the_bounds_are_refused(score):
    with pytest.raises(ValueError, match="between 0 and 100"):
        level_of(score)
