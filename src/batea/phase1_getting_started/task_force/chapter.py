"""What the task force gives to the document: its mandate, its members by institution, its plan. No names of people."""

from collections.abc import Iterator

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from batea.documents.outline import Block
from batea.evidence.desk import Desk

from .models import Decision, WorkItem
from .queries import charter_in_force, seats


def chapter(programme, desk: Desk) -> Iterator[Block]:
    yield from desk.statements("process")
    yield from mandate(desk)
    yield from members(desk)
    yield from plan(programme, desk)
    yield from decisions(desk)


def mandate(desk: Desk) -> Iterator[Block]:
    charter = charter_in_force()
    yield desk.heading(2, _("Mandate"))
    if charter is None:
        yield desk.nothing_yet(_("The task force has no founding act yet."))
        return
    signed = (
        _("%(act)s, signed on %(day)s.") % {"act": charter.name, "day": desk.day(charter.signed_on)}
        if charter.signed_on
        else _("%(act)s, not signed yet.") % {"act": charter.name}
    )
    yield desk.paragraph(signed, exercise=charter.exercise)
    for name in ("terms", "secretariat", "budget_line"):
        words = getattr(charter, name)
        if words:
            lead = f"{capfirst(charter._meta.get_field(name).verbose_name)}:"
            yield desk.paragraph(words, exercise=charter.exercise, lead=lead)


def members(desk: Desk) -> Iterator[Block]:
    columns = [
        (_("Institution"), lambda seat: desk.institution(seat.institution), "left", 3.6),
        (_("Mandated"), lambda seat: seat.mandated, "left", 1.3),
        (_("Titular named"), lambda seat: seat.titular_id is not None, "left", 1.2),
        (_("Alternate named"), lambda seat: seat.alternate_id is not None, "left", 1.2),
        (_("Answers for"), lambda seat: seat.part, "left", 3),
    ]
    yield desk.heading(2, _("Members"))
    yield from desk.records(_("Institutions in the task force"), columns, seats()) or [
        desk.nothing_yet(_("No institution has a seat yet."))
    ]


def plan(programme, desk: Desk) -> Iterator[Block]:
    items = list(WorkItem.objects.select_related("owner").order_by("starts", "pk"))
    columns = [
        (_("What is done"), lambda item: item.words, "left", 3.6),
        (_("Starts"), lambda item: item.starts, "left", 1.5),
        (_("Ends"), lambda item: item.ends, "left", 1.5),
        (_("Owner"), lambda item: item.owner.name if item.owner else "", "left", 2),
        (
            _("Budget (%(currency)s)") % {"currency": programme.currency},
            lambda item: item.budget,
            "right",
            1.4,
        ),
    ]
    if items:
        yield desk.heading(2, _("Work plan"))
    yield from desk.records(_("Work plan of the task force"), columns, items)


def decisions(desk: Desk) -> Iterator[Block]:
    taken = list(Decision.objects.select_related("meeting", "owner").order_by("meeting__day", "pk"))
    columns = [
        (_("Meeting"), lambda decision: decision.meeting.day, "left", 1.5),
        (_("Decision"), lambda decision: decision.words, "left", 4),
        (_("Carried out by"), lambda decision: decision.owner.name if decision.owner else "", "left", 2),
        (_("Done on"), lambda decision: decision.done_on, "left", 1.5),
    ]
    if taken:
        yield desk.heading(2, _("Decisions"))
    yield from desk.records(_("Decisions of the task force"), columns, taken)
