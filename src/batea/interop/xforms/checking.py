"""The verdict on a form somebody brings: a workbook is converted in a child process, a ready XForm is read."""

import json
import re
import sys
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from batea.problems import Refused

from .. import markup, spreadsheets
from ..form_words import in_our_words
from .reading import LIMITS, REASONS, read_xform

MARKUP = re.compile(rb"(\xef\xbb\xbf)?[ \t\r\n]*<")
CHILD = Path(__file__).parents[1] / "form_child.py"
HELD_TOO_MUCH = 4  # how the child ends when a form goes beyond its limits
KINDS = (".xlsx", ".xlsm", ".xls", ".csv", ".md")
AT_ONCE = BoundedSemaphore(2)  # children of one server process; others wait
LARGEST_WORKBOOK = 20 * 1024 * 1024  # bytes


def _(message: str) -> str:
    """Marks a message for translation; whoever shows it translates it."""
    return message


@dataclass(frozen=True)
class Said:
    """One thing the check says. `words` is a message id filled by `details`; `original` is the converter's sentence."""

    sheet: str
    row: int | None
    words: str
    details: Mapping[str, str]
    original: str


@dataclass(frozen=True)
class Checked:
    """The verdict: `xml` is the form for phones, "" when it is refused."""

    xml: str
    errors: tuple[Said, ...] = ()
    warnings: tuple[Said, ...] = ()

    @property
    def accepted(self) -> bool:
        return bool(self.xml)


def check_form(data: bytes, file_name: str) -> Checked:
    """Convert a workbook, or take a ready XForm. A refusal is a verdict with errors, never an exception."""
    if MARKUP.match(data):
        return check_xform(data)
    suffix = Path(file_name.lower()).suffix
    try:
        look_before(data)
        told = ask_child(data, Path(file_name).stem[:100], suffix if suffix in KINDS else None)
    except Refused as refused:
        return Checked("", (Said("", None, str(refused.details["kind"]), {}, ""),))
    warnings = tuple(map(said, told["warnings"]))
    if told["error"] is not None:
        return Checked("", (said(told["error"]),), warnings)
    return readable(told["xml"], warnings)


def check_xform(data: bytes) -> Checked:
    try:
        markup.look_before(data, LIMITS)  # before it is copied
        return readable(data.decode("utf-8-sig"), ())
    except markup.Unfit as error:
        return unread(REASONS[str(error)], ())
    except UnicodeDecodeError:
        return Checked("", (Said("", None, _("The file is not written in UTF-8."), {}, ""),))


def readable(xml: str, warnings: tuple[Said, ...]) -> Checked:
    """The form once its questions can be read, too."""
    try:
        read_xform(xml)
    except ValueError as error:
        return unread(str(error), warnings)
    return Checked(xml, (), warnings)


def unread(reason: str, warnings: tuple[Said, ...]) -> Checked:
    words = _("The form converter says: %(said)s")
    return Checked("", (Said("", None, words, {"said": reason}, reason),), warnings)


def said(original: str) -> Said:
    sheet, row, words, details = in_our_words(original)
    return Said(sheet, row, words, details, original)


def look_before(data: bytes) -> None:
    """Refuse by the list of contents what would not stay a workbook when unpacked."""
    if len(data) > LARGEST_WORKBOOK:
        raise spreadsheets.refuse(_("The form is larger than any form needs to be."))
    if not data.startswith(b"PK"):
        return
    if data.count(spreadsheets.LISTED) > spreadsheets.MOST_PARTS:
        raise spreadsheets.refuse(_("The form is larger than any form needs to be."))
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
    except Exception as error:
        raise spreadsheets.refuse(_("The workbook cannot be read.")) from error
    if sum(part.file_size for part in parts) > spreadsheets.LARGEST or any(map(spreadsheets.is_bomb, parts)):
        raise spreadsheets.refuse(_("The form is larger than any form needs to be."))


def ask_child(data: bytes, name: str, kind: str | None) -> dict[str, Any]:
    command = [sys.executable, "-I", "-S", "-B", str(CHILD), *folders()]
    head = json.dumps({"name": name, "kind": kind}).encode() + b"\n"
    with AT_ONCE:
        code, answer = spreadsheets.answer_of(command, head + data)
    if code < 0 or code == HELD_TOO_MUCH or len(answer) > spreadsheets.MOST_TOLD:
        raise spreadsheets.refuse(_("The form takes too long or too much memory to convert."))
    try:
        told: dict[str, Any] = json.loads(answer)
    except (ValueError, RecursionError) as error:
        raise spreadsheets.refuse(_("The workbook cannot be read.")) from error
    return told


def folders() -> list[str]:
    """Where the converter and what it needs are installed; the child starts without any."""
    found = (find_spec(name) for name in ("pyxform", "openpyxl"))
    return sorted({str(Path(spec.origin).parents[1]) for spec in found if spec and spec.origin})
