"""The build-up of a price. Oracle: the chain of five actors worked on paper, 20–26–40–60–100 (invented prices)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batea.calc.price_chain import Actor, build_up
from batea.calc.ranges import UNKNOWN, Impossible, Range

FIVE = [
    Actor("pit", best=20, costs=8),
    Actor("village", best=26),
    Actor("cutter", best=40),
    Actor("wholesaler", best=60),
    Actor("shop", best=100),
]


def test_shares_of_the_worked_chain():
    shares = [part.share.best for part in build_up(FIVE).parts]
    assert shares == pytest.approx([0.20, 0.06, 0.14, 0.20, 0.40])


def test_value_added_is_price_received_minus_price_paid():
    assert [part.value_added.best for part in build_up(FIVE).parts] == [20, 6, 14, 20, 40]


def test_margin_takes_own_costs_off():
    pit = build_up(FIVE).parts[0]
    assert pit.margin.best == 12
    assert pit.margin_rate.best == pytest.approx(0.6)


def test_margin_rate_of_a_trader_counts_what_he_paid():
    # receives 50, paid 40, spends 5: keeps 5 of 50
    trader = build_up([Actor("pit", best=40), Actor("trader", best=50, costs=5)]).parts[1]
    assert trader.margin.best == 5
    assert trader.margin_rate.best == pytest.approx(0.1)


def test_producer_share_with_ranges():
    # by hand: 18–20–25 of 80–100–120 is at worst 18/120 and at best 25/80
    build = build_up([Actor("pit", 18, 20, 25), Actor("shop", 80, 100, 120)])
    assert (build.producer_share.low, build.producer_share.best, build.producer_share.high) == pytest.approx(
        (0.15, 0.20, 0.3125)
    )
    # the shop keeps the rest: 1 − 25/80 to 1 − 18/120
    shop = build.parts[1].share
    assert (shop.low, shop.best, shop.high) == pytest.approx((0.6875, 0.80, 0.85))


def test_a_missing_price_widens_between_its_neighbours():
    # nobody knows what the buyer gets: between the pit's 20 and the shop's 100
    build = build_up([Actor("pit", best=20), Actor("buyer"), Actor("shop", best=100)])
    buyer, shop = build.parts[1:]
    assert buyer.price == Range(20, None, 100)
    assert buyer.assumed and not shop.assumed
    assert (buyer.share.low, buyer.share.best, buyer.share.high) == (0, None, pytest.approx(0.8))
    assert (shop.share.low, shop.share.best, shop.share.high) == (0, None, pytest.approx(0.8))


def test_a_missing_final_price_leaves_a_gap_in_every_share():
    build = build_up([Actor("pit", best=20), Actor("buyer", best=30), Actor("shop")])
    assert [part.share for part in build.parts] == [UNKNOWN] * 3
    assert build.producer_share == UNKNOWN
    assert build.parts[1].value_added.best == 10
    assert (build.most_wanted.name, build.most_wanted.what) == ("shop", "price")


def test_the_gap_that_matters_most_is_the_widest_one():
    # between 10 and 12 little is hidden, between 12 and 100 much
    chain = [Actor("pit", best=10), Actor("a"), Actor("b", best=12), Actor("c"), Actor("shop", best=100)]
    assert build_up(chain).most_wanted.name == "c"


def test_costs_matter_once_all_prices_are_known():
    chain = [Actor("pit", best=20, costs=8), Actor("buyer", best=30), Actor("shop", best=100)]
    wanted = build_up(chain).most_wanted
    assert (wanted.name, wanted.what) == ("shop", "costs")


def test_nothing_is_wanted_when_all_is_known():
    chain = [Actor("pit", 19, 20, 21, 8), Actor("shop", 90, 100, 110, 30)]
    assert build_up(chain).most_wanted is None
    assert build_up(chain).gaps == ()


def test_gaps_are_named():
    chain = [Actor("pit", best=20, costs=8), Actor("shop", 90, 100, 110)]
    assert [(gap.name, gap.what) for gap in build_up(chain).gaps] == [("pit", "ends"), ("shop", "costs")]


def test_an_actor_who_loses_is_pointed_out():
    build = build_up([Actor("pit", best=20), Actor("state buyer", best=15), Actor("shop", best=100)])
    assert [part.name for part in build.losses] == ["state buyer"]


@pytest.mark.parametrize(
    ("chain", "named"),
    [
        ([Actor("pit", best=-1), Actor("shop", best=5)], "pit"),
        ([Actor("pit", best=1, costs=-2), Actor("shop", best=5)], "pit"),
        ([Actor("pit", best=1), Actor("shop", best=float("inf"))], "shop"),
        ([Actor("pit", best=1, costs=float("nan")), Actor("shop", best=5)], "pit"),
        ([Actor("pit", 5, 4, 6), Actor("shop", best=9)], "pit"),
        ([Actor("pit", best=0), Actor("shop", best=0)], "shop"),
        ([Actor("pit", best=3)], "chain"),
    ],
)
def test_impossible_chains_are_refused_by_name(chain, named):
    with pytest.raises(Impossible) as refused:
        build_up(chain)
    assert refused.value.what == named


rising = st.lists(st.floats(0.01, 1e6), min_size=2, max_size=8).map(sorted)


@given(rising)
def test_shares_sum_to_one(prices):
    parts = build_up([Actor(str(place), best=price) for place, price in enumerate(prices)]).parts
    assert sum(part.share.best for part in parts) == pytest.approx(1)


@given(rising, st.floats(0, 0.5))
def test_the_best_share_lies_within_its_ends(prices, doubt):
    actors = [Actor(str(i), p * (1 - doubt), p, p * (1 + doubt)) for i, p in enumerate(prices)]
    for part in build_up(actors).parts:
        assert part.share.low - 1e-9 <= part.share.best <= part.share.high + 1e-9
