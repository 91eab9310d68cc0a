"""What a room says about one of its tables so that its pages can be made."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.core.exceptions import FieldDoesNotExist
from django.db import models

from ..records import Record
from ..words import WordsField

REGISTERS: dict[str, "Register"] = {}


@dataclass(frozen=True)
class Column:
    """One column of a list. `name` is a field or attribute; `value(record)` overrides it; `sort` is an order_by path."""

    name: str
    title: str = ""
    value: Callable | None = None
    sort: str = ""
    numeric: bool = False


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
        return [link.name for link in found if isinstance(link, models.ForeignKey)]


def field_of(model, name: str):
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:
        return None


def register_of(record_or_model) -> Register | None:
    """The register that shows this record or table, or None."""
    return REGISTERS.get(record_or_model._meta.label_lower)
