"""The workbook of a tool: filled in as people do, changed as people do, and read back as it was meant."""

import copy
import random
from datetime import date, datetime
from io import BytesIO

import pytest
from django.utils.translation import override
from openpyxl import load_workbook

from batea.interop.spreadsheets import Percent, read_workbook
from batea.problems import FILLED_FILE_REFUSED, Refused
from batea.programmes.words import LANGUAGES
from batea.toolbox import grid
from batea.toolbox.answers import MOST_ROWS, known_answers
from batea.toolbox.declaration import ITEM, ToolColumn, ToolTable
from batea.toolbox.discovery import tools
from batea.toolbox.filled import point, read_filled, reading, typed
from batea.toolbox.workbook import FIRST, blank_workbook, languages
from tests.tools.test_examples import examples

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


def said(filled) -> dict:
    """The rows of a filled workbook without what is empty."""
    return {
        name: [{key: value for key, value in row.items() if value} for row in rows]
        for name, rows in filled.raws.items()
    }


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


# Where the hidden parts have gone or moved -----------------------------------------------------------------------------

PLAIN = said(read_filled(TOOL, blank_workbook(TOOL, ANSWERS)))


@pytest.mark.parametrize("sheet", ["Rows", "Facts", "Asked"])
@pytest.mark.parametrize(
    "where", [("insert_rows", 1), ("insert_cols", 1), ("insert_cols", 3), ("insert_cols", 2)]
)
def test_lines_and_columns_put_in_anywhere_change_nothing(sheet, where):
    book = opened()
    what, place = where
    getattr(book[sheet], what)(place)
    filled = read_filled(TOOL, saved(book))
    assert said(filled) == PLAIN
    assert filled.was["rows"] == [0, 1] and filled.notes == []


def test_a_form_knows_its_answers_however_its_columns_stand():
    """Question, a remark of one's own, help, answer: the remark is not the answer."""
    book = opened()
    sheet = book["Facts"]
    sheet.move_range("C1:C2", cols=4)
    sheet["C2"] = "not the answer"
    assert said(read_filled(TOOL, saved(book)))["facts"] == [{"place": "Bahoruco"}]


@pytest.mark.parametrize("lang", ["es", "en", "pt", "fr"])
@pytest.mark.parametrize("gone", ["rows", "cols", "both"])
@pytest.mark.parametrize(
    "name", ["every_kind", "child_protection", "practice_card", "legal_audit", "value_chain"]
)
def test_without_hidden_rows_and_columns_titles_are_enough(name, gone, lang):
    """In a workbook of any language, read by somebody of another; the title of a column is never taken for an answer."""
    tool = TOOL if name == "every_kind" else tools()[name]
    answers = (
        ANSWERS
        if name == "every_kind"
        else max((example["answers"] for example in examples(name)), key=lambda each: len(str(each)))
    )
    with override(lang):
        data = blank_workbook(tool, answers)
    whole = said(read_filled(tool, data))
    book = load_workbook(BytesIO(data))
    for sheet in book.worksheets[1:-2]:
        if gone != "cols":
            sheet.delete_rows(1)
        if gone != "rows":
            sheet.delete_cols(1)
    with override("fr" if lang == "es" else "es"):
        filled = read_filled(tool, saved(book))
    assert said(filled) == whole
    assert len([note for note in filled.notes if book.worksheets[1].title in note]) == 1


def test_without_its_hidden_sheets_too():
    book = opened()
    del book["_batea"], book["_lists"], book["Read me"]
    filled = read_filled(TOOL, saved(book))
    assert said(filled) == PLAIN and filled.meta.tool == ""


# What is told about it ------------------------------------------------------------------------------------------------


def test_each_row_says_where_it_stands():
    book = opened()
    book["Rows"].title = "Renamed"
    book["Renamed"].insert_rows(FIRST + 2, 3)
    filled = read_filled(TOOL, saved(book))
    assert filled.places == {"rows": [4, 8], "facts": [2], "asked": [4, 5]}
    assert filled.sheets == {"rows": "Renamed", "facts": "Facts", "asked": "Asked"}


def test_what_is_left_out_is_told():
    book = opened()
    sheet = book["Rows"]
    sheet.cell(2, 14).value = "Remarks"
    sheet.cell(FIRST + 1, 14).value = "ask again"
    sheet.cell(2, 15).value = "empty, so of no matter"
    sheet.cell(FIRST + 1, 16).value = "no title"
    sheet.delete_cols(column(sheet, "story"))
    book.copy_worksheet(book["Facts"]).title = "Copy"
    book.create_sheet("My list").append(["a", "b"])
    book.create_sheet("Nothing in it")
    told = "\n".join(read_filled(TOOL, saved(book)).notes)
    assert told.count("\n") == 4
    for words in ("“Remarks”", "“O” is not", "no “Story”", "“Copy” repeats", "“My list” belongs"):
        assert words in told


def test_rows_beyond_what_is_read_are_told():
    book = opened()
    for line in range(MOST_ROWS):
        book["Rows"].cell(FIRST + 3 + line, 2).value = f"x{line}"
    filled = read_filled(TOOL, saved(book))
    assert len(filled.raws["rows"]) == MOST_ROWS
    assert "only the first 2000" in " ".join(filled.notes)


def test_nothing_is_told_about_an_untouched_one():
    for lang in LANGUAGES:
        with override(lang):
            data = blank_workbook(TOOL, ANSWERS)
        assert read_filled(TOOL, data).notes == []


def test_a_refusal_speaks_the_language_of_the_reader(monkeypatch):
    monkeypatch.setattr("batea.toolbox.filled._", lambda words: f"[{words}]")
    with pytest.raises(Refused) as refused:
        read_filled(TOOL, b"a,b")
    assert refused.value.details["kind"].startswith("[a text file")


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
    assert meta.language == "en"


def test_a_workbook_that_no_tool_made_is_refused():
    from batea.interop.cells import xlsx_file

    with pytest.raises(Refused) as refused:
        read_filled(TOOL, xlsx_file("A", ["x"], [["y"]]))
    assert refused.value.problem is FILLED_FILE_REFUSED


ODD = [
    None,
    "",
    "x",
    "batea:",
    "batea:rows",
    "batea:asked",
    "batea:.head",
    "batea:.answer",
    "Name *",
    "Place",
    "name",
]
ODD += [
    "9" * 400,
    10**40,
    1e308,
    -1e-300,
    -0.0,
    True,
    date(1, 1, 1),
    date(9999, 12, 31),
    datetime(1, 1, 1, 1, 1),
]
ODD += [Percent(1e300), Percent(1e-300), "%", "1e999%", "nan%", "-%", "\n", "½", "٣", "²", "1,234,5"]


def disturb(rows: list[list], dice: random.Random) -> None:
    """Write somewhere, or take out or put in a line or cells."""
    rows += [[]] * (not rows)
    line, what = dice.randrange(len(rows)), dice.random()
    if what < 0.6:
        place = dice.randrange(len(rows[line]) + 2)
        rows[line] = [*rows[line], None, None]
        rows[line][place] = dice.choice(ODD)
    elif what < 0.7:
        rows.pop(line)
    elif what < 0.85:
        rows.insert(line, [dice.choice(ODD) for _n in range(dice.randint(0, 5))])
    else:
        rows[:] = [row[: dice.randint(0, 12)] for row in rows]


def test_sheets_disturbed_anyhow_are_read_or_refused_never_worse(monkeypatch):
    dice, made = random.Random(5), read_workbook(blank_workbook(TOOL, ANSWERS))
    for _n in range(600):
        sheets = copy.deepcopy(made)
        for _hit in range(dice.randint(1, 12)):
            disturb(sheets[dice.choice(list(sheets))], dice)
        monkeypatch.setattr("batea.toolbox.filled.read_workbook", lambda data, held=sheets: held)
        try:
            filled = read_filled(TOOL, b"")
        except Refused:
            continue
        read(b"")
        for name, raws in filled.raws.items():
            assert len(raws) == len(filled.was[name]) == len(filled.places[name])
            assert all(isinstance(value, str) for row in raws for value in row.values())


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


@pytest.mark.parametrize(
    ("value", "look", "share", "percent", "metres"),
    [
        (0.07, "0%", "0.07", "7", "7%"),
        (0.125, "0.0%", "0.125", "12.5", "12.5%"),
        (1, "0%", "1", "100", "100%"),
        (0, "0%", "0", "0", "0%"),
        ("25 %", "@", "0.25", "25", "25 %"),
        ("12,5%", "@", "0.125", "12.5", "12,5%"),
        ("much %", "@", "much %", "much", "much %"),
        ("1e9999999%", "@", "1e9999999%", "1e9999999", "1e9999999%"),
        ("NaN%", "@", "NaN", "NaN", "NaN%"),
        (7, "General", "7", "7", "7"),
    ],
)
def test_so_much_per_cent_is_read_where_it_means_one_thing(value, look, share, percent, metres):
    """In a column counted in %, and in one of parts of 1; elsewhere it is left to be refused."""
    cells = [Percent(value) if look.endswith("%") else value] * 3
    asked = (
        ToolColumn("share", "Share", "number", minimum=0, maximum=1),
        ToolColumn("percent", "Part", "number", maximum=100, unit="%"),
        ToolColumn("metres", "Length", "number", unit="m"),
    )
    found = [typed(column, cell, {}) for column, cell in zip(asked, cells, strict=True)]
    assert found == [share, percent, metres]


def test_per_cent_comes_through_a_workbook():
    tool = every_kind(
        tables=(ToolTable("rows", "Rows", (ToolColumn("part", "Part", "number", unit="%", maximum=100),)),)
    )
    book = load_workbook(BytesIO(blank_workbook(tool)))
    cell = book["Rows"].cell(FIRST + 1, 2)
    cell.value, cell.number_format = 0.07, "0%"
    assert read(saved(book), tool)["rows"] == [{"part": 7}]


WAYS = [
    ("kind", "NEW", "new"),
    ("kind", "new – New", "new"),
    ("kind", "néw", "new"),
    ("kind", "purple", "purple"),
    ("level", "b", "2"),
    ("level", "HIGH", "2"),
    ("level", "B - high", "2"),
    ("level", "B—high", "B—high"),
    ("level", 2.0, "2"),
    ("change", "−1", "-1"),
    ("there", "SI", "yes"),
    ("there", "sí", "yes"),
    ("there", "Não", "no"),
    ("there", "oui", "yes"),
    ("there", True, "yes"),
    ("there", 7, "7"),
]


@pytest.mark.parametrize(("name", "value", "wanted"), WAYS)
def test_a_choice_may_be_written_in_many_ways(name, value, wanted):
    asked = TOOL.tables[0].column(name)
    assert typed(asked, value, reading(TOOL, asked, languages())) == wanted


def test_words_that_mean_two_things_are_left_to_be_refused():
    """Two choices of one title are told apart by their codes only; the workbook's own language counts first."""
    twins = (("a", "Same"), ("b", "same"), ("same", "Other"))
    asked = ToolColumn("kind", "Kind", "choice", choices=twins)
    words = reading(TOOL, asked, languages())
    assert [typed(asked, text, words) for text in ("SAME", "b", "Other")] == ["SAME", "b", "same"]


# For the spreadsheet program ------------------------------------------------------------------------------------------


def test_a_moment_with_a_time_zone_is_written_all_the_same():
    rows = [{"name": "Pit", "moment": "2026-03-02T10:30:00+02:00"}]
    assert (
        said(read_filled(TOOL, blank_workbook(TOOL, {"rows": rows})))["rows"][0]["moment"]
        == "2026-03-02T10:30"
    )


RISKY = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠A1",
    "'=1",
    "=cmd|' /C calc'!A0",
    '"=1',
]


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
    told = " ".join(rule.error for rule in sheet.data_validations.dataValidation)
    assert "Type a number. At least 0. At most 10." in told and "Type a whole number. At least 0." in told
    assert sheet.cell(3, column(sheet, "name")).value == "Must be filled in."
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
