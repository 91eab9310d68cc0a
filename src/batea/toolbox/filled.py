"""A filled workbook, read back whatever was done to it: sorted, moved, renamed, its hidden parts lost.

Where the hidden parts are gone, tables and columns are known by their titles, in whichever of the four languages.
How it was written stands in `workbook`.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import override

from batea.interop.spreadsheets import Cell, Percent, Sheets, read_workbook
from batea.problems import FILLED_FILE_REFUSED, Refused
from batea.programmes.words import LANGUAGES

from .answers import MOST_ROWS
from .declaration import ITEM, Tool, ToolColumn, ToolTable
from .queries import heading
from .workbook import (
    ANSWER,
    HEAD,
    HELP,
    LISTS,
    MARK,
    META,
    choices_of,
    column_letters,
    helped,
    languages,
    sheet_names,
    starred,
)

LOOKED_AT = 20  # lines in which the hidden parts or the titles of a table are looked for
DASHES = re.compile(r"[‐-―−]")


@dataclass(frozen=True)
class Meta:
    """What a workbook says it is of; empty or 0 where it does not say."""

    tool: str = ""
    tool_version: int = 0
    assessment: str = ""
    version: int = 0
    language: str = ""


@dataclass
class Lines:
    """What a sheet says: rows as typed, which stored row each was, its number on the sheet, what to tell."""

    raws: list[dict] = field(default_factory=list)
    was: list[int | None] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass
class Filled:
    """A filled workbook by table: rows as typed, which stored row each was, the number of its line on the sheet, and
    the name of the sheet; and what to tell whoever brought it."""

    meta: Meta
    raws: dict[str, list[dict]]
    was: dict[str, list[int | None]]
    places: dict[str, list[int]]
    sheets: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def read_filled(tool: Tool, data: bytes) -> Filled:
    """What a workbook of this tool says. Raises Refused for what is no workbook of a tool of Batea's."""
    sheets = sheets_of(data)
    meta = meta_of(sheets.pop(META, []))
    sheets.pop(LISTS, None)
    langs = languages(meta.language)
    marks = {name: mark for name, rows in sheets.items() if (mark := mark_of(rows))}
    spots = marked_spots(tool, sheets, marks)
    if meta.tool in ("", tool.name):
        plain = {name: rows for name, rows in sheets.items() if name not in marks}
        spots |= titled_spots(tool, plain, set(spots), langs)
    if not marks and not spots:
        raise Refused(FILLED_FILE_REFUSED, kind=_("a workbook that no tool has made"))
    read = {
        table.name: read_table(tool, table, spots[table.name], langs) if table.name in spots else Lines()
        for table in tool.tables
    }
    notes = not_read(tool, sheets, spots, marks)
    return Filled(
        meta,
        {name: lines.raws for name, lines in read.items()},
        {name: lines.was for name, lines in read.items()},
        {name: lines.places for name, lines in read.items()},
        {name: spot.sheet for name, spot in spots.items()},
        [*notes, *(note for lines in read.values() for note in lines.notes)],
    )


def sheets_of(data: bytes) -> Sheets:
    """The cells of each sheet; a refusal says why in the reader's language."""
    try:
        return read_workbook(data)
    except Refused as refused:
        kind = _(str(refused.details["kind"]))
        raise Refused(refused.problem, kind=kind) from refused


def meta_of(rows: list[list[Cell]]) -> Meta:
    said = {str(row[0]): str(row[1]) for row in rows if len(row) > 1}

    def whole(name: str) -> int:
        text = said.get(name, "")
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0

    return Meta(
        said.get("tool", ""),
        whole("tool_version"),
        said.get("assessment", ""),
        whole("version"),
        said.get("language", ""),
    )


# Where each table stands ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Spot:
    """Where a table stands on a sheet; lines and columns are counted from 0.

    columns  what stands where: in a grid {place: column}, in a form {line: column}
    line     of a grid: the line that tells its columns, answers come below; of a form: nothing
    sign     of a grid: the hidden column of signs, None when it is gone
    answer   of a form: where its answers stand
    marked   known by its hidden parts, not by titles
    """

    sheet: str
    rows: list[list[Cell]] = field(repr=False)
    columns: dict[int, ToolColumn]
    line: int = 0
    sign: int | None = None
    answer: int = 0
    marked: bool = True

    def cell(self, line: int, place: int | None) -> Cell:
        row = self.rows[line] if line < len(self.rows) else []
        return row[place] if place is not None and place < len(row) else None


@dataclass(frozen=True)
class Mark:
    """The hidden corner of a table's sheet, wherever it has come to stand."""

    table: str
    line: int
    place: int


def mark_of(rows: list[list[Cell]]) -> Mark | None:
    for line, row in enumerate(rows[:LOOKED_AT]):
        for place, cell in enumerate(row):
            if isinstance(cell, str) and cell.startswith(MARK):
                table = cell.removeprefix(MARK)
                if table.isidentifier():
                    return Mark(table, line, place)
    return None


def marked_spots(tool: Tool, sheets: Sheets, marks: Mapping[str, Mark]) -> dict[str, Spot]:
    """{table: where it stands}; of two sheets of one table the first counts."""
    found: dict[str, Spot] = {}
    tables = {table.name: table for table in tool.tables}
    for name, mark in marks.items():
        table = tables.get(mark.table)
        if table is not None:
            spot = (marked_form if table.single else marked_grid)(table, name, sheets[name], mark)
            found.setdefault(table.name, spot)
    return found


def marked_grid(table: ToolTable, name: str, rows: list[list[Cell]], mark: Mark) -> Spot:
    names = {column.name: column for column in table.all_columns}
    return Spot(name, rows, known(rows[mark.line], names), mark.line, mark.place)


def marked_form(table: ToolTable, name: str, rows: list[list[Cell]], mark: Mark) -> Spot:
    names = {column.name: column for column in table.columns}
    signs = [row[mark.place] if mark.place < len(row) else None for row in rows]
    first = rows[mark.line]
    answer = first.index(ANSWER) if ANSWER in first else mark.place + 2
    return Spot(name, rows, known(signs, names), answer=answer)


def known(cells: Iterable[Cell], words: Mapping[str, ToolColumn]) -> dict[int, ToolColumn]:
    """{place: the column that stands there}; a copy of a column is not the column."""
    found: dict[int, ToolColumn] = {}
    for place, cell in enumerate(cells):
        column = words.get(cell) if isinstance(cell, str) else None
        if column is not None and column not in found.values():
            found[place] = column
    return found


def titled_spots(tool: Tool, sheets: Sheets, have: set[str], langs: Sequence[str]) -> dict[str, Spot]:
    """The tables not found by their marks that a sheet shows by its titles: by two of them, or one and its name."""
    called = sheet_titles(tool, langs)
    found: dict[str, tuple[tuple[bool, int], Spot]] = {}
    for name, rows in sheets.items():
        best: list[tuple[tuple[bool, int], str, Spot]] = []
        for table in tool.tables:
            spot = (titled_form if table.single else titled_grid)(table, name, rows, langs)
            rank = (flat(name) in called[table.name], len(spot.columns))
            if table.name not in have and spot.columns and sum(rank) > 1:
                best.append((rank, table.name, spot))
        best.sort(key=lambda each: each[0], reverse=True)
        sure = best and (len(best) == 1 or best[0][0] > best[1][0])
        if sure and (best[0][1] not in found or best[0][0] > found[best[0][1]][0]):
            rank, table_name, spot = best[0]
            found[table_name] = (rank, spot)
    return {name: spot for name, (_rank, spot) in found.items()}


def sheet_titles(tool: Tool, langs: Iterable[str]) -> dict[str, set[str]]:
    """{table: what its sheet is called, in each language}."""
    found: dict[str, set[str]] = {table.name: set() for table in tool.tables}
    for lang in langs:
        with override(lang):
            for name, title in sheet_names(tool).items():
                found[name].add(flat(title))
    return found


def titled_grid(table: ToolTable, name: str, rows: list[list[Cell]], langs: Sequence[str]) -> Spot:
    titles = titles_of(table, langs)
    shown = [known(map(title_in, row), titles) for row in rows[:LOOKED_AT]] or [{}]
    line = max(range(len(shown)), key=lambda place: len(shown[place]))
    sign = rows[line].index(HEAD) if rows and HEAD in rows[line] else None
    return Spot(name, rows, shown[line], line, sign, marked=False)


def titled_form(table: ToolTable, name: str, rows: list[list[Cell]], langs: Sequence[str]) -> Spot:
    titles = titles_of(table, langs)
    width = max(map(len, rows), default=0)
    shown = [
        known((title_in(row[place]) if place < len(row) else None for row in rows), titles)
        for place in range(min(width, LOOKED_AT))
    ] or [{}]
    question = max(range(len(shown)), key=lambda place: len(shown[place]))
    hidden = all(rows[line][question] == column.name for line, column in shown[question].items())
    if hidden and any(shown[question + 1 :][:1]):
        question += 1  # the columns' own names are there still, the titles beside them
    return Spot(name, rows, shown[question], answer=question + 1, marked=False)


def title_in(cell: Cell) -> str:
    return flat(cell.rstrip(" *")) if isinstance(cell, str) else ""


def titles_of(table: ToolTable, langs: Iterable[str]) -> dict[str, ToolColumn]:
    """{a title in any language: its column}, without titles that two columns share."""
    found: dict[str, set[ToolColumn]] = {}
    for lang in langs:
        with override(lang):
            for column in table.all_columns:
                for title in (heading(column), str(column.title)):
                    found.setdefault(flat(title), set()).add(column)
    return {title: next(iter(columns)) for title, columns in found.items() if len(columns) == 1}


def not_read(tool: Tool, sheets: Sheets, spots: Mapping[str, Spot], marks: Mapping[str, Mark]) -> list[str]:
    """What to tell about whole sheets: left out, lost, or not certain."""
    notes = []
    read, about = {spot.sheet for spot in spots.values()}, about_titles()
    for name, rows in sheets.items():
        if name in read or not any(rows) or (name not in marks and flat(name) in about):
            continue
        twice = name in marks and marks[name].table in spots
        text = (
            _("The sheet “%(name)s” repeats a table; it was not read.")
            if twice
            else _("The sheet “%(name)s” belongs to no table of this tool.")
        )
        notes.append(text % {"name": name})
    for spot in spots.values():
        if not spot.marked:
            text = _("The sheet “%(name)s” has lost its hidden parts; it was read by its titles.")
            notes.append(text % {"name": spot.sheet})
    for table in tool.tables:
        if table.name not in spots:
            notes.append(_("The workbook has no sheet for “%(table)s”.") % {"table": table.title})
    return notes


def about_titles() -> set[str]:
    """What the first sheet is called, in each language."""
    found = set()
    for lang in LANGUAGES:
        with override(lang):
            found.add(flat(_("Read me")[:31]))
    return found


# Its lines ------------------------------------------------------------------------------------------------------------


def read_table(tool: Tool, table: ToolTable, spot: Spot, langs: Sequence[str]) -> Lines:
    lines = (read_form if table.single else read_grid)(tool, table, spot, langs)
    here = set(spot.columns.values())
    for column in table.all_columns:
        if column not in here and not (column.name == ITEM and spot.sign is not None):
            text = _("The sheet “%(name)s” has no “%(column)s”; it counts as empty.")
            lines.notes.append(text % {"name": spot.sheet, "column": column.title})
    return lines


def read_grid(tool: Tool, table: ToolTable, spot: Spot, langs: Sequence[str]) -> Lines:
    """The lines that say something, and which stored row each was when the workbook was made."""
    found = Lines()
    codes = {given.code for given in table.given}
    readers = {column.name: reading(tool, column, langs) for column in spot.columns.values()}
    first = spot.line + 1
    while first <= spot.line + 2 and is_heading(table, spot, first, langs):
        first += 1
    for line in range(first, len(spot.rows)):
        said = text_of(spot.cell(line, spot.sign))
        if said in (HEAD, HELP):
            continue
        raw = {
            column.name: typed(column, spot.cell(line, place), readers[column.name])
            for place, column in spot.columns.items()
        }
        if table.given:
            raw[ITEM] = said if said in codes else raw.get(ITEM, "")
        if not any(value for name, value in raw.items() if name != ITEM):
            continue
        if len(found.raws) == MOST_ROWS:
            text = _("The sheet “%(name)s” has more rows than can be read: only the first %(most)s were.")
            found.notes.append(text % {"name": spot.sheet, "most": MOST_ROWS})
            break
        number = int(said) if said.isascii() and said.isdecimal() and len(said) < 6 else None
        found.raws.append(raw)
        found.was.append(None if table.given or number in found.was else number)
        found.places.append(line + 1)
    found.notes += strange_columns(spot, first)
    return found


def is_heading(table: ToolTable, spot: Spot, line: int, langs: Sequence[str]) -> bool:
    """Whether a line under the one that tells the columns says nothing but their titles or help."""
    if spot.sign is not None:
        return text_of(spot.cell(line, spot.sign)) in (HEAD, HELP)
    says = {column: text_of(spot.cell(line, place)) for place, column in spot.columns.items()}
    own: dict[ToolColumn, set[str]] = {column: {""} for column in says}
    for lang in langs:
        with override(lang):
            for column in says:
                own[column] |= {flat(starred(table, column)), flat(helped(column))}
    return any(says.values()) and all(flat(text) in own[column] for column, text in says.items())


def strange_columns(spot: Spot, first: int) -> Iterator[str]:
    """What to tell about columns somebody added that say something."""
    width = max(map(len, spot.rows), default=0)
    for place in range(width):
        filled = any(spot.cell(line, place) is not None for line in range(first, len(spot.rows)))
        if place in spot.columns or place == spot.sign or not filled:
            continue
        titles = (text_of(spot.cell(line, place)) for line in range(first - 1, spot.line - 1, -1))
        title = next(filter(None, titles), column_letters(place))
        text = _("On the sheet “%(name)s” the column “%(column)s” is not the tool's; it was not read.")
        yield text % {"name": spot.sheet, "column": title[:60]}


def read_form(tool: Tool, table: ToolTable, spot: Spot, langs: Sequence[str]) -> Lines:
    raw = {
        column.name: typed(column, spot.cell(line, spot.answer), reading(tool, column, langs))
        for line, column in spot.columns.items()
    }
    if not any(raw.values()):
        return Lines()
    return Lines([raw], [0], [min(spot.columns) + 1])


# Its cells ------------------------------------------------------------------------------------------------------------


def reading(tool: Tool, column: ToolColumn, langs: Sequence[str]) -> dict[str, str | None]:
    """{words made `flat`: what is typed on a page for it} of a column with choices; None where they may mean two things.

    What the list of the workbook offered comes first, then codes, then other languages.
    """
    if column.kind not in {"choice", "scale", "yesno"}:
        return {}
    codes = {} if column.kind == "yesno" else choices_of(tool, column)
    layers = [in_list(tool, column, langs[0]), [(code, code) for code in codes]]
    layers += [in_list(tool, column, lang) for lang in langs[1:]]
    layers += [in_step(tool, column, lang) for lang in langs]
    found: dict[str, str | None] = {"yes": "yes", "no": "no"} if column.kind == "yesno" else {}
    for layer in layers:
        meant: dict[str, set[str]] = {}
        for words, code in layer:
            meant.setdefault(flat(words), set()).add(code)
        for words, ones in meant.items():
            found.setdefault(words, next(iter(ones)) if len(ones) == 1 else None)
    return found


def in_list(tool: Tool, column: ToolColumn, lang: str) -> list[tuple[str, str]]:
    """(what the workbook's list offers, what is typed on a page for it)."""
    with override(lang):
        choices = choices_of(tool, column)
    if column.kind == "yesno":
        return [(shown, "yes" if stored else "no") for stored, shown in choices.items()]
    if column.kind == "scale":
        signs = [(shown.partition(" – ")[0], step) for step, shown in choices.items()]
        return [*((shown, step) for step, shown in choices.items()), *signs]
    pairs = [(f"{code} - {shown}", code) for code, shown in choices.items()]
    return [*((shown, code) for code, shown in choices.items()), *pairs]


def in_step(tool: Tool, column: ToolColumn, lang: str) -> list[tuple[str, str]]:
    """A scale's steps without their number."""
    if column.kind != "scale":
        return []
    with override(lang):
        return [(shown.partition(" – ")[2], step) for step, shown in choices_of(tool, column).items()]


def flat(text: str) -> str:
    """Words as people may type them: without regard to capitals, accents, spaces and the kind of dash."""
    bare = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return " ".join(DASHES.sub("-", bare).casefold().split())


def text_of(value: Cell) -> str:
    """A cell as text: whole numbers without a point, days and moments as ISO, parts of 1 as the sheet shows them."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    if isinstance(value, Percent):
        return f"{in_digits(Decimal(repr(float(value))) * 100)}%"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return value.isoformat() if isinstance(value, date) else str(value).strip()


def typed(column: ToolColumn, value: Cell, words: Mapping[str, str | None]) -> str:
    """A cell as somebody would have typed it on a page; what cannot be understood stays as it is, to be refused there."""
    text = text_of(value)
    if words:
        return words.get(flat(text)) or text
    if column.kind == "day" and isinstance(value, datetime):
        return value.date().isoformat()
    if column.kind == "moment" and isinstance(value, date) and not isinstance(value, datetime):
        return f"{text}T00:00"
    return number(column, text) if column.numeric else text


def number(column: ToolColumn, text: str) -> str:
    """A number as it is typed on a page; so much per cent where the column counts in % or in parts of 1."""
    if not text.endswith("%"):
        return point(text)
    shown = point(text.removesuffix("%").rstrip())
    if column.unit == "%":
        return shown
    try:
        part = Decimal(shown) / 100
    except ArithmeticError:
        return text
    return in_digits(part) if column.maximum is not None and column.maximum <= 1 else text


def in_digits(exact: Decimal) -> str:
    """Without an exponent and without needless zeros, unless it has more digits than anybody types."""
    return f"{exact.normalize():f}" if abs(exact.adjusted()) < 20 else str(exact)


GROUPED = re.compile(r"-?\d{1,3}([.,\s\u00a0\u202f'’])\d{3}(?:\1\d{3})*([.,]\d+)?")


def point(text: str) -> str:
    """A number typed as text with a decimal comma or grouped thousands, where it can be read in one way only."""
    if re.fullmatch(r"-?\d+,\d{1,2}|-?\d+,\d{4,}|-?0,\d+", text):
        return text.replace(",", ".")
    grouped = GROUPED.fullmatch(text)
    if not grouped:
        return text
    group, rest = grouped[1], grouped[2] or ""
    if rest[:1] == group or (not rest and group in ".,"):
        return text  # 1,234 may be one thousand or one and a bit
    whole = text[: len(text) - len(rest)].replace(group, "")
    return whole + rest.replace(",", ".")
