"""Partners: what the strategy needs, what others offer, and what somebody has committed to."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from batea.programmes.models import Attachment, Institution, currency_code
from batea.programmes.records import Record
from batea.programmes.words import WordsField

from ..wording import short, step_choices


class Need(Record):
    """Something the strategy needs and the task force cannot provide alone."""

    class Priority(models.TextChoices):
        HIGH = "high", _("High")
        MEDIUM = "medium", _("Medium")
        LOW = "low", _("Low")

    words = WordsField(_("need"))
    priority = models.CharField(_("priority"), max_length=6, choices=Priority)
    step = models.CharField(_("step it serves"), max_length=8, choices=step_choices, blank=True)
    declared_gap = models.BooleanField(
        _("declared gap"), default=False, help_text=_("Nobody covers it, and the strategy says so openly.")
    )
    budget_line = WordsField(
        _("own budget line"), blank=True, help_text=_("When the state pays for it itself.")
    )

    class Meta(Record.Meta):
        verbose_name = _("need")
        verbose_name_plural = _("needs")

    def __str__(self):
        return short(self.words)


class Offer(Record):
    """What an institution could give: money, knowledge, people, access."""

    institution = models.ForeignKey(
        Institution, models.PROTECT, verbose_name=_("institution"), related_name="offers"
    )
    words = WordsField(_("offer"))
    theme = models.CharField(
        _("theme"), max_length=60, blank=True, help_text=_("Such as geology, gender, finance, health.")
    )
    starts = models.DateField(_("from"), null=True, blank=True)
    ends = models.DateField(_("until"), null=True, blank=True)
    conditions = WordsField(
        _("conditions"), blank=True, help_text=_("What comes with it, and what remains afterwards.")
    )

    class Meta(Record.Meta):
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(ends__gte=F("starts")),
                name="partners_offer_ends_later",
                violation_error_message=_("It cannot end before it starts."),
            ),
        ]

    def __str__(self):
        return short(self.words)


class Commitment(Record):
    """An institution takes a need on, with an amount and dates."""

    need = models.ForeignKey(Need, models.PROTECT, verbose_name=_("need"), related_name="commitments")
    offer = models.ForeignKey(
        Offer, models.PROTECT, verbose_name=_("offer"), null=True, blank=True, related_name="commitments"
    )
    institution = models.ForeignKey(
        Institution, models.PROTECT, verbose_name=_("institution"), related_name="commitments"
    )
    amount = models.DecimalField(
        _("amount"),
        max_digits=16,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=_("Value help in kind too."),
    )
    currency = models.CharField(_("currency"), max_length=3, blank=True, validators=[currency_code])
    starts = models.DateField(_("starts"), null=True, blank=True)
    ends = models.DateField(_("ends"), null=True, blank=True)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    attachment = models.ForeignKey(
        Attachment, models.PROTECT, verbose_name=_("signed copy"), null=True, blank=True, related_name="+"
    )

    class Meta(Record.Meta):
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(ends__gte=F("starts")),
                name="partners_commitment_ends_later",
                violation_error_message=_("It cannot end before it starts."),
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | ~Q(currency=""),
                name="partners_amount_has_currency",
                violation_error_message=_("Say in which currency the amount is."),
            ),
        ]

    def __str__(self):
        return f"{self.institution} · {self.need}"

    @property
    def dated(self) -> bool:
        return self.starts is not None and self.ends is not None
