"""What a room says about one of its tables so that its pages can be made."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import Q
from django_scopes import get_scope

from ..records import Record
from ..words import WordsField

REGISTERS: dict[str, "Register"] = {}


@dataclass(frozen=True)
class Act:
    """Something further that can be done with a record, on a page of a floor above: its words, the name of the
    address (which takes the record's uid) and the permission it needs."""

    title: str
    name: str
    permission: str


ACTS: dict[str, list[Act]] = {}


def announce_act(label: str, act: Act) -> None:
    """Offer an act on the pages of a register; called once by the app that has the page."""
    known = ACTS.setdefault(label, [])
    if act not in known:
        known.append(act)


@dataclass(frozen=True)
class Column:
    """One column of a list. `name` is a field or attribute; `value(record)` overrides it; `sort` is an order_by path."""

    name: str
    title: str = ""
    value: Callable | None = None
    sort: str = ""
    numeric: bool = False


@dataclass(frozen=True)
class Veil:
    """Values of some records that some readers do not see: on pages, in files, by searching or by sorting.

    rows is the query of the records whose `fields` are hidden, hides(record) says the same of one of them; whoever has
    one of the permissions `needs` sees everything. `why` stands on the pages.
    """

    fields: tuple[str, ...]
    rows: Q
    hides: Callable
    needs: tuple[str, ...]
    why: str

    def lies(self) -> bool:
        """Whether it lies before the reader of this page; never where nobody reads (a command, a stored file)."""
        member = get_scope().get("member")
        return member is not None and not any(member.may(name) for name in self.needs)


@dataclass(frozen=True)
class Register:
    """A table as pages.

    slug      its part of the address, e.g. "task-force/meetings"
    see       permission to read; `change` permission to add, change and remove ("" = made by actions only)
    columns   field names or `Column`s of the list; the first one links to the record
    fields    what people fill in, in order
    shown     what the record's page tells, when that is not simply `fields`
    filters   fields with choices, links or yes/no that the list can be narrowed by
    search    text or Words fields the search box looks into
    step      id of the guidance step whose work this is ("P1-S1"), or ""
    beside    other pages on the same matter, as (title, name of the address)
    children  labels of tables whose rows belong to one of these and are listed on its page
    adds      False where rows come by themselves and people only change them
    form      a ModelForm class built on `RecordForm` when the fields need more validation
    panel     a template shown on the record's page, with `record` in its context; `panel_data(record)` adds to it
    may_change(member, record)  narrows who may change one record, beyond the permission
    veils     values that some readers do not see
    further   links behind the list's own that its names need, such as "submission__form"
    purpose   True for lists of people: a file of them needs a stated purpose, see ../handing_out.py
    listed_on labels of tables further down whose records show the rows of this one that belong to them
    """

    model: type[Record]
    slug: str
    see: str
    change: str
    columns: tuple
    fields: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()
    search: tuple[str, ...] = ()
    ordering: tuple[str, ...] = ("pk",)
    step: str = ""
    intro: str = ""
    beside: tuple[tuple[str, str], ...] = ()
    children: tuple[str, ...] = ()
    form: type | None = None
    begin: str = ""
    adds: bool = True
    panel: str = ""
    panel_data: Callable | None = None
    may_change: Callable = field(default=lambda member, record: True)
    veils: tuple[Veil, ...] = ()
    further: tuple[str, ...] = ()
    purpose: bool = False
    listed_on: tuple[str, ...] = ()

    def __post_init__(self):
        REGISTERS[self.label] = self

    @property
    def label(self) -> str:
        return self.model._meta.label_lower

    @property
    def title(self) -> str:
        return self.model._meta.verbose_name_plural

    @property
    def singular(self) -> str:
        return self.model._meta.verbose_name

    def names_people(self) -> bool:
        """Whether a file of the list may name people: it is a list of them, or a column points at one of them."""
        found = (field_of(self.model, column.name) for column in self.shown_columns())
        return self.purpose or any(
            each is not None and each.is_relation and bool(each.related_model.forgets) for each in found
        )

    def veiled(self) -> list[Veil]:
        """The veils that lie before the reader of this page."""
        return [veil for veil in self.veils if veil.lies()]

    def children_of(self) -> list["Register"]:
        """The registers whose rows are listed on a record's page."""
        above = [each for each in REGISTERS.values() if self.label in each.listed_on]
        return [*(REGISTERS[label] for label in self.children), *above]

    def shown_columns(self) -> list[Column]:
        return [column if isinstance(column, Column) else self.column(column) for column in self.columns]

    def column(self, name: str) -> Column:
        """A plain field as a column: its own name, sortable unless it is a passage in four languages."""
        found = field_of(self.model, name)
        if found is None:
            return Column(name, name)
        numeric = (
            isinstance(found, models.DecimalField | models.IntegerField | models.FloatField)
            and not found.choices
        )
        sort = "" if isinstance(found, WordsField | models.ForeignKey) else name
        return Column(name, found.verbose_name, sort=sort, numeric=numeric)

    def links(self) -> list[str]:
        """Foreign keys the list shows, to be fetched in the same query."""
        names = {column.name.split("__")[0] for column in self.shown_columns()} | set(self.filters)
        found = (field_of(self.model, name) for name in names)
        return [*(link.name for link in found if isinstance(link, models.ForeignKey)), *self.further]


def field_of(model, name: str):
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:
        return None


def hidden(record, name: str) -> bool:
    """Whether the reader of this page may not see this field of this record."""
    found = register_of(record)
    behind = [veil for veil in found.veils if name in veil.fields] if found else ()
    return any(veil.hides(record) and veil.lies() for veil in behind)


def register_of(record_or_model) -> Register | None:
    """The register that shows this record or table, or None."""
    return REGISTERS.get(record_or_model._meta.label_lower)
