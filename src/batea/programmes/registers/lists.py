"""The list of a register: narrowed, searched, sorted, fifty rows a page. Each cell is formatted here, once."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from ..records import Record
from ..words import LANGUAGES, WordsField
from .cells import shown, value_of
from .declaration import Column, Register, field_of

PAGE = 50


@dataclass(frozen=True)
class Narrowing:
    """One filter of the list: its field, its name, the choices and the one chosen."""

    name: str
    title: str
    choices: list[tuple[str, str]]
    chosen: str


def chosen_rows(register: Register, asked) -> models.QuerySet:
    """The rows the query string asks for; values it does not know are ignored."""
    rows = register.model.objects.select_related(*register.links())
    for name in register.filters:
        if asked.get(name):
            rows = narrowed(rows, register.model, name, asked[name])
    words = asked.get("q", "").replace("\x00", "").strip()
    if words and register.search:
        rows = rows.filter(searched(register, words))
    return rows.order_by(*order(register, asked.get("sort", "")))


def narrowed(rows, model, name: str, value: str):
    found = field_of(model, name)
    if isinstance(found, models.ForeignKey):
        try:
            return rows.filter(**{f"{name}__uid": value})
        except (ValidationError, ValueError):
            return rows
    if isinstance(found, models.BooleanField):
        return rows.filter(**{name: value == "yes"})
    return rows.filter(**{name: value}) if value in {str(key) for key, _name in found.flatchoices} else rows


def searched(register: Register, words: str) -> Q:
    found = Q()
    for name in register.search:
        if isinstance(field_of(register.model, name), WordsField):
            for lang in LANGUAGES:
                found |= Q(**{f"{name}__{lang}__icontains": words})
        else:
            found |= Q(**{f"{name}__icontains": words})
    return found


def order(register: Register, asked: str) -> tuple[str, ...]:
    known = {column.sort for column in register.shown_columns() if column.sort}
    return (asked, "pk") if asked.lstrip("-") in known else (*register.ordering, "pk")


def narrowings(register: Register, asked) -> list[Narrowing]:
    return [
        Narrowing(
            name,
            field_of(register.model, name).verbose_name,
            choices(register.model, name),
            asked.get(name, ""),
        )
        for name in register.filters
    ]


def choices(model, name: str) -> list[tuple[str, str]]:
    found = field_of(model, name)
    if isinstance(found, models.ForeignKey):
        return [(str(target.uid), str(target)) for target in found.related_model.objects.order_by("pk")[:200]]
    if isinstance(found, models.BooleanField):
        return [("yes", _("yes")), ("no", _("no"))]
    return [(str(key), str(label)) for key, label in found.flatchoices if key != ""]


def headings(register: Register, asked) -> list[dict]:
    """Each column's title, and the query string that sorts by it (again: the other way round)."""
    now, titles = asked.get("sort", ""), []
    for column in register.shown_columns():
        turned = f"-{column.sort}" if now == column.sort else column.sort
        query = asked.copy()
        query.pop("page", None)
        query["sort"] = turned
        direction = {column.sort: "ascending", f"-{column.sort}": "descending"}.get(now, "none")
        titles.append(
            {
                "title": column.title,
                "numeric": column.numeric,
                "sort": f"?{query.urlencode()}" if column.sort else "",
                "aria_sort": direction if column.sort else "",
            }
        )
    return titles


def page_of_rows(register: Register, asked, rows, address) -> tuple:
    """The page asked for and its rows as (address, cells, is exercise data)."""
    page = Paginator(rows, PAGE).get_page(asked.get("page"))
    columns = register.shown_columns()
    return page, [(address(record), cells(record, columns), record.exercise) for record in page.object_list]


def cells(record: Record, columns: list[Column]) -> list[tuple[str, bool]]:
    return [(shown(value_of(record, column)), column.numeric) for column in columns]
