"""Impacts rated for each type, and the measures chosen against them."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from batea.calc.priority import LEVEL_NAMES, Priority, priority_of
from batea.evidence.models import Figure
from batea.guidance.catalogue import choices, impacts, measures
from batea.programmes.models import Institution
from batea.programmes.records import Record
from batea.programmes.words import Words, WordsField

from ..types.models import AsmType
from ..vision.models import indicator_choices

LAST_MONTH = 60
BAND_WORDS = dict(
    zip(LEVEL_NAMES, (_("low"), _("medium"), _("high"), _("very high")), strict=True),
)


def impact_choices():
    return choices(impacts())


def measure_choices():
    return choices(measures())


def money(label):
    return models.DecimalField(
        label, max_digits=20, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )


def month(label, help_text=""):
    return models.PositiveSmallIntegerField(
        label, null=True, blank=True, validators=[MaxValueValidator(LAST_MONTH)], help_text=help_text
    )


class ImpactRating(Record):
    """How one impact weighs in one type, on four scales, and how sure that is."""

    citable = True

    type = models.ForeignKey(AsmType, models.PROTECT, verbose_name=_("type"), related_name="ratings")
    impact = models.CharField(_("impact"), max_length=20, choices=impact_choices)
    extent = models.PositiveSmallIntegerField(
        _("extent"),
        validators=[MinValueValidator(1), MaxValueValidator(5)],
        help_text=_("1 – one pit; 5 – far beyond the sites."),
    )
    severity = models.PositiveSmallIntegerField(
        _("severity"),
        validators=[MinValueValidator(1), MaxValueValidator(5)],
        help_text=_("1 – a nuisance; 5 – kills, or destroys for good."),
    )
    reversibility = models.PositiveSmallIntegerField(
        _("reversibility"),
        validators=[MinValueValidator(1), MaxValueValidator(5)],
        help_text=_("1 – heals by itself; 5 – cannot be undone."),
    )
    people = models.PositiveSmallIntegerField(
        _("people"),
        validators=[MinValueValidator(1), MaxValueValidator(5)],
        help_text=_("1 – hardly anybody; 5 – nearly everybody there."),
    )
    grade = models.CharField(
        _("evidence"), max_length=1, choices=Figure.Grade, help_text=_("How sure the rating is.")
    )
    cause = WordsField(_("root cause"), blank=True, long=True)

    class Meta(Record.Meta):
        verbose_name = _("rated impact")
        verbose_name_plural = _("rated impacts")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["type", "impact"],
                name="phase2_impactrating_once",
                violation_error_code="unique",
                violation_error_message=_("This impact is rated for this type already."),
            ),
        ]

    def __str__(self):
        return f"{self.type}: {self.impact_name}"

    @property
    def impact_name(self) -> Words:
        return impacts()[self.impact].name

    @property
    def strength(self) -> bool:
        """A good effect, to be kept and grown."""
        return impacts()[self.impact].group == "positive"

    @property
    def priority(self) -> Priority:
        return priority_of(self.extent, self.severity, self.reversibility, self.people)

    @property
    def urgent(self) -> bool:
        """A harm of high or very high priority: the strategy must answer it."""
        return not self.strength and self.priority.pressing

    @property
    def level_words(self):
        return BAND_WORDS[self.priority.level]


def clean_impacts(named) -> list[str]:
    """Known impacts, each once, in the order of the catalogue."""
    if not isinstance(named, list) or any(impact not in impacts() for impact in named):
        raise ValidationError(_("Choose impacts from the list."))
    return [impact for impact in impacts() if impact in named]


class ChosenMeasure(Record):
    """A measure chosen for a type: against which impacts, by whom, when, at what cost, and with what care."""

    citable = True

    type = models.ForeignKey(AsmType, models.PROTECT, verbose_name=_("type"), related_name="measures")
    measure = models.CharField(
        _("measure of the library"), max_length=20, choices=measure_choices, blank=True
    )
    own_title = WordsField(
        _("own title"), blank=True, help_text=_("For a measure that is not in the library.")
    )
    impacts = models.JSONField(_("acts on"), default=list, blank=True)
    reason = WordsField(
        _("reason"), blank=True, long=True, help_text=_("Why this measure, for this type, here.")
    )
    owner = models.ForeignKey(
        Institution, models.PROTECT, verbose_name=_("owner"), null=True, blank=True, related_name="+"
    )
    starts_month = month(_("starts in month"), _("0 is the beginning of the strategy, 60 its end."))
    ends_month = month(_("ends in month"))
    cost_low = money(_("cost, low"))
    cost_best = money(_("cost, best"))
    cost_high = money(_("cost, high"))
    indicator = models.CharField(_("indicator"), max_length=20, choices=indicator_choices, blank=True)
    preconditions = WordsField(
        _("preconditions"), blank=True, long=True, help_text=_("What must be there first.")
    )
    risks = WordsField(
        _("risks"),
        blank=True,
        long=True,
        help_text=_("What could go wrong or get worse, and the answer to it."),
    )
    gender_check = WordsField(
        _("gender check"),
        blank=True,
        long=True,
        help_text=_(
            "What it changes for women and children: work, income, time, safety, a seat at the table."
        ),
    )
    national = models.ForeignKey(
        "phase2_strategy.NationalMeasure",
        models.PROTECT,
        verbose_name=_("national measure"),
        null=True,
        blank=True,
        editable=False,
        related_name="chosen",
    )

    class Meta(Record.Meta):
        verbose_name = _("chosen measure")
        verbose_name_plural = _("chosen measures")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["type", "measure"],
                condition=~Q(measure=""),
                name="phase2_chosenmeasure_once",
                violation_error_code="unique",
                violation_error_message=_("This measure is chosen for this type already."),
            ),
            models.CheckConstraint(
                condition=Q(starts_month=None) | Q(ends_month=None) | Q(ends_month__gte=F("starts_month")),
                name="phase2_chosenmeasure_months",
                violation_error_message=_("A measure must not end before it starts."),
            ),
            models.CheckConstraint(
                condition=(Q(cost_low=None) | Q(cost_best=None) | Q(cost_low__lte=F("cost_best")))
                & (Q(cost_high=None) | Q(cost_best=None) | Q(cost_high__gte=F("cost_best")))
                & (Q(cost_low=None) | Q(cost_high=None) | Q(cost_low__lte=F("cost_high"))),
                name="phase2_chosenmeasure_cost",
                violation_error_message=_("Low must not be above best, and high not below it."),
            ),
        ]

    def __str__(self):
        return f"{self.type}: {self.name}"

    def clean(self):
        super().clean()
        self.impacts = clean_impacts(self.impacts)
        if not (self.measure or self.own_title):
            raise ValidationError({"own_title": _("Choose a measure of the library or write a title.")})

    @property
    def name(self) -> Words:
        """Its own title, or the library's."""
        entry = measures().get(self.measure)
        return self.own_title if self.own_title or entry is None else entry.name

    @property
    def answers(self) -> bool:
        """Somebody does it and its effect is measured."""
        return bool(self.owner_id and self.indicator)
