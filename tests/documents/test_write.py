"""Two unlike documents in three formats, read back with other people's readers."""

import io
import re
import zipfile
from html.parser import HTMLParser
from itertools import pairwise
from xml.etree import ElementTree

import docx
import pypdf
import pytest

from batea.documents.errors import OutlineError, UnknownFormat
from batea.documents.outline import Column, Document, Figure, Heading, Link, Mark, Paragraph, Table, Text
from batea.documents.write import MEDIA_TYPES, write
from tests.documents.samples import SVG, brief, strategy

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HOSTILE = (
    "#read(\"/etc/passwd\") <script>alert(1)</script> =cmd|'/c calc'!A1 $x$ \\end{x} {{ 7*7 }} &amp; ]]>"
)


@pytest.fixture(scope="module")
def files():
    documents = {"strategy": strategy("es"), "brief": brief()}
    return {
        (name, kind): write(document, kind) for name, document in documents.items() for kind in MEDIA_TYPES
    }


def pdf_of(content):
    return pypdf.PdfReader(io.BytesIO(content))


def words_of(content, kind):
    """All the words of a file, spaces made equal."""
    if kind == "pdf":
        found = " ".join(page.extract_text() for page in pdf_of(content).pages)
    elif kind == "html":
        found = page_of(content).words
    else:
        archive = zipfile.ZipFile(io.BytesIO(content))
        parts = [
            ElementTree.fromstring(archive.read(f"word/{part}.xml")) for part in ("document", "footnotes")
        ]
        found = "".join(
            node.text or "" if node.tag == f"{W}t" else " " for part in parts for node in part.iter()
        )
    return re.sub(r"\s+", " ", found)


class Page(HTMLParser):
    """A page as a strict reader sees it: words, tags with their attributes, and whether every tag is closed."""

    VOID = {"meta", "img", "br"}

    def __init__(self):
        super().__init__()
        self.words, self.tags, self.open = "", [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "style" not in self.open:
            self.words += data


def page_of(content):
    page = Page()
    page.feed(content.decode())
    assert page.open == []
    return page


@pytest.mark.parametrize("kind", MEDIA_TYPES)
def test_every_format_says_everything(files, kind):
    words = words_of(files["strategy", kind].content, kind)
    for expected in (
        "Estrategia nacional",
        "Ministry of Mines",
        "Contenido",
        "Anexo A",
        "Cuadro 1",
        "Sin traducir",
        "Sin fuente",
        "Desactualizado",
        "Ejercicio",
        "1.1-1",
        "Field visit",
        "Province 8",
        "Decisión",
        "Before anything else",
    ):
        assert expected in words


@pytest.mark.parametrize("kind", MEDIA_TYPES)
def test_a_brief_has_neither_cover_nor_contents(files, kind):
    words = words_of(files["brief", kind].content, kind)
    assert "Five of forty sites" in words
    assert "Contents" not in words


def test_the_brief_is_one_page(files):
    assert len(pdf_of(files["brief", "pdf"].content).pages) == 1


@pytest.mark.parametrize(("name", "language"), [("strategy", "es"), ("brief", "en")])
def test_the_pdf_is_tagged_titled_and_archivable(files, name, language):
    reader = pdf_of(files[name, "pdf"].content)
    catalogue = reader.trailer["/Root"]
    metadata = catalogue["/Metadata"].get_data().decode()
    assert catalogue["/Lang"] == language
    assert catalogue["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in catalogue
    assert re.search(r"pdfuaid:part>1<", metadata)
    assert re.search(r"pdfaid:part>2<.*pdfaid:conformance>A<", metadata, re.S)
    assert reader.metadata.title == (strategy("es") if name == "strategy" else brief()).title


def test_the_pdf_has_bookmarks_and_no_font_of_the_machine(files):
    reader = pdf_of(files["strategy", "pdf"].content)
    titles = [entry.title for entry in reader.outline if not isinstance(entry, list)]
    assert titles[0].split() == ["1", "Visión", "y", "metas"]
    fonts = {font["/BaseFont"] for page in reader.pages for font in _fonts(page)}
    assert fonts
    assert all("SourceSans3" in name for name in fonts)


def _fonts(page):
    return [font.get_object() for font in page["/Resources"].get("/Font", {}).values()]


def test_the_pdf_tells_the_language_of_a_passage_and_the_words_for_a_figure(files):
    reader = pdf_of(files["strategy", "pdf"].content)
    assert sum(page.get_contents().get_data().count(b"/Lang(fr)") for page in reader.pages) == 3
    structure = _structure(reader.trailer["/Root"]["/StructTreeRoot"])
    assert any("rival estimates" in str(element.get("/Alt", "")) for element in structure)
    kinds = [element.get("/S") for element in structure]
    assert kinds.count("/Table") == 3
    assert {"/TH", "/TD", "/L", "/LI", "/H1", "/H2", "/Note"} <= set(kinds)


def _structure(element):
    """Every element under this one, itself first."""
    element = element.get_object()
    if not isinstance(element, dict):
        return []
    children = element.get("/K", [])
    children = children if isinstance(children, list) else [children]
    return [element, *(found for child in children for found in _structure(child))]


def test_the_page_is_one_file_with_headings_in_order(files):
    page = page_of(files["strategy", "html"].content)
    assert ("html", {"lang": "es"}) in page.tags
    assert not [tag for tag, _ in page.tags if tag in {"script", "link", "iframe", "object"}]
    assert all(
        not value.startswith(("http:", "//")) for _, given in page.tags if (value := given.get("src") or "")
    )
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert [given["alt"] for tag, given in page.tags if tag == "img"] == [
        "Three rival estimates between 8,000 and 20,000; the best is 12,000."
    ] * 3
    assert [given["lang"] for tag, given in page.tags if tag == "span" and "lang" in given] == ["fr"] * 3


def test_every_link_within_the_page_leads_somewhere_once(files):
    page = page_of(files["strategy", "html"].content)
    ids = [given["id"] for _, given in page.tags if "id" in given]
    led = [given["href"][1:] for tag, given in page.tags if tag == "a" and given["href"].startswith("#")]
    assert len(ids) == len(set(ids))
    assert set(led) <= set(ids)


@pytest.mark.parametrize("name", ["strategy", "brief"])
def test_the_word_file_is_whole(files, name):
    """What makes Word ask for a repair: broken XML, a missing part, a style or footnote nobody defined, a double id."""
    archive = zipfile.ZipFile(io.BytesIO(files[name, "docx"].content))
    names = set(archive.namelist())
    trees = {
        part: ElementTree.fromstring(archive.read(part)) for part in names if part.endswith((".xml", ".rels"))
    }
    for part in (part for part in trees if part.endswith(".rels")):
        folder = "" if part == "_rels/.rels" else "word/"
        assert {folder + relation.get("Target") for relation in trees[part]} <= names
    typed = {override.get("PartName", "").lstrip("/") for override in trees["[Content_Types].xml"]} - {""}
    assert typed <= names
    body = trees["word/document.xml"]
    relations = {relation.get("Id") for relation in trees["word/_rels/document.xml.rels"]}
    used = {
        value
        for node in body.iter()
        for key, value in node.attrib.items()
        if (key.endswith("}id") and "relationships" in key) or key.endswith("}embed")
    }
    assert used <= relations
    styles = {node.get(f"{W}styleId") for node in trees["word/styles.xml"].iter(f"{W}style")}
    for tree in (
        body,
        trees["word/footnotes.xml"],
        trees["word/header.xml"],
        trees["word/footer.xml"],
        trees["word/styles.xml"],
    ):
        for tag in ("pStyle", "rStyle", "tblStyle", "basedOn", "next"):
            assert {node.get(f"{W}val") for node in tree.iter(f"{W}{tag}")} <= styles
    notes = {node.get(f"{W}id") for node in trees["word/footnotes.xml"].iter(f"{W}footnote")}
    assert {node.get(f"{W}id") for node in body.iter(f"{W}footnoteReference")} == notes - {"-1", "0"}
    bookmarks = [node.get(f"{W}name") for node in body.iter(f"{W}bookmarkStart")]
    assert len(bookmarks) == len(set(bookmarks))
    assert {node.get(f"{W}anchor") for node in body.iter(f"{W}hyperlink")} <= set(bookmarks)
    drawn = [node.get("id") for node in body.iter() if node.tag.endswith("}docPr")]
    assert len(drawn) == len(set(drawn))
    lists = {node.get(f"{W}numId") for node in trees["word/numbering.xml"].iter(f"{W}num")}
    assert {node.get(f"{W}val") for node in body.iter(f"{W}numId")} <= lists


def test_somebody_elses_reader_opens_the_word_file(files):
    opened = docx.Document(io.BytesIO(files["strategy", "docx"].content))
    headings = [
        paragraph.text for paragraph in opened.paragraphs if paragraph.style.name.startswith("Heading")
    ]
    assert headings[:2] == ["1  Visión y metas", "1.1  La situación del sector"]
    contents = [paragraph for paragraph in opened.paragraphs if paragraph.style.name == "toc 1"]
    assert len(contents) == 5
    assert len(opened.tables) == 3
    assert opened.tables[0].rows[0]._tr.trPr.find(f"{W}tblHeader") is not None
    assert opened.core_properties.title == strategy("es").title
    assert "updateFields" not in opened.settings.element.xml
    alts = [shape._inline.docPr.get("descr") for shape in opened.inline_shapes]
    assert alts == ["Three rival estimates between 8,000 and 20,000; the best is 12,000."] * 3
    languages = {node.get(f"{W}val") for node in opened.element.iter(f"{W}lang")}
    assert languages == {"fr-FR"}
    assert opened.styles.element.find(f".//{W}docDefaults//{W}lang").get(f"{W}val") == "es-ES"


@pytest.mark.parametrize("kind", MEDIA_TYPES)
def test_the_same_outline_gives_the_same_bytes(files, kind):
    assert write(strategy("es"), kind).content == files["strategy", kind].content


def hostile():
    runs = [
        Text(HOSTILE),
        Link(HOSTILE, "javascript:alert(1)"),
        Link("odd", 'https://e.org/" onclick="x'),
        Mark("stale", HOSTILE),
    ]
    svg = SVG.replace(b"<rect", b"<script>alert(1)</script><rect")
    return Document(
        title=HOSTILE,
        lang="en",
        subtitle=HOSTILE,
        organisation=HOSTILE,
        notice=HOSTILE,
        blocks=[
            Heading(1, HOSTILE),
            Paragraph(runs, number=True),
            Table(HOSTILE, [Column(HOSTILE)], [[HOSTILE]], note=HOSTILE),
            Figure(HOSTILE, HOSTILE, svg),
            Paragraph("nul\x00bell\x07override\u202etxt.exe lone\ud800 line\nend"),
        ],
    )


@pytest.mark.parametrize("kind", MEDIA_TYPES)
def test_words_from_outside_stay_words(kind):
    words = words_of(write(hostile(), kind).content, kind)
    # A justified line may hyphenate in the PDF; what counts is that the source text is printed, not obeyed.
    shown = words.replace("‐", "").replace("\u00ad", "").replace(" ", "")
    assert '#read("/etc/passwd")' in shown
    assert "<script>alert(1)</script>" in shown
    assert "root:x:0" not in shown
    assert "nulbelloverridetxt.exeloneline" in shown


def test_hostile_words_add_no_markup():
    page = page_of(write(hostile(), "html").content)
    assert "script" not in [tag for tag, _ in page.tags]
    assert not [given for _, given in page.tags if any(name.startswith("on") for name in given)]
    assert not [given for _, given in page.tags if "javascript" in (given.get("href") or "")]
    archive = zipfile.ZipFile(io.BytesIO(write(hostile(), "docx").content))
    for part in archive.namelist():
        if part.endswith((".xml", ".rels")):
            ElementTree.fromstring(archive.read(part))


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_a_drawing_cannot_bring_in_a_file(kind):
    svg = SVG.replace(b"<rect", b"<image href='/etc/passwd' width='9' height='9'/><rect")
    with pytest.raises(OutlineError, match="/etc/passwd"):
        write(Document("t", "en", [Figure("f", "alt", svg)]), kind)


def test_letters_without_a_glyph_become_boxes_and_are_told():
    document = Document(
        "Gold 😀",
        "en",
        [Paragraph("سلام"), Paragraph([Mark("untranslated", "ወርቅ", lang="am")])],
        form="brief",
    )
    written = write(document, "pdf")
    assert set(written.undrawable) == set("😀سلامወርቅ")
    assert "Gold □" in words_of(written.content, "pdf")
    assert write(document, "html").undrawable == ""
    assert "سلام" in words_of(write(document, "docx").content, "docx")


def test_a_document_of_nothing_but_a_title_is_written():
    for form in ("report", "brief"):
        for kind in MEDIA_TYPES:
            assert "Only this" in words_of(
                write(Document("Only this", "pt-BR", [], form=form), kind).content, kind
            )


def test_a_path_receives_the_file(tmp_path):
    written = write(brief(), "html", tmp_path / "brief.html")
    assert (tmp_path / "brief.html").read_bytes() == written.content


def test_other_formats_are_refused():
    with pytest.raises(UnknownFormat):
        write(brief(), "odt")
