"""The list of a register: narrowed, searched, sorted, fifty rows a page. Each cell is formatted here, once."""

from dataclasses import dataclass
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from ..records import Record
from ..words import LANGUAGES, WordsField
from .cells import shown, value_of
from .declaration import Column, Register, field_of, register_of

PAGE = 50
MOST_CHOICES = 200  # a link to a larger table is narrowed by words: its choices would be the whole page
LONGEST_SEARCH = 200  # characters; SQLite refuses patterns of 50,000


@dataclass(frozen=True)
class Narrowing:
    """One filter of the list: its field, its name, the choices (None: type words) and the one chosen."""

    name: str
    title: str
    choices: list[tuple[str, str]] | None
    chosen: str


def chosen_rows(register: Register, asked) -> models.QuerySet:
    """The rows the query string asks for; values it does not know are ignored."""
    rows = register.model.objects.select_related(*register.links())
    for name in register.filters:
        if asked.get(name):
            rows = narrowed(rows, register.model, name, asked[name])
    words = typed(asked.get("q", ""))
    if words and register.search:
        rows = rows.filter(searched(register, words))
    return rows.order_by(*order(register, asked.get("sort", "")))


def narrowed(rows, model, name: str, value: str):
    found = field_of(model, name)
    if isinstance(found, models.ForeignKey):
        return rows.filter(linked(found, value))
    if isinstance(found, models.BooleanField):
        return rows.filter(**{name: value == "yes"})
    return rows.filter(**{name: value}) if value in {str(key) for key, _name in found.flatchoices} else rows


def narrows(model, name: str, value: str) -> bool:
    """Whether the value of a filter leaves anything out at all."""
    found = field_of(model, name)
    if isinstance(found, models.ForeignKey):
        return bool(linked(found, value))
    return isinstance(found, models.BooleanField) or value in {str(key) for key, _name in found.flatchoices}


def typed(text: str) -> str:
    return text.replace("\x00", "").strip()[:LONGEST_SEARCH]


def linked(found: models.ForeignKey, value: str) -> Q:
    """Rows that point at the record of this uid, or at one that the words find; nothing for neither."""
    uid, target = as_uid(value), register_of(found.related_model)
    if uid is not None:
        return Q(**{f"{found.name}__uid": uid})
    words = typed(value)
    return searched(target, words, f"{found.name}__") if words and target and target.search else Q()


def as_uid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def searched(register: Register, words: str, through: str = "") -> Q:
    """Rows that hold the words where the reader may look; `through` a link ("site__"), veiled fields are left out."""
    veils = register.veiled()
    found = Q()
    for name in register.search:
        behind = [veil for veil in veils if name in veil.fields]
        if through and behind:
            continue
        one = Q()
        languages = LANGUAGES if isinstance(field_of(register.model, name), WordsField) else ("",)
        for lang in languages:
            one |= Q(
                **{f"{through}{name}__{lang}__icontains" if lang else f"{through}{name}__icontains": words}
            )
        for veil in behind:
            one &= ~veil.rows
        found |= one
    return found


def order(register: Register, asked: str) -> tuple[str, ...]:
    known = {column.sort for column in sortable(register)}
    return (asked, "pk") if asked.lstrip("-") in known else (*register.ordering, "pk")


def sortable(register: Register) -> list[Column]:
    """Columns to sort by: not those partly hidden from the reader, since the order tells what is hidden."""
    behind = {name for veil in register.veiled() for name in veil.fields}
    return [column for column in register.shown_columns() if column.sort and column.name not in behind]


def narrowings(register: Register, asked) -> list[Narrowing]:
    return [narrowing(register, name, asked.get(name, "")) for name in register.filters]


def narrowing(register: Register, name: str, chosen: str) -> Narrowing:
    offered, found = choices(register.model, name), field_of(register.model, name)
    if offered is None and (uid := as_uid(chosen)):
        target = found.related_model.objects.filter(uid=uid).first()
        chosen = str(target) if target else chosen
    return Narrowing(name, capfirst(found.verbose_name), offered, chosen)


def choices(model, name: str) -> list[tuple[str, str]] | None:
    """What the filter offers; None where there is too much to choose from and words can be typed."""
    found = field_of(model, name)
    if isinstance(found, models.ForeignKey):
        targets = list(found.related_model.objects.order_by("pk")[: MOST_CHOICES + 1])
        if len(targets) > MOST_CHOICES and searchable(found.related_model):
            return None
        return [(str(target.uid), str(target)) for target in targets[:MOST_CHOICES]]
    if isinstance(found, models.BooleanField):
        return [("yes", _("yes")), ("no", _("no"))]
    return [(str(key), str(label)) for key, label in found.flatchoices if key != ""]


def searchable(model) -> bool:
    found = register_of(model)
    return found is not None and bool(found.search)


def headings(register: Register) -> list[dict]:
    """The columns as the table part takes them."""
    keys = {column.name for column in sortable(register)}
    return [
        {
            "label": capfirst(column.title),
            "numeric": column.numeric,
            "key": column.sort if column.name in keys else "",
        }
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
