"""Where each type stands, the matrix of gaps, and rating its impacts."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from batea.guidance.catalogue import impacts
from batea.problems import CHANGED_MEANWHILE, Refused
from batea.programmes.access import page
from batea.programmes.registers import address_of

from .. import queries, tables
from ..actions import rate_impacts
from ..forms import GROUP_NAMES, RatingsForm
from ..models import ImpactRating
from .wayfinding import READ_AND_WRITE, find_type, here, trail


@require_safe
@page("strategy.see")
def overview(request):
    """Where each type stands."""
    found = queries.profiles()
    context = {
        "page_title": _("Impacts and measures of each type"),
        "breadcrumbs": trail(request),
        "columns": tables.overview_columns(),
        "rows": tables.overview(request.programme, found),
        "matrix_url": here(request, "impacts-matrix"),
        "list_types_url": here(request, "phase2_strategy.asmtype-list"),
    }
    return render(request, "phase2_strategy/impacts/overview.html", context)


@require_safe
@page("strategy.see")
def matrix(request):
    """Types across, harms down: how pressing each is and how many measures act on it."""
    found = queries.profiles()
    context = {
        "page_title": _("Matrix of types, impacts and measures"),
        "breadcrumbs": trail(request),
        "types": [
            (profile.type, here(request, "impacts-measures", uid=profile.type.uid)) for profile in found
        ],
        "rows": tables.matrix(found),
        "start_url": here(request, "impacts"),
    }
    return render(request, "phase2_strategy/impacts/matrix.html", context)


@require_safe
@page("strategy.see")
def type_page(request, uid):
    """The groups of impacts of one type, with how many of those that fit are rated."""
    asm_type = find_type(uid)
    rated = set(ImpactRating.objects.filter(type=asm_type).values_list("impact", flat=True))
    groups = []
    for group in queries.GROUPS:
        entries = [entry for entry in impacts().values() if entry.group == group]
        fitting = [entry for entry in entries if queries.fit(entry, asm_type.tags)]
        groups.append(
            (
                (str(GROUP_NAMES[group]), here(request, "impacts-rate", uid=uid, group=group)),
                sum(entry.id in rated for entry in entries),
                len(fitting),
                len(entries),
            )
        )
    context = {
        "page_title": _("Rate the impacts: %(type)s") % {"type": asm_type},
        "breadcrumbs": trail(request, (_("All types"), here(request, "impacts"))),
        "asm_type": asm_type,
        "type_url": address_of(asm_type),
        "group_columns": tables.group_columns(),
        "groups": groups,
        "measures_url": here(request, "impacts-measures", uid=uid),
    }
    return render(request, "phase2_strategy/impacts/type.html", context)


@READ_AND_WRITE
@page("strategy.change")
def rate(request, uid, group: str):
    """One group of impacts of one type on one page, saved as one act."""
    if group not in queries.GROUPS:
        raise Http404
    asm_type, status, clashing = find_type(uid), 200, ()
    form = ratings_form(asm_type, group, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            rate_impacts(by=request.member, asm_type=asm_type, ratings=form.ratings(), seen=form.seen())
            messages.success(request, _("Saved: %(what)s") % {"what": GROUP_NAMES[group]})
            return redirect(here(request, "impacts-type", uid=uid))
        except Refused as refused:
            if refused.problem is not CHANGED_MEANWHILE:
                raise
            clashing = refused.details.get("impacts", ())
            form, status = ratings_form(asm_type, group, renewed(request.POST, asm_type, form)), 409
    elif form.is_bound:
        status = 422
    context = {
        "page_title": f"{asm_type}: {GROUP_NAMES[group]}",
        "page_eyebrow": _("Rate the impacts"),
        "breadcrumbs": trail(request, (str(asm_type), here(request, "impacts-type", uid=uid))),
        "form": form,
        "parts": parts_of(form, asm_type),
        "clashing": clashing,
        "positive": group == "positive",
        "scales": [
            ImpactRating._meta.get_field(n) for n in ("extent", "severity", "reversibility", "people")
        ],
        "cancel": here(request, "impacts-type", uid=uid),
    }
    return render(request, "phase2_strategy/impacts/rate.html", context, status=status)


def ratings_form(asm_type, group: str, data) -> RatingsForm:
    entries = [entry for entry in impacts().values() if entry.group == group]
    stored = {r.impact: r for r in ImpactRating.objects.filter(type=asm_type).select_related("type")}
    return RatingsForm(data, entries=queries.fitting_first(entries, asm_type.tags), stored=stored)


def renewed(data, asm_type, form: RatingsForm):
    """What was typed, against the versions stored now: saving it again is a decision."""
    again = data.copy()
    now = dict(ImpactRating.objects.filter(type=asm_type).values_list("impact", "version"))
    for entry in form.entries:
        again[f"{entry.id}-seen"] = now.get(entry.id, 0)
    return again


def parts_of(form: RatingsForm, asm_type) -> list[tuple[str, list[dict]]]:
    """The lines that fit the type, then the others."""
    lines = form.lines()
    fitting = [line for line in lines if queries.fit(line["entry"], asm_type.tags)]
    others = [line for line in lines if not queries.fit(line["entry"], asm_type.tags)]
    return [(title, part) for title, part in ((_("Fit this type"), fitting), (_("Others"), others)) if part]
