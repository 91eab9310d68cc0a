"""The advance pack as files that need no network: texts as pages, attachments, the agenda to print and for a calendar.

The same pack gives the same bytes, so that whoever gets it by two ways can tell that it is the same.
"""

import hashlib
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path

from django.template.loader import render_to_string
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override

from batea.documents.outline import Block, Document, ListBlock
from batea.documents.write import write
from batea.evidence.desk import Desk
from batea.phase2_strategy.national.document import cover
from batea.problems import NOT_RELEASED, Refused
from batea.programmes.attachments import clean_name, place_of
from batea.programmes.words import Words

from ...models import PackItem
from ..agenda import queries as agenda
from ..agenda.paper import agenda_calendar, agenda_document
from ..here import today_there, workshop_here
from . import queries

STAMP = (2018, 1, 1, 0, 0, 0)  # a zip needs a time; one for all, so that it tells nothing
LOOK = b"""body{max-width:42rem;margin:0 auto;padding:1rem;font:1.0625rem/1.6 "Source Sans 3","Segoe UI",Arial,sans-serif;color:#1d2a30}
h1,h2{color:#0b5c6b;line-height:1.2}
a{color:#0b5c6b}
li{margin-bottom:.6rem}
small{color:#4d5b62}
"""
BULLET = re.compile(r"\s*[-•*]\s+")


def pack_files(programme, lang: str) -> dict[str, bytes]:
    """Every file of the released pack by its path. Call inside the scope. Raises Refused B842 while nothing is out, B802."""
    workshop = workshop_here()
    items = queries.released(today_there(workshop))
    if not items:
        raise Refused(NOT_RELEASED, what=PackItem._meta.verbose_name_plural)
    files, listed = {}, []
    with override(lang):
        for number, item in enumerate(items, 1):
            own = files_of_item(programme, lang, number, item)
            files |= own
            listed.append((title_in(item, lang), item.get_kind_display(), list(own)))
        files |= agenda_files(programme, workshop, lang)
        context = {
            "lang": lang,
            "programme": programme,
            "workshop": workshop,
            "goal": workshop.goal.say(lang).text,
            "listed": listed,
            "has_agenda": "agenda.html" in files,
        }
        files["pack.css"] = LOOK
        files["index.html"] = render_to_string("learning/pack/index.html", context).encode()
    return dict(sorted(files.items()))


def title_in(item: PackItem, lang: str) -> str:
    return item.title.say(lang).text


def files_of_item(programme, lang: str, number: int, item: PackItem) -> dict[str, bytes]:
    """The text as a page and the file as it was sent; a file that is lost on the disk is left out."""
    found = {}
    name = f"{number:02}-{plain_name(title_in(item, lang))}"
    if item.words:
        found[f"{name}.html"] = write(text_document(programme, lang, item), "html").content
    if item.attachment and place_of(item.attachment.sha256).exists():
        place = f"files/{number:02}-{clean_name(item.attachment.file_name)}"
        found[place] = place_of(item.attachment.sha256).read_bytes()
    return found


def plain_name(title: str) -> str:
    """A file name of plain letters that every system can write."""
    return slugify(unicodedata.normalize("NFKD", title))[:60].strip("-") or "text"


def text_document(programme, lang: str, item: PackItem) -> Document:
    """One text as a document; dated by its release."""
    return document_of(
        programme, lang, title_in(item, lang), item.released_on, text_blocks(Desk(programme, lang), item)
    )


def document_of(programme, lang: str, title: str, released_on, blocks, form: str = "brief") -> Document:
    with override(lang):
        desk = Desk(programme, lang)
        dated = {"dated": released_on.isoformat(), "date_label": desk.day(released_on)}
        return Document(title=title, blocks=list(blocks), form=form, **cover(desk) | dated)


def text_blocks(desk: Desk, item: PackItem) -> Iterator[Block]:
    """Paragraphs are parted by empty lines; lines that begin with a dash are a list."""
    said = item.words.say(desk.lang)
    for passage in re.split(r"\n\s*\n", said.text.replace("\r\n", "\n").strip()):
        lines = [line for line in passage.split("\n") if line.strip()]
        if lines and all(BULLET.match(line) for line in lines):
            yield ListBlock([as_said(desk, BULLET.sub("", line, count=1), said.lang) for line in lines])
        elif lines:
            yield desk.paragraph(Words("\n".join(lines), said.lang), exercise=item.exercise)


def as_said(desk: Desk, text: str, lang: str):
    return desk.say(Words(text, lang))


def reader_document(programme, lang: str, items: list[PackItem]) -> Document:
    """All texts as one page to be kept on a phone or printed."""

    def blocks():
        desk = Desk(programme, lang)
        for item in items:
            yield desk.heading(1, item.title)
            yield from text_blocks(desk, item) if item.words else ()
            if item.attachment:
                yield desk.paragraph(
                    _("With it comes the file “%(name)s”.") % {"name": item.attachment.file_name}
                )

    with override(lang):
        newest = max(item.released_on for item in items)
        return document_of(programme, lang, _("Advance pack"), newest, blocks(), form="report")


def agenda_files(programme, workshop, lang: str) -> dict[str, bytes]:
    """The released agenda, to print and for a calendar; nothing while none is out."""
    version = agenda.version()
    if version is None:
        return {}
    return {
        "agenda.html": write(agenda_document(programme, lang, version), "html").content,
        "agenda.ics": agenda_calendar(programme, workshop, version, lang),
    }


def zipped(files: dict[str, bytes]) -> bytes:
    """The files as one archive."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(name, STAMP)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, content)
    return made.getvalue()


def write_pack(programme, lang: str, out: Path) -> list[tuple[str, str]]:
    """Write the pack as an archive where `out` ends in .zip, else into that folder; (path, SHA-256) of each file written."""
    files = pack_files(programme, lang)
    if out.suffix.lower() == ".zip":
        out.parent.mkdir(parents=True, exist_ok=True)
        content = zipped(files)
        out.write_bytes(content)
        return [(str(out), hashlib.sha256(content).hexdigest())]
    for name, content in files.items():
        place = out / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    return [(str(out / name), hashlib.sha256(content).hexdigest()) for name, content in files.items()]
