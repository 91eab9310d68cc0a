"""The agenda as a document on paper and as a calendar file."""

from collections.abc import Iterator
from datetime import UTC, datetime, time

from django.utils.translation import gettext as _
from django.utils.translation import override

from batea.documents.outline import Block, Column, Document, Table
from batea.evidence.desk import Desk
from batea.interop.calendar import Entry, calendar_file
from batea.phase2_strategy.national.document import cover
from batea.programmes.words import Words

from ...models import Day, Workshop
from . import queries, wording
from .queries import Version
from .rules import Session


def agenda_document(programme, lang: str, version: Version) -> Document:
    """The released agenda in one language; dated by its release, so that the same version gives the same file."""
    with override(lang):
        desk = Desk(programme, lang)
        released = version.release.released_on
        dated = {"dated": released.isoformat(), "date_label": desk.day(released)}
        return Document(
            title=_("Agenda"),
            subtitle=str(version.release),
            blocks=[*version_note(desk, version), *day_blocks(desk, version.sessions)],
            form="brief",
            **cover(desk) | dated,
        )


def version_note(desk: Desk, version: Version) -> Iterator[Block]:
    if version.release.note:
        yield desk.paragraph(version.release.note)


def day_blocks(desk: Desk, sessions: list[Session]) -> Iterator[Block]:
    """Each day with its title and its sessions."""
    days, names = queries.day_titles(), queries.badges(sessions)
    for iso in sorted({session.day for session in sessions}):
        yield desk.heading(1, day_heading(desk, iso, days.get(iso)))
        yield session_table(desk, [each for each in sessions if each.day == iso], names)


def day_heading(desk: Desk, iso: str, day: Day | None) -> str:
    on = desk.day(datetime.fromisoformat(iso).date())
    return f"{on}: {desk.plain(day.title)}" if day else on


def session_table(desk: Desk, sessions: list[Session], names: dict[str, str], caption: str = "") -> Table:
    columns = [
        Column(_("Time"), width=1.2),
        Column(_("Session"), width=4),
        Column(_("Method"), width=1.8),
        Column(_("Who"), width=2.6),
        Column(_("Room"), width=1.2),
    ]
    rows = [
        (
            f"{each.starts}–{each.ends}",
            desk.say(Words(each.title)),
            wording.method_of(each),
            wording.people_of(each, names) or "–",
            each.room or "–",
        )
        for each in sessions
    ]
    return Table(caption or _("Sessions"), columns, rows)


def agenda_calendar(programme, workshop: Workshop, version: Version, lang: str, day: str = "") -> bytes:
    """The released agenda, or one day of it, for a calendar; sessions that were dropped come as cancelled."""
    with override(lang):
        sessions = [(each, False) for each in version.sessions]
        sessions += [(each, True) for each in queries.dropped(version)]
        names = queries.badges(version.sessions)
        return calendar_file(
            [
                entry_of(each, cancelled, programme, workshop, names)
                for each, cancelled in sessions
                if day in ("", each.day)
            ],
            name=str(programme.name),
            zone=workshop.time_zone,
            sequence=version.release.number,
            stamped=datetime.combine(version.release.released_on, time(), tzinfo=UTC),
            lang=lang,
        )


def entry_of(session: Session, cancelled: bool, programme, workshop: Workshop, names) -> Entry:
    day = session.date
    about = [wording.method_of(session), wording.people_of(session, names), str(Words(session.words))]
    return Entry(
        uid=f"{session.uid}@{programme.uid}",
        starts=datetime.combine(day, time.fromisoformat(session.starts)),
        ends=datetime.combine(day, time.fromisoformat(session.ends)),
        title=wording.title_of(session),
        place=", ".join(filter(None, (session.room, workshop.place))),
        about="\n".join(filter(None, about)),
        cancelled=cancelled,
    )
