"""A tool as a workbook, to be filled in with any spreadsheet program.

Each table has a sheet. Its first row is hidden and holds the columns' own names, so that columns may be moved; the first
column is hidden and holds which stored row, or which given row, a line is, so that lines may be sorted. A form (one row)
stands on its sheet from top to bottom. A hidden sheet says which tool, version and assessment the workbook is of. How it
is read back stands in `filled`.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime
from io import BytesIO

from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from batea.interop.cells import LINE_END, LONGEST_CELL, writable
from batea.programmes.words import LANGUAGES, Words

from .answers import YES_NO, known_answers
from .declaration import ITEM, Tool, ToolColumn, ToolTable
from .queries import heading
from .references import sources_of

MARK = "batea:"  # begins the hidden corner of a table's sheet
# Hidden signs of the two lines over the answers and of a form's answers; no table can have such a name.
HEAD, HELP, ANSWER = "batea:.head", "batea:.help", "batea:.answer"
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
        "remove_timezone": True,
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
    write_meta(book.add_worksheet(META), meta | {"language": languages()[0]})
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
    page.write_string(row, column, LINE_END.sub("\n", writable(str(text)))[:LONGEST_CELL], look)


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
        put_text(page, 2, place, helped(column), looks["help"])
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
    page.write_string(0, 2, ANSWER)
    row = rows[0] if rows else {}
    page.set_column(1, 1, 44)
    page.set_column(2, 2, 44)
    page.set_column(3, 3, 60)
    for line, column in enumerate(table.columns, 1):
        page.write_string(line, 0, column.name)
        put_text(page, line, 1, starred(table, column), looks["head"])
        put(page, line, 2, tool, column, row.get(column.name), looks)
        put_text(page, line, 3, helped(column), looks["help"])
        validate(page, line, 2, line, tool, column, lists)
    page.set_row(0, None, None, {"hidden": True})
    page.set_column(0, 0, None, None, {"hidden": True})


def starred(table: ToolTable, column: ToolColumn) -> str:
    return heading(column) + (" *" if column.required and column.name != ITEM else "")


def helped(column: ToolColumn) -> str:
    ways = {
        "day": _("Day: YYYY-MM-DD."),
        "moment": _("Day and time: YYYY-MM-DD HH:MM."),
    }
    must = _("Must be filled in.") if column.required and column.name != ITEM else ""
    return " ".join(filter(None, (must, str(column.help), ways.get(column.kind, ""))))


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
        rule |= {"error_title": _("A number"), "error_message": limits_in_words(column)}
    else:
        return
    rule["error_title"] = rule["error_title"][:32]
    page.data_validation(first, place, last, place, rule)


def limits_in_words(column: ToolColumn) -> str:
    low, high = column.minimum, column.maximum
    said = [_("Type a whole number.") if column.kind == "whole" else _("Type a number.")]
    if low is not None:
        said.append(_("At least %(number)s.") % {"number": number_format(low)})
    if high is not None:
        said.append(_("At most %(number)s.") % {"number": number_format(high)})
    return " ".join(said)


def column_letters(number: int) -> str:
    """What a spreadsheet calls a column counted from 0."""
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


def languages(first: str = "") -> list[str]:
    """The four languages: that of the workbook leads, that of the moment follows."""
    now = (get_language() or "en").split("-")[0]
    wanted = [lang for lang in (first, now) if lang in LANGUAGES]
    return list(dict.fromkeys([*wanted, *LANGUAGES]))
