"""The one door for what was filled in, from whatever phone or browser it comes.

What is acknowledged is durable: files are written and settled first, then one transaction makes the rows and the audit
entry, then the answer goes out. What cannot be taken as it came is kept aside (`SetAside`) before it is refused.
"""

import errno
import hashlib
import shutil
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, OperationalError, transaction
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from batea.interop import instances
from batea.interop.instances import Instance
from batea.problems import (
    DISK_FULL,
    EDIT_NOT_KNOWN,
    EDITED_ALREADY,
    FORM_CLOSED,
    FORM_NOT_KNOWN,
    OTHER_ANSWERS,
    Problem,
    Refused,
)
from batea.programmes.attachments import clean_name, keep_bytes, keep_upload
from batea.programmes.audit import write_audit
from batea.programmes.models import Attachment

from .models import Form, FormVersion, Phone, SetAside, Submission, SubmissionFile
from .questions import Plan, read_plan

KINDS = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"%PDF-", "application/pdf"),
)
LITTLE = 1024 * 1024
FULL = {errno.ENOSPC, errno.EDQUOT}
LONGEST_NAME = 255
MOST_MISSING = 32_767  # what the column holds


@dataclass(frozen=True)
class Sent:
    """One request of a phone: the filled form, its files, and what is known of the sender."""

    xml: bytes
    files: Sequence[UploadedFile] = ()
    device: str = ""
    agent: str = ""
    phone: Phone | None = None
    person: object | None = None
    # A reviewer takes in what was kept aside: neither a closed form nor the limits of a key keep it out.
    decided: bool = False


@dataclass(frozen=True)
class Kept:
    """A file on the disk already, not yet a row."""

    name: str
    sha256: str
    size: int
    media_type: str


@dataclass(frozen=True)
class Published:
    """The version it answers: which row, and its plan."""

    form: Form
    key: int
    md5: str

    @property
    def plan(self) -> Plan:
        return read_plan(self.key, self.md5)


@dataclass(frozen=True)
class Receipt:
    """What was kept: the submission, the files still owed, and what a person should be told."""

    submission: Submission
    new: bool
    missing: tuple[str, ...]
    notices: tuple[str, ...]


def receive(*, by, programme, sent: Sent) -> Receipt:
    """Keep a submission, or what arrives later of it. The same again is a success and changes nothing.

    Raises Refused B702 (unreadable, nothing kept), B705–B709 (kept aside), B710 (no room).
    """
    instance = instances.read_instance(sent.xml)
    try:
        kept = [keep(file) for file in sent.files]
        version = published_version(instance, sent.phone, decided=sent.decided)
        if isinstance(version, tuple):
            return refuse_but_keep(by, programme, sent, instance, kept, *version)
        return stored(by, programme, sent, instance, kept, version)
    except OSError as error:
        if error.errno in FULL:
            raise Refused(DISK_FULL) from error
        raise
    except OperationalError as error:
        if no_room(error):
            raise Refused(DISK_FULL) from error
        raise


def no_room(error: OperationalError) -> bool:
    """Databases say it in several ways; SQLite calls it an I/O error where its shared memory cannot grow."""
    said = str(error)
    if "full" in said or "No space" in said:
        return True
    return "I/O error" in said and shutil.disk_usage(settings.DATA).free < LITTLE


def keep(file: UploadedFile) -> Kept:
    start = file.read(16)
    file.seek(0)
    sha256, size = keep_upload(file)
    kind = next((kind for sign, kind in KINDS if start.startswith(sign)), "application/octet-stream")
    return Kept((file.name or "file")[:LONGEST_NAME], sha256, size, kind)


def published_version(
    instance: Instance, phone: Phone | None, *, decided: bool = False
) -> Published | tuple[str, Problem]:
    """The version it answers, or why it cannot be taken. A form that names no version answers the newest."""
    form = next(iter(Form.objects.filter(form_id=instance.form)), None)
    beyond = phone is not None and phone.form_id not in (None, form.pk if form else None)
    if form is None or (beyond and not decided):
        return SetAside.Reason.UNKNOWN_FORM, FORM_NOT_KNOWN
    if form.state == Form.State.CLOSED and not decided:
        return SetAside.Reason.CLOSED, FORM_CLOSED
    try:
        return Published(form, *version_named(form.pk, form.uid, instance.version))
    except FormVersion.DoesNotExist:
        newest = published_of(form.pk).order_by("-published_at").first() if not instance.version else None
    return Published(form, *newest) if newest else (SetAside.Reason.UNKNOWN_VERSION, FORM_NOT_KNOWN)


def published_of(form: int):
    return FormVersion.objects.filter(form=form).exclude(published_at=None).values_list("pk", "md5")


@lru_cache(maxsize=500)
def version_named(form: int, uid: uuid.UUID, name: str) -> tuple[int, str]:
    """(key, MD5) of a published version, which never changes. Only one that is there is remembered, under the form's
    key and its uid."""
    return published_of(form).get(name=name)


# Taken ----------------------------------------------------------------------------------------------------------------


def stored(by, programme, sent: Sent, instance: Instance, kept: list[Kept], version: Published) -> Receipt:
    digest = hashlib.sha256(sent.xml).hexdigest()
    for attempt in range(4):
        # Asked before it is looked for: an edit's twin that comes in between must not pass for a rival.
        reason = cannot_replace(version.form, instance) if instance.replaces else None
        # One without files is nearly always new: it is written, and looked for only when the database has it already.
        found = of_instance(version.form, instance) if attempt or kept or instance.replaces else None
        if found is not None:
            return again(by, programme, sent, instance, kept, found, digest)
        if reason:
            return refuse_but_keep(by, programme, sent, instance, kept, *reason)
        record = row_for(programme, sent, instance, version, digest)
        try:
            return added(by, programme, sent, record, kept)
        except IntegrityError:  # it is here already, or arrived in this very moment by another request
            continue
    raise Refused(EDITED_ALREADY)


def of_instance(form: Form, instance: Instance) -> Submission | None:
    if not instance.id:
        return None
    return next(iter(Submission.objects.filter(form=form, instance_id=instance.id)), None)


def cannot_replace(form: Form, instance: Instance) -> tuple[str, Problem] | None:
    old = Submission.objects.filter(form=form, instance_id=instance.replaces).first()
    if old is None:
        return SetAside.Reason.UNKNOWN_EDIT, EDIT_NOT_KNOWN
    return None if old.current else (SetAside.Reason.SECOND_EDIT, EDITED_ALREADY)


@transaction.atomic
def added(by, programme, sent: Sent, record: Submission, kept: list[Kept]) -> Receipt:
    """A further row, the audit entry with it. Raises IntegrityError when there is one already."""
    old = None
    if record.replaces:
        old = Submission.objects.select_for_update().get(form=record.form, instance_id=record.replaces)
        if not Submission.objects.filter(pk=old.pk, current=True).update(
            current=False, version=old.version + 1
        ):
            raise IntegrityError
        record.origin, record.site = old.origin, old.site
    record.save(force_insert=True)
    notices: list[str] = []
    add_files(programme, sent, record, kept, notices)
    if old is not None:
        take_over_files(record, old)
    settle_missing(record)
    write_audit(
        by=by,
        act="receive edit" if old else "receive",
        programme=programme,
        record=record,
        change={
            "sha256": [old.sha256 if old else None, record.sha256],
            "files": [None, {file.name: file.sha256 for file in kept}],
        },
    )
    return receipt(record, True, notices)


def row_for(programme, sent: Sent, instance: Instance, version: Published, digest: str) -> Submission:
    record = Submission(
        programme=programme,
        exercise=programme.is_exercise,
        form=version.form,
        published_id=version.key,
        instance_id=instance.id or f"uuid:{uuid.uuid4()}",
        id_given_here=not instance.id,
        replaces=instance.replaces,
        harm=version.form.harm,
        device=printable(sent.device)[:100],
        agent=printable(sent.agent)[:100],
        phone=sent.phone,
        sent_by=sent.person,
        xml=xml_text(sent.xml, instance),
        sha256=digest,
        encrypted=instance.encrypted,
    )
    record.origin = record.uid
    if instance.encrypted:
        record.named_files = instances.named_by_encrypted(instance)
        return record
    return read_answers(record, instance, version.plan)


def read_answers(record: Submission, instance: Instance, plan: Plan) -> Submission:
    """The answers as rows, and what follows from them."""
    tables = instances.flatten(instance, plan.tables, record.instance_id)
    answers = list(instances.answers_of(tables, plan.tables))
    record.cells = instances.as_text(tables)
    record.likeness = instances.likeness(tables, plan.tables)
    record.named_files = list(
        dict.fromkeys(text[:LONGEST_NAME] for path, text in answers if path in plan.files)
    )
    record.doubts = plan.doubts(answers)[:50]
    record.doubtful = bool(record.doubts)
    top = tables[""][0]
    record.filled_from, record.filled_until = (moment(top, plan.places.get(n)) for n in ("start", "end"))
    if (level := top[plan.places["do_no_harm"]] if "do_no_harm" in plan.places else None) in plan.HARM:
        record.harm = stricter(record.harm, plan.HARM[level])
    return record


def stricter(one: str, other: str) -> str:
    order = ("open", "limited", "protected")
    return max(one, other, key=order.index)


def moment(row: list, place: int | None) -> datetime | None:
    """The device's own clock, kept as it is: it may be years off, so nothing is ever ordered by it."""
    try:
        found = parse_datetime(row[place] or "") if place is not None else None
        return found if found is not None and found.tzinfo is not None and 1900 < found.year < 9000 else None
    except ValueError:
        return None


def xml_text(data: bytes, instance: Instance) -> str:
    """What was sent, as text; another encoding than UTF-8 is written anew from what was read."""
    from lxml import etree

    told = (instance.root.getroottree().docinfo.encoding or "UTF-8").upper()
    try:  # UTF-16 may pass for UTF-8 full of zeros, whatever it says of itself
        if told in {"UTF-8", "UTF8", "US-ASCII", "ASCII"} and b"\x00" not in data:
            return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    return str(etree.tostring(instance.root, encoding="unicode"))


def printable(text: str) -> str:
    return "".join(char for char in text if char.isprintable())


# Files ----------------------------------------------------------------------------------------------------------------


def add_files(
    programme, sent: Sent, record: Submission, kept: list[Kept], notices: list[str]
) -> dict[str, str]:
    """Each file under its name: {name: SHA-256} of what was written now. The first one under a name stays; another one
    is kept aside, once, with a notice each time it comes."""
    if not kept:
        return {}
    news: dict[str, str] = {}
    there = {file.name: file for file in record.files.select_related("attachment")}
    for file in kept:
        known = there.get(file.name)
        if known is None:
            there[file.name] = SubmissionFile.objects.create(
                programme=programme,
                exercise=record.exercise,
                submission=record,
                name=file.name,
                attachment=attachment_for(programme, file),
                named=file.name in record.named_files,
            )
            news[file.name] = file.sha256
        elif known.attachment.sha256 != file.sha256:
            reason = SetAside.Reason.SECOND_FILE
            if aside(programme, sent, reason, record.form.form_id, "", record.instance_id, file):
                news[file.name] = file.sha256
            notices.append(_("Another file named “%(name)s” was kept aside.") % {"name": file.name})
    return news


def take_over_files(record: Submission, old: Submission) -> None:
    """Files the edit still names and did not bring again."""
    have = set(record.files.values_list("name", flat=True))
    for file in old.files.all():
        if file.name in record.named_files and file.name not in have:
            SubmissionFile.objects.create(
                programme=record.programme,
                exercise=record.exercise,
                submission=record,
                name=file.name,
                attachment_id=file.attachment_id,
            )


def attachment_for(programme, file: Kept) -> Attachment:
    return Attachment.objects.create(
        programme=programme,
        title=clean_name(file.name),
        file_name=clean_name(file.name),
        media_type=file.media_type,
        size=file.size,
        sha256=file.sha256,
        exercise=programme.is_exercise,
    )


def settle_missing(record: Submission) -> None:
    if record.named_files:
        count = min(len(missing_files(record)), MOST_MISSING)
        if count != record.missing:
            record.missing = count
            Submission.objects.filter(pk=record.pk).update(missing=count)


def missing_files(record: Submission) -> tuple[str, ...]:
    """Files its answers name that have not come yet."""
    if not record.named_files:
        return ()
    have = set(record.files.values_list("name", flat=True))
    return tuple(name for name in record.named_files if name not in have)


def receipt(record: Submission, new: bool, notices: Sequence[str]) -> Receipt:
    missing = missing_files(record) if record.missing else ()
    return Receipt(record, new, missing, tuple(notices))


def again(by, programme, sent, instance, kept: list[Kept], found: Submission, digest: str) -> Receipt:
    """The same instance once more: with further files, or only because the phone never got its answer."""
    if found.sha256 != digest:
        return refuse_but_keep(
            by, programme, sent, instance, kept, SetAside.Reason.OTHER_CONTENT, OTHER_ANSWERS
        )
    notices: list[str] = []
    if kept:
        with transaction.atomic():
            locked = Submission.objects.select_for_update().get(pk=found.pk)
            news = add_files(programme, sent, locked, kept, notices)
            settle_missing(locked)
            if news:
                write_audit(
                    by=by,
                    act="receive files",
                    programme=programme,
                    record=locked,
                    change={"files": [None, news]},
                )
            found = locked
    return receipt(found, False, notices)


# Kept aside -----------------------------------------------------------------------------------------------------------


def refuse_but_keep(
    by, programme, sent: Sent, instance: Instance, kept: list[Kept], reason, problem: Problem
):
    """Write down all that came, then raise the refusal. The same again is kept once."""
    whole = Kept("submission.xml", keep_bytes(sent.xml), len(sent.xml), "text/xml")
    with transaction.atomic():
        news = [
            file
            for file in (whole, *kept)
            if aside(programme, sent, reason, instance.form, instance.version, instance.id, file)
        ]
        if news:
            write_audit(
                by=by,
                act="keep aside",
                programme=programme,
                change={"reason": [None, reason], "files": [None, {file.name: file.sha256 for file in news}]},
            )
    raise Refused(problem, form=instance.form, version=instance.version)


def aside(programme, sent: Sent, reason, form_id: str, version: str, instance_id: str, file: Kept) -> bool:
    """Keep one file aside; False when it lies there already."""
    about = {
        "programme": programme,
        "reason": reason,
        "instance_id": instance_id,
        "file_name": clean_name(file.name),
        "sha256": file.sha256,
    }
    if SetAside.objects.filter(**about).exists():
        return False
    try:
        with transaction.atomic():
            SetAside.objects.create(
                **about,
                form_id=form_id[:200],
                version_name=version[:100],
                attachment=attachment_for(programme, file),
                phone=sent.phone,
                exercise=programme.is_exercise,
            )
    except IntegrityError:
        return False
    return True
