"""Files people send: kept by fingerprint, of a few known kinds, and served only as downloads.

The kind is told by the file's first bytes, never by its name. A document may hold macros or scripts: nothing here opens
it, and the browser is told to save it, not to show it.
"""

import hashlib
import os
import re
import tempfile
import time
from collections.abc import Iterable
from contextlib import suppress
from functools import partial
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django_scopes import scopes_disabled

from batea.problems import FILE_KIND_REFUSED, FILE_TOO_LARGE, Refused

from .actions import add_record
from .models import Attachment

OFFICE = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}
BOM = b"\xef\xbb\xbf"
PART = ".part"
DAY = 24 * 3600
IN_FLIGHT = 300  # seconds a request may take from keeping bytes to the row that names them
SETTLED: set[Path] = set()  # folders whose own names this process has settled
NO_TABLE = (b"<", b"%PDF", b"MZ", b"#!", b"PK", b"\x7fELF")


def media_type(name: str, start: bytes) -> str:
    """The kind of file its first bytes show; raises Refused B306 for any other."""
    ending = name.rpartition(".")[2].lower()
    if start.startswith(b"%PDF-") and ending == "pdf":
        return "application/pdf"
    if start.startswith(b"\xff\xd8\xff") and ending in {"jpg", "jpeg"}:
        return "image/jpeg"
    if start.startswith(b"\x89PNG\r\n\x1a\n") and ending == "png":
        return "image/png"
    if start.startswith(b"PK\x03\x04") and ending in OFFICE:
        return OFFICE[ending]
    if ending == "csv" and b"\x00" not in start and not start.removeprefix(BOM).lstrip().startswith(NO_TABLE):
        return "text/csv"
    raise Refused(FILE_KIND_REFUSED, name=clean_name(name))


def clean_name(name: str) -> str:
    """The file's name without folders, control characters or anything a header could misread."""
    kept = re.sub(
        r"[\x00-\x1f\x7f\"\\/:*?<>|;\u202a-\u202e\u2066-\u2069]", "", name.replace("\\", "/").split("/")[-1]
    )
    return kept.strip(" .")[-120:] or "file"


def place_of(sha256: str) -> Path:
    """Where the bytes with this fingerprint lie."""
    return settings.ATTACHMENTS / sha256[:2] / sha256


def keep_bytes(content: bytes) -> str:
    """Write the bytes where their fingerprint says, whole or not at all, and return the fingerprint."""
    sha256 = hashlib.sha256(content).hexdigest()
    place = place_of(sha256)
    if not place.exists():
        return keep_pieces([content])[0]
    with suppress(FileNotFoundError):
        os.utime(place)  # for `forget_bytes`: somebody is about to rest a row on it
        settle(
            folder_for(place)
        )  # another request may have put it there a moment ago, and still be settling it
        return sha256
    return keep_pieces([content])[0]


def keep_upload(file: UploadedFile) -> tuple[str, int]:
    """Write an uploaded file where its fingerprint says, piece by piece, and return (fingerprint, bytes)."""
    return keep_pieces(file.chunks())


def keep_pieces(pieces: Iterable[bytes]) -> tuple[str, int]:
    """Into a part file first; settled and under its own name before anything may rest on it. A part is left behind
    only where the program dies over it."""
    digest, size = hashlib.sha256(), 0
    handle, part = tempfile.mkstemp(dir=own_folder(settings.ATTACHMENTS), suffix=PART)
    try:
        with os.fdopen(handle, "wb") as kept:
            for piece in pieces:
                digest.update(piece)
                size += len(piece)
                kept.write(piece)
            kept.flush()
            os.fsync(kept.fileno())
        place = place_of(digest.hexdigest())
        folder = folder_for(place)
        try:
            os.utime(place)  # for `forget_bytes`
        except FileNotFoundError:
            os.chmod(part, settings.FILE_UPLOAD_PERMISSIONS)
            os.replace(part, place)
        settle(folder)  # also when another request has just put it there
    finally:
        Path(part).unlink(missing_ok=True)
    return digest.hexdigest(), size


def folder_for(place: Path) -> Path:
    own_folder(settings.ATTACHMENTS)
    return own_folder(place.parent)


def own_folder(folder: Path) -> Path:
    """The folder, made when it is not there, and its name settled in the one above it: by whoever makes it, and once
    by each process, because the maker may be another one that is not done yet."""
    try:
        folder.mkdir(parents=True, mode=0o750)
    except FileExistsError:
        if folder in SETTLED:
            return folder
    settle(folder.parent)
    SETTLED.add(folder)
    return folder


def settle(folder: Path) -> None:
    """Have the disk remember the names in a folder too, before a row may rest on them."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sweep_parts(older_than: float = DAY) -> int:
    """Remove parts that a killed server or a power cut left behind, and return how many. A part in use is younger: its
    request ends within minutes."""
    swept, limit = 0, time.time() - older_than
    for part in settings.ATTACHMENTS.rglob(f"*{PART}"):
        with suppress(FileNotFoundError):  # its request has just ended
            if part.stat().st_mtime < limit:
                part.unlink()
                swept += 1
    return swept


def forget_bytes(file: Attachment) -> None:
    """Delete what a row that is gone has pointed at, once that is certain; not while any row of any programme names it."""
    transaction.on_commit(partial(delete_unnamed, file.sha256, file.changed_at.timestamp()))


def delete_unnamed(sha256: str, since: float) -> bool:
    """True when the bytes are gone. The transaction waits for others who write (SQLite); a file that somebody has sent
    anew after `since` and within the last minutes is left, because that row may be about to come."""
    place = place_of(sha256)
    with transaction.atomic(), scopes_disabled():
        if Attachment.objects.filter(sha256=sha256).exists():
            return False
        try:
            sent = place.stat().st_mtime
            if sent > since and time.time() - sent < IN_FLIGHT:
                return False
            place.unlink()
        except FileNotFoundError:
            return True
        settle(place.parent)
    return True


@transaction.atomic
def attach(*, by, programme, title: str, file: UploadedFile) -> Attachment:
    """Keep an uploaded file. Raises Refused B305 or B306; nothing is kept then."""
    if file.size > settings.LARGEST_ATTACHMENT:
        raise Refused(FILE_TOO_LARGE, limit=filesizeformat(settings.LARGEST_ATTACHMENT))
    content = file.read()
    kind = media_type(file.name or "", content[:4096])
    record = Attachment(
        programme=programme,
        title=title,
        file_name=clean_name(file.name),
        media_type=kind,
        size=len(content),
        sha256=keep_bytes(content),
        exercise=programme.is_exercise,
    )
    return add_record(by=by, record=record, act="attach")
