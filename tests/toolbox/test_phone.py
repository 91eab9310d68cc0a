"""A tool on a phone: the XLSForm is what a form server takes, and the filled form gives the same answers."""

from io import BytesIO
from xml.etree.ElementTree import Element, SubElement, tostring

import pytest
from django.utils.translation import override

from batea.problems import FILLED_FILE_REFUSED, Refused
from batea.toolbox.answers import as_typed, kept_rows, known_answers, read_rows
from batea.toolbox.declaration import ITEM
from batea.toolbox.discovery import tools
from batea.toolbox.phone import item_name, read_submission, xlsform
from tests.tools.test_examples import examples

TOOLS = list(tools())


def sent(tool, answers: dict, version=None) -> bytes:
    """The answers as a phone sends them, by the rules of OpenRosa."""
    root = Element("data", {"id": tool.name, "version": version or str(tool.version)})
    SubElement(root, "about_this_title").text = "Amber"
    for table in tool.tables:
        rows = answers.get(table.name, [])
        outer = SubElement(root, table.name) if table.given else None
        for row in rows:
            group = SubElement(root, table.name) if outer is None else SubElement(outer, item_name(row[ITEM]))
            for column in table.columns:
                said = as_typed(column, row.get(column.name))
                SubElement(group, column.name).text = (
                    f"{said}:00.000-04:00" if said and column.kind == "moment" else said
                )
    SubElement(SubElement(root, "meta"), "instanceID").text = "uuid:1"
    return tostring(root)


def converted(content: bytes) -> str:
    from pyxform.xls2xform import convert

    return convert(xlsform=BytesIO(content), file_type=".xlsx", validate=False).xform


@pytest.mark.parametrize("name", TOOLS)
def test_a_form_server_takes_the_form(name):
    """pyxform, which the form servers use, makes a form of it that names every table and language."""
    tool = tools()[name]
    form = converted(xlsform(tool))
    for table in tool.tables:
        assert f"/{table.name}" in form
    assert all(f"({lang})" in form for lang in ("es", "en", "pt", "fr"))


@pytest.mark.parametrize("name", TOOLS)
def test_the_phone_gives_the_same_answers(name):
    tool = tools()[name]
    for example in examples(name):
        answers = known_answers(tool, example["answers"])
        with override("en"):
            raws, _was, notes, head = read_submission(tool, sent(tool, answers))
            for table in tool.tables:
                read = read_rows(tool, table, raws[table.name])
                assert [row.errors for row in read if row.errors] == []
                assert without_words(table, kept_rows(read)) == without_words(table, answers[table.name])
        assert notes == []
        assert head["title"] == {"original": "en", "en": "Amber"}


def without_words(table, rows):
    """Texts in several languages come back in one only; everything else is the same."""
    words = {column.name for column in table.columns if column.kind == "words"}
    return [{name: value for name, value in row.items() if name not in words} for row in rows]


def test_another_version_is_told():
    tool = tools()[TOOLS[0]]
    _raws, _was, notes, _head = read_submission(tool, sent(tool, {}, version="0"))
    assert len(notes) == 1


BOMB = b'<!DOCTYPE d [<!ENTITY a "x"><!ENTITY b "&a;&a;">]><data id="stakeholder_power">&b;</data>'
OUTSIDE = b'<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]><data id="stakeholder_power">&a;</data>'


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<",
        b"<data/>",
        b"<html><body/></html>",
        BOMB,
        OUTSIDE,
        b"<data id='stakeholder_power'>" + b"<a>" * 5000 + b"</a>" * 5000 + b"</data>",
        b"<data id='stakeholder_power'>" + b"<a/>" * 200_000 + b"</data>",
        b"<data id='other_tool'/>",
        b"\xff\xfe<data/>",
        b"<data id='stakeholder_power'>\x00</data>",
    ],
    ids=lambda data: data[:30].decode(errors="replace"),
)
def test_what_is_no_filled_form_is_refused(data):
    with pytest.raises(Refused) as refused:
        read_submission(tools()["stakeholder_power"], data)
    assert refused.value.problem is FILLED_FILE_REFUSED
