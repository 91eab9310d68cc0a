"""Choosing the measures of one type from the library."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from batea.guidance.catalogue import Entry, impacts, measures
from batea.problems import ALREADY_THERE, Refused
from batea.programmes.access import page
from batea.programmes.actions import add_record
from batea.programmes.registers import address, address_of
from batea.programmes.registers.forms import build

from .. import queries, tables
from ..actions import aim_measure
from ..coherence import hints
from ..links import SIDE_EFFECTS
from ..models import ChosenMeasure, ImpactRating
from ..registers import CHOSEN
from .wayfinding import READ_AND_WRITE, find_entry, find_type, here, trail


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
