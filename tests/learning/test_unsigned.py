"""Answers that nobody signs cannot be traced to who gave them."""

import json
from datetime import UTC, datetime

import pytest
import time_machine
from django.db import connection

from batea.learning.models import Answered, Day, PulseAnswer
from batea.learning.unsigned import add_unsigned, has_answered
from batea.problems import ALREADY_ANSWERED, NOT_VALID, Refused
from batea.programmes.audit import chain_of, verify_audit
from batea.programmes.models import AuditEntry
from tests.learning.conftest import participant

PEOPLE = 30


def answer(who, useful=3, day=None):
    day = day or Day.objects.first()
    row = PulseAnswer(programme=who.programme, day=day, useful=useful, pace=3, heard=3)
    add_unsigned(participant=who.participant, box=f"pulse:{day.uid}", rows=[row], beside=day.pulse.all())


def test_nobody_answers_twice(marta):
    answer(marta)
    with pytest.raises(Refused) as refused:
        answer(marta)
    assert refused.value.problem is ALREADY_ANSWERED
    assert PulseAnswer.objects.count() == 1


def test_who_has_answered_is_known_but_not_what(marta, nico):
    answer(marta, useful=5)
    box = f"pulse:{Day.objects.first().uid}"
    assert (has_answered(marta.participant, box), has_answered(nico.participant, box)) == (True, False)
    row = PulseAnswer.objects.values().get()
    assert not {str(value) for value in row.values()} & {
        str(marta.participant.uid),
        marta.participant.badge,
        marta.account.email,
    }


def test_a_row_keeps_the_day_and_not_the_hour(marta):
    with time_machine.travel(datetime(2018, 6, 25, 17, 42, 31, tzinfo=UTC), tick=False):
        answer(marta)
    assert PulseAnswer.objects.get().changed_at == datetime(2018, 6, 25, tzinfo=UTC)
    assert Answered.objects.get().changed_at == datetime(2018, 6, 25, tzinfo=UTC)


def test_the_trail_tells_that_something_came_in_not_from_whom(marta):
    answer(marta)
    entry = AuditEntry.objects.filter(chain=chain_of(marta.programme)).latest("number")
    assert (entry.actor, entry.uid, entry.what) == ("somebody", None, "")
    assert json.loads(entry.change) == {"box": [None, f"pulse:{Day.objects.first().uid}"]}
    assert entry.at.strftime("%H:%M:%S.%f") == "00:00:00.000000", "the day, not the hour"
    assert verify_audit(chain_of(marta.programme))


def test_a_wrong_answer_leaves_nothing_and_may_be_given_again(marta):
    with pytest.raises(Refused) as refused:
        answer(marta, useful=9)
    assert refused.value.problem is NOT_VALID
    assert Answered.objects.count() == PulseAnswer.objects.count() == 0
    answer(marta)


def rank_correlation(order: list[int]) -> float:
    """Spearman's coefficient between the order of coming (0, 1, …) and the order in which the rows lie."""
    count = len(order)
    apart = sum((came - lies) ** 2 for came, lies in enumerate(order))
    return 1 - 6 * apart / (count * (count**2 - 1))


LYING = {"sqlite": "rowid", "postgresql": "ctid"}  # how a database names the place of a row


def lying(model, column: str) -> list:
    """What stands in a column, as the rows lie on the disk."""
    with connection.cursor() as cursor:
        place, table = LYING[connection.vendor], model._meta.db_table
        cursor.execute(f"SELECT {column} FROM {table} ORDER BY {place}")
        return [row[0] for row in cursor.fetchall()]


def test_neither_answers_nor_marks_lie_in_the_order_of_coming(workshop):
    """Averaged over many boxes; in the order of coming it would be 1, in the opposite one -1."""
    people = [participant(workshop, f"p{number}", "PE") for number in range(5)]
    came = {who.participant.pk: number for number, who in enumerate(people)}
    answers, marks = [], []
    for _round in range(PEOPLE):
        Answered.objects.all().delete()
        PulseAnswer.objects.all().delete()
        for number, who in enumerate(people):
            answer(who, useful=number + 1)
        answers.append(rank_correlation([useful - 1 for useful in lying(PulseAnswer, "useful")]))
        marks.append(rank_correlation([came[who] for who in lying(Answered, "participant_id")]))
    assert abs(sum(answers) / PEOPLE) < 0.4
    assert abs(sum(marks) / PEOPLE) < 0.4


def test_all_rows_of_a_box_seem_to_be_of_one_moment(workshop):
    """PostgreSQL keeps with each row which transaction wrote it: one number for all, or it would count the answers."""
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL keeps this")
    for number in range(5):
        answer(participant(workshop, f"p{number}", "PE"))
    for model in (PulseAnswer, Answered):
        assert len(set(lying(model, "xmin::text"))) == 1


def test_rows_of_other_boxes_stay_where_they_are(marta, nico):
    first, second = Day.objects.order_by("date")
    answer(marta, day=first)
    before = PulseAnswer.objects.values_list("pk", "uid").get()
    answer(nico, day=second)
    assert PulseAnswer.objects.filter(day=first).values_list("pk", "uid").get() == before
