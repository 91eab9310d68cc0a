"""A rapid look at a mine site without instruments: urgency with ratings missing, land repaired, water above and below.

Urgency reuses the priority of an impact (`batea.calc.priority`, Batea's own design): extent, severity, reversibility
and people, each from 1 to 5. The score rises in each rating, so a missing one gives a span between the score with the
mildest and the score with the worst value (interval arithmetic, R. E. Moore, Interval Analysis, 1966).

Land repaired follows the method's indicator "area rehabilitated, and its ratio to the area disturbed". Water is
compared between a place above and a place below the mine, the usual control-impact pair of stream surveys
(R. H. Green, Sampling Design and Statistical Methods for Environmental Biologists, 1979); one pair is a hint only.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import isfinite

from batea.calc.priority import HIGHEST, LOWEST, Priority, priority_of
from batea.calc.ranges import UNKNOWN, Impossible, Range, _

# Which way a reading goes when water gets worse: 1 up, -1 down, 0 either way says nothing by itself.
WORSE = {"turbidity_ntu": 1, "conductivity_us_cm": 1, "clarity_cm": -1, "ph": 0}
ABOVE, BELOW = "above", "below"


@dataclass(frozen=True)
class Urgency:
    """What the priority is at least and at most, as long as ratings are missing."""

    least: Priority
    most: Priority

    @property
    def pressing(self) -> bool:
        """High or very high, whatever the missing ratings turn out to be."""
        return self.least.pressing

    @property
    def may_press(self) -> bool:
        """Could turn out high or very high."""
        return self.most.pressing and not self.least.pressing


def urgency_of(severity: int, extent: int | None, reversibility: int | None, people: int | None) -> Urgency:
    """Urgency of one aspect; severity 1-5, the others 1-5 or None where nobody rated them.

    Raises ValueError for a rating outside 1-5.
    """

    def with_missing(value: int) -> Priority:
        return priority_of(
            extent=value if extent is None else extent,
            severity=severity,
            reversibility=value if reversibility is None else reversibility,
            people=value if people is None else people,
        )

    return Urgency(with_missing(LOWEST), with_missing(HIGHEST))


@dataclass(frozen=True)
class Patch:
    """A piece of ground. `disturbed_m2` ever, the repaired part included; None where nobody measured."""

    name: str
    disturbed_m2: float | None = None
    rehabilitated_m2: float | None = None
    volume_m3: float | None = None


@dataclass(frozen=True)
class Land:
    """All patches together. m2, m3; `share` a part of 1; `left_out` patches whose disturbed area nobody knows."""

    disturbed_m2: float | None
    rehabilitated_m2: Range
    open_m2: Range
    share: Range
    volume_m3: float | None
    left_out: tuple[str, ...]


def land_of(patches: Iterable[Patch]) -> Land:
    """Adds up the patches whose disturbed area is known.

    A patch whose repaired part nobody knows may be bare or wholly repaired: that opens the range.
    Raises Impossible when more was repaired than disturbed, or a number is negative or not finite.
    """
    patches = [checked(patch) for patch in patches]
    known = [patch for patch in patches if patch.disturbed_m2 is not None]
    left_out = tuple(patch.name for patch in patches if patch.disturbed_m2 is None)
    volumes = [patch.volume_m3 for patch in patches if patch.volume_m3 is not None]
    volume = sum(volumes) if volumes else None
    if not known:
        return Land(None, UNKNOWN, UNKNOWN, UNKNOWN, volume, left_out)
    disturbed = sum(patch.disturbed_m2 or 0.0 for patch in known)
    low = sum(patch.rehabilitated_m2 or 0.0 for patch in known)
    doubtful = sum(patch.disturbed_m2 or 0.0 for patch in known if patch.rehabilitated_m2 is None)
    repaired = Range(low, None if doubtful else low, low + doubtful)
    return Land(
        disturbed, repaired, left_of(disturbed, repaired), part_of(disturbed, repaired), volume, left_out
    )


def left_of(disturbed: float, repaired: Range) -> Range:
    """Disturbed and not yet repaired, m2."""
    low, best, high = repaired.low or 0.0, repaired.best, repaired.high or 0.0
    return Range(disturbed - high, None if best is None else disturbed - best, disturbed - low)


def part_of(disturbed: float, repaired: Range) -> Range:
    """Repaired as a part of 1; unknown where nothing was disturbed."""
    if not disturbed:
        return UNKNOWN
    low, best, high = repaired.low or 0.0, repaired.best, repaired.high or 0.0
    return Range(low / disturbed, None if best is None else best / disturbed, high / disturbed)


def checked(patch: Patch) -> Patch:
    """The patch itself, when its numbers can be."""
    for value in (patch.disturbed_m2, patch.rehabilitated_m2, patch.volume_m3):
        if value is not None and not (isfinite(value) and value >= 0):
            raise Impossible(patch.name, _("an area or a volume is a number of 0 or more"))
    disturbed, repaired = patch.disturbed_m2, patch.rehabilitated_m2
    if disturbed is not None and repaired is not None and repaired > disturbed:
        raise Impossible(patch.name, _("more ground is repaired than was ever disturbed"))
    return patch


def per_worker_m2(disturbed_m2: float | None, workers: int | None) -> float | None:
    """Disturbed ground for each person at work, m2; None without both numbers."""
    return disturbed_m2 / workers if disturbed_m2 is not None and workers else None


@dataclass(frozen=True)
class Pair:
    """The mean reading above and below the mine, in the unit of the quantity."""

    quantity: str
    above: float
    below: float

    @property
    def difference(self) -> float:
        return self.below - self.above

    @property
    def worse(self) -> bool:
        """The water is worse below the mine than above it."""
        return self.difference * WORSE[self.quantity] > 0


def water_pairs(readings: Iterable[tuple[str, str, float]]) -> list[Pair]:
    """Pairs out of (quantity, place, value), for each quantity of water read both above and below.

    Raises Impossible for a pH outside 0-14 or another water reading below 0.
    """
    readings = [(quantity, place, water(quantity, value)) for quantity, place, value in readings]
    pairs = []
    for quantity in WORSE:
        above = [value for what, place, value in readings if (what, place) == (quantity, ABOVE)]
        below = [value for what, place, value in readings if (what, place) == (quantity, BELOW)]
        if above and below:
            pairs.append(Pair(quantity, sum(above) / len(above), sum(below) / len(below)))
    return pairs


def water(quantity: str, value: float) -> float:
    """The value itself, when it can be."""
    if quantity == "ph" and not 0 <= value <= 14:
        raise Impossible("pH", _("pH lies between 0 and 14"))
    if quantity in WORSE and not (isfinite(value) and value >= 0):
        raise Impossible(quantity, _("a reading of water is a number of 0 or more"))
    return value
