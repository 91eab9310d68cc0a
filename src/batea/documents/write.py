"""One outline, three formats: the only function other rooms need besides the outline's own classes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from batea.documents import fonts
from batea.documents.errors import UnknownFormat
from batea.documents.numbering import Numbered, numbered
from batea.documents.outline import Document
from batea.documents.page import write_page
from batea.documents.pdf import write_pdf
from batea.documents.stored import to_json
from batea.documents.text import clean
from batea.documents.word import write_word

Format = Literal["docx", "pdf", "html"]
MEDIA_TYPES: Mapping[str, str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
}
_WRITERS: Mapping[str, Callable[[Numbered], bytes]] = {
    "docx": write_word,
    "pdf": write_pdf,
    "html": write_page,
}


@dataclass(frozen=True)
class Written:
    """A finished file. `undrawable`: characters our fonts lack, printed as □ in the PDF (say so to the reader)."""

    content: bytes
    media_type: str
    undrawable: str = ""


def write(document: Document, format: Format, path: Path | None = None) -> Written:
    """Write the document, also to `path` if given. Equal outlines with `dated` set give equal bytes.

    Raises UnknownFormat, UnknownAnchor for a reference that leads nowhere.
    """
    if format not in _WRITERS:
        raise UnknownFormat(f"Documents are written as docx, pdf or html, not {format}.")
    content = _WRITERS[format](numbered(document))
    if path:
        path.write_bytes(content)
    lost = fonts.missing(clean(to_json(document))) if format == "pdf" else set()
    return Written(content, MEDIA_TYPES[format], "".join(sorted(lost)))
