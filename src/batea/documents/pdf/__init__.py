"""PDF by Typst: tagged and archivable (PDF/UA-1 and PDF/A-2a, both checked by Typst, which refuses what fails).

The outline reaches the template as JSON in one input, so words are never read as Typst source; the root is an
empty folder and system fonts are ignored, so nothing else can be read and every machine gives equal pages.
"""

import json
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

from batea.documents import fonts
from batea.documents.errors import OutlineError
from batea.documents.numbering import Numbered, Placed
from batea.documents.outline import (
    Annexes,
    Callout,
    Document,
    Figure,
    Footnote,
    Heading,
    Inline,
    Link,
    ListBlock,
    Mark,
    PageBreak,
    Paragraph,
    Ref,
    Run,
    Table,
    as_runs,
)
from batea.documents.text import clean, safe_href

_KEPT_RUNS = 10
STANDARDS: list[Any] = ["ua-1", "a-2a"]
_TEMPLATE = Path(__file__).with_name("template.typ")
_PICTURES = b"""#set text(font: "Source Sans 3")
#set page(width: auto, height: auto, margin: 0pt, fill: white)
#for svg in json(bytes(sys.inputs.svgs)) { page(image(bytes(svg), format: "svg")) }"""


def write_pdf(numbered: Numbered) -> bytes:
    """The document as PDF. Characters no font of ours has are printed as boxes."""
    return typeset(_TEMPLATE, _document(numbered), numbered.document.dated)


def typeset(template: Path, data: dict[str, Any], dated: str = "") -> bytes:
    """A PDF after a design of its own: the Typst file `template` finds `data` as JSON in its input `document`.

    The same standards hold as for documents. A key "svg" holds a drawing, everything else is words.
    """
    pdf: bytes = _typeset(
        template.read_bytes(),
        {"document": json.dumps(_drawable(data))},
        pdf_standards=STANDARDS,
        timestamp=datetime.fromisoformat(dated).replace(tzinfo=UTC) if dated else None,
    )
    return pdf


def pngs(svgs: Sequence[bytes], ppi: int = 144) -> list[bytes]:
    """SVG drawings as PNG, for Word: all in one run, with our fonts."""
    if not svgs:
        return []
    inputs = {"svgs": json.dumps([svg.decode() for svg in svgs])}
    drawn = _typeset(_PICTURES, inputs, format="png", ppi=ppi)
    return drawn if isinstance(drawn, list) else [drawn]


def _typeset(source: bytes, inputs: dict[str, str], **options: Any) -> Any:
    """Run Typst in an empty folder. Raises OutlineError with its words, e.g. for a drawing that links to a file."""
    with tempfile.TemporaryDirectory() as root:
        common: dict[str, Any] = {"root": root, "font_paths": _fonts(), "ignore_system_fonts": True}
        try:
            return typst.compile(source, sys_inputs=inputs, **common, **{"format": "pdf"} | options)
        except typst.TypstError as error:
            raise OutlineError(f"The document cannot be typeset: {error.message}.") from error
        finally:
            # Typst keeps what it computed until ten more runs; in a long-lived worker ten strategies are 800 MB.
            # Empty runs cost 5 ms each and keep it at 160.
            for _ in range(_KEPT_RUNS + 1):
                typst.compile(b"", format="svg", **common)


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(fonts.FOLDER)]
    )


def _drawable(value: Any, key: str = "") -> Any:
    """All words cleaned and drawable; drawings and addresses are left as they are."""
    if isinstance(value, str):
        return value if key in {"svg", "href", "to", "at"} else fonts.drawable(clean(value))
    if isinstance(value, dict):
        return {name: _drawable(each, name) for name, each in value.items()}
    return [_drawable(each) for each in value] if isinstance(value, list) else value


def _document(numbered: Numbered) -> dict[str, Any]:
    document = numbered.document
    language, _, region = document.lang.partition("-")
    return {
        "title": document.title,
        "subtitle": document.subtitle,
        "organisation": document.organisation,
        "date_label": document.date_label,
        "notice": document.notice,
        "form": document.form,
        "lang": language,
        "region": region,
        "labels": {
            "contents": document.labels.contents,
            "page": document.labels.page,
            "of": document.labels.of,
        },
        "blocks": [_block(numbered, placed) for placed in numbered.placed],
    }


def _block(numbered: Numbered, placed: Placed) -> dict[str, Any]:
    block, common = placed.block, {"number": placed.number, "name": placed.name, "at": placed.address}

    def inline(given: Inline) -> list[dict[str, Any]]:
        return [_run(numbered, run) for run in as_runs(given)]

    match block:
        case Heading():
            annex = placed.name if block.level == 1 and placed.number.isalpha() else placed.number
            return common | {"is": "heading", "level": block.level, "shown": annex, "text": block.text}
        case Paragraph():
            return common | {"is": "paragraph", "runs": inline(block.runs)}
        case ListBlock():
            return common | {
                "is": "list",
                "ordered": block.ordered,
                "items": [inline(item) for item in block.items],
            }
        case Callout():
            title = block.title or getattr(numbered.document.labels, block.kind)
            return common | {"is": "callout", "kind": block.kind, "title": title, "runs": inline(block.text)}
        case Table():
            return (
                common
                | _captioned(numbered.document, block)
                | {
                    "is": "table",
                    "note": inline(block.note),
                    "columns": [
                        {"title": each.title, "align": each.align, "width": each.width}
                        for each in block.columns
                    ],
                    "rows": [[inline(cell) for cell in row] for row in block.rows],
                }
            )
        case Figure():
            return (
                common
                | _captioned(numbered.document, block)
                | {
                    "is": "figure",
                    "note": inline(block.note),
                    "alt": block.alt,
                    "svg": block.svg.decode(),
                    "width": block.width,
                }
            )
        case PageBreak():
            return {"is": "break"}
        case Annexes():
            return {"is": "annexes"}


def _captioned(document: Document, block: Table | Figure) -> dict[str, Any]:
    return {"caption": block.caption, "exercise": document.labels.exercise if block.exercise else ""}


def _run(numbered: Numbered, run: Run) -> dict[str, Any]:
    def inline(given: Inline) -> list[dict[str, Any]]:
        return [_run(numbered, each) for each in as_runs(given)]

    match run:
        case Link():
            return {"is": "link", "text": run.text, "href": safe_href(run.href)}
        case Footnote():
            return {"is": "footnote", "runs": inline(run.runs)}
        case Ref():
            target = numbered.targets[run.anchor]
            return {"is": "ref", "text": target.name, "to": target.address}
        case Mark():
            language, _, region = run.lang.partition("-")
            word = getattr(numbered.document.labels, run.kind)
            return {
                "is": "mark",
                "kind": run.kind,
                "word": word,
                "runs": inline(run.text),
                "lang": language,
                "region": region,
            }
        case _:
            return {"is": "text", "text": run.text, "strong": run.strong, "emphasis": run.emphasis}
