"""The team's own plan, page by page."""

from django.contrib import messages
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from batea.problems import (
    CHANGED_MEANWHILE,
    UNKNOWN_ENTRY,
    Refused,
)
from batea.programmes.access import page

from ....models import Plan
from ...showing import READ_WRITE, status_of
from .. import actions, queries, tables
from ..forms import (
    ShareForm,
    part_form,
)
from ..parts import BY_SLUG
from ..queries import team_of
from .shared import own_plan, show, to


@require_safe
@page("workshop.take_part")
def mine(request):
    """The plan as a list of pages, each with how far it is."""
    team = team_of(request.member)
    plan = queries.plan_of(team)
    context = {
        "team": team,
        "plan": plan,
        "tasks": tables.tasks_of_plan(plan, request.programme.slug),
        "missing": queries.missing_of(plan) if plan else [],
    }
    return show(request, "mine", _("Our return-to-work plan"), context)


@require_http_methods(READ_WRITE)
@page("workshop.take_part")
def part(request, part):
    """One page of the plan. When a colleague has changed it meanwhile, both texts are shown and nothing is lost."""
    found = BY_SLUG.get(part)
    if found is None:
        raise Refused(UNKNOWN_ENTRY, what=part)
    team = team_of(request.member)
    plan = queries.plan_of(team)
    build = part_form(found)
    form = build(request.POST or None, instance=plan or Plan(programme=team.programme, delegation=team))
    theirs = []
    if request.method == "POST" and form.is_valid():
        stored = queries.plan_of(team)
        version = form.cleaned_data["version_seen"] or (stored.version if stored else None)
        try:
            actions.write_part(
                by=request.member, team=team, plan=stored, part=found, values=form.values(), version=version
            )
        except Refused as refused:
            if refused.problem is not CHANGED_MEANWHILE:
                raise
            form, theirs = both_versions(request, build, team, found)
        else:
            messages.success(request, _("Saved: %(what)s") % {"what": found.title})
            return to(request, "mine")
    context = {"form": form, "part": found, "theirs": theirs}
    return show(request, "part", found.title, context, status_of(form))


def both_versions(request, build, team, part):
    """(the form as it was typed, to be saved over the plan as it stands now; what stands there)."""
    stored = queries.plan_of(team)
    # Taken down first: a form that is validated writes into its record.
    theirs = [(tables.named(name), tables.value_of(stored, name)) for name in part.fields]
    again = request.POST.copy()
    again["version_seen"] = stored.version
    form = build(again, instance=stored)
    form.add_error(None, _("Somebody of your team has changed the plan while you were writing."))
    return form, theirs


@require_safe
@page("workshop.take_part")
def check(request):
    """Everything that was written, with the way to each page."""
    plan = own_plan(request)
    slug = request.programme.slug
    context = {
        "plan": plan,
        "answers": tables.answers_of(plan, slug),
        "columns": tables.action_columns(edits=False, tasks=False),
        "rows": tables.action_rows(list(queries.actions_of(plan)), slug, edits=False, tasks=None),
        "missing": queries.missing_of(plan),
    }
    return show(request, "check", _("Check your answers"), context)


@require_http_methods(READ_WRITE)
@page("workshop.take_part")
def share(request):
    plan = own_plan(request)
    form = ShareForm(request.POST or None, initial={"public": "yes" if plan.public else "no"})
    if request.method == "POST" and form.is_valid():
        actions.share_plan(by=request.member, plan=plan, public=form.cleaned_data["public"])
        messages.success(request, _("Saved: %(what)s") % {"what": _("Who may read it")})
        return to(request, "mine")
    return show(request, "share", _("Who may read it"), {"form": form}, status_of(form))
