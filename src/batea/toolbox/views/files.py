"""A tool and its answers as files: workbook, phone form, document, and for programs."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from batea.documents.write import MEDIA_TYPES, write
from batea.evidence.desk import Desk
from batea.problems import UNKNOWN_ENTRY, Refused
from batea.programmes.access import page
from batea.programmes.registers import address_of
from batea.programmes.registers.sheets import XLSX

from ..blocks import assessment_document
from ..declaration import Tool
from ..fieldwork import publish_tool
from ..models import Assessment
from .common import find_tool, readable


def attachment(content: bytes, media_type: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def file_name(tool: Tool, assessment: Assessment | None, ending: str) -> str:
    title = slugify(str(assessment.title))[:60] if assessment else ""
    return "-".join(filter(None, (tool.name.replace("_", "-"), title))) + f".{ending}"


@require_safe
@page("tools.see")
def blank(request, tool):
    """The empty workbook of a tool."""
    from ..workbook import blank_workbook

    tool = find_tool(tool)
    mark = _("Exercise data") if request.programme.is_exercise else ""
    return attachment(blank_workbook(tool, mark=mark), XLSX, file_name(tool, None, "xlsx"))


@require_safe
@page("tools.see")
def workbook(request, uid):
    """The answers in the workbook they can be changed in."""
    from ..workbook import blank_workbook

    found = readable(request, uid)
    tool = find_tool(found.tool)
    content = blank_workbook(
        tool,
        found.answers,
        title=str(found.title),
        mark=_("Exercise data") if found.exercise else "",
        assessment=str(found.uid),
        version=found.version,
    )
    return attachment(content, XLSX, file_name(tool, found, "xlsx"))


@require_safe
@page("tools.see")
def phone(request, tool):
    """The tool as an XLSForm for a phone."""
    from ..phone import xlsform

    tool = find_tool(tool)
    return attachment(xlsform(tool), XLSX, f"{tool.name}-form.xlsx")


@require_POST
@page("surveys.change")
def publish(request, tool):
    """The tool as a form that phones fetch from here."""
    form = publish_tool(by=request.member, programme=request.programme, tool=find_tool(tool))
    messages.success(request, _("Published: %(what)s. Phones can fetch it now.") % {"what": form})
    return redirect(address_of(form))


@require_safe
@page("tools.see")
def document(request, uid, format):
    """The result as a short document."""
    found = readable(request, uid, answers=False)
    if format not in MEDIA_TYPES:
        raise Refused(UNKNOWN_ENTRY, what=format)
    desk = Desk(request.programme, get_language().split("-")[0])
    written = write(assessment_document(desk, found), format)
    return attachment(written.content, written.media_type, file_name(find_tool(found.tool), found, format))
