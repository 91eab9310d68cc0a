"""Reading a spreadsheet somebody sends: never in this process.

A workbook is a ZIP of XML. Before anything is unpacked its list of contents is looked at; then a child process with
limits on memory, CPU and time reads it (`sheet_child.py`) and tells its cells as JSON. Measured dangers and their
limits: two cells far apart make some readers ask for 500 GB; 4.7 MB may unpack to 1.2 GB and take minutes; 10 kB may
hold 16 million letters. A part never unpacks to more than its entry declares: `zipfile` stops there.
"""

import json
import os
import re
import subprocess
import sys
import zipfile
from contextlib import suppress
from datetime import date, datetime
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from threading import BoundedSemaphore, Thread, Timer
from typing import IO, Any

from batea.problems import FILLED_FILE_REFUSED, Refused

from .cells import LINE_END, writable

CHILD = Path(__file__).with_name("sheet_child.py")
HELD_TOO_MUCH = 4  # how the child ends when a workbook goes beyond its limits
MOST_PARTS = 1_000
LARGEST = 100 * 1024 * 1024  # bytes of all parts together, unpacked
SQUEEZED = 100  # a part larger than SMALL and packed tighter than this is taken for a bomb
SMALL = 1024 * 1024
SECONDS = 35
MOST_TOLD = 32 * 1024 * 1024  # bytes the child may answer; its own limits keep it well below
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LOCKED_PART = "EncryptedPackage".encode("utf-16-le")
LISTED = b"PK\x01\x02"  # begins each entry of a ZIP's list of contents
SHEET_PART = re.compile(r"xl/workbook\d*\.xml")
PACKED_AGAIN = (".zip", ".xlsx", ".xlsm", ".docx")
# How a spreadsheet program writes a control character inside a text.
ESCAPED = re.compile(r"_x(00[01][0-9A-Fa-f])_")


class Percent(float):
    """A number that the sheet shows with %: 0.25 for 25 %."""


Cell = str | int | float | Percent | bool | date | datetime | None
Sheets = dict[str, list[list[Cell]]]


AT_ONCE = BoundedSemaphore(2)  # children of one server process, since each may hold 512 MB; others wait


def _(message: str) -> str:
    """Marks a reason for translation; whoever shows it translates it."""
    return message


UNREADABLE = _("a workbook that cannot be read")
TOO_MUCH = _("a workbook that holds more than can be read")
NO_WORKBOOK = _("not an .xlsx workbook")


def refuse(kind: str) -> Refused:
    return Refused(FILLED_FILE_REFUSED, kind=kind)


def read_workbook(
    data: bytes, *, most_rows: int = 5_000, most_columns: int = 80, most_sheets: int = 40
) -> Sheets:
    """The cells of each sheet, row by row, as far as the limits go. Raises Refused B314 for anything but an .xlsx that
    can be read within them. Formulas give the value they had when they were saved, None where none was saved; an
    error such as #REF! is text."""
    look_before(data)
    told = ask_child(data, [most_rows, most_columns, most_sheets])
    names = [clean(sheet["name"]) for sheet in told]
    if len(set(names)) != len(names):
        raise refuse(UNREADABLE)
    return {
        name: [[cell_of(value) for value in row] for row in sheet["rows"]]
        for name, sheet in zip(names, told, strict=True)
    }


# Before it is unpacked ------------------------------------------------------------------------------------------------


def look_before(data: bytes) -> None:
    """Refuse by the list of contents alone what is no workbook, or would not stay one when unpacked."""
    if not data.startswith(b"PK"):
        raise refuse(other_kind(data))
    if data.count(LISTED) > MOST_PARTS:  # before the list itself takes room in memory
        raise refuse(TOO_MUCH)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
    except Exception as error:  # seven kinds so far, on damaged lists of contents
        raise refuse(NO_WORKBOOK) from error
    check_kind({part.filename for part in parts})
    if sum(part.file_size for part in parts) > LARGEST or any(map(is_bomb, parts)):
        raise refuse(TOO_MUCH)
    if any(map(is_odd, parts)) or len({part.filename for part in parts}) != len(parts):
        raise refuse(UNREADABLE)


def other_kind(data: bytes) -> str:
    """What a file that is no ZIP is, in words."""
    if data.startswith(OLD_OFFICE):
        if LOCKED_PART in data:
            return _("a workbook with a password: save it without one")
        return _("an old Excel file: save it as .xlsx")
    if data and not data.startswith(b"%PDF") and writable(text := data[:2000].decode("latin-1")) == text:
        return _("a text file such as CSV: copy its rows into the workbook")
    return NO_WORKBOOK


def check_kind(names: set[str]) -> None:
    if any("vbaproject" in name.lower() for name in names):
        raise refuse(_("a workbook with macros: save it as .xlsx"))
    if any(map(SHEET_PART.fullmatch, names)):
        return
    if "xl/workbook.bin" in names:
        raise refuse(_("a binary workbook (.xlsb): save it as .xlsx"))
    if "content.xml" in names:
        raise refuse(_("an OpenDocument file: save it as .xlsx"))
    raise refuse(NO_WORKBOOK)


def is_bomb(part: zipfile.ZipInfo) -> bool:
    return part.file_size > SMALL and part.file_size > SQUEEZED * max(part.compress_size, 1)


def is_odd(part: zipfile.ZipInfo) -> bool:
    """What no spreadsheet program writes: names outside, symbolic links, archives inside, locked or unusual packing."""
    name = part.filename
    outside = name.startswith("/") or ".." in name.split("/") or "\\" in name or ":" in name
    link = part.external_attr >> 28 == 0xA
    packing = part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) or part.flag_bits & 0x1
    return outside or link or bool(packing) or name.lower().endswith(PACKED_AGAIN)


# The child ------------------------------------------------------------------------------------------------------------


def ask_child(data: bytes, limits: list[int]) -> list[dict[str, Any]]:
    """What the child tells. It gets no environment, no arguments but numbers and a folder, and this long to answer."""
    command = [sys.executable, "-I", "-S", "-B", str(CHILD), *map(str, limits), *site_folders()]
    with AT_ONCE:
        code, answer = answer_of(command, data)
    if code < 0 or code == HELD_TOO_MUCH or len(answer) > MOST_TOLD:  # below 0: ended by a limit or the clock
        raise refuse(TOO_MUCH)
    if code:
        raise refuse(UNREADABLE)
    try:
        told: list[dict[str, Any]] = json.loads(answer)
    except (ValueError, RecursionError) as error:
        raise refuse(UNREADABLE) from error
    return told


def answer_of(command: list[str], data: bytes) -> tuple[int, bytes]:
    """(exit code, what it wrote) of a process that is fed `data`; ended when it takes too long or says too much."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    # Windows starts no Python without this one.
    env = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
    try:
        child = subprocess.Popen(command, env=env, cwd=CHILD.parent, **pipes)  # type: ignore[call-overload]
    except OSError as error:
        raise refuse(UNREADABLE) from error
    clock = Timer(SECONDS, child.kill)
    feeder = Thread(target=feed, args=(child.stdin, data), daemon=True)
    with child:
        clock.start()
        feeder.start()
        try:
            answer = child.stdout.read(MOST_TOLD + 1)
            if len(answer) > MOST_TOLD:
                child.kill()
            code = child.wait()
            feeder.join()
        finally:
            clock.cancel()
    return code, answer


def feed(pipe: IO[bytes], data: bytes) -> None:
    with suppress(OSError):  # the child may end before it has read all
        pipe.write(data)
    with suppress(OSError):
        pipe.close()


def site_folders() -> list[str]:
    """Where the reader's package is installed; the child starts without any, and this process does without it."""
    found = find_spec("openpyxl")
    return [str(Path(found.origin).parents[1])] if found and found.origin else []


def cell_of(value: Any) -> Cell:
    """A cell as the child tells it: a moment is {"at": …}, a day {"on": …}, 25 % is {"part": 0.25}."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        if "part" in value:
            return Percent(value["part"])
        if "on" in value:
            return date.fromisoformat(value["on"])
        return datetime.fromisoformat(value["at"])
    plain: Cell = value
    return plain


def clean(text: str) -> str:
    """A text of a cell without characters that nothing can keep; line ends are one line feed."""
    unescaped = ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    return writable(LINE_END.sub("\n", unescaped))
