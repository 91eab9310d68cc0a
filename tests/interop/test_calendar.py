"""Calendar files, read back with the library's reader and with a second one that knows nothing of it."""

from datetime import UTC, datetime, timedelta

import icalendar
import pytest

from batea.interop.calendar import Entry, calendar_file

STAMP = datetime(2018, 6, 1, tzinfo=UTC)
TITLE = "Visita a la mina; ámbar, larimar y todo lo que se ve en el camino a Hato Mayor – con equipo \\ botas"


def entry(**values) -> Entry:
    standard = {
        "uid": "a@w",
        "starts": datetime(2018, 6, 26, 9),
        "ends": datetime(2018, 6, 26, 12, 30),
        "title": TITLE,
        "place": "Hato Mayor, Dominican Republic",
        "about": "Field visit\nBring water; wear boots",
    }
    return Entry(**standard | values)


def written(*entries, zone="America/Santo_Domingo", sequence=3) -> bytes:
    return calendar_file(entries, name="Taller", zone=zone, sequence=sequence, stamped=STAMP, lang="es")


def plain_lines(content: bytes) -> list[tuple[str, str]]:
    """A second reader: unfolds lines and splits them at the first colon, as RFC 5545 says in 3.1."""
    text = content.decode("utf-8")
    assert text.endswith("\r\n")
    lines = text.replace("\r\n ", "").replace("\r\n\t", "").split("\r\n")[:-1]
    return [tuple(line.split(":", 1)) for line in lines]


def test_entries_come_back_as_they_went_in():
    calendar = icalendar.Calendar.from_ical(written(entry(), entry(uid="b@w", cancelled=True)))
    first, second = calendar.walk("VEVENT")
    assert (first["uid"], str(first["summary"]), first["sequence"]) == ("a@w", TITLE, 3)
    assert first["description"] == "Field visit\nBring water; wear boots"
    assert first["location"] == "Hato Mayor, Dominican Republic"
    assert first["dtstart"].dt.astimezone(UTC) == datetime(2018, 6, 26, 13, tzinfo=UTC)
    assert first["dtend"].dt - first["dtstart"].dt == timedelta(hours=3, minutes=30)
    assert [each["status"] for each in (first, second)] == ["CONFIRMED", "CANCELLED"]


def test_a_second_reader_finds_the_zone_by_its_full_name():
    pairs = plain_lines(written(entry()))
    assert ("DTSTART;TZID=America/Santo_Domingo", "20180626T090000") in pairs
    assert [value for name, value in pairs if name == "TZID"] == ["America/Santo_Domingo"]
    assert ("TZOFFSETTO", "-0400") in pairs
    assert pairs[0] == ("BEGIN", "VCALENDAR") and pairs[-1] == ("END", "VCALENDAR")


def test_no_line_is_longer_than_75_bytes():
    lines = written(entry()).split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert max(map(len, lines)) > 60  # the long title was folded, not lost


@pytest.mark.parametrize("zone", ["America/Lima", "America/Santiago", "America/Sao_Paulo", "Asia/Kathmandu"])
def test_a_number_is_no_name_of_a_zone(zone):
    pairs = plain_lines(written(entry(), zone=zone))
    assert [value for name, value in pairs if name == "TZID"] == [zone]
    assert [value for name, value in pairs if name == "TZNAME"] == []


def test_rules_of_summer_time_are_written_out():
    """Santiago went from −3 to −4 on 13 May 2018: both sides of the change must be right for a reader of the rules alone."""
    before, after = entry(starts=datetime(2018, 5, 11, 9), ends=datetime(2018, 5, 11, 10)), entry(uid="b@w")
    content = written(before, after, zone="America/Santiago")
    calendar = icalendar.Calendar.from_ical(content)
    rules = calendar.walk("VTIMEZONE")[0].to_tz()
    offsets = [rules.utcoffset(each["dtstart"].dt.replace(tzinfo=None)) for each in calendar.walk("VEVENT")]
    assert offsets == [timedelta(hours=-3), timedelta(hours=-4)]


def test_the_same_entries_give_the_same_bytes():
    assert written(entry()) == written(entry())
    assert written(entry()) != written(entry(), sequence=4)


def test_an_empty_agenda_is_still_a_calendar():
    assert icalendar.Calendar.from_ical(written()).walk("VEVENT") == []
