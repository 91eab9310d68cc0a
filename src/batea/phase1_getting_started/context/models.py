"""The sector as it is: what is hard about it, what nobody knows yet, and whether the forum agrees."""

from django.db import models
from django.utils import formats
from django.utils.translation import gettext_lazy as _

from batea.evidence.models import Question
from batea.programmes.models import Institution
from batea.programmes.records import Record
from batea.programmes.words import WordsField

from ..forum.models import Session
from ..wording import short


class Challenge(Record):
    """A problem of the sector, ranked by the votes it was given."""

    class Area(models.TextChoices):
        ENVIRONMENT = "environment", _("Environment")
        SOCIAL = "social", _("Social")
        ECONOMIC = "economic", _("Economic")
        GOVERNANCE = "governance", _("Governance")

    words = WordsField(_("challenge"))
    description = WordsField(_("description"), blank=True, long=True)
    area = models.CharField(_("area"), max_length=12, choices=Area)
    votes = models.PositiveIntegerField(
        _("votes"), default=0, help_text=_("Counted in exercises; change it only to mend a wrong count.")
    )
    cause = WordsField(
        _("root cause"), blank=True, help_text=_("Ask “why?” until the answer can be acted on.")
    )

    class Meta(Record.Meta):
        verbose_name = _("challenge")
        verbose_name_plural = _("challenges")

    def __str__(self):
        return short(self.words)


class DataGap(Record):
    """Something the analysis does not know, who will find out, and by when."""

    question = models.ForeignKey(
        Question,
        models.PROTECT,
        verbose_name=_("question"),
        null=True,
        blank=True,
        related_name="gaps",
        help_text=_("The key question it leaves open; the gap can close once that has a figure."),
    )
    words = WordsField(_("what is not known"))
    owner = models.ForeignKey(
        Institution, models.PROTECT, verbose_name=_("who finds out"), null=True, blank=True, related_name="+"
    )
    due = models.DateField(_("due"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("data gap")
        verbose_name_plural = _("data gaps")

    def __str__(self):
        return short(self.words)

    @property
    def planned(self) -> bool:
        """Closed, or somebody will close it by a date."""
        return self.closed_on is not None or (self.owner_id is not None and self.due is not None)


class ContextValidation(Record):
    """The forum looked at the analysis and said whether it recognises the sector in it."""

    session = models.ForeignKey(
        Session,
        models.PROTECT,
        verbose_name=_("session of the forum"),
        null=True,
        blank=True,
        related_name="validations",
    )
    day = models.DateField(_("day"))
    words = WordsField(_("what was said"), blank=True, help_text=_("Reservations too."))

    class Meta(Record.Meta):
        verbose_name = _("validation of the analysis")
        verbose_name_plural = _("validations of the analysis")

    def __str__(self):
        return formats.date_format(self.day, "SHORT_DATE_FORMAT")
