"""The audit trail in words: what a person reads instead of the stored JSON."""

import json
from datetime import UTC

from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext_lazy as _

from .models import AuditEntry
from .registers import REGISTERS
from .registers.declaration import field_of

ACTS = {
    "add": _("Added"),
    "change": _("Changed"),
    "remove": _("Removed"),
    "export people": _("Took a list of people out"),
    "ask for list": _("Asked for a list of people"),
    "agree to list": _("Agreed to a list of people"),
    "refuse list": _("Refused a list of people"),
}
LONGEST = 120  # characters of a value; the whole of it stays in the trail


def row_of(entry: AuditEntry) -> tuple:
    """Number, second in UTC, who, act, table, record, and each field as it was and as it became."""
    register = REGISTERS.get(entry.record)
    return (
        entry.number,
        f"{entry.at.astimezone(UTC):%Y-%m-%d %H:%M:%S}",
        entry.actor,
        ACTS.get(entry.act, entry.act),
        capfirst(register.singular) if register else entry.record,
        entry.what,
        changes(register, json.loads(entry.change or "{}")),
    )


def changes(register, told: dict) -> str:
    """One line for each field, as safe HTML."""
    fields = (
        (field_of(register.model, name) if register else None, name, pair) for name, pair in told.items()
    )
    lines = (
        (capfirst(field.verbose_name) if field else name, moved(field, pair)) for field, name, pair in fields
    )
    return format_html_join(mark_safe("<br>"), "{}: {}", lines)


def moved(field, pair) -> str:
    """“before → after”; only one of them when the record came or went."""
    before, after = pair if isinstance(pair, list) and len(pair) == 2 else (None, pair)
    if before is None or after is None:
        return said(field, before if after is None else after)
    return format_html("{} → {}", said(field, before), said(field, after))


def said(field, value) -> str:
    """A stored value as text: a choice by its name, a passage in the language it was written in, a list by its members."""
    if field is not None and isinstance(value, str) and field.flatchoices:
        value = dict(field.flatchoices).get(value, value)
    elif isinstance(value, bool):
        value = _("yes") if value else _("no")
    elif isinstance(value, dict) and "original" in value:
        value = value.get(value["original"], "")
    elif isinstance(value, list):
        value = ", ".join(map(str, value))
    return Truncator("–" if value is None else value).chars(LONGEST)
