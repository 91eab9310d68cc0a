from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from batea.problems import UNKNOWN_ENTRY, Refused
from batea.programmes.access import page
from batea.programmes.registers import address, address_of

from ..trail import trail
from . import queries
from .actions import publish_reply, reply_to_contribution
from .forms import MatrixFilter, ReplyForm
from .models import Contribution, Reply, Stakeholder
from .registers import CONTRIBUTIONS, STAKEHOLDERS
from .step import STEP

HERE = "phase1_getting_started/forum"


def find(model, uid):
    """The record, or the same refusal whether it belongs to others or never was."""
    found = model.objects.filter(uid=uid).first()
    if found is None:
        raise Refused(UNKNOWN_ENTRY, what=model._meta.verbose_name)
    return found


@require_safe
@page("forum.see")
def matrix(request):
    """Each contribution beside its reply."""
    form = MatrixFilter(request.GET or None)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    drafts = request.member.may("forum.change")
    shown = Paginator(queries.matrix(**asked, drafts=drafts), 30).get_page(request.GET.get("page"))
    context = {
        "page_title": _("Comments and replies"),
        "breadcrumbs": trail(request, STEP, _("Comments and replies")),
        "form": form,
        "page": shown,
        "rows": [(c, address_of(c), c.reply if drafts else c.answer) for c in shown.object_list],
        "may_reply": drafts,
        "add_address": add_address(request),
        "export": address(CONTRIBUTIONS, "export", request.programme, kind="xlsx"),
    }
    return render(request, f"{HERE}/matrix.html", context)


def add_address(request) -> str:
    return address(CONTRIBUTIONS, "add", request.programme) if request.member.may("forum.contribute") else ""


@require_safe
@page("forum.see")
def table(request):
    """Who sits at the table: each constituency's voice, and how influence and affectedness are spread."""
    found = queries.constituencies()
    groups = [group for constituency in found for group in constituency.groups]
    context = {
        "page_title": _("Who sits at the table"),
        "breadcrumbs": trail(request, STEP, _("Who sits at the table")),
        "constituencies": [c for c in found if c.expected],
        "absent": [c.name for c in found if not c.expected],
        "speaking": sum(bool(c.speaking) for c in found),
        "share": queries.women_among_representatives(),
        "levels": range(1, 6),
        "grid": [(level, grid_row(groups, level)) for level in range(5, 0, -1)],
        "unplaced": [group for group in groups if not (group.influence and group.affectedness)],
        "add_address": address(STAKEHOLDERS, "add", request.programme)
        if request.member.may("forum.change")
        else "",
    }
    return render(request, f"{HERE}/table.html", context)


def grid_row(groups: list[Stakeholder], influence: int) -> list[list]:
    """The groups of this influence by affectedness 1 to 5, each with its address."""
    return [
        [(g, address_of(g)) for g in groups if g.influence == influence and g.affectedness == affectedness]
        for affectedness in range(1, 6)
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@page("forum.change")
def reply(request, uid):
    """Reply to one contribution and publish the reply."""
    contribution = find(Contribution, uid)
    form = ReplyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reply_to_contribution(by=request.member, contribution=contribution, **form.cleaned_data)
        messages.success(request, _("The reply is published."))
        return redirect(address_of(contribution))
    context = {
        "page_title": _("Reply to a contribution"),
        "breadcrumbs": trail(request, STEP, _("Reply to a contribution")),
        "contribution": contribution,
        "form": form,
        "cancel": address_of(contribution),
    }
    return render(request, f"{HERE}/reply.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@page("forum.change")
def publish(request, uid):
    """Publish a reply that was kept as a draft."""
    draft = find(Reply, uid)
    if request.method == "POST":
        seen = request.POST.get("version_seen", "")
        publish_reply(by=request.member, reply=draft, version=int(seen) if seen.isdecimal() else None)
        messages.success(request, _("The reply is published."))
        return redirect(address_of(draft.contribution))
    context = {"page_title": _("Publish this reply?"), "record": draft, "cancel": address_of(draft)}
    return render(request, f"{HERE}/publish.html", context)
