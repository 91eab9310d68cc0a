"""Giving out a version of the agenda."""

from django.db import transaction

from batea.problems import AGENDA_EMPTY, AGENDA_UNCHANGED, Refused
from batea.programmes.actions import add_record

from ...models import AgendaRelease
from ..here import today_there, workshop_here
from . import queries
from .rules import as_content


@transaction.atomic
def release_agenda(*, by, programme, note=None) -> AgendaRelease:
    """Give the agenda out as it stands. Raises Refused B840 while it is empty, B841 when nothing has changed, B802."""
    sessions, newest = queries.draft(), queries.version()
    if not sessions:
        raise Refused(AGENDA_EMPTY)
    if newest and not queries.pending(newest, sessions):
        raise Refused(AGENDA_UNCHANGED, number=newest.release.number)
    release = AgendaRelease(
        programme=programme,
        number=newest.release.number + 1 if newest else 1,
        released_on=today_there(workshop_here()),
        note=note or {},
        content=as_content(sessions),
        exercise=all_exercise(),
    )
    return add_record(by=by, record=release, act="release agenda")


def all_exercise() -> bool:
    """An agenda that rests on nothing but exercise data is exercise data itself."""
    from ...models import AgendaItem

    return not AgendaItem.objects.filter(exercise=False).exists()
