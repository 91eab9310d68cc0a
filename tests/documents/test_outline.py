"""The outline refuses what no reader could use, and survives storage exactly."""

import json
from pathlib import Path

import pytest

from batea.documents.errors import MissingAlternativeText, NotAnOutline, OutlineError, UnevenTable
from batea.documents.outline import (
    Column,
    Document,
    Figure,
    Footnote,
    Heading,
    Mark,
    Paragraph,
    Table,
    Text,
    plain,
)
from batea.documents.stored import from_json, to_json
from tests.documents.samples import SVG, brief, strategy

GOLDEN = Path(__file__).with_name("brief.json")


@pytest.mark.parametrize("document", [strategy("es"), brief()], ids=["strategy", "brief"])
def test_an_outline_survives_storage(document):
    assert from_json(to_json(document)) == document


def test_what_was_stored_before_is_still_read():
    """The file is what version 1 wrote; frozen versions in databases look like it and must open for ever."""
    assert from_json(GOLDEN.read_text()) == brief()
    assert to_json(brief()) == GOLDEN.read_text().strip()


def test_lists_and_tuples_make_equal_outlines():
    assert Table("t", [Column("a")], [["1"]]) == Table("t", (Column("a"),), (("1",),))


@pytest.mark.parametrize("alt", ["", "  "])
def test_a_figure_needs_alternative_text(alt):
    with pytest.raises(MissingAlternativeText, match="Gold by province"):
        Figure("Gold by province", alt, SVG)


@pytest.mark.parametrize(
    "make",
    [
        lambda: Heading(5, "too deep"),
        lambda: Figure("f", "alt", b"not a drawing"),
        lambda: Figure("f", "alt", SVG, width=0),
        lambda: Mark("stale", "x", lang='fr" onclick="x'),
        lambda: Footnote([Text("a"), Mark("stale", [Footnote("b")])]),
        lambda: Table("t", [], []),
        lambda: Table("t", [Column("a", width=0)], []),
        lambda: Document("", "en", []),
        lambda: Document("t", "english", []),
        lambda: Document("t", "en", [], dated="2026-02-31"),
    ],
)
def test_what_cannot_be_printed_is_refused(make):
    with pytest.raises(OutlineError):
        make()


def test_an_uneven_table_is_refused_with_its_row():
    with pytest.raises(UnevenTable, match="row 2 has 1 cells for 2 columns"):
        Table("t", [Column("a"), Column("b")], [["1", "2"], ["3"]])


@pytest.mark.parametrize(
    "stored",
    [
        "nonsense",
        "[]",
        '{"outline":2,"is":"Document"}',
        '{"outline":1,"is":"Paragraph","runs":"x"}',
        '{"outline":1,"is":"Document","title":"t","lang":"en"}',
        '{"outline":1,"is":"Document","title":"t","lang":"en","blocks":[{"is":"Script"}]}',
    ],
)
def test_other_json_is_refused(stored):
    with pytest.raises(NotAnOutline):
        from_json(stored)


def test_stored_outlines_are_checked_like_new_ones():
    stored = json.loads(to_json(strategy()))
    next(block for block in stored["blocks"] if block["is"] == "Figure")["alt"] = ""
    with pytest.raises(MissingAlternativeText):
        from_json(json.dumps(stored))


def test_plain_words_leave_footnotes_out():
    runs = [Text("Gold"), Footnote("aside"), Mark("stale", [Text(" of 2019")])]
    assert plain(Paragraph(runs).runs) == "Gold of 2019"
