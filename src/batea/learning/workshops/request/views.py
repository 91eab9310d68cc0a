"""What the workshop is for and who makes it possible; by which criteria countries are invited."""

from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from batea.programmes.access import page
from batea.programmes.registers import address, address_of, list_address

from ...countries import country_name
from ...models import Criterion, CriterionMark, Delegation, Objective, Supporter, TrainingRequest
from ..here import today_there, workshop_here
from ..showing import found, show
from . import queries
from .actions import invite_delegation
from .registers import CRITERIA, DELEGATIONS, MARKS
from .step import STEP

TONES = {CriterionMark.Met.YES: "good", CriterionMark.Met.NO: "bad", CriterionMark.Met.UNKNOWN: "neutral"}


@require_safe
@page("workshop.see")
def about(request):
    """The workshop in short: goal, objectives, when and where, who asked and was answered, who supports it."""
    workshop = workshop_here()
    context = {
        "workshop": workshop,
        "objectives": Objective.objects.order_by("number"),
        "supporters": queries.supporters(),
        "countries": [str(each) for each in queries.countries(Delegation.State.ACCEPTED)],
        "requests": [
            (country_name(each.country), each)
            for each in TrainingRequest.objects.select_related("institution").order_by("made_on")
        ],
        "change": address_of(workshop) if request.member.may("workshop.change") else "",
        "all_supporters": list_address(Supporter, request.programme),
    }
    return show(request, STEP, "request/about", _("The workshop"), context)


@require_safe
@page("workshop.change")
def matrix(request):
    """Every country by every criterion, and which may be invited."""
    asked, rows = queries.criteria(), queries.judged()
    context = {
        "criteria": asked,
        "rows": [
            {
                "delegation": each.delegation,
                "url": address_of(each.delegation),
                "cells": [
                    cell(request, each.delegation, criterion, mark)
                    for criterion, mark in zip(asked, each.marks, strict=True)
                ],
                "unmet": each.unmet,
                "may_be_invited": each.delegation.state == Delegation.State.CONSIDERED
                and (each.may_be_invited or each.delegation.is_host),
            }
            for each in rows
        ],
        "add_criterion": address(CRITERIA, "add", request.programme),
        "all_criteria": list_address(Criterion, request.programme),
        "add_delegation": address(DELEGATIONS, "add", request.programme),
    }
    return show(request, STEP, "request/matrix", _("Countries by criteria"), context)


def cell(request, delegation: Delegation, criterion: Criterion, mark: CriterionMark | None) -> dict:
    """The judgement, and where it is made or changed."""
    if mark is None:
        preset = urlencode({"delegation": delegation.uid, "criterion": criterion.uid})
        return {
            "text": _("Judge"),
            "url": f"{address(MARKS, 'add', request.programme)}?{preset}",
            "criterion": criterion,
        }
    return {
        "text": mark.get_met_display(),
        "tone": TONES[mark.met],
        "reason": str(mark.reason),
        "url": address(MARKS, "edit", request.programme, uid=mark.uid),
        "criterion": criterion,
    }


@require_POST
@page("workshop.change")
def invite(request, uid):
    """Note the invitation of a country that meets what is needed."""
    delegation = found(Delegation, uid)
    invite_delegation(by=request.member, delegation=delegation, on=today_there(workshop_here()))
    messages.success(request, _("Noted as invited today: %(country)s.") % {"country": delegation})
    return redirect("request:matrix", programme=request.programme.slug)
