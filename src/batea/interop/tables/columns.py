"""Columns and rows as every format takes them: batches of columns, a place spread over four, the code book."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from ..cells import writable

KINDS = (
    *("text", "whole", "number", "day", "moment", "time", "yesno"),
    *("place", "line", "area", "choice", "choices", "file"),
)
BATCH = 500  # rows; larger batches gain nothing and hold more memory
NUMBERS = ("whole", "number")
ZONED = ("moment", "time")

NUMBER = r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?"
IS_PLACE = re.compile(f"{NUMBER}(?: {NUMBER}){{1,3}}")

Texts = Sequence[str | None]  # one column, as far as the batch goes


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


def sql_text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def sql_name(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


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
