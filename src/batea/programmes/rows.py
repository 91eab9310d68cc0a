"""A record as a row of plain values, and back. What bundles, frozen versions and case files are written in.

A link is written as the uid it points at; the programme itself is left out, so a row fits into any programme.
"""

import uuid
from datetime import UTC, date, datetime, time
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.dateparse import parse_datetime

from .records import Record, record_models
from .words import Words


def row_fields(model) -> list[models.Field]:
    """The fields a row carries, in the order of their names."""
    left_out = {"id", "programme", *model.stays_here}
    return sorted((f for f in model._meta.concrete_fields if f.name not in left_out), key=lambda f: f.name)


def plain(value):
    """A value as JSON can hold it without loss."""
    if isinstance(value, Decimal):
        text = format(value.normalize(), "f")
        return "0" if text in {"-0", "0"} else text
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value) if isinstance(value, uuid.UUID) else value


def row_of(record: Record, uids: dict | None = None) -> dict:
    """The record as a row. `uids` maps (model, primary key) to uid so that links cost no query."""
    row = {}
    for field in row_fields(type(record)):
        if isinstance(field, models.ForeignKey):
            key = getattr(record, field.attname)
            if key is None:
                row[field.name] = None
            elif uids is not None:
                row[field.name] = str(uids[field.related_model, key])
            else:
                row[field.name] = str(getattr(record, field.name).uid)
        else:
            value = getattr(record, field.name)
            row[field.name] = dict(value) if isinstance(value, Words) else plain(value)
    return row


def rows_of(programme) -> dict[str, list[dict]]:
    """Every record of the programme: {table: rows in order of uid}. One query a table. Call inside its scope."""
    uids: dict = {}
    tables: dict[str, list[dict]] = {}
    for model in record_models():
        records = list(model.objects.order_by("uid"))
        uids |= {(model, record.pk): record.uid for record in records}
        tables[model._meta.label_lower] = [row_of(record, uids) for record in records]
    return tables


def record_of(model, row: dict, programme, targets: dict) -> Record:
    """A new, unsaved record from a row. `targets` maps (model, uid text) to records already saved.

    A row may lack what may be empty or has a standard value: it was written before its table had that column. Raises
    ValueError with a plain reason for missing or unknown fields, a link to nothing, or a value of a wrong kind.
    """
    fields = {field.name: field for field in row_fields(model)}
    needed = {name for name, field in fields.items() if not came_later(field)}
    if misfits := (set(row) - set(fields)) | (needed - set(row)):
        raise ValueError(f"fields do not fit: {sorted(misfits)[0]}")
    record = model(programme=programme)
    for name, value in row.items():
        field = fields[name]
        if isinstance(field, models.ForeignKey):
            setattr(record, name, None if value is None else target(targets, field, value))
        else:
            setattr(record, field.attname, from_plain(field, value))
    return record


def came_later(field: models.Field) -> bool:
    """Whether a column could have been added to a table with rows in it, and so be lacking in a row of that time."""
    if field.name in {"uid", "version", "changed_at"}:
        return False
    return field.has_default() or field.null or (field.blank and field.empty_strings_allowed)


def plain_uid(value) -> str:
    """A uid as the keys of `targets` write it."""
    return str(value).lower()


def target(targets: dict, field: models.ForeignKey, value) -> Record:
    found = targets.get((field.related_model, plain_uid(value)))
    if found is None:
        raise ValueError(f"{field.name} points at nothing: {str(value)[:60]}")
    return found


def from_plain(field: models.Field, value):
    """The value as the field keeps it; raises ValueError in words."""
    if value is None:
        if not field.null:
            raise ValueError(f"{field.name} is empty")
        return None
    try:
        if isinstance(field, models.DateTimeField):
            moment = parse_datetime(value)
            if moment is None or moment.tzinfo is None:
                raise ValueError
            return moment.astimezone(UTC)
        if type(value) is not written_as(field):
            raise ValueError
        found = field.to_python(value)
        if isinstance(found, Decimal) and not found.is_finite():
            raise ValueError
        return found
    except (ValidationError, ValueError, TypeError, OverflowError, AttributeError) as error:
        raise ValueError(f"{field.name} has a value that does not fit: {str(value)[:60]}") from error


def written_as(field: models.Field) -> type:
    """The kind of JSON value that a row holds for the field."""
    if isinstance(field, models.BooleanField):
        return bool
    if isinstance(field, models.IntegerField):
        return int
    return type(plain_default(field)) if isinstance(field, models.JSONField) else str


def plain_default(field: models.JSONField):
    default = field.get_default()
    return dict(default) if isinstance(default, Words) else default
