"""People dealt into groups so that each group is like the whole: as many of each kind as its size asks for.

The imbalance of an attribute is the sum over its values and the groups of (n − N·s/P)², where n people of the value
are in the group, N in all, and the group has s of P people. Counted in whole numbers (times P²), so that no rounding
decides. An attribute that is to be kept together instead costs one for each pair of equals that is separated.
"""

import random
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

Person = Mapping[str, str]
People = Mapping[Hashable, Person]
Groups = Sequence[Sequence[Hashable]]
Counted = list[dict[str, Counter[str]]]
TRIES = 6
KEPT_WEIGHT = 4  # a separated pair of those who are to stay together, against a deviation of one person


@dataclass(frozen=True)
class Balance:
    """How well one attribute is spread: its imbalance, and how many people are too many somewhere even when every
    share is rounded up, or too few when rounded down."""

    attribute: str
    imbalance: Fraction
    beyond: int

    @property
    def even(self) -> bool:
        """Every group has its share of every value, as far as people are whole."""
        return not self.beyond


@dataclass(frozen=True)
class Dealt:
    """Keys of the people in each group, and how evenly each attribute is spread."""

    groups: tuple[tuple[Hashable, ...], ...]
    balances: tuple[Balance, ...]


def deal(
    people: People,
    count: int,
    spread: Sequence[str] = (),
    kept: str = "",
    seed: int = 0,
) -> Dealt:
    """Deal people ({key: {attribute: value}}) into `count` groups whose sizes differ by one at most.

    Attributes in `spread` are spread evenly; equals by `kept` stay together where the sizes allow it. The same people
    and seed give the same groups, in whatever order the people come. Raises ValueError without a group.
    """
    if count < 1:
        raise ValueError("There must be a group.")
    spread = [name for name in spread if name != kept]
    table = _Table({key: people[key] for key in sorted(people, key=str)}, count, spread, kept)
    found = min(
        (_one_try(table, random.Random(f"{seed} {turn}")) for turn in range(TRIES)),  # noqa: S311 — no secret
        key=table.cost,
    )
    groups = tuple(tuple(sorted(members, key=str)) for members in found)
    return Dealt(groups, balances(people, groups, spread))


def balances(people: People, groups: Groups, spread: Sequence[str]) -> tuple[Balance, ...]:
    """How evenly the attributes are spread over these groups, however they were made."""
    found = []
    for name in spread:
        counted = [Counter(people[key].get(name, "") for key in members) for members in groups]
        cells = list(_cells(counted, [len(members) for members in groups]))
        imbalance = sum(((here - share) ** 2 for here, share in cells), Fraction(0))
        beyond = sum(max(0, floor(share) - here, here - ceil(share)) for here, share in cells)
        found.append(Balance(name, imbalance, beyond))
    return tuple(found)


def _cells(counted: Sequence[Counter[str]], sizes: Sequence[int]) -> Iterator[tuple[int, Fraction]]:
    """(people there, people its size asks for) for each value in each group."""
    everybody = sum(sizes)
    for value, number in sum(counted, Counter[str]()).items():
        for found, size in zip(counted, sizes, strict=True):
            yield found[value], Fraction(number * size, everybody)


class _Table:
    """The people at the table, and what a division of them costs."""

    def __init__(self, people: People, count: int, spread: Sequence[str], kept: str):
        self.people, self.spread, self.kept = people, spread, kept
        self.total = len(people)
        small, larger = divmod(self.total, count)
        self.sizes = [small + (number < larger) for number in range(count)]
        self.whole = {name: Counter(each.get(name, "") for each in people.values()) for name in spread}

    def cell(self, name: str, value: str, here: int, group: int) -> int:
        """The square of the deviation, times the square of the number of people."""
        return (here * self.total - self.whole[name][value] * self.sizes[group]) ** 2

    def cost(self, groups: Groups) -> int:
        counted = self.counted(groups)
        spread = sum(
            self.cell(name, value, counted[group][name][value], group)
            for name in self.spread
            for value in self.whole[name]
            for group in range(len(groups))
        )
        return spread + KEPT_WEIGHT * self.total**2 * self.separated(groups)

    def separated(self, groups: Groups) -> int:
        """Pairs of equals by the kept attribute that sit in different groups."""
        if not self.kept:
            return 0
        pairs = [Counter(self.people[key].get(self.kept, "") for key in members) for members in groups]
        together = sum(number * (number - 1) // 2 for found in pairs for number in found.values())
        return sum(n * (n - 1) // 2 for n in sum(pairs, Counter[str]()).values()) - together

    def counted(self, groups: Groups) -> Counted:
        names = [*self.spread, *([self.kept] if self.kept else [])]
        return [
            {name: Counter(self.people[key].get(name, "") for key in members) for name in names}
            for members in groups
        ]

    def gain_of_swap(self, counted: Counted, one: Hashable, first: int, other: Hashable, second: int) -> int:
        """How much the cost falls when `one` of group `first` and `other` of group `second` change places."""
        a, b = self.people[one], self.people[other]
        gain = 0
        for name in self.spread:
            mine, theirs = a.get(name, ""), b.get(name, "")
            if mine != theirs:
                for value, group, step in (
                    (mine, first, -1),
                    (theirs, first, 1),
                    (mine, second, 1),
                    (theirs, second, -1),
                ):
                    here = counted[group][name][value]
                    gain += self.cell(name, value, here, group) - self.cell(name, value, here + step, group)
        if self.kept and (mine := a.get(self.kept, "")) != (theirs := b.get(self.kept, "")):
            source, target = counted[first][self.kept], counted[second][self.kept]
            joined = target[mine] - (source[mine] - 1) + source[theirs] - (target[theirs] - 1)
            gain += KEPT_WEIGHT * self.total**2 * joined
        return gain


def _one_try(table: _Table, dice: random.Random) -> list[list[Hashable]]:
    """Seat everybody where it costs least now, then swap pairs while that makes it better."""
    groups: list[list[Hashable]] = [[] for _size in table.sizes]
    for key in _order(table, dice):
        room = [number for number, size in enumerate(table.sizes) if len(groups[number]) < size]
        dice.shuffle(room)
        groups[min(room, key=lambda number: _cost_of_seat(table, groups, key, number))].append(key)
    while _swap_once_each(table, groups):
        pass
    return groups


def _order(table: _Table, dice: random.Random) -> list[Hashable]:
    """Those who are to stay together one after the other, the largest team first; else by chance."""
    keys = list(table.people)
    dice.shuffle(keys)
    if table.kept:
        sizes = Counter(each.get(table.kept, "") for each in table.people.values())
        keys.sort(
            key=lambda key: (
                -sizes[table.people[key].get(table.kept, "")],
                table.people[key].get(table.kept, ""),
            )
        )
    return keys


def _cost_of_seat(
    table: _Table, groups: list[list[Hashable]], key: Hashable, number: int
) -> tuple[float, ...]:
    """How many equals sit there already, beside what the group's size asks for; teams first."""
    who, members = table.people[key], [table.people[other] for other in groups[number]]
    team = sum(each.get(table.kept, "") == who.get(table.kept, "") for each in members) if table.kept else 0
    equals = sum(each.get(name, "") == who.get(name, "") for name in table.spread for each in members)
    return -team, len(members) / table.sizes[number] if table.kept and not team else 0, equals, len(members)


def _swap_once_each(table: _Table, groups: list[list[Hashable]]) -> bool:
    """One pass over all pairs in different groups; says whether anything became better."""
    counted, better = table.counted(groups), False
    for first, here in enumerate(groups):
        for second in range(first + 1, len(groups)):
            there = groups[second]
            for i in range(len(here)):
                for j in range(len(there)):
                    if table.gain_of_swap(counted, here[i], first, there[j], second) > 0:
                        _move(table, counted, here[i], first, second)
                        _move(table, counted, there[j], second, first)
                        here[i], there[j] = there[j], here[i]
                        better = True
    return better


def _move(table: _Table, counted: Counted, key: Hashable, source: int, target: int) -> None:
    for name, found in counted[source].items():
        value = table.people[key].get(name, "")
        found[value] -= 1
        counted[target][name][value] += 1
