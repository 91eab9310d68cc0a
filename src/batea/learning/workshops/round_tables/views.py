"""The tables with their seats and notes, what was promised, the questions of the evening, the room of yesterday."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from batea.problems import ALREADY_ANSWERED, Refused
from batea.programmes.access import page
from batea.programmes.registers import address
from batea.programmes.registers.cells import shown

from ...models import Day, RoundTable, TableNote
from ...unsigned import has_answered
from ..here import me, participant_of, today_there, workshop_here
from ..showing import READ_WRITE, found, show, status_of
from . import actions, queries
from .forms import NoteForm, PulseForm
from .registers import TABLES
from .step import STEP

# Tables ---------------------------------------------------------------------------------------------------------------


@require_safe
@page("workshop.see")
def tables(request):
    """All tables by session, with seats and queues."""
    mine = participant_of(request.member)
    context = {
        "tables": [about(state, mine) for state in queries.table_states()],
        "takes_part": mine is not None and request.member.may("workshop.take_part"),
        "add_table": address(TABLES, "add", request.programme)
        if request.member.may("workshop.change")
        else "",
    }
    return show(request, STEP, "round_tables/tables", _("Tables and seats"), context)


def about(state, mine) -> dict:
    return {"state": state, "seated": state.seat_of(mine) is not None, "queue": state.queue_of(mine)}


@require_http_methods(READ_WRITE)
@page("workshop.see")
def table(request, uid):
    """One table: its questions, who sits and waits, its notes, and a form for those who may write."""
    asked = found(RoundTable, uid, "item__day", "host")
    mine = participant_of(request.member)
    may_write = actions.may_write(request.member, asked)
    form = NoteForm(request.POST or None)
    if request.method == "POST" and (form.is_valid() or not may_write):
        values = {name: form.cleaned_data.get(name) for name in ("kind", "words", "due")}
        actions.write_note(by=request.member, table=asked, **values)
        messages.success(request, _("The note is written."))
        return redirect("rooms:table", programme=request.programme.slug, uid=uid)
    context = {
        **about(queries.table_state(asked), mine),
        "table": asked,
        "notes": queries.notes_of(asked),
        "form": form if may_write else None,
        "takes_part": mine is not None and request.member.may("workshop.take_part"),
    }
    return show(request, STEP, "round_tables/table", str(asked.topic), context, status_of(form))


@require_POST
@page("workshop.take_part")
def take(request, uid):
    asked = found(RoundTable, uid)
    mine = me(request.member)
    actions.take_seat(by=request.member, participant=mine, table=asked)
    queue = queries.table_state(asked).queue_of(mine)
    said = _("You wait in place %(number)s.") % {"number": queue} if queue else _("You have a seat.")
    messages.success(request, said)
    return redirect("rooms:table", programme=request.programme.slug, uid=uid)


@require_POST
@page("workshop.take_part")
def leave(request, uid):
    asked = found(RoundTable, uid)
    actions.leave_seat(by=request.member, participant=me(request.member), table=asked)
    messages.success(request, _("Your place is free again."))
    return redirect("rooms:tables", programme=request.programme.slug)


@require_safe
@page("workshop.see")
def commitments(request):
    """What was promised at the tables, what is overdue first."""
    today = today_there(workshop_here())
    mine = participant_of(request.member)
    runs = request.member.may("workshop.change")
    rows = [
        {
            "note": note,
            "overdue": note.done_on is None and note.due is not None and note.due < today,
            "may_settle": note.done_on is None and (runs or (mine and note.participant_id == mine.pk)),
        }
        for note in queries.commitments()
    ]
    context = {"rows": rows, "open": sum(row["note"].done_on is None for row in rows)}
    return show(request, STEP, "round_tables/commitments", _("What was promised"), context)


@require_POST
@page("workshop.take_part")
def settle(request, uid):
    actions.settle_commitment(by=request.member, note=found(TableNote, uid))
    messages.success(request, _("Noted as done."))
    return redirect("rooms:commitments", programme=request.programme.slug)


# The pulse ------------------------------------------------------------------------------------------------------------


@require_http_methods(READ_WRITE)
@page("workshop.take_part")
def pulse(request):
    """The three questions of today."""
    mine = me(request.member)
    day = Day.objects.filter(date=today_there(workshop_here())).first()
    if day is None:
        return show(request, STEP, "round_tables/no_pulse", _("How was today?"), {})
    if has_answered(mine, queries.box_of(day)):
        if request.method == "POST":
            raise Refused(ALREADY_ANSWERED)
        return show(request, STEP, "round_tables/no_pulse", _("How was today?"), {"answered": True})
    form = PulseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.answer_pulse(participant=mine, day=day, **form.cleaned_data)
        messages.success(request, _("Thank you. Nobody can see which answer is yours."))
        return redirect("rooms:pulse", programme=request.programme.slug)
    context = {"form": form, "day": day}
    return show(request, STEP, "round_tables/pulse", _("How was today?"), context, status_of(form))


@require_safe
@page("workshop.see")
def yesterday(request):
    """What the room said of the last day that is over, or of an earlier one that is asked for."""
    days = queries.pulses(today_there(workshop_here()))
    asked = next((each for each in days if str(each.day.uid) == request.GET.get("day")), None)
    context = {"days": days, "pulse": asked or (days[-1] if days else None)}
    return show(request, STEP, "round_tables/yesterday", _("Yesterday in the room"), context)


@require_safe
@page("workshop.change")
def trend(request):
    """The days one below the other, with how many have answered."""
    today = today_there(workshop_here())
    turnouts = {each.day.pk: each for each in queries.pulse_turnouts(today)}
    days = queries.pulses(today)
    columns = [_("Day"), *({"label": label, "numeric": True} for label in trend_heads())]
    rows = [trend_row(each, turnouts[each.day.pk]) for each in days]
    context = {"columns": columns, "rows": rows, "scales": lines(days)}
    return show(request, STEP, "round_tables/trend", _("The room over the days"), context)


def trend_heads() -> list[str]:
    return [_("Useful"), _("Right pace"), _("Was heard"), _("Answers"), _("Of")]


def trend_row(each: queries.DayPulse, turnout: queries.PulseTurnout) -> tuple:
    means = [shown(round(question.mean, 1)) for question in each.asked] or ["–"] * len(queries.SCALES)
    return (str(each.day), *means, each.answers, turnout.of)


def lines(days: list[queries.DayPulse]) -> list[tuple]:
    """(question, [(day, mean, length of its bar)]) of the days that have enough answers."""
    told = [each for each in days if each.enough]
    return [
        (
            told[0].asked[number].title,
            [
                (
                    each.day,
                    shown(round(each.asked[number].mean, 1)),
                    round(25 * (each.asked[number].mean - 1), 1),
                )
                for each in told
            ],
        )
        for number in range(len(queries.SCALES) if told else 0)
    ]
