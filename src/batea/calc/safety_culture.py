"""Where a group stands on the ladder of safety culture, from how many people chose each rung.

The ladder has five rungs: 1 pathological, 2 reactive, 3 calculative, 4 proactive, 5 generative (R. Westrum, 1993 and
2004, for its ends; P. Hudson, 2001 and 2007, and D. Parker, M. Lawrie and P. Hudson, 2006, for the five). Rungs are in
order, not at equal distances, so nothing here is a mean: the middle person's rung, and where the middle half stands.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from .ranges import Impossible, _

RUNGS = 5
FEWEST = 5  # people; a smaller group's answers could be traced to a person


@dataclass(frozen=True)
class Standing:
    """`people` who answered; the rung of the middle one and the rungs between which the middle half stands, 1 to 5."""

    people: int
    middle: int
    low: int
    high: int

    @property
    def spread(self) -> int:
        """Rungs between the ends of the middle half; 0 when they agree."""
        return self.high - self.low


def standing(counts: Sequence[int], what: str = "") -> Standing | None:
    """From the number of people at each rung, the lowest first; None when nobody answered.

    The k-th smallest of n answers with k = ceil(n·p), for p = 1/4, 1/2, 3/4 (type 1 of R. Hyndman and Y. Fan, 1996): an
    answer somebody gave, never one between two. Raises Impossible for a count below zero.
    """
    if len(counts) != RUNGS or any(count < 0 for count in counts):
        raise Impossible(what, _("people cannot be counted below zero"))
    people = sum(counts)
    if not people:
        return None
    return Standing(people, rung(counts, 2), rung(counts, 1), rung(counts, 3))


def rung(counts: Sequence[int], quarters: int) -> int:
    """The rung below which at most `quarters` fourths of the people stand."""
    wanted = -(-sum(counts) * quarters // 4)
    seen = 0
    for place, count in enumerate(counts, 1):
        seen += count
        if seen >= wanted and seen:
            return place
    return len(counts)


def together(groups: Sequence[Sequence[int]]) -> list[int]:
    """The counts of several groups as one."""
    return [sum(column) for column in zip(*groups, strict=True)]
