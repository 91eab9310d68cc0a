"""Orders from pairs and dots: a known fit, fairness to cards that met strong ones, ranges that hold what they promise."""

from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from batea.calc.pair_votes import (
    chances,
    draw,
    how_sure,
    of_dots,
    of_pairs,
    spread,
    strengths,
    student,
    without_one,
)
from batea.calc.ranges import Impossible
from batea.calc.ranking import bradley_terry

CARDS = ["dust", "permits", "prices", "water", "roads"]
pairs = st.permutations(CARDS).map(lambda cards: (cards[0], cards[1]))
ballots = st.lists(st.lists(pairs, min_size=1, max_size=8), min_size=1, max_size=8)


@given(ballots)
@settings(max_examples=60, deadline=None)
def test_strengths_are_bradley_terry_with_an_invented_card(cast):
    """The fit of ranking.py, which was checked by itself, says the same when the invented card is put in by hand."""
    told = [pair for ballot in cast for pair in ballot]
    mine = strengths(CARDS, told)
    wins = {card: {"invented": 1} for card in CARDS} | {"invented": dict.fromkeys(CARDS, 1)}
    for first, second in told:
        wins[first][second] = wins[first].get(second, 0) + 1
    theirs = bradley_terry([*CARDS, "invented"], wins)
    for card in CARDS:
        assert mine[card] == pytest.approx(theirs[card] / theirs["invented"], rel=1e-5)


@given(ballots)
@settings(max_examples=60, deadline=None)
def test_chances_lie_between_0_and_1_around_one_half_and_turn_round_with_the_votes(cast):
    found = of_pairs(CARDS, cast)
    assert all(0 < each < 1 for each in found.values())
    assert sum(found.values()) == pytest.approx(len(CARDS) / 2)
    turned = of_pairs(CARDS, [[(second, first) for first, second in ballot] for ballot in cast])
    assert {card: 1 - share for card, share in found.items()} == pytest.approx(turned, abs=1e-5)


@given(ballots, pairs)
@settings(max_examples=60, deadline=None)
def test_one_more_win_never_harms(cast, more):
    before, after = of_pairs(CARDS, cast), of_pairs(CARDS, [*cast, [more]])
    assert after[more[0]] >= before[more[0]] - 1e-6
    assert after[more[1]] <= before[more[1]] + 1e-6


def test_a_card_that_met_the_strong_ones_is_not_worse_off():
    """Water and roads won half of what they were in; water met the best card, roads the worst."""
    order = [("dust", "permits")] * 8 + [("permits", "dust")] + [("prices", "permits")]
    met = [("dust", "water"), ("water", "dust"), ("permits", "roads"), ("roads", "permits")]
    found = of_pairs(CARDS, [order, met])
    assert found["water"] > found["roads"]


def test_two_cards_and_one_vote_by_hand():
    """q = 1/p by symmetry, so the winner's p = (1 + 1) / (2/(p+1) + 1/(p+1/p))."""
    found = strengths(["a", "b"], [("a", "b")])
    assert found["a"] * found["b"] == pytest.approx(1)
    p = found["a"]
    assert p * (2 / (p + 1) + 1 / (p + 1 / p)) == pytest.approx(2)
    assert chances(found)["a"] == pytest.approx(p / (p + 1 / p))


@given(st.integers(2, 12), st.integers(1, 40), st.integers())
@settings(max_examples=80, deadline=None)
def test_drawn_pairs_are_different_and_show_each_card_as_often(cards, count, seed):
    items = [f"c{number}" for number in range(cards)]
    drawn = draw(items, count, Random(seed))
    assert len(drawn) == min(count, cards * (cards - 1) // 2)
    assert len({frozenset(pair) for pair in drawn}) == len(drawn)
    shown = [sum(item in pair for pair in drawn) for item in items]
    assert max(shown) - min(shown) <= 2


def test_sides_are_by_chance():
    left = [pair[0] for seed in range(400) for pair in draw(["a", "b"], 1, Random(seed))]
    assert 150 < left.count("a") < 250


@pytest.mark.parametrize("pair", [("dust", "dust"), ("dust", "gold"), ("gold", "dust")])
def test_what_is_no_pair_is_refused(pair):
    with pytest.raises(Impossible):
        strengths(CARDS, [pair])


@pytest.mark.parametrize(
    ("freedom", "table"), [(4, 2.1318), (9, 1.8331), (19, 1.7291), (39, 1.6849), (1000, 1.6464)]
)
def test_student_is_the_one_in_the_tables(freedom, table):
    assert student(freedom) == pytest.approx(table, abs=0.002)


def test_of_a_mean_the_jackknife_gives_its_standard_error():
    values = [3.0, 5.0, 9.0, 4.0, 4.0]
    again = [(sum(values) - each) / 4 for each in values]
    middle = sum(values) / 5
    error = (sum((each - middle) ** 2 for each in values) / 4 / 5) ** 0.5
    assert spread(again) == pytest.approx(student(4) * error)


def test_one_voice_is_sure_of_nothing_and_nobody_orders_nothing():
    alone = how_sure(["a", "b"], [[("a", "b")]], of_pairs)
    assert [(each.item, each.low, each.before_next) for each in alone] == [
        ("a", None, False),
        ("b", None, False),
    ]
    assert [each.item for each in how_sure(["a", "b"], [], of_dots)] == ["a", "b"]


def test_when_all_agree_the_order_is_sure_and_when_they_are_split_it_is_not():
    agreed = how_sure(["a", "b"], [{"a": 2, "b": 1}] * 9, of_dots)
    assert agreed[0].before_next
    assert agreed[0].low == agreed[0].high == pytest.approx(2 / 3)
    split = how_sure(["a", "b"], [[("a", "b")]] * 6 + [[("b", "a")]] * 5, of_pairs)
    assert split[0].item == "a"
    assert not split[0].before_next
    assert split[0].low < 0.5 < split[0].high


def test_the_range_holds_the_truth_nine_times_in_ten():
    """A room of 20 that sees 6 of 10 pairs each, 200 times: the range around the best card's chance."""
    true = dict(zip(CARDS, (3.0, 1.5, 1.0, 1.0, 0.4), strict=True))
    wanted, inside, random = chances(true)["dust"], 0, Random(7)
    for _room in range(200):
        cast = [
            [
                (a, b) if random.random() < true[a] / (true[a] + true[b]) else (b, a)
                for a, b in draw(CARDS, 6, random)
            ]
            for _voter in range(20)
        ]
        best = next(each for each in how_sure(CARDS, cast, of_pairs) if each.item == "dust")
        inside += best.low <= wanted <= best.high
    assert 165 <= inside <= 195


@pytest.mark.parametrize("count", [2, 7, 40, 93])
def test_each_ballot_is_left_out_once(count):
    kept = without_one(list(range(count)))
    assert len(kept) == min(count, 30)
    assert sorted(each for rest in kept for each in set(range(count)) - set(rest)) == list(range(count))


def test_pairs_of_all_cards_are_what_combinations_say():
    drawn = draw(CARDS, 99, Random(1))
    assert {frozenset(pair) for pair in drawn} == {frozenset(pair) for pair in combinations(CARDS, 2)}
