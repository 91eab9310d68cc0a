"""Writes on any record of a programme: add, change, remove. Rooms add their own verbs beside these.

Every write is one transaction: full validation, the row, the audit entry. A change names the version it was made on;
when the row has moved on meanwhile nothing is written (B202), so no two editors overwrite each other silently.
"""

import hashlib
import json

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from batea.problems import ALREADY_THERE, CHANGED_MEANWHILE, NOT_VALID, STILL_USED, UNKNOWN_ENTRY, Refused

from .audit import write_audit
from .records import Record


def as_plain(record, names) -> dict:
    """The named fields as plain values for the audit trail; a link is written as the uid it points at."""
    plain = {}
    for name in names:
        value = getattr(record, name)
        plain[name] = str(getattr(value, "uid", value)) if isinstance(value, models.Model) else value
        if name in record.digested and value not in (None, "", {}):
            plain[name] = fingerprint(value)
    return plain


def fingerprint(value) -> str:
    """ "sha256:…" of a value as JSON: enough to prove later what it was, without telling it."""
    written = json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, sort_keys=True)
    return f"sha256:{hashlib.sha256(written.encode()).hexdigest()}"


def field_names(record) -> list[str]:
    """Names of the fields people fill in."""
    return [
        f.name
        for f in record._meta.concrete_fields
        if f.name not in {"id", "uid", "programme", "version", "changed_at"}
    ]


def check(record) -> None:
    """Full validation; raises Refused with the first field and its reason in words."""
    try:
        record.full_clean()
    except ValidationError as error:
        field, reasons = next(iter(error.message_dict.items()))
        known = field not in {"__all__"} and any(f.name == field for f in record._meta.fields)
        shown = record._meta.get_field(field).verbose_name if known else record._meta.verbose_name
        kind = (
            NOT_VALID
            if known
            else ALREADY_THERE
            if "unique" in str(error.error_dict[field][0].code)
            else NOT_VALID
        )
        raise Refused(kind, field=shown, reason=reasons[0], what=record) from error


@transaction.atomic
def add_record(*, by, record: Record, act: str = "add") -> Record:
    """Save a new record; `record.programme` must be set. Raises Refused when it is not valid."""
    check(record)
    try:
        with transaction.atomic():
            record.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(ALREADY_THERE, what=record) from error
    after = {
        name: [None, value]
        for name, value in as_plain(record, field_names(record)).items()
        if value not in (None, "")
    }
    write_audit(by=by, act=act, programme=record.programme, record=record, change=after)
    return record


def as_stored(record: Record, version: int) -> Record:
    """The row as it stands, locked where the database can. Raises Refused B202, B205."""
    stored = type(record).objects.select_for_update().filter(pk=record.pk).first()
    if stored is None:
        raise Refused(UNKNOWN_ENTRY, what=record)
    if stored.version != version:
        raise Refused(CHANGED_MEANWHILE)
    return stored


@transaction.atomic
def change_record(
    *, by, record: Record, values: dict, version: int | None = None, act: str = "change"
) -> Record:
    """Set `values` on the record as it stood at `version` (default: as loaded).

    Raises Refused: B202 when it has changed since, B201/B204 when the result is not valid.
    """
    version = record.version if version is None else version
    stored = as_stored(record, version)
    before = as_plain(stored, values)
    for name, value in values.items():
        setattr(stored, name, value)
    check(stored)
    change = {
        name: [before[name], value]
        for name, value in as_plain(stored, values).items()
        if before[name] != value
    }
    if change:
        update = {name: getattr(stored, name) for name in values}
        moved = {"version": version + 1, "changed_at": timezone.now()}
        done = type(record).objects.filter(pk=record.pk, version=version).update(**update, **moved)
        if not done:
            raise Refused(CHANGED_MEANWHILE)
        stored.version, stored.changed_at = version + 1, moved["changed_at"]
        write_audit(by=by, act=act, programme=record.programme, record=stored, change=change)
    return stored


@transaction.atomic
def remove_record(*, by, record: Record, version: int | None = None) -> None:
    """Remove the record and its parts. Raises Refused: B202 when it has changed since, B203 while others rest on it."""
    version = record.version if version is None else version
    stored = as_stored(record, version)
    before = {
        name: [value, None]
        for name, value in as_plain(stored, field_names(stored)).items()
        if value not in (None, "")
    }
    for part in stored.parts():
        remove_record(by=by, record=part)
    try:
        with transaction.atomic():
            type(record).objects.filter(pk=stored.pk, version=version).delete()
    except models.ProtectedError as error:
        users = sorted({str(user._meta.verbose_name) for user in error.protected_objects})
        raise Refused(
            STILL_USED, what=stored, count=len(error.protected_objects), which=", ".join(users)
        ) from error
    write_audit(by=by, act="remove", programme=stored.programme, record=stored, change=before)
