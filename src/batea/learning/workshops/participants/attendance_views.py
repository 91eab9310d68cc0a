"""Who is there: the poster with the code, “I am here”, the list by hand, the days side by side."""

from io import BytesIO

import segno
from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import formats
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from batea.problems import UNKNOWN_ENTRY, Refused
from batea.programmes.access import page
from batea.programmes.handing_out import Wanted
from batea.programmes.registers.purpose import ListPage, announce_list, hand_out
from batea.programmes.registers.sheets import sheet

from ...models import Attendance, Day
from ..here import me
from ..round_tables.step import STEP
from ..showing import READ_WRITE, found, show, status_of
from .attendance_actions import day_of_code, make_code, note_presence, save_list
from .attendance_forms import ListForm
from .attendance_queries import Presence, presence

KINDS = ("csv", "xlsx")


@require_http_methods(READ_WRITE)
@page("workshop.take_part")
def attend(request, code):
    """The page the poster leads to."""
    participant, runs = me(request.member), request.member.may("workshop.change")
    day = day_of_code(code, any_day=runs)
    if request.method == "POST":
        note_presence(by=request.member, participant=participant, code=code, any_day=runs)
        messages.success(request, _("You are on the list of this day."))
        return redirect("rooms:attend", programme=request.programme.slug, code=code)
    noted = Attendance.objects.filter(participant=participant, day=day).exists()
    context = {"day": day, "participant": participant, "noted": noted}
    return show(request, STEP, "attendance/attend", _("I am here"), context)


@require_safe
@page("workshop.change")
def overview(request):
    found_days = presence()
    context = {
        "presence": found_days,
        "columns": heads(found_days),
        "rows": cells(found_days),
        "exports": [
            (kind.upper(), reverse("rooms:presence_export", args=[request.programme.slug, kind]))
            for kind in KINDS
        ],
    }
    return show(request, STEP, "attendance/overview", _("Who is there"), context)


def day_name(day: Day) -> str:
    return formats.date_format(day.date, "SHORT_DATE_FORMAT")


def heads(found_days: Presence) -> list:
    numeric = {"label": _("Days"), "numeric": True}
    return [_("Participant"), _("Delegation"), *map(day_name, found_days.days), numeric]


def cells(found_days: Presence) -> list[tuple]:
    """A row for each, and the sums of the days in the last one."""
    rows = [
        (each.badge, str(each.delegation or ""), *(_("yes") if day else "" for day in there), sum(there))
        for each, there in found_days.rows
    ]
    counts = found_days.counts
    return [*rows, (_("Together"), "", *counts, sum(counts))] if rows and found_days.days else rows


@require_http_methods(READ_WRITE)
@page("workshop.change")
def export(request, kind):
    if kind not in KINDS:
        raise Refused(UNKNOWN_ENTRY, what=kind)
    found_days, title = presence(), _("Who is there")
    header = [head["label"] if isinstance(head, dict) else head for head in heads(found_days)]
    return hand_out(
        request,
        Wanted("presence", "", kind, len(found_days.rows)),
        lambda mark: sheet(request, kind, "attendance", title, header, cells(found_days), mark),
        title=title,
        cancel=reverse("rooms:presence", args=[request.programme.slug]),
    )


announce_list("presence", ListPage(gettext_lazy("Who is there"), "rooms:presence_export"))


@require_http_methods(READ_WRITE)
@page("workshop.change")
def by_hand(request, uid):
    day = found(Day, uid)
    form = ListForm(request.POST or None, day=day)
    if request.method == "POST" and form.is_valid():
        added, gone = save_list(by=request.member, day=day, ticked=form.ticked(), seen=form.was())
        said = _("The list is saved: %(added)s added, %(gone)s taken off.")
        messages.success(request, said % {"added": added, "gone": gone})
        return redirect("rooms:presence", programme=request.programme.slug)
    title = _("List of %(day)s") % {"day": day}
    return show(request, STEP, "attendance/by_hand", title, {"form": form, "day": day}, status_of(form))


@require_POST
@page("workshop.change")
def code(request, uid):
    make_code(by=request.member, day=found(Day, uid))
    messages.success(request, _("The code is made. Print the poster and hang it in the room."))
    return redirect("rooms:poster", programme=request.programme.slug, uid=uid)


@require_safe
@page("workshop.change")
def poster(request, uid):
    """For paper: a picture for telephones, and the same address in letters."""
    day = found(Day, uid)
    context = {"day": day, "alarm": None}  # it hangs in the room
    if day.code:
        address = request.build_absolute_uri(reverse("rooms:attend", args=[request.programme.slug, day.code]))
        context |= {"address": address, "drawing": drawing(address)}
    return show(request, STEP, "attendance/poster", str(day), context)


def drawing(address: str) -> str:
    buffer = BytesIO()
    made = segno.make(address, error="m", micro=False)
    made.save(buffer, kind="svg", scale=8, border=4, xmldecl=False, svgns=True, omitsize=True)
    return mark_safe(buffer.getvalue().decode())  # noqa: S308 — drawn here from an address made here
