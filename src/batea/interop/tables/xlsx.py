"""XLSX: typed cells; a moment is the clock on the phone, its zone a column beside it."""

import marshal
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, time
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ..cells import LINE_END, LONGEST_CELL, writable
from .columns import (
    NUMBERS,
    Column,
    Table,
    Texts,
    batches,
    code_book_as_spread,
    is_printable,
    spread,
    spread_columns,
    unique,
)
from .typed import CONVERTED, Value, typed

MOST_ROWS = 1_048_575  # a sheet holds one row more, its header
FORMATS = {"day": "yyyy-mm-dd", "moment": "yyyy-mm-dd hh:mm:ss", "time": "hh:mm:ss"}
WIDTHS = {"whole": 12.0, "number": 12.0, "day": 12.0, "moment": 20.0, "time": 10.0, "yesno": 10.0}


def xlsx_file(tables: Sequence[Table], path: Path) -> None:
    """A workbook: a sheet for each table, “name (2)” for what a sheet cannot hold, and the code book last.

    Text is written as text; what a cell cannot hold of it (32,767 characters) is cut. Numbers of more than 15 digits
    and whatever does not fit its column stay text; a moment loses what is less than a second.
    """
    from rustpy_xlsxwriter import Format, write_worksheets

    tables = [*tables, code_book_as_spread(tables, zones=True)]
    with TemporaryDirectory() as folder:
        sheets = sheets_of(tables, Path(folder))
        kinds = {name: columns for name, columns, _rows in sheets}
        write_worksheets(
            [(name, rows) for name, _columns, rows in sheets],
            str(path),
            freeze_panes={"general": {"row": 1, "col": 0}},
            bold_headers=True,
            autofilter={name: True for name in kinds},
            column_formats={name: formats_of(columns, Format) for name, columns in kinds.items()},
            column_widths={
                name: {column.name: WIDTHS.get(column.kind, 24.0) for column in columns}
                for name, columns in kinds.items()
            },
        )


Sheet = tuple[str, tuple[Column, ...], Iterator[dict[str, Value]]]


def sheets_of(tables: Sequence[Table], folder: Path) -> list[Sheet]:
    """(name, columns, rows) of every sheet. The writer must know all sheets before the first row, so a table whose
    length is not known waits in a file."""
    found: list[tuple[str, tuple[Column, ...], Iterator[dict[str, Value]]]] = []
    for number, table in enumerate(tables):
        columns = spread_columns(table.columns, zones=True)
        length, source = measured(table, folder / str(number))
        rows = sheet_rows(table.columns, columns, source)
        for _sheet in range(max(1, -(-length // MOST_ROWS))):
            found.append((table.name, columns, islice(rows, MOST_ROWS)))
    names = unique([sheet_name(name) for name, _columns, _rows in found], taken=["History"], longest=31)
    return [(name, columns, rows) for name, (_name, columns, rows) in zip(names, found, strict=True)]


def measured(table: Table, place: Path) -> tuple[int, Iterator[list[Texts]]]:
    """(number of rows, batches of columns)."""
    if isinstance(table.rows, Sequence):
        return len(table.rows), batches(table)
    length = 0
    with place.open("wb") as file:
        for batch in batches(table):
            length += len(batch[0])
            marshal.dump(batch, file)
    return length, read_again(place)


def read_again(place: Path) -> Iterator[list[Texts]]:
    size = place.stat().st_size
    with place.open("rb") as file:
        while file.tell() < size:
            yield marshal.load(file)  # noqa: S302 – our own file, written a moment ago


def sheet_rows(
    asked: Sequence[Column], columns: Sequence[Column], source: Iterable[list[Texts]]
) -> Iterator[dict[str, Value]]:
    """Rows by column name; one empty row when there is none, since the writer takes the header from a row."""
    names = [column.name for column in columns]
    empty = True
    for batch in source:
        empty = False
        values = spread(asked, batch, zones=True)
        cells = [sheet_column(column.kind, found) for column, found in zip(columns, values, strict=True)]
        for row in zip(*cells, strict=True):
            yield dict(zip(names, row, strict=True))
    if empty:
        yield dict.fromkeys(names)


def sheet_column(kind: str, values: Texts) -> Sequence[Value]:
    if kind not in CONVERTED:
        return sheet_texts(values)
    return (
        [sheet_value(value) for value in typed(kind, values)]
        if kind not in NUMBERS
        else sheet_numbers(kind, values)
    )


def sheet_numbers(kind: str, values: Texts) -> Sequence[Value]:
    return [sheet_text(value) if isinstance(value, str) else value for value in typed(kind, values)]


def sheet_texts(values: Texts) -> Texts:
    longest = max(map(len, filter(None, values)), default=0)
    if longest <= LONGEST_CELL // 2 and is_printable(values):
        return values
    return [sheet_text(value) if value else None for value in values]


def sheet_text(text: str) -> str:
    """The text as a cell can hold it; a spreadsheet counts UTF-16 units."""
    kept = LINE_END.sub("\n", writable(text))
    return kept.encode("utf-16-le")[: 2 * LONGEST_CELL].decode("utf-16-le", "ignore")


def sheet_value(value: Value) -> Value:
    """A moment by its own clock, a time as part of a day."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    if isinstance(value, time):
        return (value.hour * 3600 + value.minute * 60 + value.second) / 86_400
    return sheet_text(value) if isinstance(value, str) else value


def sheet_name(name: str) -> str:
    return "".join(char for char in writable(name) if char not in "[]:*?/\\'\n\r\t").strip()[:31] or "Sheet"


def formats_of(columns: Iterable[Column], new: Callable[[], Any]) -> dict[str, Any]:
    """Cells of text are marked as text, so that opening one to edit it does not turn it into a formula."""
    return {
        column.name: new().set_num_format(FORMATS.get(column.kind, "@"))
        for column in columns
        if column.kind not in (*NUMBERS, "yesno")
    }
