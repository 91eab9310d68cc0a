"""Programme, institutions, people, memberships, attachments, audit trail."""

import uuid

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import get_scope

from .accounts import Account
from .records import Record
from .roles import ROLE_CHOICES
from .words import WordsField

__all__ = [
    "Account",
    "Attachment",
    "AuditChain",
    "AuditEntry",
    "Credit",
    "Institution",
    "ListRequest",
    "Membership",
    "Person",
    "Programme",
]

country_code = RegexValidator(r"^[A-Z]{2}$", _("Two capital letters, such as DO or PE."))
currency_code = RegexValidator(r"^[A-Z]{3}$", _("Three capital letters, such as DOP or USD."))


class Programme(models.Model):
    """One process whose data stand apart: a country's strategy, an exercise copied from another, a workshop, or a
    community of several countries."""

    class Kind(models.TextChoices):
        NATIONAL = "national", _("National programme")
        EXERCISE = "exercise", _("Exercise (sandbox copy)")
        WORKSHOP = "workshop", _("Workshop")
        COMMUNITY = "community", _("Community of practice")

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    slug = models.SlugField(
        _("address"), unique=True, max_length=40, help_text=_("Short name in the page address, such as “do”.")
    )
    name = WordsField(_("name"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.NATIONAL)
    country = models.CharField(
        _("country"), max_length=2, validators=[country_code], help_text=_("ISO code of two letters.")
    )
    currency = models.CharField(
        _("currency"), max_length=3, validators=[currency_code], help_text=_("ISO code of three letters.")
    )
    language = models.CharField(_("main language"), max_length=2, default="es")
    evidence_limit_months = models.PositiveSmallIntegerField(
        _("evidence grows old after (months)"),
        default=36,
        validators=[MinValueValidator(1), MaxValueValidator(240)],
        help_text=_("A statement whose support was last checked before this is shown as stale."),
    )
    notice = WordsField(_("notice on every page and document"), blank=True, long=True)
    copied_from = models.CharField(max_length=40, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")

    def __str__(self):
        return str(self.name) or self.slug

    @property
    def is_exercise(self) -> bool:
        return self.kind == self.Kind.EXERCISE


class Institution(Record):
    """A body with a part in the sector: ministry, agency, organisation of miners or women, partner."""

    class Kind(models.TextChoices):
        MINISTRY = "ministry", _("Ministry")
        AGENCY = "agency", _("Public agency")
        LOCAL = "local", _("Local government")
        MINERS = "miners", _("Miners' organisation")
        WOMEN = "women", _("Women's organisation")
        COMMUNITY = "community", _("Community organisation")
        NGO = "ngo", _("Non-governmental organisation")
        COMPANY = "company", _("Company")
        ACADEMIC = "academic", _("University or research")
        DONOR = "donor", _("Donor or development bank")
        INTERNATIONAL = "international", _("International organisation")
        OTHER = "other", _("Other")

    name = WordsField(_("name"))
    short_name = models.CharField(_("short name"), max_length=30, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    part = WordsField(_("part in the sector"), blank=True, long=True)
    website = models.URLField(_("website"), blank=True)

    class Meta(Record.Meta):
        verbose_name = _("institution")
        verbose_name_plural = _("institutions")

    def __str__(self):
        return self.short_name or str(self.name)


class Sex(models.TextChoices):
    FEMALE = "f", _("Woman")
    MALE = "m", _("Man")
    OTHER = "x", _("Other")
    NOT_STATED = "", _("Not stated")


class Person(Record):
    """Somebody who takes part in the programme. Names and contacts have their own permission."""

    name = models.CharField(_("name"), max_length=120)
    institution = models.ForeignKey(
        Institution,
        models.PROTECT,
        verbose_name=_("institution"),
        null=True,
        blank=True,
        related_name="people",
    )
    post = models.CharField(_("post"), max_length=120, blank=True)
    sex = models.CharField(_("sex"), max_length=1, choices=Sex, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    telephone = models.CharField(_("telephone"), max_length=40, blank=True)
    account = models.ForeignKey(
        Account, models.SET_NULL, null=True, blank=True, editable=False, related_name="persons"
    )
    stays_here = ("account",)
    forgets = ("name", "email", "telephone")

    class Meta(Record.Meta):
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["programme", "account"], name="programmes_person_account"),
        ]

    def __str__(self):
        """The name; for a reader without the right to names (the door puts the reader into the scope) only that
        there is somebody."""
        reader = get_scope().get("member")
        return self.name if reader is None or reader.may("people.see") else str(_("(name not shown)"))


class Membership(Record):
    """One role of one person in the programme, for as long as it lasts."""

    person = models.ForeignKey(Person, models.PROTECT, verbose_name=_("person"), related_name="memberships")
    role = models.CharField(_("role"), max_length=30, choices=ROLE_CHOICES)
    until = models.DateField(_("until"), null=True, blank=True, help_text=_("Leave empty while it lasts."))

    class Meta(Record.Meta):
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["person", "role"], name="programmes_membership_once"),
        ]

    def __str__(self):
        return f"{self.person} – {self.get_role_display()}"


class Attachment(Record):
    """A file kept by its content: the same bytes are stored once. Served only as a download."""

    title = models.CharField(_("title"), max_length=200)
    file_name = models.CharField(_("file name"), max_length=200, editable=False)
    media_type = models.CharField(_("kind of file"), max_length=100, editable=False)
    size = models.PositiveBigIntegerField(_("size in bytes"), editable=False)
    sha256 = models.CharField(_("fingerprint"), max_length=64, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")

    def __str__(self):
        return self.title


class Credit(Record):
    """Who made what was taken over from a copy: a group of a workshop, another team."""

    target = models.CharField(_("kind of entry"), max_length=80, editable=False)
    target_uid = models.UUIDField(editable=False)
    given_to = models.CharField(_("made by"), max_length=200)
    taken_on = models.DateField(_("taken over on"))

    class Meta(Record.Meta):
        verbose_name = _("acknowledgement")
        verbose_name_plural = _("acknowledgements")
        indexes = [models.Index(fields=["programme", "target_uid"], name="credit_by_record")]

    def __str__(self):
        return self.given_to


class ListRequest(Record):
    """Somebody asks to take out a list of people; somebody else decides. The list itself is never kept."""

    class State(models.TextChoices):
        ASKED = "asked", _("Waits for a decision")
        AGREED = "agreed", _("Agreed")
        REFUSED = "refused", _("Refused")

    what = models.CharField(_("list"), max_length=80, editable=False)
    narrowed = models.CharField(_("narrowed to"), max_length=500, blank=True, editable=False)
    count = models.PositiveIntegerField(_("entries about people"), editable=False)
    purpose = models.CharField(_("what for"), max_length=200)
    asked_by = models.CharField(_("asked by"), max_length=200, editable=False)
    asked_on = models.DateField(_("asked on"), editable=False)
    state = models.CharField(_("state"), max_length=7, choices=State, default=State.ASKED, editable=False)
    decided_by = models.CharField(_("decided by"), max_length=200, blank=True, editable=False)
    decided_on = models.DateField(_("decided on"), null=True, blank=True, editable=False)
    answer = models.CharField(_("answer"), max_length=300, blank=True)
    until = models.DateField(_("can be fetched until"), null=True, blank=True, editable=False)
    stays_with_original = True

    class Meta(Record.Meta):
        verbose_name = _("request for a list of people")
        verbose_name_plural = _("requests for lists of people")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=~models.Q(decided_by=models.F("asked_by")), name="programmes_list_by_another"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="agreed")
                | (models.Q(until__isnull=False) & ~models.Q(decided_by="")),
                name="programmes_list_agreed",
            ),
            models.UniqueConstraint(
                fields=["programme", "what", "narrowed", "asked_by"],
                condition=models.Q(state="asked"),
                name="programmes_list_asked_once",
            ),
        ]

    def __str__(self):
        return f"{self.what} – {self.asked_by}"

    @property
    def code(self) -> str:
        """What people say and type instead of the whole identity."""
        return self.uid.hex[:8]


class AuditChain(models.Model):
    """The head of one hash chain: a programme's, or the installation's own."""

    name = models.CharField(max_length=60, unique=True)
    length = models.PositiveBigIntegerField(default=0)
    head = models.CharField(max_length=64, blank=True)

    def __str__(self):
        return self.name


class AuditEntry(models.Model):
    """Who did what to which record, chained by hash: an edit, a removal or an insertion breaks the chain."""

    chain = models.CharField(max_length=60)
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField(default=timezone.now)
    actor = models.CharField(max_length=200)
    act = models.CharField(max_length=80)
    record = models.CharField(max_length=120, blank=True)
    uid = models.UUIDField(null=True)
    what = models.CharField(max_length=300, blank=True)
    change = models.TextField(blank=True)
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chain", "number"], name="audit_number_once")]
        indexes = [models.Index(fields=["chain", "uid"], name="audit_by_record")]

    def __str__(self):
        return f"{self.number} {self.act} {self.record}"
