"""Cells that leave for a spreadsheet: text can never run there as a formula.

A spreadsheet takes text that begins with one of `=+-@`, a tab or a carriage return (also in their full-width forms) as
something to compute (OWASP, "CSV Injection"). Such text gets a leading apostrophe in CSV; in XLSX cells are written
with an explicit text type. Numbers and dates stay numbers and dates.
"""

import re
from collections.abc import Iterable, Iterator
from csv import writer as csv_writer
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO

# What may stand before the sign without changing how a spreadsheet reads the cell: blanks, marks nobody sees, and the
# apostrophe itself, so that `restore` can undo `inert` for every text.
RISKY = re.compile(
    r"['\s\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]*[=+\-@﹢﹣﹦﹫＝＋－＠]|'*[\t\r\n]"
)
# XML 1.0 has no place for these, and CSV readers stumble over them.
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
LINE_END = re.compile(r"\r\n?")
LONGEST_CELL = 32_767  # characters; a spreadsheet refuses more
FIRST_YEAR = 1901  # a spreadsheet counts days from 1900, and gets that year wrong

Cell = str | int | float | Decimal | bool | date | datetime | None


def writable(text: str) -> str:
    """`text` without the characters that no cell can hold."""
    return UNWRITABLE.sub("", text)


def inert(text: str) -> str:
    """`text` as a CSV cell that no spreadsheet computes; control characters are dropped."""
    kept = writable(text)
    return "'" + kept if RISKY.match(kept) else kept


def restore(text: str) -> str:
    """What `inert` was given, for a file that comes back."""
    return text[1:] if text.startswith("'") and RISKY.match(text[1:]) else text


def csv_cell(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return inert(value)
    if isinstance(value, bool):
        return "1" if value else "0"
    return value.isoformat() if isinstance(value, date) else str(value)


def csv_lines(header: list[str], rows: Iterable[Iterable[Cell]]) -> Iterator[bytes]:
    """A CSV file in UTF-8 with byte order mark, line by line, so that it can be sent while it is read."""
    yield b"\xef\xbb\xbf"
    yield csv_line(header)
    for row in rows:
        yield csv_line(row)


def csv_line(row: Iterable[Cell]) -> bytes:
    buffer = StringIO()
    csv_writer(buffer, lineterminator="\r\n").writerow([csv_cell(value) for value in row])
    return buffer.getvalue().encode()


def xlsx_file(sheet: str, header: list[str], rows: Iterable[Iterable[Cell]]) -> bytes:
    """One sheet with a frozen, filtered header row. Text is written as text, whatever it begins with."""
    from xlsxwriter import Workbook

    buffer = BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = Workbook(buffer, options | {"default_date_format": "yyyy-mm-dd", "remove_timezone": True})
    page = book.add_worksheet("".join(char for char in sheet if char not in "[]:*?/\\'")[:31] or "Sheet")
    bold = book.add_format({"bold": True, "bottom": 1})
    for column, title in enumerate(header):
        page.write_string(0, column, title, bold)
    last = 0
    for last, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            write_cell(page, last, column, value)
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, last, max(len(header) - 1, 0))
    page.autofit()
    book.close()
    return buffer.getvalue()


def write_cell(page, row: int, column: int, value: Cell) -> None:  # type: ignore[no-untyped-def]
    if value is None:
        return
    if isinstance(value, str):
        page.write_string(row, column, LINE_END.sub("\n", writable(value))[:LONGEST_CELL])
    elif isinstance(value, bool):
        page.write_boolean(row, column, value)
    elif isinstance(value, Decimal):
        page.write_number(row, column, float(value))
    elif isinstance(value, date) and value.year < FIRST_YEAR:
        page.write_string(row, column, value.isoformat())
    else:
        page.write(row, column, value)
