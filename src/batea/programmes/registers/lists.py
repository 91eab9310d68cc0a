"""The list of a register: narrowed, searched, sorted, fifty rows a page. Each cell is formatted here, once."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from ..records import Record
from ..words import LANGUAGES, WordsField
from .cells import shown, value_of
from .declaration import Column, Register, field_of

PAGE = 50
LONGEST_SEARCH = 200  # characters; SQLite refuses patterns of 50,000


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
    words = asked.get("q", "").replace("\x00", "").strip()[:LONGEST_SEARCH]
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
            capfirst(field_of(register.model, name).verbose_name),
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


def headings(register: Register) -> list[dict]:
    """The columns as the table part takes them."""
    return [
        {"label": capfirst(column.title), "numeric": column.numeric, "key": column.sort}
        for column in register.shown_columns()
    ]


def table_of(records, columns: list[Column], address) -> list[tuple]:
    """Rows of plain tuples: the first cell links to the record and says when it is exercise data."""
    return [
        (
            first_cell(record, columns[0], address),
            *(shown(value_of(record, column)) for column in columns[1:]),
        )
        for record in records
    ]


def first_cell(record: Record, column: Column, address):
    text = shown(value_of(record, column)) or str(record)
    text = f"{text} [{_('exercise')}]" if record.exercise else text
    target = address(record)
    return (text, target) if target else text
