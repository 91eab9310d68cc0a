"""How urgent a harm is, from four ratings of 1 to 5.

The score is a weighted sum brought to 0-100, as additive importance indices of environmental assessment do (V. Conesa
Fernandez-Vitora, "Guia metodologica para la evaluacion del impacto ambiental": intensity weighs most, then extent, then
the rest). Weights here: severity 3, extent 2, people 2, reversibility 1. A plain sum lets a killing but local effect
look moderate; therefore the harm that kills or destroys for good (severity 5), and the severe one that cannot be undone
(severity 4 and reversibility 5), never score below the band "high". Weights, bands and floor are Batea's own design.
"""

from dataclasses import dataclass

WEIGHTS = {"extent": 2, "severity": 3, "reversibility": 1, "people": 2}
LOWEST, HIGHEST = 1, 5
LEVEL_NAMES = ("low", "medium", "high", "very_high")
LEVEL_FROM = (0.0, 25.0, 50.0, 75.0)  # a band begins at its number and ends below the next
FLOOR = 50.0


@dataclass(frozen=True)
class Priority:
    """`score` from 0 to 100, the band it falls into, and whether the floor lifted it."""

    score: float
    level: str
    lifted: bool = False

    @property
    def pressing(self) -> bool:
        """High or very high: somebody must answer it."""
        return self.level in LEVEL_NAMES[2:]


def level_of(score: float) -> str:
    """The band of a score. Raises ValueError outside 0-100."""
    if not 0 <= score <= 100:
        raise ValueError(f"A priority score lies between 0 and 100, not {score}.")
    return next(
        name
        for name, start in zip(reversed(LEVEL_NAMES), reversed(LEVEL_FROM), strict=True)
        if score >= start
    )


def priority_of(extent: int, severity: int, reversibility: int, people: int) -> Priority:
    """Priority of one impact in one type; each rating is a whole number from 1 (least) to 5 (most).

    Raises ValueError for a rating outside 1-5.
    """
    ratings = {"extent": extent, "severity": severity, "reversibility": reversibility, "people": people}
    for name, rating in ratings.items():
        if not LOWEST <= rating <= HIGHEST:
            raise ValueError(f"{name} is rated from {LOWEST} to {HIGHEST}, not {rating}.")
    weighted = sum(WEIGHTS[name] * (rating - LOWEST) for name, rating in ratings.items())
    score = 100 * weighted / (sum(WEIGHTS.values()) * (HIGHEST - LOWEST))
    floored = max(score, FLOOR) if grave(severity, reversibility) else score
    return Priority(floored, level_of(floored), lifted=floored > score)


def grave(severity: int, reversibility: int) -> bool:
    """It kills or destroys for good, or is severe and cannot be undone."""
    return severity == HIGHEST or (severity == HIGHEST - 1 and reversibility == HIGHEST)
