"""Votes that nobody signs: the list, the ballot on a telephone, the result, and the way of a card into a programme."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from batea.phase1_getting_started.context.models import Challenge
from batea.problems import ALREADY_ANSWERED, CHANGED_MEANWHILE, NOT_VALID, RANKING_CLOSED, Refused
from batea.programmes.access import page

from ...models import Ranking, RankingCard, Workshop
from ...unsigned import has_answered
from ..here import me, participant_of, workshop_here
from ..round_tables.step import STEP
from ..showing import READ_WRITE, found, show, status_of
from . import carrying
from .ranking_actions import cast_ballot, cast_pairs, close_ranking, open_ranking, put_together
from .ranking_forms import BallotForm, CarryForm, ClusterForm, PairsForm, RankingForm
from .ranking_queries import box_of, rankings_for, result_of

VOTE = {Ranking.Way.DOTS: (BallotForm, cast_ballot), Ranking.Way.PAIRS: (PairsForm, cast_pairs)}


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
    known = carrying.challenges_at_hand(Workshop.objects.first(), request.user)
    form = RankingForm(request.POST or None, known=known)
    if request.method == "POST" and form.is_valid():
        open_ranking(by=request.member, programme=request.programme, **form.asked())
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
    ballot, cast = VOTE[ranking.way]
    form = ballot(request.POST if request.method == "POST" else None, ranking=ranking)
    if request.method == "POST" and form.is_valid():
        cast(participant=participant, ranking=ranking, **form.said(), **form.told())
        messages.success(request, _("Your votes are counted. Nobody can see which ballot is yours."))
        return redirect("rooms:rankings", programme=request.programme.slug)
    context = {"form": form, "ranking": ranking, "pairs": ranking.way == Ranking.Way.PAIRS}
    return show(request, STEP, "rankings/vote", str(ranking.question), context, status_of(form))


@require_safe
@page("workshop.see")
def result(request, uid):
    ranking = found(Ranking, uid)
    runs = request.member.may("workshop.change")
    context = {
        "ranking": ranking,
        "result": result_of(ranking),
        "may_close": runs and ranking.state == Ranking.State.OPEN,
        "runs": runs,
        "pairs": ranking.way == Ranking.Way.PAIRS,
    }
    return show(request, STEP, "rankings/result", str(ranking.question), context)


@require_POST
@page("workshop.change")
def close(request, uid):
    ranking = close_ranking(by=request.member, ranking=found(Ranking, uid))
    messages.success(request, _("The ranking is closed."))
    return redirect("rooms:ranking", programme=request.programme.slug, uid=ranking.uid)


@require_http_methods(READ_WRITE)
@page("workshop.change")
def together(request, uid):
    """Say which cards belong together."""
    ranking = found(Ranking, uid)
    form = ClusterForm(request.POST or None, ranking=ranking)
    if request.method == "POST" and form.is_valid():
        moved = put_together(by=request.member, ranking=ranking, clusters=form.clusters())
        messages.success(request, _("Cards put elsewhere: %(count)s.") % {"count": moved})
        return redirect("rooms:ranking", programme=request.programme.slug, uid=uid)
    context = {"form": form, "ranking": ranking}
    return show(request, STEP, "rankings/together", _("Put cards together"), context, status_of(form))


# Into a programme -----------------------------------------------------------------------------------------------------


@require_http_methods(READ_WRITE)
@page("workshop.change")
def carry(request, uid):
    """Choose a programme, look at each card beside what stands there, and carry one."""
    ranking, workshop = found(Ranking, uid), workshop_here()
    places = carrying.places_for(workshop, request.user)
    if request.method == "POST":
        return carry_one(request, ranking, workshop, places)
    into = request.GET.get("into", "")
    place = carrying.place_named(places, into) if into else None
    return carry_page(request, ranking, places, place)


def carry_page(request, ranking: Ranking, places, place, status: int = 200):
    counted = result_of(ranking)
    context = {
        "ranking": ranking,
        "places": places,
        "place": place,
        "standings": carrying.standings(place, ranking, counted) if place else [],
        "counted": bool(counted.cards),
        "areas": Challenge.Area.choices,
        "changed": status == 409,
    }
    return show(request, STEP, "rankings/carry", _("Carry cards into a programme"), context, status)


def carry_one(request, ranking: Ranking, workshop: Workshop, places):
    """Carry the card; when something else stands there than was shown, the page is shown once more."""
    form = CarryForm(request.POST)
    if not form.is_valid():
        raise Refused(NOT_VALID, field=next(iter(form.errors)), reason=next(iter(form.errors.values()))[0])
    asked = form.cleaned_data
    place = carrying.place_named(places, asked.pop("into"))
    asked["card"] = found(RankingCard, asked["card"])
    try:
        carried = carrying.carry_card(place=place, workshop=workshop, ranking=ranking, **asked)
    except Refused as refused:
        if refused.problem is not CHANGED_MEANWHILE:
            raise
        return carry_page(request, ranking, places, place, 409)
    messages.success(request, _("Carried into %(place)s: %(what)s") % {"place": place.name, "what": carried})
    address = reverse("rooms:carry", args=[request.programme.slug, ranking.uid])
    return redirect(f"{address}?into={place.key}")
