"""What the round tables and the pulse give to the report of the workshop."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from batea.documents.outline import Block, Column, ListBlock, Table
from batea.evidence.desk import Desk

from ...models import RoundTable, TableNote
from ..here import today_there, workshop_here
from .queries import notes_of, pulses, table_states

IN_LISTS = (TableNote.Kind.TAKE_AWAY, TableNote.Kind.QUESTION)


def chapter(programme, desk: Desk) -> Iterator[Block]:
    states = table_states()
    if states:
        yield desk.heading(2, _("Round tables"))
    for state in states:
        yield from one_table(state.table, desk)
    yield from promised(desk)
    yield from pulse_of_days(desk)


def one_table(table: RoundTable, desk: Desk) -> Iterator[Block]:
    yield desk.heading(3, table.topic)
    if table.host:
        yield desk.paragraph(_("Host: %(name)s.") % {"name": table.host})
    if table.questions:
        yield desk.paragraph(table.questions, exercise=table.exercise)
    kept = dict(notes_of(table))
    for kind in IN_LISTS:
        if notes := kept.get(str(kind.label)):
            yield desk.heading(4, str(kind.label))
            yield ListBlock([desk.say(note.words, note.exercise) for note in notes])
    if not kept:
        yield desk.nothing_yet(_("Nobody has written what this table takes away."))


def promised(desk: Desk) -> Iterator[Block]:
    """Commitments as a table; whose they are is told by the country, not by the name."""
    found = TableNote.objects.filter(kind=TableNote.Kind.COMMITMENT).order_by("due", "pk")
    columns = (
        (_("Commitment"), lambda note: note.words, "left", 3),
        (_("Country"), lambda note: country_of(note), "left", 1.2),
        (_("Due"), lambda note: desk.day(note.due) if note.due else "", "left", 1.2),
        (_("Done"), lambda note: desk.day(note.done_on) if note.done_on else _("not yet"), "left", 1.2),
    )
    rows = found.select_related("participant__delegation")
    yield from desk.records(_("What was promised at the tables"), columns, rows)


def country_of(note: TableNote) -> str:
    delegation = note.participant.delegation if note.participant else None
    return str(delegation or "")


def pulse_of_days(desk: Desk) -> Iterator[Block]:
    """Means of the days that at least five have answered, with their number."""
    told = [each for each in pulses(today_there(workshop_here())) if each.enough]
    if not told:
        return
    yield desk.heading(2, _("What the room said of the days"))
    titles = [_("Useful"), _("Right pace"), _("Was heard"), _("Answers")]
    rows = [
        (
            desk.day(each.day.date),
            *(desk.number(round(question.mean, 1)) for question in each.asked),
            desk.number(each.answers),
        )
        for each in told
    ]
    note = _(
        "Means from 1 (not at all) to 5 (fully). Nobody signs; days with fewer than five answers are left out."
    )
    columns = [Column(_("Day"), width=2), *(Column(title, "right") for title in titles)]
    yield Table(_("Pulse of the days"), columns, rows, note=note)
