"""What a workshop is for, who asked for it, and by what the countries are invited."""

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from batea.phase1_getting_started.wording import short, step_choices
from batea.programmes.models import Institution, country_code
from batea.programmes.records import Record
from batea.programmes.words import WordsField

from ...countries import country_name


class Workshop(Record):
    """What the workshop is: one row in a programme of the kind “workshop”."""

    goal = WordsField(_("goal"), long=True)
    starts = models.DateField(_("first day"))
    ends = models.DateField(_("last day"))
    place = models.CharField(_("place"), max_length=120)
    time_zone = models.CharField(
        _("time zone"), max_length=40, default="America/Santo_Domingo", help_text=_("Such as America/Lima.")
    )
    case = models.SlugField(
        _("case programme"),
        max_length=40,
        blank=True,
        help_text=_("Address of the programme on this server that groups work on in copies of their own."),
    )
    draft = models.UUIDField(_("common draft"), null=True, blank=True, editable=False)
    women_least = models.PositiveSmallIntegerField(
        _("women, at least (%)"), default=40, validators=[MinValueValidator(0), MaxValueValidator(100)]
    )
    women_most = models.PositiveSmallIntegerField(
        _("women, at most (%)"), default=60, validators=[MinValueValidator(0), MaxValueValidator(100)]
    )
    certificate_days = models.PositiveSmallIntegerField(
        _("days for a certificate of attendance"),
        default=4,
        help_text=_("Whoever was present on as many days gets it."),
    )
    certificate_score = models.PositiveSmallIntegerField(
        _("test result for a certificate of achievement (%)"),
        default=70,
        validators=[MaxValueValidator(100)],
        help_text=_("Reached in the test at the end, together with a return-to-work plan."),
    )
    stays_here = ("draft",)

    class Meta(Record.Meta):
        verbose_name = _("workshop")
        verbose_name_plural = _("workshops")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["programme"],
                name="learning_one_workshop",
                violation_error_message=_("This programme has its workshop already: change that one."),
            ),
            models.CheckConstraint(
                condition=Q(ends__gte=F("starts")),
                name="learning_workshop_ends_later",
                violation_error_message=_("It cannot end before it starts."),
            ),
            models.CheckConstraint(
                condition=Q(women_most__gte=F("women_least")),
                name="learning_women_range",
                violation_error_message=_("“At most” cannot be below “at least”."),
            ),
        ]

    def __str__(self):
        return f"{self.place}, {self.starts.year}"

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    def clean(self):
        try:
            ZoneInfo(self.time_zone)
        except (ValueError, ZoneInfoNotFoundError, OSError) as error:
            raise ValidationError(
                {"time_zone": _("This time zone is not known. Write it like America/Lima.")}
            ) from error


class Objective(Record):
    """One thing the participants take home."""

    number = models.PositiveSmallIntegerField(_("number"))
    words = WordsField(_("objective"), long=True)

    class Meta(Record.Meta):
        verbose_name = _("objective")
        verbose_name_plural = _("objectives")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["programme", "number"], name="learning_objective_number"),
        ]

    def __str__(self):
        return f"{self.number}. {short(self.words)}"


class TrainingRequest(Record):
    """A country or institution asks for training, and hears back."""

    class Outcome(models.TextChoices):
        OPEN = "open", _("Open")
        ACCEPTED = "accepted", _("Accepted")
        LATER = "later", _("Later")
        DECLINED = "declined", _("Declined")

    country = models.CharField(_("country"), max_length=2, validators=[country_code])
    institution = models.ForeignKey(
        Institution, models.PROTECT, verbose_name=_("institution"), null=True, blank=True, related_name="+"
    )
    made_on = models.DateField(_("made on"))
    words = WordsField(_("what is asked for"), long=True)
    step = models.CharField(_("step it speaks to"), max_length=8, choices=step_choices, blank=True)
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome, default=Outcome.OPEN)
    answer = WordsField(_("answer"), blank=True, long=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("request for training")
        verbose_name_plural = _("requests for training")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(outcome="open") | Q(answered_on__isnull=False),
                name="learning_request_answered",
                violation_error_message=_("Give the day of the answer."),
            ),
        ]

    def __str__(self):
        return f"{self.country} · {short(self.words)}"


class Criterion(Record):
    """By what countries are invited."""

    words = WordsField(_("criterion"))
    needed = models.BooleanField(
        _("needed"), default=True, help_text=_("A country that does not meet it is not invited.")
    )

    class Meta(Record.Meta):
        verbose_name = _("criterion for invitation")
        verbose_name_plural = _("criteria for invitation")

    def __str__(self):
        return short(self.words)


class Delegation(Record):
    """A country that is considered, invited and comes, with its team."""

    class State(models.TextChoices):
        CONSIDERED = "considered", _("Considered")
        INVITED = "invited", _("Invited")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")

    country = models.CharField(_("country"), max_length=2, validators=[country_code])
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.CONSIDERED)
    is_host = models.BooleanField(_("host country"), default=False)
    places = models.PositiveSmallIntegerField(_("places offered"), default=3)
    invited_on = models.DateField(_("invited on"), null=True, blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    why = WordsField(_("why it is invited"), blank=True)

    class Meta(Record.Meta):
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["programme", "country"], name="learning_delegation_once"),
            models.CheckConstraint(
                condition=Q(state="considered") | Q(invited_on__isnull=False),
                name="learning_delegation_invited",
                violation_error_message=_("Give the day of the invitation."),
            ),
        ]

    def __str__(self):
        return country_name(self.country)


class CriterionMark(Record):
    """Whether a country meets a criterion, with the reason."""

    class Met(models.TextChoices):
        YES = "yes", _("Met")
        NO = "no", _("Not met")
        UNKNOWN = "unknown", _("Not known")

    delegation = models.ForeignKey(
        Delegation, models.PROTECT, verbose_name=_("delegation"), related_name="marks"
    )
    criterion = models.ForeignKey(
        Criterion, models.PROTECT, verbose_name=_("criterion"), related_name="marks"
    )
    met = models.CharField(_("met"), max_length=7, choices=Met, default=Met.UNKNOWN)
    reason = WordsField(_("reason"), blank=True)

    class Meta(Record.Meta):
        verbose_name = _("judgement by a criterion")
        verbose_name_plural = _("judgements by criteria")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["delegation", "criterion"], name="learning_mark_once"),
        ]

    def __str__(self):
        return f"{self.delegation} – {self.criterion}"


class Supporter(Record):
    """Who makes the workshop possible and is named for it."""

    class Part(models.TextChoices):
        ORGANISER = "organiser", _("Organiser")
        CO_HOST = "co_host", _("Co-host")
        PARTNER = "partner", _("Strategic partner")
        FUNDER = "funder", _("Funder")
        VENUE = "venue", _("Venue")

    institution = models.ForeignKey(
        Institution, models.PROTECT, verbose_name=_("institution"), related_name="supports_workshops"
    )
    part = models.CharField(_("part"), max_length=9, choices=Part)
    credit = WordsField(_("how it is credited"), blank=True)

    class Meta(Record.Meta):
        verbose_name = _("supporter")
        verbose_name_plural = _("supporters")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["institution", "part"], name="learning_supporter_once"),
        ]

    def __str__(self):
        return f"{self.institution} – {self.get_part_display()}"
