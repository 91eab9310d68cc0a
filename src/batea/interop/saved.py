"""Unsent answers that a device saved as a ZIP (frontend/fieldwork/archive.ts): a folder for each, read within limits.

    instances/<identity>/submission.xml    the filled form
    instances/<identity>/<file>            its photos, under names made safe for a ZIP
    instances/<identity>/receipt.txt       words for people; not read

Nothing is written under a name that stands in it, so no name leads anywhere. Sizes are bounded before anything is unpacked.
"""

import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from batea.problems import NOT_SAVED_ANSWERS, Refused

from .archive import PIECE, SQUEEZED, Limits
from .instances import LARGEST, elements

PART = re.compile(r"instances/([^/\\]{1,300})/([^/\\]{1,300})")
ANSWERS, RECEIPT = "submission.xml", "receipt.txt"
MOST_PARTS = 10_000
LIMITS = Limits(part=40 << 20, whole=400 << 20, squeezed=1 << 20)
UNSAFE = re.compile(r"[^\w.-]+")


def _(message: str) -> str:
    """Marks a reason for translation; whoever shows it translates it."""
    return message


NO_ZIP = _("it is no ZIP, or it is damaged")
OTHER_THINGS = _("it holds other things than saved answers")
NO_ANSWERS = _("there are no answers in it")
TOO_MUCH = _("it unpacks to more than it should")
LOCKED = _("it is locked with a password")
TWICE = _("the same answers stand in it twice")
DAMAGED = _("a part of it is damaged")


def refuse(reason: str) -> Refused:
    return Refused(NOT_SAVED_ANSWERS, reason=reason)


@dataclass(frozen=True)
class Saved:
    """One filled form in the file, with its photos."""

    folder: str
    archive: zipfile.ZipFile = field(repr=False)
    answers: zipfile.ZipInfo = field(repr=False)
    photos: tuple[tuple[str, zipfile.ZipInfo], ...] = field(repr=False)

    def xml(self) -> bytes:
        """The filled form; one larger than any form is cut, so that its reader refuses it."""
        with unpacking(), self.archive.open(self.answers) as part:
            return part.read(LARGEST + 1)

    def files(self, root: Any) -> Iterator[tuple[str, IO[bytes], int]]:
        """(name as the answers give it, bytes, size) of each photo; `root` holds the answers."""
        waiting: dict[str, list[str]] = {}
        for text in dict.fromkeys((each.text or "").strip() for each in walk(root)):
            waiting.setdefault(UNSAFE.sub("-", text), []).append(text)
        for name, entry in self.photos:
            told = waiting.get(name)
            yield (told.pop(0) if told else name), self.unpacked(entry), entry.file_size

    def unpacked(self, entry: zipfile.ZipInfo) -> IO[bytes]:
        laid = SpooledTemporaryFile(max_size=PIECE)  # noqa: SIM115 — closed with what is sent on
        with unpacking(), self.archive.open(entry) as part:
            while piece := part.read(PIECE):
                laid.write(piece)
        laid.seek(0)
        return laid


@contextmanager
def unpacking() -> Iterator[None]:
    """zlib, zipfile and codecs raise many kinds: the part is damaged all the same."""
    try:
        yield
    except MemoryError:
        raise
    except Exception as error:
        raise refuse(DAMAGED) from error


def walk(root: Any) -> Iterator[Any]:
    yield root
    for child in elements(root):
        yield from walk(child)


def read_saved(source: IO[bytes], limits: Limits = LIMITS) -> list[Saved]:
    """What the file holds, in its order. Raises Refused B732; then nothing of it has been unpacked."""
    try:
        archive = zipfile.ZipFile(source)
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, EOFError) as error:
        raise refuse(NO_ZIP) from error
    check(entries, limits)
    folders: dict[str, list[tuple[str, zipfile.ZipInfo]]] = {}
    for entry in entries:
        folder, name = placed(entry.filename)
        folders.setdefault(folder, []).append((name, entry))
    found = [saved(archive, folder, parts) for folder, parts in folders.items()]
    if not found:
        raise refuse(NO_ANSWERS)
    return found


def check(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    whole = 0
    for entry in entries:
        whole += entry.file_size
        tight = entry.file_size > SQUEEZED * max(entry.compress_size, 1)
        if entry.flag_bits & 1:
            raise refuse(LOCKED)
        if (
            entry.file_size > limits.part
            or whole > limits.whole
            or (tight and entry.file_size > limits.squeezed)
        ):
            raise refuse(TOO_MUCH)
    if len(entries) > MOST_PARTS:
        raise refuse(TOO_MUCH)


def placed(path: str) -> tuple[str, str]:
    """(folder, name) of a part; raises for a path the device would not have written."""
    found = PART.fullmatch(path)
    if found is None or not path.isprintable() or {".", ".."} & set(found.groups()):
        raise refuse(OTHER_THINGS)
    return found[1], found[2]


def saved(archive: zipfile.ZipFile, folder: str, parts: list[tuple[str, zipfile.ZipInfo]]) -> Saved:
    answers = [entry for name, entry in parts if name == ANSWERS]
    if len(answers) != 1:
        raise refuse(TWICE if answers else OTHER_THINGS)
    photos = tuple((name, entry) for name, entry in parts if name not in {ANSWERS, RECEIPT})
    return Saved(folder, archive, answers[0], photos)
