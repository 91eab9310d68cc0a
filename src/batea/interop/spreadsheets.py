"""Reading a spreadsheet somebody sends: never in this process.

A workbook is a ZIP of XML. Before anything is unpacked its list of contents is looked at; then a child process with
limits on memory, CPU and time reads it (`sheet_child.py`) and tells its cells as JSON. Measured dangers and their
limits: two cells far apart make some readers ask for 500 GB; 4.7 MB may unpack to 1.2 GB and take minutes.
"""

import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any

from batea.problems import FILLED_FILE_REFUSED, Refused

CHILD = Path(__file__).with_name("sheet_child.py")
MOST_PARTS = 1_000
LARGEST = 100 * 1024 * 1024  # bytes of all parts together, unpacked
SQUEEZED = 100  # a part larger than SMALL and packed tighter than this is taken for a bomb
SMALL = 1024 * 1024
SECONDS = 35
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SHEET_PART = "xl/workbook.xml"

Cell = str | int | float | bool | date | datetime | None
Sheets = dict[str, list[list[Cell]]]


def _(message: str) -> str:
    """Marks a reason for translation; whoever shows it translates it."""
    return message


UNREADABLE = _("a workbook that cannot be read")


def refuse(kind: str) -> Refused:
    return Refused(FILLED_FILE_REFUSED, kind=kind)


def read_workbook(
    data: bytes, *, most_rows: int = 5_000, most_columns: int = 80, most_sheets: int = 40
) -> Sheets:
    """The cells of each sheet, row by row, as far as the limits go. Raises Refused B314 for anything but an .xlsx that
    can be read within them. Formulas give the value they had when they were saved."""
    look_before(data)
    told = ask_child(data, [most_rows, most_columns, most_sheets])
    return {sheet["name"]: [[cell_of(value) for value in row] for row in sheet["rows"]] for sheet in told}


def look_before(data: bytes) -> None:
    """Refuse by the list of contents alone what is no workbook, or would not stay one when unpacked."""
    if data.startswith(OLD_OFFICE):
        raise refuse(_("an old Excel file, or one with a password: save it as .xlsx without a password"))
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, OverflowError) as error:
        raise refuse(_("no .xlsx workbook")) from error
    names = {part.filename for part in parts}
    if "content.xml" in names and SHEET_PART not in names:
        raise refuse(_("an OpenDocument file: save it as .xlsx"))
    if SHEET_PART not in names:
        raise refuse(_("no .xlsx workbook"))
    if any("vbaproject" in name.lower() for name in names):
        raise refuse(_("a workbook with macros: save it as .xlsx"))
    if any(faults_of(parts)):
        raise refuse(UNREADABLE)


def faults_of(parts: list[zipfile.ZipInfo]) -> Iterator[bool]:
    yield len(parts) > MOST_PARTS
    yield sum(part.file_size for part in parts) > LARGEST
    for part in parts:
        yield part.file_size > SMALL and part.file_size > SQUEEZED * max(part.compress_size, 1)
        name = part.filename
        yield name.startswith(("/", "\\")) or ".." in name.split("/") or "\\" in name or ":" in name
        yield part.external_attr >> 28 == 0xA  # a symbolic link
        yield name.lower().endswith((".zip", ".xlsx", ".xlsm", ".docx"))
        yield bool(part.flag_bits & 0x1)  # encrypted


def ask_child(data: bytes, limits: list[int]) -> list[dict[str, Any]]:
    """What the child tells. It gets no environment, no arguments but numbers, and this long to answer."""
    command = [sys.executable, "-I", "-S", str(CHILD), *map(str, limits), *site_folders()]
    try:
        done = subprocess.run(
            command, input=data, capture_output=True, timeout=SECONDS, env={}, cwd=CHILD.parent, check=False
        )
    except (subprocess.TimeoutExpired, OSError) as error:
        raise refuse(UNREADABLE) from error
    if done.returncode != 0:
        raise refuse(UNREADABLE)
    try:
        told: list[dict[str, Any]] = json.loads(done.stdout, parse_constant=lambda _name: None)
    except (ValueError, RecursionError) as error:
        raise refuse(UNREADABLE) from error
    return told


def site_folders() -> list[str]:
    """Where the reader's package is installed; the child starts without any, and this process does without it."""
    found = find_spec("openpyxl")
    return [str(Path(found.origin).parents[1])] if found and found.origin else []


def cell_of(value: Any) -> Cell:
    """A cell as the child tells it: a moment is {"at": …}, a day {"on": …}."""
    if isinstance(value, dict):
        if "on" in value:
            return date.fromisoformat(value["on"])
        return datetime.fromisoformat(value["at"])
    plain: Cell = value
    return plain
