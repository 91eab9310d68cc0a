"""The national strategy: its act, its measures, what they need of each other, and its risks."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from batea.evidence.models import Figure, LegalInstrument
from batea.guidance.catalogue import measures
from batea.programmes.models import Institution
from batea.programmes.records import Record
from batea.programmes.words import Words, WordsField

from ..impacts.models import indicator_choices, measure_choices, month

YEAR = [MinValueValidator(1900), MaxValueValidator(2100)]
HORIZONS = {"0-12": (0, 12), "12-36": (12, 36), "36-60": (36, 61)}


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


class Strategy(Record):
    """The national strategy as an act of government: its title, period, adoption and budget."""

    title = WordsField(_("title"))
    period_from = models.PositiveSmallIntegerField(_("from year"), validators=YEAR)
    period_until = models.PositiveSmallIntegerField(_("until year"), validators=YEAR)
    summary = WordsField(_("summary"), blank=True, long=True, help_text=_("What a citizen should know."))
    consultation = WordsField(
        _("consultation"),
        blank=True,
        long=True,
        help_text=_("Who was heard, and what changed because of it."),
    )
    adopted_on = models.DateField(_("adopted on"), null=True, blank=True)
    adopted_by = models.CharField(
        _("adopted by"), max_length=200, blank=True, help_text=_("The authority, such as the cabinet.")
    )
    act = models.ForeignKey(
        LegalInstrument,
        models.PROTECT,
        verbose_name=_("act of adoption"),
        null=True,
        blank=True,
        related_name="+",
    )
    open_at_adoption = models.JSONField(_("gates open at adoption"), default=list, blank=True, editable=False)
    year_one_budget = money(_("budget of the first year"))
    year_one_approved_on = models.DateField(_("first budget approved on"), null=True, blank=True)
    published_on = models.DateField(_("published on"), null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("national strategy")
        verbose_name_plural = _("national strategy")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["programme"],
                name="phase2_strategy_once",
                violation_error_message=_("This programme has its strategy already: change that one."),
            ),
            models.CheckConstraint(
                condition=Q(period_until__gte=F("period_from")),
                name="phase2_strategy_period",
                violation_error_message=_("The period must not end before it begins."),
            ),
        ]

    def __str__(self):
        return f"{self.title} {self.period_from}–{self.period_until}"


class NationalMeasure(Record):
    """One measure of the whole strategy, merged from what the types chose or added for all of them."""

    class Horizon(models.TextChoices):
        FIRST = "0-12", _("months 0–12")
        SECOND = "12-36", _("months 12–36")
        THIRD = "36-60", _("months 36–60")

    citable = True

    measure = models.CharField(
        _("measure of the library"), max_length=20, choices=measure_choices, blank=True
    )
    own_title = WordsField(
        _("own title"),
        blank=True,
        help_text=_("For a measure that is not in the library, or a name of your own."),
    )
    horizon = models.CharField(
        _("horizon"),
        max_length=5,
        choices=Horizon,
        blank=True,
        help_text=_("Leave empty to take it from the month it starts."),
    )
    starts_month = month(_("starts in month"), _("0 is the beginning of the strategy, 60 its end."))
    ends_month = month(_("ends in month"))
    owner = models.ForeignKey(
        Institution, models.PROTECT, verbose_name=_("owner"), null=True, blank=True, related_name="+"
    )
    cost_low = money(_("cost, low"))
    cost_best = money(_("cost, best"), _("Over the whole period, in the programme's currency."))
    cost_high = money(_("cost, high"))
    indicator = models.CharField(_("indicator"), max_length=20, choices=indicator_choices, blank=True)
    baseline = models.ForeignKey(
        Figure, models.PROTECT, verbose_name=_("baseline"), null=True, blank=True, related_name="+"
    )
    target = models.DecimalField(_("target"), max_digits=20, decimal_places=4, null=True, blank=True)
    target_year = models.PositiveSmallIntegerField(_("target year"), null=True, blank=True, validators=YEAR)
    common = models.BooleanField(_("common to several types"), default=False)
    note = WordsField(_("note"), blank=True, long=True)
    # What the last consolidation put here: what differs from it was changed by people and is kept.
    proposed = models.JSONField(default=dict, blank=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("national measure")
        verbose_name_plural = _("national measures")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["programme", "measure"],
                condition=~Q(measure=""),
                name="phase2_nationalmeasure_once",
                violation_error_message=_("The strategy has this measure already."),
            ),
            models.CheckConstraint(
                condition=Q(starts_month=None) | Q(ends_month=None) | Q(ends_month__gte=F("starts_month")),
                name="phase2_nationalmeasure_months",
                violation_error_message=_("A measure must not end before it starts."),
            ),
            models.CheckConstraint(
                condition=(Q(cost_low=None) | Q(cost_best=None) | Q(cost_low__lte=F("cost_best")))
                & (Q(cost_high=None) | Q(cost_best=None) | Q(cost_high__gte=F("cost_best")))
                & (Q(cost_low=None) | Q(cost_high=None) | Q(cost_low__lte=F("cost_high"))),
                name="phase2_nationalmeasure_cost",
                violation_error_message=_("Low must not be above best, and high not below it."),
            ),
        ]

    def __str__(self):
        return str(self.name)

    def clean(self):
        super().clean()
        if not (self.measure or self.own_title):
            raise ValidationError({"own_title": _("Choose a measure of the library or write a title.")})

    @property
    def name(self) -> Words:
        """Its own title, or the library's."""
        entry = measures().get(self.measure)
        return self.own_title if self.own_title or entry is None else entry.name

    @property
    def window(self) -> str:
        """The horizon chosen by people, else the one its first month falls into, else ""."""
        if self.horizon or self.starts_month is None:
            return self.horizon
        return next(name for name, (first, end) in HORIZONS.items() if first <= self.starts_month < end)


class MeasureLink(Record):
    """What one measure of this strategy needs of another, or where they get in each other's way."""

    class Kind(models.TextChoices):
        NEEDS = "needs", _("needs first")
        CONFLICTS = "conflicts", _("gets in the way of")

    first = models.ForeignKey(
        NationalMeasure, models.PROTECT, verbose_name=_("measure"), related_name="links"
    )
    kind = models.CharField(_("relation"), max_length=9, choices=Kind)
    then = models.ForeignKey(
        NationalMeasure, models.PROTECT, verbose_name=_("other measure"), related_name="linked_from"
    )
    note = WordsField(
        _("note"), blank=True, long=True, help_text=_("Why, and how a contradiction was settled.")
    )

    class Meta(Record.Meta):
        verbose_name = _("link between measures")
        verbose_name_plural = _("links between measures")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["first", "kind", "then"],
                name="phase2_measurelink_once",
                violation_error_message=_("These measures are linked this way already."),
            ),
            models.CheckConstraint(
                condition=~Q(first=F("then")),
                name="phase2_measurelink_other",
                violation_error_message=_("A measure cannot be linked to itself."),
            ),
        ]

    def __str__(self):
        return f"{self.first} – {self.get_kind_display()} – {self.then}"


class RiskItem(Record):
    """What could stop the strategy, and what will be done about it."""

    SCALE = [MinValueValidator(1), MaxValueValidator(5)]

    words = WordsField(_("risk"), long=True)
    likelihood = models.PositiveSmallIntegerField(
        _("likelihood"), validators=SCALE, help_text=_("1 – hardly ever, 5 – almost certain.")
    )
    effect = models.PositiveSmallIntegerField(
        _("effect"), validators=SCALE, help_text=_("1 – small, 5 – would stop the strategy.")
    )
    response = WordsField(_("response"), blank=True, long=True)
    owner = models.ForeignKey(
        Institution, models.PROTECT, verbose_name=_("owner"), null=True, blank=True, related_name="+"
    )

    class Meta(Record.Meta):
        verbose_name = _("risk")
        verbose_name_plural = _("risks")

    def __str__(self):
        text = str(self.words)
        return text if len(text) <= 90 else text[:88].rsplit(" ", 1)[0] + " …"

    @property
    def level(self) -> int:
        """Likelihood × effect, 1 to 25."""
        return self.likelihood * self.effect
