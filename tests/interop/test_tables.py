"""Large tables leave in seven formats; each is opened here with somebody else's reader."""

import csv
import gc
import json
import sqlite3
import struct
import tracemalloc
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from io import BytesIO, StringIO
from random import Random

import duckdb
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from openpyxl import load_workbook

from batea.interop.cells import inert, writable
from batea.interop.tables import (
    KINDS,
    Column,
    Table,
    code_book,
    columns,
    csv_one,
    csv_zip,
    geojson_lines,
    geopackage_file,
    kml_lines,
    parquet_file,
    xlsx,
    xlsx_file,
)
from batea.interop.tables import csv as csv_file

calm = settings(deadline=None, derandomize=True)
RISKY = [
    "=1+1",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1+1",
    "－1",
    "＋1",
    "＠a",
    " =1",
    "\u200b=1",
    "'=1",
]
BROKEN = "a\x00b\ud800c\x0bd\ufffe"
AREA = "18 -70 0 0; 18 -69 0 0; 19 -69 0 0; 18 -70 0 0"

HOUSES = (
    Column("key", "Key", "text"),
    Column("name", "Name", "text", "As people say it"),
    Column("people", "People", "whole"),
    Column("income", "Income", "number"),
    Column("visited", "Visited on", "day"),
    Column("begun", "Begun", "moment"),
    Column("at", "At what time", "time"),
    Column("owns", "Owns the house", "yesno"),
    Column("gps", "Where", "place"),
    Column("path", "Way there", "line"),
    Column("plot", "Plot", "area"),
    Column("metal", "Metal", "choice", choices=(("au", "Gold"), ("ag", "Silver"))),
    Column("tools", "Tools", "choices"),
    Column("photo", "Photo", "file"),
)
FULL = [
    *("1", "Ana", "-5", "3.5", "2026-11-25", "2026-11-25T10:00:00.250-04:00", "10:30:00.000-04:00", "yes"),
    *("18.5 -69.9 12.0 4.5", "18.5 -69.9 0 0;18.6 -69.8 0 0", AREA, "au", "pan hose", "1.jpg"),
]
ODD = [
    *("2", "=1+1", "twelve", "1e999", "2026-02-30", "yesterday", "25:61", "perhaps"),
    *("somewhere", "18.5 -69.9", "99 -69.9; 1 1; 2 2", "-ag", "@x", "=1.jpg"),
]
SOUTH = ["4", "-", "+7", "-0.5", "", None, None, "0", "-12.05 -77.04", "", "", "", "", ""]
PEOPLE = (Column("key", "Key", "text"), Column("parent_key", "House", "text"), Column("age", "Age", "whole"))


def houses(rows=(FULL, ODD, [None] * 14, SOUTH)) -> Table:
    return Table("houses", "Houses & <yards>", HOUSES, iter([list(row) for row in rows]))


def people() -> Table:
    return Table(
        "people", "People", PEOPLE, iter([["1/1", "1", "30"], ["1/2", "1", "4"], ["2/1", "2", None]])
    )


def tools() -> Table:
    return Table(
        "tools", "Tools", (*PEOPLE[:2], Column("tool", "Tool", "text")), iter([["t1", "1/1", "pan"]])
    )


def of_texts(*texts: str | None, kind: str = "text") -> Table:
    return Table("texts", "Texts", (Column("a", "A", kind),), iter([[text] for text in texts]))


def read_csv(data: bytes) -> list[list[str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(StringIO(data.decode("utf-8-sig"), newline="")))


def csv_of(table: Table) -> list[list[str]]:
    return read_csv(b"".join(csv_one(table)))


def cells_of(table: Table, path) -> list[list]:
    xlsx_file([table], path)
    return [list(row) for row in load_workbook(path).worksheets[0]]


def parquet_of(table: Table, path) -> tuple[list[tuple], dict[str, int]]:
    misfits = parquet_file(table, path)
    return duckdb.connect().execute("SELECT * FROM read_parquet(?)", [str(path)]).fetchall(), misfits


def geojson_of(table: Table, column: str):
    return json.loads(b"".join(geojson_lines(table, column)))


# CSV ------------------------------------------------------------------------------------------------------------------


@calm
@given(st.lists(st.one_of(st.none(), st.sampled_from([*RISKY, BROKEN]), st.text(max_size=5)), max_size=6))
def test_texts_in_csv_are_as_inert_has_them(texts):
    assert csv_of(of_texts("x", *texts))[2:] == [[inert(text or "")] for text in texts]


@calm
@given(st.text(max_size=3), st.sampled_from(["", "=1", "a", "'"]))
def test_what_may_run_is_never_missed(start, end):
    text = start + end
    for others in ([], ["a", None], ["\x00"]):
        found = csv_file.inert_column("text", [*others, text])
        assert (found[-1] or "") == inert(text)


@calm
@given(
    st.lists(
        st.lists(st.one_of(st.none(), st.text('ab",;\r\n ', max_size=4)), min_size=2, max_size=2), max_size=5
    )
)
def test_lines_are_those_of_the_librarys_writer(rows):
    both = list(zip(*rows, strict=True))
    for found in (both, both[:1]):
        wanted = StringIO()
        csv.writer(wanted, lineterminator="\r\n").writerows(zip(*found, strict=True))
        if found:
            assert csv_file.csv_batch(list(map(csv_file.quoted, found))).decode() == wanted.getvalue()


@pytest.mark.parametrize("kind", ["whole", "number"])
def test_numbers_in_csv_stay_numbers_and_other_texts_are_inert(kind):
    numbers = ["-5", "+5", "3.50", "-.5", "1e-3", "12345678901234567890", "007"]
    assert csv_of(of_texts(*numbers, kind=kind))[1:] == [[number] for number in numbers]
    others = ["-5+3", "=5", "-INF", "5\x00\n-3", "-５", "--5", "-", "1 -2"]
    assert csv_of(of_texts(*numbers, *others, kind=kind))[1:] == [
        *([number] for number in numbers),
        *([inert(other)] for other in others),
    ]


def test_a_number_in_a_text_column_is_text():
    assert csv_of(of_texts("-5"))[1:] == [["'-5"]]


def test_a_place_is_four_numbers_even_in_the_south():
    header, *rows = csv_of(houses())
    assert header[8:13] == ["gps-Latitude", "gps-Longitude", "gps-Altitude", "gps-Accuracy", "path"]
    assert rows[0][8:12] == ["18.5", "-69.9", "12.0", "4.5"]
    assert rows[1][8:12] == ["somewhere", "", "", ""]
    assert rows[2] == [""] * 17
    assert rows[3][8:12] == ["-12.05", "-77.04", "", ""] and rows[3][:4] == ["4", "'-", "+7", "-0.5"]


def test_a_row_of_another_width_is_an_error():
    for rows in ([["1"]], [["1", "2", "3"], ["1", "2"]]):
        with pytest.raises(ValueError, match="as wide"):
            list(csv_one(Table("t", "T", PEOPLE, iter(rows))))


# ZIP ------------------------------------------------------------------------------------------------------------------


def test_a_zip_of_three_tables_with_their_code_book():
    data = b"".join(csv_zip([houses(), people(), tools()], {"README.txt": b"read me"}))
    with zipfile.ZipFile(BytesIO(data)) as file:
        assert file.testzip() is None
        assert sorted(file.namelist()) == [
            "README.txt",
            "codebook.csv",
            "houses.csv",
            "people.csv",
            "tools.csv",
        ]
        assert file.read("README.txt") == b"read me"
        assert read_csv(file.read("people.csv"))[1:] == [
            ["1/1", "1", "30"],
            ["1/2", "1", "4"],
            ["2/1", "2", ""],
        ]
        assert read_csv(file.read("tools.csv"))[1] == ["t1", "1/1", "pan"]
        book = read_csv(file.read("codebook.csv"))
    assert book[0] == ["table", "name", "title", "kind", "help", "choices"]
    assert {row[1] for row in book if row[0] == "houses"} == set(csv_of(houses())[0])
    assert next(row for row in book if row[1] == "metal")[5] == "au = Gold\nag = Silver"


def test_the_same_tables_give_the_same_zip():
    assert b"".join(csv_zip([houses()], {})) == b"".join(csv_zip([houses()], {}))


def test_names_in_a_zip_are_files_and_differ():
    named = [Table(name, "T", PEOPLE, ()) for name in ("../a", "A:b", "a_B", "codebook", "note", "", "..")]
    names = zipfile.ZipFile(BytesIO(b"".join(csv_zip(named, {"note.csv": b""})))).namelist()
    assert len({name.lower() for name in names}) == len(names) == 9
    assert not any(sign in name for name in names for sign in "/\\:") and ".csv" not in names


def untouchable() -> Iterator[list[str]]:
    raise AssertionError("a row was asked for too early")
    yield []


def test_the_first_bytes_come_before_the_first_row():
    def table() -> Table:
        return Table("t", "T", HOUSES, untouchable())

    for pieces in (
        csv_zip([table()], {"a": b"a"}),
        csv_one(table()),
        geojson_lines(table(), "gps"),
        kml_lines(table(), "gps"),
    ):
        assert next(pieces)
        with pytest.raises(AssertionError, match="too early"):
            list(pieces)


def test_rows_are_read_as_bytes_are_asked_for():
    read = []

    def rows():
        for number in range(20_000):
            read.append(number)
            yield [str(number), Random(number).randbytes(500).hex(), "1"]

    pieces = csv_zip([Table("t", "T", PEOPLE, rows())], {})
    for _piece in range(6):
        next(pieces)
    assert 0 < len(read) < 10_000
    pieces.close()  # whoever asked is gone


def many(count: int, width: int = 6) -> Table:
    columns = tuple(Column(f"c{place}", "C", ("text", "number")[place % 2]) for place in range(width))
    rows = (
        [f"{row * place} {'text' if place % 2 == 0 else ''}".strip() for place in range(width)]
        for row in range(count)
    )
    return Table("many", "Many", columns, rows)


def peak_of(work) -> float:
    """MB that Python held at most."""
    gc.collect()
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1] / 1e6
    finally:
        tracemalloc.stop()


def drained(pieces: Iterator[bytes]) -> None:
    for _piece in pieces:
        pass


def with_place(table: Table) -> Table:
    return Table(
        table.name, table.title, (*table.columns, HOUSES[8]), ([*row, "18 -69"] for row in table.rows)
    )


def test_fifty_thousand_rows_are_never_held(tmp_path):
    works = {
        "zip": lambda: drained(csv_zip([many(50_000, 2)], {})),
        "parquet": lambda: parquet_file(many(50_000, 2), tmp_path / "a.parquet"),
        "xlsx": lambda: xlsx_file([many(50_000, 1)], tmp_path / "a.xlsx"),
        "geojson": lambda: drained(geojson_lines(with_place(many(50_000, 1)), "gps")),
        "kml": lambda: drained(kml_lines(with_place(many(50_000, 1)), "gps")),
        "geopackage": lambda: geopackage_file([many(50_000, 1)], tmp_path / "a.gpkg"),
    }
    drained(csv_zip([many(10)], {}))
    found = {name: peak_of(work) for name, work in works.items()}
    assert max(found.values()) < 3, found
    assert peak_of(lambda: list(many(50_000, 1).rows)) > 3  # what it would be


# XLSX -----------------------------------------------------------------------------------------------------------------


def test_a_workbook_is_typed(tmp_path):
    xlsx_file([houses(), people(), tools()], tmp_path / "a.xlsx")
    book = load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["houses", "people", "tools", "codebook"]
    header, full, odd, empty, south = [list(row) for row in book["houses"].values]
    assert header[:7] == ["key", "name", "people", "income", "visited", "begun", "begun-Zone"]
    assert full[:9] == [
        *("1", "Ana", -5, 3.5, datetime(2026, 11, 25), datetime(2026, 11, 25, 10), "-04:00"),
        *(time(10, 30), "-04:00"),
    ]
    assert full[9:14] == [True, 18.5, -69.9, 12, 4.5]
    assert odd[:8] == ["2", "=1+1", "twelve", "1e999", "2026-02-30", "yesterday", None, "25:61"]
    assert odd[9:11] == ["perhaps", "somewhere"]
    assert not any(empty)
    assert south[2:4] == [7, -0.5] and south[9:12] == [False, -12.05, -77.04]
    assert list(book["people"].values)[1:] == [("1/1", "1", 30), ("1/2", "1", 4), ("2/1", "2", None)]
    book_rows = list(book["codebook"].values)
    assert [row[1] for row in book_rows if row[0] == "houses"] == header
    assert "clock on the phone" in next(row[4] for row in book_rows if row[1] == "begun")


def test_no_text_of_a_workbook_is_a_formula_or_a_link(tmp_path):
    texts = [*RISKY, "http://example.org", "mailto:a@example.org", "123", "  a  "]
    cells = [row[0] for row in cells_of(of_texts(*texts), tmp_path / "a.xlsx")[1:]]
    assert {cell.data_type for cell in cells} == {"s"} and not any(cell.hyperlink for cell in cells)
    assert [cell.value for cell in cells] == [text.replace("\r", "\n") for text in texts]
    parts = zipfile.ZipFile(tmp_path / "a.xlsx")
    assert not any(
        b"<f>" in parts.read(name) or b"hyperlink" in parts.read(name) for name in parts.namelist()
    )
    for kind in KINDS:
        found = [
            cell for row in cells_of(of_texts(*RISKY, kind=kind), tmp_path / "a.xlsx")[1:] for cell in row
        ]
        assert {cell.data_type for cell in found} <= {"s", "n"}
        assert all(cell.value is None for cell in found if cell.data_type == "n")


def test_what_a_cell_cannot_hold(tmp_path):
    texts = [BROKEN, "x" * 40_000, "\U0001f600" * 20_000, "a\r\nb\rc", ""]
    found = [row[0].value for row in cells_of(of_texts(*texts, "z"), tmp_path / "a.xlsx")[1:]]
    assert found == ["abcd", "x" * 32_767, "\U0001f600" * 16_383, "a\nb\nc", None, "z"]


def test_long_numbers_and_early_days_stay_text_in_a_workbook(tmp_path):
    numbers = of_texts("123456789012345", "1234567890123456", "-123456789012345", kind="whole")
    assert [row[0].value for row in cells_of(numbers, tmp_path / "a.xlsx")[1:]] == [
        *(123456789012345, "1234567890123456", -123456789012345),
    ]
    numbers = of_texts(
        "1234567890123456.5", "0.1234567890123456", "1_0", "１２", "nan", "1\x002", kind="number"
    )
    assert [row[0].value for row in cells_of(numbers, tmp_path / "a.xlsx")[1:]] == [
        *("1234567890123456.5", 0.1234567890123456, "1_0", "１２", "nan", "12"),
    ]
    days = of_texts(
        "1899-12-31", "1900-02-28", "2026-W48-3", "20261125", "0000-00-00", "9999-12-31", kind="day"
    )
    assert [row[0].value for row in cells_of(days, tmp_path / "a.xlsx")[1:]] == [
        *("1899-12-31", "1900-02-28", "2026-W48-3", "20261125", "0000-00-00", datetime(9999, 12, 31)),
    ]


def test_more_rows_than_a_sheet_holds_go_on_in_the_next(tmp_path, monkeypatch):
    monkeypatch.setattr(xlsx, "MOST_ROWS", 700)
    for rows in ([[str(n)] for n in range(1500)], ([str(n)] for n in range(1500))):
        xlsx_file([Table("t", "T", (Column("n", "N", "whole"),), rows)], tmp_path / "a.xlsx")
        book = load_workbook(tmp_path / "a.xlsx")
        assert book.sheetnames == ["t", "t (2)", "t (3)", "codebook"]
        assert [book[name].max_row - 1 for name in book.sheetnames[:3]] == [700, 700, 100]
        values = [row[0] for name in book.sheetnames[:3] for row in list(book[name].values)[1:]]
        assert values == list(range(1500)) and book["t (3)"]["A1"].value == "n"


def test_sheet_names_are_legal_and_differ(tmp_path):
    names = ["a" * 40, "A" * 35, "[x]:*?/\\", "'", "History", "history", "", "Codebook", "t\x00\n", "é" * 31]
    xlsx_file([Table(name, "T", PEOPLE, [["1", "2", "3"]]) for name in names], tmp_path / "a.xlsx")
    found = load_workbook(tmp_path / "a.xlsx").sheetnames
    assert len({name.lower() for name in found}) == 11 and all(0 < len(name) <= 31 for name in found)
    assert "history" not in {name.lower() for name in found}


# Parquet --------------------------------------------------------------------------------------------------------------


def test_parquet_is_typed_and_misfits_are_counted(tmp_path):
    rows, misfits = parquet_of(houses(), tmp_path / "a.parquet")
    base = duckdb.connect()
    shape = {
        name: kind
        for name, kind, *_ in base.execute(
            "DESCRIBE SELECT * FROM read_parquet(?)", [str(tmp_path / "a.parquet")]
        ).fetchall()
    }
    assert [
        shape[name] for name in ("key", "people", "income", "visited", "begun", "begun-Zone", "at", "owns")
    ] == [
        *("VARCHAR", "BIGINT", "DOUBLE", "DATE", "TIMESTAMP WITH TIME ZONE", "VARCHAR", "TIME", "BOOLEAN"),
    ]
    assert rows[0][:5] == ("1", "Ana", -5, 3.5, date(2026, 11, 25))
    assert rows[0][5].astimezone(UTC) == datetime(2026, 11, 25, 14, 0, 0, 250_000, tzinfo=UTC)
    assert rows[0][6:14] == ("-04:00", time(10, 30), "-04:00", True, 18.5, -69.9, 12.0, 4.5)
    assert rows[1][:11] == ("2", "=1+1", None, float("inf"), None, None, None, None, None, None, None) or (
        rows[1][3] is None
    )
    assert rows[2] == (None,) * 19
    assert rows[3][2:4] == (7, -0.5) and rows[3][9:12] == (False, -12.05, -77.04)
    wanted = {"people": 1, "visited": 1, "begun": 1, "at": 1, "owns": 1, "gps-Latitude": 1}
    assert misfits == wanted | ({"income": 1} if rows[1][3] is None else {})


def test_texts_of_parquet_come_back_as_they_were(tmp_path):
    texts = [
        *RISKY, BROKEN, 'a"b', '"', "a,b", "a\nb", "a\r\nb", "\n", "\\n", "\\", "'", "a\tb", " ", None, "", "ñ\u2028\U0001f600",
        "a\x1fb\x1ec\x1dd", "x" * 100_000, "NULL",
    ]  # fmt: skip
    rows, misfits = parquet_of(of_texts(*texts), tmp_path / "a.parquet")
    assert [row[0] for row in rows] == [writable(text or "") or None for text in texts] and misfits == {}


@settings(calm, max_examples=20)
@given(
    st.lists(st.one_of(st.none(), st.text(max_size=4), st.sampled_from(['"', "\n", "\r\n", ","])), max_size=6)
)
def test_rows_of_parquet_stay_rows(tmp_path_factory, texts):
    path = tmp_path_factory.mktemp("parquet") / "a.parquet"
    assert [row[0] for row in parquet_of(of_texts(*texts), path)[0]] == [
        writable(text or "") or None for text in texts
    ]


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("whole", ["-5", "+5", "9223372036854775807"], ["3.7", "9223372036854775808", " 5", "1_0", "5\n", "\x00"]),
        ("number", ["-5.5", "1e3", ".5", "5."], ["nan", "inf", "1,5", "0x10", "５"]),
        ("day", ["2026-11-25", "1850-01-01"], ["2026-02-30", "infinity", "epoch", "2026-1-5", "2026-11-25-04:00"]),
        ("moment", ["2026-11-25T10:00:00Z", "2026-11-25T10:00+05:30"], ["2026-11-25", "now", "2026-11-25T25:00:00Z"]),
        ("time", ["10:00:00.000-04:00", "23:59:59"], ["24:30:00", "10", "noon"]),
        ("yesno", ["yes", "No", "TRUE", "0"], ["y", "2", "sí"]),
    ],
)  # fmt: skip
def test_what_fits_a_type(kind, good, bad, tmp_path):
    rows, misfits = parquet_of(of_texts(*good, kind=kind), tmp_path / "a.parquet")
    assert all(row[0] is not None for row in rows) and misfits == {}
    rows, misfits = parquet_of(of_texts(*good, *bad, None, kind=kind), tmp_path / "a.parquet")
    assert [row[0] is not None for row in rows] == [True] * len(good) + [False] * (len(bad) + 1)
    assert misfits == {"a": len(bad)}


def test_a_moment_without_a_zone_is_utc_wherever_the_server_stands(tmp_path, monkeypatch):
    monkeypatch.setenv("TZ", "America/Lima")
    [[at, zone]], _ = parquet_of(of_texts("2026-11-25T10:00:00", kind="moment"), tmp_path / "a.parquet")
    assert at.astimezone(UTC) == datetime(2026, 11, 25, 10, tzinfo=UTC) and zone is None


def test_names_of_parquet_columns_differ_and_are_only_names(tmp_path):
    names = ["a", "A", 'x"; DROP', "it's", "ñ {}", "select"]
    table = Table("t", "T", tuple(Column(name, "T", "whole") for name in names), [["1"] * 6])
    [row], _ = parquet_of(table, tmp_path / "it's.parquet")
    assert row == (1,) * 6


# Maps -----------------------------------------------------------------------------------------------------------------


def test_geojson_has_longitude_first():
    found = geojson_of(houses(), "gps")
    shapes = [feature["geometry"] for feature in found["features"]]
    assert found["type"] == "FeatureCollection" and len(shapes) == 4
    assert shapes[0] == {"type": "Point", "coordinates": [-69.9, 18.5]}
    assert shapes[1:3] == [None, None] and shapes[3]["coordinates"] == [-77.04, -12.05]
    properties = [feature["properties"] for feature in found["features"]]
    assert properties[0]["people"] == -5 and properties[0]["income"] == 3.5 and properties[0]["owns"] is True
    assert properties[0]["gps-Accuracy"] == 4.5 and properties[0]["begun"] == FULL[5]
    assert properties[1]["people"] == "twelve" and properties[1]["gps-Latitude"] == "somewhere"
    assert set(properties[2].values()) == {None}


def test_lines_and_areas_of_geojson():
    lines = [feature["geometry"] for feature in geojson_of(houses(), "path")["features"]]
    assert lines[0] == {"type": "LineString", "coordinates": [[-69.9, 18.5], [-69.8, 18.6]]}
    assert lines[1] is None  # one point is no line
    areas = [feature["geometry"] for feature in geojson_of(houses(), "plot")["features"]]
    ring = shapely.geometry.shape(areas[0]).exterior
    assert ring.is_closed and ring.is_ccw and areas[1] is None  # 99° north is nowhere
    # the same area walked the other way round, its ring left open
    other = of_texts("18 -70; 19 -69; 18 -69;", kind="area")
    ring = shapely.geometry.shape(geojson_of(other, "a")["features"][0]["geometry"]).exterior
    assert ring.is_closed and ring.is_ccw and len(ring.coords) == 4


@pytest.mark.parametrize(
    "text", ["91 0", "0 181", "nan 0", "1", "1 2 3 4 5", "a b", "1,2", ";", "1 2;3 4", "\x001 2"]
)
def test_what_is_no_place_is_none(text):
    assert geojson_of(of_texts(text, kind="place"), "a")["features"][0]["geometry"] is None


def test_kml_as_an_xml_reader_sees_it():
    odd = ["<b>&\"'", "]]>", BROKEN, *[None] * 11]
    root = etree.fromstring(b"".join(kml_lines(houses([FULL, ODD, odd, [None] * 14]), "gps")))
    space = {"k": "http://www.opengis.net/kml/2.2"}
    assert root.tag == "{http://www.opengis.net/kml/2.2}kml"
    assert root.findtext("k:Document/k:name", namespaces=space) == "Houses & <yards>"
    marks = root.findall(".//k:Placemark", space)
    assert len(marks) == 4
    assert marks[0].findtext("k:Point/k:coordinates", namespaces=space) == "-69.9,18.5"
    assert marks[1].find("k:Point", space) is None
    data = {
        item.get("name"): item.findtext("k:value", namespaces=space)
        for item in marks[0].iterfind(".//k:Data", space)
    }
    assert data["name"] == "Ana" and data["gps-Latitude"] == "18.5" and data["tools"] == "pan hose"
    texts = [item.findtext("k:value", namespaces=space) for item in marks[2].iterfind(".//k:Data", space)]
    assert texts == ["<b>&\"'", "]]>", "abcd"]


def test_lines_and_areas_of_kml():
    line, area = (b"".join(kml_lines(houses(), column)) for column in ("path", "plot"))
    assert b"<LineString><coordinates>-69.9,18.5 -69.8,18.6</coordinates></LineString>" in line
    assert b"<Polygon><outerBoundaryIs><LinearRing><coordinates>-70.0,18.0 " in area
    etree.fromstring(line), etree.fromstring(area)


def test_a_column_without_places_is_refused():
    for writes in (geojson_lines, kml_lines):
        for name in ("name", "nothing"):
            with pytest.raises(ValueError, match="no column of places"):
                list(writes(houses(), name))


# GeoPackage -----------------------------------------------------------------------------------------------------------


def shape_in(blob: bytes):
    assert blob[:4] == b"GP\x00\x01" and struct.unpack("<i", blob[4:8]) == (4326,)
    return shapely.from_wkb(blob[8:])


def test_a_geopackage_is_what_the_standard_asks_for(tmp_path):
    path = tmp_path / "a.gpkg"
    path.write_bytes(b"what was there before")
    misfits = geopackage_file([houses(), people(), tools()], path)
    head = path.read_bytes()[:100]
    assert (
        head[:16] == b"SQLite format 3\0"
        and head[68:72] == b"GPKG"
        and head[60:64] == (10_300).to_bytes(4, "big")
    )
    base = sqlite3.connect(path)
    assert base.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert base.execute("PRAGMA foreign_key_check").fetchall() == []
    assert {row[0] for row in base.execute("SELECT srs_id FROM gpkg_spatial_ref_sys")} == {-1, 0, 4326}
    assert base.execute("SELECT table_name, data_type, srs_id FROM gpkg_contents").fetchall() == [
        ("houses", "features", 4326),
        ("people", "attributes", None),
        ("tools", "attributes", None),
        ("codebook", "attributes", None),
    ]
    assert base.execute("SELECT * FROM gpkg_geometry_columns").fetchall() == [
        ("houses", "geom", "POINT", 4326, 0, 0)
    ]
    box = base.execute("SELECT min_x, min_y, max_x, max_y FROM gpkg_contents").fetchone()
    assert box == (-77.04, -12.05, -69.9, 18.5)
    rows = base.execute("SELECT * FROM houses ORDER BY fid").fetchall()
    assert [row[1] and shape_in(row[1]).wkt for row in rows] == [
        *("POINT (-69.9 18.5)", None, None, "POINT (-77.04 -12.05)"),
    ]
    assert rows[0][2:10] == ("1", "Ana", -5, 3.5, "2026-11-25", "2026-11-25T14:00:00.250Z", "-04:00", FULL[6])
    assert rows[0][11] == 1 and rows[1][3] == "=1+1" and rows[1][4] is None
    assert base.execute("SELECT parent_key, age FROM people").fetchall() == [("1", 30), ("1", 4), ("2", None)]
    names = ("people", "income", "visited", "begun", "owns", "gps-Latitude")
    assert misfits == {f"houses.{name}": 1 for name in names}


def test_lines_and_areas_of_a_geopackage(tmp_path):
    columns = tuple(Column(name, name, name) for name in ("line", "area"))
    for column, wanted in zip(columns, ("LINESTRING (-69.9 18.5, -69.8 18.6)", "POLYGON"), strict=True):
        geopackage_file(
            [Table("t", "T", (column,), [[FULL[9] if column.kind == "line" else AREA]])], tmp_path / "a"
        )
        [blob] = sqlite3.connect(tmp_path / "a").execute("SELECT geom FROM t").fetchone()
        assert shape_in(blob).wkt.startswith(wanted) and shape_in(blob).is_valid


def test_names_and_texts_of_a_geopackage(tmp_path):
    names = ["fid", "FID", "geom", 'a"b', "é", "\x00", "select"]
    columns = (*(Column(name, "T", "text") for name in names), HOUSES[8])
    named = [
        Table(name, "T", columns, [[BROKEN, *RISKY[:6], "1 2"]])
        for name in ("gpkg_contents", "sqlite_a", "A", "a", "")
    ]
    geopackage_file(named, tmp_path / "a")
    base = sqlite3.connect(tmp_path / "a")
    layers = [
        row[0] for row in base.execute("SELECT table_name FROM gpkg_contents WHERE data_type = 'features'")
    ]
    assert layers == ["t_gpkg_contents", "t_sqlite_a", "A", "a (2)", "table"]
    assert base.execute('SELECT * FROM "a (2)"').fetchone()[2:9] == ("abcd", *RISKY[:6])


# All of them ----------------------------------------------------------------------------------------------------------


def test_empty_tables(tmp_path):
    assert csv_of(houses(())) == [csv_of(houses())[0]]
    xlsx_file([houses(()), Table("p", "P", PEOPLE, [])], tmp_path / "a.xlsx")
    book = load_workbook(tmp_path / "a.xlsx")
    assert [cell.value for cell in book["p"][1]] == ["key", "parent_key", "age"] and len(
        book["houses"][1]
    ) == 19
    assert not any(value for row in list(book["p"].values)[1:] for value in row)
    assert parquet_of(houses(()), tmp_path / "a.parquet") == ([], {})
    assert geojson_of(houses(()), "gps")["features"] == []
    etree.fromstring(b"".join(kml_lines(houses(()), "gps")))
    assert geopackage_file([houses(())], tmp_path / "a.gpkg") == {}
    assert sqlite3.connect(tmp_path / "a.gpkg").execute("SELECT count(*) FROM houses").fetchone() == (0,)


def test_no_tables_at_all(tmp_path):
    assert zipfile.ZipFile(BytesIO(b"".join(csv_zip([], {})))).namelist() == ["codebook.csv"]
    xlsx_file([], tmp_path / "a.xlsx")
    assert load_workbook(tmp_path / "a.xlsx").sheetnames == ["codebook"]


def test_batches_do_not_show(tmp_path, monkeypatch):
    monkeypatch.setattr(columns, "BATCH", 3)
    texts = [*RISKY, "-5", None, BROKEN, "", "3"]
    assert csv_of(of_texts(*texts))[1:] == [[inert(text or "")] for text in texts]
    assert len(geojson_of(of_texts(*texts, kind="place"), "a")["features"]) == len(texts)
    rows, _ = parquet_of(of_texts(*texts), tmp_path / "a.parquet")
    assert [row[0] for row in rows] == [writable(text or "") or None for text in texts]
    assert len(cells_of(of_texts(*texts), tmp_path / "a.xlsx")) == len(texts) + 1


def test_the_code_book_of_what_was_asked():
    book = code_book([houses(), people()])
    assert [column.name for column in book.columns] == ["table", "name", "title", "kind", "help", "choices"]
    rows = list(book.rows)
    assert len(rows) == 17 and rows[1] == ["houses", "name", "Name", "text", "As people say it", ""]
