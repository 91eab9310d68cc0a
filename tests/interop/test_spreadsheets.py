"""Workbooks people send: honest ones are read as they are, all others are refused in words and harm nothing."""

import random
import re
import resource
import socket
import socketserver
import struct
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from threading import Thread

import pytest
from openpyxl import Workbook, load_workbook

from batea.interop.cells import xlsx_file
from batea.interop.spreadsheets import SECONDS, Percent, read_workbook
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


def test_text_is_cleaned_and_parts_of_a_hundred_are_known():
    book = Workbook()
    book.active.append(["two_x000D_\nlines", "tab_x0009_", "nul_x0000_", "_x0041_ stays", 0.25, 3, 7])
    book.active["E1"].number_format = "0%"
    book.active["F1"].number_format = '0" % of all"'  # only written beside the number
    buffer = BytesIO()
    book.save(buffer)
    [row] = read_workbook(buffer.getvalue())["Sheet"]
    assert row == ["two\nlines", "tab\t", "nul", "_x0041_ stays", 0.25, 3, 7]
    assert [isinstance(cell, Percent) for cell in row[4:]] == [True, False, False]


def test_a_formula_that_was_never_computed_says_nothing():
    """A program that writes formulas without their values leaves the cell empty, never 0."""
    rows = '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>1+1</f></c><c r="C1"><v>3</v></c></row>'
    assert read_workbook(with_part(SHEET, sheet_of(rows)))["Sheet"] == [[2, None, 3]]


def test_an_ordinary_workbook_is_read_soon():
    """Twelve tables of twenty rows: well under a second, most of it the start of the child."""
    book = Workbook()
    for n in range(12):
        sheet = book.create_sheet(f"T{n}")
        for _row in range(20):
            sheet.append(["some words", 1.5, True, None] * 3)
    buffer = BytesIO()
    book.save(buffer)
    began = time.monotonic()
    assert len(read_workbook(buffer.getvalue())) == 13
    assert time.monotonic() - began < 2  # 0.3 s alone; tests share two cores


# Other kinds ----------------------------------------------------------------------------------------------------------


OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "not an .xlsx"),
        (b"PK", "not an .xlsx"),
        (b"name,amount\nPit,1\n", "CSV"),
        ("nombre;año\n".encode("latin-1"), "CSV"),
        (b"%PDF-1.7", "not an .xlsx"),
        (b"\x89PNG\r\n\x1a\n\0", "not an .xlsx"),
        (OLD, "old Excel"),
        (OLD + "EncryptedPackage".encode("utf-16-le"), "password"),
        (zipped({"content.xml": b"<a/>", "mimetype": b"x"}), "OpenDocument"),
        (zipped({"xl/workbook.bin": b"x"}), ".xlsb"),
        (zipped({"word/document.xml": b"<a/>"}), "not an .xlsx"),
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


def forged() -> bytes:
    """A sheet of 30 MB whose entry says it is small, in the list of contents and before the part."""
    data = bytearray(zipped({**parts_of(GOOD), SHEET: sheet_of(" " * 30_000_000)}))
    with zipfile.ZipFile(BytesIO(data)) as archive:
        part = archive.getinfo(SHEET)
    struct.pack_into("<I", data, part.header_offset + 22, 500)
    listed = data.rindex(SHEET.encode()) - 46
    assert data[listed : listed + 4] == b"PK\x01\x02"
    struct.pack_into("<I", data, listed + 24, 500)
    return bytes(data)


def twice() -> bytes:
    buffer = BytesIO(GOOD)
    with zipfile.ZipFile(buffer, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(SHEET, sheet_of(""))
    return buffer.getvalue()


def packed_otherwise() -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_LZMA) as archive:
        for name, content in parts_of(GOOD).items():
            archive.writestr(name, content)
    return buffer.getvalue()


def shared(text: str) -> bytes:
    """A workbook whose cell takes the first of its shared strings."""
    parts = parts_of(GOOD)
    parts["xl/sharedStrings.xml"] = f'<?xml version="1.0"?><sst {SPACE}>{text}</sst>'.encode()
    parts[SHEET] = sheet_of('<row r="1"><c r="A1" t="s"><v>0</v></c></row>')
    return zipped(parts)


def entities(declared: str, said: str = "&a;") -> bytes:
    return with_part(SHEET, sheet_of(SAYS.format(said), f"<!DOCTYPE w [{declared}]>"))


def cell(inside: str) -> bytes:
    return with_part(SHEET, sheet_of(f'<row r="1">{inside}</row>'))


def per_cent_beyond() -> bytes:
    """A whole number of 400 digits, shown with %."""
    book = Workbook()
    book.active["A1"] = 12345
    book.active["A1"].number_format = "0%"
    buffer = BytesIO()
    book.save(buffer)
    parts = parts_of(buffer.getvalue())
    return zipped({**parts, SHEET: parts[SHEET].replace(b"12345", b"9" * 400)})


def two_sheets_of_one_name() -> bytes:
    book = Workbook()
    book.active.title = "A"
    book.create_sheet("B")
    buffer = BytesIO()
    book.save(buffer)
    parts = parts_of(buffer.getvalue())
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b'name="B"', b'name="A"')
    return zipped(parts)


SAYS = '<row r="1"><c r="A1" t="inlineStr"><is><t>{}</t></is></c></row>'
LAUGHS = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
MANY = " ".join(f'a{n}=""' for n in range(300_000))
TYPES = "[Content_Types].xml"
HOSTILE = {
    "bomb": bomb,
    "forged size": forged,
    "symbolic link": link,
    "outside the folder": lambda: with_part("../../evil", b"x"),
    "absolute name": lambda: with_part("/etc/evil", b"x"),
    "backslashes": lambda: with_part("xl\\..\\..\\evil", b"x"),
    "nested zip": lambda: with_part("xl/media/more.zip", GOOD),
    "many parts": lambda: zipped({**parts_of(GOOD), **{f"xl/x{n}": b"" for n in range(100_000)}}),
    "a part twice": twice,
    "unusual packing": packed_otherwise,
    "billion laughs": lambda: entities(f'<!ENTITY a "ha">{LAUGHS}', "&i;"),
    "quadratic": lambda: entities(f'<!ENTITY a "{"x" * 50_000}">', "&a;" * 20_000),
    "outside entity": lambda: entities('<!ENTITY a SYSTEM "file:///etc/passwd">'),
    "parameter entity": lambda: entities('<!ENTITY % p SYSTEM "file:///etc/passwd">%p;', "x"),
    "string that is not there": lambda: cell('<c r="A1" t="s"><v>99</v></c>'),
    "string before the first": lambda: cell('<c r="A1" t="s"><v>-99</v></c>'),
    "long shared string": lambda: shared(f"<si><t>{'x' * 3_000_000}</t></si>"),
    "many shared strings": lambda: shared("<si><t>x</t></si>" * 3_000_000),
    "no xml": lambda: with_part(SHEET, b"\x00\x01\x02"),
    "unknown encoding": lambda: with_part(SHEET, b'<?xml version="1.0" encoding="klingon"?><a/>'),
    "half a file": lambda: GOOD[: len(GOOD) // 2],
    "no contents": lambda: with_part(TYPES, b"<Types/>"),
    "other contents": lambda: with_part(TYPES, parts_of(GOOD)[TYPES].replace(b"sheet.main", b"chart")),
    "no relations": lambda: with_part("xl/_rels/workbook.xml.rels", b"<Relationships/>"),
    "wrong number": lambda: cell('<c r="A1"><v>many</v></c>'),
    "number without end": lambda: cell(f'<c r="A1"><v>{"9" * 5_000}</v></c>'),
    "per cent beyond all numbers": per_cent_beyond,
    "wrong place": lambda: cell('<c r="ZZZZZZ1"><v>1</v></c>'),
    "line that is no number": lambda: with_part(SHEET, sheet_of('<row r="1.5"><c><v>1</v></c></row>')),
    "style that is not there": lambda: cell('<c r="A1" s="999"><v>1</v></c>'),
    "deep": lambda: with_part(SHEET, sheet_of("<row>" * 200_000)),
    "deep and closed": lambda: cell("<c>" * 100_000 + "</c>" * 100_000 + '<c r="A1"><v>x</v></c>'),
    "many attributes": lambda: cell(f"<c {MANY}><v>x</v></c>"),
    "two sheets of one name": two_sheets_of_one_name,
}


WHO = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)


def peak() -> int:
    """kB of memory this process held at most since `forget_peak`."""
    return int(re.search(r"VmHWM:\s*(\d+)", Path("/proc/self/status").read_text())[1])


def forget_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5")


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_workbooks_are_refused_within_their_limits(name):
    """In time, in words, without a trace in this process, and the child within its memory."""
    data = HOSTILE[name]()
    # The system remembers the largest child this process ever had, and for an instant a child is a copy of it.
    allowed = max(512 * 1024, *(resource.getrusage(who).ru_maxrss for who in WHO))
    forget_peak()
    before = peak()
    refused(data)
    assert peak() - before <= 5 * 1024
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss <= allowed


def test_no_address_is_called():
    """Document types, entities, links and relations that name an address: nobody knocks there."""
    knocks = []

    class Door(socketserver.BaseRequestHandler):
        def handle(self):
            knocks.append(self.client_address)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Door) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        at = f"http://127.0.0.1:{server.server_address[1]}/x"
        parts = parts_of(GOOD)
        rels = parts["xl/_rels/workbook.xml.rels"].replace(
            b"</Relationships>",
            f'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
            f'externalLink" Target="{at}" TargetMode="External"/></Relationships>'.encode(),
        )
        include = f'<x:include xmlns:x="http://www.w3.org/2001/XInclude" href="{at}"/>'
        for data in (
            entities(f'<!ENTITY a SYSTEM "{at}">'),
            entities(f'<!ENTITY % p SYSTEM "{at}">%p;', "x"),
            with_part(SHEET, sheet_of(SAYS.format("x"), f'<!DOCTYPE w SYSTEM "{at}">')),
            with_part(SHEET, sheet_of(include)),
            zipped({**parts, "xl/_rels/workbook.xml.rels": rels}),
        ):
            read_or_refused(data)
        assert knocks == []
        with socket.create_connection(server.server_address) as knock:
            knock.recv(1)
        server.shutdown()
    assert len(knocks) == 1, "this test could hear a knock"


def read_or_refused(data: bytes) -> str:
    try:
        read_workbook(data)
    except Refused as found:
        assert found.problem is FILLED_FILE_REFUSED
        return "refused"
    return "read"


def test_without_the_look_before_it_would_be_read(monkeypatch):
    monkeypatch.setattr("batea.interop.spreadsheets.look_before", lambda data: None)
    assert read_workbook(with_part("../../evil", b"x")) == read_workbook(GOOD)


def test_a_child_that_takes_too_long_or_says_too_much_is_ended(monkeypatch):
    from batea.interop import spreadsheets

    slow = [spreadsheets.sys.executable, "-c", "import time; time.sleep(60)"]
    loud = [spreadsheets.sys.executable, "-c", "while True: print('x' * 99999)"]
    monkeypatch.setattr(spreadsheets, "SECONDS", 0.5)
    began = time.monotonic()
    assert spreadsheets.answer_of(slow, b"x" * 10_000_000)[0] < 0
    monkeypatch.setattr(spreadsheets, "MOST_TOLD", 1_000_000)
    assert spreadsheets.answer_of(loud, b"")[0] < 0
    assert time.monotonic() - began < 10


def test_two_cells_far_apart_cost_nothing():
    """1.4 kB that make some readers ask for 500 GB: the far cell lies beyond the limits."""
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    assert read_workbook(with_part(SHEET, sheet_of(rows)))["Sheet"] == [[1]]


def test_letters_without_end_are_refused():
    """10 kB that would take the parent 380 MB."""
    text = "\U0001f600" * 16_000
    assert "more than can be read" in refused(xlsx_file("S", ["x"], [[text]] * 900))


def damaged(data: bytes, dice: random.Random) -> bytes:
    """With bytes flipped, cut out and put in at random places; or cut short."""
    if dice.random() < 0.2:
        return data[: dice.randrange(len(data))]
    hurt = bytearray(data)
    for _hit in range(dice.randint(1, 8)):
        place = dice.randrange(len(hurt))
        hurt[place : place + dice.randint(0, 3)] = dice.randbytes(dice.randint(0, 3))
    return bytes(hurt)


SWAPS = [
    b"0",
    b"-1",
    b"99999999999999999999",
    b"1e999",
    b"NaN",
    b"",
    b"A1:XFD1048576",
    b"\xc3\xb1",
    b"&amp;",
    b"<x/>",
]


def mutants(seed: int):
    """Damage to the file, to one of its parts, and values put into another's place."""
    dice, parts = random.Random(seed), parts_of(GOOD)
    names = sorted(parts)
    for n in range(300):
        name = dice.choice(names)
        if n % 3 == 0:
            yield damaged(GOOD, dice)
        elif n % 3 == 1:
            yield zipped({**parts, name: damaged(parts[name], dice)})
        else:
            values = list(re.finditer(rb'"[^"]*"|>[^<]+<', parts[name]))
            swap, at = dice.choice(SWAPS), dice.choice(values)
            hurt = parts[name][: at.start() + 1] + swap + parts[name][at.end() - 1 :]
            yield zipped({**parts, name: hurt})


def test_a_workbook_damaged_anywhere_is_read_or_refused_never_worse():
    with ThreadPoolExecutor(2) as two:
        kinds = list(two.map(read_or_refused, mutants(7)))
    assert 30 < kinds.count("read") < 270, "some stay readable, some do not"


def test_a_damaged_list_of_contents_is_read_or_refused():
    """Only what happens before the child: thousands of them."""
    from batea.interop.spreadsheets import look_before

    dice = random.Random(11)
    tail = GOOD.index(b"PK\x01\x02")
    for _n in range(5_000):
        try:
            look_before(GOOD[:tail] + damaged(GOOD[tail:], dice))
        except Refused as found:
            assert found.problem is FILLED_FILE_REFUSED


def test_bytes_by_chance_are_refused():
    dice = random.Random(3)
    for size in (1, 10, 100, 10_000, 1_000_000):
        refused(dice.randbytes(size))
        refused(b"PK\x03\x04" + dice.randbytes(size))
