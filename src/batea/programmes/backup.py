"""Everything of this installation in one file, and back: from SQLite to PostgreSQL and the other way alike.

The file is an archive (interop/archive.py) of every table, accounts with their password hashes and second steps
included, and of every attachment. Sessions are left out: after a restore people sign in again. It is written beside
others who write, shows one moment, and is read back before it gets its name. A restore goes into an empty
installation of the same version, whole or not at all.

With a secret the file is sealed (sealing.py), and only then does it hold the keys of this installation that others rely
on: a floor says with `keep_secret` which files of the data folder these are.
"""

import contextlib
import os
import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.color import no_style
from django.db import DataError, IntegrityError, connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils.dateparse import parse_datetime
from django_scopes import scopes_disabled

from batea import __version__
from batea.interop.archive import OWN, Archive, read_archive, write_into
from batea.problems import BACKUP_DAMAGED, BACKUP_SEALED, RESTORE_NEEDS_EMPTY, Refused

from .attachments import keep_bytes, place_of
from .audit import verify_audit
from .models import Attachment, AuditChain, Programme
from .rows import plain
from .sealing import is_sealed, seal, unseal
from .words import Words

KIND = "backup"
LEFT_OUT = {"auth", "contenttypes", "sessions"}  # made anew by Django, or nobody's
BATCH = 200
SECRETS = "secrets"  # a table of files of the data folder, in sealed backups alone
KEPT_SECRETS: set[str] = set()


def keep_secret(name: str) -> None:
    """A file of the data folder, such as "badges/signing.pem", that belongs into every sealed backup."""
    KEPT_SECRETS.add(name)


def kept_tables() -> dict[str, type[models.Model]]:
    """Every table a backup holds, by label."""
    found = (model for model in apps.get_models() if model._meta.app_label not in LEFT_OUT)
    return {model._meta.label_lower: model for model in found if model._meta.managed}


def backup(path: Path, secret: bytes = b"") -> dict[str, int]:
    """Write everything to `path` (readable by its owner alone) and return what it holds, counted; sealed with a secret."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, unfinished = tempfile.mkstemp(dir=path.parent, prefix=".unfinished-")
    try:
        with os.fdopen(handle, "w+b") as file, scopes_disabled(), one_moment():
            files, missing = files_kept()
            about = {"batea": __version__, "migrations": migrations(), "missing": missing, "broken": broken()}
            tables = {name: rows_of(model) for name, model in kept_tables().items()}
            if secret:
                tables[SECRETS] = secrets_kept()
            write_into(file, KIND, about, tables, files)
            file.flush()
            os.fsync(file.fileno())
            counts = counted(opened(file))
            if secret:
                seal_over(file, Path(unfinished), secret)
        os.replace(unfinished, path)
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise
    return counts


def seal_over(file, path: Path, secret: bytes) -> None:
    """The sealed file in the place of the open one, looked through once before the open one is gone."""
    handle, sealed = tempfile.mkstemp(dir=path.parent, prefix=".unfinished-")
    try:
        with os.fdopen(handle, "w+b") as target:
            seal(file, target, secret)
            target.flush()
            os.fsync(target.fileno())
            unseal(target, secret)
        os.replace(sealed, path)
    except BaseException:
        Path(sealed).unlink(missing_ok=True)
        raise


def secrets_kept() -> Iterator[dict]:
    for name in sorted(KEPT_SECRETS):
        path = settings.DATA / name
        if path.exists():
            yield {"name": name, "content": path.read_text("ascii")}


@contextlib.contextmanager
def one_moment() -> Iterator[None]:
    """The database as it is now, however long reading takes, while others go on writing."""
    if connection.vendor == "postgresql" or connection.in_atomic_block:
        with transaction.atomic():
            if connection.vendor == "postgresql" and len(connection.atomic_blocks) == 1:
                connection.cursor().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
        return
    # Django's own transactions would take SQLite's lock for writing.
    connection.ensure_connection()
    connection.connection.execute("BEGIN DEFERRED")
    try:
        yield
    finally:
        connection.connection.execute("ROLLBACK")


def files_kept() -> tuple[dict[str, Path], list[str]]:
    """Attachments by fingerprint, and fingerprints whose file is gone from the disk."""
    wanted = Attachment._base_manager.values_list("sha256", flat=True).distinct()
    places = {sha256: place_of(sha256) for sha256 in wanted}
    missing = sorted(sha256 for sha256, place in places.items() if not place.exists())
    return {sha256: place for sha256, place in places.items() if sha256 not in missing}, missing


def migrations() -> list[str]:
    """Migrations this database has seen: a backup fits an installation that has seen the same."""
    seen = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in seen if app not in LEFT_OUT)


def broken() -> list[str]:
    """Chains of the audit trail that do not hold already. They are backed up as they are."""
    return [name for name in AuditChain.objects.values_list("name", flat=True) if not holds(name)]


def holds(chain: str) -> bool:
    try:
        verify_audit(chain)
    except Refused:
        return False
    return True


def rows_of(model) -> Iterator[dict]:
    fields = model._meta.concrete_fields
    for record in model._base_manager.order_by("pk").iterator(chunk_size=500):
        yield {field.attname: value_of(record, field) for field in fields}


def value_of(record, field):
    value = getattr(record, field.attname)
    return dict(value) if isinstance(value, Words) else plain(value)


def counted(archive: Archive) -> dict[str, int]:
    """What the archive holds; reads every row of it."""
    rows = {name: sum(1 for _row in archive.rows(name)) for name in archive.tables()}
    secrets = rows.pop(SECRETS, 0)
    return {
        "programmes": rows[Programme._meta.label_lower],
        "rows": sum(rows.values()),
        "secrets": secrets,
        "files": len(archive.attachments()),
        "files_missing": len(archive.about["missing"]),
        "chains_broken": len(archive.about["broken"]),
    }


def opened(file) -> Archive:
    """The backup, verified. Raises Refused B307."""
    try:
        archive = read_archive(KIND, file, OWN)
    except Refused as refused:
        raise Refused(BACKUP_DAMAGED, reason=refused.details.get("reason", refused.problem.code)) from refused
    if set(archive.about) != {"batea", "migrations", "missing", "broken"}:
        raise Refused(BACKUP_DAMAGED, reason="it does not say what it holds")
    return archive


def restore(path: Path, secret: bytes = b"") -> dict[str, int]:
    """Bring a backup into this installation, which must be empty, and return what came, counted.

    Raises Refused B308 when something is here already, B879 without the secret of a sealed one, B307 for any damage;
    nothing is kept then.
    """
    with unsealed(path, secret) as (file, was_sealed), scopes_disabled(), transaction.atomic():
        if any(model._base_manager.exists() for model in kept_tables().values()):
            raise Refused(RESTORE_NEEDS_EMPTY)
        archive = opened(file)
        check_fits(archive, was_sealed)
        for name, model in kept_tables().items():
            bring_table(archive, name, model)
        bring_files(archive)
        finish(archive)
        counts = counted(archive)
        bring_secrets(archive)
        return counts


@contextlib.contextmanager
def unsealed(path: Path, secret: bytes) -> Iterator[tuple]:
    """The archive in the file, and whether it was sealed. What is opened lies in a file without a name."""
    with path.open("rb") as file:
        if not is_sealed(path):
            yield file, False
            return
        if not secret:
            raise Refused(BACKUP_SEALED)
        with tempfile.TemporaryFile(dir=settings.DATA) as inside:
            unseal(file, secret, inside)
            yield inside, True


def bring_secrets(archive: Archive) -> None:
    """Last of all: this installation is empty, so a key it has made already has signed nothing."""
    if SECRETS not in archive.tables():
        return
    found = {row.get("name"): row.get("content") for row in archive.rows(SECRETS)}
    if not set(found) <= KEPT_SECRETS or not all(isinstance(content, str) for content in found.values()):
        raise Refused(BACKUP_DAMAGED, reason="it holds secrets that are not ours")
    for name, content in found.items():
        path = settings.DATA / name
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, new = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "w") as file:
            file.write(content)
        os.replace(new, path)


def check_fits(archive: Archive, was_sealed: bool) -> None:
    """Refuse a backup of another version: its tables are not ours."""
    wanted = {*kept_tables(), SECRETS} if was_sealed else set(kept_tables())
    if archive.about["migrations"] != migrations() or set(archive.tables()) != wanted:
        reason = f"Batea {archive.about['batea']} made it, this is {__version__} with other tables"
        raise Refused(BACKUP_DAMAGED, reason=reason)


def bring_table(archive: Archive, name: str, model) -> None:
    rows, fields = archive.rows(name), model._meta.concrete_fields
    size = min(BATCH, connection.ops.bulk_batch_size(fields, range(BATCH)))
    try:
        while batch := [record_of(model, row) for row in islice(rows, size)]:
            # `raw`, as Django's own loaddata: times that set themselves on saving stay what they were.
            model._base_manager.all()._insert(batch, fields=fields, raw=True, using="default")
    except Refused as refused:
        raise Refused(BACKUP_DAMAGED, reason=refused.details["reason"]) from refused
    except (IntegrityError, DataError, ValidationError, ValueError, TypeError, OverflowError) as error:
        raise Refused(BACKUP_DAMAGED, reason=f"{name} has rows that do not fit") from error


def record_of(model, row: dict):
    """The record as it was. Raises ValueError and the like for a row that does not fit."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    if set(row) != set(fields):
        raise ValueError(model._meta.label)
    return model(**{name: value_from(fields[name], value) for name, value in row.items()})


def value_from(field, value):
    if value is None or isinstance(field, models.JSONField):
        return field.to_python(value)
    if isinstance(field, models.DateTimeField):
        return parse_datetime(value)
    return field.to_python(value)


def bring_files(archive: Archive) -> None:
    for sha256 in archive.attachments():
        if keep_bytes(archive.attachment(sha256)) != sha256:
            raise Refused(BACKUP_DAMAGED, reason=f"the file {sha256} is not what its name says")


def finish(archive: Archive) -> None:
    """Links, files and trails must hold, and new rows must get numbers of their own."""
    try:
        connection.check_constraints()
    except IntegrityError as error:
        raise Refused(BACKUP_DAMAGED, reason="its rows point at rows it does not have") from error
    if set(files_kept()[1]) - set(archive.about["missing"]):
        raise Refused(BACKUP_DAMAGED, reason="it lacks files that its rows name")
    if set(broken()) - set(archive.about["broken"]):
        raise Refused(BACKUP_DAMAGED, reason="its audit trail does not hold")
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(kept_tables().values())):
            cursor.execute(statement)
