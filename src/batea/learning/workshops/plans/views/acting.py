"""The actions of the team's plan, and their way into the country's own programme."""

from django.contrib import messages
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from batea.problems import (
    NO_WORK_PLAN,
    Refused,
)
from batea.programmes.access import page
from batea.programmes.actions import add_record, change_record, remove_record
from batea.programmes.registers.views import version_seen

from ....models import PlanAction
from ...showing import READ_WRITE, status_of
from .. import queries, tables
from ..forms import (
    TakeForm,
    action_form,
)
from ..taking import programmes_for, take_actions, tasks_of
from .shared import own_plan, refuse_unless_written_by, show, to


@require_safe
@page("workshop.take_part")
def list_actions(request):
    plan = own_plan(request)
    found = list(queries.actions_of(plan))
    context = {
        "plan": plan,
        "columns": tables.action_columns(edits=True, tasks=False),
        "rows": tables.action_rows(found, request.programme.slug, edits=True, tasks=None),
    }
    return show(request, "actions", _("Actions"), context)


@require_http_methods(READ_WRITE)
@page("workshop.take_part")
def add_action(request):
    plan = own_plan(request)
    new = PlanAction(programme=plan.programme, plan=plan, exercise=plan.exercise)
    form = action_form()(request.POST or None, instance=new)
    if request.method == "POST" and form.is_valid():
        add_record(by=request.member, record=form.instance)
        messages.success(request, _("Saved: %(what)s") % {"what": form.instance})
        return to(request, "actions")
    return show(request, "action", _("Add an action"), {"form": form}, status_of(form))


def own_action(request, uid) -> PlanAction:
    """An action of the own team's plan; for whoever may not even read that plan it does not exist."""
    found = PlanAction.objects.filter(uid=uid).select_related("plan__delegation").first()
    refuse_unless_written_by(request, found and found.plan, PlanAction)
    return found


@require_http_methods(READ_WRITE)
@page("workshop.take_part")
def action(request, uid):
    found = own_action(request, uid)
    form = action_form()(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version_seen"] or found.version
        change_record(
            by=request.member, record=own_action(request, uid), values=form.values(), version=version
        )
        messages.success(request, _("Saved: %(what)s") % {"what": form.instance})
        return to(request, "actions")
    return show(request, "action", _("Change an action"), {"form": form}, status_of(form))


@require_http_methods(READ_WRITE)
@page("workshop.take_part")
def remove_action(request, uid):
    found = own_action(request, uid)
    if request.method == "POST":
        remove_record(by=request.member, record=found, version=version_seen(request))
        messages.success(request, _("Removed: %(what)s") % {"what": found})
        return to(request, "actions")
    return show(request, "action_remove", _("Remove this action?"), {"record": found})


@require_http_methods(READ_WRITE)
@page("workshop.take_part")
def take(request):
    """Carry actions into the work plan of the country's own programme."""
    plan = own_plan(request)
    found = list(queries.actions_of(plan))
    programmes = programmes_for(request.member, plan.delegation)
    if not programmes:
        raise Refused(NO_WORK_PLAN, country=plan.delegation)
    there = tasks_of(request.member, found)
    removed = {key for key, task in there.items() if task.item is None}
    waiting = [each for each in found if not each.taken_to or each.pk in removed]
    form = TakeForm(request.POST or None, programmes=programmes, actions=waiting)
    if request.method == "POST" and form.is_valid():
        taken = take_actions(by=request.member, lang=request.programme.language, **form.chosen())
        messages.success(request, _("Taken into the work plan: %(count)s.") % {"count": len(taken)})
        return to(request, "plan", plan.uid)
    context = {"form": form, "waiting": waiting, "plan": plan}
    return show(request, "take", _("Take into our programme"), context, status_of(form))
