"""One value, as it is shown on a page and as it leaves in a file."""

from datetime import date, datetime
from decimal import Decimal

from django.db import models
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from ..words import Words
from .declaration import Column, field_of, hidden


def value_of(record, column: Column):
    """What the column says of this record: a choice in words, a link as its name, everything else as it is."""
    if hidden(record, column.name):
        return _("hidden")
    if column.value:
        return column.value(record)
    found = field_of(type(record), column.name)
    if found is not None and found.choices:
        return getattr(record, f"get_{found.name}_display")()
    value = getattr(record, column.name)
    return value() if callable(value) else value


def shown(value) -> str:
    """The value in the reader's language and number style."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return formats.date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")
    if isinstance(value, date):
        return formats.date_format(value, "SHORT_DATE_FORMAT")
    if isinstance(value, Decimal):
        return number(value)
    if isinstance(value, float):
        return number(Decimal(repr(value)))
    if isinstance(value, int):
        return formats.number_format(value, use_l10n=True, force_grouping=abs(value) >= 10_000)
    if isinstance(value, list | tuple):
        return ", ".join(shown(item) for item in value)
    return str(value)


def number(value: Decimal) -> str:
    """A measured number without trailing zeros, grouped in the reader's way. Whole numbers may be years: see `shown`."""
    plain = value.normalize()
    plain = plain.quantize(Decimal(1)) if plain == plain.to_integral_value() else plain
    return formats.number_format(plain, use_l10n=True, force_grouping=True)


def plain(value):
    """The value for a file: numbers and dates stay what they are."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if value is None or isinstance(value, int | float | Decimal | date):
        return value
    if isinstance(value, Words):
        return str(value)
    if isinstance(value, list | tuple):
        return ", ".join(str(item) for item in value)
    return str(value)


def summary(record, names) -> list[tuple]:
    """The record's fields as (name, value), for its page and for comparing versions."""
    rows = []
    for name in names:
        found = field_of(type(record), name)
        if found is None or (isinstance(found, models.BooleanField) and name == "exercise"):
            continue
        rows.append((found.verbose_name, value_of(record, Column(name))))
    return rows
