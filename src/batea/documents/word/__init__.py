"""Word (DOCX), written directly: named styles, filled contents, footnotes, captions with SEQ fields, alternative texts.

Why not through a converter: it would have to be corrected afterwards for contents, languages, repeated header rows,
captions and page numbers (docs/decisions/0003-charts.md).
"""

import io
import struct
import zipfile
from collections.abc import Iterator

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
from batea.documents.pdf import pngs
from batea.documents.text import escape, safe_href
from batea.documents.word import parts
from batea.documents.word.styles import SAND, TEAL, styles_xml, word_language

_TEXT_WIDTH = 8787  # twips: A4 less margins of 30 and 25 mm
_EMU_PER_TWIP = 635
_PAGE = (7560310, 10692130)  # A4 in EMU
_PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"


def write_word(numbered: Numbered) -> bytes:
    """The document as DOCX. Equal outlines give equal bytes."""
    writer = _Writer(numbered)
    body = "".join(writer.body())
    document = numbered.document
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": parts.content_types(),
        "_rels/.rels": parts.package_relations(),
        "docProps/core.xml": parts.core_properties(document),
        "word/document.xml": f"<w:document {parts.NAMESPACES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": parts.document_relations(list(writer.pictures)),
        "word/styles.xml": styles_xml(document.lang),
        "word/numbering.xml": parts.numbering(writer.ordered_lists),
        "word/settings.xml": parts.settings(document.lang),
        "word/fontTable.xml": parts.font_table(),
        "word/footnotes.xml": parts.footnotes(writer.notes),
        "word/header.xml": parts.header(document),
        "word/footer.xml": parts.footer(document),
    }
    return _zipped(files | {f"word/media/{name}.png": data for name, data in writer.pictures.items()})


def _zipped(files: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name)  # dated 1980, so that the bytes depend on the outline alone
            entry.compress_type = zipfile.ZIP_STORED if name.endswith(".png") else zipfile.ZIP_DEFLATED
            declared = (
                f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{content}'
                if isinstance(content, str)
                else content
            )
            archive.writestr(entry, declared)
    return out.getvalue()


class _Writer:
    """One document being written: it remembers footnotes, pictures and lists, which Word keeps in other parts."""

    def __init__(self, numbered: Numbered) -> None:
        self.numbered = numbered
        self.labels = numbered.document.labels
        self.notes: list[str] = []
        self.ordered_lists = 0
        self.bookmarks = 0
        figures = [each.block for each in numbered.placed if isinstance(each.block, Figure)]
        drawings = list(dict.fromkeys(figure.svg for figure in figures))
        self.pictures = {f"figure{n}": png for n, png in enumerate(pngs(drawings, ppi=192), 1)}
        self.picture_of = {svg: f"figure{n}" for n, svg in enumerate(drawings, 1)}
        self.drawn = 0

    def body(self) -> Iterator[str]:
        report = self.numbered.document.form == "report"
        yield from self.cover() if report else self.title()
        if report:
            yield from self.contents()
        for placed in self.numbered.placed:
            yield from self.block(placed)
        yield (
            '<w:sectPr><w:headerReference w:type="default" r:id="rId-header"/><w:footerReference w:type="default" r:id="rId-footer"/>'
            '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1600" w:right="1418" w:bottom="1418" w:left="1701" w:header="800" w:footer="700" w:gutter="0"/>'
            + ("<w:titlePg/>" if report else "")
            + "</w:sectPr>"
        )

    def cover(self) -> Iterator[str]:
        document = self.numbered.document
        self.pictures |= {"sand": parts.pixel(SAND), "teal": parts.pixel(TEAL)}
        colours = self.behind("sand", _PAGE[0]) + self.behind("teal", 396000)
        yield _paragraph(
            "Organisation", colours + _text(document.organisation), '<w:spacing w:before="0" w:after="3600"/>'
        )
        yield _paragraph("Title", _text(document.title))
        if document.subtitle:
            yield _paragraph("Subtitle", _text(document.subtitle))
        if document.date_label:
            yield _paragraph("Date", _text(document.date_label))
        if document.notice:
            yield _paragraph("Notice", _text(document.notice), '<w:spacing w:before="3000" w:after="0"/>')

    def title(self) -> Iterator[str]:
        document = self.numbered.document
        above = " · ".join(filter(None, [document.organisation, document.date_label]))
        yield _paragraph("Organisation", _text(above)) if above else ""
        yield _paragraph("BriefTitle", _text(document.title))
        yield _paragraph("Subtitle", _text(document.subtitle)) if document.subtitle else ""

    def contents(self) -> Iterator[str]:
        """The contents field with its result already in it. Page numbers come when somebody updates it in Word."""
        yield _paragraph("TOCHeading", _text(self.labels.contents), "<w:pageBreakBefore/>")
        begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> TOC \\o "1-2" \\h \\z \\u </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        for placed, heading in self.numbered.headings:
            if heading.level <= 2:
                yield _paragraph(
                    f"TOC{heading.level}",
                    begin + _leading(placed.address, self.heading_words(placed, heading), ""),
                )
                begin = ""
        yield f'<w:p>{begin}<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'

    def heading_words(self, placed: Placed, heading: Heading) -> str:
        number = placed.name if heading.level == 1 and placed.number.isalpha() else placed.number
        return _text(f"{number}  ", "Number") + _text(heading.text)

    def block(self, placed: Placed) -> Iterator[str]:
        block = placed.block
        match block:
            case Heading():
                new_page = block.level == 1 and self.numbered.document.form == "report"
                words = self.bookmarked(placed, self.heading_words(placed, block))
                yield _paragraph(f"Heading{block.level}", words, "<w:pageBreakBefore/>" if new_page else "")
            case Paragraph() if block.number:
                number = self.bookmarked(placed, _text(placed.number, "ParagraphNumber"))
                yield _paragraph("NumberedParagraph", f"{number}<w:r><w:tab/></w:r>{self.inline(block.runs)}")
            case Paragraph():
                yield _paragraph("Normal", self.inline(block.runs))
            case ListBlock():
                yield from self.bullets(block)
            case Callout():
                kind = block.kind.title()
                yield _paragraph(f"{kind}Title", _text(block.title or getattr(self.labels, block.kind)))
                yield _paragraph(f"{kind}Text", self.inline(block.text))
            case Table():
                yield self.caption(placed, block, "Table", self.labels.table)
                yield self.table(block)
                yield _paragraph("Small", self.inline(block.note))
            case Figure():
                yield self.caption(placed, block, "Figure", self.labels.figure)
                yield _paragraph("Figure", self.picture(block), "<w:keepNext/>" if block.note else "")
                yield _paragraph("Small", self.inline(block.note)) if block.note else ""
            case PageBreak():
                yield '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
            case Annexes():
                pass

    def bullets(self, block: ListBlock) -> Iterator[str]:
        numbered = ""
        if block.ordered:
            self.ordered_lists += 1
            numbered = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{self.ordered_lists + 1}"/></w:numPr>'
        for item in block.items:
            yield _paragraph("ListNumber" if block.ordered else "ListBullet", self.inline(item), numbered)

    def caption(self, placed: Placed, block: Table | Figure, sequence: str, word: str) -> str:
        if not block.caption:
            return ""
        number = (
            f'<w:fldSimple w:instr=" SEQ {sequence} \\* ARABIC ">{_text(placed.number, "Name")}</w:fldSimple>'
        )
        name = self.bookmarked(placed, _text(f"{word} ", "Name") + number)
        chip = _text("  ") + _text(f" {self.labels.exercise} ", "ExerciseMark") if block.exercise else ""
        return _paragraph("Caption", name + _text("  " + block.caption) + chip)

    def table(self, table: Table) -> str:
        whole = sum(column.width for column in table.columns)
        widths = [round(_TEXT_WIDTH * column.width / whole) for column in table.columns]
        caption = f'<w:tblCaption w:val="{escape(table.caption)}"/>' if table.caption else ""
        head = self.row([_text(column.title) for column in table.columns], table, widths, "TableHead")
        rows = (
            self.row([self.inline(cell) for cell in row], table, widths, "TableText") for row in table.rows
        )
        return (
            f'<w:tbl><w:tblPr><w:tblStyle w:val="BateaTable"/><w:tblW w:w="{_TEXT_WIDTH}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
            f'<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>{caption}</w:tblPr><w:tblGrid>'
            + "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
            + f"</w:tblGrid>{head}{''.join(rows)}</w:tbl>"
        )

    def row(self, cells: list[str], table: Table, widths: list[int], style: str) -> str:
        repeat = "<w:tblHeader/>" if style == "TableHead" else ""
        return (
            f"<w:tr><w:trPr><w:cantSplit/>{repeat}</w:trPr>"
            + "".join(
                f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
                + _paragraph(style, cell, f'<w:jc w:val="{column.align}"/>')
                + "</w:tc>"
                for cell, column, width in zip(cells, table.columns, widths, strict=True)
            )
            + "</w:tr>"
        )

    def picture(self, figure: Figure) -> str:
        name = self.picture_of[figure.svg]
        wide, high = struct.unpack(">II", self.pictures[name][16:24])
        width = round(_TEXT_WIDTH * figure.width) * _EMU_PER_TWIP
        size = f'cx="{width}" cy="{width * high // wide}"'
        return (
            f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
            f"{self.properties(name, figure.alt)}{_graphic(name, size)}</wp:inline></w:drawing></w:r>"
        )

    def behind(self, name: str, width: int) -> str:
        """A coloured area behind the cover's words, from the page's left upper corner down, `width` in EMU."""
        size = f'cx="{width}" cy="{_PAGE[1]}"'
        place = "".join(
            f'<wp:position{axis} relativeFrom="page"><wp:posOffset>0</wp:posOffset></wp:position{axis}>'
            for axis in "HV"
        )
        return (
            f'<w:r><w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="{self.drawn + 1}" behindDoc="1" locked="0" '
            f'layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>{place}<wp:extent {size}/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>'
            f"{self.properties(name, '')}{_graphic(name, size)}</wp:anchor></w:drawing></w:r>"
        )

    def properties(self, name: str, alt: str) -> str:
        self.drawn += 1
        decorative = (
            '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative '
            'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
        )
        inner = f">{decorative}</wp:docPr>" if not alt else f' descr="{escape(alt)}"/>'
        return f'<wp:docPr id="{self.drawn}" name="{name}"{inner}<wp:cNvGraphicFramePr/>'

    def bookmarked(self, placed: Placed, words: str) -> str:
        self.bookmarks += 1
        return f'<w:bookmarkStart w:id="{self.bookmarks}" w:name="{_bookmark(placed.address)}"/>{words}<w:bookmarkEnd w:id="{self.bookmarks}"/>'

    def inline(self, inline: Inline, properties: str = "") -> str:
        return "".join(self.run(run, properties) for run in as_runs(inline))

    def run(self, run: Run, outer: str) -> str:
        """One run; `outer` are character properties given by a mark around it (its language)."""
        match run:
            case Link():
                return _link(run, outer)
            case Footnote():
                return self.footnote(run)
            case Ref():
                target = self.numbered.targets[run.anchor]
                return _leading(target.address, _text(target.name, "Hyperlink"))
            case Mark():
                word = _text(f" {getattr(self.labels, run.kind)} ", f"{run.kind.title()}Mark")
                language = f'<w:lang w:val="{word_language(run.lang)}"/>' if run.lang else ""
                return word + _text(" ") + self.inline(run.text, f'<w:u w:val="dotted"/>{language}')
            case _:
                weight = "<w:b/><w:bCs/>" if run.strong else ""
                slant = "<w:i/><w:iCs/>" if run.emphasis else ""
                return _text(run.text, "", weight + slant + outer)

    def footnote(self, run: Footnote) -> str:
        self.notes.append("")
        number = len(self.notes)
        self.notes[number - 1] = self.inline(run.runs)
        return f'<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteReference w:id="{number}"/></w:r>'


def _paragraph(style: str, inner: str, properties: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{inner}</w:p>'


def _text(words: str, style: str = "", properties: str = "") -> str:
    named = f'<w:rStyle w:val="{style}"/>' if style else ""
    given = f"<w:rPr>{named}{properties}</w:rPr>" if named or properties else ""
    return f'<w:r>{given}<w:t xml:space="preserve">{escape(words)}</w:t></w:r>' if words else ""


def _leading(address: str, inner: str, history: str = ' w:history="1"') -> str:
    return f'<w:hyperlink w:anchor="{_bookmark(address)}"{history}>{inner}</w:hyperlink>'


def _link(run: Link, outer: str) -> str:
    """A field rather than a relation: Word repairs a file over an odd address in a relation, never over a field."""
    href = safe_href(run.href).replace("\\", "%5C").replace('"', "%22")
    if not href:
        return _text(run.text, "", outer)
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> HYPERLINK "{escape(href)}" </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{_text(run.text or href, "Hyperlink")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def _bookmark(address: str) -> str:
    """A name Word accepts: letters, digits, underscores; the first one hides it from the list of bookmarks."""
    return "_" + address.replace("-", "_").replace(".", "_")


def _graphic(name: str, size: str) -> str:
    return (
        f'<a:graphic><a:graphicData uri="{_PICTURE}"><pic:pic><pic:nvPicPr><pic:cNvPr id="0" name="{name}"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="rId-{name}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
    )
