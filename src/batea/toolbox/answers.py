"""Answers of a tool as they are stored: {table: [{column: value}]}, numbers as numbers, unknown left out."""

from decimal import Decimal

from batea.programmes.words import Words

from .declaration import Tool, ToolTable


def stored(value):
    """A typed value as JSON keeps it; None for nothing said."""
    if value is None or value == "" or (isinstance(value, Words) and not value):
        return None
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def row_of(table: ToolTable, typed: dict) -> dict:
    """One row without what was left empty."""
    values = {column.name: stored(typed.get(column.name)) for column in table.columns}
    return {name: value for name, value in values.items() if value is not None}


def known_answers(tool: Tool, answers: dict) -> dict:
    """The answers with every table of the tool there and nothing else, whatever version they were typed for."""
    return {
        table.name: [
            {column.name: row[column.name] for column in table.columns if column.name in row}
            for row in answers.get(table.name, [])
        ]
        for table in tool.tables
    }
