"""A tool as a workbook: to be filled in with any spreadsheet program, and read back whatever was done to it.

Each table has a sheet. Its first row is hidden and holds the columns' own names, so that columns may be moved; the first
column is hidden and holds which stored row, or which given row, a line is, so that lines may be sorted. A form (one row)
stands on its sheet from top to bottom. A hidden sheet says which tool, version and assessment the workbook is of.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO

from django.utils.translation import gettext as _
from django.utils.translation import override

from batea.interop.cells import LONGEST_CELL, writable
from batea.interop.spreadsheets import Cell, read_workbook
from batea.problems import FILLED_FILE_REFUSED, Refused
from batea.programmes.words import LANGUAGES, Words

from .answers import YES_NO, known_answers
from .declaration import ITEM, Tool, ToolColumn, ToolTable
from .queries import heading
from .references import sources_of

MARK = "batea:"  # begins the hidden corner of a table's sheet
HEAD, HELP = "batea:head", "batea:help"  # hidden signs of the two lines over the answers
META = "_batea"
LISTS = "_lists"
FIRST = 3  # the line, counted from 0, where answers begin
SPARE = 200  # empty lines made ready for answers
WIDTHS = {"long": 50, "text": 28, "words": 28, "choice": 26, "scale": 26, "day": 14, "moment": 18}
SAFE_SHEET = re.compile(r"[\[\]:*?/\\']")


# Out ------------------------------------------------------------------------------------------------------------------


def blank_workbook(
    tool: Tool,
    answers: Mapping | None = None,
    *,
    title: str = "",
    mark: str = "",
    assessment: str = "",
    version: int = 0,
) -> bytes:
    """The workbook of a tool in the language of the moment, empty or with the answers of an assessment.

    mark: what must be told wherever it appears, such as that these are exercise data.
    """
    from xlsxwriter import Workbook

    buffer = BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = Workbook(buffer, options)
    looks = {
        "head": book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#f6f1e7", "bottom": 1}
        ),
        "help": book.add_format(
            {"italic": True, "text_wrap": True, "valign": "top", "font_color": "#4d5b62"}
        ),
        "title": book.add_format({"bold": True, "font_size": 16}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
        "text": book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"}),
        "day": book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"}),
        "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm", "valign": "top"}),
        "number": book.add_format({"valign": "top"}),
    }
    known = known_answers(tool, answers or {})
    write_about(book.add_worksheet(_("Read me")[:31]), tool, looks, title, mark)
    lists: dict[tuple[str, ...], int] = {}
    names = sheet_names(tool)
    for table in tool.tables:
        page = book.add_worksheet(names[table.name])
        writer = write_form if table.single else write_grid
        writer(page, tool, table, known[table.name], looks, lists)
    write_lists(book.add_worksheet(LISTS), lists)
    meta = {"tool": tool.name, "tool_version": tool.version, "assessment": assessment, "version": version}
    write_meta(book.add_worksheet(META), meta)
    book.get_worksheet_by_name(names[tool.tables[0].name]).activate()
    book.close()
    return buffer.getvalue()


def sheet_names(tool: Tool) -> dict[str, str]:
    """{table: a name a sheet may have}, each once, in the language of the moment."""
    found: dict[str, str] = {}
    taken = {META.casefold(), LISTS.casefold(), _("Read me")[:31].casefold()}
    for number, table in enumerate(tool.tables, 1):
        plain = SAFE_SHEET.sub(" ", str(table.title)).strip() or str(number)
        name = plain[:31].strip()
        if name.casefold() in taken:
            name = f"{number} {plain}"[:31].strip()
        taken.add(name.casefold())
        found[table.name] = name
    return found


def write_about(page, tool: Tool, looks, title: str, mark: str) -> None:
    page.set_column(0, 0, 100, looks["wrap"])
    page.hide_gridlines(2)
    lines = [
        (str(tool.title), "title"),
        *([(title, "head")] if title else []),
        *([(mark, "head")] if mark else []),
        (str(tool.purpose), "wrap"),
        *((str(caution), "wrap") for caution in tool.cautions),
        ("", "wrap"),
        (
            _(
                "Fill in the sheets that follow; columns with * must be filled in each row that says anything."
            ),
            "wrap",
        ),
        (_("Leave empty what nobody knows. Rows may be added, sorted and removed."), "wrap"),
        (
            _("Then bring the file back on the page of the tool: you see every change before it is saved."),
            "wrap",
        ),
        ("", "wrap"),
        (_("Version %(version)s.") % {"version": tool.version}, "help"),
        *((source, "help") for source in sources_of(tool)),
        *([(str(tool.ours), "help")] if str(tool.ours) else []),
    ]
    for place, (text, look) in enumerate(lines):
        put_text(page, place, 0, text, looks[look])


def put_text(page, row: int, column: int, text, look=None) -> None:
    page.write_string(row, column, writable(str(text)).replace("\r", "")[:LONGEST_CELL], look)


def look_of(column: ToolColumn) -> str:
    if column.kind in {"day", "moment"}:
        return column.kind
    return "number" if column.numeric else "text"


def put(page, row: int, place: int, tool: Tool, column: ToolColumn, value, looks) -> None:
    """A stored value as somebody would type it into a spreadsheet."""
    look = looks[look_of(column)]
    if value is None:
        page.write_blank(row, place, None, look)
    elif column.kind == "day" and date.fromisoformat(value).year >= 1901:
        page.write_datetime(row, place, date.fromisoformat(value), look)
    elif column.kind == "moment" and datetime.fromisoformat(value).year >= 1901:
        page.write_datetime(row, place, datetime.fromisoformat(value), look)
    elif column.numeric:
        page.write_number(row, place, value, look)
    else:
        put_text(page, row, place, in_words(tool, column, value), look)


def in_words(tool: Tool, column: ToolColumn, value) -> str:
    if column.kind == "words":
        return str(Words(value))
    choices = choices_of(tool, column)
    return choices.get(str(value) if column.kind == "scale" else value, str(value)) if choices else str(value)


def choices_of(tool: Tool, column: ToolColumn) -> dict:
    """{what is stored: what is shown} of a column that offers choices, in the language of the moment."""
    if column.kind == "scale":
        return {str(step): label for step, label in tool.scale(column.scale).choices()}
    if column.kind == "yesno":
        return {True: str(YES_NO[0][1]), False: str(YES_NO[1][1])}
    return {code: str(title) for code, title in column.choices}


def write_grid(page, tool: Tool, table: ToolTable, rows, looks, lists) -> None:
    """A sheet of lines; a given row shows what it asks, and cannot be mistaken for another one."""
    columns = table.all_columns
    page.write_string(0, 0, MARK + table.name)
    page.write_string(1, 0, HEAD)
    page.write_string(2, 0, HELP)
    for place, column in enumerate(columns, 1):
        page.write_string(0, place, column.name)
        put_text(page, 1, place, starred(table, column), looks["head"])
        put_text(page, 2, place, helped(tool, column), looks["help"])
        page.set_column(place, place, 60 if column.name == ITEM else WIDTHS.get(column.kind, 14))
    lines = by_given(table, rows) if table.given else [(str(n), row) for n, row in enumerate(rows)]
    for line, (sign, row) in enumerate(lines, FIRST):
        page.write_string(line, 0, sign)
        for place, column in enumerate(columns, 1):
            put(page, line, place, tool, column, row.get(column.name), looks)
    last = FIRST + len(lines) - 1 if table.given else FIRST + min(max(len(lines), SPARE), table.most) - 1
    for place, column in enumerate(columns, 1):
        if column.name != ITEM:
            validate(page, FIRST, place, last, tool, column, lists)
    page.set_row(0, None, None, {"hidden": True})
    page.set_column(0, 0, None, None, {"hidden": True})
    page.freeze_panes(FIRST, 2)


def by_given(table: ToolTable, rows) -> list[tuple[str, dict]]:
    known = {row[ITEM]: row for row in rows}
    return [(given.code, known.get(given.code, {ITEM: given.code})) for given in table.given]


def write_form(page, tool: Tool, table: ToolTable, rows, looks, lists) -> None:
    """A sheet that asks from top to bottom: question, answer, help."""
    page.write_string(0, 0, MARK + table.name)
    row = rows[0] if rows else {}
    page.set_column(1, 1, 44)
    page.set_column(2, 2, 44)
    page.set_column(3, 3, 60)
    for line, column in enumerate(table.columns, 1):
        page.write_string(line, 0, column.name)
        put_text(page, line, 1, starred(table, column), looks["head"])
        put(page, line, 2, tool, column, row.get(column.name), looks)
        put_text(page, line, 3, helped(tool, column), looks["help"])
        validate(page, line, 2, line, tool, column, lists)
    page.set_row(0, None, None, {"hidden": True})
    page.set_column(0, 0, None, None, {"hidden": True})


def starred(table: ToolTable, column: ToolColumn) -> str:
    return heading(column) + (" *" if column.required and column.name != ITEM else "")


def helped(tool: Tool, column: ToolColumn) -> str:
    ways = {
        "day": _("Day: YYYY-MM-DD."),
        "moment": _("Day and time: YYYY-MM-DD HH:MM."),
    }
    return " ".join(filter(None, (str(column.help), ways.get(column.kind, ""))))


def validate(page, first: int, place: int, last: int, tool: Tool, column: ToolColumn, lists) -> None:
    """What a spreadsheet program can check while somebody types."""
    choices = choices_of(tool, column) if column.name != ITEM else {}
    if choices:
        key = tuple(choices.values())
        number = lists.setdefault(key, len(lists))
        letters = column_letters(number)
        rule = {"validate": "list", "source": f"={LISTS}!${letters}$1:${letters}${len(key)}"}
        rule |= {"error_title": _("Choose from the list"), "error_message": _("Choose one of the list.")}
    elif column.numeric:
        low, high = column.minimum, column.maximum
        rule = {"validate": "integer" if column.kind == "whole" else "decimal"}
        if low is not None and high is not None:
            rule |= {"criteria": "between", "minimum": low, "maximum": high}
        elif low is not None:
            rule |= {"criteria": ">=", "value": low}
        elif high is not None:
            rule |= {"criteria": "<=", "value": high}
        else:
            rule |= {"criteria": "between", "minimum": -1e15, "maximum": 1e15}
        rule |= {"error_title": _("A number"), "error_message": _("Type a number within the limits.")}
    else:
        return
    rule["error_title"] = rule["error_title"][:32]
    page.data_validation(first, place, last, place, rule)


def column_letters(number: int) -> str:
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def write_lists(page, lists: dict[tuple[str, ...], int]) -> None:
    for words, column in lists.items():
        for row, word in enumerate(words):
            put_text(page, row, column, word)
    page.hide()


def write_meta(page, meta: Mapping) -> None:
    for row, (name, value) in enumerate(meta.items()):
        page.write_string(row, 0, name)
        page.write_string(row, 1, str(value))
    page.very_hidden()


# In -------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Meta:
    """What a workbook says it is of; empty or 0 where it does not say."""

    tool: str = ""
    tool_version: int = 0
    assessment: str = ""
    version: int = 0


@dataclass
class Filled:
    """A filled workbook: rows as typed by table, which stored row each was, what to tell whoever brought it."""

    meta: Meta
    raws: dict[str, list[dict]]
    was: dict[str, list[int | None]]
    notes: list[str] = field(default_factory=list)


def read_filled(tool: Tool, data: bytes) -> Filled:
    """What a workbook of this tool says. Raises Refused for what is no workbook of a tool of Batea's."""
    sheets = read_workbook(data)
    meta = meta_of(sheets.pop(META, []))
    sheets.pop(LISTS, None)
    filled = Filled(
        meta, {table.name: [] for table in tool.tables}, {table.name: [] for table in tool.tables}
    )
    found = {name: mark_of(rows) for name, rows in sheets.items()}
    if not any(found.values()):
        raise Refused(FILLED_FILE_REFUSED, kind=_("a workbook that no tool has made"))
    tables = {table.name: table for table in tool.tables}
    for name, mark in found.items():
        table = tables.pop(mark, None) if mark else None
        if table is not None:
            reader = read_form if table.single else read_grid
            filled.raws[table.name], filled.was[table.name] = reader(tool, table, sheets[name])
        elif mark:
            filled.notes.append(_("The sheet “%(name)s” belongs to no table of this tool.") % {"name": name})
    for table in tables.values():
        filled.notes.append(_("The workbook has no sheet for “%(table)s”.") % {"table": table.title})
    return filled


def meta_of(rows: list[list[Cell]]) -> Meta:
    said = {str(row[0]): str(row[1]) for row in rows if len(row) > 1}

    def whole(name: str) -> int:
        text = said.get(name, "")
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0

    return Meta(said.get("tool", ""), whole("tool_version"), said.get("assessment", ""), whole("version"))


def mark_of(rows: list[list[Cell]]) -> str:
    """The table a sheet says it holds, in whichever cell of its first line the mark has come to stand."""
    for cell in rows[0] if rows else ():
        if isinstance(cell, str) and cell.startswith(MARK):
            return cell.removeprefix(MARK)
    return ""


def read_grid(tool: Tool, table: ToolTable, rows: list[list[Cell]]) -> tuple[list[dict], list[int | None]]:
    """The lines that say something, and which stored row each was when the workbook was made."""
    first = rows[0]
    sign = next(place for place, cell in enumerate(first) if isinstance(cell, str) and cell.startswith(MARK))
    columns = {column.name: column for column in table.all_columns}
    places = {
        place: columns[name] for place, name in enumerate(first) if isinstance(name, str) and name in columns
    }
    readers = {column.name: reading(tool, column) for column in places.values()}
    raws, was = [], []
    for row in rows[1:]:
        said = text_of(row[sign]) if sign < len(row) else ""
        if said in (HEAD, HELP):
            continue
        raw = {
            column.name: typed(column, row[place], readers[column.name])
            for place, column in places.items()
            if place < len(row)
        }
        if table.given:
            raw[ITEM] = said if said in {given.code for given in table.given} else raw.get(ITEM, "")
        if any(value for name, value in raw.items() if name != ITEM):
            number = int(said) if said.isascii() and said.isdecimal() and len(said) < 6 else None
            raws.append(raw)
            was.append(None if table.given or number in was else number)
    return raws, was


def read_form(tool: Tool, table: ToolTable, rows: list[list[Cell]]) -> tuple[list[dict], list[int | None]]:
    columns = {column.name: column for column in table.columns}
    raw = {}
    for row in rows[1:]:
        name = text_of(row[0]) if row else ""
        if name in columns and len(row) > 2:
            raw[name] = typed(columns[name], row[2], reading(tool, columns[name]))
    return ([raw], [0]) if any(raw.values()) else ([], [])


def reading(tool: Tool, column: ToolColumn) -> dict[str, str]:
    """{words in small letters: what is typed on a page for it} of a column with choices, in all four languages."""
    found: dict[str, str] = {}
    if column.kind not in {"choice", "scale", "yesno"}:
        return found
    for lang in LANGUAGES:
        with override(lang):
            for stored, shown in choices_of(tool, column).items():
                code = {True: "yes", False: "no"}.get(stored, stored) if column.kind == "yesno" else stored
                for words in (shown, str(code)):
                    found.setdefault(flat(words), code)
                if column.kind == "scale":
                    sign, _dash, step = shown.partition(" – ")
                    found.setdefault(flat(sign), code)
                    found.setdefault(flat(step), code)
    return found


def flat(text: str) -> str:
    return " ".join(text.casefold().split())


def text_of(value: Cell) -> str:
    """A cell as text: whole numbers without a point, days and moments as ISO."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return value.isoformat() if isinstance(value, date) else str(value).strip()


def typed(column: ToolColumn, value: Cell, words: Mapping[str, str]) -> str:
    """A cell as somebody would have typed it on a page; what cannot be understood stays as it is, to be refused there."""
    text = text_of(value)
    if words:
        return words.get(flat(text), text)
    if column.kind == "day" and isinstance(value, datetime):
        return value.date().isoformat()
    if column.kind == "moment" and isinstance(value, date) and not isinstance(value, datetime):
        return f"{text}T00:00"
    return point(text) if column.numeric and isinstance(value, str) else text


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
