"""Low–best–high: arithmetic with numbers that are only known within a range.

Ends are worst cases, not statistical intervals: the low end of a result is what comes out when every number lies where
it hurts the result most. Interval arithmetic after R. E. Moore, Interval Analysis (1966): a function that rises or
falls in each of its arguments takes its extremes at the corners of their ranges.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import product
from math import isfinite


def _(message: str) -> str:
    """Marks a reason for translation; whoever shows it translates it."""
    return message


class Impossible(ValueError):
    """A number that cannot be: negative where nothing is, not finite, low above high. `what` names it."""

    def __init__(self, what: str, why: str) -> None:
        self.what, self.why = what, why
        super().__init__(f"{what}: {why}")


@dataclass(frozen=True)
class Range:
    """What is known of a number; None where it is not. `low` ≤ `best` ≤ `high`."""

    low: float | None = None
    best: float | None = None
    high: float | None = None

    @property
    def known(self) -> bool:
        """Both ends are known."""
        return self.low is not None and self.high is not None

    @property
    def width(self) -> float:
        """High minus low; 0 when an end is missing."""
        return self.high - self.low if self.low is not None and self.high is not None else 0.0


UNKNOWN = Range()


def range_of(low: float | None, best: float | None, high: float | None, what: str = "") -> Range:
    """The range as far as it is known: a missing end is the best guess itself, a lone end stands for both.

    Raises Impossible, naming `what`, for a number that is not finite or ends in the wrong order.
    """
    known = [float(value) for value in (low, best, high) if value is not None]
    if not all(map(isfinite, known)):
        raise Impossible(what, _("not a finite number"))
    if known != sorted(known):
        raise Impossible(what, _("low, best and high are out of order"))
    if not known:
        return UNKNOWN
    return Range(known[0], None if best is None else float(best), known[-1])


def spread(formula: Callable[..., float], *inputs: Range) -> Range:
    """`formula` over ranges. It must rise or fall in each argument on the whole range (see the module's docstring).

    A missing best gives a missing best; a missing end gives nothing at all.
    """
    if not all(each.known for each in inputs):
        return UNKNOWN
    corners = [formula(*corner) for corner in product(*((each.low, each.high) for each in inputs))]
    bests = [each.best for each in inputs]
    return Range(min(corners), None if None in bests else formula(*bests), max(corners))


def add_up(ranges: Iterable[Range]) -> Range:
    """Sum of ranges: lows to low, bests to best, highs to high. Wholly unknown ones are left out: count them apart.

    The best of the sum is missing when one of the parts has ends but no best.
    """
    known = [each for each in ranges if each.known]
    if not known:
        return UNKNOWN
    bests = [each.best for each in known]
    return Range(
        sum(each.low for each in known if each.low is not None),
        None if None in bests else sum(best for best in bests if best is not None),
        sum(each.high for each in known if each.high is not None),
    )
