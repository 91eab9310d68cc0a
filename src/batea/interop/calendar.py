"""Sessions as a calendar file that every calendar program reads (iCalendar, RFC 5545).

The zone is written out by its full name with its own rules, never by its abbreviation: "AST" means Atlantic and Arabian
time, and macOS takes times of a zone it does not know for its own. An abbreviation that is a bare number ("-05", as zones without
letters have) is left out: it is no name. Identities stay the same from version to version and the sequence
grows, so that a program moves an entry it has instead of adding a second one; what was dropped is sent as cancelled.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone

MEDIA_TYPE = "text/calendar; charset=utf-8"
MAKER = "-//Batea//agenda//EN"


@dataclass(frozen=True)
class Entry:
    """One entry; `starts` and `ends` are times on the clock of the place."""

    uid: str
    starts: datetime
    ends: datetime
    title: str
    place: str = ""
    about: str = ""
    cancelled: bool = False


def calendar_file(
    entries: Sequence[Entry], *, name: str, zone: str, sequence: int, stamped: datetime, lang: str
) -> bytes:
    """The entries as one file. The same entries give the same bytes."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", MAKER)
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", zone)
    if entries:
        calendar.add_component(zone_of(zone, [entry.starts.date() for entry in entries]))
    for entry in entries:
        calendar.add_component(event_of(entry, ZoneInfo(zone), sequence, stamped, lang))
    return bytes(calendar.to_ical())


def zone_of(zone: str, days: Sequence[date]) -> Any:
    """The zone's rules for the years of these days."""
    years = min(days).year, max(days).year
    found = Timezone.from_tzid(zone, first_date=date(years[0], 1, 1), last_date=date(years[1], 12, 31))
    found.pop("comment", None)
    for rule in found.subcomponents:
        if not str(rule.get("tzname", "")).isalpha():
            rule.pop("tzname", None)
    return found


def event_of(entry: Entry, zone: ZoneInfo, sequence: int, stamped: datetime, lang: str) -> Any:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", stamped.astimezone(UTC))
    event.add("sequence", sequence)
    event.add("dtstart", entry.starts.replace(tzinfo=zone))
    event.add("dtend", entry.ends.replace(tzinfo=zone))
    event.add("summary", entry.title, parameters={"LANGUAGE": lang})
    for kind, said in (("location", entry.place), ("description", entry.about)):
        if said:
            event.add(kind, said)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    return event
