"""Which teams could be peers: another country, the same step of the guidance, similar support asked for."""

import re
from dataclasses import dataclass

WORD = re.compile(r"[^\W\d_]{5,}")
STEM = 5  # letters by which words count as the same: “capacitar”, “capacitación”
SAME_STEP = 3


@dataclass(frozen=True)
class Team:
    """What is compared of a team's plan: its identity, the step, and the words of the support it asks for."""

    key: int
    country: str
    step: str
    support: frozenset[str]


@dataclass(frozen=True)
class Match:
    """Two teams and why: `same_step`, and how many words of their support they share."""

    one: Team
    other: Team
    same_step: bool
    shared: int

    @property
    def weight(self) -> int:
        return SAME_STEP * self.same_step + self.shared


def stems(texts) -> frozenset[str]:
    """The beginnings of the longer words."""
    return frozenset(word[:STEM] for text in texts for word in WORD.findall(text.casefold()))


def match(one: Team, other: Team) -> Match:
    return Match(one, other, one.step == other.step, len(one.support & other.support))


def suggest_peers(teams: list[Team]) -> dict[int, Match]:
    """A peer for each team, the closest pairs first, each team in one pair; a team left over joins its closest.

    Teams of one country are never paired. The same teams give the same answer in whatever order they come.
    """
    ordered = sorted(teams, key=lambda team: (team.country, team.key))
    possible = [
        match(one, other)
        for place, one in enumerate(ordered)
        for other in ordered[place + 1 :]
        if one.country != other.country
    ]
    possible.sort(key=lambda each: (-each.weight, each.one.country, each.other.country))
    found: dict[int, Match] = {}
    for each in possible:
        if each.one.key not in found and each.other.key not in found:
            found[each.one.key] = each
            found[each.other.key] = match(each.other, each.one)
    for team in ordered:
        closest = [each for each in possible if team in (each.one, each.other)]
        if team.key not in found and closest:
            best = closest[0]
            found[team.key] = match(team, best.other if best.one == team else best.one)
    return found
