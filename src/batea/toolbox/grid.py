"""The grid in which a tool is filled in: from posted fields to rows, and from rows to fields.

Every field is called `<table>-<row>-<column>`; `<table>-rows` counts the rows, `<table>-<row>-was` names the stored row
it began as. A button called `do` asks for one change of the rows, `<table>:<row>:<what>`; nothing is saved by it.
What the fields look like stands in `cells`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from .answers import MOST_ROWS, TypedRow, as_typed, kept_rows, read_rows, says_something
from .declaration import ITEM, Starter, Tool, ToolColumn, ToolTable

MOVES = ("copy", "up", "down", "remove")


@dataclass
class Line:
    """One row of the grid: what stands in its cells, which stored row it was, what is wrong with it, what it said before.

    `before` is the stored row it is shown against, None when it is not compared.
    """

    typed: dict
    was: int | None = None
    errors: Mapping = None
    before: Mapping | None = None

    def __post_init__(self):
        self.errors = self.errors or {}


@dataclass
class Grid:
    """One table of a tool as it is being filled in."""

    tool: Tool
    table: ToolTable
    lines: list[Line]
    focus: str = ""  # the field that takes the focus when the page opens

    @property
    def errors(self) -> list[tuple[str, str]]:
        """(id of the field, words) of everything wrong, in order."""
        return [
            (field_id(self.table, place, name), self.where(place, name, words))
            for place, line in enumerate(self.lines)
            for name, words in line.errors.items()
        ]

    def where(self, place: int, name: str, words: str) -> str:
        row = f"{_('row')} {place + 1}, " if not self.table.single else ""
        return f"{self.table.title}, {row}{self.table.column(name).title}: {words}"

    @property
    def changes(self) -> int:
        """Cells that say something else than what is stored."""
        return sum(
            changed(self.table, line, column) for line in self.lines for column in self.table.all_columns
        )

    @property
    def full(self) -> bool:
        return len(self.lines) >= self.table.most


# From stored rows and posted fields -----------------------------------------------------------------------------------


def stored_grid(tool: Tool, table: ToolTable, rows: Sequence[Mapping]) -> Grid:
    """The stored rows, and some empty ones to go on with."""
    if table.given:
        lines = given_lines(table, rows)
    else:
        lines = [Line(shown_row(table, row), place) for place, row in enumerate(rows)]
        wanted = 1 - len(rows) if table.single else max(table.begins_with - len(rows), 1)
        lines += [Line({}) for _n in range(min(wanted, table.most - len(rows)))]
    return Grid(tool, table, lines)


def given_lines(table: ToolTable, rows: Sequence[Mapping]) -> list[Line]:
    """One line for each row the tool brings, with what has been answered."""
    places = {row.get(ITEM): place for place, row in enumerate(rows)}
    return [
        Line(shown_row(table, rows[places[given.code]]), places[given.code])
        if given.code in places
        else Line({ITEM: given.code})
        for given in table.given
    ]


def shown_row(table: ToolTable, row: Mapping) -> dict:
    return {column.name: as_typed(column, row.get(column.name)) for column in table.all_columns}


def posted_grid(tool: Tool, table: ToolTable, data: Mapping) -> Grid:
    """What was posted, as typed, not yet read."""
    count = whole(data.get(f"{table.name}-rows")) or 0
    lines = [posted_line(table, data, place) for place in range(min(count, MOST_ROWS))]
    return Grid(tool, table, lines)


def posted_line(table: ToolTable, data: Mapping, place: int) -> Line:
    start = f"{table.name}-{place}-"
    typed = {column.name: data.get(start + column.name, "") for column in table.all_columns}
    return Line(typed, whole(data.get(start + "was")))


def whole(text) -> int | None:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 6 else None


def filled_grid(tool: Tool, table: ToolTable, raws: Iterable[Mapping], places: Iterable[int | None]) -> Grid:
    """Rows that came from a file, as typed; given rows that the file leaves out stand there empty."""
    lines = [
        Line({column.name: raw.get(column.name, "") for column in table.all_columns}, place)
        for raw, place in zip(raws, places, strict=True)
    ]
    if table.given:
        mine = {line.typed[ITEM]: line for line in reversed(lines)}
        known = [mine.get(given.code) or Line({ITEM: given.code}) for given in table.given]
        lines = known + [line for line in lines if line not in known]  # strange or doubled: told beside them
    return Grid(tool, table, lines[:MOST_ROWS])


def check(grid: Grid, stored: Sequence[Mapping]) -> list[dict]:
    """Read every row; what is wrong stays in the lines. Returns the rows as they would be stored."""
    before = [
        stored[line.was] if line.was is not None and line.was < len(stored) else {} for line in grid.lines
    ]
    read: list[TypedRow] = read_rows(grid.tool, grid.table, [line.typed for line in grid.lines], before)
    for line, row in zip(grid.lines, read, strict=True):
        line.errors = row.errors
    return kept_rows(read)


def compare(grid: Grid, stored: Sequence[Mapping]) -> None:
    """Lay the lines beside the stored rows, so that each changed cell shows what it said."""
    for line in grid.lines:
        known = line.was is not None and line.was < len(stored)
        line.before = shown_row(grid.table, stored[line.was]) if known else {}


def changed(table: ToolTable, line: Line, column: ToolColumn) -> bool:
    if line.before is None or (table.given and column.name == ITEM):
        return False
    return str(line.typed.get(column.name, "")).strip() != str(line.before.get(column.name, "")).strip()


def gone(grid: Grid, stored: Sequence[Mapping]) -> list[tuple[int, dict]]:
    """Stored rows that no line stands for any more: (number, as typed)."""
    here = {line.was for line in grid.lines}
    return [(place + 1, shown_row(grid.table, row)) for place, row in enumerate(stored) if place not in here]


# One change of the rows -------------------------------------------------------------------------------------------------


def rearrange(grid: Grid, row: str, what: str) -> int | None:
    """Do what a button asks; the place of the row to go on with, None when there is nothing to do."""
    if what.startswith("start="):
        return begin_with(grid, what.removeprefix("start="))
    if what == "add" and not grid.full:
        grid.lines.append(Line({}))
        return len(grid.lines) - 1
    place = whole(row)
    if place is None or place >= len(grid.lines) or grid.table.given or what not in MOVES:
        return None
    return MOVERS[what](grid, place)


def copy(grid: Grid, place: int) -> int:
    if grid.full:
        return place
    grid.lines.insert(place + 1, Line(dict(grid.lines[place].typed)))
    return place + 1


def remove(grid: Grid, place: int) -> int:
    del grid.lines[place]
    if not grid.lines:
        grid.lines.append(Line({}))
    return min(place, len(grid.lines) - 1)


def shift(grid: Grid, place: int, by: int) -> int:
    target = place + by
    if 0 <= target < len(grid.lines):
        grid.lines[place], grid.lines[target] = grid.lines[target], grid.lines[place]
        return target
    return place


MOVERS = {
    "copy": copy,
    "remove": remove,
    "up": lambda grid, place: shift(grid, place, -1),
    "down": lambda grid, place: shift(grid, place, +1),
}


def begin_with(grid: Grid, name: str) -> int | None:
    """Put a starter's rows in place of the empty ones."""
    starter = next((each for each in grid.table.starters if each.name == name), None)
    if starter is None:
        return None
    kept = [line for line in grid.lines if says_something({k: v for k, v in line.typed.items() if v})]
    room = max(grid.table.most - len(kept), 0)
    grid.lines = kept + [Line(started(grid.table, row)) for row in rows_of(starter)[:room]]
    return len(kept)


def rows_of(starter: Starter) -> list[dict]:
    """The starter's rows in the reader's language."""
    return [
        {
            name: str(value) if not isinstance(value, int | float | bool) else value
            for name, value in row.items()
        }
        for row in starter.rows
    ]


def started(table: ToolTable, row: Mapping) -> dict:
    return {
        column.name: row[column.name] if column.kind == "words" else as_typed(column, row[column.name])
        for column in table.columns
        if column.name in row
    }


def field_id(table: ToolTable, place: int, name: str) -> str:
    return f"{table.name}-{place}-{name}"
