"""A value chain from the pit to the last buyer: who adds what to the price, who keeps what, which number matters most.

Every actor i = 1 … N sells in a unit of its own. With p(i) the price it receives for one of these units and y(i) the
units it sells for each unit it buys, everything is brought to one unit of final product first:

    needed         q(i) = 1 / (y(i+1) · … · y(N))                 units of i in one final unit, q(N) = 1
    price          p*(i) = p(i) · q(i)
    step           d(i) = p*(i) − p*(i−1), p*(0) = 0              what i adds to the price
    share          s(i) = d(i) / p*(N)                            all shares sum to 1
    value added    v(i) = d(i) − bought inputs
    gross margin   g(i) = d(i) − inputs − wages − other variable costs, losses included
    left           l(i) = g(i) − taxes and fees − unofficial payments
    producer share      p*(1) / p*(N)
    retention      what actors of a place add, less purchases, taxes and unofficial payments that leave it, of p*(N)
    fiscal share   taxes and fees of all, of p*(N)

Note the two meanings: a share counts the step of the price, value added takes bought inputs off it.

Sources: M. E. Porter, Competitive Advantage (1985), margin as value minus cost; R. Kaplinsky and M. Morris, A Handbook
for Value Chain Research (2000), value added and shares along a chain, conversion to one unit. Who governs a link is
asked after G. Gereffi, J. Humphrey and T. Sturgeon, The Governance of Global Value Chains (2005), and not computed.

Ranges. A told number is drawn from a triangle over low, best and high (the middle, where there is no best). A price
nobody knows lies anywhere between its neighbours, in the order of the chain. Draws are a Latin hypercube (M. McKay,
R. Beckman and W. Conover, 1979) with a fixed seed: the same answers give the same result. `low` and `high` of a
result are the 5th and 95th of 100 draws (and never leave its best outside), except a price's: these are worst cases.
The best of a result comes from the best numbers; None where it hangs on a price that nobody knows.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from math import isclose, isfinite, log, prod, sqrt
from operator import mul, sub
from random import Random
from statistics import fmean
from typing import Literal, Protocol

from .ranges import UNKNOWN, Impossible, Range, _, range_of, spread

DRAWS, SEED = 2000, 1985
CHANCE = 4  # a squared correlation below this, divided by the draws, may be chance (χ² of 5 %: 3.84)
TAIL = 0.05  # of the draws lie below `low`, and as many above `high`
NOTHING, ONE, WHOLE = Range(0.0, 0.0, 0.0), Range(1.0, 1.0, 1.0), Range(0.0, None, 1.0)

Column = list[float]  # one number a draw
Ends = tuple[Column, Column] | None  # the least and the most of something in each draw; None where unknown
Key = tuple[int, str]  # place of an actor, "price" or "yield"
Weights = dict[Key, tuple[float, float | None]]  # see Wanted.spread and Wanted.producer
Changed = Literal["price", "yield", "inputs", "wages", "variable", "taxes", "unofficial"]


# What is known ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Costs:
    """Money for each unit the actor sells; None where nobody knows, which is not nothing."""

    inputs: float | None = None
    wages: float | None = None
    variable: float | None = None
    taxes: float | None = None
    unofficial: float | None = None

    @property
    def all(self) -> tuple[float | None, ...]:
        return (self.inputs, self.wages, self.variable, self.taxes, self.unofficial)


@dataclass(frozen=True)
class Node:
    """An actor. `price` received for one unit it sells; `conversion` units it sells for each unit it buys, UNKNOWN
    where units differ and nobody knows; None for `in_area`, `in_country`, `licensed` where nobody said."""

    name: str
    price: Range = UNKNOWN
    conversion: Range = ONE
    costs: Costs = Costs()
    in_area: bool | None = None
    in_country: bool | None = None
    licensed: bool | None = None


@dataclass(frozen=True)
class Stays:
    """Which part (0 to 1) of the money for purchases and for taxes stays in a place."""

    purchases: Range = WHOLE
    taxes: Range = WHOLE


# What comes out --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Part:
    """One actor, money per unit of final product; shares and rates as parts of 1.

    assumed  nobody knows its price in final units: it was only bounded by its neighbours
    doubt    in which part of the draws it adds less than nothing
    """

    name: str
    price: Range
    step: Range
    share: Range
    value_added: Range
    gross: Range
    gross_rate: Range
    left: Range
    left_rate: Range
    assumed: bool
    doubt: float


@dataclass(frozen=True)
class Wanted:
    """A number worth finding out. `spread`, `producer`: which part of the spread of all shares, and of the producer
    share alone, goes with it (0 to 1); None where that cannot be told. `known`: within which range it is known."""

    place: int
    name: str
    what: Literal["price", "yield", "costs"]
    missing: bool
    known: Range = UNKNOWN
    spread: float | None = None
    producer: float | None = None


@dataclass(frozen=True)
class Chain:
    """The whole chain. `build`: (actors, what they add together), an actor of unknown price joined to the next known;
    empty without a final price. `largest`: actor with the largest share, and in which part of the draws it is."""

    parts: tuple[Part, ...]
    build: tuple[tuple[tuple[str, ...], Range], ...]
    producer_share: Range
    area: Range
    country: Range
    fiscal: Range
    unofficial: Range
    unlicensed: Range
    largest: tuple[str, float] | None
    wanted: tuple[Wanted, ...]


# Numbers from ranges ---------------------------------------------------------------------------------------------------


def middle(bounds: Range) -> float:
    """The best of a known range, else its middle."""
    return ((bounds.low or 0.0) + (bounds.high or 0.0)) / 2 if bounds.best is None else bounds.best


def triangle(bounds: Range, part: float) -> float:
    """The number below which `part` (0 to 1) of the triangle over low, best and high lies (inverse distribution)."""
    low, best, high = bounds.low or 0.0, middle(bounds), bounds.high or 0.0
    if low == high:
        return low
    if part * (high - low) <= best - low:
        return low + sqrt(part * (high - low) * (best - low))
    return high - sqrt((1 - part) * (high - low) * (high - best))


class Numbers(Protocol):
    """Where the numbers of a scenario come from."""

    draws: int

    def within(self, key: Key, bounds: Range) -> Column: ...
    def between(self, keys: Sequence[Key]) -> list[Column]: ...


class Best:
    """One draw: every number at its best. Unknown prices lie evenly between their neighbours, or `at_floor`."""

    draws = 1

    def __init__(self, at_floor: bool = False) -> None:
        self.at_floor = at_floor

    def within(self, key: Key, bounds: Range) -> Column:
        return [middle(bounds)]

    def between(self, keys: Sequence[Key]) -> list[Column]:
        return [[0.0 if self.at_floor else place / (len(keys) + 1)] for place, _key in enumerate(keys, 1)]


class Dice:
    """Many draws; `ranks` remembers, for each uncertain number, the rank of its value in every draw."""

    def __init__(self, draws: int) -> None:
        self.draws, self.random = draws, Random(SEED)  # noqa: S311 — chance that can be repeated
        self.strata = [(place + 0.5) / draws for place in range(draws)]
        self.ranks: list[tuple[Key, list[int]]] = []

    def shuffled(self) -> list[int]:
        order = list(range(self.draws))
        self.random.shuffle(order)
        return order

    def within(self, key: Key, bounds: Range) -> Column:
        if bounds.low == bounds.high:
            return [bounds.low or 0.0] * self.draws
        order = self.shuffled()
        self.ranks.append((key, order))
        rising = [triangle(bounds, part) for part in self.strata]
        return [rising[place] for place in order]

    def between(self, keys: Sequence[Key]) -> list[Column]:
        """Parts (0 to 1) of the way from the known price before to the known one after, rising along the chain."""
        loose = [[self.strata[place] for place in self.shuffled()] for _key in keys]
        columns = [list(column) for column in zip(*map(sorted, zip(*loose, strict=True)), strict=True)]
        self.ranks += [(key, ranked(column)) for key, column in zip(keys, columns, strict=True)]
        return columns


def ranked(column: Column) -> list[int]:
    ranks = [0] * len(column)
    for rank, place in enumerate(sorted(range(len(column)), key=column.__getitem__)):
        ranks[place] = rank
    return ranks


def linked(ranks: Sequence[int], others: Sequence[int]) -> float:
    """Squared rank correlation (C. Spearman, 1904), 0 to 1: how far two numbers rise or fall together."""
    count = len(ranks)
    mean, square = (count - 1) / 2, (count * count - 1) / 12
    covariance: float = sum(map(mul, ranks, others)) / count - mean * mean
    return (covariance / square) ** 2


def variance(column: Column) -> float:
    mean = fmean(column)
    return fmean((value - mean) ** 2 for value in column)


def quantile(rising: Column, part: float) -> float:
    """The value below which `part` of sorted values lies; the k-th of n stands for (k − ½) / n (A. Hazen, 1914)."""
    place = min(max(part * len(rising) - 0.5, 0.0), len(rising) - 1.0)
    before = int(place)
    after = min(before + 1, len(rising) - 1)
    return rising[before] + (rising[after] - rising[before]) * (place - before)


# One scenario: columns over draws --------------------------------------------------------------------------------------


class Scenario:
    """The chain in every draw of `numbers`; a column is None where something in it is unknown."""

    def __init__(self, nodes: Sequence[Node], numbers: Numbers) -> None:
        self.nodes, self.draws = nodes, numbers.draws
        self.nothing = [0.0] * self.draws
        told = [
            numbers.within((place, "price"), node.price) if node.price.known else None
            for place, node in enumerate(nodes)
        ]
        self.needed = self.needs(numbers)
        self.known = [product(price, need) for price, need in zip(told, self.needed, strict=True)]
        self.prices = self.filled(numbers)

    def needs(self, numbers: Numbers) -> list[Column | None]:
        """q(i): units of each actor's product in one unit of final product."""
        needed: list[Column | None] = [[1.0] * self.draws]
        for place in range(len(self.nodes) - 1, 0, -1):
            bounds, after = self.nodes[place].conversion, needed[0]
            here = numbers.within((place, "yield"), bounds) if bounds.known else None
            needed.insert(0, over(after, here))
        return needed

    def filled(self, numbers: Numbers) -> list[Column | None]:
        """Prices with each unknown one somewhere between its known neighbours; those after the last known stay None."""
        prices, before = list(self.known), self.nothing
        for gap, end in gaps(self.known):
            after = self.known[end] or self.nothing
            before = (self.known[gap[0] - 1] or self.nothing) if gap[0] else self.nothing
            keys = [self.lacks(place) for place in gap]
            for place, parts in zip(gap, numbers.between(keys), strict=True):
                prices[place] = [a + part * (b - a) for a, b, part in zip(before, after, parts, strict=True)]
        return prices

    def lacks(self, place: int) -> Key:
        """Which number is missing to know the price of `place` in final units."""
        if not self.nodes[place].price.known:
            return place, "price"
        later = range(place + 1, len(self.nodes))
        return next(after for after in later if not self.nodes[after].conversion.known), "yield"

    @cached_property
    def steps(self) -> list[Column | None]:
        return [minus(price, paid) for paid, price in pairwise([self.nothing, *self.prices])]

    @cached_property
    def final(self) -> Column | None:
        return self.prices[-1]

    def of_final(self, column: Column | None) -> Column | None:
        return over(column, self.final)

    def cost(self, place: int, *costs: float | None) -> Column | None:
        """Costs per unit of final product; None when one is unknown."""
        needed, known = self.needed[place], [cost for cost in costs if cost is not None]
        if len(known) < len(costs) or (needed is None and any(known)):
            return None
        amount = sum(known)
        return [amount * need for need in needed or self.nothing]

    def gross(self, place: int) -> Column | None:
        costs = self.nodes[place].costs
        return minus(self.steps[place], self.cost(place, costs.inputs, costs.wages, costs.variable))

    def left(self, place: int) -> Column | None:
        return minus(self.steps[place], self.cost(place, *self.nodes[place].costs.all))

    def added(self, place: int) -> Column | None:
        return minus(self.steps[place], self.cost(place, self.nodes[place].costs.inputs))

    def rate(self, column: Column | None, place: int) -> Column | None:
        return over(column, self.prices[place])

    # Of the whole chain: least and most in every draw

    def all_of(self, ends: Iterable[Ends]) -> Ends:
        """The sum of all, of the final price."""
        low, high = self.nothing, self.nothing
        for each in ends:
            if each is None:
                return None
            low, high = total(low, each[0]), total(high, each[1])
        least, most = self.of_final(low), self.of_final(high)
        return (least, most) if least is not None and most is not None else None

    def paid(self, place: int, cost: float | None) -> Ends:
        """A cost; one nobody knows lies between nothing and all that the actor adds, as nobody works at a loss."""
        told, step = self.cost(place, cost), self.steps[place]
        if told is not None:
            return told, told
        return None if step is None else (self.nothing, [max(value, 0.0) for value in step])

    def held(self, place: int, belongs: bool | None) -> Ends:
        """What an actor adds, when it belongs to a group; nobody said: nothing or all of it."""
        step = self.steps[place]
        if belongs is False:
            return self.nothing, self.nothing
        return None if step is None else (step, step) if belongs else outward(step, step)

    def kept(self, place: int, here: bool | None, stays: Stays) -> Ends:
        """What an actor adds, less what leaves the place. What nobody knows leaves at most all of it."""
        step, costs = self.steps[place], self.nodes[place].costs
        if here is False:
            return self.nothing, self.nothing
        if step is None:
            return None
        low, high = step, step
        purses = (
            (costs.inputs, stays.purchases),
            (costs.variable, stays.purchases),
            (costs.taxes, stays.taxes),
            (costs.unofficial, WHOLE),
        )
        open_ended = False
        for cost, part in purses:
            told = self.cost(place, cost)
            if told is None:
                open_ended = open_ended or (part.low or 0.0) < 1
                continue
            low = [value - paid * (1 - (part.low or 0.0)) for value, paid in zip(low, told, strict=True)]
            high = [value - paid * (1 - (part.high or 0.0)) for value, paid in zip(high, told, strict=True)]
        if open_ended:
            low = [min(value, 0.0) for value in low]
        return (low, high) if here else outward(low, high)


def gaps(known: Sequence[Column | None]) -> Iterator[tuple[range, int]]:
    """Runs of unknown prices before a known one, and the place of that one."""
    start = 0
    for place, price in enumerate(known):
        if price is not None:
            if start < place:
                yield range(start, place), place
            start = place + 1


def product(one: Column | None, other: Column | None) -> Column | None:
    return None if one is None or other is None else list(map(mul, one, other))


def minus(one: Column | None, other: Column | None) -> Column | None:
    return None if one is None or other is None else list(map(sub, one, other))


def over(one: Column | None, other: Column | None) -> Column | None:
    """None too where the divisor is nothing in some draw."""
    if one is None or other is None or not all(other):
        return None
    return [value / divisor for value, divisor in zip(one, other, strict=True)]


def total(one: Column, other: Column) -> Column:
    return [a + b for a, b in zip(one, other, strict=True)]


def outward(low: Column, high: Column) -> tuple[Column, Column]:
    """The same with nothing as a further possibility."""
    return [min(value, 0.0) for value in low], [max(value, 0.0) for value in high]


# The whole chain -------------------------------------------------------------------------------------------------------


def chain_of(
    nodes: Sequence[Node], area: Stays | None = None, country: Stays | None = None, draws: int = DRAWS
) -> Chain:
    """Everything about the chain, its actors in order. `area`, `country`: what stays in these places.

    Raises Impossible for fewer than two actors, a negative number, a yield of nothing, a final price of nothing.
    """
    check(nodes)
    return Analysis(nodes, area or Stays(), country or Stays(), draws).chain()


def check(nodes: Sequence[Node]) -> None:
    if len(nodes) < 2:
        raise Impossible(_("chain"), _("a price chain needs at least two actors"))
    for node in nodes:
        numbers = [node.price.low, node.price.high, *node.costs.all]
        if any(value is not None and not (isfinite(value) and value >= 0) for value in numbers):
            raise Impossible(node.name, _("prices and costs cannot be below zero"))
        if node.conversion.known and not (node.conversion.low or 0.0) > 0:
            raise Impossible(node.name, _("a yield of nothing leaves nothing to sell"))
    if nodes[-1].price.known and middle(nodes[-1].price) == 0:
        raise Impossible(nodes[-1].name, _("a final price of zero cannot be shared"))


class Analysis:
    """The chain at its best numbers and in all draws."""

    def __init__(self, nodes: Sequence[Node], area: Stays, country: Stays, draws: int) -> None:
        self.nodes, self.area, self.country = nodes, area, country
        self.best, self.floor = Scenario(nodes, Best()), Scenario(nodes, Best(at_floor=True))
        uncertain = any(price is None for price in self.best.known) or any(
            bounds.low != bounds.high for node in nodes for bounds in (node.price, node.conversion)
        )
        self.dice = Dice(draws if uncertain else 1)
        self.drawn = Scenario(nodes, self.dice)

    def told(self, find: Callable[[Scenario], Column | None]) -> Range:
        def ends(scenario: Scenario) -> Ends:
            column = find(scenario)
            return None if column is None else (column, column)

        return self.between(ends)

    def between(self, find: Callable[[Scenario], Ends]) -> Range:
        """What `find` finds, over all draws; its best when no unknown price has a say in it."""
        drawn = find(self.drawn)
        if drawn is None:
            return UNKNOWN
        low, high = drawn
        rising = sorted(low)
        falling = rising if high is low else sorted(high)
        least, most = quantile(rising, TAIL), quantile(falling, 1 - TAIL)
        ends = [column[0] for found in map(find, (self.best, self.floor)) if found for column in found]
        if len(ends) < 4 or not all(isclose(end, ends[0], rel_tol=1e-9, abs_tol=1e-9) for end in ends):
            return Range(least, None, most)
        return Range(min(least, ends[0]), ends[0], max(most, ends[0]))

    def chain(self) -> Chain:
        places = range(len(self.nodes))
        parts = tuple(self.part(place) for place in places)
        costs = [node.costs for node in self.nodes]
        return Chain(
            parts,
            tuple(self.build()),
            self.told(lambda scenario: scenario.of_final(scenario.prices[0])),
            self.stay("in_area", self.area),
            self.stay("in_country", self.country),
            self.paid([cost.taxes for cost in costs]),
            self.paid([cost.unofficial for cost in costs]),
            self.unlicensed(),
            self.largest(parts),
            tuple(self.wanted(parts)),
        )

    def part(self, place: int) -> Part:
        step = self.drawn.steps[place]
        return Part(
            self.nodes[place].name,
            self.price(place),
            self.told(lambda scenario: scenario.steps[place]),
            self.told(lambda scenario: scenario.of_final(scenario.steps[place])),
            self.told(lambda scenario: scenario.added(place)),
            self.told(lambda scenario: scenario.gross(place)),
            self.told(lambda scenario: scenario.rate(scenario.gross(place), place)),
            self.told(lambda scenario: scenario.left(place)),
            self.told(lambda scenario: scenario.rate(scenario.left(place), place)),
            self.best.known[place] is None,
            0.0 if step is None else sum(value < 0 for value in step) / len(step),
        )

    def price(self, place: int) -> Range:
        """In final units, worst cases at the ends; one nobody knows between those of its known neighbours."""
        told = self.told_price(place)
        if told.known:
            return told
        places = range(len(self.nodes))
        before = next(filter(lambda found: found.known, map(self.told_price, places[:place][::-1])), NOTHING)
        after = next(filter(lambda found: found.known, map(self.told_price, places[place + 1 :])), UNKNOWN)
        if before.low is None or before.high is None or after.low is None or after.high is None:
            return UNKNOWN
        return Range(min(before.low, after.low), None, max(before.high, after.high))

    def told_price(self, place: int) -> Range:
        yields = [node.conversion for node in self.nodes[place + 1 :]]
        return spread(lambda price, *each: price / prod(each), self.nodes[place].price, *whole(yields))

    def build(self) -> Iterator[tuple[tuple[str, ...], Range]]:
        if self.drawn.final is None:
            return
        names: list[str] = []
        before: int | None = None
        for place, node in enumerate(self.nodes):
            names.append(node.name)
            if self.best.known[place] is not None:
                yield tuple(names), self.told(rise(before, place))
                names, before = [], place

    def stay(self, where: Literal["in_area", "in_country"], stays: Stays) -> Range:
        """Unknown as long as nobody said of any actor whether it is there."""
        here: list[bool | None] = [getattr(node, where) for node in self.nodes]
        if not any(said is not None for said in here):
            return UNKNOWN
        return self.between(
            lambda scenario: scenario.all_of(
                scenario.kept(place, said, stays) for place, said in enumerate(here)
            )
        )

    def paid(self, costs: Sequence[float | None]) -> Range:
        """Unknown as long as nobody told any of them."""
        if not any(cost is not None for cost in costs):
            return UNKNOWN
        return self.between(
            lambda scenario: scenario.all_of(scenario.paid(place, cost) for place, cost in enumerate(costs))
        )

    def unlicensed(self) -> Range:
        without = [None if node.licensed is None else not node.licensed for node in self.nodes]
        if not any(said is not None for said in without):
            return UNKNOWN
        return self.between(
            lambda scenario: scenario.all_of(scenario.held(place, said) for place, said in enumerate(without))
        )

    def shares(self) -> list[Column]:
        """All shares in all draws; empty without a final price."""
        found = [self.drawn.of_final(step) for step in self.drawn.steps]
        known = [share for share in found if share is not None]
        return known if len(known) == len(found) else []

    def largest(self, parts: Sequence[Part]) -> tuple[str, float] | None:
        shares = self.shares()
        if not shares:
            return None
        most = [max(range(len(shares)), key=drawn.__getitem__) for drawn in zip(*shares, strict=True)]
        place = max(range(len(shares)), key=most.count)
        return parts[place].name, most.count(place) / len(most)

    # Which number matters most

    def wanted(self, parts: Sequence[Part]) -> Iterator[Wanted]:
        """The final price and missing yields first, then by the part of the spread of all shares that goes with each,
        then the costs nobody knows, those of the largest share first."""
        weights = self.weights()
        numbers = [found for place in range(len(self.nodes)) for found in self.uncertain(place, weights)]
        yield from sorted(numbers, key=self.urgency)
        costs = [place for place, node in enumerate(self.nodes) if None in node.costs.all]
        for place in sorted(costs, key=lambda place: -(parts[place].share.high or 0.0)):
            yield Wanted(place, self.nodes[place].name, "costs", True)

    def uncertain(self, place: int, weights: Weights) -> Iterator[Wanted]:
        node = self.nodes[place]
        if node.price.low is None or node.price.width:
            weight = weights.get((place, "price"), (None, None))
            yield Wanted(place, node.name, "price", not node.price.known, self.price_known(place), *weight)
        if place and (node.conversion.low is None or node.conversion.width):
            weight = weights.get((place, "yield"), (None, None))
            yield Wanted(place, node.name, "yield", not node.conversion.known, node.conversion, *weight)

    def price_known(self, place: int) -> Range:
        """Within which a price is known: as told; one nobody knows, in final units."""
        told = self.nodes[place].price
        return told if told.known else self.price(place)

    def urgency(self, found: Wanted) -> tuple[bool, bool, float, int]:
        last = found.place == len(self.nodes) - 1 and found.what == "price" and found.missing
        return (
            not last,
            not (found.what == "yield" and found.missing),
            -(found.spread if found.spread is not None else -1.0),
            found.place,
        )

    def weights(self) -> Weights:
        """{number: (part of the spread of all shares, of the producer share alone)}.

        Squared rank correlation of the number with each share, shares weighed by their variance.
        """
        shares = self.shares()
        spreads = [variance(share) for share in shares]
        moving = [place for place, width in enumerate(spreads) if width > 1e-12]
        ranks = {place: ranked(shares[place]) for place in moving}
        found: Weights = {}
        for key, drawn in self.dice.ranks if moving else ():
            links = {place: linked(drawn, ranks[place]) for place in moving}
            links = {place: link if link > CHANCE / len(drawn) else 0.0 for place, link in links.items()}
            weighed = sum(spreads[place] * link for place, link in links.items()) / sum(spreads)
            if key not in found or weighed > found[key][0]:
                found[key] = weighed, links.get(0)
        return found


def rise(before: int | None, place: int) -> Callable[[Scenario], Column | None]:
    """From the price of `before` (nothing, ahead of the first) to the price of `place`."""
    return lambda scenario: minus(
        scenario.prices[place], scenario.nothing if before is None else scenario.prices[before]
    )


def whole(yields: Sequence[Range]) -> list[Range]:
    """All yields as one range of their product, so that worst cases need few corners; [] where there is none."""
    if not yields:
        return []
    if not all(each.known for each in yields):
        return [UNKNOWN]
    bests = [each.best for each in yields]
    return [
        Range(
            prod(each.low or 0.0 for each in yields),
            None if None in bests else prod(best for best in bests if best is not None),
            prod(each.high or 0.0 for each in yields),
        )
    ]


# What if ---------------------------------------------------------------------------------------------------------------


def with_change(nodes: Sequence[Node], place: int, what: Changed, value: float) -> list[Node]:
    """The same chain with one number of one actor replaced by an exact one."""
    node, exact = nodes[place], range_of(None, value, None, nodes[place].name)
    if what == "price":
        node = replace(node, price=exact)
    elif what == "yield":
        node = replace(node, conversion=exact)
    else:
        node = replace(node, costs=replace(node.costs, **{what: value}))
    return [*nodes[:place], node, *nodes[place + 1 :]]


# Beside the chain ------------------------------------------------------------------------------------------------------


def reference_share(price: Range, reference: float, purity: float = 1.0) -> Range:
    """Price received for what the pit sells, of the reference price of its pure content; parts of 1.

    `price` and `reference` for the same unit, `purity` 0 to 1. Ends are worst cases.
    """
    worth = reference * purity
    return spread(lambda received: received / worth, price) if worth > 0 else UNKNOWN


@dataclass(frozen=True)
class Concentration:
    """Of buyers, from 0 to 1: `hhi` the sum of squared shares, `top3` the part of the three largest."""

    hhi: Range
    top3: Range


def concentration(shares: Sequence[float]) -> Concentration:
    """From the buyers' shares (parts of 1). What is missing to 1 may be many small buyers or a single one.

    Index: A. O. Hirschman (1945), O. C. Herfindahl (1950). Raises Impossible when the shares make more than 1.
    """
    rest = 1 - sum(shares)
    if rest < -0.005:  # rounded to whole per cents they may add up to a little more
        raise Impossible(_("buyers"), _("shares add up to more than 100 per cent"))
    rest = 0.0 if rest < 1e-9 else rest
    squares, tops = sum(share * share for share in shares), [sum(sorted(shares)[-3:])]
    tops.append(sum(sorted([*shares, rest])[-3:]))
    if not rest:
        return Concentration(Range(squares, squares, squares), Range(tops[0], tops[0], tops[0]))
    return Concentration(Range(squares, None, squares + rest * rest), Range(tops[0], None, tops[1]))


def transmission(months: Sequence[tuple[float, float]]) -> Range:
    """Elasticity of the pit price to the reference price: by how many per cent the first rises when the second rises by
    one. (pit, reference) of each month, above zero. Slope of least squares on logarithms; `low` and `high` are the
    slopes when any one month is left out. UNKNOWN for fewer than four months or a reference that never moved.
    """
    logs = [(log(reference), log(pit)) for pit, reference in months if pit > 0 and reference > 0]
    slopes = [slope(logs), *(slope(logs[:place] + logs[place + 1 :]) for place in range(len(logs)))]
    known = [each for each in slopes if each is not None]
    if len(logs) < 4 or len(known) < len(slopes):
        return UNKNOWN
    return Range(min(known), known[0], max(known))


def slope(points: Sequence[tuple[float, float]]) -> float | None:
    """Of y on x by least squares; None when x never moves."""
    if not points:
        return None
    mean_x, mean_y = fmean(x for x, _y in points), fmean(y for _x, y in points)
    square = sum((x - mean_x) ** 2 for x, _y in points)
    return sum((x - mean_x) * (y - mean_y) for x, y in points) / square if square > 1e-12 else None


@dataclass(frozen=True)
class Advance:
    """Money a buyer lends against delivery at a lower price. `quantity` delivered against it, in the price's unit."""

    free_price: float
    tied_price: float
    money: float
    months: float
    quantity: float = 1.0

    @property
    def loss(self) -> float:
        return (self.free_price - self.tied_price) * self.quantity


def finance_cost(advances: Sequence[Advance]) -> float | None:
    """What the lower price costs, of the money advanced, for a year; a simple rate without compound interest.

    (free price − tied price) · quantity / advance · 12 / months; several are weighed by money and time.
    """
    used = sum(each.money * each.months / 12 for each in advances)
    return sum(each.loss for each in advances) / used if used > 0 else None


def break_even(fixed: float, price: Range, recovery: float, variable: float) -> Range:
    """Units to be dug in the time for which `fixed` is paid, until income covers costs.

    fixed / (price · recovery − variable), `recovery` units of product in one unit dug, `variable` cost of one unit dug.
    Worst cases at the ends; UNKNOWN when at the lowest price a unit dug brings no more than it costs.
    """
    if not price.known or (price.low or 0.0) * recovery <= variable:
        return UNKNOWN
    return spread(lambda received: fixed / (received * recovery - variable), price)
