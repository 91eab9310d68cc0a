"""The way out for large tables: a hundred thousand rows and more leave as files, batch by batch.

Every value arrives as the text its form carried (XForms: "12", "2026-11-25", "18.5 -69.9 12.0 4.5" for a place, with
latitude first) or None. Rows are read once, in batches turned into columns: what must be looked at in every cell is
asked of a whole column first, and of its cells only where the column gives cause. `code_book` says what a file holds.

    CSV, ZIP of CSVs     texts as they came, made inert; numbers untouched; a place is four columns of numbers
    XLSX, Parquet        typed; a moment or time is the clock on the phone (XLSX) or UTC (Parquet), its zone a column
    GeoPackage           typed; the first column with a place, line or area is the geometry
    GeoJSON, KML         one table, one of its places, lines or areas as geometry
"""

import json
import marshal
import re
import shutil
import sqlite3
import struct
import zipfile
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from csv import writer as csv_writer
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from functools import lru_cache
from io import StringIO
from itertools import islice, pairwise
from math import isfinite
from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any
from xml.sax.saxutils import escape, quoteattr

from .archive import STAMP
from .cells import FIRST_YEAR, LINE_END, LONGEST_CELL, RISKY, inert, writable

KINDS = (
    *("text", "whole", "number", "day", "moment", "time", "yesno"),
    *("place", "line", "area", "choice", "choices", "file"),
)
BATCH = 500  # rows; larger batches gain nothing and hold more memory
# Measured on 53 MB of CSV: level 1 packs to 24 MB in 0.5 s, level 6 to 22 MB in 1.8 s.
SQUEEZE = 1
MOST_ROWS = 1_048_575  # a sheet holds one row more, its header
DIGITS = 15  # a spreadsheet and a JSON reader round longer numbers: those stay text
GEOMETRIES = {"place": "Point", "line": "LineString", "area": "Polygon"}
NUMBERS = ("whole", "number")
ZONED = ("moment", "time")

WHOLE = r"[-+]?[0-9]+"
NUMBER = r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?"
CLOCK = r"[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?"
ZONE = r"Z|[-+][0-9]{2}:[0-9]{2}"
DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
SHORT = re.compile(f"[-+]?[0-9]{{1,{DIGITS}}}")
IS_WHOLE, IS_NUMBER, IS_DAY = re.compile(WHOLE), re.compile(NUMBER), re.compile(DAY)
IS_MOMENT = re.compile(f"{DAY}T{CLOCK}(?:{ZONE})?")
IS_TIME = re.compile(f"({CLOCK})(?:{ZONE})?")
IS_PLACE = re.compile(f"{NUMBER}(?: {NUMBER}){{1,3}}")
# The same for a whole column, its cells joined by NUL; nothing here can be matched in two ways.
ALL_NUMBERS = re.compile(f"(?:{NUMBER}\0)*+")
ALL_SHORT = re.compile(f"(?:{SHORT.pattern}\0)*+")
YES_NO = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}

Texts = Sequence[str | None]  # one column, as far as the batch goes
Value = str | int | float | bool | date | datetime | time | None
Position = tuple[float, float]  # degrees, longitude first


@dataclass(frozen=True)
class Column:
    """`kind` is one of KINDS; `choices` are (value, label)."""

    name: str
    title: str
    kind: str
    help: str = ""
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Table:
    """Rows as wide as `columns`, read once. Repeats are tables of their own, joined by columns they already have."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: Iterable[Texts]


# Columns --------------------------------------------------------------------------------------------------------------


def batches(table: Table) -> Iterator[list[Texts]]:
    """The columns of BATCH rows at a time. Raises ValueError when a row is not as wide as the table."""
    rows = iter(table.rows)
    while batch := list(islice(rows, BATCH)):
        if {*map(len, batch)} != {len(table.columns)}:
            raise ValueError(f"a row of {table.name} is not as wide as its columns")
        yield list(zip(*batch, strict=True))


def spread_columns(columns: Iterable[Column], zones: bool = False) -> tuple[Column, ...]:
    """The columns as a file has them: a place as four numbers; with `zones`, the zone beside each moment and time."""
    found: list[Column] = []
    for column in columns:
        if column.kind == "place":
            found += place_columns(column)
        elif zones and column.kind in ZONED:
            found += [replace(column, help=with_note(column.help, CLOCK_NOTE)), zone_column(column)]
        else:
            found.append(column)
    names = unique([column.name for column in found])
    return tuple(replace(column, name=name) for column, name in zip(found, names, strict=True))


CLOCK_NOTE = (
    "In a workbook: the clock on the phone. In Parquet and GeoPackage: a moment is UTC, and one without a zone is "
    "taken for UTC; a time of day is the clock on the phone."
)


def with_note(help_text: str, note: str) -> str:
    return f"{help_text} {note}".strip()


def place_columns(column: Column) -> list[Column]:
    parts = (
        ("Latitude", "degrees north, WGS 84; a place that cannot be read stands here as it came"),
        ("Longitude", "degrees east, WGS 84"),
        ("Altitude", "metres"),
        ("Accuracy", "metres; smaller is better"),
    )
    return [
        Column(
            f"{column.name}-{part}",
            f"{column.title} ({part.lower()})",
            "number",
            with_note(column.help, note),
        )
        for part, note in parts
    ]


def zone_column(column: Column) -> Column:
    return Column(f"{column.name}-Zone", f"{column.title} (zone)", "text", "Offset from UTC; Z is UTC")


def spread(columns: Sequence[Column], batch: Sequence[Texts], zones: bool = False) -> list[Texts]:
    """The values of `spread_columns`."""
    found: list[Texts] = []
    for column, values in zip(columns, batch, strict=True):
        if column.kind == "place":
            found += zip(*map(place_parts, values), strict=True)
        elif zones and column.kind in ZONED:
            found += [values, [zone_of(value) if value else None for value in values]]
        else:
            found.append(values)
    return found


def place_parts(text: str | None) -> Texts:
    if not text:
        return (None, None, None, None)
    if not IS_PLACE.fullmatch(text):
        return (text, None, None, None)
    parts = text.split(" ")
    return [*parts, *[None] * (4 - len(parts))]


def zone_of(text: str) -> str | None:
    """What stands behind the clock: “Z”, “-04:00”, None."""
    end = text[-6:]
    if end[-1:] == "Z":
        return "Z"
    return end if end[:1] in ("+", "-") and end[-3:-2] == ":" else None


def unique(names: Iterable[str], taken: Iterable[str] = (), longest: int = 1_000) -> list[str]:
    """The names, each once whatever its case, none of them `taken`: a, a (2), a (3)."""
    seen, found = {name.casefold() for name in taken}, []
    for name in names:
        offered, number = name[:longest], 1
        while offered.casefold() in seen:
            number += 1
            end = f" ({number})"
            offered = name[: longest - len(end)] + end
        seen.add(offered.casefold())
        found.append(offered)
    return found


def all_match(pattern: re.Pattern[str], values: Texts) -> bool:
    """Is every cell that is not empty what `pattern` (of a whole column) describes?"""
    full = list(filter(None, values))
    joined = "\0".join([*full, ""])
    return joined.count("\0") == len(full) and bool(pattern.fullmatch(joined))


def is_printable(values: Texts) -> bool:
    """No control character, line end, surrogate or mark that nobody sees in any cell."""
    return "".join(filter(None, values)).isprintable()


def cleaned(values: Texts) -> Texts:
    """The column without characters that no file can hold."""
    return values if is_printable(values) else [writable(value) if value else None for value in values]


# The code book --------------------------------------------------------------------------------------------------------


def code_book(tables: Sequence[Table]) -> Table:
    """What the columns of `tables` are, a row each. Its choices are lines of “value = label”."""
    names = ("table", "name", "title", "kind", "help", "choices")
    rows = [
        [table.name, column.name, column.title, column.kind, column.help, choices_of(column)]
        for table in tables
        for column in table.columns
    ]
    return Table("codebook", "Code book", tuple(Column(name, name, "text") for name in names), rows)


def choices_of(column: Column) -> str:
    return "\n".join(f"{value} = {label}" for value, label in column.choices)


def code_book_as_spread(tables: Sequence[Table], zones: bool) -> Table:
    """The code book of what the file has, not of what the form asked."""
    return code_book(
        [replace(table, columns=spread_columns(table.columns, zones), rows=()) for table in tables]
    )


# CSV ------------------------------------------------------------------------------------------------------------------


def csv_one(table: Table) -> Iterator[bytes]:
    """One table as CSV: UTF-8 with byte order mark, a header of column names, then batches of rows."""
    columns = spread_columns(table.columns)
    yield b"\xef\xbb\xbf" + csv_batch([[inert(column.name) for column in columns]])
    for batch in batches(table):
        values = spread(table.columns, batch)
        safe = [inert_column(column.kind, cells) for column, cells in zip(columns, values, strict=True)]
        yield csv_batch(zip(*safe, strict=True))


def csv_batch(rows: Iterable[Texts]) -> bytes:
    buffer = StringIO()
    csv_writer(buffer, lineterminator="\r\n").writerows(rows)
    return buffer.getvalue().encode()


def inert_column(kind: str, values: Texts) -> Texts:
    """`cells.inert` for a whole column; in a column of numbers, numbers stay as they are."""
    if kind in NUMBERS:
        return values if all_match(ALL_NUMBERS, values) else list(map(inert_number, values))
    return [inert(value) if value else None for value in values] if may_run(values) else values


def may_run(values: Texts) -> bool:
    """Is there a cell that `cells.inert` might change? Asked of the text as a whole and of the first characters."""
    firsts = set(map(itemgetter(0), filter(None, values)))
    if any(RISKY.match(first + "=") for first in firsts):
        return True
    text = "".join(filter(None, values))
    return not text.isprintable() and writable(text) != text


def inert_number(value: str | None) -> str | None:
    return value if not value or IS_NUMBER.fullmatch(value) else inert(value)


class Sink:
    """What a ZIP is written to when it is sent while it is made: it cannot go back, and is emptied at every step."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []

    def write(self, piece: bytes) -> int:
        self.pieces.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Nothing is held back."""

    def taken(self) -> bytes:
        pieces, self.pieces = self.pieces, []
        return b"".join(pieces)


def csv_zip(tables: Sequence[Table], notes: Mapping[str, bytes]) -> Iterator[bytes]:
    """A ZIP of a CSV for each table, `codebook.csv` and the notes (file name → content), piece by piece."""
    names = unique([file_name(table.name) for table in tables], taken=["codebook.csv", *notes])
    parts: list[tuple[str, Iterable[bytes]]] = [(name, [content]) for name, content in notes.items()]
    parts.append(("codebook.csv", csv_one(code_book_as_spread(tables, zones=False))))
    parts += zip(names, map(csv_one, tables), strict=True)
    sink = Sink()
    with zipfile.ZipFile(sink, "w", compresslevel=SQUEEZE) as file:  # type: ignore[call-overload]
        for name, pieces in parts:
            with closing(
                put(file, name, pieces)
            ) as steps:  # closed before the ZIP, also when nobody reads on
                for _step in steps:
                    if piece := sink.taken():
                        yield piece
    yield sink.taken()


def put(file: zipfile.ZipFile, name: str, pieces: Iterable[bytes]) -> Generator[None, None, None]:
    """Write one part, stopping after its head and after every piece, so that what is there can be sent."""
    entry = zipfile.ZipInfo(name, STAMP)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry._compresslevel = SQUEEZE  # type: ignore[attr-defined]
    entry.external_attr = 0o640 << 16
    with file.open(entry, "w", force_zip64=True) as part:
        yield
        for piece in pieces:
            part.write(piece)
            yield


def file_name(name: str) -> str:
    """A table's name as every system takes it for a file."""
    kept = re.sub(r'[\x00-\x1f\x7f<>:"/\\|?*\ud800-\udfff]', "_", name).strip(" .")
    return f"{kept[:100] or 'table'}.csv"


# Typed values ---------------------------------------------------------------------------------------------------------


def typed(kind: str, values: Texts) -> Sequence[Value]:
    """The column as numbers, days, moments with their zone, times, yes and no; what does not fit stays text."""
    if kind == "whole" and all_match(ALL_SHORT, values):
        return [int(value) if value else None for value in values]
    convert = CONVERTED.get(kind)
    return [convert(value) if value else None for value in values] if convert else values


def whole_of(text: str) -> Value:
    return int(text) if SHORT.fullmatch(text) else text


def number_of(text: str) -> Value:
    """A finite number, unless its whole part has more digits than a spreadsheet keeps."""
    if not IS_NUMBER.fullmatch(text) or len(text.partition(".")[0].lstrip("+-")) > DIGITS:
        return text
    number = float(text)
    return number if isfinite(number) else text


@lru_cache(maxsize=4_096)
def day_of(text: str) -> Value:
    try:
        day = date.fromisoformat(text) if IS_DAY.fullmatch(text) else None
    except ValueError:
        return text
    return day if day and day.year >= FIRST_YEAR else text


def moment_of(text: str) -> Value:
    try:
        moment = datetime.fromisoformat(text) if IS_MOMENT.fullmatch(text) else None
    except ValueError:
        return text
    # The years at both ends leave the calendar when their zone is taken away.
    return moment if moment and FIRST_YEAR <= moment.year < 9999 else text


def time_of(text: str) -> Value:
    """The time on the clock, without its zone."""
    found = IS_TIME.fullmatch(text)
    try:
        return time.fromisoformat(found[1]) if found else text
    except ValueError:
        return text


def yes_no_of(text: str) -> Value:
    return YES_NO.get(text.lower(), text)


CONVERTED: dict[str, Callable[[str], Value]] = {
    "whole": whole_of,
    "number": number_of,
    "day": day_of,
    "moment": moment_of,
    "time": time_of,
    "yesno": yes_no_of,
}


# XLSX -----------------------------------------------------------------------------------------------------------------

FORMATS = {"day": "yyyy-mm-dd", "moment": "yyyy-mm-dd hh:mm:ss", "time": "hh:mm:ss"}
WIDTHS = {"whole": 12.0, "number": 12.0, "day": 12.0, "moment": 20.0, "time": 10.0, "yesno": 10.0}


def xlsx_file(tables: Sequence[Table], path: Path) -> None:
    """A workbook: a sheet for each table, “name (2)” for what a sheet cannot hold, and the code book last.

    Text is written as text; what a cell cannot hold of it (32,767 characters) is cut. Numbers of more than 15 digits
    and whatever does not fit its column stay text; a moment loses what is less than a second.
    """
    from rustpy_xlsxwriter import Format, write_worksheets

    tables = [*tables, code_book_as_spread(tables, zones=True)]
    with TemporaryDirectory() as folder:
        sheets = sheets_of(tables, Path(folder))
        kinds = {name: columns for name, columns, _rows in sheets}
        write_worksheets(
            [(name, rows) for name, _columns, rows in sheets],
            str(path),
            freeze_panes={"general": {"row": 1, "col": 0}},
            bold_headers=True,
            autofilter={name: True for name in kinds},
            column_formats={name: formats_of(columns, Format) for name, columns in kinds.items()},
            column_widths={
                name: {column.name: WIDTHS.get(column.kind, 24.0) for column in columns}
                for name, columns in kinds.items()
            },
        )


Sheet = tuple[str, tuple[Column, ...], Iterator[dict[str, Value]]]


def sheets_of(tables: Sequence[Table], folder: Path) -> list[Sheet]:
    """(name, columns, rows) of every sheet. The writer must know all sheets before the first row, so a table whose
    length is not known waits in a file."""
    found: list[tuple[str, tuple[Column, ...], Iterator[dict[str, Value]]]] = []
    for number, table in enumerate(tables):
        columns = spread_columns(table.columns, zones=True)
        length, source = measured(table, folder / str(number))
        rows = sheet_rows(table.columns, columns, source)
        for _sheet in range(max(1, -(-length // MOST_ROWS))):
            found.append((table.name, columns, islice(rows, MOST_ROWS)))
    names = unique([sheet_name(name) for name, _columns, _rows in found], taken=["History"], longest=31)
    return [(name, columns, rows) for name, (_name, columns, rows) in zip(names, found, strict=True)]


def measured(table: Table, place: Path) -> tuple[int, Iterator[list[Texts]]]:
    """(number of rows, batches of columns)."""
    if isinstance(table.rows, Sequence):
        return len(table.rows), batches(table)
    length = 0
    with place.open("wb") as file:
        for batch in batches(table):
            length += len(batch[0])
            marshal.dump(batch, file)
    return length, read_again(place)


def read_again(place: Path) -> Iterator[list[Texts]]:
    size = place.stat().st_size
    with place.open("rb") as file:
        while file.tell() < size:
            yield marshal.load(file)  # noqa: S302 – our own file, written a moment ago


def sheet_rows(
    asked: Sequence[Column], columns: Sequence[Column], source: Iterable[list[Texts]]
) -> Iterator[dict[str, Value]]:
    """Rows by column name; one empty row when there is none, since the writer takes the header from a row."""
    names = [column.name for column in columns]
    empty = True
    for batch in source:
        empty = False
        values = spread(asked, batch, zones=True)
        cells = [sheet_column(column.kind, found) for column, found in zip(columns, values, strict=True)]
        for row in zip(*cells, strict=True):
            yield dict(zip(names, row, strict=True))
    if empty:
        yield dict.fromkeys(names)


def sheet_column(kind: str, values: Texts) -> Sequence[Value]:
    if kind not in CONVERTED:
        return sheet_texts(values)
    return (
        [sheet_value(value) for value in typed(kind, values)]
        if kind not in NUMBERS
        else sheet_numbers(kind, values)
    )


def sheet_numbers(kind: str, values: Texts) -> Sequence[Value]:
    return [sheet_text(value) if isinstance(value, str) else value for value in typed(kind, values)]


def sheet_texts(values: Texts) -> Texts:
    longest = max(map(len, filter(None, values)), default=0)
    if longest <= LONGEST_CELL // 2 and is_printable(values):
        return values
    return [sheet_text(value) if value else None for value in values]


def sheet_text(text: str) -> str:
    """The text as a cell can hold it; a spreadsheet counts UTF-16 units."""
    kept = LINE_END.sub("\n", writable(text))
    return kept.encode("utf-16-le")[: 2 * LONGEST_CELL].decode("utf-16-le", "ignore")


def sheet_value(value: Value) -> Value:
    """A moment by its own clock, a time as part of a day."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    if isinstance(value, time):
        return (value.hour * 3600 + value.minute * 60 + value.second) / 86_400
    return sheet_text(value) if isinstance(value, str) else value


def sheet_name(name: str) -> str:
    return "".join(char for char in writable(name) if char not in "[]:*?/\\'\n\r\t").strip()[:31] or "Sheet"


def formats_of(columns: Iterable[Column], new: Callable[[], Any]) -> dict[str, Any]:
    """Cells of text are marked as text, so that opening one to edit it does not turn it into a formula."""
    return {
        column.name: new().set_num_format(FORMATS.get(column.kind, "@"))
        for column in columns
        if column.kind not in (*NUMBERS, "yesno")
    }


# Parquet --------------------------------------------------------------------------------------------------------------

# What a value must look like before it is cast, and to what.
SQL_TYPES = {
    "whole": (WHOLE, "BIGINT"),
    "number": (NUMBER, "DOUBLE"),
    "day": (DAY, "DATE"),
    "moment": (f"{DAY}T{CLOCK}(?:{ZONE})?", "TIMESTAMPTZ"),
    "time": (CLOCK, "TIME"),
    "yesno": ("[Yy][Ee][Ss]|[Nn][Oo]|[Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee]|1|0", "BOOLEAN"),
}
ALL_FIT = {kind: re.compile(f"(?:(?:{pattern})\0)*+") for kind, (pattern, _type) in SQL_TYPES.items()}
CELL_END = "\x1f"
SENT_LINE_ENDS = {ord("\n"): 0x1E, ord("\r"): 0x1D}
ROW_GROUP = 20_480  # rows held before they are written; ten of duckdb's vectors
LONGEST_LINE = 8 * 1024 * 1024  # bytes a row may have; twice that is held


def parquet_file(table: Table, path: Path) -> dict[str, int]:
    """One table with typed columns. Returns, by column, how many values did not fit and are NULL."""
    columns = spread_columns(table.columns, zones=True)
    with TemporaryDirectory() as folder:
        lines, made = Path(folder, "lines.csv"), Path(folder, "table.parquet")
        with lines.open("wb") as file:
            given, odd = write_lines(table, columns, file)
        kept = write_parquet(columns, lines, made, odd)
        shutil.move(made, path)
    return {name: given[name] - kept[name] for name in kept if given[name] > kept[name]}


def write_lines(table: Table, columns: Sequence[Column], file: IO[bytes]) -> tuple[Counter[str], set[str]]:
    """The rows as lines for the database. Returns how many values are not empty, by column with a type, and the
    odd columns: those with a value that does not look like its type, or with line ends.

    Nothing is quoted, which takes a third of the time: what parts the cells cannot be in them, and a line end in a
    text goes as another character that cannot (`sql_cast` turns it back).
    """
    given: Counter[str] = Counter()
    odd: set[str] = set()
    for batch in batches(table):
        cells = spread(table.columns, batch, zones=True)
        for place, column in enumerate(columns):
            if column.kind in SQL_TYPES:
                given[column.name] += sum(map(bool, cells[place]))
            if not is_regular(column.kind, cells[place]):
                cells[place] = [one_line(cell) if cell else None for cell in cells[place]]
                odd.add(column.name)
        lines = [CELL_END.join([cell or "" for cell in row]) for row in zip(*cells, strict=True)]
        file.write("".join([f"{line}{CELL_END}\n" for line in lines]).encode())
    return given, odd


def is_regular(kind: str, values: Texts) -> bool:
    return all_match(ALL_FIT[kind], values) if kind in ALL_FIT else is_printable(values)


def one_line(text: str) -> str:
    return writable(text).translate(SENT_LINE_ENDS)


def write_parquet(columns: Sequence[Column], lines: Path, made: Path, odd: set[str]) -> dict[str, int]:
    """Lines to Parquet. Returns, by column with a type, how many values it holds."""
    import duckdb

    # One column more, always empty: a line of a single empty cell would be taken for no line.
    shape = ", ".join(f"c{place}: 'VARCHAR'" for place in range(len(columns) + 1))
    source = (
        f"read_csv({sql_text(str(lines))}, columns = {{{shape}}}, auto_detect = false, header = false, "
        f"delim = {sql_text(CELL_END)}, quote = '', escape = '', nullstr = '', new_line = '\\n', "
        f"max_line_size = {LONGEST_LINE}, buffer_size = {2 * LONGEST_LINE})"
    )
    wanted = ", ".join(
        f"{sql_cast(f'c{place}', column.kind, column.name in odd)} AS {sql_name(column.name)}"
        for place, column in enumerate(columns)
    )
    checked = [column.name for column in columns if column.kind in SQL_TYPES]
    with duckdb.connect(config=DATABASE) as base:
        base.execute(f"SET allowed_directories = [{sql_text(str(lines.parent))}]")
        base.execute("SET enable_external_access = false")
        base.execute("SET TimeZone = 'UTC'")  # a moment without a zone is taken for UTC
        base.execute("SET lock_configuration = true")
        base.execute(
            f"COPY (SELECT {wanted} FROM {source}) TO {sql_text(str(made))} "  # noqa: S608 – names are quoted
            f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP})"
        )
        counts = ", ".join(f"count({sql_name(name)})" for name in checked) or "1"
        row = base.execute(f"SELECT {counts} FROM read_parquet({sql_text(str(made))})").fetchone()  # noqa: S608
    return dict(zip(checked, row or (), strict=False))


DATABASE: dict[str, str | bool | int | float | list[str]] = {
    "threads": 2,
    "memory_limit": "400MB",
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}


def sql_cast(name: str, kind: str, odd: bool) -> str:
    """The column as its type, NULL where it does not fit. A pattern goes before the cast of an odd column, for a cast
    takes too much: it rounds 3.7 to a whole number and reads “infinity” as a day."""
    if kind not in SQL_TYPES:
        sent = sql_text("".join(map(chr, SENT_LINE_ENDS.values())))
        return f"translate({name}, {sent}, chr(10) || chr(13))" if odd else name
    pattern, told = SQL_TYPES[kind]
    if not odd:
        return f"TRY_CAST({name} AS {told})"
    if kind == "time":
        clock = f"regexp_extract({name}, {sql_text(f'^({CLOCK})(?:{ZONE})?$')}, 1)"
        return f"TRY_CAST(nullif({clock}, '') AS TIME)"
    return f"CASE WHEN regexp_full_match({name}, {sql_text(pattern)}) THEN TRY_CAST({name} AS {told}) END"


def sql_text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def sql_name(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


# Places, lines and areas ----------------------------------------------------------------------------------------------


def positions_of(text: str) -> list[Position]:
    """Longitude and latitude of each point of “lat lon alt acc; lat lon …”. Raises ValueError."""
    found = []
    for point in text.strip().rstrip(";").split(";"):
        if not IS_PLACE.fullmatch(point.strip()):
            raise ValueError(point)
        latitude, longitude = map(float, point.split()[:2])
        if abs(latitude) > 90 or abs(longitude) > 180:
            raise ValueError(point)
        found.append((longitude, latitude))
    return found


def shape_of(kind: str, text: str | None) -> list[Position] | None:
    """The points of a place, line or area (its ring closed, counter-clockwise), None where there is no such shape."""
    try:
        points = positions_of(text) if text else []
    except ValueError:
        return None
    if kind == "place":
        return points if len(points) == 1 else None
    if kind == "line":
        return points if len(points) > 1 else None
    return ring_of(points)


def ring_of(points: list[Position]) -> list[Position] | None:
    ring = points if points[:1] == points[-1:] else [*points, points[0]]
    if len(ring) < 4:
        return None
    twice = sum(x * above - right * y for (x, y), (right, above) in pairwise(ring))
    return ring if twice >= 0 else ring[::-1]


def place_of(table: Table, name: str) -> int:
    """Which column it is. Raises ValueError when it holds no places, lines or areas."""
    for number, column in enumerate(table.columns):
        if column.name == name and column.kind in GEOMETRIES:
            return number
    raise ValueError(f"{name} is no column of places, lines or areas")


Feature = tuple[list[Position] | None, tuple[Value, ...]]


def features(
    table: Table, number: int, values_of: Callable[[str, Texts], Sequence[Value]]
) -> Iterator[list[Feature]]:
    """Batches of (points, values of the columns as `spread_columns` has them)."""
    kind, columns = table.columns[number].kind, spread_columns(table.columns)
    for batch in batches(table):
        shapes = [shape_of(kind, text) for text in batch[number]]
        cells = spread(table.columns, batch)
        values = [values_of(column.kind, found) for column, found in zip(columns, cells, strict=True)]
        yield list(zip(shapes, zip(*values, strict=True), strict=True))


def geojson_lines(table: Table, place_column: str) -> Iterator[bytes]:
    """A FeatureCollection (RFC 7946), a feature a line. All columns are properties, a place as four numbers.

    Raises ValueError when `place_column` is no column of places, lines or areas.
    """
    number = place_of(table, place_column)
    geometry = GEOMETRIES[table.columns[number].kind]
    names = [writable(column.name) for column in spread_columns(table.columns)]
    yield b'{"type": "FeatureCollection", "features": ['
    before = "\n"
    for batch in features(table, number, json_column):
        lines = [json_feature(geometry, points, dict(zip(names, row, strict=True))) for points, row in batch]
        yield (before + ",\n".join(lines)).encode()
        before = ",\n"
    yield b"\n]}\n"


def json_feature(geometry: str, points: list[Position] | None, properties: dict[str, Value]) -> str:
    shape = points and {"type": geometry, "coordinates": json_coordinates(geometry, points)}
    feature = {"type": "Feature", "geometry": shape or None, "properties": properties}
    return json.dumps(feature, ensure_ascii=False, allow_nan=False)


def json_coordinates(geometry: str, points: list[Position]) -> Any:
    return points[0] if geometry == "Point" else [points] if geometry == "Polygon" else points


def json_column(kind: str, values: Texts) -> Sequence[Value]:
    """JSON has numbers, true and false; days and moments stay text."""
    kept = [value or None for value in cleaned(values)]
    return typed(kind, kept) if kind in (*NUMBERS, "yesno") else kept


def kml_lines(table: Table, place_column: str) -> Iterator[bytes]:
    """A KML 2.2 document, a placemark a row, named by its first value; all columns are its data.

    Raises ValueError when `place_column` is no column of places, lines or areas.
    """
    number = place_of(table, place_column)
    geometry = GEOMETRIES[table.columns[number].kind]
    heads = [kml_head(column) for column in spread_columns(table.columns)]
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
        f"<name>{xml(table.title)}</name>\n"
    ).encode()
    for batch in features(table, number, lambda _kind, values: cleaned(values)):
        yield "".join([placemark(geometry, points, heads, row) for points, row in batch]).encode()
    yield b"</Document></kml>\n"


def xml(text: str) -> str:
    return escape(writable(text))


def kml_head(column: Column) -> str:
    title = f"<displayName>{xml(column.title)}</displayName>" if column.title else ""
    return f"<Data name={quoteattr(writable(column.name))}>{title}<value>"


def placemark(geometry: str, points: list[Position] | None, heads: list[str], row: tuple[Value, ...]) -> str:
    texts = [str(value) if value else "" for value in row]
    data = "".join(
        [f"{head}{escape(text)}</value></Data>" for head, text in zip(heads, texts, strict=True) if text]
    )
    name = next(filter(None, texts), "")
    return (
        f"<Placemark><name>{escape(name)}</name><ExtendedData>{data}</ExtendedData>"
        f"{kml_shape(geometry, points) if points else ''}</Placemark>\n"
    )


def kml_shape(geometry: str, points: list[Position]) -> str:
    at = "<coordinates>" + " ".join(f"{x!r},{y!r}" for x, y in points) + "</coordinates>"
    if geometry == "Polygon":
        at = f"<outerBoundaryIs><LinearRing>{at}</LinearRing></outerBoundaryIs>"
    return f"<{geometry}>{at}</{geometry}>"


# GeoPackage -----------------------------------------------------------------------------------------------------------

GPKG = 0x47504B47  # “GPKG”
GPKG_VERSION = 10_300
WGS84 = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],'
    'AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,'
    'AUTHORITY["EPSG","9122"]],AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4326"]]'
)
SYSTEMS = (
    ("WGS 84 geodetic", 4326, "EPSG", 4326, WGS84, "longitude/latitude in decimal degrees on WGS 84"),
    (
        "Undefined Cartesian SRS",
        -1,
        "NONE",
        -1,
        "undefined",
        "undefined Cartesian coordinate reference system",
    ),
    (
        "Undefined geographic SRS",
        0,
        "NONE",
        0,
        "undefined",
        "undefined geographic coordinate reference system",
    ),
)
# As the standard's annex C has them.
GPKG_TABLES = """
CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE, description TEXT DEFAULT '',
  last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL,
  z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
"""
GPKG_TYPES = {
    "whole": "INTEGER",
    "number": "DOUBLE",
    "day": "DATE",
    "moment": "DATETIME",
    "yesno": "BOOLEAN",
}


def geopackage_file(tables: Sequence[Table], path: Path) -> dict[str, int]:
    """A GeoPackage 1.3: tables with a place, line or area as features by the first of them, others as attributes, and
    the code book. Returns, by “table.column”, how many values did not fit their type and are NULL."""
    path.unlink(missing_ok=True)
    tables = [*tables, code_book_as_spread(tables, zones=True)]
    names = unique([layer_name(table.name) for table in tables])
    misfits: Counter[str] = Counter()
    with closing(sqlite3.connect(path, isolation_level=None)) as base:
        base.execute(f"PRAGMA application_id = {GPKG}")
        base.execute(f"PRAGMA user_version = {GPKG_VERSION}")
        base.execute("PRAGMA journal_mode = OFF")  # the file is new: there is nothing to go back to
        base.execute("PRAGMA synchronous = OFF")
        base.executescript(GPKG_TABLES)
        base.execute("BEGIN")
        base.executemany("INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)", SYSTEMS)
        for name, table in zip(names, tables, strict=True):
            misfits.update(write_layer(base, name, table))
        base.execute("COMMIT")
    return dict(misfits)


def layer_name(name: str) -> str:
    """A name that no table of the standard, of SQLite or of an index has."""
    kept = writable(name).strip() or "table"
    return f"t_{kept}" if kept.lower().startswith(("gpkg_", "sqlite_", "rtree_")) else kept


def write_layer(base: sqlite3.Connection, name: str, table: Table) -> Counter[str]:
    shape = next((n for n, column in enumerate(table.columns) if column.kind in GEOMETRIES), None)
    columns = spread_columns(table.columns, zones=True)
    own = ["fid"] if shape is None else ["fid", "geom"]
    fields = unique([writable(column.name) or "column" for column in columns], taken=own)
    declared = [
        f"{sql_name(field)} {GPKG_TYPES.get(column.kind, 'TEXT')}"
        for field, column in zip(fields, columns, strict=True)
    ]
    geometry = [] if shape is None else [f'"geom" {GEOMETRIES[table.columns[shape].kind].upper()}']
    keyed = ["fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL", *geometry, *declared]
    base.execute(f"CREATE TABLE {sql_name(name)} ({', '.join(keyed)})")
    register_layer(base, name, table, shape)
    into = ", ".join(map(sql_name, [*own[1:], *fields]))
    marks = ", ".join("?" * (len(own) - 1 + len(fields)))
    misfits: Counter[str] = Counter()
    box = Box()
    for rows in layer_rows(table, shape, columns, [f"{name}.{field}" for field in fields], misfits, box):
        base.executemany(f"INSERT INTO {sql_name(name)} ({into}) VALUES ({marks})", rows)  # noqa: S608
    if box.edges:
        base.execute(
            "UPDATE gpkg_contents SET min_x = ?, min_y = ?, max_x = ?, max_y = ? WHERE table_name = ?",
            (*box.edges, name),
        )
    return misfits


def register_layer(base: sqlite3.Connection, name: str, table: Table, shape: int | None) -> None:
    kind, system = ("attributes", None) if shape is None else ("features", 4326)
    base.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) VALUES (?, ?, ?, ?, ?)",
        (name, kind, name, writable(table.title), system),
    )
    if shape is not None:
        geometry = GEOMETRIES[table.columns[shape].kind].upper()
        base.execute("INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?, 4326, 0, 0)", (name, geometry))


class Box:
    """The smallest box around all points seen: (least x, least y, largest x, largest y), None before the first."""

    def __init__(self) -> None:
        self.edges: tuple[float, float, float, float] | None = None

    def take(self, points: list[Position]) -> None:
        xs, ys = zip(*points, strict=True)
        left, low, right, high = self.edges or (xs[0], ys[0], xs[0], ys[0])
        self.edges = (min(left, *xs), min(low, *ys), max(right, *xs), max(high, *ys))


def layer_rows(
    table: Table,
    shape: int | None,
    columns: Sequence[Column],
    names: Sequence[str],
    misfits: Counter[str],
    box: Box,
) -> Iterator[Iterable[tuple[Any, ...]]]:
    """Batches of rows as the layer has them; counts misfits and widens the box on the way."""
    for batch in batches(table):
        cells: list[Sequence[Any]] = []
        if shape is not None:
            shapes = [shape_of(table.columns[shape].kind, text) for text in batch[shape]]
            for points in filter(None, shapes):
                box.take(points)
            cells.append([points and geometry_blob(table.columns[shape].kind, points) for points in shapes])
        for column, name, values in zip(
            columns, names, spread(table.columns, batch, zones=True), strict=True
        ):
            kept = layer_column(column.kind, values)
            if lost := sum(map(bool, values)) - sum(value is not None for value in kept):
                misfits[name] += lost
            cells.append(kept)
        yield zip(*cells, strict=True)


def layer_column(kind: str, values: Texts) -> Sequence[Value]:
    if kind not in GPKG_TYPES:
        return (
            [value or None for value in values]
            if is_printable(values)
            else [writable(value) if value else None for value in values]
        )
    return [layer_value(value) for value in typed(kind, values)]


def layer_value(value: Value) -> Value:
    """Days and moments as the standard writes them, a moment in UTC; text in such a column is a misfit."""
    if isinstance(value, str):
        return None
    if isinstance(value, datetime):
        at = value.astimezone(UTC) if value.tzinfo else value
        return at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"
    return value.isoformat() if isinstance(value, date) else value


def geometry_blob(kind: str, points: list[Position]) -> bytes:
    """The standard's header (version 0, little-endian, no envelope, EPSG 4326) and the shape as WKB."""
    flat = [number for point in points for number in point]
    numbers = struct.pack(f"<{len(flat)}d", *flat)
    head = b"GP\x00\x01" + struct.pack("<i", 4326)
    if kind == "place":
        return head + struct.pack("<BI", 1, 1) + numbers
    if kind == "line":
        return head + struct.pack("<BII", 1, 2, len(points)) + numbers
    return head + struct.pack("<BIII", 1, 3, 1, len(points)) + numbers
