"""What a test before and a test after say: how hard each question was, whether it tells apart, and how much was gained.

Difficulty is the share of right answers (classical test theory; F. Lord and M. Novick, 1968). Discrimination is the
correlation of one question with the result on all others, so that a question does not vouch for itself (the corrected
item–total correlation, S. Henrysson, 1963; for answers that are right or wrong it is the point-biserial coefficient).
R. Ebel's rule of thumb (1954; R. Ebel and D. Frisbie, 1991): 0.40 and more is very good, 0.30 good, 0.20 to be improved,
less than 0.20 poor.

The normalised gain is the part of what could still be gained that was gained (F. Gery, 1972; R. Hake, American Journal
of Physics 66, 1998): g = (post − pre) / (100 − pre) with both in percent. Of a class it is made in two ways that differ
(L. Bao, American Journal of Physics 74, 2006): from the averages of the class (Hake's), and as the mean of the gains of
those who wrote both tests. At pre = 100 nothing could be gained and g is not defined. A gain may be far below zero
(pre = 90, post = 75 gives −1.5), which is why the mean of single gains is to be read beside the gain of the averages.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from .ranges import Impossible, _

FEWEST = 5  # sheets; of fewer the answers of one person could be told
HIGH, MEDIUM = 0.7, 0.3  # Hake, 1998
POOR = 0.2  # Ebel and Frisbie, 1991


def mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None


def difficulty(right: Sequence[bool]) -> float | None:
    """Share of right answers, 0 (nobody) to 1 (everybody); None when nobody answered."""
    return mean([float(one) for one in right])


def correlation(first: Sequence[float], second: Sequence[float]) -> float | None:
    """Pearson's coefficient; with one of the two 0 or 1 it is the point-biserial. None when one of them does not vary."""
    if len(first) != len(second):
        raise Impossible("", _("there must be as many results as answers"))
    if len(first) < 2:
        return None
    middle = sum(first) / len(first), sum(second) / len(second)
    apart = [(a - middle[0], b - middle[1]) for a, b in zip(first, second, strict=True)]
    spread = sum(a * a for a, _b in apart), sum(b * b for _a, b in apart)
    if not all(spread):
        return None
    return sum(a * b for a, b in apart) / sqrt(spread[0] * spread[1])


def discrimination(right: Sequence[bool], totals: Sequence[int]) -> float | None:
    """Of one question: correlation of being right with the number of other right answers, −1 to 1.

    right: by sheet, whether it is right; totals: by sheet, how many answers are right, this one with them. None when
    all or none are right, or when all others came out alike.
    """
    rest = [total - one for total, one in zip(totals, right, strict=True)]
    return correlation([float(one) for one in right], [float(each) for each in rest])


def gain(before: float, after: float) -> float | None:
    """g = (after − before) / (100 − before), both in percent; None at 100 before. Raises Impossible outside 0–100."""
    for percent in (before, after):
        if not 0 <= percent <= 100:
            raise Impossible("", _("a result is between 0 and 100 percent"))
    return None if before == 100 else (after - before) / (100 - before)


@dataclass(frozen=True)
class Gains:
    """What a class gained. `of_averages` and `of_pairs` are None where they are not defined; `full` of the pairs had
    100 percent before and are left out of `of_pairs`."""

    pairs: int
    before: float | None
    after: float | None
    of_averages: float | None
    of_pairs: float | None
    full: int


def gains(pairs: Sequence[tuple[float, float]]) -> Gains:
    """From the results before and after, in percent, of those who wrote both tests."""
    before, after = mean([one for one, _two in pairs]), mean([two for _one, two in pairs])
    single = [gain(one, two) for one, two in pairs]
    defined = [each for each in single if each is not None]
    of_averages = gain(before, after) if before is not None and after is not None else None
    return Gains(len(pairs), before, after, of_averages, mean(defined), len(pairs) - len(defined))


def level(of_class: float) -> str:
    """ "high", "medium" or "low", as Hake named them."""
    return "high" if of_class >= HIGH else "medium" if of_class >= MEDIUM else "low"
