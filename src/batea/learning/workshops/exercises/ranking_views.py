"""Votes that nobody signs: the list, the ballot on a telephone, the result."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from batea.problems import ALREADY_ANSWERED, RANKING_CLOSED, Refused
from batea.programmes.access import page

from ...models import Ranking
from ...unsigned import has_answered
from ..here import me, participant_of
from ..round_tables.step import STEP
from ..showing import found, show, status_of
from .ranking_actions import cast_ballot, close_ranking, open_ranking
from .ranking_forms import BallotForm, RankingForm
from .ranking_queries import box_of, rankings_for, result_of

READ_WRITE = ["GET", "HEAD", "POST"]


@require_safe
@page("workshop.see")
def rankings(request):
    participant = participant_of(request.member)
    context = {
        "rankings": rankings_for(participant),
        "may_vote": participant is not None and request.member.may("workshop.take_part"),
        "may_open": request.member.may("workshop.change"),
    }
    return show(request, STEP, "rankings/list", _("Rankings"), context)


@require_http_methods(READ_WRITE)
@page("workshop.change")
def new(request):
    form = RankingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        asked = {name: form.cleaned_data[name] for name in ("question", "dots")}
        open_ranking(by=request.member, programme=request.programme, cards=form.picked(), **asked)
        messages.success(request, _("The ranking is open: participants can vote now."))
        return redirect("rooms:rankings", programme=request.programme.slug)
    return show(request, STEP, "rankings/new", _("New ranking"), {"form": form}, status_of(form))


@require_http_methods(READ_WRITE)
@page("workshop.take_part")
def vote(request, uid):
    ranking = found(Ranking, uid)
    participant = me(request.member)
    if ranking.state != Ranking.State.OPEN:
        raise Refused(RANKING_CLOSED)
    if has_answered(participant, box_of(ranking)):
        raise Refused(ALREADY_ANSWERED)
    form = BallotForm(request.POST or None, ranking=ranking)
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("add_sex", "add_country")}
        cast_ballot(participant=participant, ranking=ranking, dots=form.dots(), **said)
        messages.success(request, _("Your votes are counted. Nobody can see which ballot is yours."))
        return redirect("rooms:rankings", programme=request.programme.slug)
    context = {"form": form, "ranking": ranking}
    return show(request, STEP, "rankings/vote", str(ranking.question), context, status_of(form))


@require_safe
@page("workshop.see")
def result(request, uid):
    ranking = found(Ranking, uid)
    context = {
        "ranking": ranking,
        "result": result_of(ranking),
        "may_close": request.member.may("workshop.change") and ranking.state == Ranking.State.OPEN,
    }
    return show(request, STEP, "rankings/result", str(ranking.question), context)


@require_POST
@page("workshop.change")
def close(request, uid):
    ranking = close_ranking(by=request.member, ranking=found(Ranking, uid))
    messages.success(request, _("The ranking is closed."))
    return redirect("rooms:ranking", programme=request.programme.slug, uid=ranking.uid)
