"""Which type a mine site falls into: ordered rules, the first one that matches decides.

A rule is a list of conditions that must all hold. A condition looks at one dimension of the site, which may have several
values at once (a pit can yield amber and lignite): it holds when the site has any of the condition's values or, turned
round ("without"), when it has none of them.

Source: ordered decision lists with a default, R. L. Rivest, "Learning decision lists", Machine Learning 2 (1987),
229-246; here written by people, not learned, and the default is "unclassified".
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

Attributes = Mapping[str, Sequence[str]]  # {dimension: values}; a dimension nobody recorded is left out


@dataclass(frozen=True)
class Condition:
    """Any of `values` in `dimension`; with `without`, none of them. Raises ValueError without values."""

    dimension: str
    values: frozenset[str]
    without: bool = False

    def __post_init__(self) -> None:
        if not self.values:
            raise ValueError(f"The condition on {self.dimension} names no value.")

    def holds(self, attributes: Attributes) -> bool:
        found = self.values.intersection(attributes.get(self.dimension, ()))
        return not found if self.without else bool(found)

    def guesses(self, attributes: Attributes) -> bool:
        """It holds only because nothing was recorded: "not in a prohibited area" of a site nobody has placed."""
        return self.without and not attributes.get(self.dimension)


@dataclass(frozen=True)
class Rule:
    """All `conditions` together lead to the type `to`. Raises ValueError without conditions: it would match all."""

    to: Hashable
    conditions: tuple[Condition, ...]

    def __post_init__(self) -> None:
        if not self.conditions:
            raise ValueError("A rule needs at least one condition.")

    def matches(self, attributes: Attributes) -> bool:
        return all(condition.holds(attributes) for condition in self.conditions)


@dataclass(frozen=True)
class Match:
    """The type found, the place of the rule that decided (from 1), and dimensions it took for granted."""

    to: Hashable
    rule: int
    guessed: tuple[str, ...] = ()


def classify(rules: Iterable[Rule], attributes: Attributes) -> Match | None:
    """The first rule that matches the site, or None: unclassified."""
    for place, rule in enumerate(rules, start=1):
        if rule.matches(attributes):
            guessed = tuple(c.dimension for c in rule.conditions if c.guesses(attributes))
            return Match(rule.to, place, guessed)
    return None


def classify_all(rules: Iterable[Rule], sites: Iterable[Attributes]) -> list[Match | None]:
    """`classify` for many sites, in their order."""
    rules = tuple(rules)
    return [classify(rules, attributes) for attributes in sites]


def cross_table(
    sites: Iterable[Attributes], down: str, across: str, missing: str = ""
) -> dict[tuple[str, str], int]:
    """How many sites have each pair of values in two dimensions; `missing` stands for "nothing recorded".

    A site with several values counts once in each of its cells, so cells may add up to more than the sites.
    """
    counts: dict[tuple[str, str], int] = {}
    for attributes in sites:
        for row in dict.fromkeys(attributes.get(down) or (missing,)):
            for column in dict.fromkeys(attributes.get(across) or (missing,)):
                counts[row, column] = counts.get((row, column), 0) + 1
    return counts
