"""Seats, notes and commitments at the tables, and the pulse of a day."""

from django.db import transaction
from django.db.models import Max

from batea.problems import NOT_ALLOWED, NOT_AT_THE_TABLE, PULSE_NOT_TODAY, SEATED_ELSEWHERE, Refused
from batea.programmes.actions import add_record, change_record, remove_record
from batea.programmes.words import Words

from ...models import Day, Participant, PulseAnswer, RoundTable, Seating, TableNote
from ...unsigned import add_unsigned
from ..here import participant_of, today_there, workshop_here
from .queries import box_of


def held(table: RoundTable) -> RoundTable:
    """The table, kept until the transaction ends: places are given and left one after the other."""
    return RoundTable.objects.select_for_update().get(pk=table.pk)


@transaction.atomic
def take_seat(*, by, participant: Participant, table: RoundTable) -> Seating:
    """The next place at the table: a seat while there are seats, else the end of the queue. Asking twice changes nothing.

    Raises Refused B810 when the participant has a place at another table of the same session.
    """
    table = held(table)
    Participant.objects.select_for_update().get(pk=participant.pk)
    mine = Seating.objects.filter(participant=participant)
    if there := mine.filter(table=table).first():
        return there
    elsewhere = mine.filter(table__item=table.item_id).first() if table.item_id else None
    if elsewhere:
        raise Refused(SEATED_ELSEWHERE, table=elsewhere.table)
    last = table.seatings.aggregate(last=Max("place"))["last"] or 0
    seating = Seating(
        programme=table.programme,
        table=table,
        participant=participant,
        place=last + 1,
        exercise=table.exercise,
    )
    return add_record(by=by, record=seating, act="take seat")


@transaction.atomic
def leave_seat(*, by, participant: Participant, table: RoundTable) -> None:
    """Give the place back; whoever waits first has a seat from now on. Leaving twice changes nothing."""
    found = Seating.objects.filter(table=held(table), participant=participant).first()
    if found is not None:
        remove_record(by=by, record=found)


def may_write(member, table: RoundTable) -> bool:
    """Whoever sits or waits there, its host, and those who run the workshop."""
    if member.may("workshop.change"):
        return True
    mine = participant_of(member)
    if mine is None or not member.may("workshop.take_part"):
        return False
    return table.host_id == mine.pk or table.seatings.filter(participant=mine).exists()


@transaction.atomic
def write_note(*, by, table: RoundTable, kind: str, words: Words, due=None) -> TableNote:
    """Add a note of one of the four kinds. A commitment is whose it is that writes it. Raises Refused B811, B201."""
    if not may_write(by, table):
        raise Refused(NOT_AT_THE_TABLE)
    promised = kind == TableNote.Kind.COMMITMENT
    note = TableNote(
        programme=table.programme,
        table=table,
        kind=kind,
        words=words,
        participant=participant_of(by) if promised else None,
        due=due if promised else None,
        exercise=table.exercise,
    )
    return add_record(by=by, record=note)


def may_settle(member, note: TableNote) -> bool:
    mine = participant_of(member)
    return member.may("workshop.change") or (mine is not None and note.participant_id == mine.pk)


@transaction.atomic
def settle_commitment(*, by, note: TableNote) -> TableNote:
    """It is done today. Raises Refused B101 for anybody but whose it is and those who run the workshop."""
    if not may_settle(by, note):
        raise Refused(NOT_ALLOWED)
    if note.done_on is not None:
        return note
    return change_record(by=by, record=note, values={"done_on": today_there(workshop_here())}, act="do")


def refuse_other_day(day: Day) -> None:
    """Raises Refused B813 unless it is this day at the place of the workshop, B802 without a workshop."""
    if day.date != today_there(workshop_here()):
        raise Refused(PULSE_NOT_TODAY)


@transaction.atomic
def answer_pulse(
    *, participant: Participant, day: Day, useful: int, pace: int, heard: int, words: Words | None = None
) -> None:
    """Keep what somebody says of the day without saying who. Raises Refused B813, B801 for a second time, B201."""
    day = Day.objects.select_for_update().get(pk=day.pk)
    refuse_other_day(day)
    row = PulseAnswer(
        programme=day.programme,
        day=day,
        useful=useful,
        pace=pace,
        heard=heard,
        words=words or Words(),
        exercise=day.exercise,
    )
    beside = PulseAnswer.objects.filter(day=day)
    add_unsigned(participant=participant, box=box_of(day), rows=[row], beside=beside)
