"""Records as they stood in a frozen version, built from its rows without touching the database.

A version may be older than the tables of today: fields it does not know keep their default, tables that are gone are
left out.
"""

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist
from django.db import models

from batea.programmes.records import Record
from batea.programmes.rows import from_plain, row_fields


class Shelf:
    """The records of one content ({table: {uid: fields}}), each built when it is asked for."""

    def __init__(self, programme, content: dict):
        self.programme, self.content, self.built = programme, content, {}

    def record(self, label: str, uid: str) -> Record | None:
        """The record as it stood, linked to others as they stood; None when the content does not hold it."""
        if (label, uid) not in self.built:
            row = self.content.get(label, {}).get(uid)
            self.built[label, uid] = None if row is None else self.build(apps.get_model(label), uid, row)
        return self.built[label, uid]

    def build(self, model, uid: str, row: dict) -> Record:
        record = model(programme=self.programme, uid=uid)
        for field in row_fields(model):
            if field.name in row:
                self.fill(record, field, row[field.name])
        return record

    def fill(self, record: Record, field: models.Field, value) -> None:
        if isinstance(field, models.ForeignKey):
            target = self.record(field.related_model._meta.label_lower, str(value)) if value else None
            setattr(record, field.name, target)
            return
        try:
            setattr(record, field.attname, from_plain(field, value))
        except ValueError:  # written by an older Batea in another shape: the default stands
            return


def name_of(record: Record) -> str:
    """The record in words, or its mark when what it is named after is gone."""
    try:
        return str(record)
    except (ObjectDoesNotExist, AttributeError, ValueError):
        return str(record.uid)[:8]
