"""What waits for one person: on the first page of a workshop and of a national programme, each thing until it is done."""

from datetime import date, time, timedelta

import pytest
import time_machine
from django.utils import timezone
from django_scopes import scope

from batea.guidance.progress import asks_of
from batea.learning.models import (
    AgendaItem,
    CheckIn,
    Day,
    Exercise,
    FieldVisit,
    Finding,
    Group,
    Grouping,
    GroupMember,
    GroupResult,
    NeedsAnswer,
    PackItem,
    Plan,
    PulseAnswer,
    Ranking,
    RankingCard,
    RoundTable,
    Sitting,
    TableNote,
)
from batea.learning.unsigned import add_unsigned
from batea.learning.workshops.agenda.actions import release_agenda
from batea.learning.workshops.exercises.actions import open_exercise
from batea.learning.workshops.exercises.ranking_actions import cast_ballot
from batea.learning.workshops.round_tables.queries import box_of
from batea.phase1_getting_started.models import Decision, Meeting, Seat, WorkItem
from batea.programmes.models import Institution
from tests.conftest import cast
from tests.learning.conftest import BY, add, change, said

MORNING = "2018-06-25T13:30:00Z"  # half past nine in the Dominican Republic, the first day


def texts(client, programme) -> list[str]:
    return [str(ask.text) for ask in asks_of(programme, client.member)]


def waits(client, programme, beginning: str) -> bool:
    return any(text.startswith(beginning) for text in texts(client, programme))


# The workshop: each thing is asked until it is done ---------------------------------------------------------------------


@time_machine.travel(MORNING, tick=False)
def test_what_is_asked_before_and_during_the_days_goes_when_it_is_done(workshop, marta):
    mine = marta.participant
    assert waits(marta, workshop, "Say what you need from the workshop")
    add(NeedsAnswer, workshop, participant=mine)
    assert not waits(marta, workshop, "Say what you need")

    item = add(
        PackItem,
        workshop,
        order=1,
        kind="guidance",
        title=said("Guidance"),
        words=said("…"),
        released_on=date(2018, 6, 1),
    )
    assert "Read 1 text" in texts(marta, workshop)
    change(item, released_on=date(2018, 7, 1))
    assert not waits(marta, workshop, "Read")

    day = Day.objects.get(date=date(2018, 6, 25))
    assert waits(marta, workshop, "Say how today was")
    answer = PulseAnswer(programme=workshop, day=day, useful=4, pace=4, heard=4)
    add_unsigned(participant=mine, box=box_of(day), rows=[answer], beside=PulseAnswer.objects.filter(day=day))
    assert not waits(marta, workshop, "Say how today was")


@time_machine.travel(MORNING, tick=False)
def test_where_to_be_now_and_next_is_said_by_the_released_agenda(workshop, marta):
    day = Day.objects.get(date=date(2018, 6, 25))
    for starts, ends, title in ((9, 10, "Opening"), (10, 11, "The guidance")):
        add(
            AgendaItem,
            workshop,
            day=day,
            starts=time(starts),
            ends=time(ends),
            title=said(title),
            method="lecture",
            room="A",
        )
    assert not waits(marta, workshop, "Now")
    release_agenda(by=BY, programme=workshop, note=said("First"))
    assert "Now: Opening, 09:00–10:00, A" in texts(marta, workshop)
    assert "Next: The guidance, 10:00–11:00, A" in texts(marta, workshop)
    with time_machine.travel("2018-06-25T15:30:00Z", tick=False):
        assert not waits(marta, workshop, "Now") and not waits(marta, workshop, "Next")


def test_an_open_exercise_waits_for_the_members_of_its_groups_until_they_are_done(workshop, marta, nico):
    division = add(Grouping, workshop, name=said("Strategy"), purpose="strategy")
    group = add(Group, workshop, grouping=division, number=1)
    add(GroupMember, workshop, grouping=division, group=group, participant=marta.participant)
    task = add(
        Exercise, workshop, number=1, title=said("Vision"), instructions=said("Write"), grouping=division
    )
    assert not waits(marta, workshop, "Exercise")
    task = open_exercise(by=BY, exercise=task)
    assert "Exercise of your group: Vision" in texts(marta, workshop)
    assert not waits(nico, workshop, "Exercise")
    add(GroupResult, workshop, task=task, group=group, words=said("A vision"), done=True)
    assert not waits(marta, workshop, "Exercise")


def test_a_ranking_waits_for_those_who_have_not_voted(workshop, marta, nico):
    ranking = add(Ranking, workshop, question=said("What first?"))
    card = add(RankingCard, workshop, ranking=ranking, words=said("Mercury"))
    cast_ballot(participant=marta.participant, ranking=ranking, dots={str(card.uid): 1})
    assert not waits(marta, workshop, "Vote")
    assert "Vote: What first?" in texts(nico, workshop)


@time_machine.travel(MORNING, tick=False)
def test_the_visit_asks_for_the_briefing_first_and_shows_danger_to_those_who_run_it(workshop, marta, fatima):
    visit = add(
        FieldVisit,
        workshop,
        day=Day.objects.first(),
        place="Hato Mayor",
        what=said("Mine"),
        safety_brief=said("Hats"),
    )
    assert "Read the safety briefing: Hato Mayor" in texts(marta, workshop)
    danger = add(
        Finding, workshop, visit=visit, theme="safety", kind="bad", words=said("No air"), critical=True
    )
    assert "Danger without an answer: No air" in texts(fatima, workshop)
    assert not waits(marta, workshop, "Danger")
    change(danger, answered=said("Closed"))
    assert not waits(fatima, workshop, "Danger")


def test_a_promise_a_test_and_a_check_in_wait_by_their_day(workshop, marta, nico):
    table = add(RoundTable, workshop, topic=said("Law"))
    words = {"table": table, "kind": "commitment", "participant": marta.participant}
    note = add(TableNote, workshop, words=said("Send the law"), due=date(2018, 9, 1), **words)
    add(Sitting, workshop, what="before", opened_on=date(2018, 6, 25))
    team = marta.participant.delegation
    plan = add(Plan, workshop, delegation=team, step="P1-S1", objective=said("A task force"))
    add(CheckIn, workshop, plan=plan, after_days=30, due=date(2018, 7, 29))
    assert [text for text in texts(marta, workshop) if not text.startswith(("Say what", "Read"))] == [
        "Say how your plan stands after 30 days",
        "You promised: Send the law",
        "Open now: Test before",
    ]
    assert not waits(nico, workshop, "You promised") and not waits(nico, workshop, "Say how your plan")
    change(note, done_on=date(2018, 8, 1))
    assert not waits(marta, workshop, "You promised")


@pytest.mark.parametrize("path", ["/p/w/"])
def test_the_first_page_shows_it_with_a_way_there(workshop, marta, path):
    add(Sitting, workshop, what="evaluation", opened_on=date(2018, 6, 25))
    page = marta.get(path).content.decode()
    assert "For you now" in page and 'href="/p/w/workshop/evaluate/"' in page
    assert marta.get("/p/w/workshop/evaluate/").status_code == 200


def test_gaps_of_the_programme_are_told_to_those_who_cannot_mend_them_and_linked_for_those_who_can(
    workshop, marta, fatima
):
    assert "What is missing next" in marta.get("/p/w/").content.decode()
    assert "What to do next" in fatima.get("/p/w/").content.decode()


# The strategy: the same mechanism for the seats of the task force --------------------------------------------------------


def test_a_seat_of_the_task_force_is_told_its_decisions_work_and_meetings(country_a):
    holder, other = cast(country_a, "holder", "member"), cast(country_a, "other", "member")
    today = timezone.localdate()
    with scope(programme=country_a):
        ours, theirs = (
            add(Institution, country_a, name=said(name), kind="ministry") for name in ("Ours", "Theirs")
        )
        add(Seat, country_a, institution=ours, alternate=holder.member.person)
        add(Seat, country_a, institution=theirs, titular=other.member.person)
        held = add(Meeting, country_a, day=today - timedelta(days=9), place="Room 1")
        add(Meeting, country_a, day=today + timedelta(days=9), place="Room 2")
        decision = add(
            Decision, country_a, meeting=held, words=said("Publish the law"), owner=ours, due=today
        )
        span = {"starts": today, "ends": today + timedelta(days=5)}
        add(WorkItem, country_a, words=said("Visit the mines"), owner=ours, **span)
        add(WorkItem, country_a, words=said("Count the mines"), owner=theirs, **span)
        assert texts(holder, country_a) == [
            "Decided: Publish the law",
            "Work plan: Visit the mines",
            "Meeting: Room 2",
        ]
        assert "Work plan: Count the mines" in texts(other, country_a)
        change(decision, done_on=today)
        assert not waits(holder, country_a, "Decided")
