"""A tool as a form of Batea's own fieldwork: published for phones, its approved answers offered to the toolbox."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import override

from batea.problems import UNKNOWN_ENTRY, Refused
from batea.surveys.models import Form, FormVersion, Submission
from batea.surveys.publishing import bring_form, publish_version
from batea.surveys.reviewing import may_read

from .declaration import Tool
from .phone import xlsform

MOST = 20  # answers offered at once, the newest first


def published_form(tool: Tool) -> Form | None:
    """The form that carries the tool as it is now; None while this version of it is not on phones."""
    versions = FormVersion.objects.filter(form__form_id=tool.name, name=str(tool.version))
    found = versions.exclude(published_at=None).select_related("form").first()
    return found.form if found else None


def publish_tool(*, by, programme, tool: Tool) -> Form:
    """Bring the tool's form in and publish it. In the programme's language, so that the same tool is the same form."""
    with override(programme.language):
        data = xlsform(tool)
    version, _checked = bring_form(by=by, programme=programme, data=data, file_name=f"{tool.name}.xlsx")
    return publish_version(by=by, version=version).form


def sent_answers(tool: Tool, member) -> list[Submission]:
    """Approved answers to the tool's form that this reader may read, the newest first."""
    if not member.may("surveys.read"):
        return []
    found = Submission.objects.filter(
        form__form_id=tool.name, current=True, encrypted=False, state=Submission.State.APPROVED
    )
    newest = found.select_related("form").defer("xml", "cells").order_by("-received_at", "-pk")[:MOST]
    return [each for each in newest if may_read(member, each)]


def sent_answer(tool: Tool, member, uid: str) -> bytes:
    """One of them as the phone sent it. Raises Refused B205 for anything else."""
    try:
        found = Submission.objects.filter(
            uid=uid, form__form_id=tool.name, current=True, encrypted=False
        ).first()
    except ValidationError:
        found = None
    if found is None or found.state != Submission.State.APPROVED or not may_read(member, found):
        raise Refused(UNKNOWN_ENTRY, what=_("The answers"))
    return found.xml.encode().lstrip()
