"""Rating a type, choosing its measures, and the matrix of gaps."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from batea.guidance.catalogue import Entry, impacts, measures
from batea.problems import ALREADY_THERE, CHANGED_MEANWHILE, UNKNOWN_ENTRY, Refused
from batea.programmes.access import page
from batea.programmes.actions import add_record
from batea.programmes.registers import address, address_of
from batea.programmes.registers.forms import build

from ..types.models import AsmType
from . import queries, tables
from .actions import aim_measure, rate_impacts
from .coherence import hints
from .forms import GROUP_NAMES, RatingsForm
from .links import SIDE_EFFECTS
from .models import ChosenMeasure, ImpactRating
from .registers import CHOSEN

READ_AND_WRITE = require_http_methods(["GET", "HEAD", "POST"])


def trail(request, *further) -> list:
    slug = request.programme.slug
    return [
        (_("Programme"), reverse("guidance:tasks", args=[slug])),
        (_("Impacts and measures"), reverse("guidance:step", args=[slug, "impacts"])),
        *further,
    ]


def here(request, name: str, **kwargs) -> str:
    return reverse(name, kwargs={"programme": request.programme.slug, **kwargs})


def find_type(uid) -> AsmType:
    try:
        return AsmType.objects.get(uid=uid)
    except AsmType.DoesNotExist as error:
        raise Refused(UNKNOWN_ENTRY, what=AsmType._meta.verbose_name) from error


def find_entry(entries: dict[str, Entry], known: str) -> Entry:
    if known not in entries:
        raise Refused(UNKNOWN_ENTRY, what=known)
    return entries[known]


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


# Rating -------------------------------------------------------------------------------------------------------------


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


# Measures -----------------------------------------------------------------------------------------------------------


@require_safe
@page("strategy.see")
def measures_page(request, uid):
    """The pressing harms of one type with the measures that answer them, and what the method notices."""
    asm_type = find_type(uid)
    found = queries.profiles()
    profile = next(p for p in found if p.type.pk == asm_type.pk)
    elsewhere = frozenset(m.measure for other in found if other is not profile for m in other.measures)
    context = {
        "page_title": _("Measures: %(type)s") % {"type": asm_type},
        "breadcrumbs": trail(request, (_("All types"), here(request, "impacts"))),
        "profile": profile,
        "harms": [
            {
                "rating": rating,
                "url": here(request, "impacts-library", uid=uid, impact=rating.impact),
                "tone": tables.TONES[rating.priority.level],
                "measures": [(m, address_of(m)) for m in profile.by_impact.get(rating.impact, ())],
                "open": rating in profile.unanswered,
            }
            for rating in profile.urgent
        ],
        "others": [
            (m, address_of(m))
            for m in profile.measures
            if not {r.impact for r in profile.urgent} & set(m.impacts)
        ],
        "hints": hints(profile, elsewhere),
        "rate_url": here(request, "impacts-type", uid=uid),
        "own_url": address(CHOSEN, "add", request.programme) + f"?type={uid}",
        "may_change": request.member.may("strategy.change"),
    }
    return render(request, "phase2_strategy/impacts/measures.html", context)


@require_safe
@page("strategy.see")
def library(request, uid, impact: str):
    """The library's measures against one impact, those that fit the type first."""
    asm_type, entry = find_type(uid), find_entry(impacts(), impact)
    chosen = {m.measure: m for m in ChosenMeasure.objects.filter(type=asm_type).exclude(measure="")}
    context = {
        "page_title": _("Measures against “%(impact)s”") % {"impact": entry.name},
        "page_eyebrow": str(asm_type),
        "breadcrumbs": trail(request, (str(asm_type), here(request, "impacts-measures", uid=uid))),
        "entry": entry,
        "lines": [
            {
                "measure": found,
                "fits": bool(queries.fit(found, asm_type.tags)),
                "chosen": chosen.get(found.id),
                "aimed": found.id in chosen and impact in chosen[found.id].impacts,
                "url": here(request, "impacts-choose", uid=uid, impact=impact, measure=found.id),
            }
            for found in queries.measures_against(impact, asm_type.tags)
        ],
        "may_change": request.member.may("strategy.change"),
    }
    return render(request, "phase2_strategy/impacts/library.html", context)


@READ_AND_WRITE
@page("strategy.change")
def choose(request, uid, impact: str, measure: str):
    """Take a measure of the library for a type: owner, months, cost, care. Taken already: aim it at this impact too."""
    asm_type, entry = find_type(uid), find_entry(measures(), measure)
    find_entry(impacts(), impact)
    taken = ChosenMeasure.objects.filter(type=asm_type, measure=measure).first()
    if taken:
        return aim(request, taken, impact)
    record = ChosenMeasure(
        programme=request.programme, type=asm_type, measure=measure, exercise=request.programme.is_exercise
    )
    form = build(CHOSEN)(request.POST or None, instance=record, initial=from_library(asm_type, entry, impact))
    for name in ("type", "measure", "own_title"):
        del form.fields[name]
    acts_on = [known for known in impacts().values() if known.id == impact or known.id in entry.acts_on]
    form.fields["impacts"].choices = [(known.id, str(known)) for known in acts_on]
    if request.method == "POST" and form.is_valid():
        add_record(by=request.member, record=form.instance, act="choose measure")
        messages.success(request, _("Chosen: %(what)s") % {"what": entry.name})
        return redirect(here(request, "impacts-measures", uid=uid))
    context = {
        "page_title": str(entry.name),
        "page_eyebrow": _("Measure for: %(type)s") % {"type": asm_type},
        "breadcrumbs": trail(request, (str(asm_type), here(request, "impacts-measures", uid=uid))),
        "entry": entry,
        "form": form,
        "warning": SIDE_EFFECTS.get(measure),
        "cancel": here(request, "impacts-library", uid=uid, impact=impact),
    }
    status = 422 if form.is_bound else 200
    return render(request, "phase2_strategy/impacts/choose.html", context, status=status)


def from_library(asm_type, entry: Entry, impact: str) -> dict:
    """What the library says, as a beginning: pressing impacts it acts on, indicator, preconditions and risks."""
    pressing = {
        r.impact for r in ImpactRating.objects.filter(type=asm_type).select_related("type") if r.urgent
    }
    return {
        "impacts": [
            known for known in impacts() if known == impact or (known in entry.acts_on and known in pressing)
        ],
        "indicator": entry.indicators[0] if entry.indicators else "",
        "preconditions": entry.preconditions,
        "risks": entry.risks,
    }


def aim(request, taken: ChosenMeasure, impact: str):
    if request.method != "POST":
        return redirect(address_of(taken))
    if impact in taken.impacts:
        raise Refused(ALREADY_THERE, what=taken)
    aim_measure(by=request.member, chosen=taken, impact=impact)
    messages.success(request, _("Saved: %(what)s") % {"what": taken})
    return redirect(here(request, "impacts-measures", uid=taken.type.uid))
