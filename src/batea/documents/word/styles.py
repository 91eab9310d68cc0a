"""The Word styles, as data. Their names are Word's own wherever Word has one, so that its style list, navigation
pane and contents work, and people who edit the file find what they expect. Sizes in half points, spaces in twips."""

from collections.abc import Sequence
from dataclasses import dataclass

from batea.documents import fonts

INK, TEAL, OCHRE, RUST, SAND, SOFT, LINE = (
    "1D2A30",
    "0B5C6B",
    "8F6010",
    "9A3D1F",
    "F6F1E7",
    "5B6A70",
    "D8CFBD",
)
ACCENT = "C98A1B"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
# Word wants a region with a language; a document that names none gets the usual one.
_REGIONS = {"en": "en-GB", "es": "es-ES", "fr": "fr-FR", "pt": "pt-BR"}


@dataclass(frozen=True)
class Style:
    """A paragraph style. `before` and `after` stand at their place in Word's fixed order of properties."""

    id: str
    name: str
    size: int = 0
    colour: str = ""
    bold: bool = False
    space: tuple[int, int] | None = None
    keep: bool = False
    early: str = ""
    late: str = ""
    line: int = 0
    next: str = "Normal"
    based: str = "Normal"


def _left(colour: str, space: int = 10) -> str:
    return f'<w:pBdr><w:left w:val="single" w:sz="24" w:space="{space}" w:color="{colour}"/></w:pBdr><w:shd w:val="clear" w:color="auto" w:fill="{SAND}"/>'


_BOX = '<w:ind w:left="240" w:right="120"/>'
_LIST = '<w:ind w:left="400" w:hanging="300"/>'
_TABS = '<w:tabs><w:tab w:val="right" w:pos="8787"/></w:tabs>'
_RULE = f'<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="4" w:color="{LINE}"/></w:pBdr>'
_TOP = f'<w:pBdr><w:top w:val="single" w:sz="24" w:space="14" w:color="{ACCENT}"/></w:pBdr>'

STYLES: Sequence[Style] = (
    Style(
        "Title",
        "Title",
        64,
        TEAL,
        True,
        (0, 160),
        early=_TOP,
        line=216,
        late='<w:ind w:right="600"/>',
        next="Subtitle",
    ),
    Style("BriefTitle", "Brief Title", 44, TEAL, True, (40, 120), keep=True),
    Style("Subtitle", "Subtitle", 32, INK, False, (0, 240)),
    Style("Organisation", "Organisation", 24, TEAL, True, (0, 80)),
    Style("Date", "Date", 22, SOFT, False, (120, 120)),
    Style("Notice", "Notice", 20, INK, False, (240, 240), early=_left(ACCENT), late=_BOX),
    Style("Heading1", "heading 1", 44, TEAL, True, (360, 280), True, late='<w:outlineLvl w:val="0"/>'),
    Style("Heading2", "heading 2", 29, TEAL, True, (400, 140), True, late='<w:outlineLvl w:val="1"/>'),
    Style("Heading3", "heading 3", 23, INK, True, (320, 110), True, late='<w:outlineLvl w:val="2"/>'),
    Style("Heading4", "heading 4", 21, SOFT, True, (280, 100), True, late='<w:outlineLvl w:val="3"/>'),
    Style("TOCHeading", "TOC Heading", 44, TEAL, True, (0, 280), True),
    Style("TOC1", "toc 1", 20, "", True, (90, 20), early=_TABS, line=240),
    Style("TOC2", "toc 2", 19, "", False, (0, 0), early=_TABS, line=240, late='<w:ind w:left="400"/>'),
    Style(
        "NumberedParagraph", "Numbered Paragraph", late='<w:ind w:hanging="900"/>', next="NumberedParagraph"
    ),
    Style(
        "ListBullet",
        "List Bullet",
        space=(0, 60),
        early='<w:numPr><w:numId w:val="1"/></w:numPr>',
        late=_LIST,
        next="ListBullet",
    ),
    Style("ListNumber", "List Number", space=(0, 60), late=_LIST, next="ListNumber"),
    Style("Caption", "caption", 19, INK, True, (300, 100), True),
    Style("Figure", "Figure", space=(0, 60)),
    Style("TableText", "Table Text", 18, space=(30, 30), line=250),
    Style("TableHead", "Table Head", 18, TEAL, True, (40, 40), True, line=250, based="TableText"),
    Style("Small", "Note under Table", 17, SOFT, space=(60, 280)),
    *(
        style
        for kind, colour, words in (
            ("Note", TEAL, TEAL),
            ("Important", RUST, RUST),
            ("Decision", ACCENT, OCHRE),
            ("Question", TEAL, TEAL),
        )
        for style in (
            Style(
                f"{kind}Title",
                f"{kind} Title",
                19,
                words,
                True,
                (240, 0),
                True,
                _left(colour),
                _BOX,
                next=f"{kind}Text",
            ),
            Style(f"{kind}Text", f"{kind} Text", space=(0, 240), early=_left(colour), late=_BOX),
        )
    ),
    Style("FootnoteText", "footnote text", 17, space=(0, 20), line=240, next="FootnoteText"),
    Style("Header", "header", 17, SOFT, early=_RULE + _TABS, next="Header"),
    Style("Footer", "footer", 17, SOFT, early=_TABS, next="Footer"),
)

_CHARACTERS = f"""
<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>
<w:style w:type="character" w:styleId="Strong"><w:name w:val="Strong"/><w:qFormat/><w:rPr><w:b/><w:bCs/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Emphasis"><w:name w:val="Emphasis"/><w:qFormat/><w:rPr><w:i/><w:iCs/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Number"><w:name w:val="Number"/><w:rPr><w:color w:val="{OCHRE}"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="ParagraphNumber"><w:name w:val="Paragraph Number"/><w:rPr><w:color w:val="{SOFT}"/><w:sz w:val="16"/><w:szCs w:val="16"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Name"><w:name w:val="Caption Name"/><w:rPr><w:color w:val="{TEAL}"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/><w:rPr><w:color w:val="{TEAL}"/><w:u w:val="single"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Marked"><w:name w:val="Marked"/><w:rPr><w:u w:val="dotted"/></w:rPr></w:style>
""" + "".join(
    f'<w:style w:type="character" w:styleId="{kind}Mark"><w:name w:val="{kind} Mark"/><w:rPr><w:b/><w:color w:val="{colour}"/>'
    f'<w:sz w:val="17"/><w:bdr w:val="single" w:sz="4" w:space="0" w:color="{colour}"/><w:shd w:val="clear" w:color="auto" w:fill="{fill}"/></w:rPr></w:style>'
    for kind, colour, fill in (
        ("Untranslated", TEAL, "E4F0F2"),
        ("Exercise", "7A500A", "FAF1DE"),
        ("Stale", RUST, "F8ECE7"),
        ("Unsupported", RUST, "F8ECE7"),
    )
)

_TABLE = f"""
<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/>
<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>
<w:style w:type="table" w:styleId="BateaTable"><w:name w:val="Batea Table"/><w:basedOn w:val="TableNormal"/><w:qFormat/>
<w:tblPr><w:tblBorders><w:bottom w:val="single" w:sz="4" w:space="0" w:color="{LINE}"/><w:insideH w:val="single" w:sz="4" w:space="0" w:color="{LINE}"/></w:tblBorders></w:tblPr>
<w:tblStylePr w:type="firstRow"><w:tcPr><w:tcBorders><w:bottom w:val="single" w:sz="8" w:space="0" w:color="{TEAL}"/></w:tcBorders><w:shd w:val="clear" w:color="auto" w:fill="{SAND}"/></w:tcPr></w:tblStylePr></w:style>
<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/><w:semiHidden/></w:style>
"""


def word_language(lang: str) -> str:
    """The language tag Word knows: "es" becomes "es-ES", a tag with a region stays."""
    return _REGIONS.get(lang, lang)


def styles_xml(lang: str) -> str:
    """word/styles.xml for a document in `lang`."""
    face = fonts.FAMILY
    return (
        f'<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr>'
        f'<w:rFonts w:ascii="{face}" w:hAnsi="{face}" w:eastAsia="{face}" w:cs="{face}"/><w:color w:val="{INK}"/><w:sz w:val="21"/><w:szCs w:val="21"/>'
        f'<w:lang w:val="{word_language(lang)}"/></w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:spacing w:after="140" w:line="290" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
        + "".join(map(_paragraph_style, STYLES))
        + _CHARACTERS
        + _TABLE
        + "</w:styles>"
    )


def _paragraph_style(style: Style) -> str:
    keep = "<w:keepNext/><w:keepLines/>" if style.keep else ""
    line = f' w:line="{style.line}" w:lineRule="auto"' if style.line else ""
    space = (
        f'<w:spacing w:before="{style.space[0]}" w:after="{style.space[1]}"{line}/>' if style.space else ""
    )
    bold = "<w:b/><w:bCs/>" if style.bold else ""
    colour = f'<w:color w:val="{style.colour}"/>' if style.colour else ""
    size = f'<w:sz w:val="{style.size}"/><w:szCs w:val="{style.size}"/>' if style.size else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{style.id}"><w:name w:val="{style.name}"/><w:basedOn w:val="{style.based}"/>'
        f'<w:next w:val="{style.next}"/><w:qFormat/><w:pPr>{keep}{style.early}{space}{style.late}</w:pPr>'
        f"<w:rPr>{bold}{colour}{size}</w:rPr></w:style>"
    )
