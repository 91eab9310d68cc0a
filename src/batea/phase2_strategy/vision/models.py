"""The vision in at most sixty words, and the goals that make it measurable."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from batea.evidence.models import Figure
from batea.guidance.catalogue import choices, indicators
from batea.programmes.records import Record
from batea.programmes.words import LANGUAGES, Words, WordsField

LONGEST = 60  # words; a vision that fits on a poster
YEARS = [MinValueValidator(2000), MaxValueValidator(2100)]


def indicator_choices():
    return choices(indicators())


def too_long(words: Words) -> dict[str, int]:
    """Languages in which the passage has more than sixty words, with their number."""
    counts = {lang: len(words.get(lang, "").split()) for lang in LANGUAGES}
    return {lang: count for lang, count in counts.items() if count > LONGEST}


class Vision(Record):
    """The sector wanted in ten to twenty years. One is in force; older ones stay as they were."""

    citable = True

    words = WordsField(
        _("vision"),
        long=True,
        help_text=_(
            "At most 60 words in each language. Say what should be true for miners, women and children."
        ),
    )
    target_year = models.PositiveSmallIntegerField(_("target year"), validators=YEARS)
    principles = WordsField(
        _("principles"),
        blank=True,
        long=True,
        help_text=_("What guides every choice, and what is never tolerated."),
    )
    alignment = WordsField(
        _("alignment"),
        blank=True,
        long=True,
        help_text=_(
            "How it fits the national plan, the SDGs, climate and gender policy, and the mining law."
        ),
    )
    adopted_on = models.DateField(_("adopted by the task force on"), null=True, blank=True)
    validated_on = models.DateField(_("validated in the forum on"), null=True, blank=True)
    dissent = WordsField(
        _("dissent"),
        blank=True,
        long=True,
        help_text=_("Who did not agree, and why. It is printed as it stands."),
    )

    class Meta(Record.Meta):
        verbose_name = _("vision")
        verbose_name_plural = _("vision")

    def __str__(self):
        text = str(self.words)
        return text if len(text) <= 90 else text[:88].rsplit(" ", 1)[0] + " …"

    def clean(self):
        super().clean()
        for lang, count in too_long(Words(self.words)).items():
            raise ValidationError(
                {
                    "words": _("%(lang)s: %(count)s words; at most %(most)s fit.")
                    % {"lang": lang, "count": count, "most": LONGEST}
                }
            )


class Goal(Record):
    """One headline goal: how it is measured, where it stands, where it should be."""

    citable = True

    words = WordsField(_("goal"))
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    indicator = models.CharField(_("indicator"), max_length=20, choices=indicator_choices, blank=True)
    unit = models.CharField(_("unit"), max_length=40, blank=True)
    baseline = models.ForeignKey(
        Figure, models.PROTECT, verbose_name=_("baseline"), null=True, blank=True, related_name="+"
    )
    baseline_due = models.DateField(
        _("baseline due by"), null=True, blank=True, help_text=_("When nobody has measured it yet.")
    )
    target = models.DecimalField(_("target"), max_digits=20, decimal_places=4, null=True, blank=True)
    target_year = models.PositiveSmallIntegerField(_("target year"), null=True, blank=True, validators=YEARS)

    class Meta(Record.Meta):
        verbose_name = _("goal")
        verbose_name_plural = _("goals")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(target=None) | Q(target_year__isnull=False),
                name="phase2_goal_target_year",
                violation_error_message=_("A target needs its year."),
            ),
        ]

    def __str__(self):
        text = str(self.words)
        return text if len(text) <= 90 else text[:88].rsplit(" ", 1)[0] + " …"

    @property
    def measurable(self) -> bool:
        """It has an indicator, and a baseline or the day by which there will be one."""
        return bool(self.indicator and (self.baseline_id or self.baseline_due))
