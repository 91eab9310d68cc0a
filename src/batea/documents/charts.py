"""Charts from plain data: rival figures, bars, the build-up of a price, a plan over time. All words come from the caller.

Every function takes `alt` (what the chart shows, in words) and returns a Drawing; `number` writes a figure in the
language of the document. Drawn directly: why, and what it costs, stands in docs/decisions/0003-charts.md.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from batea.documents import fonts
from batea.documents.errors import OutlineError
from batea.documents.svg import (
    INK,
    LABEL,
    LINE,
    OCHRE,
    RUST,
    SAND,
    SERIES,
    SMALL,
    SOFT,
    TEAL,
    WIDTH,
    Drawing,
    Scale,
    Words,
    dot,
    drawing,
    grouped,
    line,
    lines,
    rect,
    scale,
    shape,
    text,
    whisker,
)

_NAMES = 190.0  # room for the names of rows
_FIGURES = 130.0  # room for the figures behind rows
_TITLES = 300.0  # room for the names of measures in a plan, one line each


@dataclass(frozen=True)
class Estimate:
    """One source's figure. `grade`: its quality, one or two letters; `chosen`: the figure the team works with."""

    label: str
    best: float
    low: float | None = None
    high: float | None = None
    grade: str = ""
    chosen: bool = False


def range_chart(
    estimates: Sequence[Estimate], *, alt: str, unit: str = "", number: Words = grouped
) -> Drawing:
    """Rival figures under each other, each low–best–high, with the grade of its source."""
    row, top = 36.0, 12.0
    values = [value for each in estimates for value in (each.low, each.best, each.high)]
    across = scale(values, _NAMES + 10, WIDTH - _FIGURES - 14)
    bottom = top + row * len(estimates)
    parts = [_axis(across, top, bottom, unit, number)]
    for place, each in enumerate(estimates):
        parts.extend(_estimate(each, across, top + row * (place + 0.5), number))
    return drawing(bottom + 36, parts, alt)


def _estimate(each: Estimate, across: Scale, y: float, number: Words) -> Iterator[str]:
    colour = OCHRE if each.chosen else TEAL
    yield lines(0, y, each.label, _NAMES - 4, SMALL, most=3, bold=each.chosen)
    if each.low is not None and each.high is not None:
        yield rect(across(each.low), y - 6, across(each.high) - across(each.low), 12, colour, 6, 0.28)
    yield dot(across(each.best), y, 7, colour)
    ranged = each.low is not None and each.high is not None
    x = WIDTH - _FIGURES
    yield text(x, y - 1 if ranged else y + 4.5, number(each.best), LABEL, bold=True)
    if ranged:
        yield text(x, y + 13, f"{number(each.low or 0)}–{number(each.high or 0)}", SMALL, fill=SOFT)
    if each.grade:
        yield f'<circle cx="{WIDTH - 14}" cy="{y}" r="12" fill="{SAND}" stroke="{colour}" stroke-width="1.2"/>'
        yield text(WIDTH - 14, y + 4.5, each.grade, LABEL, anchor="middle", bold=True)


@dataclass(frozen=True)
class Bar:
    label: str
    value: float
    low: float | None = None
    high: float | None = None
    chosen: bool = False


def bar_chart(bars: Sequence[Bar], *, alt: str, unit: str = "", number: Words = grouped) -> Drawing:
    """Lying bars with their figures, and a whisker where the figure is a range."""
    row, top = 30.0, 8.0
    across = scale([v for each in bars for v in (each.low, each.value, each.high)], _NAMES + 10, WIDTH - 70)
    bottom = top + row * len(bars)
    parts = [_axis(across, top, bottom, unit, number)]
    for place, each in enumerate(bars):
        y = top + row * (place + 0.5)
        start, end = sorted((across(0), across(each.value)))
        parts += [
            lines(0, y, each.label, _NAMES - 8, bold=each.chosen),
            rect(start, y - 8.5, end - start, 17, OCHRE if each.chosen else TEAL),
        ]
        if each.low is not None and each.high is not None:
            parts.append(whisker(across(each.low), across(each.high), y))
        parts.append(
            text(
                across(max(each.value, each.high or 0, 0)) + 7,
                y + 4.5,
                number(each.value),
                LABEL,
                bold=True,
                halo=True,
            )
        )
    return drawing(bottom + 36, parts, alt)


def _axis(across: Scale, top: float, bottom: float, unit: str, number: Words) -> str:
    grid = "".join(
        line(across(tick), top, across(tick), bottom, INK if tick == 0 else LINE) for tick in across.ticks
    )
    figures = "".join(
        text(across(tick), bottom + 16, number(tick), SMALL, fill=SOFT, anchor="middle")
        for tick in across.ticks
    )
    return grid + figures + text(across.end, bottom + 31, unit, SMALL, fill=SOFT, anchor="end")


@dataclass(frozen=True)
class Step:
    """What one link of the chain adds to the price (or takes from it, below zero), with its range."""

    label: str
    amount: float
    low: float | None = None
    high: float | None = None


def stacked_steps(
    steps: Sequence[Step], *, alt: str, total: Step | None = None, unit: str = "", number: Words = grouped
) -> Drawing:
    """How a price builds up from the pit to the shop: each step begins where the one before ended; `total` closes."""
    if not steps:
        raise OutlineError("A build-up needs at least one step.")
    top, bottom = 26.0, 230.0
    ends = list(accumulate(step.amount for step in steps))
    begins = [0.0, *ends[:-1]]
    columns = [*zip(steps, begins, strict=True), *([(total, 0.0)] if total else [])]
    reach = [
        begin + value
        for step, begin in columns
        for value in (step.amount, step.low or step.amount, step.high or step.amount)
    ]
    up = scale(reach, bottom, top)
    left = 52.0
    wide = (WIDTH - left) / len(columns)
    parts = [line(left, up(tick), WIDTH, up(tick), INK if tick == 0 else LINE) for tick in up.ticks]
    parts += [text(left - 8, up(tick) + 4, number(tick), SMALL, fill=SOFT, anchor="end") for tick in up.ticks]
    parts.append(text(0, 12, unit, SMALL, fill=SOFT))
    for place, (step, begin) in enumerate(columns):
        last = place == len(columns) - 1
        parts.extend(
            _column(step, begin, up, left + wide * place, wide, place == 0 or step is total, last, number)
        )
    return drawing(bottom + 56, parts, alt)


def _column(
    step: Step, begin: float, up: Scale, x: float, wide: float, whole: bool, last: bool, number: Words
) -> Iterator[str]:
    gap = min(wide * 0.18, 14)
    end = begin + step.amount
    colour = TEAL if whole else RUST if step.amount < 0 else OCHRE
    high, low = up(max(begin, end)), up(min(begin, end))
    middle = x + wide / 2
    yield rect(x + gap, high, wide - 2 * gap, low - high, colour)
    if not last:
        yield line(x + wide - gap, up(end), x + wide + gap, up(end), SOFT, 0.8)
    upper = high
    if step.low is not None and step.high is not None:
        yield whisker(up(begin + step.low), up(begin + step.high), middle, upright=True)
        upper = min(high, up(begin + step.high), up(begin + step.low))
    sign = "+" if step.amount > 0 and not whole else ""
    yield text(middle, upper - 6, sign + number(step.amount), LABEL, anchor="middle", bold=True, halo=True)
    yield lines(middle, up.start + 28, step.label, wide - 6, SMALL, most=3, anchor="middle")


@dataclass(frozen=True)
class Span:
    """A measure from month `start` to month `end`; `group` heads the rows that share it; milestones: (month, words)."""

    label: str
    start: float
    end: float
    group: str = ""
    milestones: Sequence[tuple[float, str]] = ()


def timeline_chart(
    spans: Sequence[Span], *, alt: str, months: int = 60, year: Callable[[int], str] = str
) -> Drawing:
    """Measures over the months of a strategy; `year` writes the head of each twelve months (1 → "Year 1")."""
    if any(not 0 <= span.start <= span.end <= months for span in spans):
        raise OutlineError(f"A measure must begin and end within months 0 to {months}.")
    across = Scale(0, months, _TITLES + 10, WIDTH - 2)
    groups = list(dict.fromkeys(span.group for span in spans))
    rows, y = [], 30.0
    for place, group in enumerate(groups):
        if group:
            rows.append(text(0, y + 17, group, LABEL, fill=TEAL, bold=True))
            y += 24
        for span in (each for each in spans if each.group == group):
            rows.extend(_span(span, across, y + 9, SERIES[place % len(SERIES)]))
            words = _milestones(span, across)
            rows.extend(text(x, y + 28 + 13 * level, label, SMALL, fill=SOFT) for x, level, label in words)
            y += 18 + 13 * (1 + max(level for _, level, _ in words) if words else 0)
    years = "".join(_year(across, n, min(n + 12, months), y, year) for n in range(0, months, 12))
    return drawing(y + 8, [years, *rows], alt)


def _year(across: Scale, begin: int, end: int, bottom: float, year: Callable[[int], str]) -> str:
    shade = (
        rect(across(begin), 24, across(end) - across(begin), bottom - 22, SAND, 0) if begin % 24 == 0 else ""
    )
    return shade + text(
        across((begin + end) / 2), 15, year(begin // 12 + 1), SMALL, fill=SOFT, anchor="middle", bold=True
    )


def _span(span: Span, across: Scale, y: float, colour: str) -> Iterator[str]:
    # A page shows drawings in the reader's own family, which may be wider than ours.
    yield lines(0, y, span.label, _TITLES * 0.92, SMALL + 0.5, most=1)
    yield rect(across(span.start), y - 5.5, across(span.end) - across(span.start), 11, colour, 3)
    for month, _ in span.milestones:
        yield shape(across(month), y, 3, 6, INK)


def _milestones(span: Span, across: Scale) -> list[tuple[float, int, str]]:
    """Left end, line below the bar and words of each milestone: on the first line with room, inside the drawing."""
    taken: list[float] = []
    placed = []
    for month, words in sorted(span.milestones):
        wide = fonts.width(words, SMALL)
        x = max(min(across(month) - wide / 2, WIDTH - 2 - wide), 0)
        level = next((n for n, end in enumerate(taken) if end < x), len(taken))
        taken[level : level + 1] = [x + wide + 8]
        placed.append((x, level, words))
    return placed
