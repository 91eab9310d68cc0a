"""HTML: one page that carries everything it needs, reads well aloud, on a phone and on paper, and runs no script."""

from base64 import b64encode
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from batea.documents import fonts
from batea.documents.numbering import Numbered, Placed
from batea.documents.outline import (
    Annexes,
    Callout,
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
from batea.documents.text import escape, safe_href

# Nothing may load or run, whatever a reader's browser allows elsewhere.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:"
_DRAWING_PIXELS = 800


def write_page(numbered: Numbered) -> bytes:
    """The document as one HTML page in UTF-8."""
    return "\n".join(_Page(numbered).lines()).encode()


class _Page:
    """One page being written: it remembers the footnotes met so far."""

    def __init__(self, numbered: Numbered) -> None:
        self.numbered = numbered
        self.labels = numbered.document.labels
        self.notes: list[str] = []

    def lines(self) -> Iterator[str]:
        document = self.numbered.document
        report = document.form == "report"
        yield f'<!DOCTYPE html>\n<html lang="{document.lang}">\n<head>\n<meta charset="utf-8">'
        yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
        yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        yield f"<title>{escape(document.title)}</title>\n<style>{_style()}</style>\n</head>"
        yield f'<body class="{document.form}">'
        if report:
            yield f'<a class="skip" href="#contents">{escape(self.labels.contents)}</a>'
        yield from self.cover()
        if report:
            yield from self.contents()
        yield "<main>"
        for placed in self.numbered.placed:
            yield self.block(placed)
        yield "</main>"
        yield from self.footnotes()
        yield f"<footer>{_paragraph('notice', document.notice)}</footer>\n</body>\n</html>\n"

    def cover(self) -> Iterator[str]:
        document = self.numbered.document
        yield '<header class="cover">'
        yield _paragraph("organisation", document.organisation)
        yield f"<h1>{escape(document.title)}</h1>"
        yield _paragraph("subtitle", document.subtitle) + _paragraph("notice", document.notice)
        yield _paragraph("date", document.date_label) + "</header>"

    def contents(self) -> Iterator[str]:
        title = escape(self.labels.contents)
        yield f'<nav id="contents" aria-label="{title}"><h2>{title}</h2>\n<ol>'
        depth = 1
        for place, (placed, heading) in enumerate(self.numbered.headings):
            level = min(heading.level, 2, depth + 1) if place else 1
            if heading.level > 2:
                continue
            if place:
                yield "<ol>" if level > depth else "</li>" + "</ol></li>" * (depth - level)
            depth = level
            yield f'<li><a href="#{placed.address}">{self.heading(placed, heading)}</a>'
        yield ("</li>" + "</ol></li>" * (depth - 1) if self.numbered.headings else "") + "</ol></nav>"

    def heading(self, placed: Placed, heading: Heading) -> str:
        number = placed.name if heading.level == 1 and placed.number.isalpha() else placed.number
        return f'<span class="number">{escape(number)}</span>{escape(heading.text)}'

    def block(self, placed: Placed) -> str:
        block = placed.block
        match block:
            case Heading():
                tag = f"h{block.level + 1}"
                return f'<{tag} id="{placed.address}">{self.heading(placed, block)}</{tag}>'
            case Paragraph() if block.number:
                number = f'<a class="of" href="#{placed.address}">{placed.number}</a>'
                return f'<p class="numbered" id="{placed.address}">{number}{self.inline(block.runs)}</p>'
            case Paragraph():
                return f"<p>{self.inline(block.runs)}</p>"
            case ListBlock():
                tag = "ol" if block.ordered else "ul"
                return (
                    f"<{tag}>"
                    + "".join(f"<li>{self.inline(item)}</li>" for item in block.items)
                    + f"</{tag}>"
                )
            case Callout():
                title = escape(block.title or getattr(self.labels, block.kind))
                return f'<div class="callout {block.kind}" role="note"><p class="title">{title}</p><p>{self.inline(block.text)}</p></div>'
            case Table():
                return self.table(placed, block)
            case Figure():
                return self.figure(placed, block)
            case PageBreak() | Annexes():
                return '<div class="break"></div>' if isinstance(block, PageBreak) else ""

    def table(self, placed: Placed, table: Table) -> str:
        head = "".join(
            f'<th scope="col" class="{each.align}">{escape(each.title)}</th>' for each in table.columns
        )
        rows = "\n".join(
            "<tr>"
            + "".join(
                f'<td class="{column.align}">{self.inline(cell)}</td>'
                for column, cell in zip(table.columns, row, strict=True)
            )
            + "</tr>"
            for row in table.rows
        )
        grid = f"<table><thead><tr>{head}</tr></thead>\n<tbody>{rows}</tbody></table>"
        return (
            f'<figure class="table" id="{placed.address}">{self.caption(placed, table)}'
            f"{self.wide(placed, table, grid)}{self.under(table.note)}</figure>"
        )

    def figure(self, placed: Placed, figure: Figure) -> str:
        # As an image, not inline: a browser never runs what an image contains.
        image = f"data:image/svg+xml;base64,{b64encode(figure.svg).decode()}"
        pixels = round(_DRAWING_PIXELS * figure.width)
        broad = ' class="broad"' if figure.width > 0.7 else ""
        picture = f'<img{broad} src="{image}" alt="{escape(figure.alt)}" width="{pixels}">'
        return (
            f'<figure id="{placed.address}">{self.caption(placed, figure)}'
            f"{self.wide(placed, figure, picture)}{self.under(figure.note)}</figure>"
        )

    def wide(self, placed: Placed, block: Table | Figure, inner: str) -> str:
        """A frame that scrolls on a narrow screen, by keyboard too, and so needs a name."""
        word = self.labels.table if isinstance(block, Table) else self.labels.figure
        name = escape(f"{placed.name} {block.caption}".strip() or word)
        return f'<div class="wide" role="region" aria-label="{name}" tabindex="0">{inner}</div>'

    def caption(self, placed: Placed, block: Table | Figure) -> str:
        if not block.caption:
            return ""
        chip = f' <span class="chip exercise">{escape(self.labels.exercise)}</span>' if block.exercise else ""
        return f'<figcaption><span class="name">{escape(placed.name)}</span>{escape(block.caption)}{chip}</figcaption>'

    def under(self, note: Inline) -> str:
        return f'<p class="small">{self.inline(note)}</p>' if note else ""

    def inline(self, inline: Inline) -> str:
        return "".join(map(self.run, as_runs(inline)))

    def run(self, run: Run) -> str:
        match run:
            case Link():
                href = safe_href(run.href)
                return (
                    f'<a href="{escape(href)}" rel="noopener">{escape(run.text)}</a>'
                    if href
                    else escape(run.text)
                )
            case Footnote():
                return self.footnote(run)
            case Ref():
                target = self.numbered.targets[run.anchor]
                return f'<a href="#{target.address}">{escape(target.name)}</a>'
            case Mark():
                word = escape(getattr(self.labels, run.kind))
                language = f' lang="{run.lang}" dir="auto"' if run.lang else ""
                return f'<span class="chip {run.kind}">{word}</span><span class="marked"{language}>{self.inline(run.text)}</span>'
            case _:
                words = escape(run.text)
                words = f"<em>{words}</em>" if run.emphasis else words
                return f"<strong>{words}</strong>" if run.strong else words

    def footnote(self, run: Footnote) -> str:
        self.notes.append("")
        number = len(self.notes)
        self.notes[number - 1] = self.inline(run.runs)
        return f'<sup><a id="r-{number}" href="#n-{number}" aria-label="{escape(self.labels.note)} {number}">{number}</a></sup>'

    def footnotes(self) -> Iterator[str]:
        if not self.notes:
            return
        yield f'<section class="notes"><h2>{escape(self.labels.notes)}</h2><ol>'
        for number, words in enumerate(self.notes, 1):
            back = f'<a href="#r-{number}" aria-label="{escape(self.labels.back)} {number}">↩</a>'
            yield f'<li id="n-{number}">{words} {back}</li>'
        yield "</ol></section>"


def _paragraph(name: str, words: str) -> str:
    return f'<p class="{name}">{escape(words)}</p>' if words else ""


@cache
def _style() -> str:
    faces = [("400", "normal"), ("400", "italic"), ("600", "normal")]
    return "".join(_face(*face) for face in faces) + Path(__file__).with_name("page.css").read_text()


def _face(weight: str, style: str) -> str:
    file = fonts.FOLDER / f"source-sans-3-latin-{weight}-{style}.woff2"
    source = f"data:font/woff2;base64,{b64encode(file.read_bytes()).decode()}"
    return f'@font-face{{font-family:"{fonts.FAMILY}";font-weight:{weight};font-style:{style};src:url({source}) format("woff2")}}\n'
