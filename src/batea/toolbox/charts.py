"""The drawings a tool declares, from its result."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from batea.documents.charts import Bar, Estimate, Step, bar_chart, range_chart, stacked_steps
from batea.documents.errors import OutlineError
from batea.documents.matrices import Cell, Profile, matrix_chart, profile_chart
from batea.documents.svg import Drawing

from .declaration import Tool, ToolChart, ToolColumn, ToolTable
from .queries import Result, rounded, told

MOST_ROWS = 40  # more would be a poster, not a chart


def drawings(result: Result) -> Iterator[tuple[ToolTable, str, Drawing]]:
    """(table, title, drawing) of each chart whose table has something to draw."""
    for chart in result.tool.charts if result.tool else ():
        rows = result.tables.get(chart.table, ())
        drawn = DRAWERS[chart.kind](result.tool, chart, rows) if rows else None
        if drawn is not None:
            yield result.tool.result(chart.table), str(chart.title), drawn


def column_of(tool: Tool, chart: ToolChart, name: str) -> ToolColumn:
    return tool.result(chart.table).column(name)


def said(tool: Tool, chart: ToolChart, name: str, row: Mapping) -> str:
    return told(tool, column_of(tool, chart, name), row.get(name))


def ends(value) -> tuple[float | None, float | None, float | None]:
    """low, best, high of a number or a range; the middle stands in for a missing best."""
    if isinstance(value, Mapping):
        low, best, high = (value.get(end) for end in ("low", "best", "high"))
        if best is None and low is not None and high is not None:
            best = (low + high) / 2
        return low, best, high
    return None, value if isinstance(value, int | float) else None, None


def measured(tool: Tool, chart: ToolChart, rows) -> list[tuple[str, tuple]]:
    """(label, (low, best, high)) of the rows that have a value; parts of 1 as per cent."""
    percent = column_of(tool, chart, chart.value).kind in {"percent", "percent_range"}
    factor = 100 if percent else 1
    found = []
    for row in rows[:MOST_ROWS]:
        values = ends(row.get(chart.value))
        if values[1] is not None:
            scaled = tuple(None if value is None else round(value * factor, 6) for value in values)
            found.append((said(tool, chart, chart.label, row), scaled))
    return found


def unit_of(tool: Tool, chart: ToolChart) -> str:
    column = column_of(tool, chart, chart.value)
    percent = column.kind in {"percent", "percent_range"}
    return str(chart.unit or column.unit or ("%" if percent else ""))


def alternative(title, rows) -> str:
    """What the drawing shows, in words: title and every row."""
    return f"{title}. " + "; ".join(f"{name}: {words}" for name, words in rows) + "."


def short(value: float) -> str:
    """A figure beside a bar: one digit behind the point is enough to the eye."""
    return rounded(value, 1)


def words_of(values: tuple) -> str:
    low, best, high = values
    ranged = f" ({rounded(low)} – {rounded(high)})" if low is not None and high is not None else ""
    return rounded(best) + ranged


def bars(tool: Tool, chart: ToolChart, rows) -> Drawing | None:
    found = measured(tool, chart, rows)
    if not found:
        return None
    alt = alternative(chart.title, [(label, words_of(values)) for label, values in found])
    made = [Bar(label, best, low, high) for label, (low, best, high) in found]
    return bar_chart(made, alt=alt, unit=unit_of(tool, chart), number=short)


def ranges(tool: Tool, chart: ToolChart, rows) -> Drawing | None:
    found = measured(tool, chart, rows)
    if not found:
        return None
    alt = alternative(chart.title, [(label, words_of(values)) for label, values in found])
    made = [Estimate(label, best, low, high) for label, (low, best, high) in found]
    return range_chart(made, alt=alt, unit=unit_of(tool, chart), number=short)


def steps(tool: Tool, chart: ToolChart, rows) -> Drawing | None:
    """A build-up; without every step's value there is none."""
    found = measured(tool, chart, rows)
    if len(found) < len(rows) or not found:
        return None
    alt = alternative(chart.title, [(label, words_of(values)) for label, values in found])
    made = [Step(label, best, low, high) for label, (low, best, high) in found]
    total = Step(_("Final price"), sum(step.amount for step in made))
    return stacked_steps(made, alt=alt, total=total, unit=unit_of(tool, chart), number=short)


def axis(tool: Tool, column: ToolColumn) -> list[tuple[object, str]]:
    """The steps of an axis: (value, words)."""
    if column.kind == "scale":
        return [(step, label) for step, label in tool.scale(column.scale).choices()]
    return [(code, str(title)) for code, title in column.choices]


def matrix(tool: Tool, chart: ToolChart, rows) -> Drawing | None:
    across, down = (column_of(tool, chart, name) for name in (chart.across, chart.value))
    columns, lines = axis(tool, across), axis(tool, down)
    places = [{value: place for place, (value, _words) in enumerate(found)} for found in (columns, lines)]
    tone = column_of(tool, chart, chart.tone) if chart.tone else None
    cells = {}
    for row in rows:
        x, y = places[0].get(row.get(chart.across)), places[1].get(row.get(chart.value))
        if x is not None and y is not None:
            colour = tone.tones.get(row.get(chart.tone), "") if tone else ""
            cells[x, y] = Cell(said(tool, chart, chart.label, row), colour)
    spoken = [
        (f"{columns[x][1]} × {lines[y][1]}", cell.text) for (x, y), cell in sorted(cells.items()) if cell.text
    ]
    return matrix_chart(
        [words for _value, words in columns],
        [words for _value, words in lines],
        cells,
        alt=alternative(chart.title, spoken),
        heads=(str(across.title), str(down.title)),
    )


def profile(tool: Tool, chart: ToolChart, rows) -> Drawing | None:
    """Values on a scale, row by row; one series for each value of `across`."""
    column = column_of(tool, chart, chart.value)
    labels = list(dict.fromkeys(said(tool, chart, chart.label, row) for row in rows))[:MOST_ROWS]
    groups: dict[str, dict[str, float]] = {}
    for row in rows:
        value = ends(row.get(chart.value))[1]
        if value is not None:
            group = said(tool, chart, chart.across, row) if chart.across else ""
            groups.setdefault(group, {})[said(tool, chart, chart.label, row)] = value
    if not groups:
        return None
    if column.kind == "scale":
        scale = tool.scale(column.scale)
        names, first = [label for _step, label in scale.choices()], scale.first
    else:
        highest = int(max(max(found.values()) for found in groups.values())) + 1
        names, first = [str(step) for step in range(0, highest + 1)], 0
    series = [
        Profile(name, [None if label not in found else found[label] - first + 1 for label in labels])
        for name, found in groups.items()
    ]
    spoken = [
        (f"{name + ', ' if name else ''}{label}", rounded(value))
        for name, found in groups.items()
        for label, value in found.items()
    ]
    try:
        return profile_chart(labels, names, series, alt=alternative(chart.title, spoken))
    except OutlineError:
        return None


DRAWERS = {"bars": bars, "ranges": ranges, "steps": steps, "matrix": matrix, "profile": profile}
