"""Answers that nobody signs, on a real server: nothing on its disk tells whose they are, and no flood shuts others out.

Raise BATEA_ANSWERS to let more people answer (150; from 1,000 on orders are held to ±0.1), BATEA_FLOOD to send more (300).
How long people wait meanwhile is told by benchmarks/unsigned.py.
"""

import itertools
import os
import sqlite3
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from batea.learning.workshops.plans.tokens import new_token
from batea.learning.workshops.results.checking import TRIES
from tests.learning.hall import DATABASE, SIGN_IN, Hall, faults

PEOPLE = int(os.environ.get("BATEA_ANSWERS", "150"))
FLOOD = int(os.environ.get("BATEA_FLOOD", "300"))
LESS, AT_ONCE = 40, 20
MANY = 400  # addresses: more than the counts a cache keeps unless it is told otherwise

pytestmark = pytest.mark.skipif(
    bool(os.environ.get("BATEA_DATABASE_URL")), reason="reads the files of SQLite; the run on SQLite has it"
)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    hall = Hall(tmp_path_factory.mktemp("hall"), people=PEOPLE)
    hall.prepare()
    return hall


@pytest.fixture
def hall(prepared, tmp_path):
    """Not begun yet; what runs in the end is stopped."""
    made = prepared.copied(tmp_path)
    yield made
    made.kill()


# P18: whoever copies the whole disk -----------------------------------------------------------------------------------


def answered(hall: Hall, people: int) -> list[str]:
    hall.start()
    for guest in hall.guests[:SIGN_IN]:
        hall.sign_in(guest)
    hall.fill_all(people)
    hall.backup()
    return faults(hall)


def test_no_byte_ties_an_answer_to_who_gave_it(hall):
    assert answered(hall, PEOPLE) == []


NOTICED = {
    "shuffling hours quiet": {
        "address in log",
        "browser in log",
        "hour in learning_answered",
        "hour in learning_ballot",
        "hour in programmes_auditentry",
        "learning_ballot: answers by key tell the order of coming",
        "learning_ballot: marks by key tell the order of coming",
        "learning_pulseanswer: changed_at differs",
    },
    "emptying overwriting": {
        "learning_ballot: an answer in write-ahead file, between answers",
        "learning_pulseanswer: more than one copy",
    },
}


@pytest.mark.parametrize("less", NOTICED)
def test_a_server_that_keeps_less_of_the_secret_is_noticed(hall, less):
    hall.about_server = {"DJANGO_SETTINGS_MODULE": "tests.learning.less_secret", "BATEA_LESS": less}
    assert NOTICED[less] - set(answered(hall, min(LESS, PEOPLE))) == set()


def test_while_a_backup_reads_answers_are_taken_and_the_next_one_leaves_nothing_behind(hall):
    hall.start()
    box = hall.boxes()[1]
    with closing(sqlite3.connect(hall.folder / DATABASE, isolation_level=None)) as reader:
        reader.execute("BEGIN DEFERRED")
        assert reader.execute("SELECT count(*) FROM learning_answered").fetchone() == (0,)
        hall.fill(box, [0, 1])
        assert box.mark(0) in hall.ahead(), "it cannot be emptied under a reader"
        reader.execute("ROLLBACK")
    hall.fill(box, [2])
    assert hall.ahead() == b""


# P17: floods ----------------------------------------------------------------------------------------------------------


def test_of_one_account_that_votes_many_times_at_once_one_ballot_is_kept(hall):
    hall.start()
    box, start = hall.boxes()[0], threading.Barrier(AT_ONCE)

    def vote(turn: int) -> int:
        if turn < AT_ONCE:
            start.wait()
        return hall.ask_as(hall.guests[0], box.path, box.form(turn % 9))[0]

    with ThreadPoolExecutor(AT_ONCE) as pressing:
        statuses = Counter(pressing.map(vote, range(FLOOD)))
    assert statuses == {302: 1, 409: FLOOD - 1}
    stored = hall.stored()
    assert (stored[box.table], stored["marks"]) == (1, 1)


def test_a_flood_of_some_does_not_keep_the_others_from_answering(hall):
    hall.start()
    box, *_others = boxes = hall.boxes()
    loud, honest = hall.guests[:AT_ONCE], hall.guests[AT_ONCE : 2 * AT_ONCE]
    turns, over = itertools.count(), threading.Event()

    def flood(guest) -> None:
        while next(turns) < FLOOD or not over.is_set():
            hall.ask_as(guest, box.path, box.form(guest.number))

    def answer(guest) -> list[int]:
        return [hall.ask_as(guest, each.path, each.form(guest.number))[0] for each in boxes[:3]]

    with ThreadPoolExecutor(len(loud)) as noise, ThreadPoolExecutor(4) as room:
        going = [noise.submit(flood, guest) for guest in loud]
        statuses = [status for each in room.map(answer, honest) for status in each]
        over.set()
        for each in going:
            each.result()
    assert statuses == [302] * (3 * len(honest))
    stored = hall.stored()
    assert stored[box.table] == len(loud) + len(honest)
    assert stored["learning_pulseanswer"] == stored["learning_evaluationanswer"] == len(honest)


# P17: doors without a sign-in -----------------------------------------------------------------------------------------


def test_guessing_ends_soon_and_stays_ended_while_many_others_guess(hall):
    hall.start()
    for number, door in enumerate(["/verify/{}/", "/check-in/{}/"], 1):
        thief = f"203.0.113.{number}"

        def guess(address: str, door=door) -> int:
            return hall.guess(address, door.format(new_token()))

        with ThreadPoolExecutor(AT_ONCE) as guessing:
            statuses = Counter(guessing.map(guess, [thief] * (3 * TRIES)))
            assert set(statuses) == {404, 429}
            told = "those that the server answers side by side may get through"
            assert TRIES <= statuses[404] < TRIES + 8, told
            others = [f"198.51.{100 * number + each // 200}.{each % 200}" for each in range(MANY)]
            assert Counter(guessing.map(guess, others)) == {404: MANY}
            assert guess(thief) == 429
