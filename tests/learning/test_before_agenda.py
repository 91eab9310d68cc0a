"""The agenda: what does not fit, versions and their notices, who sees which, the calendar, the gates, the chapter."""

from datetime import UTC, date, datetime, time

import icalendar
import pytest
import time_machine

from batea.evidence.desk import Desk
from batea.learning.models import AgendaItem, AgendaRelease, Day, Objective, Speaker
from batea.learning.workshops.agenda import queries, wording
from batea.learning.workshops.agenda.actions import release_agenda
from batea.learning.workshops.agenda.chapter import chapter
from batea.learning.workshops.agenda.rules import Session, changes, gaps, now_and_next, overlaps, read_content
from batea.learning.workshops.agenda.step import STEP
from batea.problems import Refused
from batea.programmes.actions import remove_record
from tests.learning.conftest import BY, add, change, said


def session(uid, starts, ends, day="2018-06-25", room="A", people=(), **values) -> Session:
    standard = {"title": {"original": "en", "en": uid}, "method": "lecture", "words": {}}
    return Session(uid=uid, day=day, starts=starts, ends=ends, room=room, people=people, **standard | values)


# Rules --------------------------------------------------------------------------------------------------------------------


def test_sessions_overlap_in_a_room_or_by_a_person_and_not_when_one_follows_the_other():
    olga = (("olga", "presents"),)
    one, other = session("one", "09:00", "10:00", people=olga), session("two", "09:30", "10:30", room="B")
    assert overlaps([one, other]) == []
    assert overlaps([one, session("x", "09:59", "11:00")])[0].person == ""
    assert overlaps([one, session("x", "09:30", "11:00", room="B", people=olga)])[0].person == "olga"
    assert overlaps([one, session("x", "10:00", "11:00", people=olga)]) == []
    assert overlaps([one, session("x", "09:30", "10:00", day="2018-06-26")]) == []


def test_a_gap_is_told_from_a_quarter_of_an_hour_on_and_hidden_behind_nothing():
    long = session("long", "09:00", "12:00")
    inside = session("inside", "09:30", "10:00", room="B")
    assert gaps([long, inside, session("x", "12:14", "13:00")]) == []
    assert gaps([long, inside, session("x", "12:15", "13:00")]) == [("2018-06-25", "12:00", "12:15")]


def test_each_kind_of_change_is_found():
    old = [session("a", "09:00", "10:00"), session("b", "10:00", "11:00"), session("same", "11:00", "12:00")]
    new = [
        session("a", "09:30", "10:30", room="B", title={"original": "en", "en": "A2"}, method="plenary"),
        session("c", "08:00", "09:00", people=(("olga", "presents"),)),
        old[2],
    ]
    assert {change.kind for change in changes(old, new)} == {
        "moved",
        "renamed",
        "room",
        "method",
        "added",
        "removed",
    }
    assert [c.kind for c in changes([new[1]], [session("c", "08:00", "09:00")])] == ["people"]
    assert changes(old, list(reversed(old))) == []


def test_now_and_next_by_the_clock():
    day = [
        session("a", "09:00", "10:00"),
        session("b", "10:00", "11:00"),
        session("c", "10:00", "12:00", room="B"),
    ]
    running, coming = now_and_next(day, "2018-06-25", "09:59")
    assert ([each.uid for each in running], [each.uid for each in coming]) == (["a"], ["b", "c"])
    running, coming = now_and_next(day, "2018-06-25", "10:00")
    assert ([each.uid for each in running], coming) == (["b", "c"], [])
    assert now_and_next(day, "2018-06-24", "23:00")[1][0].uid == "a"


@pytest.mark.parametrize("content", [{}, [1], [{"uid": "a"}], None, [{"day": "x"} | {}]])
def test_what_no_version_holds_is_refused(content):
    with pytest.raises(ValueError, match="not a version"):
        read_content(content)


# Versions -----------------------------------------------------------------------------------------------------------------


@pytest.fixture
def item(workshop):
    """A lecture on the first day, held by nobody yet."""
    goal = add(Objective, workshop, number=1, words=said("Know the guidance"))
    return add(
        AgendaItem,
        workshop,
        day=Day.objects.get(date=date(2018, 6, 25)),
        starts=time(9),
        ends=time(10),
        title=said("Overview"),
        method="lecture",
        objective=goal,
    )


def other(workshop, title="Visit", **values):
    standard = {
        "starts": time(8),
        "ends": time(12),
        "method": "visit",
        "day": Day.objects.get(date=date(2018, 6, 26)),
    }
    return add(AgendaItem, workshop, title=said(title), **standard | values)


def test_a_version_keeps_what_was_given_out_and_tells_what_changed(workshop, item, fatima):
    first = release_agenda(by=BY, programme=workshop, note=said("Welcome"))
    assert (first.number, len(first.content)) == (1, 1)
    change(item, starts=time(10), ends=time(11))
    other(workshop)
    release_agenda(by=BY, programme=workshop)
    newest = queries.version()
    assert [session.starts for session in queries.version(1).sessions] == ["09:00"]
    assert {wording.change_words(each, {}) for each in newest.changes} == {
        "Moved: “Overview” from 25 Jun 2018, 09:00–10:00 to 25 Jun 2018, 10:00–11:00.",
        "New: “Visit”, 26 Jun 2018, 08:00–12:00.",
    }


def test_nothing_is_released_twice_and_nothing_empty(workshop):
    with pytest.raises(Refused) as refused:
        release_agenda(by=BY, programme=workshop)
    assert refused.value.problem.code == "B840"
    other(workshop)
    release_agenda(by=BY, programme=workshop)
    with pytest.raises(Refused) as refused:
        release_agenda(by=BY, programme=workshop)
    assert refused.value.problem.code == "B841"
    assert AgendaRelease.objects.count() == 1


def test_participants_see_the_released_version_and_nothing_of_the_draft(workshop, item, marta, fatima):
    assert "Overview" not in marta.get("/p/w/workshop/agenda/").content.decode()
    release_agenda(by=BY, programme=workshop)
    change(item, title=said("Secret plan"))
    seen = marta.get("/p/w/workshop/agenda/").content.decode()
    assert "Overview" in seen and "Secret plan" not in seen
    assert "Secret plan" in fatima.get("/p/w/workshop/agenda/plan/").content.decode()
    assert marta.get("/p/w/workshop/agenda/plan/").status_code == 403
    assert marta.get("/p/w/workshop/sessions/").status_code == 403
    assert marta.post("/p/w/workshop/agenda/release/").status_code == 403


def test_a_facilitator_releases_and_participants_read_the_notice(workshop, item, marta, fatima):
    release_agenda(by=BY, programme=workshop)
    change(item, room="Salón 2")
    assert "is now in Salón 2" in fatima.get("/p/w/workshop/agenda/release/").content.decode()
    fatima.post("/p/w/workshop/agenda/release/", {"note_en": "New room"})
    seen = marta.get("/p/w/workshop/agenda/").content.decode()
    assert "Version 2" in seen and "New room" in seen and "is now in Salón 2" in seen
    assert marta.get("/p/w/workshop/agenda/version/1/").content.decode().count("Salón 2") == 0
    assert marta.get("/p/w/workshop/agenda/version/9/").status_code == 404


def test_now_is_told_by_the_clock_of_the_place(workshop, item, marta):
    release_agenda(by=BY, programme=workshop)
    with time_machine.travel(datetime(2018, 6, 25, 13, 30, tzinfo=UTC), tick=False):  # 09:30 in Santo Domingo
        assert [each["title"] for each in marta.get("/p/w/workshop/agenda/").context["now"]] == ["Overview"]
    with time_machine.travel(datetime(2018, 6, 25, 9, 30, tzinfo=UTC), tick=False):
        page = marta.get("/p/w/workshop/agenda/")
        assert page.context["now"] == [] and page.context["next"][0]["title"] == "Overview"


@pytest.mark.parametrize("rows", [1, 3])
def test_the_pages_read_as_often_for_many_sessions(workshop, item, fatima, rows, django_assert_num_queries):
    add(Speaker, workshop, item=item, participant=fatima_on_list(workshop), part="presents")
    for number in range(1, rows):
        each = other(workshop, f"S{number}", starts=time(8 + number), ends=time(9 + number))
        add(Speaker, workshop, item=each, participant=fatima_on_list(workshop), part="presents")
    release_agenda(by=BY, programme=workshop)
    fatima.get("/p/w/workshop/agenda/")
    with django_assert_num_queries(PAGE):
        fatima.get("/p/w/workshop/agenda/")
    with django_assert_num_queries(PLAN):
        fatima.get("/p/w/workshop/agenda/plan/")


PAGE, PLAN = 10, 11


def fatima_on_list(workshop):
    from batea.learning.models import Participant

    return Participant.objects.first() or add(Participant, workshop, badge="Fátima", part="facilitator")


# Calendar and paper -------------------------------------------------------------------------------------------------------


def test_the_calendar_keeps_its_identities_moves_and_cancels(workshop, item, marta):
    visit = other(workshop)
    release_agenda(by=BY, programme=workshop)
    first = events(marta, "calendar.ics")
    remove_record(by=BY, record=visit)
    change(item, starts=time(9, 30))
    release_agenda(by=BY, programme=workshop)
    second = events(marta, "calendar.ics")
    assert set(first) == set(second)
    assert [(str(e["summary"]), e["status"], e["sequence"]) for e in second.values()] == [
        ("Overview", "CONFIRMED", 2),
        ("Visit", "CANCELLED", 2),
    ]
    moved = second[f"{item.uid}@{workshop.uid}"]
    assert moved["dtstart"].dt.astimezone(UTC) == datetime(2018, 6, 25, 13, 30, tzinfo=UTC)


def events(client, name) -> dict:
    content = client.get(f"/p/w/workshop/agenda/{name}").content
    return {str(each["uid"]): each for each in icalendar.Calendar.from_ical(content).walk("VEVENT")}


def test_one_day_for_the_calendar(workshop, item, marta):
    assert marta.get("/p/w/workshop/agenda/calendar.ics").status_code == 404
    other(workshop)
    release_agenda(by=BY, programme=workshop)
    assert [str(e["summary"]) for e in events(marta, "calendar/2018-06-26.ics").values()] == ["Visit"]
    assert marta.get("/p/w/workshop/agenda/calendar/2018-06-27.ics").status_code == 404
    assert marta.get("/p/w/workshop/agenda/calendar/nonsense.ics").status_code == 404


def test_the_agenda_on_paper(workshop, item, marta):
    release_agenda(by=BY, programme=workshop)
    assert marta.get("/p/w/workshop/agenda/paper/es/").content.startswith(b"%PDF-")
    assert marta.get("/p/w/workshop/agenda/paper/xx/").status_code == 404


# Gates and chapter --------------------------------------------------------------------------------------------------------


def met(programme) -> str:
    return "".join(gate.id[-1] for gate in STEP.gates if gate.check(programme).met)


def test_the_gates_open_one_after_the_other(workshop, item):
    assert met(workshop) == "a"
    visit = other(workshop)
    assert met(workshop) == "ab"
    other(workshop, "Coffee", method="break", starts=time(12), ends=time(13))
    person = fatima_on_list(workshop)
    for each in (item, visit):
        add(Speaker, workshop, item=each, participant=person, part="facilitates")
    assert met(workshop) == "abc"
    release_agenda(by=BY, programme=workshop)
    assert met(workshop) == "abcd"
    change(visit, room="Bus")
    assert met(workshop) == "abc"
    add(Objective, workshop, number=2, words=said("Meet others"))
    assert met(workshop) == "bc"


def test_the_report_counts_methods_and_tells_the_days(workshop, item):
    other(workshop)
    other(workshop, "Coffee", method="break", starts=time(12), ends=time(13))
    change(Day.objects.get(date=date(2018, 6, 25)), summary=said("We began."))
    blocks = repr(list(chapter(workshop, Desk(workshop, "en"))))
    assert "Short lecture: 1 session, 1 h 00 min" in blocks
    assert "Field visit: 1 session, 4 h 00 min" in blocks
    assert "Coffee" not in blocks and "Break" not in blocks
    assert "text='Day 25'" in blocks and "We began." in blocks


def test_a_time_zone_nobody_knows_is_refused(workshop):
    from batea.learning.models import Workshop

    with pytest.raises(Refused) as refused:
        change(Workshop.objects.get(), time_zone="Mars/Olympus")
    assert refused.value.problem.code == "B201"
