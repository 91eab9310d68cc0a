"""Drawings with a grid under them: a matrix of cells, and profiles on a scale. All words come from the caller."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from batea.documents import fonts
from batea.documents.errors import OutlineError
from batea.documents.svg import (
    LABEL,
    LINE,
    OCHRE,
    RUST,
    SAND,
    SERIES,
    SMALL,
    SOFT,
    WIDTH,
    Drawing,
    drawing,
    line,
    lines,
    rect,
    shape,
    text,
    wrapped,
)

Tone = Literal["good", "fair", "poor", "bad", "plain", ""]
TONES: Mapping[str, tuple[str, float]] = {  # colour and how dense it is; the words in a cell say the same
    "good": ("#7d8a3c", 0.35),
    "fair": (OCHRE, 0.22),
    "poor": (OCHRE, 0.6),
    "bad": (RUST, 0.55),
    "plain": (SAND, 1.0),
    "": (SAND, 0.5),
}
_NAMES = 150.0
_LEGEND = 20.0


@dataclass(frozen=True)
class Cell:
    """What stands where a column and a row of the matrix meet."""

    text: str = ""
    tone: Tone = ""


def matrix_chart(
    across: Sequence[str],
    down: Sequence[str],
    cells: Mapping[tuple[int, int], Cell],
    *,
    alt: str,
    heads: tuple[str, str] = ("", ""),
) -> Drawing:
    """A matrix with `across` as columns and `down` as rows; `cells` by (column, row), both counted from 0.

    heads: what the columns and the rows are, in words. Raises OutlineError without columns or rows.
    """
    if not across or not down:
        raise OutlineError("A matrix needs columns and rows.")
    wide = (WIDTH - _NAMES) / len(across)
    high = max(54.0, *(_room(cell.text, wide) for cell in cells.values()), 54.0)
    top = 66.0
    parts = [
        text(_NAMES + (WIDTH - _NAMES) / 2, 13, heads[0], SMALL, fill=SOFT, anchor="middle", bold=True),
        text(0, top - 10, heads[1], SMALL, fill=SOFT, bold=True),
    ]
    for x, title in enumerate(across):
        parts.append(lines(_NAMES + wide * (x + 0.5), 40, title, wide - 6, SMALL, most=3, anchor="middle"))
    for y, title in enumerate(down):
        parts.append(lines(0, top + high * (y + 0.5), title, _NAMES - 10, SMALL, most=4))
        for x in range(len(across)):
            parts.extend(_cell(cells.get((x, y), Cell()), _NAMES + wide * x, top + high * y, wide, high))
    return drawing(top + high * len(down) + 4, parts, alt)


def _room(words: str, wide: float) -> float:
    return 14 + 13.5 * len(wrapped(words, wide - 10, SMALL, 12))


def _cell(cell: Cell, x: float, y: float, wide: float, high: float) -> Iterator[str]:
    colour, opacity = TONES[cell.tone]
    yield rect(x + 1, y + 1, wide - 2, high - 2, colour, 2, opacity)
    if cell.text:
        yield lines(x + wide / 2, y + high / 2, cell.text, wide - 10, SMALL, most=12, anchor="middle")


@dataclass(frozen=True)
class Profile:
    """One series: a value on the scale for each row, None where nobody answered."""

    name: str
    values: Sequence[float | None]


def profile_chart(
    rows: Sequence[str], steps: Sequence[str], series: Sequence[Profile], *, alt: str
) -> Drawing:
    """Each row a line on a scale of named steps (1 … n); each series its own mark, joined from row to row.

    Raises OutlineError for a value outside the scale or a series of another length.
    """
    if any(len(each.values) != len(rows) for each in series):
        raise OutlineError("A profile needs one value for each row.")
    if any(value is not None and not 1 <= value <= len(steps) for each in series for value in each.values):
        raise OutlineError("A value of the profile lies outside its scale.")
    left, high = _NAMES + 30, 34.0
    legend = list(_legend(series))
    top = 44.0 + _LEGEND * (max((row for _part, row in legend), default=0) + 1)
    step = (WIDTH - left - 40) / max(len(steps) - 1, 1)
    bottom = top + high * len(rows)
    parts = [part for part, _row in legend]
    for place, title in enumerate(steps):
        x = left + step * place
        parts += [
            line(x, top, x, bottom, LINE),
            lines(
                x,
                top - 18,
                title,
                step - 6 if len(steps) > 1 else 200,
                SMALL,
                most=3,
                anchor="middle",
                fill=SOFT,
            ),
        ]
    for place, title in enumerate(rows):
        y = top + high * (place + 0.5)
        parts += [
            lines(0, y, title, _NAMES, SMALL, most=2),
            line(left, y, left + step * (len(steps) - 1), y, LINE),
        ]
    for number, each in enumerate(series):
        parts.extend(_profile(each, number, left, step, top, high))
    return drawing(bottom + 8, parts, alt)


def _legend(series: Sequence[Profile]) -> Iterator[tuple[str, int]]:
    """Marks with their names, on as many lines as they need; a single nameless series needs none."""
    x, row = 8.0, 0
    for number, each in enumerate(series):
        if not each.name:
            continue
        wide = fonts.width(each.name, LABEL) + 34
        if x + wide > WIDTH and x > 8:
            x, row = 8.0, row + 1
        y = 12 + _LEGEND * row
        yield (
            shape(x, y, number, 5, SERIES[number % len(SERIES)]) + text(x + 11, y + 4.5, each.name, LABEL),
            row,
        )
        x += wide


def _profile(each: Profile, number: int, left: float, step: float, top: float, high: float) -> Iterator[str]:
    colour = SERIES[number % len(SERIES)]
    places = [
        (left + step * (value - 1), top + high * (place + 0.5))
        for place, value in enumerate(each.values)
        if value is not None
    ]
    for (x1, y1), (x2, y2) in pairwise(places):
        yield line(x1, y1, x2, y2, colour, 1.5)
    for x, y in places:
        yield shape(x, y, number, 6, colour)
