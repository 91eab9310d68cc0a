"""Cards put in order by many small votes, and how sure the order is.

Somebody who compares two cards says which comes first. The strengths are those of R. A. Bradley and M. E. Terry
(Biometrika 39, 1952): the chance that i is put before j is p(i) / (p(i) + p(j)). So a card is not worse off for having
met the stronger ones, when everybody sees other pairs and may stop early. That strengths always exist, and one lucky win
does not carry a card to the top, each card also wins once and loses once against an invented card (D. Mease, The American
Statistician 57, 2003). They are found by the MM algorithm of D. R. Hunter (Annals of Statistics 32, 2004). Shown is not
the strength but the mean chance of a card to be put before each of the others, 0 to 1; over all cards it is one half.

How sure: one person's votes belong together, so ballots are left out one after the other, not votes (the jackknife of
M. Quenouille and J. Tukey; B. Efron and C. Stein, Annals of Statistics 9, 1981), beyond `PARTS` ballots in parts of equal
size. The range takes Student's t for 90 percent in the expansion of M. Abramowitz and I. Stegun (1964, 26.7.5).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import sqrt
from random import Random
from typing import TypeVar

from .ranges import Impossible, _

Pair = tuple[str, str]  # (put first, put second)
Shares = Mapping[str, float]
One = TypeVar("One")  # a ballot, of dots or of pairs
PARTS = 30
NORMAL = 1.6448536269514722  # 95th percentile: 90 percent lie between it and its negative
ROUNDS, CLOSE = 1000, 1e-7


def draw(items: Sequence[str], count: int, random: Random) -> list[Pair]:
    """Pairs to be shown: every card as often as any other, as far as the count allows; no pair twice, sides by chance."""
    waiting = list(combinations(items, 2))
    random.shuffle(waiting)
    shown = dict.fromkeys(items, 0)
    drawn: list[Pair] = []
    while waiting and len(drawn) < count:
        pair = min(
            waiting, key=lambda each: (max(shown[card] for card in each), sum(shown[card] for card in each))
        )
        waiting.remove(pair)
        for card in pair:
            shown[card] += 1
        drawn.append(pair if random.random() < 0.5 else (pair[1], pair[0]))
    return drawn


def wins_of(items: Sequence[str], pairs: Sequence[Pair]) -> dict[str, dict[str, int]]:
    """{card: {other: how often it was put before it}}, as ranking.py reads it. Raises Impossible for what is no pair."""
    wins: dict[str, dict[str, int]] = {item: {} for item in items}
    for first, second in pairs:
        if first == second or first not in wins or second not in wins:
            raise Impossible("", _("a pair is two different cards of the ranking"))
        wins[first][second] = wins[first].get(second, 0) + 1
    return wins


def strengths(items: Sequence[str], pairs: Sequence[Pair], begin: Shares | None = None) -> dict[str, float]:
    """Bradley–Terry strengths beside an invented card of strength 1 against which each has won once and lost once."""
    wins = wins_of(items, pairs)
    won = {item: 1 + sum(wins[item].values()) for item in items}
    met = {
        item: [
            (other, wins[item].get(other, 0) + wins[other].get(item, 0)) for other in items if other != item
        ]
        for item in items
    }
    met = {item: [(other, times) for other, times in others if times] for item, others in met.items()}
    now = dict(begin) if begin else dict.fromkeys(items, 1.0)
    for _round in range(ROUNDS):
        moved = 0.0
        for item in items:
            mine = now[item]
            weight = 2 / (mine + 1) + sum(times / (mine + now[other]) for other, times in met[item])
            now[item] = won[item] / weight
            moved = max(moved, abs(now[item] - mine) / mine)
        if moved < CLOSE:
            break
    return now


def chances(strength: Shares) -> dict[str, float]:
    """Mean chance of each card to be put before each of the others."""
    others = max(1, len(strength) - 1)
    return {
        item: sum(mine / (mine + theirs) for other, theirs in strength.items() if other != item) / others
        for item, mine in strength.items()
    }


def of_pairs(items: Sequence[str], ballots: Sequence[Sequence[Pair]]) -> dict[str, float]:
    return chances(strengths(items, [pair for ballot in ballots for pair in ballot]))


def of_dots(items: Sequence[str], ballots: Sequence[Mapping[str, int]]) -> dict[str, float]:
    """Share of each card in all votes that were given."""
    given = {item: sum(ballot.get(item, 0) for ballot in ballots) for item in items}
    everything = sum(given.values())
    return {item: number / everything if everything else 0.0 for item, number in given.items()}


@dataclass(frozen=True)
class Sure:
    """A card in the order: its share, between what it lies in 90 of 100 cases, and whether it stands surely before the
    next one. With one ballot nothing is sure: low and high are None."""

    item: str
    share: float
    low: float | None
    high: float | None
    before_next: bool


def how_sure(
    items: Sequence[str],
    ballots: Sequence[One],
    estimate: Callable[[Sequence[str], Sequence[One]], Shares],
    parts: int = PARTS,
) -> list[Sure]:
    """The cards in order of `estimate`, the first first; cards that are level keep the order they came in. With no
    `parts` only the order is told."""
    whole = estimate(items, ballots)
    order = sorted(items, key=lambda item: -whole[item])
    again = [estimate(items, rest) for rest in without_one(ballots, parts)]
    found = []
    for place, item in enumerate(order, start=1):
        wide = spread([each[item] for each in again])
        found.append(
            Sure(
                item,
                whole[item],
                None if wide is None else max(0.0, whole[item] - wide),
                None if wide is None else min(1.0, whole[item] + wide),
                place < len(order) and surely_before(item, order[place], whole, again),
            )
        )
    return found


def surely_before(item: str, other: str, whole: Shares, again: Sequence[Shares]) -> bool:
    """Whether the difference of the two is wider than what leaving out ballots makes of it."""
    apart = spread([each[item] - each[other] for each in again])
    return apart is not None and whole[item] - whole[other] > apart


def without_one(ballots: Sequence[One], parts: int = PARTS) -> list[list[One]]:
    """All ballots but one, for each of them; beyond `parts` ballots all but one part, for each part."""
    parts = min(parts, len(ballots))
    if parts < 2:
        return []
    return [[each for place, each in enumerate(ballots) if place % parts != left] for left in range(parts)]


def spread(again: Sequence[float]) -> float | None:
    """Half the width of the range, from what comes out when one part is left out; None with fewer than two."""
    if len(again) < 2:
        return None
    middle = sum(again) / len(again)
    error = sqrt((len(again) - 1) / len(again) * sum((each - middle) ** 2 for each in again))
    return student(len(again) - 1) * error


def student(freedom: int) -> float:
    """Student's t below which 95 percent lie."""
    z = NORMAL
    terms = (
        z,
        (z**3 + z) / (4 * freedom),
        (5 * z**5 + 16 * z**3 + 3 * z) / (96 * freedom**2),
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * freedom**3),
    )
    return sum(terms)
