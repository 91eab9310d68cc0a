"""A bundle is a programme in a file: shipping a case, a workshop's sandbox copy, a move to another server, a hand-over.

Written generically over every table that belongs to a programme (a test fails when a new table is left out). The same
programme always gives the same bytes. Reading is all or nothing: the file is verified whole, every row is validated
like a form, and one wrong row refuses the lot.
"""

import uuid
from datetime import UTC
from io import BytesIO
from typing import IO

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, connection, transaction
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django_scopes import scope

from batea.interop.archive import Archive, read_archive, write_archive
from batea.problems import (
    AUDIT_BROKEN,
    BUNDLE_DAMAGED,
    BUNDLE_EXISTS,
    BUNDLE_ROW_REFUSED,
    NO_EXERCISE_OF_THIS,
    Refused,
)

from .attachments import keep_bytes, place_of
from .audit import chain_of, verify_audit, write_audit
from .founding import give_role
from .models import Attachment, AuditChain, AuditEntry, Programme
from .records import record_models
from .roles import STRATEGY_KINDS
from .rows import plain, record_of, rows_of
from .words import LANGUAGES, clean_words

KIND = "bundle"
TRAIL = "audit"
SETTINGS = (
    "slug",
    "name",
    "kind",
    "country",
    "currency",
    "language",
    "evidence_limit_months",
    "notice",
    "copied_from",
)
TRAIL_FIELDS = ("number", "at", "actor", "act", "record", "uid", "what", "change", "previous", "digest")


def export_bundle(*, by, programme: Programme) -> bytes:
    """The programme as bytes. Taking it out is written to the installation's trail, so that it changes nothing inside."""
    with scope(programme=programme), transaction.atomic():
        tables = rows_of(programme)
        trail = AuditEntry.objects.filter(chain=chain_of(programme)).order_by("number")
        tables[TRAIL] = [{name: plain(getattr(entry, name)) for name in TRAIL_FIELDS} for entry in trail]
        kept = {row["sha256"]: place_of(row["sha256"]) for row in tables["programmes.attachment"]}
        about = {name: plain(getattr(programme, name)) for name in SETTINGS}
        about |= {"uid": str(programme.uid), "version": programme.version}
        write_audit(by=by, act="export bundle", change={"programme": [None, programme.slug]})
    return write_archive(KIND, about, tables, kept)


def verify_bundle(file: IO[bytes]) -> Archive:
    """Open the bundle and check every hash and that it has a programme. Raises Refused B301, B302, B303."""
    archive = read_archive(KIND, file)
    try:
        uuid.UUID(archive.about["uid"])
        if not isinstance(archive.about["slug"], str) or set(archive.about) != {*SETTINGS, "uid", "version"}:
            raise ValueError
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise Refused(BUNDLE_DAMAGED, reason="it does not say which programme it holds") from error
    known = {model._meta.label_lower for model in record_models()} | {TRAIL}
    if unknown := set(archive.tables()) - known:
        raise Refused(BUNDLE_DAMAGED, reason=f"it has a table Batea does not know: {sorted(unknown)[0]}")
    return archive


def import_bundle(
    *, by, file: IO[bytes], slug: str = "", as_exercise: bool = False, founder=None
) -> Programme:
    """Make the bundle's programme here, whole or not at all.

    A move keeps the programme's identity and its audit trail; it is refused (B309) when that programme is here already.
    An exercise copy gets an identity and a trail of its own, and forgets who its people really are. `founder` becomes
    its lead.
    """
    archive = verify_bundle(file)
    try:
        with transaction.atomic():
            programme = make_programme(archive, slug or archive.about["slug"], as_exercise)
            with scope(programme=programme):
                bring_rows(archive, programme, as_exercise)
                if as_exercise:
                    forget_people()
                else:
                    bring_trail(archive, programme)
                bring_attachments(archive)
                check_links()
                told = {"programme": [None, programme.slug], "exercise": [None, as_exercise]}
                write_audit(by=by, act="import bundle", change=told)
                if founder is not None:
                    give_role(by=by, programme=programme, account=founder, role="lead")
    except IntegrityError as error:
        raise Refused(BUNDLE_DAMAGED, reason="its rows contradict each other") from error
    return programme


def forget_people() -> None:
    """People of an exercise copy keep their place, not their name: a workshop needs nobody's telephone number."""
    for model in (model for model in record_models() if model.forgets):
        first, *others = model.forgets
        for number, record in enumerate(model.objects.filter(exercise=False).order_by("uid"), start=1):
            named = {first: _("Person %(number)s") % {"number": number}}
            model.objects.filter(pk=record.pk).update(**named, **dict.fromkeys(others, ""))


def copy_programme(*, by, programme: Programme, slug: str, founder=None) -> Programme:
    """A sandbox copy: same records with the same uids, another identity. What a workshop group works in."""
    content = export_bundle(by=by, programme=programme)
    return import_bundle(by=by, file=BytesIO(content), slug=slug, as_exercise=True, founder=founder)


def make_programme(archive: Archive, slug: str, as_exercise: bool) -> Programme:
    about = archive.about
    programme = Programme(**{name: about[name] for name in SETTINGS}, version=about["version"])
    programme.uid = uuid.uuid4() if as_exercise else uuid.UUID(about["uid"])
    programme.slug = slug
    if as_exercise:
        if programme.kind not in STRATEGY_KINDS:
            raise Refused(NO_EXERCISE_OF_THIS)
        programme.kind, programme.copied_from = Programme.Kind.EXERCISE, about["slug"]
    here = (
        Programme.objects.filter(slug=slug).exists() or Programme.objects.filter(uid=programme.uid).exists()
    )
    if here:
        raise Refused(BUNDLE_EXISTS, slug=slug)
    try:
        programme.name, programme.notice = clean_words(programme.name), clean_words(programme.notice)
        programme.full_clean()
        if programme.language not in LANGUAGES:
            raise ValueError
        programme.save(force_insert=True)
    except (ValidationError, TypeError, ValueError) as error:
        raise Refused(BUNDLE_DAMAGED, reason="its programme has values that do not fit") from error
    return programme


def bring_rows(archive: Archive, programme: Programme, as_exercise: bool) -> None:
    """All rows, targets first; each is validated as a form would."""
    targets: dict = {}
    present = set(archive.tables())
    for model in record_models():
        table = model._meta.label_lower
        if table not in present or (as_exercise and model.stays_with_original):
            continue
        records = []
        for line, row in enumerate(archive.rows(table), start=1):
            try:
                record = record_of(model, row, programme, targets)
                record.full_clean(validate_unique=False, validate_constraints=False)
            except (ValueError, ValidationError, RecursionError) as error:
                reason = "; ".join(error.messages) if isinstance(error, ValidationError) else str(error)
                raise Refused(
                    BUNDLE_ROW_REFUSED, line=line, table=table, reason=reason.rstrip(".")
                ) from error
            records.append(record)
        saved = save_all(model, records)
        targets |= {(model, str(record.uid)): record for record in saved}


def save_all(model, records: list) -> list:
    try:
        with transaction.atomic():
            return model.objects.bulk_create(records, batch_size=200)
    except (IntegrityError, DataError, OverflowError, ValueError) as error:
        table = model._meta.label_lower
        raise Refused(
            BUNDLE_DAMAGED, reason=f"rows of {table} contradict each other or a rule of the table"
        ) from error


def bring_trail(archive: Archive, programme: Programme) -> None:
    """The audit trail travels with a moved programme, and is verified on arrival."""
    if TRAIL not in archive.tables():
        return
    chain = chain_of(programme)
    entries = []
    for row in archive.rows(TRAIL):
        try:
            entries.append(entry_of(row, chain))
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError, ValidationError) as error:
            raise Refused(BUNDLE_DAMAGED, reason="its audit trail cannot be read") from error
    save_all(AuditEntry, entries)
    if entries:
        AuditChain.objects.create(name=chain, length=len(entries), head=entries[-1].digest)
    try:
        verify_audit(chain)
    except Refused as refused:
        if refused.problem is AUDIT_BROKEN:
            raise Refused(BUNDLE_DAMAGED, reason="its audit trail does not hold") from refused
        raise


def entry_of(row: dict, chain: str) -> AuditEntry:
    """One line of the trail; raises one of several errors when a value is missing, strange or of a wrong kind."""
    if set(row) != set(TRAIL_FIELDS) or type(row["number"]) is not int:
        raise ValueError
    moment = parse_datetime(row["at"]).astimezone(UTC)
    uid = uuid.UUID(row["uid"]) if row["uid"] is not None else None
    entry = AuditEntry(**{**row, "chain": chain, "at": moment, "uid": uid})
    entry.clean_fields(exclude=["uid"])
    return entry


def bring_attachments(archive: Archive) -> None:
    """Bytes are written before the rows are committed; a file without a row is harmless, a row without a file is not."""
    carried = set(archive.attachments())
    for record in Attachment.objects.all():
        if record.sha256 not in carried:
            raise Refused(BUNDLE_DAMAGED, reason=f"the file “{record.file_name}” is missing")
        content = archive.attachment(record.sha256)
        if keep_bytes(content) != record.sha256 or len(content) != record.size:
            raise Refused(BUNDLE_DAMAGED, reason=f"the file “{record.file_name}” is not what its row says")


def check_links() -> None:
    connection.check_constraints()
