"""Two or more assessments of one tool side by side: before and after, group by group, one person and then the group."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from .declaration import Tool, ToolColumn, ToolTable
from .models import Assessment
from .queries import Result, heading, result_of, told

MOST = 12  # assessments side by side


@dataclass(frozen=True)
class Comparison:
    """One column of one result table over several assessments: `rows` are (row, told values, difference or spread)."""

    table: ToolTable
    column: ToolColumn
    rows: list[tuple]
    differs: bool


def compare(assessments: Sequence[Assessment]) -> list[Comparison]:
    """Every result column side by side, by the rows' own names, in the order of the tool. All must be of one tool."""
    results = [result_of(each) for each in assessments]
    tool = next((result.tool for result in results if result.tool), None)
    if tool is None:
        return []
    return [
        beside(tool, table, column, results)
        for table in tool.results
        for column in table.columns
        if column is not table.known_by and any(result.tables.get(table.name) for result in results)
    ]


def beside(tool: Tool, table: ToolTable, column: ToolColumn, results: Sequence[Result]) -> Comparison:
    known = [values_by_row(table, column, result) for result in results]
    keys = list(dict.fromkeys(key for rows in known for key in rows))
    rows, differs = [], False
    for key in keys:
        values = [found.get(key) for found in known]
        said = [told(tool, column, value) if value is not None else "" for value in values]
        differs = differs or len(set(said)) > 1
        name = told(tool, table.known_by, key[0]) if key[0] is not None else "–"
        name = name if key[1] == 0 else f"{name} ({key[1] + 1})"
        rows.append((name, *said, apart(tool, column, values)))
    return Comparison(table, column, rows, differs)


def values_by_row(table: ToolTable, column: ToolColumn, result: Result) -> dict:
    """{(name of the row, how often it stood before): value}: two hazards of one name stay two rows."""
    found: dict = {}
    seen: dict = {}
    for row in result.tables.get(table.name, ()):
        name = row.get(table.known_by.name)
        name = str(name) if isinstance(name, dict) else name
        place = seen.get(name, 0)
        seen[name] = place + 1
        found[name, place] = row.get(column.name)
    return found


def apart(tool: Tool, column: ToolColumn, values: list) -> str:
    """How far the values lie apart: for two, last minus first; for more, lowest – middle – highest. Labels in order
    (scales) have no difference, only ends."""
    numbers = [number for number in map(number_in, values) if number is not None]
    if len(numbers) < 2 or len(numbers) < len([value for value in values if value is not None]):
        return ""
    plain = PLAIN.get(column.kind)
    if column.kind == "scale":
        scale = tool.scale(column.scale)
        return f"{scale.sign(int(min(numbers)))} … {scale.sign(int(max(numbers)))}"
    if plain is None:
        return ""
    shown = ToolColumn(column.name, column.title, plain)
    if len(values) == 2:
        change = numbers[1] - numbers[0]
        return ("+" if change > 0 else "") + told(tool, shown, change)
    ends = (min(numbers), median(numbers), max(numbers))
    return " … ".join(told(tool, shown, number) for number in ends)


PLAIN = {
    "number": "number",
    "whole": "number",
    "money": "number",
    "percent": "percent",
    "range": "number",
    "percent_range": "percent",
}


def number_in(value) -> float | None:
    if isinstance(value, dict):
        return value.get("best")
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def title_of(comparison: Comparison) -> str:
    return f"{comparison.table.title}: {heading(comparison.column)}"
