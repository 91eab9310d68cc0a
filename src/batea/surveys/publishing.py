"""A form comes in as a workbook, is looked at, and is published: from then on it never changes."""

import hashlib
from dataclasses import asdict, replace

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from batea.interop.xforms import Checked, FormSchema, Said, check_form, read_xform
from batea.problems import FILES_OWED, FORM_REFUSED, VERSION_PUBLISHED, Refused
from batea.programmes.actions import add_record, change_record
from batea.programmes.attachments import clean_name, keep_bytes
from batea.programmes.models import Attachment
from batea.programmes.words import Words

from .entities import doubts_of
from .lists import MADE
from .models import Form, FormFile, FormVersion

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def in_words(said: Said) -> str:
    """What the check says, with its sheet and row, in the reader's language."""
    words = _(said.words) % {name: str(value) for name, value in said.details.items()}
    if said.sheet and said.row:
        return _("Sheet “%(sheet)s”, row %(row)s: %(words)s") % {
            "sheet": said.sheet,
            "row": said.row,
            "words": words,
        }
    if said.sheet:
        return _("Sheet “%(sheet)s”: %(words)s") % {"sheet": said.sheet, "words": words}
    if said.row:
        return _("Row %(row)s: %(words)s") % {"row": said.row, "words": words}
    return words


def schema_of(checked: Checked) -> FormSchema:
    """The questions of a form the check has accepted. Raises Refused B711 for what no phone could show."""
    try:
        return read_xform(checked.xml)
    except ValueError as error:
        raise Refused(FORM_REFUSED, reason=str(error)) from error


def bring_form(*, by, programme, data: bytes, file_name: str) -> tuple[FormVersion, Checked]:
    """Take a workbook (or a ready XForm) in as a draft version of the form it names.

    A draft of the same version is replaced. Raises Refused B711 with the first error in words, B712 when that version
    is published already with other questions; the same again is no error.
    """
    checked = check_form(data, file_name)
    if not checked.accepted:
        raise Refused(FORM_REFUSED, reason=" ".join(in_words(said) for said in checked.errors[:3]))
    schema = schema_of(checked)
    with transaction.atomic():
        version = draft_of(by, programme, checked.xml, schema)
        if version.published_at is None:
            version = keep_workbook(by, version, data, file_name)
            owe_files(by, version, schema)
    return version, replace(checked, warnings=(*checked.warnings, *doubts_of(plain(schema))))


def draft_of(by, programme, xml: str, schema: FormSchema) -> FormVersion:
    form = form_of(by, programme, schema)
    md5 = hashlib.md5(xml.encode(), usedforsecurity=False).hexdigest()
    values = {"xml": xml, "md5": md5, "schema": plain(schema)}
    found = FormVersion.objects.filter(form=form, name=schema.version[:100]).first()
    if found is None:
        version = FormVersion(
            programme=programme,
            form=form,
            name=schema.version[:100],
            exercise=programme.is_exercise,
            **values,
        )
        return add_record(by=by, record=version, act="bring form")
    if found.published_at is not None:
        if found.md5 != md5:
            raise Refused(VERSION_PUBLISHED, version=schema.version)
        return found
    return change_record(by=by, record=found, values=values, act="bring form")


def form_of(by, programme, schema: FormSchema) -> Form:
    found = Form.objects.filter(form_id=schema.form_id).first()
    title = (schema.title or schema.form_id)[:250]
    if found is not None:
        return found
    form = Form(
        programme=programme,
        form_id=schema.form_id,
        title=title,
        purpose=Words(),
        exercise=programme.is_exercise,
    )
    return add_record(by=by, record=form)


def plain(schema: FormSchema) -> dict:
    """The schema as JSON holds it: lists, not tuples, the same before and after it was stored."""
    import json

    found: dict = json.loads(json.dumps(asdict(schema)))
    return found


def keep_workbook(by, version: FormVersion, data: bytes, file_name: str) -> FormVersion:
    file = add_record(
        by=by,
        act="attach",
        record=Attachment(
            programme=version.programme,
            title=clean_name(file_name),
            file_name=clean_name(file_name),
            media_type=XLSX if data.startswith(b"PK") else "application/octet-stream",
            size=len(data),
            sha256=keep_bytes(data),
            exercise=version.exercise,
        ),
    )
    return change_record(by=by, record=version, values={"workbook": file})


def owe_files(by, version: FormVersion, schema: FormSchema) -> None:
    """A row for each file the form names, to be filled before it is published; lists made here are not owed."""
    known = set(version.files.values_list("name", flat=True))
    for file in schema.files:
        if file.name not in known:
            add_record(
                by=by,
                record=FormFile(
                    programme=version.programme,
                    published=version,
                    name=file.name[:200],
                    kind=file.kind,
                    exercise=version.exercise,
                ),
            )


@transaction.atomic
def bring_file(*, by, file: FormFile, data: bytes, file_name: str) -> FormFile:
    """The bytes of one file the form names. Phones fetch it under the name the form gives it."""
    kept = add_record(
        by=by,
        act="attach",
        record=Attachment(
            programme=file.programme,
            title=clean_name(file.name),
            file_name=clean_name(file.name),
            media_type="application/octet-stream",
            size=len(data),
            sha256=keep_bytes(data),
            exercise=file.exercise,
        ),
    )
    md5 = hashlib.md5(data, usedforsecurity=False).hexdigest()
    return change_record(by=by, record=file, values={"attachment": kept, "md5": md5}, act="bring file")


def owed(version: FormVersion) -> list[str]:
    """Files the form names that nobody has brought and Batea does not make."""
    return list(
        version.files.filter(attachment=None)
        .exclude(name__in=MADE)
        .order_by("name")
        .values_list("name", flat=True)
    )


@transaction.atomic
def publish_version(*, by, version: FormVersion) -> FormVersion:
    """Let phones fetch it. Raises Refused B713 while files are owed. Publishing twice changes nothing."""
    if version.published_at is not None:
        return version
    if names := owed(version):
        raise Refused(FILES_OWED, names=", ".join(names))
    title = (version.schema.get("title") or version.form.form_id)[:250]
    form = version.form
    state = Form.State.OPEN if form.state == Form.State.DRAFT else form.state
    change_record(by=by, record=form, values={"state": state, "title": title})
    return change_record(by=by, record=version, values={"published_at": timezone.now()}, act="publish form")
