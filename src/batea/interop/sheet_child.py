"""The child that reads a workbook: standard input is the file, standard output its cells as JSON.

Started by `spreadsheets.ask_child` with limits on rows, columns and sheets and the folder of installed packages. It
limits itself before it reads a byte, knows nothing of Batea, and any trouble ends it with a code other than 0.
"""

import json
import re
import sys
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

MEMORY = 512 * 1024 * 1024  # bytes
CPU = 30  # seconds
MOST_CELLS = 200_000
MOST_LETTERS = 2_000_000
UNREADABLE, UNSAFE, HELD_TOO_MUCH = 2, 3, 4  # how it ends
UNSHOWN = re.compile(r'"[^"]*"|\\.')  # in a number format: what is only written beside the number
# openpyxl would take them along where they are; without them it reads the same everywhere, and sooner.
NEEDLESS = ("numpy", "lxml", "PIL")


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


def told(cell: Any) -> Any:
    """A cell's value for JSON; an error such as #REF! is text already."""
    value = cell.value
    if isinstance(value, bool | str) or value is None:
        return value
    if isinstance(value, int | float):
        if isinstance(value, float) and (value != value or abs(value) == float("inf")):
            return None
        return {"part": float(value)} if "%" in UNSHOWN.sub("", cell.number_format) else value
    if isinstance(value, datetime):
        if value.time() == time():
            return {"on": value.date().isoformat()}
        return {"at": value.isoformat(timespec="seconds")}
    if isinstance(value, date):
        return {"on": value.isoformat()}
    return str(value)


def rows_of(sheet: Any, most_rows: int, most_columns: int, left: list[int]) -> list[list[Any]]:
    """The rows without what is empty at their ends. `left`: how many cells and letters may still come."""
    rows = []
    for row in sheet.iter_rows(max_row=most_rows, max_col=most_columns):
        cells = [told(cell) for cell in row]
        while cells and cells[-1] is None:
            cells.pop()
        left[0] -= len(cells)
        left[1] -= sum(len(cell) for cell in cells if isinstance(cell, str))
        if min(left) < 0:
            raise MemoryError
        rows.append(cells)
    while rows and not rows[-1]:
        rows.pop()
    return rows


def main() -> None:
    limit()
    most_rows, most_columns, most_sheets = map(int, sys.argv[1:4])
    sys.path += sys.argv[4:]
    modules: dict[str, Any] = sys.modules
    modules.update(dict.fromkeys(NEEDLESS))
    import openpyxl

    if not openpyxl.DEFUSEDXML:
        raise SystemExit(UNSAFE)
    data = BytesIO(sys.stdin.buffer.read())
    book = openpyxl.load_workbook(data, read_only=True, data_only=True, keep_links=False)
    left = [MOST_CELLS, MOST_LETTERS]
    sheets = [
        {"name": sheet.title, "rows": rows_of(sheet, most_rows, most_columns, left)}
        for sheet in book.worksheets[:most_sheets]
    ]
    sys.stdout.buffer.write(json.dumps(sheets, ensure_ascii=False).encode("utf-8", "replace"))
    sys.stdout.flush()


if __name__ == "__main__":
    try:
        main()
    except MemoryError:
        raise SystemExit(HELD_TOO_MUCH) from None
    except Exception:
        raise SystemExit(UNREADABLE) from None
