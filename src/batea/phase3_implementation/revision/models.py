"""Versions that nobody can change afterwards, the occasions for a new one, and how indicators carry over."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from batea.programmes.records import Record
from batea.programmes.words import WordsField

from ..monitoring.models import Indicator
from ..wording import short


class ReviewTrigger(Record):
    """An occasion to look at the strategy again: planned, or something that happened."""

    class Kind(models.TextChoices):
        SCHEDULED = "scheduled", _("Planned review")
        TRIGGERED = "triggered", _("When something happens")

    words = WordsField(
        _("occasion"),
        help_text=_(
            "A yearly or mid-term review; a rush, a swing in price, deadly accidents, a new law, a ruling."
        ),
    )
    kind = models.CharField(_("kind"), max_length=9, choices=Kind)
    due = models.DateField(_("due"), null=True, blank=True)
    happened_on = models.DateField(_("happened on"), null=True, blank=True)
    decision = WordsField(
        _("decision"), blank=True, long=True, help_text=_("What was decided: keep, correct, or write anew.")
    )

    class Meta(Record.Meta):
        verbose_name = _("occasion for review")
        verbose_name_plural = _("occasions for review")

    def __str__(self):
        return short(self.words)

    @property
    def waiting(self) -> bool:
        """It has come and nothing was decided."""
        come = self.happened_on or self.due
        return come is not None and come <= timezone.localdate() and not self.decision


class Light(models.Manager):
    """Leaves the whole content of a version in the database until somebody asks for it."""

    def get_queryset(self):
        return super().get_queryset().defer("content", "outline")


class FrozenVersion(Record):
    """The whole programme as it was on one day. Made by `freeze_version` alone and never changed.

    content  {table: {uid: fields}} as programmes/rows.py writes them
    outline  the strategy in the main language, as documents/stored.py writes it
    rebased  uids of indicators whose definition or baseline differs from the version before
    digest   SHA-256 over content and outline
    """

    stays_with_original = True

    number = models.PositiveIntegerField(_("number"), editable=False)
    frozen_on = models.DateField(_("frozen on"), editable=False)
    reason = WordsField(_("reason"), long=True)
    adopted_by = models.CharField(
        _("adopted by"), max_length=200, help_text=_("The authority, such as the cabinet.")
    )
    content = models.JSONField(default=dict, blank=True, editable=False)
    outline = models.JSONField(default=dict, blank=True, editable=False)
    rebased = models.JSONField(default=list, blank=True, editable=False)
    digest = models.CharField(_("fingerprint"), max_length=64, editable=False)

    objects = ScopedManager(_manager_class=Light, programme="programme")

    class Meta(Record.Meta):
        verbose_name = _("frozen version")
        verbose_name_plural = _("frozen versions")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["programme", "number"], name="phase3_version_number"),
        ]

    def __str__(self):
        return str(_("Version %(number)s") % {"number": self.number})

    def clean(self):
        super().clean()
        if self.pk is not None:
            raise ValidationError(_("A frozen version stays as it is. Freeze a new one."))


class Bridge(Record):
    """How one indicator carries over into a new version: old value, new value, and how to read the old series."""

    stays_with_original = True

    since = models.ForeignKey(
        FrozenVersion, models.PROTECT, verbose_name=_("new since version"), related_name="bridges"
    )
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, verbose_name=_("indicator"), related_name="bridges"
    )
    before = models.CharField(
        _("before"), max_length=200, help_text=_("Old definition or baseline, with its unit.")
    )
    after = models.CharField(_("after"), max_length=200)
    words = WordsField(
        _("how to read it"),
        long=True,
        help_text=_("Why it changed, and how older results compare with newer ones."),
    )

    class Meta(Record.Meta):
        verbose_name = _("line of the bridge table")
        verbose_name_plural = _("bridge table")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["since", "indicator"],
                name="phase3_bridge_once",
                violation_error_message=_("This indicator has its line for that version already."),
            ),
        ]

    def __str__(self):
        return f"{self.indicator}: {self.before} → {self.after}"
