"""Women and men among those invited: whether the share lies in the range that was set, and how few more invitations bring
it there.

The share is that of women among those whose sex is stated as woman or man; others and those not stated are counted apart
and never guessed. For k further people the number of women w must satisfy, in whole numbers,

    least · (n + k) ≤ 100 · (women + w) ≤ most · (n + k),   0 ≤ w ≤ k,

and the smallest such k is taken. Among several w of the same k the one is taken that brings the share nearest to the
middle of the range. A range that holds no share between 0 and 100 % exclusive may be out of reach.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from .ranges import Impossible, _

WOMAN, MAN = "f", "m"
MOST_TRIED = 2_000  # a room, not a country
FEWEST_ANSWERS = 5  # of fewer no rate of acceptance is made


@dataclass(frozen=True)
class Count:
    """How many women, men, and others or not stated."""

    women: int
    men: int
    others: int = 0

    @property
    def known(self) -> int:
        return self.women + self.men

    @property
    def share(self) -> float | None:
        """Percent of women among women and men; None when there is nobody."""
        return 100 * self.women / self.known if self.known else None


def counted(sexes: Iterable[str]) -> Count:
    """The count of a list of "f", "m" and anything else."""
    sexes = list(sexes)
    women, men = sexes.count(WOMAN), sexes.count(MAN)
    return Count(women, men, len(sexes) - women - men)


def in_range(count: Count, least: int, most: int) -> bool:
    """Whether the share lies in the range, ends included; False while there is nobody."""
    return count.known > 0 and least * count.known <= 100 * count.women <= most * count.known


def extra_needed(count: Count, least: int, most: int) -> tuple[int, int] | None:
    """(women, men) to be added so that the share falls into the range, as few as possible; None when it is out of reach.

    Raises Impossible for a range that is none.
    """
    if not 0 <= least <= most <= 100:
        raise Impossible("least", _("the range must lie between 0 and 100 %"))
    for more in range(MOST_TRIED + 1):
        known = count.known + more
        if known == 0:
            continue
        fewest = max(0, -(-least * known // 100) - count.women)
        largest = min(more, most * known // 100 - count.women)
        if fewest <= largest:
            women = min(
                range(fewest, largest + 1),
                key=lambda w: abs(200 * (count.women + w) - (least + most) * known),
            )
            return women, more - women
    return None


def invitations_for(places: int, accepted: int, declined: int) -> int | None:
    """How many invitations bring `places` people if they accept as often as others have; None while too few answered.

    An estimate: by it as many come on average, not for certain.
    """
    if accepted + declined < FEWEST_ANSWERS or accepted == 0:
        return None
    return ceil(places * (accepted + declined) / accepted)
