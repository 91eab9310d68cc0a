"""Parquet: typed columns, a moment in UTC. The database that writes it reads lines from a file of its own."""

import re
import shutil
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from ..cells import writable
from .columns import (
    NUMBER,
    Column,
    Table,
    Texts,
    all_match,
    batches,
    is_printable,
    spread,
    spread_columns,
    sql_name,
    sql_text,
)
from .typed import CLOCK, DAY, WHOLE, ZONE

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
