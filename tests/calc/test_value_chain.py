"""The value chain. Oracles: chains worked on paper, distributions with known quantiles, scipy's rank correlation."""

from itertools import pairwise
from math import log, sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import spearmanr, triang

from batea.calc.ranges import UNKNOWN, Impossible, Range
from batea.calc.value_chain import (
    ONE,
    Advance,
    Costs,
    Node,
    Stays,
    break_even,
    chain_of,
    concentration,
    finance_cost,
    linked,
    quantile,
    ranked,
    reference_share,
    transmission,
    triangle,
    with_change,
)


def exact(value: float) -> Range:
    return Range(value, value, value)


def told(*prices, costs=None) -> list[Node]:
    """Actors a, b, c … with exact prices; None where nobody knows."""
    return [
        Node(
            chr(ord("a") + place),
            UNKNOWN if price is None else exact(price),
            costs=(costs or {}).get(place, Costs()),
        )
        for place, price in enumerate(prices)
    ]


def best(chain, what: str) -> list:
    return [getattr(part, what).best for part in chain.parts]


# The chain of the method, 20 – 26 – 40 – 60 – 100 --------------------------------------------------------------------


def test_the_worked_chain():
    chain = chain_of(told(20, 26, 40, 60, 100, costs={0: Costs(inputs=8)}))
    assert best(chain, "share") == pytest.approx([0.20, 0.06, 0.14, 0.20, 0.40])
    assert chain.producer_share.best == pytest.approx(0.20)
    assert chain.parts[0].value_added == exact(12)
    assert chain.parts[1].value_added == UNKNOWN  # inputs not told are not nothing
    assert chain.largest == ("e", 1.0)
    assert [names for names, _adds in chain.build] == [("a",), ("b",), ("c",), ("d",), ("e",)]


def test_without_doubt_every_range_is_a_point():
    for part in chain_of(told(20, 26, 40)).parts:
        assert part.share.low == part.share.best == part.share.high


# One unit of final product -------------------------------------------------------------------------------------------


def test_yields_bring_prices_and_costs_to_one_final_unit():
    # one unit of metal needs 1 / 0.4 = 2.5 of concentrate and 2.5 / 0.5 = 5 of ore
    nodes = [
        Node("pit", exact(2), costs=Costs(0.4, 0.6, 0, 0.1, 0)),
        Node("mill", exact(10), exact(0.5), Costs(3, 1, 0.4, 0.2, 0.1)),
        Node("refiner", exact(100), exact(0.4)),
    ]
    chain = chain_of(nodes)
    assert best(chain, "price") == pytest.approx([10, 25, 100])
    assert best(chain, "share") == pytest.approx([0.10, 0.15, 0.75])
    mill = chain.parts[1]
    assert mill.value_added.best == pytest.approx(15 - 2.5 * 3)
    assert mill.gross.best == pytest.approx(15 - 2.5 * 4.4)
    assert mill.gross_rate.best == pytest.approx(4 / 25)
    assert mill.left.best == pytest.approx(15 - 2.5 * 4.7)
    assert mill.left_rate.best == pytest.approx(3.25 / 25)


def test_the_first_actor_buys_nothing_so_its_yield_says_nothing():
    assert chain_of([Node("a", exact(20), exact(0.1)), Node("b", exact(100))]).producer_share == exact(0.2)


def test_worst_cases_of_a_price_take_the_yields_at_their_ends():
    chain = chain_of([Node("a", Range(10, None, 12)), Node("b", exact(100), Range(0.2, 0.3, 0.5))])
    assert chain.parts[0].price == Range(pytest.approx(20), None, pytest.approx(60))


def test_an_unknown_yield_leaves_earlier_prices_bounded_only():
    chain = chain_of([Node("a", exact(3500)), Node("b", exact(100), UNKNOWN)])
    assert chain.parts[0].assumed
    assert chain.parts[0].price == Range(0, None, 100)
    assert (chain.wanted[0].what, chain.wanted[0].name, chain.wanted[0].missing) == ("yield", "b", True)


# What nobody knows ---------------------------------------------------------------------------------------------------


def test_a_missing_price_lies_anywhere_between_its_neighbours():
    chain = chain_of(told(20, None, 100))
    village = chain.parts[1]
    assert village.assumed and village.share.best is None
    assert (village.share.low, village.share.high) == pytest.approx((0.04, 0.76))  # 5 % and 95 % of 0.8
    assert chain.producer_share == exact(0.2)
    assert [(names, adds.best) for names, adds in chain.build] == [(("a",), 20), (("b", "c"), 80)]


def test_several_missing_prices_stay_in_order_and_share_the_same_way():
    chain = chain_of(told(10, None, None, 100))
    assert all(part.doubt == 0 for part in chain.parts)
    # the gap of two points on a stretch: P(gap < x) = 1 − (1 − x)², 5 % at 1 − √0.95
    low = 0.9 * (1 - sqrt(0.95))
    assert [part.share.low for part in chain.parts[1:]] == pytest.approx([low] * 3, rel=0.15)


def test_without_a_final_price_there_are_steps_but_no_shares():
    chain = chain_of(told(20, 26, None))
    assert best(chain, "step") == [20, 6, None]
    assert chain.build == () and chain.largest is None
    assert chain.producer_share == UNKNOWN
    assert (chain.wanted[0].what, chain.wanted[0].name) == ("price", "c")


def test_a_final_price_alone_says_nothing_sure():
    chain = chain_of(told(None, 100))
    assert chain.parts[0].share.best is None
    assert (chain.parts[0].share.low, chain.parts[0].share.high) == pytest.approx((0.05, 0.95))


# Draws ---------------------------------------------------------------------------------------------------------------


@given(st.floats(0, 100), st.floats(0.01, 100), st.floats(0, 1), st.floats(0.001, 0.999))
def test_the_triangle_is_that_of_scipy(low, width, mode, part):
    bounds = Range(low, low + mode * width, low + width)
    assert triangle(bounds, part) == pytest.approx(triang.ppf(part, mode, low, width), rel=1e-6, abs=1e-6)


def test_one_uncertain_price_gives_the_quantiles_of_its_triangle():
    chain = chain_of([Node("a", Range(18, 20, 25)), Node("b", exact(100))])
    low, high = 18 + sqrt(0.05 * 7 * 2), 25 - sqrt(0.05 * 7 * 5)
    assert (chain.producer_share.low, chain.producer_share.high) == pytest.approx((low / 100, high / 100))
    assert chain.producer_share.best == pytest.approx(0.2)


def test_a_best_at_an_end_is_never_left_outside():
    share = chain_of([Node("a", Range(10, 10, 30)), Node("b", exact(100))]).producer_share
    assert share.low == share.best == pytest.approx(0.1)


def test_the_same_answers_give_the_same_result():
    nodes = [Node("a", Range(10, 20, 30)), Node("b"), Node("c", Range(90, 100, 150), Range(0.5, None, 1))]
    assert chain_of(nodes) == chain_of(nodes)


def test_how_stable_the_largest_share_is():
    # both shares come from one price around the middle: each is the largest in half of the draws
    name, part = chain_of([Node("a", Range(40, 50, 60)), Node("b", exact(100))]).largest
    assert name in "ab" and part == pytest.approx(0.5, abs=0.01)


def test_doubt_is_the_part_of_the_draws_at_a_loss():
    chain = chain_of([Node("a", Range(20, 30, 40)), Node("b", exact(30)), Node("c", exact(50))])
    assert chain.parts[1].doubt == pytest.approx(0.5, abs=0.01)


def test_rank_correlation_is_that_of_scipy():
    one, other = [3.0, 1.0, 4.0, 1.5, 9.0], [2.0, 7.0, 1.0, 8.0, 2.5]
    assert linked(ranked(one), ranked(other)) == pytest.approx(spearmanr(one, other).statistic ** 2)


def test_quantiles_lie_between_values():
    assert quantile([7.0], 0.05) == 7
    assert quantile([0.0, 1.0, 2.0, 3.0], 0.5) == 1.5
    assert quantile([0.0, 10.0], 0.05) == 0 and quantile([0.0, 10.0], 0.95) == 10


def test_the_wider_number_is_to_be_found_out_first():
    nodes = [Node("a", Range(19, 20, 21)), Node("b", Range(30, 45, 60)), Node("c", exact(100))]
    first, second, *costs = chain_of(nodes).wanted
    assert (first.name, second.name) == ("b", "a")
    assert first.spread > 0.9 and second.producer == pytest.approx(1, abs=0.01)
    assert {wanted.what for wanted in costs} == {"costs"}


def test_what_is_known_exactly_is_not_asked_for():
    full = Costs(0, 0, 0, 0, 0)
    assert chain_of([Node("a", exact(20), costs=full), Node("b", exact(100), costs=full)]).wanted == ()


def test_ten_uncertain_actors_give_the_same_shares_each_time():
    """Draws have a fixed seed. How long they take is measured in benchmarks/, not here."""
    nodes = [
        Node(
            str(place),
            Range(10.0 * place + 5, None, 10.0 * place + 18) if place % 3 else UNKNOWN,
            Range(0.5, None, 0.9),
            Costs(1, 1, 1, 1, 1),
            in_area=place < 4,
            in_country=True,
            licensed=place > 4,
        )
        for place in range(9)
    ]
    nodes.append(Node("shop", Range(100, None, 130), Range(0.3, 0.4, 0.5)))
    first, again = chain_of(nodes), chain_of(nodes)
    assert first == again
    assert len(first.parts) == 10


@st.composite
def chains(draw):
    count = draw(st.integers(2, 6))
    price = st.one_of(
        st.just(UNKNOWN),
        st.lists(st.floats(1, 1000), min_size=3, max_size=3).map(lambda three: Range(*sorted(three))),
    )
    rate = st.lists(st.floats(0.1, 2), min_size=2, max_size=2).map(
        lambda two: Range(min(two), None, max(two))
    )
    cost = st.one_of(st.none(), st.floats(0, 50))
    said = st.one_of(st.none(), st.booleans())
    return [
        Node(
            str(place),
            draw(price),
            draw(st.one_of(st.just(ONE), st.just(UNKNOWN), rate)),
            Costs(*(draw(cost) for _ in range(5))),
            draw(said),
            draw(said),
            draw(said),
        )
        for place in range(count)
    ]


@settings(max_examples=60, deadline=None)
@given(chains())
def test_whatever_is_known_shares_sum_to_one_and_ranges_are_in_order(nodes):
    chain = chain_of(nodes, draws=50)
    shares = best(chain, "share")
    if None not in shares:
        assert sum(shares) == pytest.approx(1)
    if chain.build:
        bests = [adds.best for _names, adds in chain.build]
        final = nodes[-1].price.best
        assert sum(bests) == pytest.approx(final)
    for part in chain.parts:
        for found in (part.price, part.step, part.share, part.value_added, part.gross, part.left):
            known = [end for end in (found.low, found.best, found.high) if end is not None]
            assert all(a <= b + 1e-9 * abs(b) for a, b in pairwise(known))


# What stays ----------------------------------------------------------------------------------------------------------


def place(price, costs=None, **where):
    return Node("x", exact(price), costs=costs or Costs(), **where)


def test_what_stays_is_what_is_added_less_what_is_bought_and_paid_elsewhere():
    here = place(40, Costs(inputs=10, wages=5, variable=4, taxes=2, unofficial=0), in_area=True)
    chain = chain_of([here, place(100, in_area=False)], area=Stays(exact(0.5), exact(0.25)))
    assert chain.area.best == pytest.approx((40 - 7 - 1.5) / 100)


def test_unofficial_payments_may_stay_or_leave():
    here = place(40, Costs(0, 0, 0, 0, unofficial=10), in_area=True)
    area = chain_of([here, place(100, in_area=False)]).area
    assert (area.low, area.best, area.high) == pytest.approx((0.3, None, 0.4))


def test_whoever_may_be_elsewhere_opens_the_range():
    nodes = [place(40, Costs(0, 0, 0, 0, 0), in_area=True), place(100)]
    area = chain_of(nodes).area
    assert (area.low, area.best, area.high) == pytest.approx((0.4, None, 1.0))


def test_nobody_said_where_anybody_is():
    assert chain_of(told(20, 100)).area == UNKNOWN


def test_a_price_between_two_of_one_place_has_no_say_in_what_stays_there():
    nodes = [
        Node(name, price, costs=Costs(0, 0, 0, 0, 0), in_country=True)
        for name, price in (("a", exact(20)), ("b", UNKNOWN), ("c", exact(100)))
    ]
    country = chain_of(nodes).country
    assert country.best == pytest.approx(1) and country.low == pytest.approx(1)


def test_taxes_nobody_told_lie_between_nothing_and_all_that_is_added():
    fiscal = chain_of([place(40, Costs(taxes=5)), place(100)]).fiscal
    assert (fiscal.low, fiscal.best, fiscal.high) == pytest.approx((0.05, None, 0.65))
    assert chain_of(told(20, 100)).fiscal == UNKNOWN


def test_whoever_adds_less_than_nothing_is_not_taken_to_be_paid_for_it():
    fiscal = chain_of([place(40, Costs(taxes=5)), place(30), place(100)]).fiscal
    assert (fiscal.low, fiscal.high) == pytest.approx((0.05, 0.75))


def test_a_cost_in_own_units_counts_as_often_as_units_are_needed():
    chain = chain_of([place(10, Costs(unofficial=1)), Node("y", exact(100), exact(0.5), Costs(unofficial=0))])
    assert chain.unofficial.best == pytest.approx(0.02)


def test_actors_without_a_licence():
    chain = chain_of([place(30, licensed=False), place(60, licensed=True), place(100)])
    without = chain.unlicensed
    assert (without.low, without.best, without.high) == pytest.approx((0.3, None, 0.7))


# What if -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("what", "value", "found"),
    [("price", 30, lambda node: node.price), ("yield", 0.5, lambda node: node.conversion)],
)
def test_one_number_is_replaced_by_an_exact_one(what, value, found):
    changed = with_change(told(20, 100), 0, what, value)
    assert found(changed[0]).low == found(changed[0]).high == value
    assert changed[1] == told(20, 100)[1]


def test_one_cost_is_replaced():
    assert with_change(told(20, 100), 1, "wages", 3)[1].costs == Costs(wages=3)


# Beside the chain ----------------------------------------------------------------------------------------------------


def test_price_at_the_pit_of_the_pure_content():
    share = reference_share(Range(55, None, 65), 120, 0.9)
    assert (share.low, share.high) == pytest.approx((55 / 108, 65 / 108))
    assert reference_share(exact(5), 0) == UNKNOWN


def test_concentration_of_buyers():
    found = concentration([0.6, 0.3, 0.1])
    assert found.hhi.best == pytest.approx(0.46) and found.top3.best == pytest.approx(1)
    part = concentration([0.5, 0.3])  # a fifth not known: nobody large, or one buyer
    assert (part.hhi.low, part.hhi.high) == pytest.approx((0.34, 0.38))
    assert (part.top3.low, part.top3.high) == pytest.approx((0.8, 1.0))
    four = concentration([0.4, 0.2, 0.1, 0.1])
    assert (four.top3.low, four.top3.high) == pytest.approx((0.7, 0.8))


def test_equal_buyers_make_one_over_their_number():
    assert concentration([0.2] * 5).hhi.best == pytest.approx(0.2)


def test_elasticity_is_the_slope_on_logarithms():
    months = [(10 * k, 100 * k * k) for k in (1, 2, 3, 4)]
    found = transmission(months)
    assert (found.low, found.best, found.high) == pytest.approx((0.5, 0.5, 0.5))


def test_elasticity_by_hand_with_noise():
    months = [(10, 100), (11, 110), (11, 120), (13, 130), (13, 140)]
    xs, ys = [log(reference) for _pit, reference in months], [log(pit) for pit, _reference in months]
    mean_x, mean_y = sum(xs) / 5, sum(ys) / 5
    by_hand = sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True)) / sum(
        (x - mean_x) ** 2 for x in xs
    )
    found = transmission(months)
    assert found.best == pytest.approx(by_hand)
    assert found.low < found.best < found.high


@pytest.mark.parametrize(
    "months",
    [
        [],
        [(10, 100), (11, 110), (12, 120)],
        [(10, 100)] * 6,
        [(0, 100), (1, 0), (2, 120), (3, 130), (4, 140)],
    ],
)
def test_too_little_for_an_elasticity(months):
    assert transmission(months) == UNKNOWN


def test_a_tied_price_is_a_loan():
    # 20 lost on each of 10, for 500 over half a year: 200 / 500 twice a year
    assert finance_cost([Advance(100, 80, 500, 6, 10)]) == pytest.approx(0.8)
    # and one without cost, as large and as long: half of it
    assert finance_cost([Advance(100, 80, 500, 6, 10), Advance(90, 90, 500, 6)]) == pytest.approx(0.4)
    assert finance_cost([]) is None


def test_break_even():
    assert break_even(1000, exact(2), 0.5, 0.5).best == pytest.approx(2000)
    assert break_even(1000, Range(2, None, 3), 1, 1) == Range(500, None, 1000)
    assert break_even(1000, exact(1), 0.5, 0.5) == UNKNOWN  # a unit dug brings what it costs


# What cannot be ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("nodes", "what"),
    [
        ([], "chain"),
        (told(20), "chain"),
        (told(20, 0), "b"),
        (told(-1, 100), "a"),
        ([Node("a", exact(1), costs=Costs(wages=-1)), Node("b", exact(2))], "a"),
        ([Node("a", exact(1), costs=Costs(taxes=float("inf"))), Node("b", exact(2))], "a"),
        ([Node("a", exact(1)), Node("b", exact(2), Range(0, None, 1))], "b"),
    ],
)
def test_refused(nodes, what):
    with pytest.raises(Impossible) as refused:
        chain_of(nodes)
    assert refused.value.what == what


def test_more_than_everything_cannot_be_bought():
    with pytest.raises(Impossible):
        concentration([0.7, 0.6])
