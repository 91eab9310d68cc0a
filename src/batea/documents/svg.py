"""Pieces of a drawing: text, bars, dots and axes in Batea's colours, as SVG that Typst, browsers and Word's PNG share.

Coordinates are pixels of a drawing 640 wide; printed at full width one pixel is about 0.24 mm, so text of 13 reads as 9 pt.
"""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from batea.documents import fonts
from batea.documents.errors import MissingAlternativeText, OutlineError
from batea.documents.outline import Figure
from batea.documents.text import clean, escape

WIDTH = 640
INK, TEAL, OCHRE, RUST, SAND, SOFT, LINE = (
    "#1d2a30",
    "#0b5c6b",
    "#c98a1b",
    "#9a3d1f",
    "#f6f1e7",
    "#5b6a70",
    "#ddd5c5",
)
SERIES = (TEAL, OCHRE, "#5f7f9c", RUST, "#7d8a3c", "#7a5a86")
LABEL, SMALL = 13.0, 11.5

Words = Callable[[float], str]


@dataclass(frozen=True)
class Drawing:
    """A drawing and what to say to people who do not see it."""

    svg: bytes
    alt: str

    def figure(self, caption: str, **options: Any) -> Figure:
        """The block for an outline; options are those of Figure (note, width, exercise, anchor)."""
        return Figure(caption, self.alt, self.svg, **options)


def drawing(height: float, parts: Iterable[str], alt: str) -> Drawing:
    """Close the drawing. Raises MissingAlternativeText when nothing is said in its place."""
    if not alt.strip():
        raise MissingAlternativeText("A drawing needs words for people who cannot see it.")
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height:.0f}" viewBox="0 0 {WIDTH} {height:.0f}" '
        f"font-family=\"'{fonts.FAMILY}','Segoe UI',Arial,sans-serif\" role=\"img\"><title>{escape(alt)}</title>"
        f"{''.join(parts)}</svg>"
    )
    return Drawing(svg.encode(), alt)


def grouped(value: float) -> str:
    """12345.6 → "12 346", with narrow spaces: the default when the caller gives no number format of its language."""
    digits = 0 if abs(value) >= 100 or value == round(value) else 1
    return f"{value:,.{digits}f}".replace(",", "\u202f").replace("-", "−")


def text(
    x: float,
    y: float,
    words: str,
    size: float = LABEL,
    *,
    fill: str = INK,
    anchor: str = "start",
    bold: bool = False,
    halo: bool = False,
) -> str:
    """One line of text, its baseline at y. Characters our font lacks become boxes, as in the PDF around it."""
    weight = ' font-weight="600"' if bold else ""
    behind = ' stroke="#fff" stroke-width="3" stroke-linejoin="round" paint-order="stroke"' if halo else ""
    side = f' text-anchor="{anchor}"' if anchor != "start" else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{fill}"{side}{weight}{behind}>{escape(fonts.drawable(clean(words)))}</text>'


def lines(
    x: float, middle: float, words: str, room: float, size: float = LABEL, *, most: int = 2, **style: Any
) -> str:
    """Text broken to fit `room`, its lines centred about the height `middle`."""
    broken = wrapped(words, room, size, most)
    first = middle + size * 0.34 - (len(broken) - 1) * size * 0.58
    return "".join(text(x, first + n * size * 1.16, line, size, **style) for n, line in enumerate(broken))


def wrapped(words: str, room: float, size: float, most: int) -> list[str]:
    """At most `most` lines no wider than `room`; what does not fit ends in an ellipsis."""
    broken = [""]
    for word in clean(words).split():
        longer = f"{broken[-1]} {word}".strip()
        if broken[-1] and fonts.width(longer, size) > room:
            broken.append(word)
        else:
            broken[-1] = longer
    kept = broken[:most]
    if len(broken) > most:
        kept[-1] += "…"
    return [_shortened(line, room, size) for line in kept]


def _shortened(line: str, room: float, size: float) -> str:
    while fonts.width(line, size) > room and len(line) > 2:
        line = line.rstrip("…")[:-1] + "…"
    return line


def line(x1: float, y1: float, x2: float, y2: float, colour: str = LINE, thick: float = 1) -> str:
    return f'<path d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}" stroke="{colour}" stroke-width="{thick}" fill="none"/>'


def rect(
    x: float, y: float, wide: float, high: float, fill: str, radius: float = 2, opacity: float = 1
) -> str:
    faint = f' fill-opacity="{opacity}"' if opacity < 1 else ""
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(wide, 0.5):.1f}" height="{high:.1f}" rx="{radius}" fill="{fill}"{faint}/>'


def dot(x: float, y: float, radius: float, fill: str) -> str:
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}" fill="{fill}" stroke="#fff" stroke-width="1.5"/>'


def shape(x: float, y: float, kind: int, radius: float, fill: str) -> str:
    """The marks of a map or timeline by number: circle, square, triangle, diamond, cross; shape tells as much as colour."""
    r = radius
    outlines = (
        "",
        f"M{x - r:.1f} {y - r:.1f}h{2 * r}v{2 * r}h{-2 * r}z",
        f"M{x:.1f} {y - 1.2 * r:.1f}l{1.15 * r:.2f} {2 * r:.2f}h{-2.3 * r:.2f}z",
        f"M{x:.1f} {y - 1.25 * r:.1f}l{1.25 * r:.2f} {1.25 * r:.2f}l{-1.25 * r:.2f} {1.25 * r:.2f}l{-1.25 * r:.2f} {-1.25 * r:.2f}z",
        f"M{x - r:.1f} {y - r / 3:.1f}h{r * 2 / 3:.2f}v{-r * 2 / 3:.2f}h{r * 2 / 3:.2f}v{r * 2 / 3:.2f}h{r * 2 / 3:.2f}v{r * 2 / 3:.2f}h{-r * 2 / 3:.2f}v{r * 2 / 3:.2f}h{-r * 2 / 3:.2f}v{-r * 2 / 3:.2f}h{-r * 2 / 3:.2f}z",
    )
    path = outlines[kind % len(outlines)]
    return f'<path d="{path}" fill="{fill}" stroke="#fff" stroke-width="1"/>' if path else dot(x, y, r, fill)


@dataclass(frozen=True)
class Scale:
    """Values low–high laid onto pixels start–end."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)

    @property
    def ticks(self) -> list[float]:
        step = _step((self.high - self.low) / 5)
        first = math.ceil(self.low / step - 1e-9)
        return [n * step for n in range(first, math.floor(self.high / step + 1e-9) + 1)]


def scale(values: Iterable[float | None], start: float, end: float) -> Scale:
    """A scale from zero (or the lowest negative value) to a round number above the highest. Refuses what is no number."""
    known = [0.0, *(float(value) for value in values if value is not None)]
    if not all(map(math.isfinite, known)):
        raise OutlineError("A chart was given a figure that is not a number.")
    low, high = min(known), max(known) if any(known) else 1.0
    step = _step((high - low) / 5)
    return Scale(math.floor(low / step) * step, math.ceil(high / step) * step, start, end)


def _step(rough: float) -> float:
    """The next round step: 1, 2, 2.5 or 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(rough))
    return power * next(round_ for round_ in (1, 2, 2.5, 5, 10) if round_ * power >= rough * (1 - 1e-9))


def whisker(low: float, high: float, across: float, *, upright: bool = False) -> str:
    """The range low–high (pixels) as a thin bar with ends, at `across` on the other axis; white under it on dark bars."""
    spans = ((low, high, 0, 0), (low, low, -4, 4), (high, high, -4, 4))
    ends = [(a, across + c, b, across + d) for a, b, c, d in spans]
    placed = [(y1, x1, y2, x2) for x1, y1, x2, y2 in ends] if upright else ends
    return "".join(line(*each, "#fff", 3.6) for each in placed) + "".join(
        line(*each, INK, 1.2) for each in placed
    )
