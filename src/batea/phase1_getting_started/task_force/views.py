from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from batea.programmes.access import page
from batea.programmes.registers import address, address_of

from ..trail import trail
from . import queries
from .registers import SEATS
from .step import STEP


@require_safe
@page("task_force.see")
def roster(request):
    """Who sits for whom, and who is still to be named. Names only for those who may see people."""
    found = queries.roster()
    context = {
        "page_title": _("Roster and vacancies"),
        "breadcrumbs": trail(request, STEP, _("Roster and vacancies")),
        "roster": found,
        "columns": [_("Institution"), _("Mandated"), _("Titular"), _("Alternate"), _("Answers for")],
        "rows": [row(seat, request.member.may("people.see")) for seat in found.seats],
        "unseated": queries.unseated_authorities(),
        "add_address": address(SEATS, "add", request.programme) if request.member.may(SEATS.change) else "",
    }
    return render(request, "phase1_getting_started/task_force/roster.html", context)


def row(seat, names: bool) -> tuple:
    return (
        (f"{seat} [{_('exercise')}]" if seat.exercise else str(seat), address_of(seat)),
        _("yes") if seat.mandated else _("no"),
        holder(seat.titular, names),
        holder(seat.alternate, names),
        str(seat.part),
    )


def holder(person, names: bool) -> str:
    """The person, or only that somebody is named."""
    if person is None:
        return _("vacant")
    return f"{person.name}, {person.post}".rstrip(", ") if names else _("named")
