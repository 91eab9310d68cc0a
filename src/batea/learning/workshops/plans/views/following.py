"""A plan after the workshop: presented, asked about, and how all of them stand."""

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from batea.problems import (
    NOT_YET_DUE,
    Refused,
)
from batea.programmes.access import page
from batea.programmes.registers.sheets import sheet

from ....models import CheckIn
from ...here import today_there, workshop_here
from ...showing import READ_WRITE, status_of
from .. import actions, queries, tables
from ..forms import (
    CheckInForm,
    PresentForm,
    SupervisionFilter,
)
from ..queries import reader_of
from .shared import refuse_unless_written_by, show, to


@require_http_methods(READ_WRITE)
@page("workshop.take_part")
def check_in(request, uid):
    """The team answers a check-in, or changes its answer."""
    found = CheckIn.objects.filter(uid=uid).select_related("plan__delegation").first()
    refuse_unless_written_by(request, found and found.plan, CheckIn)
    if found.due > today_there(workshop_here()):
        raise Refused(NOT_YET_DUE, day=found.due.isoformat())
    undone = list(queries.actions_of(found.plan).filter(done_on=None))
    form = CheckInForm(request.POST or None, actions=undone, initial=said_before(found))
    if request.method == "POST" and form.is_valid():
        actions.answer_check_in(
            by=request.member,
            check_in=found,
            how=CheckIn.How.PAGE,
            values=form.values(),
            done=form.finished(),
        )
        messages.success(request, _("Thank you. Your answer is kept with the plan."))
        return to(request, "plan", found.plan.uid)
    context = {"form": form, "check_in": found}
    title = _("Check-in after %(days)s days") % {"days": found.after_days}
    return show(request, "check_in", title, context, status_of(form))


def said_before(check_in: CheckIn) -> dict:
    plain = {name: getattr(check_in, name) for name in ("state", "percent", "blocker_kind")}
    return plain | {name: str(getattr(check_in, name)) for name in ("changed", "blocker", "learned")}


@require_http_methods(READ_WRITE)
@page("workshop.change")
def present(request, uid):
    """The day the team presented its plan; with it come the dates of its check-ins."""
    found = queries.plan_for(reader_of(request.member), uid)
    today = today_there(workshop_here())
    form = PresentForm(request.POST or None, initial={"day": found.presented_on or today})
    if request.method == "POST" and form.is_valid():
        try:
            actions.present_plan(by=request.member, plan=found, **form.cleaned_data)
        except Refused as refused:
            form.add_error("day", refused.in_words(_)[0])
        else:
            messages.success(request, _("The plan is presented; its check-ins have their dates."))
            return to(request, "plan", found.uid)
    context = {"form": form, "plan": found, "missing": queries.missing_of(found)}
    return show(request, "present", _("The plan was presented"), context, status_of(form))


@require_POST
@page("workshop.change")
def dates(request):
    """Set the dates of all presented plans, after the workshop has moved or plans came in by a file."""
    changed = sum(
        len(actions.set_dates(by=request.member, plan=each))
        for each in queries.plans().filter(presented_on__isnull=False)
    )
    messages.success(request, _("Check-ins that got another date: %(count)s.") % {"count": changed})
    return to(request, "supervise")


def asked_supervision(request):
    """What the filter asks for; values it does not know are ignored."""
    form = SupervisionFilter(request.GET or None)
    asked = dict(form.cleaned_data) if form.is_bound and form.is_valid() else {}
    return form, queries.supervision(today_there(workshop_here()), **{k: v for k, v in asked.items() if v})


@require_safe
@page("workshop.change")
def supervise(request):
    """All plans by their check-ins, the obstacles named most often, the support asked for."""
    form, found = asked_supervision(request)
    slug = request.programme.slug
    context = {
        "form": form,
        "columns": tables.supervision_columns(),
        "rows": tables.supervision_rows(found, slug),
        "blocker_columns": [_("Obstacle"), {"label": _("Answers"), "numeric": True}, _("In words")],
        "blockers": tables.blocker_rows(found),
        "support_columns": [_("Country"), _("Support asked for")],
        "support": tables.support_rows(found, slug),
        "exports": [
            (
                kind.upper(),
                f"{reverse('plans:supervise_file', args=[slug, kind])}?{request.GET.urlencode()}",
            )
            for kind in ("csv", "xlsx")
        ],
    }
    return show(request, "supervise", _("How the plans stand"), context)


@require_safe
@page("workshop.change")
def supervise_file(request, kind):
    _form, found = asked_supervision(request)
    rows = [tables.file_row(each) for each in found.followed]
    return sheet(request, kind, "plans", _("How the plans stand"), tables.file_header(), rows)
