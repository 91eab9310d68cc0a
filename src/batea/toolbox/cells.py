"""The fields of a grid as HTML, written here and not by form widgets: five hundred rows of twenty columns stay quick."""

from functools import cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from batea.programmes.words import Words

from .answers import LINE, TEXT, YES_NO
from .declaration import ITEM, Given, Tool, ToolColumn
from .grid import Grid, Line, changed, field_id
from .queries import heading
from .references import reference

CHOSEN = {"choice", "scale", "yesno"}
BUTTONS = (("copy", "+"), ("up", "↑"), ("down", "↓"), ("remove", "✕"))


@cache
def parts_of(tool: Tool, column: ToolColumn, lang: str) -> tuple[str, str, str]:
    """What the field of every row of a column shares: its opening, what comes before and after its value."""
    if column.kind in CHOSEN:
        return '<select class="govuk-select"', "", ""
    kind, mode = INPUTS.get(column.kind, ("text", ""))
    limits = f' maxlength="{LINE}"' if kind == "text" and not mode else ""
    return f'<input class="govuk-input" type="{kind}"{limits}{mode} autocomplete="off"', ' value="', '"'


INPUTS = {
    "number": ("text", ' inputmode="decimal"'),
    "money": ("text", ' inputmode="decimal"'),
    "whole": ("text", ' inputmode="numeric"'),
    "day": ("date", ""),
    "moment": ("datetime-local", ""),
}


def choices_of(tool: Tool, column: ToolColumn) -> list[tuple[str, str]]:
    if column.kind == "scale":
        return [(str(step), label) for step, label in tool.scale(column.scale).choices()]
    return [(code, str(title)) for code, title in (YES_NO if column.kind == "yesno" else column.choices)]


@cache
def options_of(tool: Tool, column: ToolColumn, lang: str) -> dict[str, str]:
    return {
        code: f'<option value="{escape(code)}">{escape(label)}</option>'
        for code, label in choices_of(tool, column)
    }


def options(tool: Tool, column: ToolColumn, lang: str, said: str) -> str:
    known = options_of(tool, column, lang)
    chosen = known.get(said, "")
    every = "".join(known.values())
    if chosen:
        every = every.replace(chosen, chosen.replace(">", " selected>", 1), 1)
    elif said:  # what came from a file and is no choice: shown, so that it can be mended
        every = f'<option value="{escape(said)}" selected>{escape(said)}</option>{every}'
    return f'<option value="">–</option>{every}'


def cell(grid: Grid, column: ToolColumn, place: int, line: Line, lang: str, named: str = "") -> SafeString:
    """The field of one cell. `named` says what labels it (ARIA); a form's own label does so otherwise."""
    name = field_id(grid.table, place, column.name)
    said = line.typed.get(column.name, "")
    said = str(Words(said)) if isinstance(said, dict) else str(said)
    opening, before, after = parts_of(grid.tool, column, lang)
    wrong = line.errors.get(column.name)
    state = f' aria-invalid="true" aria-describedby="{name}_error"' if wrong else ""
    first = " autofocus" if name == grid.focus else ""
    attributes = f' name="{name}" id="{name}"{named}{state}{first}'
    if column.kind in CHOSEN:
        field = f"{opening}{attributes}>{options(grid.tool, column, lang, said)}</select>"
    elif column.kind == "long":
        field = f'<textarea class="govuk-textarea" rows="2" maxlength="{TEXT}"{attributes}>{escape(said)}</textarea>'
    else:
        field = f"{opening}{attributes}{before}{escape(said)}{after}>"
    if wrong:
        field = f'<p class="govuk-error-message" id="{name}_error">{escape(wrong)}</p>{field}'
    if changed(grid.table, line, column):
        field += was_said(grid, column, line)
    return mark_safe(field)  # noqa: S308 — every value is escaped above


def was_said(grid: Grid, column: ToolColumn, line: Line) -> str:
    old = str(line.before.get(column.name, ""))
    if column.kind in CHOSEN:
        old = dict(choices_of(grid.tool, column)).get(old, old)
    return f'<p class="batea-was">{escape(_("was: %(old)s") % {"old": old or "–"})}</p>'


# Whole rows -------------------------------------------------------------------------------------------------------------


def grid_rows(grid: Grid, lang: str) -> SafeString:
    """The body of a grid's table: one row of cells a line, with the buttons that move it."""
    columns = grid.table.columns
    heads = {column.name: f"{grid.table.name}-{column.name}-h" for column in columns}
    titles = {column.name: escape(heading(column)) for column in columns}
    words = {
        "copy": _("Copy row"),
        "up": _("Move row up"),
        "down": _("Move row down"),
        "remove": _("Remove row"),
    }
    return mark_safe(  # noqa: S308 — parts are escaped where they are made
        "".join(
            line_html(grid, place, line, lang, heads, titles, words) for place, line in enumerate(grid.lines)
        )
    )


def line_html(grid: Grid, place: int, line: Line, lang: str, heads, titles, words) -> str:
    row_id = f"{grid.table.name}-{place}"
    cells = "".join(
        f'<td class="govuk-table__cell batea-cell--{column.kind}" data-label="{titles[column.name]}">'
        + cell(grid, column, place, line, lang, f' aria-labelledby="{heads[column.name]} {row_id}-h"')
        + "</td>"
        for column in grid.table.columns
    )
    ends = "" if grid.table.given else buttons(grid, place, words)
    return (
        f'<tr class="govuk-table__row" id="{row_id}">{line_head(grid, place, line, row_id)}{cells}{ends}</tr>'
    )


def line_head(grid: Grid, place: int, line: Line, row_id: str) -> str:
    """The row's number, or what the tool asks here; and which stored row it is."""
    was = "" if line.was is None else f'<input type="hidden" name="{row_id}-was" value="{line.was}">'
    if not grid.table.given:
        new = f' <strong class="batea-new">{escape(_("new"))}</strong>' if is_new(line) else ""
        return f'<th scope="row" class="govuk-table__header batea-number" id="{row_id}-h">{place + 1}{new}{was}</th>'
    code = line.typed.get(ITEM, "")
    given = next((each for each in grid.table.given if each.code == code), None)
    title, help_text = (given.title, given.help) if given else (code, "")
    group = group_begins(grid, place, given)
    over = f'<div class="batea-group">{escape(group)}</div>' if group else ""
    hint = (
        f'<div class="govuk-hint govuk-!-margin-bottom-0">{escape(help_text)}</div>' if str(help_text) else ""
    )
    if given and given.source:
        hint += f'<div class="govuk-hint batea-source">{escape(_("Source: %(source)s") % {"source": reference(given.source)})}</div>'
    wrong = line.errors.get(ITEM)
    error = f'<p class="govuk-error-message" id="{row_id}-{ITEM}_error">{escape(wrong)}</p>' if wrong else ""
    return (
        f'<th scope="row" class="govuk-table__header batea-asked" id="{row_id}-h">{over}<span>{escape(title)}</span>{hint}{error}'
        f'<input type="hidden" name="{row_id}-{ITEM}" id="{row_id}-{ITEM}" value="{escape(code)}">{was}</th>'
    )


def group_begins(grid: Grid, place: int, given: Given | None) -> str:
    """The heading of a given row's group, over the first row of it."""
    places = {row.code: number for number, row in enumerate(grid.table.given)}
    number = places.get(given.code, 0) if given else 0
    before = grid.table.given[number - 1].group if number else ""
    return str(given.group) if given and str(given.group) != str(before) else ""


def is_new(line: Line) -> bool:
    """Beside stored rows: it was not among them, and says something."""
    return line.before is not None and line.was is None and any(line.typed.values())


def buttons(grid: Grid, place: int, words) -> str:
    made = "".join(
        f'<button class="batea-row-button" name="do" value="{grid.table.name}:{place}:{what}" data-row="{what}" '
        f'title="{escape(words[what])}" aria-label="{escape(words[what])} {place + 1}">{sign}</button>'
        for what, sign in BUTTONS
    )
    return f'<td class="govuk-table__cell batea-row-buttons">{made}</td>'
