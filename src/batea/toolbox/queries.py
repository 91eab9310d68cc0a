"""The result of an assessment, computed when it is read, and how it is told on a page and in a document."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from batea.calc.ranges import Impossible
from batea.programmes.registers.cells import number
from batea.programmes.words import Words

from .answers import known_answers
from .declaration import Tool, ToolColumn, ToolTable
from .discovery import tools
from .models import Assessment


@dataclass(frozen=True)
class Result:
    """What the tool answers. `problem` says why it cannot; then there are no tables and no sentences."""

    tool: Tool | None
    tables: dict
    sentences: tuple[str, ...] = ()
    problem: str = ""


def result_of(assessment: Assessment) -> Result:
    """Computed anew from the answers; a tool that has been taken away leaves the answers and says so."""
    tool = tools().get(assessment.tool)
    if tool is None:
        return Result(
            None, {}, problem=_("This installation has no tool “%(name)s”.") % {"name": assessment.tool}
        )
    return calculated(tool, assessment.answers)


def calculated(tool: Tool, answers: dict) -> Result:
    known = known_answers(tool, answers)
    if not any(known.values()):
        return Result(tool, {}, problem=_("Nothing has been filled in yet."))
    try:
        found = tool.calculate(known)
    except Impossible as impossible:
        return Result(tool, {}, problem=f"{impossible.what}: {_(impossible.why)}.")
    sentences = tuple(str(tool.sentences[code]) % values for code, values in found.get("findings", ()))
    return Result(tool, found["tables"], sentences)


# In words -----------------------------------------------------------------------------------------------------------


def told(tool: Tool, column: ToolColumn, value) -> str:
    """One value in the reader's language; unknown is a question mark in results."""
    if column.kind in {"range", "percent_range"}:
        return range_words(value or {}, percent=column.kind == "percent_range")
    if value is None:
        return ""
    return TELLERS.get(column.kind, lambda _tool, _column, said: str(said))(tool, column, value)


TELLERS = {
    "number": lambda tool, column, value: rounded(value),
    "money": lambda tool, column, value: rounded(value),
    "percent": lambda tool, column, value: f"{rounded(value * 100, 1)}\u202f%",
    "choice": lambda tool, column, value: str(dict(column.choices).get(value, value)),
    "scale": lambda tool, column, value: tool.scale(column.scale).label(value),
    "yesno": lambda tool, column, value: _("yes") if value else _("no"),
    "words": lambda tool, column, value: str(Words(value)),
}


def rounded(value: float, digits: int = 2) -> str:
    return number(Decimal(str(round(value, digits))))


def range_words(found: dict, percent: bool) -> str:
    """“20 (15–31)”; a question mark when an end is unknown."""
    low, best, high = (found.get(end) for end in ("low", "best", "high"))
    if low is None or high is None:
        return "?"
    factor, digits, unit = (100, 1, "\u202f%") if percent else (1, 2, "")
    low_said, high_said = rounded(low * factor, digits), rounded(high * factor, digits)
    if low_said == high_said:
        return low_said + unit
    return (
        f"{rounded(best * factor, digits)}{unit} ({low_said}–{high_said}{unit})"
        if best is not None
        else f"{low_said}–{high_said}{unit}"
    )


def told_rows(tool: Tool, table: ToolTable, rows: list[dict]) -> list[tuple]:
    return [tuple(told(tool, column, row.get(column.name)) for column in table.columns) for row in rows]


def told_tables(result: Result) -> Iterator[tuple[ToolTable, list[tuple]]]:
    """Each table of the result with its rows in words."""
    for table in result.tool.results if result.tool else ():
        if table.name in result.tables:
            yield table, told_rows(result.tool, table, result.tables[table.name])
