from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from batea.problems import UNKNOWN_ENTRY, Refused
from batea.programmes.access import page
from batea.programmes.models import Institution
from batea.programmes.registers import address, address_of
from batea.programmes.registers.cells import shown

from ..wording import trail
from . import queries
from .actions import begin_delivery, finish_milestone
from .forms import FinishForm
from .models import Milestone
from .registers import ACTIONS, ISSUES
from .step import STEP


@require_safe
@page("delivery.see")
def board(request):
    """What is due, late and blocked, and who must move; `?owner=<uid>` shows one institution."""
    owner = chosen_owner(request.GET.get("owner", ""))
    found = queries.board(owner)
    may_change = request.member.may("delivery.change")
    context = {
        "page_title": _("Delivery board"),
        "breadcrumbs": trail(request, STEP, _("Delivery board")),
        "owner": owner,
        "board": found,
        **notes(found),
        "issues": [issue_row(issue) for issue in found.issues],
        "blocked": [
            (named(each), owner_name(each), str(each.reason), shown(each.ends)) for each in found.blocked
        ],
        "late": [due_row(each) for each in found.late],
        "soon": [due_row(each) for each in found.soon],
        "lines": [line_row(line) for line in found.lines],
        "waiting": queries.measures_without_action().count(),
        "begin_address": reverse("delivery:begin", args=[request.programme.slug]) if may_change else "",
        "issue_address": address(ISSUES, "add", request.programme) if may_change else "",
        **table_heads(),
    }
    return render(request, "phase3_implementation/delivery/board.html", context)


def notes(found: queries.Board) -> dict:
    """What stands under the numbers at the top of the board."""
    money = found.money
    told = ngettext(
        "%(told)s of %(of)s action under way says both",
        "%(told)s of %(of)s actions under way say both",
        money.of,
    )
    return {
        "year_note": _("of %(all)s planned") % {"all": found.planned},
        "spent_share": _("not known") if money.share is None else shown(round(money.share * 100)),
        "spent_unit": "" if money.share is None else "%",
        "money_note": told % {"told": money.told, "of": money.of},
    }


def table_heads() -> dict:
    """Heads of the board's tables, in the reader's language."""
    return {
        "issue_columns": [_("Issue"), _("To be cleared by"), _("Stands in the way of"), _("Risk"), _("Due")],
        "blocked_columns": [_("Action"), _("Owner"), _("Reason"), _("Should end")],
        "due_columns": [_("What"), _("Owner"), _("Due"), {"label": _("Days late"), "numeric": True}],
        "soon_columns": [_("What"), _("Owner"), _("Due"), {"label": _("Days left"), "numeric": True}],
        "line_columns": [
            _("Institution"),
            *(
                {"label": label, "numeric": True}
                for label in (
                    _("Actions this year"),
                    _("On schedule"),
                    _("Late"),
                    _("Blocked"),
                    _("Issues to clear"),
                )
            ),
        ],
    }


def chosen_owner(uid: str) -> Institution | None:
    """The institution asked for; nobody for an address that does not name one."""
    try:
        return Institution.objects.filter(uid=uid).first() if uid else None
    except ValidationError:
        return None


def named(record) -> tuple[str, str]:
    text = f"{record} [{_('exercise')}]" if record.exercise else str(record)
    return text, address_of(record)


def owner_name(record) -> str:
    return str(record.owner) if record.owner else _("nobody")


def issue_row(issue) -> tuple:
    due = shown(issue.due) if issue.due else _("no day set")
    return (
        named(issue),
        owner_name(issue),
        str(issue.action) if issue.action else _("the whole strategy"),
        issue.get_risk_display(),
        _("%(day)s – overdue") % {"day": due} if issue.late else due,
    )


def due_row(due: queries.Due) -> tuple:
    days = abs((due.day - timezone.localdate()).days)
    text, href = named(due.record)
    text = _("%(what)s – should begin") % {"what": text} if due.begins else text
    return (text, href), owner_name(due.action), shown(due.day), days


def line_row(line: queries.Line) -> tuple:
    name = (str(line.owner), f"?owner={line.owner.uid}") if line.owner else _("nobody")
    return name, line.actions, line.on_schedule, line.late, line.blocked, line.to_clear


@require_http_methods(["GET", "HEAD", "POST"])
@page("delivery.change")
def begin(request):
    """Show what will be made, then make it."""
    if request.method == "POST":
        made = begin_delivery(by=request.member, programme=request.programme)
        said = ngettext("%(count)s action made.", "%(count)s actions made.", len(made))
        messages.success(request, said % {"count": len(made)})
        return redirect(address(ACTIONS, "list", request.programme))
    start = queries.beginning()
    context = {
        "page_title": _("Begin delivery"),
        "breadcrumbs": trail(request, STEP, _("Begin delivery")),
        "start": date_format(start, "DATE_FORMAT") if start else "",
        "columns": [_("Measure"), _("Owner"), _("Starts in month"), _("Ends in month")],
        "rows": [
            (named(each), owner_name(each), shown(each.starts_month), shown(each.ends_month))
            for each in queries.measures_without_action()
        ],
        "cancel": reverse("delivery:board", args=[request.programme.slug]),
    }
    return render(request, "phase3_implementation/delivery/begin.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@page("delivery.change")
def finish(request, uid):
    """A milestone is reached."""
    milestone = Milestone.objects.select_related("action").filter(uid=uid).first()
    if milestone is None:
        raise Refused(UNKNOWN_ENTRY, what=_("milestone"))
    form = FinishForm(
        request.POST or None, initial={"day": timezone.localdate(), "version_seen": milestone.version}
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        finish_milestone(
            by=request.member,
            milestone=milestone,
            day=given["day"],
            proof=given["proof"],
            version=given["version_seen"],
        )
        messages.success(request, _("Reached: %(what)s") % {"what": milestone})
        return redirect(address_of(milestone.action))
    context = {
        "page_title": _("Reached: %(what)s") % {"what": milestone},
        "breadcrumbs": trail(request, STEP, _("Reached")),
        "form": form,
        "milestone": milestone,
        "cancel": address_of(milestone),
    }
    status = 422 if form.is_bound else 200
    return render(request, "phase3_implementation/delivery/finish.html", context, status=status)
