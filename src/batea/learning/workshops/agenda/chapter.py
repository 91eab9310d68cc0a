"""What the agenda gives to the report: with which methods the workshop worked, and what each day did."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from batea.documents.outline import Block, ListBlock, Text
from batea.evidence.desk import Desk

from ...models import AgendaItem, Day
from . import queries
from .paper import session_table
from .rules import Session


def chapter(programme, desk: Desk) -> Iterator[Block]:
    sessions = queries.draft()
    yield from methods(desk, sessions)
    yield from days(desk, sessions)


def methods(desk: Desk, sessions: list[Session]) -> Iterator[Block]:
    """Each method with how often and how long it was used, in the order of the list of methods."""
    items = []
    for method, label in AgendaItem.Method.choices:
        mine = [session for session in sessions if session.method == method and not session.is_break]
        if mine:
            items.append((Text(f"{label}: {times(mine)}"),))
    if items:
        yield desk.heading(2, _("Methods"))
        yield ListBlock(items)


def times(sessions: list[Session]) -> str:
    hours, minutes = divmod(sum(session.minutes for session in sessions), 60)
    count = len(sessions)
    said = ngettext("%(count)s session", "%(count)s sessions", count) % {"count": count}
    return _("%(sessions)s, %(hours)s h %(minutes)s min") % {
        "sessions": said,
        "hours": hours,
        "minutes": f"{minutes:02}",
    }


def days(desk: Desk, sessions: list[Session]) -> Iterator[Block]:
    names = queries.badges(sessions)
    for day in Day.objects.order_by("date"):
        yield desk.heading(2, day.title)
        if day.summary:
            yield desk.paragraph(day.summary, exercise=day.exercise)
        mine = [each for each in sessions if each.day == day.date.isoformat() and not each.is_break]
        if mine:
            yield session_table(desk, mine, names, _("Sessions on %(day)s") % {"day": desk.day(day.date)})
        else:
            yield desk.nothing_yet(_("No session has been entered for this day yet."))
