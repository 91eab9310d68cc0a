"""Rankings and the pulse nobody signs, attendance by code and by hand, seats at tables that two want at once."""

import os
import subprocess
import sys
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
import time_machine
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from batea.evidence.desk import Desk
from batea.learning.models import (
    AgendaItem,
    Answered,
    Attendance,
    Ballot,
    Day,
    Participant,
    PulseAnswer,
    Ranking,
    RankingCard,
    RoundTable,
    Seating,
    TableNote,
)
from batea.learning.workshops.counting import shown_groups
from batea.learning.workshops.exercises import ranking_actions as ranking_acts
from batea.learning.workshops.exercises.ranking_queries import result_of
from batea.learning.workshops.participants import attendance_actions as attendance
from batea.learning.workshops.round_tables import actions, queries
from batea.learning.workshops.round_tables.chapter import chapter
from batea.learning.workshops.round_tables.step import STEP
from batea.phase1_getting_started.context.models import Challenge
from batea.problems import (
    ALREADY_ANSWERED,
    CODE_NOT_TODAY,
    NOT_ALLOWED,
    NOT_AT_THE_TABLE,
    PULSE_NOT_TODAY,
    RANKING_CLOSED,
    SEATED_ELSEWHERE,
    TOO_FEW_CARDS,
    WRONG_DOTS,
    Refused,
)
from batea.programmes.models import AuditEntry
from tests.conftest import found
from tests.learning.conftest import BY, add, change, participant, said
from tests.learning.racing import ALONE, race, race_of_one

ROOT = Path(__file__).resolve().parents[2]

NOON = datetime(2018, 6, 25, 16, tzinfo=UTC)  # noon of the first day in Punta Cana
NIGHT = datetime(2018, 6, 26, 3, 30, tzinfo=UTC)  # half past eleven of the same day there
MORNING = datetime(2018, 6, 26, 12, tzinfo=UTC)


def refused(problem, act, **values):
    with pytest.raises(Refused) as error:
        act(**values)
    assert error.value.problem is problem


def crowd(workshop, count: int, country="PE", **values) -> list:
    return [participant(workshop, f"{country.lower()}{number}", country, **values) for number in range(count)]


def at(client, path: str) -> str:
    return f"/p/{client.programme.slug}/workshop/{path}"


# Rankings -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def ranking(workshop):
    cards = [(said("Dust"), "Safety"), (said("Permits"), ""), (said("Shafts"), "Safety")]
    return ranking_acts.open_ranking(by=BY, programme=workshop, question=said("First?"), dots=3, cards=cards)


def card(ranking, words) -> str:
    return next(str(each.uid) for each in ranking.cards.all() if each.words["en"] == words)


def vote(who, ranking, words="Dust", dots=3, **ticked):
    ranking_acts.cast_ballot(
        participant=who.participant, ranking=ranking, dots={card(ranking, words): dots}, **ticked
    )


def test_cards_are_ordered_by_votes_and_clusters_add_up(workshop, ranking):
    for number, who in enumerate(crowd(workshop, 6)):
        vote(who, ranking, "Dust" if number < 3 else "Permits", 3 if number < 3 else 2)
    assert result_of(ranking).cards == []
    result = result_of(ranking_acts.close_ranking(by=BY, ranking=ranking))
    found = [(each.place, each.card.words["en"], each.dots) for each in result.cards]
    assert found == [(1, "Dust", 9), (2, "Permits", 6), (3, "Shafts", 0)]
    assert [(each.name, each.dots) for each in result.clusters] == [("Safety", 9)]
    assert sum(each.share for each in result.cards) == pytest.approx(100)


def test_nobody_votes_twice_or_more_than_the_dots_or_for_other_cards(workshop, ranking, marta):
    refused(WRONG_DOTS, vote, who=marta, ranking=ranking, dots=4)
    refused(WRONG_DOTS, vote, who=marta, ranking=ranking, dots=0)
    both = {card(ranking, "Dust"): 4, card(ranking, "Permits"): -1}
    act = ranking_acts.cast_ballot
    refused(WRONG_DOTS, act, participant=marta.participant, ranking=ranking, dots=both)
    refused(WRONG_DOTS, act, participant=marta.participant, ranking=ranking, dots={"somewhere": 1})
    assert not Answered.objects.exists()
    vote(marta, ranking)
    refused(ALREADY_ANSWERED, vote, who=marta, ranking=ranking)
    assert Ballot.objects.count() == 1


def test_a_closed_ranking_takes_no_votes_and_is_not_closed_again(ranking, marta):
    ranking_acts.close_ranking(by=BY, ranking=ranking)
    refused(RANKING_CLOSED, vote, who=marta, ranking=ranking)
    refused(RANKING_CLOSED, ranking_acts.close_ranking, by=BY, ranking=ranking)


def test_one_card_is_no_ranking(workshop):
    one = {"question": said("First?"), "dots": 1, "cards": [(said("Dust"), "")]}
    refused(TOO_FEW_CARDS, ranking_acts.open_ranking, by=BY, programme=workshop, **one)
    assert not Ranking.objects.exists()


def test_four_ballots_show_nothing(workshop, ranking):
    for who in crowd(workshop, 4):
        vote(who, ranking)
    result = result_of(ranking_acts.close_ranking(by=BY, ranking=ranking))
    assert (result.ballots, result.cards, result.clusters) == (4, [], [])


def test_only_what_is_ticked_is_kept_and_only_groups_of_five_are_shown(workshop, ranking):
    women, men = crowd(workshop, 6), crowd(workshop, 5, "BR", sex="m")
    for who in women:
        vote(who, ranking, "Dust", add_sex=True)
    for who in men:
        vote(who, ranking, "Permits", add_sex=True, add_country=True)
    assert sorted(Ballot.objects.values_list("sex", "country")) == [("f", "")] * 6 + [("m", "BR")] * 5
    result = result_of(ranking_acts.close_ranking(by=BY, ranking=ranking))
    assert [(each.ballots, each.cards[0].card.words["en"]) for each in result.by_sex] == [
        (6, "Dust"),
        (5, "Permits"),
    ]
    assert [(each.name, each.ballots) for each in result.by_country] == [("Brazil", 5)]


@pytest.mark.parametrize(
    ("sizes", "shown"),
    [
        ({"f": 5, "m": 4}, []),  # the four men would be what is left
        ({"f": 5, "m": 5}, ["f", "m"]),
        (
            {"f": 9, "m": 5, "": 3},
            ["f"],
        ),  # 3 left alone could be reckoned back: the smaller group goes with them
        ({"f": 5, "": 5}, ["f"]),
        ({"f": 4, "": 9}, []),
        ({"": 9}, []),
    ],
)
def test_few_are_never_what_is_left_of_the_whole(sizes, shown):
    groups = {name: list(range(size)) for name, size in sizes.items()}
    assert list(shown_groups(groups)) == shown


def test_a_ranking_is_made_of_typed_cards_and_ticked_challenges_and_voted_on_a_telephone(
    workshop, fatima, marta
):
    challenge = add(Challenge, workshop, words=said("No permits"), area="governance")
    asked = {
        "question_en": "Which first?",
        "dots": 2,
        "cards": "Dust | Safety\n\n",
        "challenges": str(challenge.uid),
    }
    alone = fatima.post(at(fatima, "votes/new/"), asked | {"challenges": []})
    assert (alone.status_code, Ranking.objects.count()) == (422, 0)
    assert fatima.post(at(fatima, "votes/new/"), asked).status_code == 302
    ranking = Ranking.objects.get()
    cards = {(str(each.words), each.cluster) for each in RankingCard.objects.all()}
    assert cards == {("Dust", "Safety"), ("No permits", "Governance")}
    url = at(marta, f"votes/{ranking.uid}/")
    page = marta.get(url).content.decode()
    assert 'type="number"' in page
    assert "checked" not in page
    assert marta.post(url, {"card1": 3}).status_code == 422
    assert marta.post(url, {"card1": 2}).status_code == 302
    assert Ballot.objects.values_list("sex", "country").get() == ("", "")
    assert marta.get(url).status_code == marta.post(url, {"card1": 1}).status_code == 409
    assert fatima.post(at(fatima, f"votes/{ranking.uid}/close/")).status_code == 302
    assert "Fewer than five" in marta.get(at(marta, f"votes/{ranking.uid}/result/")).content.decode()
    assert marta.post(at(marta, f"votes/{ranking.uid}/close/")).status_code == 403


# P18: nothing leads back ----------------------------------------------------------------------------------------------


def raw_rows() -> list[tuple[str, str]]:
    """(table, all values of one row as text) of every table of the installation."""
    found = []
    with connection.cursor() as cursor:
        for model in apps.get_models():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(model._meta.db_table)}")
            found += [(model._meta.db_table, " | ".join(map(str, row))) for row in cursor.fetchall()]
    return found


def traces(who) -> list[str]:
    """What names somebody: identities, names, the address. Short keys are looked for apart, as numbers of the row."""
    person, mine = who.member.person, who.participant
    return [
        str(mine.uid),
        mine.uid.hex,
        str(person.uid),
        person.uid.hex,
        mine.badge,
        person.name,
        who.account.email,
    ]


@pytest.mark.parametrize("box", ["pulse", "ranking"])
def test_after_twelve_answers_no_row_ties_one_to_who_gave_it(workshop, ranking, box):
    people = crowd(workshop, 12)
    with time_machine.travel(NOON, tick=False):
        for number, who in enumerate(people):
            if box == "pulse":
                words = said(f"secret {number:02}")
                day = Day.objects.get(date=date(2018, 6, 25))
                actions.answer_pulse(
                    participant=who.participant, day=day, useful=3, pace=3, heard=3, words=words
                )
            else:
                vote(who, ranking, "Dust", 1 + number % 3)
    table = (PulseAnswer if box == "pulse" else Ballot)._meta.db_table
    rows = raw_rows()
    content = [text for name, text in rows if name == table]
    assert len(content) == 12
    for who in people:
        assert not [text for text in content if any(trace in text for trace in traces(who))]
    if box == "pulse":  # the words stand in their own rows and nowhere else: no trail, no session, no mark
        elsewhere = [(name, text) for name, text in rows if "secret" in text and name != table]
        assert elsewhere == []
    model = PulseAnswer if box == "pulse" else Ballot
    assert {each.changed_at for each in model.objects.all()} == {datetime(2018, 6, 25, tzinfo=UTC)}
    assert not {field.name for field in model._meta.get_fields()} & {"participant", "person", "account"}
    entries = AuditEntry.objects.filter(act="answer unsigned")
    assert {(each.actor, each.uid, each.what) for each in entries} == {("somebody", None, "")}


# The pulse ------------------------------------------------------------------------------------------------------------

ANSWER = {"useful": 5, "pace": 4, "heard": 3, "words_en": "More time"}


def day_one():
    return Day.objects.get(date=date(2018, 6, 25))


def pulse(who, day=None, **values):
    marks = {"useful": 3, "pace": 3, "heard": 3} | values
    actions.answer_pulse(participant=who.participant, day=day or day_one(), **marks)


def test_the_day_is_the_one_at_the_place_of_the_workshop(workshop, marta, nico):
    with time_machine.travel(NIGHT, tick=False):
        pulse(marta)
    with time_machine.travel(MORNING, tick=False):
        refused(PULSE_NOT_TODAY, pulse, who=nico)
    assert PulseAnswer.objects.count() == 1


def test_one_answer_a_day_however_often_the_button_is_pressed(workshop, marta):
    with time_machine.travel(NOON, tick=False):
        codes = [marta.post(at(marta, "today/"), ANSWER).status_code for _time in range(4)]
        assert codes == [302, 409, 409, 409]
        assert "You have answered today" in marta.get(at(marta, "today/")).content.decode()
    assert PulseAnswer.objects.count() == Answered.objects.count() == 1


def test_a_pulse_without_a_mark_is_not_kept(workshop, marta):
    with time_machine.travel(NOON, tick=False):
        assert marta.post(at(marta, "today/"), ANSWER | {"pace": ""}).status_code == 422
    assert not PulseAnswer.objects.exists()


def test_the_room_is_shown_the_next_morning_and_only_from_five_on(workshop, fatima, marta):
    people = crowd(workshop, 5)
    with time_machine.travel(NOON, tick=False):
        for number, who in enumerate(people[:4]):
            pulse(who, useful=5 - number % 2, words=said(f"Wish {number}"))
        assert "No day is over" in marta.get(at(marta, "yesterday/")).content.decode()
    with time_machine.travel(MORNING, tick=False):
        page = marta.get(at(marta, "yesterday/")).content.decode()
        assert "Fewer than five" in page
        assert "Wish" not in page
    with time_machine.travel(NOON, tick=False):
        pulse(people[4], useful=5, words=said("Wish 4"))
    with time_machine.travel(MORNING, tick=False):
        page = marta.get(at(marta, "yesterday/")).content.decode()
        assert all(f"Wish {number}" in page for number in range(5))
        assert "On average 4.6 of 5, from 5 answers" in page
        assert "Mark 5: 3 answers" in page
        assert marta.get(at(marta, "over-the-days/")).status_code == 403
        assert "4.6" in fatima.get(at(fatima, "over-the-days/")).content.decode()


def test_those_who_run_it_read_no_single_answer_while_it_comes_in(workshop, fatima, marta):
    with time_machine.travel(NOON, tick=False):
        pulse(marta, words=said("Only mine"))
        for kind in ("csv", "xlsx"):
            export = fatima.get(at(fatima, f"pulse/export/{kind}/"))
            assert b"Only mine" not in b"".join(
                export.streaming_content if export.streaming else [export.content]
            )
        assert "Only mine" not in fatima.get(at(fatima, "pulse/")).content.decode()
        row = fatima.get(at(fatima, f"pulse/{PulseAnswer.objects.get().uid}/")).content.decode()
        assert "Only mine" not in row


# Attendance -----------------------------------------------------------------------------------------------------------


def test_the_code_is_good_on_its_day_only(workshop, marta, fatima):
    day = attendance.make_code(by=BY, day=day_one())
    url = at(marta, f"attend/{day.code}/")
    with time_machine.travel(MORNING, tick=False):
        assert marta.get(url).status_code == marta.post(url).status_code == 404
    with time_machine.travel(NOON, tick=False):
        assert marta.get(url).status_code == 200
        assert not Attendance.objects.exists()
        assert [marta.post(url).status_code for _time in range(2)] == [302, 302]
    assert Attendance.objects.values_list("participant__badge", "how").get() == ("Marta", "code")


def test_a_code_that_is_wrong_empty_or_replaced_opens_nothing(workshop, marta):
    old = attendance.make_code(by=BY, day=day_one()).code
    attendance.make_code(by=BY, day=day_one())
    with time_machine.travel(NOON, tick=False):
        for code in ("", "  ", "AAAAAAAAAA", old):
            refused(CODE_NOT_TODAY, attendance.note_presence, by=BY, participant=marta.participant, code=code)
    assert not Attendance.objects.exists()


def test_whoever_runs_the_workshop_may_note_themselves_later(workshop, fatima):
    day = attendance.make_code(by=BY, day=day_one())
    add_self = {
        "person": fatima.member.person,
        "part": "facilitator",
        "badge": "Fatima",
        "state": "confirmed",
    }
    add(Participant, workshop, **add_self)
    with time_machine.travel(MORNING, tick=False):
        assert fatima.post(at(fatima, f"attend/{day.code}/")).status_code == 302
    assert Attendance.objects.get().participant.badge == "Fatima"


def test_the_code_is_not_told_to_participants_nor_to_the_trail(workshop, fatima, marta):
    day = day_one()
    assert marta.post(at(marta, f"presence/day/{day.uid}/code/")).status_code == 403
    assert fatima.post(at(fatima, f"presence/day/{day.uid}/code/")).status_code == 302
    day.refresh_from_db()
    poster = fatima.get(at(fatima, f"presence/day/{day.uid}/poster/")).content.decode()
    assert day.code in poster
    assert "<svg" in poster
    assert marta.get(at(marta, f"presence/day/{day.uid}/poster/")).status_code == 403
    assert not AuditEntry.objects.filter(change__contains=day.code).exists()


def test_the_list_adds_takes_off_and_leaves_who_came_meanwhile(workshop, fatima, marta, nico):
    day, both = day_one(), {str(marta.participant.uid), str(nico.participant.uid)}
    assert attendance.save_list(by=BY, day=day, ticked=both, seen=set()) == (2, 0)
    only = {str(marta.participant.uid)}
    assert attendance.save_list(by=BY, day=day, ticked=only, seen=both) == (0, 1)
    assert attendance.save_list(by=BY, day=day, ticked=set(), seen=set()) == (0, 0)  # Marta came meanwhile
    assert [each.participant.badge for each in Attendance.objects.all()] == ["Marta"]
    page = fatima.get(at(fatima, f"presence/day/{day.uid}/")).content.decode()
    assert page.count("checked") == 1
    form = {"there": list(both), "seen": " ".join(only)}
    assert fatima.post(at(fatima, f"presence/day/{day.uid}/"), form).status_code == 302
    assert sorted(Attendance.objects.values_list("participant__badge", "how")) == [
        ("Marta", "hand"),
        ("Nico", "hand"),
    ]


def test_the_days_are_taken_along_as_files(workshop, fatima, marta):
    attendance.save_list(by=BY, day=day_one(), ticked={str(marta.participant.uid)}, seen=set())
    sent = {"purpose": "Certificates of attendance"}
    assert b"Marta" not in fatima.get(at(fatima, "presence/csv/")).content, "first it is asked what for"
    lines = b"".join(fatima.post(at(fatima, "presence/csv/"), sent).streaming_content).decode().splitlines()
    [line] = [line for line in lines if line.startswith("Marta")]
    assert line.startswith("Marta,Peru,yes,,1,") and sent["purpose"] in line
    assert fatima.post(at(fatima, "presence/xlsx/"), sent).content.startswith(b"PK")
    assert fatima.get(at(fatima, "presence/pdf/")).status_code == 404
    assert (
        marta.get(at(marta, "presence/csv/")).status_code
        == marta.get(at(marta, "presence/")).status_code
        == 403
    )


# Tables ---------------------------------------------------------------------------------------------------------------


@pytest.fixture
def session(workshop):
    times = {"starts": time(10), "ends": time(11)}
    return add(AgendaItem, workshop, day=day_one(), title=said("Round tables"), method="round_table", **times)


@pytest.fixture
def tables(workshop, session):
    """Two tables of one session with two seats each, and one without a session."""
    named = (("Gold", session), ("Amber", session), ("Money", None))
    return [add(RoundTable, workshop, topic=said(name), item=item, seats=2) for name, item in named]


def names(seatings) -> list[str]:
    return [each.participant.badge for each in seatings]


def test_when_somebody_leaves_the_first_in_the_queue_moves_up(workshop, tables):
    people = crowd(workshop, 4)
    for who in people:
        actions.take_seat(by=BY, participant=who.participant, table=tables[0])
    state = queries.table_state(tables[0])
    assert (names(state.seated), names(state.waiting)) == (["Pe0", "Pe1"], ["Pe2", "Pe3"])
    assert state.queue_of(people[3].participant) == 2
    actions.leave_seat(by=BY, participant=people[0].participant, table=tables[0])
    actions.leave_seat(by=BY, participant=people[0].participant, table=tables[0])
    state = queries.table_state(tables[0])
    assert (names(state.seated), names(state.waiting)) == (["Pe1", "Pe2"], ["Pe3"])
    actions.take_seat(by=BY, participant=people[0].participant, table=tables[0])
    assert names(queries.table_state(tables[0]).waiting) == ["Pe3", "Pe0"]


def test_one_place_for_each_in_a_session(workshop, tables, marta):
    gold, amber, money = tables
    first = actions.take_seat(by=BY, participant=marta.participant, table=gold)
    assert actions.take_seat(by=BY, participant=marta.participant, table=gold) == first
    refused(SEATED_ELSEWHERE, actions.take_seat, by=BY, participant=marta.participant, table=amber)
    actions.take_seat(by=BY, participant=marta.participant, table=money)
    assert Seating.objects.count() == 2


def test_notes_are_written_by_those_at_the_table(workshop, tables, marta, nico, fatima):
    gold = tables[0]
    asked = {"table": gold, "words": said("Pool the money"), "kind": "take_away"}
    refused(NOT_AT_THE_TABLE, actions.write_note, by=marta.member, **asked)
    actions.take_seat(by=BY, participant=marta.participant, table=gold)
    actions.write_note(by=marta.member, **asked)
    actions.write_note(by=fatima.member, **asked)
    asked["table"] = change(gold, host=nico.participant)
    actions.write_note(by=nico.member, **asked)
    assert [(kind, len(notes)) for kind, notes in queries.notes_of(gold)] == [("Take-away", 3)]


def test_a_commitment_has_a_day_and_is_settled_by_whose_it_is(workshop, tables, marta, nico):
    url = at(marta, f"tables/{tables[0].uid}/")
    note = {"kind": "commitment", "words_en": "Write to the bank"}
    assert nico.post(url, note | {"due": "2018-08-01"}).status_code == 403
    assert marta.post(f"{url}take/").status_code == 302
    assert marta.post(url, note).status_code == 422
    assert marta.post(url, note | {"due": "2018-08-01"}).status_code == 302
    promised = TableNote.objects.get()
    assert promised.participant == marta.participant
    refused(NOT_ALLOWED, actions.settle_commitment, by=nico.member, note=promised)
    with time_machine.travel(datetime(2018, 9, 1, 12, tzinfo=UTC), tick=False):
        assert "Overdue" in nico.get(at(nico, "promised/")).content.decode()
        assert "It is done" not in nico.get(at(nico, "promised/")).content.decode()
        assert marta.post(at(marta, f"promised/{promised.uid}/done/")).status_code == 302
    promised.refresh_from_db()
    assert promised.done_on == date(2018, 9, 1)
    assert "Overdue" not in nico.get(at(nico, "promised/")).content.decode()


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("path", "queries_made"), [("tables/", 7), ("promised/", 7)])
def test_lists_ask_the_database_as_often_for_one_row_as_for_three(
    workshop, marta, session, count, path, queries_made
):
    for number in range(count):
        table = add(RoundTable, workshop, topic=said(f"T{number}"), item=session, seats=1)
        who = participant(workshop, f"q{number}", "PE")
        actions.take_seat(by=BY, participant=who.participant, table=table)
        actions.write_note(
            by=who.member, table=table, kind="commitment", words=said("x"), due=date(2018, 8, 1)
        )
    with CaptureQueriesContext(connection) as made:
        assert marta.get(at(marta, path)).status_code == 200
    assert len(made) == queries_made


# Two at once ----------------------------------------------------------------------------------------------------------


def test_seats_are_given_one_after_the_other_on_sqlite(tmp_path):
    environment = {**os.environ, "BATEA_DATA": str(tmp_path), "BATEA_DATABASE_URL": ""}
    environment |= {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "DJANGO_SETTINGS_MODULE": "batea.web.settings"}
    command = [sys.executable, "-c", ALONE]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(connection.vendor == "sqlite", reason="this run is on SQLite: see the test above")
@pytest.mark.django_db(transaction=True)
def test_seats_are_given_one_after_the_other_on_postgresql():
    programme = found("a", "DO", "DOP")
    assert race(programme) == []
    assert race_of_one(programme) == []


# Gates and chapter ----------------------------------------------------------------------------------------------------


def gate(letter: str, programme):
    return next(each for each in STEP.gates if each.id == f"W2-S3.{letter}").check(programme)


def test_gates_of_the_tables(workshop, tables, marta):
    assert not gate("a", workshop).met
    assert (gate("b", workshop).done, gate("b", workshop).of) == (0, 3)
    for table in tables:
        change(table, host=marta.participant, questions=said("Why?"))
        actions.take_seat(by=BY, participant=marta.participant, table=table) if table is tables[0] else None
        actions.write_note(
            by=marta.member, table=RoundTable.objects.get(pk=table.pk), kind="take_away", words=said("x")
        )
    assert gate("a", workshop).met
    assert gate("b", workshop).met
    assert not gate("c", workshop).met
    actions.write_note(
        by=marta.member, table=tables[0], kind="commitment", words=said("x"), due=date(2018, 8, 1)
    )
    assert gate("c", workshop).met


def test_gates_of_the_days_wait_for_half_of_those_who_were_there(workshop, marta, nico):
    with time_machine.travel(NOON, tick=False):
        assert not gate("d", workshop).met
        assert not gate("e", workshop).met
        pulse(marta)
    both = {str(marta.participant.uid), str(nico.participant.uid)}
    with time_machine.travel(MORNING, tick=False):
        assert gate("d", workshop).met
        assert not gate("e", workshop).met
        attendance.save_list(by=BY, day=day_one(), ticked=both, seen=set())
        assert gate("e", workshop).met
        third = participant(workshop, "third", "PE").participant
        attendance.save_list(by=BY, day=day_one(), ticked={str(third.uid)}, seen=set())
        assert not gate("d", workshop).met


def test_the_gate_of_rankings_waits_for_the_last_to_be_closed(workshop):
    assert not gate("f", workshop).met
    cards = [(said("a"), ""), (said("b"), "")]
    ranking = ranking_acts.open_ranking(by=BY, programme=workshop, question=said("?"), dots=1, cards=cards)
    assert not gate("f", workshop).met
    ranking_acts.close_ranking(by=BY, ranking=ranking)
    assert gate("f", workshop).met


def test_the_chapter_tells_take_aways_promises_and_means_with_their_number(workshop, tables, marta):
    actions.take_seat(by=BY, participant=marta.participant, table=tables[0])
    actions.write_note(by=marta.member, table=tables[0], kind="take_away", words=said("Pool the money"))
    asked = {"kind": "commitment", "words": said("Write to the bank"), "due": date(2018, 8, 1)}
    actions.write_note(by=marta.member, table=tables[0], **asked)
    with time_machine.travel(NOON, tick=False):
        for who in crowd(workshop, 5, "BR"):
            pulse(who, words=said("Not for the report"))
    with time_machine.travel(MORNING, tick=False):
        told = str(list(chapter(workshop, Desk(workshop, "en"))))
    for words in ("Pool the money", "Write to the bank", "Peru", "Pulse of the days"):
        assert words in told
    assert "Not for the report" not in told
    assert "Marta" not in told
