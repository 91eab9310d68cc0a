from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from batea.evidence.registers import QUESTIONS
from batea.evidence.views import card
from batea.problems import UNKNOWN_ENTRY, Refused
from batea.programmes.access import page
from batea.programmes.registers import address, address_of

from ..trail import trail
from . import queries
from .actions import cast_votes, close_gap
from .forms import VotesForm
from .models import DataGap
from .registers import CHALLENGES, GAPS
from .step import STEP

HERE = "phase1_getting_started/context"


@require_safe
@page("context.see")
def figures(request):
    """The key questions: rival answers side by side, what is still missing, and who is looking for it."""
    found = [
        (card(question), queries.answered(question), gaps(question)) for question in queries.key_questions()
    ]
    may_ask, may_note = request.member.may("evidence.change"), request.member.may("context.change")
    context = {
        "page_title": _("Key figures of the sector"),
        "breadcrumbs": trail(request, STEP, _("Key figures of the sector")),
        "questions": found,
        "answered": sum(answered for _card, answered, _gaps in found),
        "ask_address": address(QUESTIONS, "add", request.programme) if may_ask else "",
        "gap_address": address(GAPS, "add", request.programme) if may_note else "",
    }
    return render(request, f"{HERE}/figures.html", context)


def gaps(question) -> list[tuple]:
    return [(gap, address_of(gap)) for gap in question.gaps.all() if not gap.closed_on]


@require_safe
@page("context.see")
def ranking(request):
    """Challenges by votes; whoever may change the analysis finds the form for a round of votes here."""
    ranked = list(queries.ranked_challenges())
    return show_ranking(request, ranked, votes_form(request, ranked) if may_count(request) else None)


@require_POST
@page("context.change")
def count_votes(request):
    """Add one round of votes."""
    ranked = list(queries.ranked_challenges())
    form = votes_form(request, ranked)
    if not form.is_valid():
        return show_ranking(request, ranked, form)
    cast_votes(by=request.member, votes=form.votes(), seen=form.cleaned_data["seen"])
    messages.success(request, _("The votes are counted."))
    return redirect("context:ranking", request.programme.slug)


def may_count(request) -> bool:
    return request.member.may("context.change")


def votes_form(request, ranked) -> VotesForm:
    return VotesForm(request.POST or None, challenges=ranked, initial={"seen": sum(c.votes for c in ranked)})


def show_ranking(request, ranked, form):
    context = {
        "page_title": _("Challenges by votes"),
        "breadcrumbs": trail(request, STEP, _("Challenges by votes")),
        "ranked": [(challenge, address_of(challenge)) for challenge in ranked],
        "most": max((challenge.votes for challenge in ranked), default=0) or 1,
        "form": form,
        "add_address": address(CHALLENGES, "add", request.programme) if may_count(request) else "",
    }
    return render(request, f"{HERE}/ranking.html", context, status=422 if form and form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@page("context.change")
def close(request, uid):
    """Close a gap: what was not known is known now."""
    gap = DataGap.objects.select_related("question").filter(uid=uid).first()
    if gap is None:
        raise Refused(UNKNOWN_ENTRY, what=DataGap._meta.verbose_name)
    if request.method == "POST":
        seen = request.POST.get("version_seen", "")
        close_gap(by=request.member, gap=gap, version=int(seen) if seen.isdecimal() else None)
        messages.success(request, _("The gap is closed."))
        return redirect(address_of(gap))
    context = {"page_title": _("Close this gap?"), "gap": gap, "cancel": address_of(gap)}
    return render(request, f"{HERE}/close.html", context)
