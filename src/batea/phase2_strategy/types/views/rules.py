"""The editor of rules: in order, one rule on two pages, with a look at what would move before anything is saved."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from batea.problems import CHANGED_MEANWHILE, CONDITION_NOT_KNOWN, Refused
from batea.programmes.access import page
from batea.programmes.registers import REGISTERS, address

from .. import actions, forms, queries, tables
from ..models import AsmType, TypeRule, Typology
from ..sentences import conditions_sentence
from .wayfinding import find_rule, rules_address, trail


@require_safe
@page("strategy.see")
def rules(request):
    """The rules in order, as sentences, with the sites each one takes."""
    found = queries.classification()
    context = {
        "page_title": _("Rules that assign sites to types"),
        "breadcrumbs": trail(request),
        "found": found,
        "lines": [(rule, str(rule), found.by_rule[rule.pk]) for rule in found.rules],
        "unclassified": found.by_type[None],
        "typology": queries.typology(),
        "may_change": request.member.may("strategy.change"),
        "no_types": not AsmType.objects.exists(),
        "add_type_url": address(REGISTERS["phase2_strategy.asmtype"], "add", request.programme),
        "exports": [
            (
                kind.upper(),
                address(REGISTERS["phase2_strategy.typerule"], "export", request.programme, kind=kind),
            )
            for kind in ("csv", "xlsx")
        ],
    }
    return render(request, "phase2_strategy/types/rules.html", context)


@require_safe
@page("strategy.change")
def rule_dimensions(request, uid=None):
    """Page one of a rule: its type and what it looks at. Leads on to the values with both in the address."""
    rule = find_rule(uid) if uid else None
    asked = request.GET if "go" in request.GET else None
    initial = {"type": rule.type.uid, "dimension": [c["dimension"] for c in rule.conditions]} if rule else {}
    form = forms.DimensionsForm(asked, initial=initial, sites=queries.known_sites())
    if asked is not None and form.is_valid():
        query = asked.copy()
        query.pop("go")
        return redirect(f"{values_address(request, rule)}?{query.urlencode()}")
    context = {
        "page_title": _("Change a rule") if rule else _("New rule"),
        "page_eyebrow": _("Page 1 of 2"),
        "breadcrumbs": trail(request, (_("Rules"), rules_address(request))),
        "form": form,
        "cancel": rules_address(request),
    }
    return render(
        request, "phase2_strategy/types/rule_dimensions.html", context, status=422 if form.errors else 200
    )


def values_address(request, rule) -> str:
    slug = {"programme": request.programme.slug}
    if rule is None:
        return reverse("types-rule-new-values", kwargs=slug)
    return reverse("types-rule-change-values", kwargs={**slug, "uid": rule.uid})


@require_http_methods(["GET", "HEAD", "POST"])
@page("strategy.change")
def rule_values(request, uid=None):
    """Page two of a rule: the values; shows which sites would move before anything is saved."""
    rule = find_rule(uid) if uid else None
    asm_type, chosen = asked_for(request)
    before = queries.classification()
    form = values_form(request, rule, chosen, before)
    context = {"moves": None, "conflict": False, "status": 200}
    if request.method == "POST" and form.is_valid():
        draft = draft_of(request, rule, asm_type, form)
        if request.POST.get("act") == "save":
            try:
                save_rule(request, rule, draft, form)
                return redirect(rules_address(request))
            except Refused as refused:
                if refused.problem is not CHANGED_MEANWHILE:
                    raise
                form = values_form(request, rule, chosen, before, again=True)
                context = {"conflict": True, "status": 409}
        context |= preview(before, rule, draft)
    elif request.method == "POST":
        context["status"] = 422
    context |= {
        "page_title": _("Change a rule") if rule else _("New rule"),
        "page_eyebrow": _("Page 2 of 2"),
        "breadcrumbs": trail(request, (_("Rules"), rules_address(request))),
        "form": form,
        "asm_type": asm_type,
        "cancel": rules_address(request),
    }
    return render(request, "phase2_strategy/types/rule_values.html", context, status=context["status"])


def asked_for(request) -> tuple[AsmType, list[str]]:
    """Type and dimensions named in the address. Raises Refused when they are not known."""
    form = forms.DimensionsForm(request.GET, sites=queries.known_sites())
    if not form.is_valid():
        raise Refused(CONDITION_NOT_KNOWN, what=next(iter(form.errors.values()))[0])
    return form.cleaned_data["type"], form.cleaned_data["dimension"]


def values_form(request, rule, chosen, before, again: bool = False):
    """The form as asked, or as typed; `again` shows what was typed against the rules in force now."""
    data = request.POST.copy() if request.method == "POST" else None
    if again:
        data["seen"] = before.rules_version
        data["version_seen"] = rule.version if rule else ""
    places = [] if rule else tables.places(before.rules)
    initial = {"seen": before.rules_version, "place": len(before.rules) + 1}
    if rule:
        initial |= {"version_seen": rule.version, "note": rule.note}
        for condition in rule.conditions:
            initial[f"{condition['dimension']}-values"] = condition["values"]
            initial[f"{condition['dimension']}-without"] = "yes" if condition.get("without") else "no"
    sites = [placed.site for placed in before.placed]
    return forms.ValuesForm(data, initial=initial, chosen=chosen, sites=sites, places=places)


def draft_of(request, rule, asm_type, form) -> TypeRule:
    """The rule as it would be saved, not yet saved."""
    order = rule.order if rule else form.cleaned_data["place"]
    draft = TypeRule(
        programme=request.programme,
        type=asm_type,
        conditions=form.conditions(),
        order=order,
        note=form.cleaned_data["note"],
        exercise=request.programme.is_exercise,
    )
    return draft


def preview(before, rule, draft) -> dict:
    """The sites that would move if the draft were saved, and the draft as a sentence."""
    found = list(before.rules)
    if rule:
        found[[old.pk for old in found].index(rule.pk)] = draft
    else:
        found.insert(draft.order - 1, draft)
    moved = queries.moves(before, found)
    return {
        "moves": tables.move_rows(moved),
        "move_columns": tables.move_columns(),
        "move_count": len(moved),
        "sentence": conditions_sentence(draft.conditions),
    }


def save_rule(request, rule, draft, form) -> None:
    seen = form.cleaned_data["seen"]
    if rule is None:
        saved = actions.add_rule(by=request.member, rule=draft, place=draft.order, seen=seen)
    else:
        values = {"type": draft.type, "conditions": draft.conditions, "note": draft.note}
        version = form.cleaned_data["version_seen"]
        saved = actions.change_rule(by=request.member, rule=rule, values=values, version=version, seen=seen)
    messages.success(request, _("Saved: %(what)s") % {"what": saved})


@require_POST
@page("strategy.change")
def rule_move(request, uid):
    """One place up or down."""
    rule = find_rule(uid)
    order = [found.pk for found in queries.ordered_rules()]
    place = order.index(rule.pk) + (1 if request.POST.get("to") != "up" else -1) + 1
    if 1 <= place <= len(order):
        actions.move_rule(by=request.member, rule=rule, place=place, seen=version_in(request))
    return redirect(f"{rules_address(request)}#rule-{rule.uid}")


@require_http_methods(["GET", "HEAD", "POST"])
@page("strategy.change")
def rule_remove(request, uid):
    """Says which sites would move, then removes the rule."""
    rule = find_rule(uid)
    if request.method == "POST":
        actions.remove_rule(by=request.member, rule=rule, seen=version_in(request))
        messages.success(request, _("Removed: %(what)s") % {"what": rule})
        return redirect(rules_address(request))
    before = queries.classification()
    moved = queries.moves(before, [other for other in before.rules if other.pk != rule.pk])
    context = {
        "page_title": _("Remove a rule"),
        "breadcrumbs": trail(request, (_("Rules"), rules_address(request))),
        "rule": rule,
        "found": before,
        "moves": tables.move_rows(moved),
        "move_columns": tables.move_columns(),
        "move_count": len(moved),
        "cancel": rules_address(request),
    }
    return render(request, "phase2_strategy/types/rule_remove.html", context)


def version_in(request) -> int | None:
    seen = request.POST.get("seen", "")
    return int(seen) if seen.isdecimal() and len(seen) < 10 else None


@require_POST
@page("strategy.change")
def adopt(request):
    """The task force has agreed on the rules in force."""
    found = Typology.objects.first()
    if found is None or version_in(request) != found.rules_version:
        raise Refused(CHANGED_MEANWHILE)
    actions.adopt_rules(by=request.member, typology=found)
    messages.success(request, _("The rules are recorded as adopted today."))
    return redirect(rules_address(request))
