"""The parts of a Word file that hardly change from one document to the next (ECMA-376, WordprocessingML)."""

import struct
import zlib

from batea.documents import fonts
from batea.documents.outline import Document
from batea.documents.text import escape
from batea.documents.word.styles import W, word_language

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
# Relationship, target and content type of every fixed part of the main document.
_FIXED = ("styles", "numbering", "settings", "fontTable", "footnotes", "header", "footer")

NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="{_OFFICE}" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)


def content_types() -> str:
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_WORD_TYPE}.{kind}+xml"/>'
        for name, kind in [("document", "document.main"), *((part, part) for part in _FIXED)]
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
        f"{overrides}"
        '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
    )


def package_relations() -> str:
    return _relations(
        [
            ("rId1", f"{_OFFICE}/officeDocument", "word/document.xml"),
            ("rId2", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ]
    )


def document_relations(pictures: list[str]) -> str:
    """Relations named after what they lead to: rId-header, and the pictures' own names."""
    fixed = [(f"rId-{name}", f"{_OFFICE}/{name}", f"{name}.xml") for name in _FIXED]
    return _relations(fixed + [(f"rId-{name}", f"{_OFFICE}/image", f"media/{name}.png") for name in pictures])


def _relations(rows: list[tuple[str, str, str]]) -> str:
    inner = "".join(
        f'<Relationship Id="{name}" Type="{kind}" Target="{target}"/>' for name, kind, target in rows
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'


def core_properties(document: Document) -> str:
    made = f"{document.dated or '2000-01-01'}T00:00:00Z"
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(document.title)}</dc:title><dc:creator>{escape(document.organisation)}</dc:creator>"
        f"<dc:language>{word_language(document.lang)}</dc:language>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{made}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{made}</dcterms:modified></cp:coreProperties>'
    )


def numbering(ordered_lists: int) -> str:
    """Number 1 is the bullet; every ordered list has a number of its own from 2 on, so that each begins at 1."""
    nums = "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        for number in range(2, ordered_lists + 2)
    )
    return (
        f'<w:numbering xmlns:w="{W}">{_level(0, "bullet", "•")}{_level(1, "decimal", "%1.")}'
        f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{nums}</w:numbering>'
    )


def _level(number: int, kind: str, text: str) -> str:
    return (
        f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        f'<w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="400" w:hanging="300"/></w:pPr>'
        '<w:rPr><w:b/><w:color w:val="0B5C6B"/></w:rPr></w:lvl></w:abstractNum>'
    )


def settings(lang: str) -> str:
    return (
        f'<w:settings xmlns:w="{W}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="709"/><w:characterSpacingControl w:val="doNotCompress"/>'
        '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
        '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        f'<w:themeFontLang w:val="{word_language(lang)}"/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )


def font_table() -> str:
    """Where our letters are not installed, Word takes the nearest it has."""
    return (
        f'<w:fonts xmlns:w="{W}"><w:font w:name="{fonts.FAMILY}"><w:altName w:val="Calibri"/><w:panose1 w:val="020B0503030403020204"/>'
        '<w:charset w:val="00"/><w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font></w:fonts>'
    )


def footnotes(notes: list[str]) -> str:
    ruled = "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:pPr><w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr><w:r><w:{kind}/></w:r></w:p></w:footnote>'
        for number, kind in ((-1, "separator"), (0, "continuationSeparator"))
    )
    written = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr><w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>'
        f'<w:r><w:t xml:space="preserve"> </w:t></w:r>{inner}</w:p></w:footnote>'
        for number, inner in enumerate(notes, 1)
    )
    return f"<w:footnotes {NAMESPACES}>{ruled}{written}</w:footnotes>"


def header(document: Document) -> str:
    words = f"<w:r><w:t>{escape(document.title)}</w:t></w:r>" if document.form == "report" else ""
    style = "Header" if words else "Footer"
    return f'<w:hdr {NAMESPACES}><w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{words}</w:p></w:hdr>'


def footer(document: Document) -> str:
    labels = document.labels
    return (
        f'<w:ftr {NAMESPACES}><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr><w:r><w:t>{escape(document.notice)}</w:t></w:r><w:r><w:tab/></w:r>'
        f'<w:r><w:t xml:space="preserve">{escape(labels.page)} </w:t></w:r>{_field("PAGE")}'
        f'<w:r><w:t xml:space="preserve"> {escape(labels.of)} </w:t></w:r>{_field("NUMPAGES")}</w:p></w:ftr>'
    )


def _field(name: str) -> str:
    return f'<w:fldSimple w:instr=" {name} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'


def pixel(colour: str) -> bytes:
    """A PNG of one pixel, to be stretched: the coloured areas of the cover. colour: six hexadecimal digits."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    size = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", size)
        + chunk(b"IDAT", zlib.compress(b"\0" + bytes.fromhex(colour)))
        + chunk(b"IEND", b"")
    )
