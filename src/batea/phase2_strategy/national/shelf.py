"""Finished documents: made when asked for, kept by the digest of their outline, so nothing is written twice."""

import hashlib
import os
import re
import tempfile
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from batea.documents.errors import OutlineError
from batea.documents.outline import Document
from batea.documents.stored import to_json
from batea.documents.write import write
from batea.problems import DOCUMENT_FAILED, Refused

from .document import KINDS, reservations

NAME = re.compile(
    r"(?P<kind>[a-z0-9-]+)-(?P<lang>es|en|pt|fr)-(?P<digest>[0-9a-f]{16})\.(?P<format>docx|pdf|html)"
)


@dataclass(frozen=True)
class Made:
    """A finished file: what it is, when it was made, its size in bytes."""

    name: str
    kind: str
    lang: str
    format: str
    at: datetime
    size: int


def shelf_of(programme) -> Path:
    return settings.DATA / "documents" / str(programme.uid)


def digest_of(document: Document) -> str:
    """The same outline gives the same sixteen characters."""
    return hashlib.sha256(to_json(document).encode()).hexdigest()[:16]


def make_document(programme, kind: str, lang: str, format: str) -> tuple[str, Counter]:
    """Write the document unless the shelf has it; older ones of its kind go.

    Returns the file's name and how many passages carry each reservation.

    Raises Refused B505 when the outline cannot be written.
    """
    document = KINDS[kind].build(programme, lang)
    start = f"{kind}-{lang}-"
    path = shelf_of(programme) / f"{start}{digest_of(document)}.{format}"
    if not path.exists():
        keep(path, content_of(document, format))
        for old in path.parent.glob(f"{start}*.{format}"):
            if old != path:
                old.unlink(missing_ok=True)
    return path.name, reservations(document)


def content_of(document: Document, format: str) -> bytes:
    try:
        return write(document, format).content
    except (OutlineError, RuntimeError) as error:
        raise Refused(DOCUMENT_FAILED, reason=error) from error


def keep(path: Path, content: bytes) -> None:
    """Whole or not at all: a reader never meets half a file."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
    handle, temporary = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    os.replace(temporary, path)


def on_shelf(programme) -> list[Made]:
    """Finished files of the programme, the newest first."""
    folder = shelf_of(programme)
    files = [made for path in folder.glob("*.*") if (made := described(path))] if folder.exists() else []
    return sorted(files, key=lambda made: made.at, reverse=True)


def described(path: Path) -> Made | None:
    found = NAME.fullmatch(path.name)
    if found is None:
        return None
    state = path.stat()
    at = datetime.fromtimestamp(state.st_mtime, UTC)
    return Made(path.name, found["kind"], found["lang"], found["format"], at, state.st_size)


def taken(programme, kind: str, lang: str, format: str) -> Path | None:
    """The finished file of one document, or None while nobody has made it."""
    found = (
        made for made in on_shelf(programme) if (made.kind, made.lang, made.format) == (kind, lang, format)
    )
    newest = next(found, None)
    return shelf_of(programme) / newest.name if newest else None
