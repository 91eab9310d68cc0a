"""The task force: its founding act, its seats, what it decided and what it plans."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import formats
from django.utils.translation import gettext_lazy as _

from batea.evidence.models import LegalInstrument
from batea.programmes.models import Attachment, Institution, Person
from batea.programmes.records import Record
from batea.programmes.words import WordsField

from ..wording import short


class Charter(Record):
    """The act that founds the task force, with its terms of reference. One per programme is normal."""

    class Kind(models.TextChoices):
        DECREE = "decree", _("Decree")
        ORDER = "order", _("Ministerial order")
        MOU = "mou", _("Memorandum of understanding")
        OTHER = "other", _("Other")

    kind = models.CharField(_("kind of act"), max_length=8, choices=Kind)
    name = models.CharField(_("name and number"), max_length=200)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    attachment = models.ForeignKey(
        Attachment, models.PROTECT, verbose_name=_("signed copy"), null=True, blank=True, related_name="+"
    )
    instrument = models.ForeignKey(
        LegalInstrument,
        models.PROTECT,
        verbose_name=_("entry among the laws"),
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Instead of a copy, when the act is already in the register of laws."),
    )
    terms = WordsField(
        _("terms of reference"),
        blank=True,
        long=True,
        help_text=_("What the task force is to do, by when, and whom it answers to."),
    )
    rules_adopted_on = models.DateField(
        _("rules adopted on"),
        null=True,
        blank=True,
        help_text=_("How it decides, what stays confidential, what happens with conflicts of interest."),
    )
    secretariat = WordsField(
        _("secretariat"), blank=True, help_text=_("Which unit does the daily work, with how many people.")
    )
    budget_line = WordsField(
        _("budget line"), blank=True, help_text=_("Where the money for the work plan comes from.")
    )

    class Meta(Record.Meta):
        verbose_name = _("founding act")
        verbose_name_plural = _("founding acts")

    def __str__(self):
        return self.name


class Seat(Record):
    """An institution's place: who sits there, and who when that person cannot come."""

    institution = models.ForeignKey(
        Institution, models.PROTECT, verbose_name=_("institution"), related_name="seats"
    )
    mandated = models.BooleanField(
        _("mandated"), default=True, help_text=_("The act obliges it to take part; untick for guests.")
    )
    titular = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("titular"), null=True, blank=True, related_name="titular_of"
    )
    alternate = models.ForeignKey(
        Person,
        models.PROTECT,
        verbose_name=_("alternate"),
        null=True,
        blank=True,
        related_name="alternate_of",
    )
    part = WordsField(_("what it answers for"), blank=True)

    class Meta(Record.Meta):
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["programme", "institution"], name="task_force_one_seat"),
            models.CheckConstraint(
                condition=~Q(titular=F("alternate")),
                name="task_force_alternate_is_another",
                violation_error_message=_("Titular and alternate must be two people."),
            ),
        ]

    def __str__(self):
        return str(self.institution)

    @property
    def filled(self) -> bool:
        return self.titular_id is not None and self.alternate_id is not None


class Meeting(Record):
    """A meeting of the task force."""

    day = models.DateField(_("day"))
    place = models.CharField(_("place"), max_length=120)
    agenda = WordsField(_("agenda"), blank=True)
    minutes = WordsField(_("minutes"), blank=True, long=True)
    attachment = models.ForeignKey(
        Attachment, models.PROTECT, verbose_name=_("signed minutes"), null=True, blank=True, related_name="+"
    )
    women = models.PositiveSmallIntegerField(_("women present"), null=True, blank=True)
    men = models.PositiveSmallIntegerField(_("men present"), null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")

    def __str__(self):
        return f"{formats.date_format(self.day, 'SHORT_DATE_FORMAT')} · {self.place}"

    @property
    def minuted(self) -> bool:
        return bool(self.minutes) or self.attachment_id is not None


class Decision(Record):
    """What a meeting decided, who carries it out, and when that was done."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, verbose_name=_("meeting"), related_name="decisions")
    words = WordsField(_("decision"))
    owner = models.ForeignKey(
        Institution, models.PROTECT, verbose_name=_("carried out by"), null=True, blank=True, related_name="+"
    )
    due = models.DateField(_("due"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")

    def __str__(self):
        return short(self.words)


class WorkItem(Record):
    """One line of the task force's work plan."""

    words = WordsField(_("what is done"))
    starts = models.DateField(_("starts"))
    ends = models.DateField(_("ends"))
    owner = models.ForeignKey(
        Institution, models.PROTECT, verbose_name=_("owner"), null=True, blank=True, related_name="+"
    )
    budget = models.DecimalField(
        _("budget"),
        max_digits=16,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=_("In the programme's currency; 0 when staff time is enough."),
    )
    done_on = models.DateField(_("done on"), null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("item of the work plan")
        verbose_name_plural = _("work plan")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(ends__gte=F("starts")),
                name="task_force_work_ends_later",
                violation_error_message=_("It cannot end before it starts."),
            ),
        ]

    def __str__(self):
        return short(self.words)
