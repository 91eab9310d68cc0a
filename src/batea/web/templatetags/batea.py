"""Small words the page furniture needs: status words, table heads and rows, names of languages.

Rooms load it in their templates with ``{% load batea %}``; they never import it.
"""

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _

register = template.Library()

STATUSES = {  # code: (words, tone)
    "not_started": (_("Not started"), "neutral"),
    "cannot_start": (_("Cannot start yet"), "neutral"),
    "draft": (_("Draft"), "neutral"),
    "closed": (_("Closed"), "neutral"),
    "in_progress": (_("In progress"), "busy"),
    "in_review": (_("In review"), "busy"),
    "planned": (_("Planned"), "busy"),
    "done": (_("Done"), "good"),
    "agreed": (_("Agreed"), "good"),
    "passed": (_("Passed by decision"), "warn"),
    "published": (_("Published"), "good"),
    "on_track": (_("On track"), "good"),
    "needs_review": (_("Needs review"), "warn"),
    "waiting": (_("Waiting for others"), "warn"),
    "due_soon": (_("Due soon"), "warn"),
    "overdue": (_("Overdue"), "bad"),
    "off_track": (_("Off track"), "bad"),
    "refused": (_("Refused"), "bad"),
}
ORDERS = {"": "none", "up": "ascending", "down": "descending"}


@register.filter
def status_word(code) -> str:
    """The status in words; a code nobody knows is shown as it is."""
    return STATUSES.get(code, (code, "neutral"))[0]


@register.filter
def status_tone(code) -> str:
    return STATUSES.get(code, (code, "neutral"))[1]


@register.filter
def language_name(code: str) -> str:
    """A language's name in itself: es → español."""
    return get_language_info(code)["name_local"].capitalize()


@register.filter
def language_shown(words) -> str:
    """The language in which a passage reaches this reader: its original when nobody has translated it."""
    return words.say((get_language() or "en").split("-")[0]).lang


@register.simple_tag(takes_context=True)
def table_heads(context, columns) -> list[dict]:
    """Columns as the table head shows them; one with a `key` gets a link that sorts by it (`?sort=key`, `?sort=-key`)."""
    request = context.get("request")
    return [head_of(as_column(column), request.GET if request else None) for column in columns]


def as_column(column) -> dict:
    """A column may be just its label."""
    return column if isinstance(column, dict) else {"label": column}


def head_of(column: dict, query) -> dict:
    if query is None or not column.get("key"):
        return {**column, "order": ""}
    key, now = column["key"], query.get("sort", "")
    order = {key: "up", f"-{key}": "down"}.get(now, "")
    changed = query.copy()
    changed["sort"] = f"-{key}" if order == "up" else key
    changed.pop("page", None)
    return {**column, "order": order, "aria_sort": ORDERS[order], "url": f"?{changed.urlencode()}"}


@register.filter
def table_rows(rows, columns) -> str:
    """Rows of plain tuples as table rows, escaped; formatted here and not cell by cell in a template, which is slow.

    A cell is text, a number, safe HTML, or a pair (text, address) which becomes a link. The first column heads its row.
    """
    opening, closing = zip(
        *(cell_tags(as_column(column), index) for index, column in enumerate(columns)), strict=True
    )
    return mark_safe("".join(table_row(row, opening, closing) for row in rows))  # noqa: S308 — every cell is escaped


def cell_tags(column: dict, index: int) -> tuple[str, str]:
    number = " govuk-table__{}--numeric" if column.get("numeric") else ""
    if index == 0:
        return f'<th scope="row" class="govuk-table__header{number.format("header")}">', "</th>"
    return f'<td class="govuk-table__cell{number.format("cell")}">', "</td>"


def table_row(row, opening, closing) -> str:
    cells = zip(opening, row, closing, strict=True)
    return (
        '<tr class="govuk-table__row">'
        + "".join(start + cell_html(cell) + end for start, cell, end in cells)
        + "</tr>"
    )


def cell_html(cell) -> str:
    if cell is None or cell == "":
        return format_html(
            '<span aria-hidden="true">–</span><span class="govuk-visually-hidden">{}</span>', _("none")
        )
    if isinstance(cell, tuple):
        text, url = cell
        return format_html('<a class="govuk-link" href="{}">{}</a>', url, text)
    return conditional_escape(cell)
