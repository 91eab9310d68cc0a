"""Divisions: a proposal, the groups as they stand, and their copies of the case."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from batea.programmes.access import page
from batea.programmes.members import member_elsewhere

from ....models import Group, Grouping
from ...here import workshop_here
from ...showing import READ_WRITE, found
from .. import actions, queries, sandboxes
from ..forms import SPREAD_WORDS, BuildForm, MoveForm, PartForm
from .shared import no_such_act, show


@require_http_methods(READ_WRITE)
@page("workshop.change")
def build(request, uid):
    """Ask how to divide, show what would come of it, save what was looked at."""
    grouping = found(Grouping, uid)
    asked = request.POST if request.method == "POST" else request.GET
    form = BuildForm(asked if "seed" in asked else None, initial=first_values(grouping))
    proposal = proposed(form) if form.is_bound and form.is_valid() else None
    if request.method == "POST" and proposal is not None:
        actions.save_groups(
            by=request.member, grouping=grouping, proposal=proposal, seen=request.POST.get("digest", "")
        )
        messages.success(request, _("The groups are saved."))
        return redirect("exercises:groups", programme=request.programme.slug, uid=uid)
    context = {
        "form": form,
        "grouping": grouping,
        "proposal": proposal,
        "sent": [(name, value) for name in asked for value in asked.getlist(name) if name not in UNSENT],
        "next_seed": (form.cleaned_data["seed"] or 0) + 1 if proposal else 0,
        "again": [(n, v) for n in asked for v in asked.getlist(n) if n not in {*UNSENT, "seed"}],
        "balances": balance_words(proposal.balances) if proposal else [],
        "groups": proposed_groups(proposal) if proposal else [],
        "replaces": grouping.groups.exists(),
    }
    title = _("Make groups: %(division)s") % {"division": grouping}
    return show(request, "build", title, context, 422 if form.errors else 200)


UNSENT = {"csrfmiddlewaretoken", "digest"}


def first_values(grouping: Grouping) -> dict:
    visit = grouping.purpose == Grouping.Purpose.VISIT
    return {"themes": visit, "parts": ["participant"]}


def proposed(form: BuildForm) -> queries.Proposal:
    asked = form.cleaned_data
    day = queries.day_today(workshop_here()) if asked["present"] else None
    people = queries.come(asked["parts"] or ["participant"], day) if day or not asked["present"] else []
    return queries.propose(
        people,
        form.number(),
        asked["spread"],
        asked["kept"],
        asked["seed"] or 0,
        form.group_subjects(),
        form.group_themes(),
    )


def proposed_groups(proposal) -> list[dict]:
    """Groups that are not saved, with what is in them; their names are those they would get."""
    found = []
    for number, members in enumerate(proposal.groups, start=1):
        group = Group(number=number, subject=proposal.subjects[number - 1], theme=proposal.themes[number - 1])
        found.append({"name": str(group), "members": members, "counts": count_words(list(members))})
    return found


def count_words(members) -> list[tuple[str, str]]:
    """“Sex: Man 3, Woman 4”."""
    return [
        (SPREAD_WORDS[name], ", ".join(f"{said} {number}" for said, number in numbers))
        for name, numbers in queries.counted(members).items()
        if numbers
    ]


def balance_words(balances) -> list[tuple[str, int, bool]]:
    return [(SPREAD_WORDS[each.attribute], each.beyond, each.even) for each in balances]


@require_safe
@page("workshop.see")
def groups(request, uid):
    """The groups of a division as they stand; who runs the workshop moves people here."""
    grouping = found(Grouping, uid)
    made = queries.groups_of(grouping)
    members = queries.members_of(made)
    changes = request.member.may("workshop.change")
    people = [[each.participant for each in members[group.pk]] for group in made]
    context = {
        "grouping": grouping,
        "groups": [
            {"group": group, "name": str(group), "members": members[group.pk], "counts": count_words(inside)}
            for group, inside in zip(made, people, strict=True)
        ],
        "balances": balance_words(queries.balance_of(people)) if any(people) else [],
        "left_out": queries.without_group(grouping),
        "changes": changes,
        "move": MoveForm(grouping=grouping) if changes and made else None,
        "part": PartForm(grouping=grouping) if changes and any(people) else None,
        "copied": grouping.purpose == Grouping.Purpose.STRATEGY,
    }
    return show(request, "groups", str(grouping), context)


ACTS = {"move": MoveForm, "part": PartForm}


@require_POST
@page("workshop.change")
def arrange(request, uid):
    """Move one, give a part, pass the parts on, or let the tables change guests."""
    grouping = found(Grouping, uid)
    act = request.POST.get("act", "")
    if act in ACTS:
        form = ACTS[act](request.POST, grouping=grouping)
        if not form.is_valid():
            messages.error(request, _("Choose who and where. Nothing was changed."))
            return redirect("exercises:groups", programme=request.programme.slug, uid=uid)
        do = actions.move_member if act == "move" else actions.give_part
        do(by=request.member, **form.cleaned_data)
    elif act == "pass_on":
        actions.pass_parts_on(by=request.member, grouping=grouping)
    elif act == "one_on":
        actions.go_one_on(by=request.member, grouping=grouping)
    else:
        raise no_such_act(act)
    messages.success(request, _("The groups are changed."))
    return redirect("exercises:groups", programme=request.programme.slug, uid=uid)


@require_http_methods(READ_WRITE)
@page("workshop.change")
def copies(request, uid):
    """Each group with its copy of the case; one button makes the next, one gives the roles again."""
    grouping, workshop = found(Grouping, uid), workshop_here()
    if request.method == "POST":
        messages.success(request, make_or_follow(request, workshop, grouping))
        address = reverse("exercises:copies", args=[request.programme.slug, uid])
        return redirect(address + ("?going=1" if request.POST.get("act") == "all" else ""))
    places = sandboxes.places(workshop, grouping)
    rows = [copy_row(request, place) for place in places]
    made = sum(bool(place.copy) for place in places)
    context = {
        "grouping": grouping,
        "workshop": workshop,
        "rows": rows,
        "made": made,
        "of": len(places),
        "left": len(places) - made,
        "has_groups": len(places) > 1,
        "on_case": grouping.purpose == Grouping.Purpose.STRATEGY,
        "differs": any(row["differs"] for row in rows),
        "going": request.GET.get("going") == "1" and made < len(places),
    }
    return show(request, "copies", _("Copies of the case: %(division)s") % {"division": grouping}, context)


def make_or_follow(request, workshop, grouping) -> str:
    if request.POST.get("act") == "roles":
        changed = sandboxes.follow_groups(
            by=request.member, workshop=workshop, groups=queries.groups_of(grouping)
        )
        return _("Roles changed in the copies: %(count)s.") % {"count": changed}
    place = sandboxes.make_next_copy(by=request.member, workshop=workshop, grouping=grouping)
    if place is None:
        return _("Every group has its copy.")
    return _("Made: %(name)s.") % {"name": place.copy.name}


def copy_row(request, place) -> dict:
    wanted = sandboxes.wanted_in(place.group)
    inside = queries.members_of([place.group])[place.group.pk] if place.group else []
    unsigned = [
        each.participant.badge
        for each in inside
        if each.participant.person is None or each.participant.person.account is None
    ]
    mine = place.copy is not None and member_elsewhere(place.copy, request.user) is not None
    return {
        "name": str(place.group) if place.group else _("Common draft"),
        "copy": place.copy,
        "url": reverse("guidance:tasks", args=[place.copy.slug]) if mine else "",
        "people": ", ".join(name for _role, name in wanted.values()),
        "unsigned": ", ".join(unsigned),
        "differs": place.copy is not None and sandboxes.roles_differ(place.copy, wanted),
    }
