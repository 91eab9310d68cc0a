"""Mine sites with the attributes of the type dictionary, visits, counts of people, and what became of a site.

Layers (protected areas, mining titles, …) are outlines from elsewhere that sites are laid over.
"""

import json

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from batea.evidence.models import Source
from batea.guidance.catalogue import dimension_values
from batea.programmes.records import Record
from batea.programmes.words import WordsField

from .geometry import BadGeometry, checked, edges, shape_of, written


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
    # Beside the status, not one of its values: a merge that is undone leaves the status as it was.
    merged = models.BooleanField(_("merged into another site"), default=False, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("mine site")
        verbose_name_plural = _("mine sites")
        indexes = [
            # Holds all that a map without filters asks, so that a hundred thousand sites are counted from it alone.
            models.Index(
                fields=["programme", "latitude", "longitude", "place_class", "merged"],
                name="registry_site_place",
            ),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        self.attributes = clean_attributes(self.attributes)
        if (self.latitude is None) != (self.longitude is None):
            raise ValidationError({"longitude": _("Give both latitude and longitude, or neither.")})


def origin_field() -> models.CharField:
    """The table of the record this one was made from, "" when somebody typed it; `origin_uid` says which."""
    return models.CharField(_("made from"), max_length=80, blank=True, editable=False)


def origin_uid_field() -> models.UUIDField:
    return models.UUIDField(null=True, blank=True, editable=False)


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
    origin = origin_field()
    origin_uid = origin_uid_field()

    class Meta(Record.Meta):
        verbose_name = _("visit")
        verbose_name_plural = _("visits")

    def __str__(self):
        return f"{self.site} · {self.day}"


class HeadCount(Record):
    """How many people of one group were counted on a site on one day. Groups of one day do not overlap."""

    class Sex(models.TextChoices):
        FEMALE = "f", _("Women and girls")
        MALE = "m", _("Men and boys")
        OTHER = "x", _("Others")
        TOGETHER = "", _("Not told apart")

    class Age(models.TextChoices):
        CHILDREN = "0-14", _("0–14 years")
        YOUTHS = "15-17", _("15–17 years")
        YOUNG = "18-29", _("18–29 years")
        GROWN = "30-59", _("30–59 years")
        OLD = "60+", _("60 years and over")
        TOGETHER = "", _("All ages together")

    class Method(models.TextChoices):
        ONE_BY_ONE = "one_by_one", _("Counted one by one")
        SIGHT = "sight", _("Counted by sight, ages estimated")
        LIST = "list", _("Taken from a list or a record")
        TOLD = "told", _("Told by somebody on site")
        NOT_SAID = "", _("Not said")

    citable = True

    site = models.ForeignKey(Site, models.PROTECT, verbose_name=_("mine site"), related_name="head_counts")
    visit = models.ForeignKey(
        Visit, models.PROTECT, verbose_name=_("visit"), null=True, blank=True, related_name="head_counts"
    )
    day = models.DateField(_("day"))
    sex = models.CharField(_("sex"), max_length=1, choices=Sex, blank=True)
    age = models.CharField(_("age"), max_length=5, choices=Age, blank=True)
    number = models.PositiveIntegerField(
        _("number of people"),
        null=True,
        blank=True,
        help_text=_("Empty: they were there or may have been, and were not counted. Nobody there: 0."),
    )
    method = models.CharField(_("how counted"), max_length=10, choices=Method, blank=True)
    origin = origin_field()
    origin_uid = origin_uid_field()

    class Meta(Record.Meta):
        verbose_name = _("count of people")
        verbose_name_plural = _("counts of people")
        indexes = [models.Index(fields=["site", "day"], name="registry_headcount_day")]

    def __str__(self):
        return f"{self.site} · {self.day} · {self.get_sex_display()}, {self.get_age_display()}"


class SiteChange(Record):
    """What became of a site: it turned out to be another one, or two. Written by actions only, and never removed."""

    class Kind(models.TextChoices):
        MERGE = "merge", _("Merged into")
        SPLIT = "split", _("Divided, gave")

    kind = models.CharField(_("kind"), max_length=5, choices=Kind)
    day = models.DateField(_("day"))
    reason = WordsField(_("reason"), long=True)
    from_site = models.ForeignKey(
        Site, models.PROTECT, verbose_name=_("from site"), related_name="changes_from"
    )
    to_site = models.ForeignKey(Site, models.PROTECT, verbose_name=_("to site"), related_name="changes_to")
    # {table: [uid, …]} of what moved, so that exactly this can move back.
    moved = models.JSONField(_("what moved"), default=dict, blank=True)
    undone_on = models.DateField(_("undone on"), null=True, blank=True)
    undone_reason = WordsField(_("why it was undone"), blank=True, long=True)

    class Meta(Record.Meta):
        verbose_name = _("change of a site's identity")
        verbose_name_plural = _("changes of sites' identity")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["from_site"],
                condition=models.Q(kind="merge", undone_on=None),
                name="registry_site_merged_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(from_site=models.F("to_site")),
                name="registry_site_not_itself",
                violation_error_message=_("A site cannot become itself."),
            ),
        ]

    def __str__(self):
        return f"{self.from_site} – {self.get_kind_display()} – {self.to_site}"

    def clean(self):
        super().clean()
        self.moved = clean_moved(self.moved)


def clean_moved(moved) -> dict:
    """{table: [uid, …]} with texts only; raises ValidationError for anything else."""
    lists = moved.values() if isinstance(moved, dict) else [None]
    if not all(isinstance(uids, list) and all(isinstance(uid, str) for uid in uids) for uids in lists):
        raise ValidationError({"moved": _("What moved must be lists of entries.")})
    return moved


class Layer(Record):
    """Outlines from elsewhere that matter where people mine: what kind, whose, as of when, under which licence."""

    class Kind(models.TextChoices):
        # Codes are those of the dimension D16 where it has one, so that an overlap proposes its own code.
        PROTECTED = "protected_area", _("Protected area")
        EXPLORATION = "exploration_title", _("Mining title: exploration")
        EXPLOITATION = "exploitation_title", _("Mining title: exploitation")
        INDIGENOUS = "indigenous_land", _("Indigenous land")
        WATER = "water_source", _("Water source")
        HERITAGE = "heritage", _("Heritage")
        FARM = "farm", _("Farm")
        INFRASTRUCTURE = "infrastructure", _("Infrastructure")
        SCARS = "mine_scars", _("Mine scars")
        OTHER = "other", _("Other")

    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    source = models.ForeignKey(
        Source, models.PROTECT, verbose_name=_("source"), null=True, blank=True, related_name="layers"
    )
    day = models.DateField(_("day of the data"), null=True, blank=True)
    licence = models.CharField(_("licence"), max_length=200, blank=True)
    indicative = WordsField(
        _("how far it can be trusted"),
        blank=True,
        long=True,
        help_text=_("Outlines are indicative unless an office answers for them; say what is not certain."),
    )

    class Meta(Record.Meta):
        verbose_name = _("layer")
        verbose_name_plural = _("layers")

    def __str__(self):
        return self.title

    def parts(self):
        return self.shapes.all()


def edge_field(name: str) -> models.DecimalField:
    return models.DecimalField(name, max_digits=9, decimal_places=6, default=0, editable=False)


class LayerShape(Record):
    """One outline, line or point of a layer, as GeoJSON, with the box it lies in."""

    digested = ("geometry",)

    layer = models.ForeignKey(Layer, models.PROTECT, verbose_name=_("layer"), related_name="shapes")
    name = models.CharField(_("name"), max_length=200, blank=True)
    geometry = models.TextField(_("geometry"))
    west = edge_field(_("west"))
    south = edge_field(_("south"))
    east = edge_field(_("east"))
    north = edge_field(_("north"))

    class Meta(Record.Meta):
        verbose_name = _("shape of a layer")
        verbose_name_plural = _("shapes of layers")
        indexes = [models.Index(fields=["programme", "west", "east"], name="registry_shape_box")]

    def __str__(self):
        return self.name or f"{self.layer} {str(self.uid)[:8]}"

    def clean(self):
        """The geometry must be readable; the box is worked out from it, whatever a file says."""
        super().clean()
        try:
            found = checked(json.loads(self.geometry, parse_constant=str))
            box = edges(shape_of(found))
        except (BadGeometry, ValueError, RecursionError) as error:
            raise ValidationError({"geometry": _("This is not a geometry in degrees.")}) from error
        self.geometry = written(found)
        self.west, self.south, self.east, self.north = box
