"""A risk matrix: severity and frequency looked up in a grid, and what the band of the value asks for.

Severity and frequency are steps counted from 1, as people read them from the matrix; only they are stored. The value is
looked up, because registers filled in by hand hold look-up errors (the Peruvian register IPERGEO shows one pair under
two values). Values are labels in order, not quantities: nothing here adds or averages them (RSMDEB, on the weaknesses
of Peru's basic matrix). `worst_is_low` says which end is the bad one; in Peru 1 is the worst.

Controls stand in five levels (RAURA, PDFCOF): 1 elimination, 2 substitution, 3 engineering, 4 signs, alerts and
administration, 5 protective equipment. That signs and equipment leave severity as it was is general practice; that a
rating without any named control counts as it was before, that a high residual level means no restart, and that a
strong risk asks for a control of level 1 to 3, are Batea's own design.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from batea.calc.ranges import Impossible, _

LOWER_SEVERITY = frozenset({1, 2, 3})  # levels of control that can make an outcome milder


@dataclass(frozen=True)
class Rating:
    """A place in the grid: row and column, both counted from 1."""

    severity: int
    frequency: int


@dataclass(frozen=True)
class Band:
    """Neighbouring values that ask for the same.

    first, last  lowest and highest value; hours: time to act, None where no limit is set
    stop         nobody works there until it is better; strong: asks for a control of level 1 to 3
    """

    code: str
    first: int
    last: int
    hours: float | None = None
    stop: bool = False
    strong: bool = False


@dataclass(frozen=True)
class Matrix:
    """values: rows by severity, columns by frequency; bands: the worst first. Raises Impossible where they disagree."""

    values: tuple[tuple[int, ...], ...]
    bands: tuple[Band, ...]
    worst_is_low: bool

    def __post_init__(self) -> None:
        # Told to whoever writes a matrix, when the program starts; so these reasons are not translated.
        if not self.values or len({len(row) for row in self.values}) != 1 or not self.values[0]:
            raise Impossible("values", "the rows of the grid differ in length")
        columns = list(zip(*self.values, strict=True))
        if not (one_way(self.values) and one_way(columns)):
            raise Impossible("values", "the values do not get worse in one direction")
        found = [
            [band for band in self.bands if band.first <= value <= band.last] for value in self.all_values
        ]
        if any(len(bands) != 1 for bands in found):
            raise Impossible("bands", "each value must lie in exactly one band")
        if sorted(self.bands, key=lambda band: self.rank(band.first)) != list(self.bands):
            raise Impossible("bands", "the worst band comes first")

    @property
    def all_values(self) -> list[int]:
        return [value for row in self.values for value in row]

    @property
    def cells(self) -> list[Rating]:
        """Every place of the grid, row by row."""
        return [
            Rating(severity, frequency)
            for severity in range(1, len(self.values) + 1)
            for frequency in range(1, len(self.values[0]) + 1)
        ]

    def value(self, rating: Rating) -> int:
        """What stands at the place. Raises Impossible off the grid."""
        for what, step, steps in (
            ("severity", rating.severity, len(self.values)),
            ("frequency", rating.frequency, len(self.values[0])),
        ):
            if not 1 <= step <= steps:
                raise Impossible(what, _("not on the scale"))
        return self.values[rating.severity - 1][rating.frequency - 1]

    def band(self, rating: Rating) -> Band:
        value = self.value(rating)
        return next(band for band in self.bands if band.first <= value <= band.last)

    def rank(self, value: int) -> int:
        """For sorting only: the lower, the worse."""
        return value if self.worst_is_low else -value

    def is_worse(self, one: Rating, other: Rating) -> bool:
        return self.rank(self.value(one)) < self.rank(self.value(other))

    def worst(self, ratings: Iterable[Rating]) -> Rating | None:
        """The worst of them, the first among equals; None of none."""
        return min(ratings, key=lambda rating: self.rank(self.value(rating)), default=None)

    def worse_severity(self, one: int, other: int) -> int:
        return min(one, other, key=lambda step: [self.rank(value) for value in self.values[step - 1]])

    def worse_frequency(self, one: int, other: int) -> int:
        return min(one, other, key=lambda step: [self.rank(row[step - 1]) for row in self.values])


def one_way(lines: Iterable[tuple[int, ...]]) -> bool:
    """From line to line every value rises or stays, or every value falls or stays."""
    lines = list(lines)
    steps = [b - a for one, other in pairwise(lines) for a, b in zip(one, other, strict=True)]
    return all(step >= 0 for step in steps) or all(step <= 0 for step in steps)


@dataclass(frozen=True)
class Hazard:
    """One hazard as a crew rates it; what nobody said is None.

    levels    levels of control that are named (1 to 5); in_place: they are at work
    rated_at  when it was rated before control, done_at when the correction was finished; local moments
    """

    before: Rating | None = None
    after: Rating | None = None
    levels: frozenset[int] = frozenset()
    in_place: bool | None = None
    rated_at: datetime | None = None
    done_at: datetime | None = None


def residual(matrix: Matrix, hazard: Hazard) -> Rating | None:
    """The rating after control, as it counts: what the named controls cannot make milder stays as it was before.

    Without any control nothing gets milder; with signs and protective equipment alone severity does not.
    """
    before, after = hazard.before, hazard.after
    if before is None or after is None:
        return after
    milder_severity = bool(hazard.levels & LOWER_SEVERITY)
    return Rating(
        after.severity if milder_severity else matrix.worse_severity(after.severity, before.severity),
        after.frequency if hazard.levels else matrix.worse_frequency(after.frequency, before.frequency),
    )


def is_corrected(hazard: Hazard) -> bool:
    """A correction is written down, nothing speaks against it, and it was not finished before the rating."""
    if hazard.done_at is None or hazard.in_place is False:
        return False
    return hazard.rated_at is None or hazard.done_at >= hazard.rated_at


def holds(hazard: Hazard) -> bool:
    """Controls are at work: said so, or the correction is done and nobody says otherwise."""
    return hazard.in_place is True or is_corrected(hazard)


def current(matrix: Matrix, hazard: Hazard) -> Rating | None:
    """The rating that holds now: after control where controls are at work and were rated, else before."""
    after = residual(matrix, hazard)
    return after if holds(hazard) and after is not None else hazard.before


def work(matrix: Matrix, hazard: Hazard) -> str:
    """Whether people may work there: "stop", "rate" (rate again before anybody works), "unrated", "go"."""
    after = residual(matrix, hazard)
    if after is not None and matrix.band(after).stop:
        return "stop"
    if hazard.before is None:
        return "unrated"
    if not matrix.band(hazard.before).stop:
        return "go"
    if not holds(hazard):
        return "stop"
    return "rate" if after is None else "go"


def limit(matrix: Matrix, hazard: Hazard) -> datetime | None:
    """By when to correct: moment of rating and hours of the band before control; None where one is not known."""
    if hazard.before is None or hazard.rated_at is None:
        return None
    hours = matrix.band(hazard.before).hours
    if hours is None or datetime.max - hazard.rated_at < timedelta(hours=hours):
        return None
    return hazard.rated_at + timedelta(hours=hours)


def clock(matrix: Matrix, hazard: Hazard) -> str:
    """How the correction stands: "unrated", "free" (no limit), "untimed", "running", "in_time", "late"."""
    if hazard.before is None:
        return "unrated"
    if matrix.band(hazard.before).hours is None:
        return "free"
    until = limit(matrix, hazard)
    if until is None:
        return "untimed"
    if not is_corrected(hazard) or hazard.done_at is None:
        return "running"
    return "in_time" if hazard.done_at <= until else "late"


def faults(matrix: Matrix, hazard: Hazard) -> list[str]:
    """What is wrong with the plan of controls, the gravest first; nothing when it stands.

    "worse": after control worse than before. "unexplained": rated milder, no control named. "no_control": none is named
    though the band asks for action. "severity": rated less severe, though only signs or protective equipment are named.
    "soft": only those, though the band asks for more.
    """
    before, after = hazard.before, hazard.after
    if before is None:
        return []
    band = matrix.band(before)
    counted = residual(matrix, hazard)
    changed = counted != after
    only_soft = bool(hazard.levels) and not hazard.levels & LOWER_SEVERITY
    found = {
        "worse": counted is not None and matrix.is_worse(counted, before),
        "unexplained": changed and not hazard.levels,
        "no_control": not hazard.levels and band is not matrix.bands[-1],
        "severity": changed and only_soft,
        "soft": only_soft and band.strong,
    }
    return [name for name, is_there in found.items() if is_there]
