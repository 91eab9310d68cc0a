"""The course of an indicator as a drawing small enough for a table cell, with the same said in words."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from batea.documents.charts import Bar, bar_chart
from batea.documents.svg import LINE, OCHRE, RUST, TEAL
from batea.guidance.catalogue import unit_words
from batea.programmes.registers.cells import number, shown

from .queries import Standing

MOST, WIDE, HIGH = 8, 14, 36  # bars shown, width of one with its gap, height of the drawing


def in_words(standing: Standing, most: int | None = MOST) -> str:
    """“2024-12-31: 12; 2025-12-31: 15; target 2030: 30”, with the last `most` results."""
    results = standing.results[-most:] if most else standing.results
    said = [f"{shown(result.period_until)}: {number(result.value)}" for result in results]
    if standing.target:
        said.append(
            _("target %(year)s: %(value)s") % {"year": standing.target.year, "value": standing.target.shown}
        )
    return "; ".join(said)


def heights(values: Sequence[float], target: float | None) -> tuple[list[float], float | None]:
    """Values and target as heights, 0 to 1; the axis begins at 0, or at the lowest value below it."""
    known = [*values, 0.0] if target is None else [*values, target, 0.0]
    low, span = min(known), (max(known) - min(known)) or 1.0
    return [(value - low) / span for value in values], None if target is None else (target - low) / span


def small_bars(standing: Standing) -> SafeString:
    """The last results as bars with the target as a dashed line; "" without results."""
    results = standing.results[-MOST:]
    if not results:
        return SafeString("")
    target = None if standing.target is None else float(standing.target.value)
    tall, line = heights([float(result.value) for result in results], target)
    last = len(results) - 1
    bars = format_html_join(
        "",
        '<rect x="{}" y="{}" width="{}" height="{}" fill="{}"/>',
        (
            (
                place * WIDE,
                top(share),
                WIDE - 4,
                max(share * (HIGH - 4), 1.5),
                OCHRE if place == last else TEAL,
            )
            for place, share in enumerate(tall)
        ),
    )
    width = MOST * WIDE
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" width="{}" height="{}" viewBox="0 0 {} {}" role="img"><title>{}</title>'
        '<path d="M0 {}H{}" stroke="{}"/>{}{}</svg>',
        width,
        HIGH,
        width,
        HIGH,
        in_words(standing),
        HIGH - 1,
        width,
        LINE,
        bars,
        "" if line is None else dashed(top(line) or 0.5, width),
    )


def top(share: float) -> float:
    return round((1 - share) * (HIGH - 4), 1) + 2


def dashed(y: float, width: int) -> SafeString:
    return format_html(
        '<path d="M0 {}H{}" stroke="{}" stroke-width="1.5" stroke-dasharray="4 3"/>', y, width, RUST
    )


def large_bars(standing: Standing) -> SafeString:
    """Baseline with its range, every result and the target, for the indicator's own page; "" without results."""
    if not standing.results:
        return SafeString("")
    bars = [Bar(shown(each.period_until), float(each.value)) for each in standing.results]
    baseline = standing.indicator.baseline
    if baseline:
        ends = (None if end is None else float(end) for end in (baseline.low, baseline.high))
        bars.insert(0, Bar(_("Baseline"), float(baseline.best), *ends))
    if standing.target:
        label = _("Target %(year)s") % {"year": standing.target.year}
        bars.append(Bar(label, float(standing.target.value), chosen=True))
    alt = f"{standing.indicator.title}. {in_words(standing, None)}"
    return SafeString(
        bar_chart(bars, alt=alt, unit=unit_words(standing.indicator.unit), number=plain_number).svg.decode()
    )


def plain_number(value: float) -> str:
    return number(Decimal(str(round(value, 4))))
