"""Cells that leave: nothing in them is ever computed, and everything comes back as it was."""

import csv
import shutil
import subprocess
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from batea.interop import cells
from batea.interop.cells import csv_lines, inert, restore, writable, xlsx_file

calm = settings(deadline=None, derandomize=True)
SIGNS = "=+-@＝＋－＠﹢﹣﹦﹫"
INVISIBLE = "".join(map(chr, (0x20, 0xA0, 0xAD, 0x200B, 0x200E, 0x202E, 0x2060, 0x3000, 0xFEFF)))
ATTACKS = [
    '=cmd|"/C calc"!A0',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "\ufeff=1+1",
    "\x00=1+1",
    "\u200b=1+1",
    "＝1+1",
    "﹦1+1",
    "'=1+1",
    "''=1+1",
    '=HYPERLINK("https://example.org";"see")',
    '"=1+1',
    "=1+1,=2+2",
]
attacks = st.builds(
    str.__add__, st.text(INVISIBLE + "'\t\r\n\x00\x1f", max_size=4), st.text(SIGNS + "a1(", min_size=1)
)
anything = st.one_of(st.text(st.characters(exclude_categories=["Cs"])), attacks, st.sampled_from(ATTACKS))


def computes(cell: str) -> bool:
    """Would a spreadsheet take the cell for something to compute? Written apart from the code under test."""
    seen = cell.translate({ord(char): None for char in INVISIBLE}).lstrip()
    return cell[:1] in {"\t", "\r", "\n"} or (seen[:1] in set(SIGNS) and seen != "")


def read_csv(rows) -> list[list[str]]:
    text = b"".join(csv_lines(["a"], rows)).decode("utf-8-sig")
    return list(csv.reader(StringIO(text, newline="")))[1:]


@calm
@given(anything)
def test_no_text_is_computed_and_all_of_it_comes_back(text):
    [[cell]] = read_csv([[text]]) or [[""]]
    assert not computes(cell)
    assert restore(cell) == writable(text)


def test_without_the_apostrophe_it_would_be_computed(monkeypatch):
    monkeypatch.setattr(cells, "inert", lambda text: text)
    assert any(computes(read_csv([[attack]])[0][0]) for attack in ATTACKS[:4])


@calm
@given(st.lists(anything, min_size=1, max_size=8))
def test_a_row_of_attacks_stays_one_row(texts):
    assert [restore(cell) for cell in read_csv([["x", *texts]])[0]] == ["x", *map(writable, texts)]


@calm
@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**12), max_value=10**12))
def test_numbers_stay_numbers_however_negative(number):
    [[cell]] = read_csv([[number]])
    assert Decimal(cell) == number


def test_kinds_of_cells_in_csv():
    row = [None, True, -3, Decimal("-1.50"), date(2026, 1, 2), datetime(2026, 1, 2, 3, 4), ""]
    assert read_csv([row]) == [["", "1", "-3", "-1.50", "2026-01-02", "2026-01-02T03:04:00", ""]]


@settings(calm, max_examples=40)
@given(st.lists(st.lists(anything, min_size=1, max_size=4), min_size=1, max_size=4))
def test_a_workbook_holds_text_as_text(rows):
    sheet = load_workbook(BytesIO(xlsx_file("S", ["a", "b", "c", "d"], rows))).active
    for number, row in enumerate(rows, start=2):
        for column, text in enumerate(row, start=1):
            cell = sheet.cell(number, column)
            wanted = writable(text).replace("\r\n", "\n").replace("\r", "\n")
            assert (cell.value or "") == wanted
            assert cell.data_type == "s" or cell.value is None


def test_a_workbook_that_computes_would_be_seen():
    from xlsxwriter import Workbook

    buffer = BytesIO()
    book = Workbook(buffer)
    book.add_worksheet().write(0, 0, "=1+1")
    book.close()
    assert load_workbook(BytesIO(buffer.getvalue())).active["A1"].data_type == "f"


def test_kinds_of_cells_in_a_workbook():
    row = [None, True, -3, Decimal("-1.5"), date(2026, 1, 2), "-3", "x" * 40_000, date(1, 1, 1)]
    sheet = load_workbook(BytesIO(xlsx_file("[a]/b:" + "c" * 40, ["h"] * len(row), [row]))).active
    found = [cell.value for cell in sheet[2]]
    assert found[:6] == [None, True, -3, -1.5, datetime(2026, 1, 2), "-3"]
    assert len(found[6]) == 32_767 and "0001-01-01" in str(found[7])
    assert sheet.title.startswith("ab") and len(sheet.title) <= 31


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on this machine")
def test_libreoffice_computes_nothing(tmp_path):
    """The oracle from outside: a spreadsheet program opens both files and has no formula afterwards."""
    rows = [[attack.replace("\x00", "")] for attack in ATTACKS]
    (tmp_path / "c.csv").write_bytes(b"".join(csv_lines(["a"], rows)))
    (tmp_path / "x.xlsx").write_bytes(xlsx_file("S", ["a"], rows))
    (tmp_path / "twin.csv").write_text("a\n=1+1\n")
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    (tmp_path / "out").mkdir()
    files = [tmp_path / name for name in ("c.csv", "x.xlsx", "twin.csv")]
    command = ["soffice", "--headless", home, "--convert-to", "xlsx", "--outdir", tmp_path / "out", *files]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    if "could not be loaded" in done.stderr:
        pytest.skip("LibreOffice is here without its spreadsheet (Debian: libreoffice-calc)")
    assert formulas(tmp_path / "out" / "twin.xlsx") == ["=1+1"], "this test could see a formula"
    assert formulas(tmp_path / "out" / "c.xlsx") == formulas(tmp_path / "out" / "x.xlsx") == []


def formulas(path) -> list:
    sheet = load_workbook(path).active
    return [cell.value for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_inert_is_undone_for_every_attack():
    for attack in ATTACKS:
        assert restore(inert(attack)) == writable(attack)
