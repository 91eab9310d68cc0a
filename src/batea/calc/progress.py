"""How far an indicator has come from its baseline to its target, and whether that can be told at all.

Share of the way = (latest − baseline) / (target − baseline), the usual measure of progress in results frameworks
(OECD, Glossary of Key Terms in Evaluation and Results-Based Management: progress is read against baseline and target).
Whether it is on track is judged against a straight path in time; the tolerance of ten points is Batea's own design.
The warning about error answers a finding on mercury action plans: targets smaller than the uncertainty of the baseline
cannot be shown to be met (Schwartz, Smits and Phelan, Environmental Science & Policy 141, 2023).
"""

from dataclasses import dataclass
from math import isfinite

UP, DOWN, BAND, CONTEXT = "up", "down", "band", "context"
ON_TRACK, BEHIND, REACHED, NO_DATA = "on_track", "behind", "reached", "no_data"
TOLERANCE = 0.1  # points of the way that a result may lag behind the straight path and still be on track


@dataclass(frozen=True)
class Progress:
    """`share` of the way (0 at the baseline, 1 at the target, below 0 when it got worse), None where it has no sense."""

    status: str
    share: float | None = None

    @property
    def worse(self) -> bool:
        """Further from the target than at the start."""
        return self.share is not None and self.share < 0


def progress(
    direction: str,
    latest: float | None,
    target: float | None,
    *,
    baseline: float | None = None,
    upper: float | None = None,
    elapsed: float = 1.0,
) -> Progress:
    """Where an indicator stands at its latest value.

    direction  up: higher is better; down: lower is better; band: best between `target` and `upper`; context: not judged
    elapsed    share of the time to the target that has passed at the latest value, 0 to 1
    Raises ValueError for an unknown direction, a number that is not finite, or an `elapsed` outside 0 to 1.
    """
    refuse_nonsense(direction, (latest, target, baseline, upper), elapsed)
    if direction == CONTEXT or latest is None or target is None:
        return Progress(NO_DATA)
    if reached(direction, latest, target, upper):
        return Progress(REACHED, share_of_way(direction, latest, target, baseline, upper))
    share = share_of_way(direction, latest, target, baseline, upper)
    if share is None:
        return Progress(BEHIND if elapsed >= 1 else NO_DATA)
    return Progress(ON_TRACK if 0 < share >= elapsed - TOLERANCE else BEHIND, share)


def refuse_nonsense(direction: str, values: tuple[float | None, ...], elapsed: float) -> None:
    if direction not in (UP, DOWN, BAND, CONTEXT):
        raise ValueError(f"An indicator goes up, down, into a band or is context, not “{direction}”.")
    if not all(isfinite(value) for value in values if value is not None):
        raise ValueError("Progress needs finite numbers.")
    if not 0 <= elapsed <= 1:
        raise ValueError(f"The time passed is a share from 0 to 1, not {elapsed}.")


def reached(direction: str, latest: float, target: float, upper: float | None = None) -> bool:
    """The latest value is at the target or beyond it, on the good side."""
    if direction == BAND:
        return target <= latest <= (target if upper is None else upper)
    return latest >= target if direction == UP else latest <= target


def share_of_way(
    direction: str, latest: float, target: float, baseline: float | None, upper: float | None = None
) -> float | None:
    """Share of the way from baseline to target; None without a baseline or when there is no way to go."""
    if baseline is None:
        return None
    if direction == BAND:
        start, now = from_band(baseline, target, upper), from_band(latest, target, upper)
        return 1 - now / start if start else None
    if wrong_side(direction, baseline, target) or baseline == target:
        return None
    return (latest - baseline) / (target - baseline)


def from_band(value: float, lower: float, upper: float | None) -> float:
    """Distance to the nearest edge of the band; 0 inside."""
    return max(lower - value, value - (lower if upper is None else upper), 0.0)


def wrong_side(direction: str, baseline: float, target: float) -> bool:
    """The target asks for less than there was: it, the baseline or the direction is mistaken."""
    return (direction == UP and target < baseline) or (direction == DOWN and target > baseline)


def smaller_than_error(target: float, low: float | None, high: float | None) -> bool:
    """The target lies inside the range of the baseline: reaching it could not be told from the baseline's error."""
    return low is not None and high is not None and low < high and low <= target <= high
