"""Expert round tables, and the pulse of the day."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from batea.phase1_getting_started.wording import short
from batea.programmes.records import Record
from batea.programmes.words import WordsField

from ...unsigned import Unsigned
from ..agenda.models import AgendaItem, Day
from ..participants.models import Participant

SCORE = [MinValueValidator(1), MaxValueValidator(5)]


class RoundTable(Record):
    """A topic, an expert who hosts it, and so many seats."""

    item = models.ForeignKey(
        AgendaItem, models.PROTECT, verbose_name=_("session"), null=True, blank=True, related_name="tables"
    )
    topic = WordsField(_("topic"))
    questions = WordsField(_("questions to begin with"), blank=True, long=True)
    host = models.ForeignKey(
        Participant, models.PROTECT, verbose_name=_("host"), null=True, blank=True, related_name="hosts"
    )
    seats = models.PositiveSmallIntegerField(
        _("seats"), default=8, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )

    class Meta(Record.Meta):
        verbose_name = _("round table")
        verbose_name_plural = _("round tables")

    def __str__(self):
        return str(self.topic)


class Seating(Record):
    """Somebody sits at a table or waits for a seat, in the order of coming."""

    table = models.ForeignKey(RoundTable, models.PROTECT, verbose_name=_("table"), related_name="seatings")
    participant = models.ForeignKey(
        Participant, models.PROTECT, verbose_name=_("participant"), related_name="seatings"
    )
    place = models.PositiveSmallIntegerField(_("place in the queue"), editable=False)

    class Meta(Record.Meta):
        verbose_name = _("seat at a round table")
        verbose_name_plural = _("seats at round tables")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["table", "participant"], name="learning_seat_once"),
            models.UniqueConstraint(fields=["table", "place"], name="learning_seat_place"),
        ]

    def __str__(self):
        return f"{self.participant} – {self.table}"


class TableNote(Record):
    """What was asked, said, taken away or promised at a table."""

    class Kind(models.TextChoices):
        QUESTION = "question", _("Question")
        NOTE = "note", _("Note")
        TAKE_AWAY = "take_away", _("Take-away")
        COMMITMENT = "commitment", _("Commitment")

    citable = True

    table = models.ForeignKey(RoundTable, models.PROTECT, verbose_name=_("table"), related_name="notes")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    words = WordsField(_("text"), long=True)
    participant = models.ForeignKey(
        Participant, models.PROTECT, verbose_name=_("whose"), null=True, blank=True, related_name="+"
    )
    due = models.DateField(_("due"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("note of a round table")
        verbose_name_plural = _("notes of round tables")

    def __str__(self):
        return short(self.words)


class PulseAnswer(Unsigned):
    """Three questions at the end of a day, answered by nobody in particular."""

    day = models.ForeignKey(Day, models.PROTECT, verbose_name=_("day"), related_name="pulse")
    useful = models.PositiveSmallIntegerField(_("useful for my work"), validators=SCORE)
    pace = models.PositiveSmallIntegerField(_("right pace"), validators=SCORE)
    heard = models.PositiveSmallIntegerField(_("I was heard"), validators=SCORE)
    words = WordsField(_("what should change tomorrow"), blank=True)

    class Meta(Unsigned.Meta):
        verbose_name = _("answer to the daily pulse")
        verbose_name_plural = _("daily pulse")

    def __str__(self):
        return str(self.day)
