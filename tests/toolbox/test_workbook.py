"""The workbook of a tool: filled in as people do, changed as people do, and read back as it was meant."""

from datetime import date, datetime
from io import BytesIO

import pytest
from django.utils.translation import override
from openpyxl import load_workbook

from batea.problems import FILLED_FILE_REFUSED, Refused
from batea.toolbox import grid
from batea.toolbox.answers import known_answers
from batea.toolbox.declaration import ITEM
from batea.toolbox.discovery import tools
from batea.toolbox.workbook import FIRST, blank_workbook, point, read_filled

from .making import FULL, every_kind

TOOL = every_kind()
ANSWERS = {
    "rows": [FULL, {"name": "Shop", "level": 1}],
    "facts": [{"place": "Bahoruco"}],
    "asked": [{ITEM: "a", "answer": False}, {ITEM: "b", "answer": True, "why": "so"}],
}


def opened(**more):
    return load_workbook(BytesIO(blank_workbook(TOOL, ANSWERS, **more)))


def saved(book) -> bytes:
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def read(data: bytes, tool=TOOL) -> dict:
    """The answers a workbook gives, and {table: errors}."""
    filled = read_filled(tool, data)
    found = {}
    for table in tool.tables:
        made = grid.filled_grid(tool, table, filled.raws[table.name], filled.was[table.name])
        found[table.name] = grid.check(made, [])
        found[f"{table.name} wrong"] = [words for _where, words in made.errors]
    return found


def column(sheet, name: str) -> int:
    return next(cell.column for cell in sheet[1] if cell.value == name)


def test_it_gives_back_what_it_was_given():
    found = read(saved(opened()))
    assert {name: found[name] for name in ANSWERS} == known_answers(TOOL, ANSWERS)


def test_an_empty_one_is_filled_in_as_a_person_would():
    """Words from the list, days and moments as the program keeps them, numbers, and a comma where people use one."""
    book = load_workbook(BytesIO(blank_workbook(TOOL)))
    sheet = book["Rows"]
    typed = {
        "name": "Pit",
        "story": "Two\nlines",
        "said": "Hello",
        "amount": "2,5",
        "people": 12,
        "price": 100.0,
        "kind": "  new ",
        "level": "B – high",
        "change": "-1 – worse",
        "there": "No",
        "day": date(2026, 3, 2),
        "moment": datetime(2026, 3, 2, 10, 30),
    }
    for name, value in typed.items():
        sheet.cell(FIRST + 1, column(sheet, name)).value = value
    book["Facts"].cell(2, 3).value = "Bahoruco"
    asked = book["Asked"]
    asked.cell(FIRST + 2, column(asked, "answer")).value = "yes"
    found = read(saved(book))
    assert found["rows"] == [FULL]
    assert found["facts"] == [{"place": "Bahoruco"}]
    assert found["asked"] == [{ITEM: "b", "answer": True}]


@pytest.mark.parametrize("lang", ["es", "pt", "fr"])
def test_a_workbook_made_in_one_language_is_read_in_another(lang):
    tool = tools()["stakeholder_power"]
    answers = {"stakeholders": [{"name": "Co-op", "power": 5, "interest": 1, "affected": 3}]}
    with override(lang):
        data = blank_workbook(tool, answers)
    with override("en"):
        assert read(data, tool)["stakeholders"] == answers["stakeholders"]


# What people do to workbooks ------------------------------------------------------------------------------------------


def test_rows_may_be_sorted_removed_and_added():
    book = opened()
    sheet = book["Rows"]
    sheet.move_range(f"A{FIRST + 1}:M{FIRST + 1}", rows=5)  # the first answer below the second, with a gap
    place = column(sheet, "name")
    sheet.cell(FIRST + 3, place).value = "New one"
    sheet.cell(FIRST + 3, 1).value = None
    filled = read_filled(TOOL, saved(book))
    assert [row["name"] for row in filled.raws["rows"]] == ["Shop", "New one", "Pit"]
    assert filled.was["rows"] == [1, None, 0]


def test_a_row_copied_with_its_hidden_number_is_a_new_one():
    book = opened()
    sheet = book["Rows"]
    for cell in sheet[FIRST + 1]:
        sheet.cell(FIRST + 3, cell.column).value = cell.value
    assert read_filled(TOOL, saved(book)).was["rows"] == [0, 1, None]


def test_columns_may_be_moved_and_others_added():
    book = opened()
    sheet = book["Rows"]
    sheet.insert_cols(2)
    sheet.cell(2, 2).value = "My own remarks"
    sheet.cell(FIRST + 1, 2).value = "ask again"
    book["Rows"].title = "Renamed"
    book.create_sheet("My notes", 0).append(["anything"])
    assert read(saved(book))["rows"] == known_answers(TOOL, ANSWERS)["rows"]


def test_given_rows_know_themselves_whatever_is_written_over_them():
    book = opened()
    sheet = book["Asked"]
    sheet.cell(FIRST + 1, column(sheet, ITEM)).value = "something else"
    assert read(saved(book))["asked"] == ANSWERS["asked"]


def test_what_is_missing_or_strange_is_told():
    book = opened()
    del book["Facts"]
    foreign = load_workbook(BytesIO(blank_workbook(tools()["stakeholder_power"])))["Stakeholders"]
    extra = book.create_sheet("Other")
    extra.append([cell.value for cell in foreign[1]])
    notes = " ".join(read_filled(TOOL, saved(book)).notes)
    assert "Facts" in notes and "Other" in notes


def test_impossible_values_are_refused_in_words_where_they_stand():
    book = opened()
    sheet = book["Rows"]
    for name, value in {"amount": 11, "kind": "purple", "level": "9", "day": "soon", "people": 2.5}.items():
        sheet.cell(FIRST + 1, column(sheet, name)).value = value
    wrong = read(saved(book))["rows wrong"]
    assert len(wrong) == 5
    assert all("row 1" in words for words in wrong)


def test_it_says_what_it_is_of():
    meta = read_filled(TOOL, saved(opened(assessment="abc", version=7))).meta
    assert (meta.tool, meta.tool_version, meta.assessment, meta.version) == ("every_kind", 1, "abc", 7)


def test_a_workbook_that_no_tool_made_is_refused():
    from batea.interop.cells import xlsx_file

    with pytest.raises(Refused) as refused:
        read_filled(TOOL, xlsx_file("A", ["x"], [["y"]]))
    assert refused.value.problem is FILLED_FILE_REFUSED


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12,5", "12.5"),
        ("-0,25", "-0.25"),
        ("0,125", "0.125"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("1 234", "1234"),
        ("1\u202f234\u202f567,8", "1234567.8"),
        ("1'234", "1234"),
        ("1,234", "1,234"),
        ("1.234", "1.234"),
        ("12.5", "12.5"),
        ("twelve", "twelve"),
        ("1,2,3", "1,2,3"),
    ],
)
def test_a_number_typed_as_text_is_read_where_it_means_one_thing(text, number):
    assert point(text) == number


# For the spreadsheet program ------------------------------------------------------------------------------------------

RISKY = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "'=1", "=cmd|' /C calc'!A0", '"=1']


def test_nothing_people_typed_becomes_a_formula():
    rows = [{"name": text, "story": text} for text in RISKY]
    for book in (
        load_workbook(BytesIO(blank_workbook(TOOL, {"rows": rows}, title="=1+1", mark="=2"))),
        load_workbook(BytesIO(saved(load_workbook(BytesIO(blank_workbook(TOOL, {"rows": rows})))))),
    ):
        kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
        assert "f" not in kinds
    found = read(blank_workbook(TOOL, {"rows": rows}))["rows"]
    assert [row["name"] for row in found] == [text.strip() for text in RISKY]


def test_choices_limits_and_help_stand_in_the_sheet():
    book = opened()
    sheet = book["Rows"]
    rules = {rule.type for rule in sheet.data_validations.dataValidation}
    assert rules == {"list", "decimal", "whole"}
    assert sheet.row_dimensions[1].hidden and sheet.column_dimensions["A"].hidden
    assert book["_lists"].sheet_state == "hidden" and book["_batea"].sheet_state == "veryHidden"
    first = " ".join(str(cell.value) for (cell,) in book.worksheets[0].iter_rows())
    assert "Shows" in first and "bring the file back" in first


@pytest.mark.parametrize("lang", ["es", "en", "pt", "fr"])
@pytest.mark.parametrize("name", list(tools()))
def test_every_tool_has_a_workbook_in_every_language(name, lang):
    """Sheets have names a spreadsheet takes, and none is lost."""
    tool = tools()[name]
    with override(lang):
        book = load_workbook(BytesIO(blank_workbook(tool)))
    assert len(book.worksheets) == len(tool.tables) + 3
    assert all(len(sheet.title) <= 31 for sheet in book)
