"""Orders from votes: pairwise comparisons, and how far two groups agree.

`wins[a][b]` is how many people preferred a to b.
"""

from collections.abc import Mapping, Sequence
from math import sqrt

from .ranges import _

IN_A_CIRCLE = _("this is named as the cause of itself, by a circle of cards")

Wins = Mapping[str, Mapping[str, int]]
ROUNDS = 10_000
CLOSE = 1e-12


def votes(wins: Wins, one: str, other: str) -> int:
    return wins.get(one, {}).get(other, 0)


def copeland(items: Sequence[str], wins: Wins) -> dict[str, tuple[int, int]]:
    """{item: (others it beats by majority, others it loses to)} (A. H. Copeland, 1951); a tie counts for neither."""
    return {
        item: (
            sum(votes(wins, item, other) > votes(wins, other, item) for other in items),
            sum(votes(wins, item, other) < votes(wins, other, item) for other in items),
        )
        for item in items
    }


def cycle(items: Sequence[str], wins: Wins) -> list[str] | None:
    """Items of which each beats the next and the last beats the first; None when majorities make an order.

    Then no order agrees with every majority (Condorcet, 1785).
    """
    beats = {
        item: [other for other in items if votes(wins, item, other) > votes(wins, other, item)]
        for item in items
    }
    done: set[str] = set()
    for start in items:
        path: list[str] = []
        found = _follow(start, beats, path, done)
        if found:
            return found
    return None


def _follow(item: str, beats: Mapping[str, list[str]], path: list[str], done: set[str]) -> list[str] | None:
    if item in path:
        return path[path.index(item) :]
    if item in done:
        return None
    path.append(item)
    for other in beats[item]:
        found = _follow(other, beats, path, done)
        if found:
            return found
    done.add(path.pop())
    return None


def connected(items: Sequence[str], wins: Wins) -> bool:
    """Everything has won, by some chain of votes, against everything else (L. R. Ford, 1957): only then do strengths exist."""
    return all(len(_reached(item, items, wins)) == len(items) for item in items)


def _reached(start: str, items: Sequence[str], wins: Wins) -> set[str]:
    seen, waiting = {start}, [start]
    while waiting:
        item = waiting.pop()
        fresh = [other for other in items if other not in seen and votes(wins, item, other)]
        seen.update(fresh)
        waiting += fresh
    return seen


def bradley_terry(items: Sequence[str], wins: Wins) -> dict[str, float] | None:
    """Strengths that add up to 1: the chance that i is preferred to j is p(i) / (p(i) + p(j)).

    R. A. Bradley and M. E. Terry (1952), by the MM algorithm of D. R. Hunter (2004): p(i) ← W(i) / Σ n(ij)/(p(i)+p(j)).
    None where the votes do not connect all items: the strengths would run away.
    """
    if len(items) < 2 or not connected(items, wins):
        return None
    strength = {item: 1 / len(items) for item in items}
    won = {item: sum(votes(wins, item, other) for other in items) for item in items}
    for _round in range(ROUNDS):
        fresh = {item: won[item] / _weight(item, items, wins, strength) for item in items}
        whole = sum(fresh.values())
        fresh = {item: value / whole for item, value in fresh.items()}
        moved = max(abs(fresh[item] - strength[item]) for item in items)
        strength = fresh
        if moved < CLOSE:
            break
    return strength


def _weight(item: str, items: Sequence[str], wins: Wins, strength: Mapping[str, float]) -> float:
    return sum(
        (votes(wins, item, other) + votes(wins, other, item)) / (strength[item] + strength[other])
        for other in items
        if other != item
    )


def kendall(first: Sequence[float], second: Sequence[float]) -> float | None:
    """Agreement of two rankings of the same items, tau-b: 1 the same order, −1 the reverse (M. G. Kendall, 1945).

    None when one of them puts all items level.
    """
    agree = against = first_level = second_level = 0
    for i in range(len(first)):
        for j in range(i):
            a, b = first[i] - first[j], second[i] - second[j]
            agree += a * b > 0
            against += a * b < 0
            first_level += a == 0
            second_level += b == 0
    pairs = len(first) * (len(first) - 1) / 2
    weight = sqrt((pairs - first_level) * (pairs - second_level))
    return (agree - against) / weight if weight else None
