"""Side by side: groups and draft, draft and country; and one record taken over."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from batea.problems import CHANGED_MEANWHILE, NO_DRAFT, NOT_VALID, Refused
from batea.programmes.access import page

from ...here import workshop_here
from .. import comparing
from ..comparing import COUNTRY, DRAFT
from ..forms import TakeForm
from .shared import show

PAGE = 25


@require_safe
@page("workshop.change")
def side_by_side(request):
    """Choose a table, or look at the records of one that are not the same everywhere."""
    into = COUNTRY if request.GET.get("into") == COUNTRY else DRAFT
    try:
        desk = comparing.desk_for(workshop_here(), request.user, into)
    except Refused as refused:
        if refused.problem is not NO_DRAFT:
            raise
        return show(request, "no_draft", _("Side by side"), {})
    label = request.GET.get("table", "")
    return show_table(request, desk, label) if label else show_tables(request, desk)


def show_tables(request, desk):
    apart = comparing.tables_apart(desk)
    context = {
        "desk": desk,
        "into": desk.into,
        "target": desk.target.programme,
        "sources": desk.sources,
        "columns": [_("Table"), _("Step"), {"label": _("Entries that differ"), "numeric": True}],
        "rows": [
            (
                (capfirst(str(register.title)), f"?into={desk.into}&table={register.label}"),
                step_number(register),
                len(found),
            )
            for register, found in apart
        ],
        "to_country": comparing.may_open_country(workshop_here(), request.user),
    }
    return show(request, "side_by_side", title_of(desk), context)


def step_number(register) -> str:
    return f"{register.step[1]}.{register.step[4:]}" if register.step else ""


def title_of(desk) -> str:
    return _("Side by side") if desk.into == DRAFT else _("From the draft into the country's programme")


def show_table(request, desk, label: str, conflict: str = ""):
    register = comparing.register_for(desk, label)
    apart = comparing.apart_in(desk, register)
    if conflict:
        apart = [each for each in apart if each.uid == conflict]
    rows = comparing.rows_beside(desk, register, apart[:PAGE])
    context = {
        "desk": desk,
        "into": desk.into,
        "target": desk.target.programme,
        "label": label,
        "register": register,
        "rows": rows,
        "left": max(0, len(apart) - PAGE),
        "sources": [each for each in desk.sources if each.member.may(register.see)],
        "base_name": _("Common draft") if desk.into == DRAFT else str(desk.target.programme.name),
        "button": _("Take over into the draft") if desk.into == DRAFT else _("Take over into the programme"),
        "conflict": conflict,
        "back": f"{reverse('exercises:side_by_side', args=[request.programme.slug])}?into={desk.into}",
    }
    title = f"{title_of(desk)}: {register.title}"
    return show(request, "table", title, context, 409 if conflict else 200)


@require_POST
@page("workshop.change")
def take(request):
    """Take over one record; when somebody was faster, both versions are shown once more."""
    form = TakeForm(request.POST)
    if not form.is_valid():
        raise Refused(NOT_VALID, field=next(iter(form.errors)), reason=next(iter(form.errors.values()))[0])
    asked = form.cleaned_data
    desk = comparing.desk_for(workshop_here(), request.user, COUNTRY if asked["into"] == COUNTRY else DRAFT)
    source = str(asked["source"])
    try:
        taken = comparing.take(
            desk=desk, label=asked["table"], uid=asked["record"], source=source, seen=asked["seen"]
        )
    except Refused as refused:
        if refused.problem is not CHANGED_MEANWHILE:
            raise
        return show_table(request, desk, asked["table"], str(asked["record"]))
    said = _("Taken over from %(source)s: %(what)s")
    messages.success(request, said % {"source": desk.source(source).name, "what": taken})
    address = reverse("exercises:side_by_side", args=[request.programme.slug])
    return redirect(f"{address}?into={desk.into}&table={asked['table']}")
