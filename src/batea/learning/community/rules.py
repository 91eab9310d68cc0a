"""Pure rankings: whom a question is put to, and which countries could learn from each other."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass
from itertools import combinations

WEIGHTS = {"measure": 3, "plan": 2, "statement": 1}


@dataclass(frozen=True)
class Candidate:
    """Somebody who may be asked: the steps of the guidance known, and how many questions wait already."""

    who: Hashable
    name: str
    topics: tuple[str, ...]
    expert: bool = False
    waiting: int = 0


def suggest_experts(step: str, candidates: Iterable[Candidate], most: int = 5) -> list[Candidate]:
    """Who knows the step first, then its phase; experts before others, then whoever has the least to do.

    Without a step only experts are suggested.
    """
    scored = [(fit(step, each), each) for each in candidates]
    ranked = sorted(
        ((score, each) for score, each in scored if score),
        key=lambda pair: (-pair[0], pair[1].waiting, pair[1].name.casefold()),
    )
    return [each for _score, each in ranked[:most]]


def fit(step: str, candidate: Candidate) -> int:
    """4 for the step itself, 2 for its phase, 1 more for an expert; 0 when the person knows nothing of it."""
    known = (
        4 if step in candidate.topics else 2 if any(phase(step) == phase(t) for t in candidate.topics) else 0
    )
    if not step:
        known = 0
    return known + candidate.expert if known or not step else 0


def phase(step: str) -> str:
    return step.partition("-")[0]


@dataclass(frozen=True)
class Concern:
    """Something a country has shared that speaks of a step or a measure."""

    country: str
    kind: str
    key: str


@dataclass(frozen=True)
class Twins:
    """Two countries and the keys they have in common, the heaviest first."""

    country: str
    other: str
    keys: tuple[str, ...]
    weight: int


def suggest_twins(concerns: Iterable[Concern], known: Collection[frozenset] = ()) -> list[Twins]:
    """Pairs of countries that shared something on the same measure or step; pairs that are `known` are left out.

    A measure both take weighs more than a plan on the same step, and that more than a statement.
    """
    by_key: dict[str, dict[str, int]] = defaultdict(dict)
    for each in concerns:
        weight = WEIGHTS.get(each.kind, 0)
        if each.key and weight:
            there = by_key[each.key]
            there[each.country] = max(weight, there.get(each.country, 0))
    common: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for key, countries in by_key.items():
        for pair in combinations(sorted(countries), 2):
            if frozenset(pair) not in known:
                common[pair][key] = min(countries[code] for code in pair)
    found = [
        Twins(*pair, tuple(sorted(keys, key=lambda key: (-keys[key], key))), sum(keys.values()))
        for pair, keys in common.items()
    ]
    return sorted(found, key=lambda twins: (-twins.weight, twins.country, twins.other))
