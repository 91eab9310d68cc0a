"""Numbers hang on the order of blocks: the same in every language, and everything that is pointed at has one."""

import pytest

from batea.documents.errors import UnknownAnchor
from batea.documents.numbering import numbered
from batea.documents.outline import Annexes, Column, Document, Heading, Paragraph, Ref, Table
from tests.documents.samples import brief, strategy


def numbers(document):
    return [(type(each.block).__name__, each.number) for each in numbered(document).placed]


def headings(*levels_and_annexes):
    blocks = [Annexes() if level == 0 else Heading(level, "x") for level in levels_and_annexes]
    return [each.number for each, _ in numbered(Document("t", "en", blocks)).headings]


def test_numbers_are_the_same_in_every_language():
    assert numbers(strategy("en")) == numbers(strategy("es"))


def test_a_chapter_an_annex_a_table_and_a_paragraph_are_numbered():
    found = numbers(strategy(chapters=2))
    assert found[:5] == [
        ("Heading", "1"),
        ("Paragraph", ""),
        ("Heading", "1.1"),
        ("Paragraph", "1.1-1"),
        ("Paragraph", "1.1-2"),
    ]
    assert [number for kind, number in found if kind in {"Table", "Figure"}] == ["1", "1", "2", "2"]
    assert [number for kind, number in found if number[:1] in {"A", "B"}] == ["A", "A.1", "A.1-1", "B"]


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ((1, 2, 2, 3, 1, 2), ["1", "1.1", "1.2", "1.2.1", "2", "2.1"]),
        ((1, 3, 2), ["1", "1.1.1", "1.2"]),
        ((1, 0, 1, 2, 1), ["1", "A", "A.1", "B"]),
        ((0, *[1] * 27), [*"ABCDEFGHIJKLMNOPQRSTUVWXYZ", "AA"]),
    ],
)
def test_headings_count_within_their_chapter(levels, expected):
    assert headings(*levels) == expected


def test_a_reference_speaks_the_language_of_the_labels():
    assert numbered(strategy("es")).targets["c0-table"].name == "Cuadro 1"
    assert numbered(strategy("es")).targets["annex"].name == "Anexo A"
    assert numbered(strategy("en")).targets["c1-p"].name == "Paragraph 2.1-1"


def test_a_table_without_caption_takes_no_number():
    assert ("Table", "") in numbers(brief())


@pytest.mark.parametrize(
    "blocks",
    [
        [Paragraph([Ref("nowhere")])],
        [Paragraph("not numbered", anchor="p"), Paragraph([Ref("p")])],
        [Heading(1, "x", anchor="twice"), Heading(1, "y", anchor="twice")],
        [Table("", [Column("a")], [], note=[Ref("nowhere")])],
    ],
)
def test_a_reference_that_leads_nowhere_is_refused(blocks):
    with pytest.raises(UnknownAnchor):
        numbered(Document("t", "en", blocks))
