"""Workbooks people send: honest ones are read as they are, all others are refused in words and harm nothing."""

import random
import resource
import time
import zipfile
from datetime import date, datetime
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from batea.interop.cells import xlsx_file
from batea.interop.spreadsheets import SECONDS, read_workbook
from batea.problems import FILLED_FILE_REFUSED, Refused

GOOD = xlsx_file("Sheet", ["name", "amount"], [["Pit", 1.5], ["Shop", 100]])


def refused(data: bytes) -> str:
    """The words of the refusal, which must come in time."""
    began = time.monotonic()
    with pytest.raises(Refused) as found:
        read_workbook(data)
    assert found.value.problem is FILLED_FILE_REFUSED
    assert time.monotonic() - began < SECONDS + 3
    return str(found.value)


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: dict[str, bytes], **options) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def with_part(name: str, content: bytes) -> bytes:
    return zipped({**parts_of(GOOD), name: content})


SHEET = "xl/worksheets/sheet1.xml"
SPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def sheet_of(rows: str, before: str = "") -> bytes:
    return (
        f'<?xml version="1.0"?>{before}<worksheet {SPACE}><sheetData>{rows}</sheetData></worksheet>'.encode()
    )


# Honest ---------------------------------------------------------------------------------------------------------------


def test_cells_come_as_what_they_are():
    book = Workbook()
    book.active.title = "A"
    book.active.append(["text", 1, 2.5, True, date(2026, 1, 2), datetime(2026, 1, 2, 10, 30), None, "end"])
    book.active.append([])
    book.create_sheet("B").append(["=1+1", "#REF!", "ñandú"])
    buffer = BytesIO()
    book.save(buffer)
    assert read_workbook(buffer.getvalue()) == {
        "A": [["text", 1, 2.5, True, date(2026, 1, 2), datetime(2026, 1, 2, 10, 30), None, "end"]],
        "B": [[None, "#REF!", "ñandú"]],
    }


def test_rows_columns_and_sheets_beyond_the_limits_are_not_read():
    rows = [[n] * 9 for n in range(30)]
    data = xlsx_file("S", ["x"] * 9, rows)
    found = read_workbook(data, most_rows=11, most_columns=4)["S"]
    assert (len(found), len(found[0])) == (11, 4)


def test_a_file_saved_again_by_another_program_is_read_the_same():
    buffer = BytesIO()
    load_workbook(BytesIO(GOOD)).save(buffer)
    assert read_workbook(buffer.getvalue()) == read_workbook(GOOD)


# Other kinds ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "no .xlsx"),
        (b"name,amount\nPit,1\n", "no .xlsx"),
        (b"%PDF-1.7", "no .xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "password"),
        (zipped({"content.xml": b"<a/>", "mimetype": b"x"}), "OpenDocument"),
        (zipped({"word/document.xml": b"<a/>"}), "no .xlsx"),
        (with_part("xl/vbaProject.bin", b"x"), "macros"),
    ],
)
def test_other_files_are_told_what_they_are(data, said):
    assert said in refused(data)


# Hostile --------------------------------------------------------------------------------------------------------------


def bomb() -> bytes:
    """A sheet of a gigabyte, packed."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts_of(GOOD).items():
            if name != SHEET:
                archive.writestr(name, content)
        with archive.open(SHEET, "w", force_zip64=True) as part:
            part.write(f"<worksheet {SPACE}><sheetData>".encode())
            block = b"<row><c><v>1</v></c></row>" * 40_000
            for _n in range(120):
                part.write(block)
    return buffer.getvalue()


def link() -> bytes:
    found = zipfile.ZipInfo("xl/media/a")
    found.external_attr = 0xA1ED << 16
    buffer = BytesIO(GOOD)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr(found, "/etc/passwd")
    return buffer.getvalue()


LAUGHS = '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
OUTSIDE = '<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
SAYS = '<row r="1"><c r="A1" t="inlineStr"><is><t>{}</t></is></c></row>'
HOSTILE = {
    "bomb": bomb,
    "symbolic link": link,
    "outside the folder": lambda: with_part("../../evil", b"x"),
    "absolute name": lambda: with_part("/etc/evil", b"x"),
    "nested zip": lambda: with_part("xl/media/more.zip", GOOD),
    "many parts": lambda: zipped({**parts_of(GOOD), **{f"xl/x{n}": b"" for n in range(2000)}}),
    "billion laughs": lambda: with_part(SHEET, sheet_of(SAYS.format("&c;"), LAUGHS)),
    "outside entity": lambda: with_part(SHEET, sheet_of(SAYS.format("&a;"), OUTSIDE)),
    "string that is not there": lambda: with_part(
        SHEET, sheet_of('<row r="1"><c r="A1" t="s"><v>99</v></c></row>')
    ),
    "no xml": lambda: with_part(SHEET, b"\x00\x01\x02"),
    "half a file": lambda: GOOD[: len(GOOD) // 2],
    "no contents": lambda: with_part("[Content_Types].xml", b"<Types/>"),
    "wrong number": lambda: with_part(SHEET, sheet_of('<row r="1"><c r="A1"><v>many</v></c></row>')),
    "deep": lambda: with_part(SHEET, sheet_of("<row>" * 50_000)),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_workbooks_are_refused_within_their_limits(name):
    """In time, in words, without a trace in this process, and the child within its memory."""
    data = HOSTILE[name]()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    refused(data)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60 * 1024
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < 640 * 1024


def test_two_cells_far_apart_cost_nothing():
    """1.4 kB that make some readers ask for 500 GB: the far cell lies beyond the limits."""
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    assert read_workbook(with_part(SHEET, sheet_of(rows)))["Sheet"] == [[1]]


def test_letters_without_end_are_refused():
    text = "x" * 900_000
    rows = "".join(SAYS.format(text) for _n in range(20))
    assert refused(with_part(SHEET, sheet_of(rows)))


def test_a_workbook_damaged_anywhere_is_read_or_refused_never_worse():
    """Bytes flipped, cut out and doubled at random places of an honest file and of its parts."""
    dice = random.Random(7)
    kinds = set()
    for n in range(60):
        data = bytearray(GOOD) if n % 2 else bytearray(parts_of(GOOD)[SHEET])
        for _hit in range(dice.randint(1, 8)):
            place = dice.randrange(len(data))
            data[place : place + dice.randint(0, 3)] = dice.randbytes(dice.randint(0, 3))
        try:
            read_workbook(bytes(data) if n % 2 else with_part(SHEET, bytes(data)))
            kinds.add("read")
        except Refused as found:
            assert found.problem is FILLED_FILE_REFUSED
            kinds.add("refused")
    assert "refused" in kinds
