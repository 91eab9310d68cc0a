"""The child that reads a workbook: standard input is the file, standard output its cells as JSON.

Started by `spreadsheets.ask_child` with limits on rows, columns and sheets and the folder of installed packages. It
limits itself before it reads a byte, knows nothing of Batea, and any trouble ends it with a code other than 0.
"""

import json
import sys
from datetime import date, datetime, time
from io import BytesIO

MEMORY = 512 * 1024 * 1024  # bytes
CPU = 30  # seconds
MOST_CELLS = 400_000
MOST_LETTERS = 16_000_000
FIRST_YEAR, LAST_YEAR = 1900, 9999


def limit() -> None:
    """Where the system knows such limits (not on Windows, where the parent's clock alone counts)."""
    try:
        import resource
    except ImportError:
        return
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def told(value):
    """A cell's value for JSON; an error such as #REF! is text already."""
    if isinstance(value, bool | int | str) or value is None:
        return value
    if isinstance(value, float):
        return value if value == value and abs(value) != float("inf") else None
    if isinstance(value, datetime):
        at_midnight = value.time() == time()
        return (
            {"on": value.date().isoformat()} if at_midnight else {"at": value.isoformat(timespec="seconds")}
        )
    if isinstance(value, date):
        return {"on": value.isoformat()}
    return str(value)


def rows_of(sheet, most_rows: int, most_columns: int, left: list[int]) -> list:
    rows = []
    for row in sheet.iter_rows(max_row=most_rows, max_col=most_columns, values_only=True):
        cells = [told(value) for value in row]
        while cells and cells[-1] is None:
            cells.pop()
        left[0] -= len(cells)
        left[1] -= sum(len(cell) for cell in cells if isinstance(cell, str))
        if min(left) < 0:
            raise OverflowError
        rows.append(cells)
    while rows and not rows[-1]:
        rows.pop()
    return rows


def main() -> None:
    most_rows, most_columns, most_sheets = map(int, sys.argv[1:4])
    sys.path += sys.argv[4:]
    data = sys.stdin.buffer.read()
    sys.modules["numpy"] = None  # openpyxl would take it along and has no need of it
    import openpyxl  # before the limits: its libraries reserve more address space than they use

    if not openpyxl.DEFUSEDXML:
        raise SystemExit(3)
    limit()
    book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
    left = [MOST_CELLS, MOST_LETTERS]
    sheets = [
        {"name": sheet.title, "rows": rows_of(sheet, most_rows, most_columns, left)}
        for sheet in book.worksheets[:most_sheets]
    ]
    sys.stdout.write(json.dumps(sheets))
    sys.stdout.flush()


if __name__ == "__main__":
    try:
        main()
    except Exception:
        raise SystemExit(2) from None
