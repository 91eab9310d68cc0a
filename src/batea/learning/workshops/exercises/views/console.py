"""The facilitator's console, the board on the wall, and the piece of page that both fetch again."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from batea.programmes.access import page
from batea.programmes.registers import address_of

from ....models import Exercise, Grouping, GroupMember
from ...here import workshop_here
from ...showing import found
from .. import actions, boards, queries
from .shared import show


@require_safe
@page("workshop.change")
def console(request):
    """Timer, what each group has reached and said, who has not spoken, who is missing, what is dangerous."""
    now = queries.on_now()
    present = queries.present_today(workshop_here())
    context = {
        "boards": [console_board(board, present) for board in map(boards.board_of, now)],
        "dangers": [(str(each), str(each.visit), address_of(each)) for each in boards.dangers()],
        "noted": present is not None,
        "waiting": list(Exercise.objects.filter(state=Exercise.State.PREPARED).order_by("number")),
        "closed": list(Exercise.objects.filter(state=Exercise.State.CLOSED).order_by("number")),
        "divisions": list(Grouping.objects.order_by("pk")),
    }
    return show(request, "console", _("Facilitator console"), context)


def console_board(board, present) -> dict:
    speaking = {each.group.pk: each for each in boards.speaking(board.task, present)}
    return {
        "board": board,
        "groups": [
            {
                "each": each,
                "name": str(each.group),
                "gates": each.reached.told() if each.reached else [],
                "speaking": speaking[each.group.pk],
            }
            for each in board.groups
        ],
    }


@require_POST
@page("workshop.change")
def spoke(request, uid):
    """One more time spoken."""
    actions.note_spoken(by=request.member, member=found(GroupMember, uid))
    return redirect("exercises:console", programme=request.programme.slug)


@require_POST
@page("workshop.change")
def count_anew(request, uid):
    actions.count_anew(by=request.member, grouping=found(Grouping, uid))
    messages.success(request, _("The count of who has spoken begins anew."))
    return redirect("exercises:console", programme=request.programme.slug)


def wall(request) -> dict:
    return {
        "boards": [
            {
                "board": board,
                "groups": [{"each": each, "name": str(each.group)} for each in board.groups],
            }
            for board in map(boards.board_of, queries.on_now())
        ]
    }


@require_safe
@page("workshop.see")
def board(request):
    """The boards alone, to be put into a page that is open: what thirty phones ask for every few seconds."""
    return render(request, "learning/exercises/board.html", wall(request))


@require_safe
@page("workshop.see")
def projector(request):
    return show(request, "projector", _("Where the groups are"), wall(request))
