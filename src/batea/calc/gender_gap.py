"""Indices of a gender gap analysis. F, M are numbers of women and men; f(k), m(k) those in role k.

The formulas are standard; where one has an author it is named. Every function gives None where something needed is not
known or would divide by nothing: an unknown is never a zero.
"""

import random
from collections.abc import Callable, Iterable, Sequence
from statistics import median

from .ranges import Impossible, _

FEWEST = 5  # people behind a figure: fewer are hidden, because they could be recognised
FEW = 30  # fewer are flagged: the figure may be chance
DRAWS = 1_000
SCALE = 4  # the highest step of access and control

Pair = tuple[float, float]  # (women, men)


def share(women: float | None, men: float | None) -> float | None:
    """F / (F + M), 0 to 1."""
    if women is None or men is None:
        return None
    if women < 0 or men < 0:
        raise Impossible(_("people"), _("people cannot be counted below zero"))
    return women / (women + men) if women + men else None


def parity(women: float | None, men: float | None) -> float | None:
    """x(F) / x(M) of two rates; 1 is parity. None when the men's is nothing."""
    return women / men if women is not None and men else None


def duncan(roles: Iterable[Pair]) -> float | None:
    """Segregation D = ½ Σ |f(k)/F − m(k)/M|: 0 none, 1 total (O. D. Duncan and B. Duncan, 1955)."""
    known = list(roles)
    women, men = sum(pair[0] for pair in known), sum(pair[1] for pair in known)
    if not women or not men:
        return None
    return sum(abs(f / women - m / men) for f, m in known) / 2


def earnings_gap(women: Sequence[float], men: Sequence[float]) -> float | None:
    """(median M − median F) / median M: above 0 women earn less."""
    if not women or not men or not median(men):
        return None
    return (median(men) - median(women)) / median(men)


def holding_gap(held: float | None, base: float | None) -> float | None:
    """1 − (women's share of what is held / women's share of those who could hold it), not below 0: 0 none, 1 total."""
    if held is None or not base:
        return None
    return max(0.0, 1 - held / base)


def scale_gap(women: Sequence[int], men: Sequence[int]) -> float | None:
    """(mean of men − mean of women) / 4 over steps 0–4 of access or control: above 0 men are favoured."""
    if not women or not men:
        return None
    return (sum(men) / len(men) - sum(women) / len(women)) / SCALE


def wedge(access: Sequence[int], control: Sequence[int]) -> float | None:
    """(access − control) / 4 of women over the same resources: use without power."""
    if not access or len(access) != len(control):
        return None
    return sum(a - c for a, c in zip(access, control, strict=True)) / len(access) / SCALE


def exposure_ratio(in_hazard: Pair, everybody: Pair) -> float | None:
    """Share of women in hazardous work / share of men in it: above 1 women are more exposed."""
    return parity(
        in_hazard[0] / everybody[0] if everybody[0] else None,
        in_hazard[1] / everybody[1] if everybody[1] else None,
    )


def voice(decisions: Iterable[tuple[bool, float]]) -> float | None:
    """Σ weights of decisions in which a woman decides, alone or jointly / Σ all weights, 0 to 1."""
    known = list(decisions)
    whole = sum(weight for _hers, weight in known)
    return sum(weight for hers, weight in known if hers) / whole if whole else None


def composite(ratios: Iterable[float | None]) -> tuple[float | None, int]:
    """Geometric mean of parity ratios truncated at 1, and how many were known; 0 when one of them is 0.

    A mean of ratios hides which is low: always told with its parts.
    """
    known = [min(max(ratio, 0.0), 1.0) for ratio in ratios if ratio is not None]
    if not known:
        return None, 0
    product = 1.0
    for ratio in known:
        product *= ratio
    return product ** (1 / len(known)), len(known)


def bootstrap(
    women: Sequence[float],
    men: Sequence[float],
    statistic: Callable[[Sequence[float], Sequence[float]], float | None],
    seed: int = 1,
) -> tuple[float, float] | None:
    """The 95 % interval of a statistic by drawing both groups anew with replacement (B. Efron, 1979; percentiles).

    The same numbers give the same interval. None with fewer than FEWEST in a group, or when most draws have no answer.
    """
    if len(women) < FEWEST or len(men) < FEWEST:
        return None
    dice = random.Random(seed)  # noqa: S311 — no secret, and the same every time
    drawn = (
        statistic(dice.choices(women, k=len(women)), dice.choices(men, k=len(men))) for _draw in range(DRAWS)
    )
    found = sorted(value for value in drawn if value is not None)
    if len(found) < DRAWS / 2:
        return None
    return found[int(len(found) * 0.025)], found[int(len(found) * 0.975) - 1]
