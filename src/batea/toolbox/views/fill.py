"""Filling a tool in: on the page, or by a file that is shown on the page before anything is saved."""

from dataclasses import dataclass, field

from django.apps import apps
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from batea.problems import CHANGED_MEANWHILE, NOT_ALLOWED, UNKNOWN_ENTRY, Refused
from batea.programmes.access import page
from batea.programmes.records import Record
from batea.programmes.registers import address_of, register_of

from .. import actions, grid
from ..answers import known_answers
from ..cells import cell, grid_rows
from ..declaration import Tool, ToolTable
from ..fieldwork import sent_answer
from ..forms import FileForm, HeadForm
from ..incoming import Came, read_file
from ..models import Assessment
from ..queries import heading
from ..references import sources_of
from ..rules import is_a_woman, may_change, may_read_answers
from .common import find_assessment, find_tool, trail

AT_ONCE = 3  # a tool with more tables is filled in one table at a time


@dataclass
class Filling:
    """One page on which a tool is filled in: for a new assessment, or for one that is there."""

    request: object
    tool: Tool
    assessment: Assessment | None = None
    about: Record | None = None
    notes: list = field(default_factory=list)
    came_with: dict = field(default_factory=dict)

    @property
    def stored(self) -> dict:
        return known_answers(self.tool, self.assessment.answers if self.assessment else {})

    @property
    def shown(self) -> tuple[ToolTable, ...]:
        """The tables on this page: all of a small tool's, the one asked for of a large one's."""
        asked = self.request.GET.get("table", "")
        if asked == "all" or len(self.tool.tables) <= AT_ONCE:
            return self.tool.tables
        chosen = [table for table in self.tool.tables if table.name == asked]
        return tuple(chosen) or self.tool.tables[:1]

    @property
    def head(self) -> dict:
        names = ("title", "day", "made_by", "stage", "audience", "note", "version")
        stored = {name: getattr(self.assessment, name) for name in names} if self.assessment else {}
        return stored | self.came_with

    def form(self, data=None) -> HeadForm:
        woman = is_a_woman(self.request.member)
        return HeadForm(data, initial=self.head, tool=self.tool, woman=woman)

    def save(self, head: dict, answers: dict, version: int | None) -> Assessment:
        by, programme = self.request.member, self.request.programme
        if self.assessment is None:
            return actions.begin_assessment(
                by=by, programme=programme, tool=self.tool, head=head, answers=answers, about=self.about
            )
        return actions.answer_again(
            by=by,
            assessment=self.assessment,
            tool=self.tool,
            head=head,
            answers=answers,
            version=version or self.assessment.version,
        )

    @property
    def address(self) -> str:
        """Where the page posts to."""
        slug = self.request.programme.slug
        if self.assessment:
            return reverse("toolbox:answers", args=[slug, self.assessment.uid])
        about = f"?about={self.about.label}:{self.about.uid}" if self.about else ""
        return reverse("toolbox:begin", args=[slug, self.tool.name]) + about


def new(request, tool: str) -> Filling:
    return Filling(request, find_tool(tool), about=asked_about(request, find_tool(tool)))


def asked_about(request, tool: Tool) -> Record | None:
    """The record named by `?about=table:uid`, when the tool can be about it and the reader may see it."""
    label, _colon, uid = request.GET.get("about", "").partition(":")
    if not label:
        return None
    register = register_of(apps.get_model(label)) if label in tool.about else None
    if register is None or not request.member.may(register.see):
        raise Refused(UNKNOWN_ENTRY, what=tool.title)
    try:
        return register.model.objects.get(uid=uid)
    except (register.model.DoesNotExist, ValidationError) as error:
        raise Refused(UNKNOWN_ENTRY, what=register.singular) from error


def again(request, uid) -> Filling:
    found = find_assessment(uid)
    if not (may_change(request.member, found) and may_read_answers(request.member, found)):
        raise Refused(NOT_ALLOWED)
    return Filling(request, find_tool(found.tool), found, found.about)


@require_http_methods(["GET", "HEAD", "POST"])
@page("tools.fill")
def begin(request, tool):
    """Fill a tool in for the first time."""
    return fill(new(request, tool))


@require_http_methods(["GET", "HEAD", "POST"])
@page("tools.fill")
def answers(request, uid):
    """Change the answers of an assessment."""
    return fill(again(request, uid))


@require_http_methods(["GET", "HEAD", "POST"])
@page("tools.fill")
def take_in(request, tool):
    """Begin an assessment with a filled workbook or phone form."""
    return bring_in(new(request, tool))


@require_http_methods(["GET", "HEAD", "POST"])
@page("tools.fill")
def take_in_again(request, uid):
    """Bring a filled workbook back to the assessment it was made from."""
    return bring_in(again(request, uid))


# What happens on the page ---------------------------------------------------------------------------------------------


def fill(filling: Filling):
    """Show the grids; change their rows without saving; or save what was typed."""
    data = filling.request.POST or None
    if not data:
        grids = [grid.stored_grid(filling.tool, each, filling.stored[each.name]) for each in filling.shown]
        return show(filling, filling.form(), grids)
    grids = [grid.posted_grid(filling.tool, table, data) for table in filling.shown]
    form, asked = filling.form(data), data.get("do", "")
    if ":" in asked:
        rearrange(grids, asked)
        form.errors.clear()  # what was typed so far is not judged yet
        return show(filling, form, grids)
    found = {each.table.name: grid.check(each, filling.stored[each.table.name]) for each in grids}
    if not form.is_valid() or any(each.errors for each in grids):
        return show(filling, form, grids, status=422)
    try:
        head, version = form.head(), form.cleaned_data.get("version")
        saved = filling.save(head, {**filling.stored, **found}, version)
    except Refused as refused:
        if refused.problem is not CHANGED_MEANWHILE:
            raise
        return show_conflict(filling, data, grids)
    return after_saving(filling, saved, asked)


def rearrange(grids, asked: str) -> None:
    """Change the rows as a button asks; the row to go on with takes the focus."""
    name, row, what = [*asked.split(":", 2), ""][:3]
    for each in grids:
        if each.table.name == name:
            place = grid.rearrange(each, row, what)
            if place is not None:
                each.focus = grid.field_id(each.table, place, each.table.columns[0].name)


def show_conflict(filling: Filling, data, grids):
    """Somebody saved meanwhile: what was typed stays on the page, beside what is stored now."""
    filling.assessment.refresh_from_db()
    now = data.copy()
    now["version"] = filling.assessment.version
    for each in grids:
        grid.compare(each, filling.stored[each.table.name])
    filling.notes.append(
        _(
            "Somebody changed this while you were editing. What differs shows what it says now; "
            "save again to put yours in its place."
        )
    )
    return show(filling, filling.form(now), grids, status=409)


def after_saving(filling: Filling, saved: Assessment, asked: str):
    messages.success(filling.request, _("Saved: %(what)s") % {"what": saved})
    names = [table.name for table in filling.tool.tables]
    if asked == "next" and len(filling.shown) == 1:
        place = names.index(filling.shown[0].name) + 1
        if place < len(names):
            slug = filling.request.programme.slug
            here = reverse("toolbox:answers", args=[slug, saved.uid])
            return redirect(f"{here}?table={names[place]}")
    return redirect(address_of(saved))


# By file --------------------------------------------------------------------------------------------------------------


def bring_in(filling: Filling):
    """Ask for the file; show what it says on the page, beside what is stored. Nothing is saved by it."""
    request = filling.request
    if filling.assessment is None and (sent := request.GET.get("sent")):
        return show_came(filling, read_file(filling.tool, sent_answer(filling.tool, request.member, sent)))
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        context = {
            "page_title": _("Bring in a file"),
            "breadcrumbs": trail(request, filling.tool, filling.assessment, here=_("Bring in a file")),
            "form": form,
            "tool": filling.tool,
            "assessment": filling.assessment,
        }
        return render(request, "toolbox/take_in.html", context, status=422 if form.errors else 200)
    return show_came(filling, read_file(filling.tool, form.cleaned_data["file"].read(), filling.assessment))


def show_came(filling: Filling, came: Came):
    """What came, on the page, each cell that differs beside what is stored."""
    filling.notes += came.notes
    filling.came_with = {} if filling.assessment else came.head
    grids = []
    for table in filling.tool.tables:
        made = grid.filled_grid(filling.tool, table, came.raws[table.name], came.was[table.name])
        grid.check(made, filling.stored[table.name])
        grid.compare(made, filling.stored[table.name])
        grids.append(made)
    return show(filling, filling.form(), grids, came=True)


# Showing it -----------------------------------------------------------------------------------------------------------


def show(filling: Filling, form, grids, status: int = 200, came: bool = False):
    tool, assessment, request = filling.tool, filling.assessment, filling.request
    lang = get_language()
    names = [table.name for table in tool.tables]
    alone = len(grids) == 1 and len(tool.tables) > AT_ONCE
    address = filling.address
    joined = "&" if "?" in address else "?"
    table = "all" if came or len(grids) == len(tool.tables) else grids[0].table.name
    context = {
        "page_title": assessment.title if assessment else tool.title,
        "page_eyebrow": tool.title if assessment else "",
        "breadcrumbs": trail(request, tool, assessment, here=_("Answers")),
        "tool": tool,
        "about": filling.about,
        "sources": sources_of(tool),
        "form": form,
        "folded": assessment is not None,
        "more_open": form.is_bound and bool(form.errors),
        "grids": [shown_grid(each, filling, lang) for each in grids],
        "problems": [*head_problems(form), *(problem for each in grids for problem in each.errors)],
        "notes": filling.notes,
        "came": came,
        "changes": sum(each.changes for each in grids),
        "action": f"{address}{joined}table={table}",
        "tabs": [
            (each.title, f"{address}{joined}table={each.name}", alone and each.name == grids[0].table.name)
            for each in tool.tables
        ]
        if len(tool.tables) > AT_ONCE and assessment
        else [],
        "goes_on": alone and grids[0].table.name != names[-1],
    }
    return render(request, "toolbox/grid.html", context, status=status)


def head_problems(form) -> list[tuple[str, str]]:
    """(id of the field, words) of what is wrong with the head, once it has been judged."""
    if not form.is_bound:
        return []
    return [
        (form[name].target_id, " ".join(reasons))
        for name, reasons in form.errors.items()
        if name in form.fields
    ]


def shown_grid(each: grid.Grid, filling: Filling, lang: str) -> dict:
    stored = filling.stored[each.table.name]
    compared = any(line.before is not None for line in each.lines)
    return {
        "table": each.table,
        "count": len(each.lines),
        "heads": [(column, heading(column)) for column in each.table.columns],
        "body": "" if each.table.single else grid_rows(each, lang),
        "fields": single_fields(each, lang) if each.table.single else [],
        "was": each.lines[0].was if each.table.single and each.lines else None,
        "full": each.full,
        "gone": [
            (number, " · ".join(str(value) for value in row.values() if value))
            for number, row in (grid.gone(each, stored) if compared else [])
        ],
    }


def single_fields(each: grid.Grid, lang: str) -> list[dict]:
    """The fields of a form: one row, told from top to bottom."""
    line = each.lines[0] if each.lines else grid.Line({})
    return [
        {
            "id": grid.field_id(each.table, 0, column.name),
            "label": heading(column),
            "help": column.help,
            "required": column.required,
            "wrong": column.name in line.errors,
            "field": cell(each, column, 0, line, lang),
        }
        for column in each.table.columns
    ]
