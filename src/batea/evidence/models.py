"""Sources, figures that may disagree, laws, statements, and the links that support or contradict them."""

from django.apps import apps
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from batea.guidance.catalogue import unit_words
from batea.programmes.models import Attachment
from batea.programmes.records import Record, record_models
from batea.programmes.words import WordsField

from .periods import period_words


class Source(Record):
    """Where something is written: a report, a law's publication, a newspaper page, an interview."""

    class Kind(models.TextChoices):
        OFFICIAL = "official", _("Official page or document")
        LEGAL = "legal", _("Legal text")
        QUOTED = "quoted", _("Press quoting an office")
        PRESS = "press", _("Press")
        STUDY = "study", _("Study or report")
        DATASET = "dataset", _("Data set")
        CLAIM = "claim", _("Interested party")
        INTERVIEW = "interview", _("Interview or workshop")
        OTHER = "other", _("Other")

    key = models.CharField(
        _("key"), max_length=20, blank=True, help_text=_("Short mark used in lists, such as D05.")
    )
    title = models.CharField(_("title"), max_length=300)
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    year = models.CharField(
        _("year"), max_length=30, blank=True, help_text=_("Or “n.d.” when it carries no date.")
    )
    address = models.URLField(_("web address"), max_length=500, blank=True)
    language = models.CharField(_("language"), max_length=2, blank=True)
    licence = models.CharField(_("licence"), max_length=100, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    attachment = models.ForeignKey(
        Attachment, models.PROTECT, verbose_name=_("copy"), null=True, blank=True, related_name="+"
    )

    class Meta(Record.Meta):
        verbose_name = _("source")
        verbose_name_plural = _("sources")

    def __str__(self):
        return f"{self.key} {self.title}".strip()

    @property
    def reference(self) -> str:
        """The source as a footnote writes it."""
        parts = [self.title, self.publisher, period_words(self.year)]
        return ", ".join(part for part in parts if part)

    @property
    def short(self) -> str:
        """“El Caribe, 2016 [D05]”: enough to find it in the list of sources; the whole reference when it has no key."""
        if not self.key:
            return self.reference
        return (
            ", ".join(filter(None, (self.publisher or self.title, period_words(self.year))))
            + f" [{self.key}]"
        )


class Question(Record):
    """What several figures answer differently: “How many people mine larimar?”. Nobody chooses for the reader."""

    words = WordsField(_("question"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    key_figure = models.BooleanField(
        _("key figure"), default=False, help_text=_("The context analysis must answer this (step 1.3).")
    )
    reading = WordsField(
        _("how to read the answers"),
        blank=True,
        long=True,
        help_text=_("Why they differ: what each one counts."),
    )

    class Meta(Record.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions")

    def __str__(self):
        return str(self.words)


class Figure(Record):
    """A number with everything needed to trust it or not: source, period, place, method, range, grade."""

    class Grade(models.TextChoices):
        A = "A", _("A – counted or measured, method published")
        B = "B", _("B – official, method not published")
        C = "C", _("C – estimate or quoted office")
        D = "D", _("D – claim or guess")

    class Status(models.TextChoices):
        REPORTED = "reported", _("Reported by the source")
        DERIVED = "derived", _("Derived here from reported figures")

    citable = True

    question = models.ForeignKey(
        Question, models.PROTECT, verbose_name=_("question"), null=True, blank=True, related_name="figures"
    )
    words = WordsField(_("what is counted"))
    topic = models.CharField(_("topic"), max_length=40, blank=True)
    low = models.DecimalField(_("low estimate"), max_digits=20, decimal_places=6, null=True, blank=True)
    best = models.DecimalField(_("best estimate"), max_digits=20, decimal_places=6)
    high = models.DecimalField(_("high estimate"), max_digits=20, decimal_places=6, null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=40)
    period = models.CharField(_("period"), max_length=60, blank=True)
    place = models.CharField(_("place"), max_length=120, blank=True)
    method = WordsField(
        _("method"), blank=True, long=True, help_text=_("How it was counted or estimated, as far as known.")
    )
    caveat = WordsField(_("caveat"), blank=True, long=True)
    grade = models.CharField(_("grade"), max_length=1, choices=Grade)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.REPORTED)
    source = models.ForeignKey(
        Source, models.PROTECT, verbose_name=_("source"), null=True, blank=True, related_name="figures"
    )

    class Meta(Record.Meta):
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=(Q(low=None) | Q(low__lte=F("best"))) & (Q(high=None) | Q(high__gte=F("best"))),
                name="evidence_figure_range",
                violation_error_message=_("Low must not be above best, and high not below it."),
            ),
            models.CheckConstraint(
                condition=Q(source__isnull=False) | Q(exercise=True),
                name="evidence_figure_source",
                violation_error_message=_("A figure needs its source, unless it is exercise data."),
            ),
        ]

    def __str__(self):
        from batea.programmes.registers.cells import number

        return f"{self.words}: {number(self.best)} {self.unit_words}" + (
            f" ({self.period_words})" if self.period else ""
        )

    @property
    def period_words(self) -> str:
        return period_words(self.period)

    @property
    def unit_words(self) -> str:
        """The unit in the reader's language."""
        return unit_words(self.unit)


class LegalInstrument(Record):
    """A law, decree, resolution or agreement, with the dates between which it counts."""

    class Kind(models.TextChoices):
        LAW = "law", _("Law")
        DECREE = "decree", _("Decree")
        RESOLUTION = "resolution", _("Resolution or ministerial order")
        AGREEMENT = "agreement", _("Agreement or memorandum")
        TREATY = "treaty", _("Treaty")
        DRAFT = "draft", _("Draft")

    citable = True

    name = models.CharField(_("name and number"), max_length=200)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    words = WordsField(_("what it says for the sector"), long=True)
    in_force_from = models.DateField(_("in force from"), null=True, blank=True)
    in_force_until = models.DateField(_("in force until"), null=True, blank=True)
    doubt = WordsField(_("what is not certain"), blank=True, long=True)
    checked_on = models.DateField(_("checked on"), null=True, blank=True)
    review_on = models.DateField(_("to be checked again on"), null=True, blank=True)
    source = models.ForeignKey(
        Source, models.PROTECT, verbose_name=_("source"), null=True, blank=True, related_name="laws"
    )

    class Meta(Record.Meta):
        verbose_name = _("legal instrument")
        verbose_name_plural = _("legal instruments")

    def __str__(self):
        return self.name


SECTIONS = [
    ("summary", _("Summary")),
    ("process", _("How the strategy was made")),
    ("context", _("Context")),
    ("vision", _("Vision and goals")),
    ("types", _("Types")),
    ("impacts", _("Impacts and measures")),
    ("economy", _("Economic approach")),
    ("national", _("National strategy")),
    ("delivery", _("Putting it into practice")),
    ("monitoring", _("Monitoring and evaluation")),
]


class Statement(Record):
    """One sentence of the strategy as an object: it knows where it stands and what supports it."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        AGREED = "agreed", _("Agreed by the task force")
        DISPUTED = "disputed", _("Disputed")

    section = models.CharField(_("section"), max_length=12, choices=SECTIONS)
    about = models.UUIDField(
        _("about"),
        null=True,
        blank=True,
        help_text=_("The type or other entry it speaks of."),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    words = WordsField(_("statement"), long=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    proposal = models.BooleanField(
        _("proposal"),
        default=False,
        help_text=_("Says what should be done, not what is; it needs reasons, not facts."),
    )

    class Meta(Record.Meta):
        verbose_name = _("statement")
        verbose_name_plural = _("statements")

    def __str__(self):
        text = str(self.words)
        return text if len(text) <= 90 else text[:88].rsplit(" ", 1)[0] + " …"

    def companions(self):
        """What it rests on, and the links that say so."""
        links = list(self.supports.all())
        found = [
            apps.get_model(link.target).objects.filter(uid=link.target_uid).first()
            for link in links
            if link.target in {model._meta.label_lower for model in record_models()}
        ]
        return [*filter(None, found), *links]


class Support(Record):
    """A link from a statement to one record that supports or contradicts it, as that record was when checked."""

    class Bearing(models.TextChoices):
        SUPPORTS = "supports", _("supports")
        CONTRADICTS = "contradicts", _("contradicts")

    statement = models.ForeignKey(
        Statement, models.PROTECT, verbose_name=_("statement"), related_name="supports"
    )
    bearing = models.CharField(_("bearing"), max_length=12, choices=Bearing, default=Bearing.SUPPORTS)
    target = models.CharField(_("kind of evidence"), max_length=120)
    target_uid = models.UUIDField(_("evidence"))
    target_version = models.PositiveIntegerField(_("version when checked"))
    checked_on = models.DateField(_("checked on"))
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("support")
        verbose_name_plural = _("supports")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["statement", "target", "target_uid"], name="evidence_support_once"
            ),
        ]

    def __str__(self):
        return f"{self.get_bearing_display()} · {self.target}"
