"""The plans one may read, each as a page and as a file, and the help noted on it."""

from csp.decorators import csp
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from batea.documents.write import MEDIA_TYPES
from batea.phase2_strategy.national.shelf import content_of
from batea.phase2_strategy.national.views import DOCUMENT_POLICY
from batea.problems import (
    NOT_ALLOWED,
    UNKNOWN_ENTRY,
    Refused,
)
from batea.programmes.access import page
from batea.programmes.words import LANGUAGES

from ...here import today_there, workshop_here
from ...showing import READ_WRITE, status_of
from .. import actions, queries, tables
from ..forms import (
    FORMATS,
    HelpForm,
    here,
)
from ..paper import plan_document
from ..queries import reader_of
from ..taking import tasks_of
from .shared import show, to


@require_safe
@page("workshop.see")
def overview(request):
    """The plans this member may read, and how many more there are."""
    reader = reader_of(request.member)
    found, hidden = queries.readable(reader)
    context = {
        "columns": tables.overview_columns(),
        "rows": tables.overview_rows(found, request.programme.slug, reader),
        "hidden": hidden,
        "has_team": reader.team is not None and request.member.may("workshop.take_part"),
    }
    return show(request, "overview", _("Plans of the teams"), context)


@require_safe
@page("workshop.see")
def plan(request, uid):
    """One plan as a page to read and to print."""
    reader = reader_of(request.member)
    found = queries.plan_for(reader, uid)
    slug, near, writes = request.programme.slug, reader.stands_near(found), reader.writes(found)
    acts = list(queries.actions_of(found))
    inside = writes or reader.runs
    tasks = tasks_of(request.member, acts) if writes else {}
    context = {
        "plan": found,
        "near": near,
        "writes": writes,
        "runs": reader.runs,
        "answers": tables.answers_of(found),
        "missing": queries.missing_of(found) if near else [],
        "action_columns": tables.action_columns(edits=False, tasks=inside),
        "action_rows": tables.action_rows(acts, slug, edits=False, tasks=tasks if inside else None),
        "files": [
            (name, reverse("plans:document", args=[slug, uid, here(), kind])) for kind, name in FORMATS
        ],
    }
    if near:
        today = today_there(workshop_here())
        context |= {
            "check_in_columns": tables.check_in_columns(writes),
            "check_in_rows": tables.check_in_rows(list(found.check_ins.all()), today, slug, writes),
            "help_columns": tables.help_columns(),
            "help_rows": tables.help_rows(queries.help_of(found)),
        }
    title = _("Return-to-work plan of %(country)s") % {"country": found.delegation}
    return show(request, "plan", title, context)


@require_safe
@csp(DOCUMENT_POLICY)
@page("workshop.see")
def document(request, uid, lang, format):
    reader = reader_of(request.member)
    found = queries.plan_for(reader, uid)
    if lang not in LANGUAGES or format not in MEDIA_TYPES:
        raise Refused(UNKNOWN_ENTRY, what=lang)
    outline = plan_document(found, lang, near=reader.stands_near(found))
    answer = HttpResponse(content_of(outline, format), content_type=MEDIA_TYPES[format])
    if format != "html":
        name = f"{request.programme.slug}-plan-{found.delegation.country.lower()}-{lang}.{format}"
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_http_methods(READ_WRITE)
@page("workshop.take_part")
def note_help(request, uid):
    reader = reader_of(request.member)
    found = queries.plan_for(reader, uid)
    if not reader.stands_near(found):
        raise Refused(NOT_ALLOWED)
    own = reader.writes(found)
    teams = queries.teams().exclude(pk=found.delegation_id)
    form = HelpForm(request.POST or None, own=own, teams=teams)
    if request.method == "POST" and form.is_valid():
        actions.note_help(by=request.member, reader=reader, plan=found, **form.values())
        messages.success(request, _("Noted on the page of the plan."))
        return to(request, "plan", found.uid)
    title = _("Help asked for or given") if own else _("Help given")
    return show(request, "help", title, {"form": form, "plan": found}, status_of(form))
