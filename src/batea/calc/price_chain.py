"""Where the price of a product goes between the pit and the last buyer.

All prices are for the same amount of final product ("common unit") in one currency. With p(i) the price that actor i
receives, p(0) = 0, p(N) the final price and c(i) what actor i spends besides buying the product:

    value added   v(i) = p(i) − p(i−1)          price received minus price paid
    margin        m(i) = p(i) − p(i−1) − c(i)   what is left after own costs
    margin rate   m(i) / p(i)
    share         s(i) = v(i) / p(N)            all shares sum to 1
    producer share      p(1) / p(N)

Sources: M. Porter, Competitive Advantage (1985), for margin as value minus cost; R. Kaplinsky and M. Morris, A Handbook
for Value Chain Research (2000), for value added and shares along a chain.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from .ranges import UNKNOWN, Impossible, Range, _, range_of, spread

NOTHING = Range(0.0, 0.0, 0.0)


@dataclass(frozen=True)
class Actor:
    """One actor in the order of the chain: its price received (low, best, high) and own costs, per common unit."""

    name: str
    low: float | None = None
    best: float | None = None
    high: float | None = None
    costs: float | None = None


@dataclass(frozen=True)
class Part:
    """What one actor gets. Money per common unit; `share` and `margin_rate` as parts of 1.

    `assumed` is True when nobody knows the price and it was only bounded by its neighbours' prices.
    """

    name: str
    price: Range
    value_added: Range
    margin: Range
    margin_rate: Range
    share: Range
    assumed: bool


@dataclass(frozen=True)
class Gap:
    """A number that is missing: an actor's price, the ends of its price, or its own costs."""

    place: int
    name: str
    what: Literal["price", "ends", "costs"]


@dataclass(frozen=True)
class Build:
    """The whole price. `most_wanted` is the gap whose filling would narrow the shares most, if any."""

    parts: tuple[Part, ...]
    producer_share: Range
    gaps: tuple[Gap, ...]
    most_wanted: Gap | None

    @property
    def losses(self) -> tuple[Part, ...]:
        """Actors that on best numbers receive less than they pay: a subsidy, or a mistake in a number."""
        return tuple(part for part in self.parts if (part.value_added.best or 0) < 0)


def build_up(actors: Sequence[Actor]) -> Build:
    """Split the final price among the actors, in the order of the chain.

    Raises Impossible for a negative or infinite number, ends out of order, a final price of zero, fewer than two actors.
    """
    if len(actors) < 2:
        raise Impossible(_("chain"), _("a price chain needs at least two actors"))
    known = [_price(actor) for actor in actors]
    if known[-1].high == 0:
        raise Impossible(actors[-1].name, _("a final price of zero cannot be shared"))
    prices = _bounded(known)
    gaps = tuple(_gaps(actors))
    return Build(_parts(actors, known, prices), _share(prices[0], prices[-1]), gaps, _wanted(gaps, prices))


def _price(actor: Actor) -> Range:
    """The actor's price as given, refused when it or the costs cannot be."""
    given = [value for value in (actor.low, actor.best, actor.high, actor.costs) if value is not None]
    if any(value < 0 for value in given):
        raise Impossible(actor.name, _("prices and costs cannot be below zero"))
    range_of(None, actor.costs, None, actor.name)
    return range_of(actor.low, actor.best, actor.high, actor.name)


def _bounded(known: Sequence[Range]) -> list[Range]:
    """Prices with unknown ones bounded by the nearest known neighbours, as prices rise along a chain.

    The last price has no neighbour above, so it stays unknown.
    """
    return [
        price if price.known else _between(known[:place], known[place + 1 :])
        for place, price in enumerate(known)
    ]


def _between(before: Sequence[Range], after: Sequence[Range]) -> Range:
    low = next((price.low for price in reversed(before) if price.known), 0.0)
    high = next((price.high for price in after if price.known), None)
    return Range(low, None, high) if high is not None and low is not None and low <= high else UNKNOWN


def _parts(actors: Sequence[Actor], known: Sequence[Range], prices: Sequence[Range]) -> tuple[Part, ...]:
    shares = _shares(prices)
    rows = zip(actors, known, pairwise([NOTHING, *prices]), shares, strict=True)
    return tuple(_part(actor, given, paid, price, share) for actor, given, (paid, price), share in rows)


def _part(actor: Actor, given: Range, paid: Range, price: Range, share: Range) -> Part:
    costs = range_of(None, actor.costs, None)
    return Part(
        actor.name,
        price,
        spread(lambda received, spent: received - spent, price, paid),
        spread(lambda received, spent, cost: received - spent - cost, price, paid, costs),
        # (p − q − c) / p = 1 − (q + c) / p rises with p whatever q and c are
        spread(lambda received, spent, cost: 1 - (spent + cost) / received, price, paid, costs)
        if price.low
        else UNKNOWN,
        share,
        not given.known and price.known,
    )


def _shares(prices: Sequence[Range]) -> list[Range]:
    """Each actor's share of the final price; nothing when the final price is unknown or may be zero."""
    final = prices[-1]
    if not final.low:
        return [UNKNOWN] * len(prices)
    inner = [
        spread(lambda received, spent, last: (received - spent) / last, price, paid, final)
        for paid, price in pairwise([NOTHING, *prices[:-1]])
    ]
    return [*inner, spread(lambda spent, last: 1 - spent / last, prices[-2], final)]


def _share(first: Range, final: Range) -> Range:
    return spread(lambda received, last: received / last, first, final) if final.low else UNKNOWN


def _gaps(actors: Sequence[Actor]) -> Iterator[Gap]:
    for place, actor in enumerate(actors):
        ends = [actor.low, actor.best, actor.high]
        if all(value is None for value in ends):
            yield Gap(place, actor.name, "price")
        elif None in ends:
            yield Gap(place, actor.name, "ends")
        if actor.costs is None:
            yield Gap(place, actor.name, "costs")


def _wanted(gaps: Sequence[Gap], prices: Sequence[Range]) -> Gap | None:
    """The missing price that matters most, else the missing costs of the actor with the largest share."""
    missing = [gap for gap in gaps if gap.what == "price"]
    last = next((gap for gap in missing if gap.place == len(prices) - 1), None)
    if last or missing:
        return last or max(missing, key=lambda gap: _narrowing(prices, gap.place))
    costs = [gap for gap in gaps if gap.what == "costs"]
    shares = _shares(prices)
    return max(costs, key=lambda gap: shares[gap.place].high or 0.0, default=None)


def _narrowing(prices: Sequence[Range], place: int) -> float:
    """How much narrower all shares together become when the price at `place` is known (at the middle of its bounds)."""
    price = prices[place]
    if price.low is None or price.high is None:
        return float("inf")
    middle = (price.low + price.high) / 2
    told = [*prices[:place], Range(middle, middle, middle), *prices[place + 1 :]]
    return sum(each.width for each in _shares(prices)) - sum(each.width for each in _shares(told))
