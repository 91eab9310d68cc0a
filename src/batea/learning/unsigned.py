"""Answers that nobody signs: votes of a ranking, the pulse of the day, the evaluation, the sheets of a test.

Four things would give the sender away: a name, a time, the order in which rows lie on the disk (a database gives it back,
whatever the keys are), and what the disk still holds of earlier moments: two states of a box one answer apart, beside two
states of its marks, name the answer's sender. So an unsigned row has no name, the day as its only time, and each new one
makes all rows of its box be written anew in random order. Who has answered is kept apart, as a mark of its own, so that
nobody answers twice; the marks are written anew in random order, too, and say nothing about what was answered. The trail
tells the day something came in, not from whom. On SQLite deleted content is overwritten (web/databases.py) and the
write-ahead file, where earlier states would stand one after the other, is emptied after each answer. What PostgreSQL
keeps of earlier moments: docs/developers/workshops.md.
"""

import secrets
import uuid
from contextlib import suppress
from datetime import UTC, datetime, time

from django.db import DatabaseError, IntegrityError, connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from batea.problems import ALREADY_ANSWERED, Refused
from batea.programmes.actions import check
from batea.programmes.audit import write_audit
from batea.programmes.records import Record

SOMEBODY = "somebody"
PATIENCE = 300  # milliseconds to wait for those who read


class Unsigned(Record):
    """A row that says nothing about who wrote it."""

    class Meta(Record.Meta):
        abstract = True


class Answered(Record):
    """That somebody has answered a box, and no more: `box` names what was answered, e.g. "ranking:<uid>"."""

    participant = models.ForeignKey(
        "learning.Participant", models.PROTECT, verbose_name=_("participant"), related_name="+"
    )
    box = models.CharField(max_length=80)

    class Meta(Record.Meta):
        verbose_name = _("mark of an answer")
        verbose_name_plural = _("marks of answers")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["participant", "box"], name="learning_answered_once"),
        ]

    def __str__(self):
        return self.box


def midnight() -> datetime:
    """The day without the hour: the only time an unsigned row keeps."""
    return datetime.combine(timezone.localdate(), time(), tzinfo=UTC)


def has_answered(participant, box: str) -> bool:
    return Answered.objects.filter(participant=participant, box=box).exists()


@transaction.atomic
def add_unsigned(*, participant, box: str, rows: list[Unsigned], beside) -> None:
    """Keep the answers of `participant` to `box` without saying whose they are.

    `beside` is a queryset of the rows that lie in the same box: with the new ones all are written anew in random order,
    and so are the marks of the box. Raises Refused (B801) when the participant has answered this box before, B201 when
    a row is not valid. Whoever calls holds the lock of what the box belongs to.
    """
    for row in rows:
        row.changed_at = midnight()
        check(row)
    about = {"programme": participant.programme, "box": box}
    try:
        with transaction.atomic():
            Answered.objects.create(**about, participant=participant, changed_at=midnight())
    except IntegrityError as error:
        raise Refused(ALREADY_ANSWERED) from error
    for row in rows:
        row.save(force_insert=True)
    shuffle(Answered.objects.filter(**about), beside)
    write_audit(
        by=SOMEBODY,
        act="answer unsigned",
        programme=participant.programme,
        change={"box": [None, box]},
        at=midnight(),
    )


def shuffle(*boxes: models.QuerySet) -> None:
    """Write the rows of boxes anew in random order, with new keys and identities, so that neither these nor
    places tell who came first. Leaves no earlier state behind where that can be had."""
    for box in boxes:
        move(box)
    transaction.on_commit(empty_write_ahead)


def move(box: models.QuerySet) -> None:
    """Take the rows out and put them back one after the other. Moving them by their keys was four times as quick, but left
    a copy of a row where SQLite had divided a page."""
    rows = list(box.select_for_update())
    box.model.objects.filter(pk__in=[row.pk for row in rows]).delete()
    secrets.SystemRandom().shuffle(rows)
    for row in rows:
        row.pk, row.uid = None, uuid.uuid4()
        row._state.adding = True
    box.model.objects.bulk_create(rows)


def empty_write_ahead() -> None:
    """On SQLite: bring everything into the database and cut the write-ahead file to nothing. Where somebody reads on (a
    backup) it is left to the next answer, or to the end of the server."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return
    with suppress(DatabaseError), connection.cursor() as cursor:
        patience = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        try:
            cursor.execute(f"PRAGMA busy_timeout={PATIENCE}")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        finally:
            cursor.execute(f"PRAGMA busy_timeout={patience}")
