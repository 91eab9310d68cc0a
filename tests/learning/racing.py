"""Participants who want a seat, or leave one, at the same moment, in threads of their own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection
from django_scopes import scope

from batea.learning.models import Delegation, Participant, RoundTable, Seating
from batea.learning.workshops.round_tables.actions import leave_seat, take_seat
from batea.learning.workshops.round_tables.queries import table_state
from batea.problems import SEATED_ELSEWHERE, Refused
from batea.programmes.actions import add_record
from batea.programmes.audit import chain_of, verify_audit
from batea.programmes.words import Words

PEOPLE, ROUNDS, SEATS = 8, 5, 3
BY = "the race"


def race(programme) -> list[str]:
    """What went wrong in so many rounds; nothing when everybody has one place, places differ, and the queue moved up."""
    with scope(programme=programme):
        add = lambda record: add_record(by=BY, record=record)  # noqa: E731
        team = add(Delegation(programme=programme, country="PE", state="considered"))
        people = [
            add(Participant(programme=programme, badge=f"P{n}", delegation=team)) for n in range(PEOPLE)
        ]
    faults = []
    with ThreadPoolExecutor(PEOPLE) as room:
        for number in range(ROUNDS):
            with scope(programme=programme):
                topic = Words(f"Table {number}", "en")
                table = add(RoundTable(programme=programme, topic=topic, seats=SEATS))
            start = Barrier(PEOPLE)
            list(room.map(lambda who: at_once(programme, start, take_seat, who, table), people))  # noqa: B023
            faults += wrong(programme, table, number, PEOPLE)
            with scope(programme=programme):
                before = table_state(table)
            leavers = [each.participant for each in before.seated]
            start = Barrier(SEATS)
            list(room.map(lambda who: at_once(programme, start, leave_seat, who, table), leavers))  # noqa: B023
            faults += wrong(programme, table, number, PEOPLE - SEATS)
            with scope(programme=programme):
                moved_up = [each.pk for each in table_state(table).seated]
            if moved_up != [each.pk for each in before.waiting[:SEATS]]:
                faults.append(f"round {number}: the queue did not move up in its order")
        last = Barrier(PEOPLE)
        list(room.map(leave, [last] * PEOPLE))
    verify_audit(chain_of(programme))
    return faults


def wrong(programme, table, number: int, wanted: int) -> list[str]:
    with scope(programme=programme):
        rows = list(Seating.objects.filter(table=table).values_list("participant", "place"))
        state = table_state(table)
    sound = len(rows) == wanted == len({who for who, _place in rows}) == len({place for _who, place in rows})
    seated = len(state.seated) == min(SEATS, wanted)
    return [] if sound and seated else [f"round {number}: {rows}"]


def at_once(programme, start, act, who, table) -> None:
    with scope(programme=programme):
        start.wait()
        act(by=BY, participant=who, table=table)


def race_of_one(programme) -> list[str]:
    """One participant presses at all tables of a session at once: one place comes of it."""
    from datetime import date, time

    from batea.learning.models import AgendaItem, Day

    with scope(programme=programme):
        add = lambda record: add_record(by=BY, record=record)  # noqa: E731
        who = add(Participant(programme=programme, badge="Alone", part="expert"))
        day = add(Day(programme=programme, date=date(2018, 6, 25), title=Words("Day", "en")))
        about = {"starts": time(9), "ends": time(10), "title": Words("Tables", "en"), "method": "round_table"}
        item = add(AgendaItem(programme=programme, day=day, **about))
        tables = [
            add(RoundTable(programme=programme, item=item, topic=Words(f"T{n}", "en"))) for n in range(4)
        ]
    with ThreadPoolExecutor(4) as room:
        start, last = Barrier(4), Barrier(4)
        refusals = sum(room.map(lambda table: was_refused(programme, start, who, table), tables))
        list(room.map(leave, [last] * 4))
    with scope(programme=programme):
        places = Seating.objects.filter(participant=who).count()
    return [] if (refusals, places) == (3, 1) else [f"{refusals} refused, {places} places"]


def was_refused(programme, start, who, table) -> bool:
    try:
        at_once(programme, start, take_seat, who, table)
    except Refused as refused:
        assert refused.problem is SEATED_ELSEWHERE
        return True
    return False


def leave(last) -> None:
    """Each thread closes the connection that is its own."""
    last.wait()
    connection.close()


# On an installation of its own, for a database that threads of a test cannot share.
ALONE = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from tests.conftest import found
from tests.learning.racing import race, race_of_one
programme = found("a", "DO", "DOP")
assert race(programme) == []
assert race_of_one(programme) == []
"""


def race_of_ballots(programme) -> list[str]:
    """Eight decide the same pair at once, each of them twice: eight ballots, eight marks, each second press refused."""
    from batea.learning.models import Answered, Ballot
    from batea.learning.workshops.exercises.ranking_actions import cast_pairs, open_ranking

    with scope(programme=programme):
        people = [
            add_record(by=BY, record=Participant(programme=programme, badge=f"V{n}", part="expert"))
            for n in range(PEOPLE)
        ]
        cards = [(Words("One", "en"), ""), (Words("Other", "en"), "")]
        ranking = open_ranking(
            by=BY, programme=programme, question=Words("?", "en"), way="pairs", cards=cards
        )
        pair = tuple(str(uid) for uid in ranking.cards.order_by("pk").values_list("uid", flat=True))

    def press(who) -> bool:
        with scope(programme=programme):
            start.wait()
            try:
                cast_pairs(participant=who, ranking=ranking, pairs=[pair])
            except Refused:
                return True
        return False

    with ThreadPoolExecutor(PEOPLE * 2) as room:
        start, last = Barrier(PEOPLE * 2), Barrier(PEOPLE * 2)
        refusals = sum(room.map(press, people * 2))
        list(room.map(leave, [last] * PEOPLE * 2))
    with scope(programme=programme):
        kept = (Ballot.objects.filter(ranking=ranking).count(), Answered.objects.count())
    verify_audit(chain_of(programme))
    return [] if (refusals, *kept) == (PEOPLE, PEOPLE, PEOPLE) else [f"{refusals} refused, {kept} kept"]


RANKING_ALONE = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from tests.conftest import found
from tests.learning.racing import race_of_ballots
assert race_of_ballots(found("a", "DO", "DOP")) == []
"""
