"""A result as it may leave the programme: small counts of people are hidden, and what would give them away.

Pages of the programme show everything, since the work is done there; documents travel.
"""

from batea.calc.small_cells import hidden_rows

from .declaration import ToolTable
from .queries import HIDDEN, Result


def guarded(result: Result) -> Result:
    """The same result with the people of some rows hidden, table by table."""
    if result.tool is None:
        return result
    tables = {
        name: guarded_rows(result.tool.result(name), rows) if rows else rows
        for name, rows in result.tables.items()
    }
    return Result(result.tool, tables, result.findings, result.problem)


def guarded_rows(table: ToolTable, rows: list[dict]) -> list[dict]:
    """Rows whose counts are hidden lose every number that counts people or is worked out from such counts."""
    people = [column.name for column in table.columns if column.people]
    counts = [column.name for column in table.columns if column.people and column.kind == "whole"]
    hidden = hidden_rows([[row.get(name) for name in counts] for row in rows]) if counts else set()
    return [
        {**row, **{name: HIDDEN for name in people if row.get(name) is not None}}
        if hidden is None or place in hidden
        else row
        for place, row in enumerate(rows)
    ]
