"""Answers that nobody signs: votes of a ranking, the pulse of the day, the evaluation, the sheets of a test.

Three things would give the sender away: a name, a time, and the order in which rows lie on the disk (a database gives it
back, whatever the keys are). So an unsigned row has no name, the day as its only time, and each new one makes all rows of
its box be written anew in random order. Who has answered is kept apart, as a mark of its own, so that nobody answers
twice; the marks say nothing about what was answered. The trail tells that something came in, not from whom.
"""

import secrets
import uuid
from datetime import UTC, datetime, time

from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from batea.problems import ALREADY_ANSWERED, Refused
from batea.programmes.actions import check
from batea.programmes.audit import write_audit
from batea.programmes.records import Record

SOMEBODY = "somebody"


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

    `beside` is a queryset of the rows that already lie in the same box: all are written anew in random order. Raises
    Refused (B801) when the participant has answered this box before, B201 when a row is not valid.
    """
    for row in rows:
        row.changed_at = midnight()
        check(row)
    try:
        with transaction.atomic():
            Answered.objects.create(
                programme=participant.programme, participant=participant, box=box, changed_at=midnight()
            )
    except IntegrityError as error:
        raise Refused(ALREADY_ANSWERED) from error
    shuffle([*beside.select_for_update(), *rows])
    write_audit(
        by=SOMEBODY, act="answer unsigned", programme=participant.programme, change={"box": [None, box]}
    )


def shuffle(rows: list[Unsigned]) -> None:
    """Write the rows anew in random order, with new identities, so that neither keys nor places tell who came first."""
    if not rows:
        return
    model = type(rows[0])
    model.objects.filter(pk__in=[row.pk for row in rows if row.pk]).delete()
    secrets.SystemRandom().shuffle(rows)
    for row in rows:
        row.pk, row.uid = None, uuid.uuid4()
        row._state.adding = True
    model.objects.bulk_create(rows)
