"""Price chains with their steps, and the economic levers chosen for each type."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from batea.evidence.models import Source
from batea.guidance.catalogue import unit_words
from batea.programmes.models import currency_code
from batea.programmes.records import Record
from batea.programmes.words import WordsField


def price(label, help_text=""):
    """A price in the chain's currency per common unit."""
    return models.DecimalField(
        label,
        max_digits=16,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=help_text,
    )


class PriceChain(Record):
    """One product of one type on its way from the pit to the last buyer, all prices in one unit and currency."""

    citable = True

    type = models.ForeignKey(
        "phase2_strategy.AsmType", models.PROTECT, verbose_name=_("type"), related_name="price_chains"
    )
    product = WordsField(_("product"))
    unit = models.CharField(
        _("common unit"),
        max_length=60,
        help_text=_("Every price is told for this, such as “gram of pure gold” or “pound of rough stone”."),
    )
    currency = models.CharField(_("currency"), max_length=3, validators=[currency_code])
    year = models.PositiveSmallIntegerField(
        _("year of the prices"), validators=[MinValueValidator(1900), MaxValueValidator(2100)]
    )
    note = WordsField(
        _("note"), blank=True, long=True, help_text=_("How prices were brought to the common unit.")
    )

    class Meta(Record.Meta):
        verbose_name = _("price chain")
        verbose_name_plural = _("price chains")

    def __str__(self):
        return f"{self.product} ({self.currency}, {self.year})"

    @property
    def money(self) -> str:
        """The measure of every number in the chain: “DOP per gram”."""
        return _("%(currency)s per %(unit)s") % {"currency": self.currency, "unit": unit_words(self.unit)}


class PriceStep(Record):
    """One actor of a chain: the price it receives for the common unit and what it spends besides buying the product."""

    citable = True

    chain = models.ForeignKey(PriceChain, models.PROTECT, verbose_name=_("price chain"), related_name="steps")
    order = models.PositiveSmallIntegerField(_("order"), help_text=_("1 is nearest to the pit."))
    actor = WordsField(_("actor"))
    price_low = price(_("price received, low"))
    price_best = price(_("price received, best"), _("Leave empty when nobody knows; the gap is shown."))
    price_high = price(_("price received, high"))
    costs = price(
        _("own costs"),
        _("Labour, fuel, tools, transport, fees and unofficial payments, per common unit."),
    )
    source = models.ForeignKey(
        Source, models.PROTECT, verbose_name=_("source"), null=True, blank=True, related_name="+"
    )

    class Meta(Record.Meta):
        verbose_name = _("step of a price chain")
        verbose_name_plural = _("steps of price chains")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["chain", "order"],
                name="phase2_pricestep_order",
                violation_error_message=_("Another step of this chain has this place in the order."),
            ),
            models.CheckConstraint(
                condition=Q(price_low=None) | Q(price_best=None) | Q(price_low__lte=F("price_best")),
                name="phase2_pricestep_low",
                violation_error_message=_("Low must not be above best."),
            ),
            models.CheckConstraint(
                condition=Q(price_high=None) | Q(price_best=None) | Q(price_high__gte=F("price_best")),
                name="phase2_pricestep_high",
                violation_error_message=_("High must not be below best."),
            ),
            models.CheckConstraint(
                condition=Q(price_low=None) | Q(price_high=None) | Q(price_low__lte=F("price_high")),
                name="phase2_pricestep_ends",
                violation_error_message=_("Low must not be above high."),
            ),
        ]

    def __str__(self):
        return f"{self.order}. {self.actor}"


class Lever(Record):
    """One economic lever chosen for a type, with what it brings and what it costs."""

    class Kind(models.TextChoices):
        MARKET = "market", _("Access to markets and buyers")
        FINANCE = "finance", _("Finance and debt")
        TAX = "tax", _("Taxes, royalties and fees")
        VALUE = "value", _("Adding value in the country")
        ORGANISATION = "organisation", _("Organisation of miners")
        PRODUCTIVITY = "productivity", _("Productivity and recovery")
        LINKS = "links", _("Links with farming, tourism and crafts")
        COEXISTENCE = "coexistence", _("Living beside large-scale mining")
        REVENUE = "revenue", _("Use of public revenue")

    citable = True

    type = models.ForeignKey(
        "phase2_strategy.AsmType", models.PROTECT, verbose_name=_("type"), related_name="levers"
    )
    kind = models.CharField(_("kind"), max_length=14, choices=Kind)
    words = WordsField(_("lever"), long=True)
    reason = WordsField(_("reason"), blank=True, long=True, help_text=_("Why this lever for this type."))
    benefit = WordsField(_("benefit"), blank=True, long=True, help_text=_("Who gains what, by how much."))
    cost = WordsField(_("cost"), blank=True, long=True, help_text=_("Who pays, how much, and who loses."))
    fiscal_signed_on = models.DateField(
        _("fiscal effect signed by finance on"),
        null=True,
        blank=True,
        help_text=_("The day the ministry of finance agreed with the effect on public money."),
    )

    class Meta(Record.Meta):
        verbose_name = _("economic lever")
        verbose_name_plural = _("economic levers")

    def __str__(self):
        text = str(self.words)
        return text if len(text) <= 90 else text[:88].rsplit(" ", 1)[0] + " …"
