"""Days and sessions, who gives them, and the versions of the agenda that were released."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import formats
from django.utils.translation import gettext_lazy as _

from batea.phase1_getting_started.wording import step_choices
from batea.programmes.records import Record
from batea.programmes.words import WordsField

from ..request.models import Objective
from .rules import read_content


class Day(Record):
    """One day of the workshop."""

    date = models.DateField(_("date"))
    title = WordsField(_("title"))
    summary = WordsField(
        _("what the day did"),
        blank=True,
        long=True,
        help_text=_("For the report: what was done, how it went."),
    )
    code = models.CharField(max_length=32, editable=False, blank=True)
    stays_here = ("code",)

    class Meta(Record.Meta):
        verbose_name = _("day")
        verbose_name_plural = _("days")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["programme", "date"], name="learning_day_once"),
        ]

    def __str__(self):
        return f"{formats.date_format(self.date, 'SHORT_DATE_FORMAT')} · {self.title}"


class AgendaItem(Record):
    """One session of a day."""

    class Method(models.TextChoices):
        LECTURE = "lecture", _("Short lecture")
        GROUP = "group", _("Group exercise")
        ROUND_TABLE = "round_table", _("Expert round table")
        PLENARY = "plenary", _("Plenary")
        CASE = "case", _("Case study")
        VISIT = "visit", _("Field visit")
        PLANNING = "planning", _("Return-to-work planning")
        PEER = "peer", _("Peer exercise")
        OPENING = "opening", _("Opening")
        BREAK = "break", _("Break")

    day = models.ForeignKey(Day, models.PROTECT, verbose_name=_("day"), related_name="items")
    starts = models.TimeField(_("starts"))
    ends = models.TimeField(_("ends"))
    title = WordsField(_("title"))
    method = models.CharField(_("method"), max_length=11, choices=Method)
    objective = models.ForeignKey(
        Objective,
        models.PROTECT,
        verbose_name=_("objective it serves"),
        null=True,
        blank=True,
        related_name="items",
    )
    step = models.CharField(_("step of the guidance"), max_length=8, choices=step_choices, blank=True)
    room = models.CharField(_("room"), max_length=60, blank=True)
    words = WordsField(_("what happens"), blank=True, long=True)

    class Meta(Record.Meta):
        verbose_name = _("session of the agenda")
        verbose_name_plural = _("sessions of the agenda")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(ends__gt=F("starts")),
                name="learning_item_ends_later",
                violation_error_message=_("It cannot end before it starts."),
            ),
        ]

    def __str__(self):
        return str(self.title)


class AgendaRelease(Record):
    """The agenda as it was given out, with what changed since the one before. It never changes."""

    number = models.PositiveSmallIntegerField(_("version"), editable=False)
    released_on = models.DateField(_("released on"), editable=False)
    note = WordsField(_("note to the participants"), blank=True, long=True)
    content = models.JSONField(default=list, editable=False)
    digested = ("content",)

    class Meta(Record.Meta):
        verbose_name = _("released agenda")
        verbose_name_plural = _("released agendas")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["programme", "number"], name="learning_release_number"),
        ]

    def __str__(self):
        return str(_("Version %(number)s") % {"number": self.number})

    def clean(self):
        """A version may come in with a file: it holds sessions and nothing else."""
        try:
            read_content(self.content)
        except ValueError as error:
            raise ValidationError({"content": _("This is no version of an agenda.")}) from error
