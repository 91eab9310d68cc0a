"""Sessions and their changes in words, in the language of the moment."""

from datetime import date

from django.utils import formats
from django.utils.translation import gettext as _

from batea.programmes.words import Words

from ...models import AgendaItem, Speaker
from .rules import Change, Overlap, Session


def title_of(session: Session) -> str:
    return str(Words(session.title))


def method_of(session: Session) -> str:
    return str(dict(AgendaItem.Method.choices).get(session.method, session.method))


def day_of(iso: str) -> str:
    return formats.date_format(date.fromisoformat(iso), "SHORT_DATE_FORMAT")


def when(session: Session) -> str:
    return f"{day_of(session.day)}, {session.starts}–{session.ends}"


def people_of(session: Session, names: dict[str, str]) -> str:
    """ "Olinda (Presents), Marta (Facilitates)"; whoever was forgotten is not named."""
    parts = dict(Speaker.Part.choices)
    return ", ".join(
        f"{names[uid]} ({parts.get(part, part)})" for uid, part in session.people if names.get(uid)
    )


def change_words(change: Change, names: dict[str, str]) -> str:
    """One change as a sentence for those who know the version before."""
    session = change.after or change.before
    said = {
        "title": title_of(session),
        "when": when(session),
        "before": change.before and when(change.before),
        "old": change.before and title_of(change.before),
        "room": session.room,
        "method": method_of(session),
        "people": people_of(session, names),
    }
    return SENTENCES[change.kind](session) % said


SENTENCES = {
    "added": lambda session: _("New: “%(title)s”, %(when)s."),
    "removed": lambda session: _("Cancelled: “%(title)s”, %(when)s."),
    "moved": lambda session: _("Moved: “%(title)s” from %(before)s to %(when)s."),
    "renamed": lambda session: _("Renamed: “%(old)s” is now “%(title)s”."),
    "room": lambda session: (
        _("Room: “%(title)s” is now in %(room)s.")
        if session.room
        else _("Room: that of “%(title)s” is open again.")
    ),
    "method": lambda session: _("Method: “%(title)s” is now: %(method)s."),
    "people": lambda session: (
        _("People: “%(title)s” is now with %(people)s.")
        if session.people
        else _("People: nobody is named for “%(title)s” any more.")
    ),
    "words": lambda session: _("The description of “%(title)s” has changed."),
}


def overlap_words(found: Overlap, names: dict[str, str]) -> str:
    said = {
        "day": day_of(found.one.day),
        "one": title_of(found.one),
        "other": title_of(found.other),
        "room": found.one.room or _("no room named"),
        "name": names.get(found.person, ""),
    }
    if found.person:
        return _("%(day)s: %(name)s is in “%(one)s” and in “%(other)s” at the same time.") % said
    return _("%(day)s: “%(one)s” and “%(other)s” overlap in the same room (%(room)s).") % said


def gap_words(gap: tuple[str, str, str]) -> str:
    day, start, end = gap
    return _("%(day)s: nothing from %(start)s to %(end)s.") % {
        "day": day_of(day),
        "start": start,
        "end": end,
    }
