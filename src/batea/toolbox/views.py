"""The shelf of tools, and the grid that fills one in."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from batea.guidance.catalogue import references
from batea.guidance.steps import STEPS
from batea.problems import UNKNOWN_ENTRY, Refused
from batea.programmes.access import page
from batea.programmes.registers import address, address_of

from . import actions, forms
from .answers import known_answers
from .declaration import Tool
from .discovery import tools
from .models import Assessment
from .registers import ASSESSMENTS


def find_tool(name: str) -> Tool:
    if name not in tools():
        raise Refused(UNKNOWN_ENTRY, what=name)
    return tools()[name]


@require_safe
@page("evidence.see")
def shelf(request):
    """Every tool: what it is for, which step it serves, how to begin."""
    slug = request.programme.slug
    context = {
        "page_title": _("Toolbox"),
        "tools": [
            {"tool": tool, "steps": steps_of(tool), "url": reverse("toolbox:begin", args=[slug, tool.name])}
            for tool in tools().values()
        ],
        "may_change": request.member.may("evidence.change"),
        "assessments": address(ASSESSMENTS, "list", request.programme),
    }
    return render(request, "toolbox/shelf.html", context)


def steps_of(tool: Tool) -> list[str]:
    return [f"{STEPS[step].number} {STEPS[step].title}" if step in STEPS else step for step in tool.steps]


def sources_of(tool: Tool) -> list[str]:
    known = references()
    return [
        ", ".join(filter(None, (known[key].title, known[key].publisher, known[key].year)))
        if key in known
        else key
        for key in tool.sources
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@page("evidence.change")
def begin(request, tool):
    """Fill a tool in for the first time."""
    tool = find_tool(tool)

    def save(head, answers):
        return actions.begin_assessment(
            by=request.member,
            programme=request.programme,
            tool=tool,
            title=head["title"],
            note=head["note"],
            answers=answers,
        )

    return fill(request, tool, {}, {}, save)


@require_http_methods(["GET", "HEAD", "POST"])
@page("evidence.change")
def answers(request, uid):
    """Change the answers of an assessment."""
    found = Assessment.objects.filter(uid=uid).first()
    if found is None:
        raise Refused(UNKNOWN_ENTRY, what=Assessment._meta.verbose_name)
    tool = find_tool(found.tool)

    def save(head, answers):
        version = head["version"] or found.version
        return actions.answer_again(
            by=request.member,
            assessment=found,
            tool=tool,
            title=head["title"],
            note=head["note"],
            answers=answers,
            version=version,
        )

    head = {"title": found.title, "note": found.note, "version": found.version}
    return fill(request, tool, head, known_answers(tool, found.answers), save)


def fill(request, tool: Tool, head: dict, stored: dict, save):
    """Show the grid; take one more row without saving, or save what was typed."""
    data = request.POST or None
    if data and data.get("more"):
        data = forms.one_more(data, data["more"])
    form = forms.HeadForm(data, initial=head)
    grids = [(table, forms.grid(tool, table, data, stored.get(table.name, []))) for table in tool.tables]
    if not data or data.get("more"):
        return show_grid(request, tool, form, grids)
    if not all([form.is_valid(), *(each.is_valid() for _table, each in grids)]):
        return show_grid(request, tool, form, grids, status=422)
    saved = save(form.cleaned_data, {table.name: forms.typed_rows(table, each) for table, each in grids})
    messages.success(request, _("Saved: %(what)s") % {"what": saved})
    return redirect(address_of(saved))


def show_grid(request, tool: Tool, form, grids, status=200):
    slug = request.programme.slug
    context = {
        "page_title": tool.title,
        "breadcrumbs": [
            (_("Programme"), reverse("guidance:tasks", args=[slug])),
            (_("Toolbox"), reverse("toolbox:shelf", args=[slug])),
            (tool.title, ""),
        ],
        "tool": tool,
        "steps": steps_of(tool),
        "sources": sources_of(tool),
        "form": form,
        "grids": grids,
    }
    return render(request, "toolbox/grid.html", context, status=status)
