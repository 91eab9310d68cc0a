"""Attendance: a code for the day, being there by it, and the list for when telephones are dead."""

import secrets

from django.db import transaction

from batea.problems import CODE_NOT_TODAY, Refused
from batea.programmes.actions import add_record, remove_record
from batea.programmes.audit import write_audit

from ...models import Attendance, Day, Participant
from ..here import today_there, workshop_here

# Nothing that is taken for another letter on a poster seen from the last row.
LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
LENGTH = 10


def new_code() -> str:
    return "".join(secrets.choice(LETTERS) for _letter in range(LENGTH))


@transaction.atomic
def make_code(*, by, day: Day) -> Day:
    """A code for the day, in place of the one there was. The trail tells that one was made, and not which."""
    day.code = new_code()
    Day.objects.filter(pk=day.pk).update(code=day.code)
    write_audit(by=by, act="make code", programme=day.programme, record=day)
    return day


def day_of_code(code: str, any_day: bool = False) -> Day:
    """The day with this code, if it is today at the place of the workshop. Raises Refused B812, B802."""
    day = Day.objects.filter(code=code.strip().upper()).first() if code.strip() else None
    if day is None or not (any_day or day.date == today_there(workshop_here())):
        raise Refused(CODE_NOT_TODAY)
    return day


@transaction.atomic
def note_presence(*, by, participant: Participant, code: str, any_day: bool = False) -> Attendance:
    """I am here. Saying it twice changes nothing. Raises Refused B812 for a code that is not of today."""
    day = day_of_code(code, any_day)
    Participant.objects.select_for_update().get(pk=participant.pk)
    noted = Attendance.objects.filter(participant=participant, day=day).first()
    return noted or add_record(by=by, record=attendance(participant, day, Attendance.How.CODE), act="be here")


def attendance(participant: Participant, day: Day, how: str) -> Attendance:
    return Attendance(
        programme=day.programme, participant=participant, day=day, how=how, exercise=participant.exercise
    )


@transaction.atomic
def save_list(*, by, day: Day, ticked: set[str], seen: set[str]) -> tuple[int, int]:
    """Bring the day in line with the list: (added, taken off). `ticked` and `seen` are uids of participants.

    Only somebody who was on the list when it was opened (`seen`) is taken off: who came by the code meanwhile stays.
    """
    Day.objects.select_for_update().get(pk=day.pk)
    noted = {str(each.participant.uid): each for each in day.attendances.select_related("participant")}
    gone = [noted[uid] for uid in seen - ticked if uid in noted]
    for each in gone:
        remove_record(by=by, record=each)
    new = Participant.objects.filter(uid__in=ticked - noted.keys()).order_by("pk")
    added = [add_record(by=by, record=attendance(each, day, Attendance.How.HAND)) for each in new]
    return len(added), len(gone)
