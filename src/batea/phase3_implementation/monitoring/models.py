"""What is measured, what it should become, what was found, and what evaluations said."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from batea.evidence.models import Figure, Source
from batea.guidance.catalogue import choices, indicators, unit_words
from batea.phase2_strategy.national.models import NationalMeasure
from batea.phase2_strategy.vision.models import Goal
from batea.programmes.models import Attachment, Institution
from batea.programmes.records import Record
from batea.programmes.registers.cells import number, shown
from batea.programmes.words import Words, WordsField

from ..wording import short

YEARS = [MinValueValidator(2000), MaxValueValidator(2100)]


def indicator_choices():
    return choices(indicators())


def quantity(label, help_text="", required=False):
    return models.DecimalField(
        label, max_digits=20, decimal_places=4, null=not required, blank=not required, help_text=help_text
    )


class Indicator(Record):
    """Something measured again and again in the same way."""

    class Direction(models.TextChoices):
        UP = "up", _("Higher is better")
        DOWN = "down", _("Lower is better")
        BAND = "band", _("Best within a band")
        CONTEXT = "context", _("Context, not judged")

    class Frequency(models.TextChoices):
        MONTHLY = "monthly", _("Every month")
        QUARTERLY = "quarterly", _("Every quarter")
        HALF_YEARLY = "half_yearly", _("Every half-year")
        YEARLY = "yearly", _("Every year")
        MULTI_YEAR = "multi_year", _("Every three years")

    MONTHS = {"monthly": 1, "quarterly": 3, "half_yearly": 6, "yearly": 12, "multi_year": 36}

    catalogue = models.CharField(
        _("indicator of the library"), max_length=20, choices=indicator_choices, blank=True
    )
    name = WordsField(
        _("own name"),
        blank=True,
        help_text=_("For an indicator that is not in the library, or a name of your own."),
    )
    unit = models.CharField(_("unit"), max_length=60)
    direction = models.CharField(_("direction"), max_length=7, choices=Direction)
    by_sex = models.BooleanField(_("women and men apart"), default=False)
    adds_up = models.BooleanField(
        _("a count of people"),
        default=False,
        help_text=_("Women and men add up to the total. Leave empty for shares, rates and medians."),
    )
    frequency = models.CharField(_("measured"), max_length=11, choices=Frequency)
    owner = models.ForeignKey(
        Institution, models.PROTECT, verbose_name=_("owner"), null=True, blank=True, related_name="+"
    )
    goal = models.ForeignKey(
        Goal, models.PROTECT, verbose_name=_("goal"), null=True, blank=True, related_name="indicators"
    )
    measure = models.ForeignKey(
        NationalMeasure,
        models.PROTECT,
        verbose_name=_("measure"),
        null=True,
        blank=True,
        related_name="followed_by",
    )
    baseline = models.ForeignKey(
        Figure, models.PROTECT, verbose_name=_("baseline"), null=True, blank=True, related_name="+"
    )
    baseline_due = models.DateField(
        _("baseline due by"), null=True, blank=True, help_text=_("When nobody has measured it yet.")
    )

    class Meta(Record.Meta):
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(adds_up=False) | Q(by_sex=True),
                name="phase3_indicator_people_by_sex",
                violation_error_message=_("A count of people is kept for women and men apart."),
            ),
        ]

    def __str__(self):
        return short(self.title)

    def clean(self):
        super().clean()
        if not (self.catalogue or self.name):
            raise ValidationError({"name": _("Choose an indicator of the library or write a name.")})

    @property
    def title(self) -> Words:
        """Its own name, or the library's."""
        entry = indicators().get(self.catalogue)
        return self.name if self.name or entry is None else entry.name

    @property
    def months(self) -> int:
        """Months between two results."""
        return self.MONTHS[self.frequency]


class Target(Record):
    """What the indicator should be at the end of a year."""

    indicator = models.ForeignKey(
        Indicator, models.PROTECT, verbose_name=_("indicator"), related_name="targets"
    )
    year = models.PositiveSmallIntegerField(_("year"), validators=YEARS)
    value = quantity(_("target"), _("For a band: its lower edge."), required=True)
    upper = quantity(_("upper edge"), _("Only for an indicator that is best within a band."))

    class Meta(Record.Meta):
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["indicator", "year"],
                name="phase3_target_year",
                violation_error_message=_("This indicator has a target for that year already."),
            ),
            models.CheckConstraint(
                condition=Q(upper=None) | Q(upper__gte=F("value")),
                name="phase3_target_band",
                violation_error_message=_("The upper edge must not lie below the lower one."),
            ),
        ]

    def __str__(self):
        return f"{self.shown} ({self.year})"

    @property
    def shown(self) -> str:
        return number(self.value) if self.upper is None else f"{number(self.value)}–{number(self.upper)}"


class Result(Record):
    """What was found for one period. Women or men left empty were not counted, which is not zero."""

    citable = True

    indicator = models.ForeignKey(
        Indicator, models.PROTECT, verbose_name=_("indicator"), related_name="results"
    )
    period_from = models.DateField(_("from"))
    period_until = models.DateField(_("until"))
    value = quantity(_("value"), required=True)
    women = quantity(_("women"), _("0 when there were none; leave empty when they were not counted."))
    men = quantity(_("men"), _("0 when there were none; leave empty when they were not counted."))
    grade = models.CharField(
        _("grade"), max_length=1, choices=Figure.Grade, blank=True, help_text=_("How well it is known.")
    )
    source = models.ForeignKey(
        Source, models.PROTECT, verbose_name=_("source"), null=True, blank=True, related_name="+"
    )
    note = WordsField(_("note"), blank=True, help_text=_("Anything counted in another way than before."))

    class Meta(Record.Meta):
        verbose_name = _("result")
        verbose_name_plural = _("results")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["indicator", "period_from", "period_until"],
                name="phase3_result_period",
                violation_error_message=_("There is a result for this period already: change that one."),
            ),
            models.CheckConstraint(
                condition=Q(period_until__gte=F("period_from")),
                name="phase3_result_days",
                violation_error_message=_("The period must not end before it begins."),
            ),
        ]

    def __str__(self):
        return f"{self.indicator}: {number(self.value)} {unit_words(self.indicator.unit)} ({shown(self.period_until)})"

    def clean(self):
        super().clean()
        if self.indicator_id is not None and self.indicator.adds_up:
            check_count(self)


def check_count(result: Result) -> None:
    """A count of people is whole and not below zero, and its parts are no more than the total; raises ValidationError."""
    for name in ("value", "women", "men"):
        part = getattr(result, name)
        if part is not None and (part < 0 or part != part.to_integral_value()):
            raise ValidationError({name: _("People are counted in whole numbers from 0.")})
    counted = [part for part in (result.women, result.men) if part is not None]
    if result.value is not None and sum(counted) > result.value:
        raise ValidationError({"value": _("Women and men together are more than the total.")})


class EvaluationReport(Record):
    """A report to the public, or an evaluation with the answer to it."""

    class Kind(models.TextChoices):
        QUARTERLY = "quarterly", _("Quarterly review")
        ANNUAL = "annual", _("Public report of the year")
        MID_TERM = "mid_term", _("Mid-term evaluation")
        FINAL = "final", _("Final evaluation")
        OTHER = "other", _("Other evaluation")

    EVALUATIONS = (Kind.MID_TERM, Kind.FINAL, Kind.OTHER)

    kind = models.CharField(_("kind"), max_length=9, choices=Kind)
    day = models.DateField(_("day"), null=True, blank=True, help_text=_("The day the report is dated."))
    due = models.DateField(_("due"), null=True, blank=True)
    published_on = models.DateField(_("published on"), null=True, blank=True)
    words = WordsField(
        _("what it says"), blank=True, long=True, help_text=_("Main findings and recommendations.")
    )
    attachment = models.ForeignKey(
        Attachment, models.PROTECT, verbose_name=_("report"), null=True, blank=True, related_name="+"
    )
    response = WordsField(
        _("management response"),
        blank=True,
        long=True,
        help_text=_("What is accepted, partly accepted or refused, and what will be done."),
    )
    response_owner = models.ForeignKey(
        Institution,
        models.PROTECT,
        verbose_name=_("response carried out by"),
        null=True,
        blank=True,
        related_name="+",
    )
    response_due = models.DateField(_("response carried out until"), null=True, blank=True)

    citable = True

    class Meta(Record.Meta):
        verbose_name = _("report or evaluation")
        verbose_name_plural = _("reports and evaluations")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(day__isnull=False) | Q(due__isnull=False),
                name="phase3_report_day",
                violation_error_message=_("Give the day of the report, or the day it is due."),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} ({shown(self.day or self.due)})"

    @property
    def answered(self) -> bool:
        """It has a response with an owner and a date."""
        return bool(self.response and self.response_owner_id and self.response_due)
