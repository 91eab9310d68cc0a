"""What changed between two states of the same answers, cell by cell."""

from collections.abc import Mapping

from .declaration import Tool, ToolTable
from .queries import heading, told


def changes_between(tool: Tool, before: Mapping, after: Mapping) -> list[tuple[str, str, str, str, str]]:
    """(table, row, column, before, after) in words for every cell that differs."""
    return [change for table in tool.tables for change in table_changes(tool, table, before, after)]


def table_changes(tool: Tool, table: ToolTable, before: Mapping, after: Mapping) -> list[tuple]:
    old, new = named(tool, table, before[table.name]), named(tool, table, after[table.name])
    found = []
    for key in dict.fromkeys((*old, *new)):
        was, now = old.get(key, {}), new.get(key, {})
        for column in table.columns:
            said = told(tool, column, was.get(column.name)), told(tool, column, now.get(column.name))
            if said[0] != said[1]:
                found.append((str(table.title), key, heading(column), *said))
    return found


def named(tool: Tool, table: ToolTable, rows: list) -> dict:
    """The rows by what they are called; the second of one name is “name (2)”, a nameless one its number."""
    found: dict = {}
    for place, row in enumerate(rows, 1):
        name = told(tool, table.known_by, row.get(table.known_by.name)) or str(place)
        same, key = 1, name
        while key in found:
            same += 1
            key = f"{name} ({same})"
        found[key] = row
    return found
