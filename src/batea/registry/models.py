"""Mine sites with the attributes of the type dictionary, and visits to them."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from batea.evidence.models import Source
from batea.guidance.catalogue import dimension_values
from batea.programmes.records import Record
from batea.programmes.words import WordsField


class PlaceClass(models.TextChoices):
    """How exactly a place may be shown to those without the right to exact places (OCHA and DHS practice)."""

    S0 = "S0", _("S0 – exact place")
    S1 = "S1", _("S1 – cell of 0.01°")
    S2 = "S2", _("S2 – cell of 0.1°")
    S3 = "S3", _("S3 – district only")
    S4 = "S4", _("S4 – not shown")


def clean_attributes(attributes) -> dict:
    """{dimension: [codes]} with known dimensions and codes only; raises ValidationError naming the first unknown."""
    if not isinstance(attributes, dict):
        raise ValidationError(_("Attributes must name dimensions and values."))
    known = dimension_values()
    for dimension, codes in attributes.items():
        allowed = known.get(dimension)
        if allowed is None or not isinstance(codes, list):
            raise ValidationError(_("Unknown dimension: %(what)s"), params={"what": dimension})
        unknown = [code for code in codes if not isinstance(code, str) or (allowed and code not in allowed)]
        if unknown:
            raise ValidationError(
                _("Unknown value: %(what)s"), params={"what": f"{dimension} = {unknown[0]}"}
            )
    return {dimension: codes for dimension, codes in attributes.items() if codes}


class Site(Record):
    """A place where people mine, as it is known now."""

    class Status(models.TextChoices):
        ACTIVE = "active", _("Active")
        INTERMITTENT = "intermittent", _("Intermittent")
        CLOSED = "closed", _("Closed or abandoned")
        UNKNOWN = "unknown", _("Not known")

    citable = True

    name = models.CharField(_("name"), max_length=120)
    code = models.CharField(_("code"), max_length=30, blank=True)
    region = models.CharField(_("region or province"), max_length=80, blank=True)
    district = models.CharField(_("district or municipality"), max_length=80, blank=True)
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    precision_m = models.PositiveIntegerField(
        _("precision of the place (metres)"),
        null=True,
        blank=True,
        help_text=_("Radius within which the site lies."),
    )
    place_class = models.CharField(
        _("place shown to others as"), max_length=2, choices=PlaceClass, default=PlaceClass.S2
    )
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.UNKNOWN)
    attributes = models.JSONField(_("attributes"), default=dict, blank=True)
    women = models.PositiveIntegerField(
        _("women on site"), null=True, blank=True, help_text=_("Empty: not counted.")
    )
    men = models.PositiveIntegerField(
        _("men on site"), null=True, blank=True, help_text=_("Empty: not counted.")
    )
    remarks = WordsField(_("remarks"), blank=True, long=True)
    source = models.ForeignKey(
        Source, models.PROTECT, verbose_name=_("source"), null=True, blank=True, related_name="sites"
    )

    class Meta(Record.Meta):
        verbose_name = _("mine site")
        verbose_name_plural = _("mine sites")

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        self.attributes = clean_attributes(self.attributes)
        if (self.latitude is None) != (self.longitude is None):
            raise ValidationError({"longitude": _("Give both latitude and longitude, or neither.")})


class Visit(Record):
    """Somebody went there: when, why, and what was seen."""

    citable = True

    site = models.ForeignKey(Site, models.PROTECT, verbose_name=_("mine site"), related_name="visits")
    day = models.DateField(_("day"))
    purpose = WordsField(_("purpose"))
    seen = WordsField(_("what was seen"), blank=True, long=True)
    source = models.ForeignKey(
        Source, models.PROTECT, verbose_name=_("source"), null=True, blank=True, related_name="visits"
    )

    class Meta(Record.Meta):
        verbose_name = _("visit")
        verbose_name_plural = _("visits")

    def __str__(self):
        return f"{self.site} · {self.day}"
