"""Actions that carry out the measures of the strategy, their milestones, and what stands in their way."""

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from batea.phase2_strategy.national.models import NationalMeasure
from batea.programmes.models import Attachment, Institution
from batea.programmes.records import Record
from batea.programmes.words import WordsField

from ..wording import short


def money(label, help_text=""):
    """An amount in the programme's currency."""
    return models.DecimalField(
        label,
        max_digits=20,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=help_text,
    )


class Action(Record):
    """Something one institution does to carry out one measure."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("Planned")
        UNDER_WAY = "under_way", _("Under way")
        DONE = "done", _("Done")
        BLOCKED = "blocked", _("Blocked")
        REPLANNED = "replanned", _("Re-planned")
        STOPPED = "stopped", _("Stopped")

    NEEDS_REASON = (Status.BLOCKED, Status.REPLANNED, Status.STOPPED)
    CLOSED = (Status.DONE, Status.STOPPED)

    measure = models.ForeignKey(
        NationalMeasure, models.PROTECT, verbose_name=_("measure"), related_name="actions"
    )
    words = WordsField(_("action"))
    owner = models.ForeignKey(
        Institution, models.PROTECT, verbose_name=_("owner"), null=True, blank=True, related_name="+"
    )
    starts = models.DateField(_("starts"), null=True, blank=True)
    ends = models.DateField(_("ends"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.PLANNED)
    reason = WordsField(
        _("reason"),
        blank=True,
        help_text=_("Needed when it is blocked, re-planned or stopped: why, and who can change that."),
    )
    budget = money(_("budget"), _("In the programme's currency."))
    released = money(_("released"), _("How much of the budget the institution has received so far."))
    spent = money(_("spent"))

    class Meta(Record.Meta):
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(starts=None) | Q(ends=None) | Q(ends__gte=F("starts")),
                name="phase3_action_dates",
                violation_error_message=_("It cannot end before it starts."),
            ),
        ]

    def __str__(self):
        return short(self.words)

    def clean(self):
        super().clean()
        if self.status in self.NEEDS_REASON and not self.reason:
            raise ValidationError({"reason": _("Say why.")})

    @property
    def closed(self) -> bool:
        return self.status in self.CLOSED

    @property
    def late(self) -> bool:
        """It should have ended or begun by today."""
        today = timezone.localdate()
        ended = self.ends is not None and self.ends < today
        begun = self.status != self.Status.PLANNED
        return not self.closed and (ended or (not begun and self.starts is not None and self.starts < today))


class Milestone(Record):
    """A point on the way that somebody outside can check."""

    action = models.ForeignKey(Action, models.PROTECT, verbose_name=_("action"), related_name="milestones")
    words = WordsField(_("milestone"))
    due = models.DateField(_("due"))
    done_on = models.DateField(_("done on"), null=True, blank=True)
    proof = models.ForeignKey(
        Attachment,
        models.PROTECT,
        verbose_name=_("proof"),
        null=True,
        blank=True,
        related_name="+",
        help_text=_("A file that shows it: minutes, a photo, a signed list."),
    )

    class Meta(Record.Meta):
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")

    def __str__(self):
        return short(self.words)

    def clean(self):
        super().clean()
        if self.done_on is not None and self.done_on > timezone.localdate():
            raise ValidationError({"done_on": _("This day is still to come.")})

    @property
    def late(self) -> bool:
        return self.done_on is None and self.due < timezone.localdate()


class Issue(Record):
    """Something that stands in the way and that somebody must clear."""

    class Risk(models.TextChoices):
        HIGH = "high", _("High")
        MEDIUM = "medium", _("Medium")
        LOW = "low", _("Low")

    action = models.ForeignKey(
        Action,
        models.PROTECT,
        verbose_name=_("action"),
        null=True,
        blank=True,
        related_name="issues",
        help_text=_("Leave empty when it concerns the whole strategy."),
    )
    words = WordsField(_("issue"), long=True)
    risk = models.CharField(_("risk"), max_length=6, choices=Risk)
    owner = models.ForeignKey(
        Institution,
        models.PROTECT,
        verbose_name=_("to be cleared by"),
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Often not the one who suffers from it."),
    )
    opened_on = models.DateField(_("opened on"), default=timezone.localdate)
    due = models.DateField(_("due"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("issue")
        verbose_name_plural = _("issues")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=F("opened_on")),
                name="phase3_issue_days",
                violation_error_message=_("It cannot be closed before it was opened."),
            ),
        ]

    def __str__(self):
        return short(self.words)

    @property
    def late(self) -> bool:
        return self.closed_on is None and self.due is not None and self.due < timezone.localdate()
