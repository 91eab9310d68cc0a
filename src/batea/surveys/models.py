"""Forms and their versions, the keys of phones and readers, what came in, its review, and what was kept aside.

A submission is one row for each instance a phone sent. An edit is a further row that names the instance it replaces;
only the newest of them is `current`. So a resend, an edit and its resend all meet one unique rule of the database.
"""

import uuid
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from batea.programmes.models import Attachment, Person
from batea.programmes.records import Record
from batea.programmes.words import WordsField
from batea.registry.models import Site


class Harm(models.TextChoices):
    """Who may read an answer, so that nobody is harmed by having given it."""

    OPEN = "open", _("May be published with the usual care")
    LIMITED = "limited", _("For the programme only")
    PROTECTED = "protected", _("For reviewers only")


class Form(Record):
    """A questionnaire. Phones know it by its `form_id`; what they fill in is one of its published versions."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft: not on phones yet")
        OPEN = "open", _("Open: phones fetch it and send answers")
        CLOSING = "closing", _("Closing: no longer fetched, answers still taken")
        CLOSED = "closed", _("Closed: answers are kept aside")

    form_id = models.CharField(_("form identity"), max_length=200)
    title = models.CharField(_("title"), max_length=250)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.DRAFT)
    harm = models.CharField(_("answers are"), max_length=10, choices=Harm, default=Harm.LIMITED)
    purpose = WordsField(_("purpose"), blank=True, long=True)

    class Meta(Record.Meta):
        verbose_name = _("form")
        verbose_name_plural = _("forms")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["programme", "form_id"], name="surveys_form_id_once"),
        ]

    def __str__(self):
        return self.title


class FormVersion(Record):
    """A form as it was published, or is about to be. Once published it never changes: answers rest on it."""

    form = models.ForeignKey(Form, models.PROTECT, verbose_name=_("form"), related_name="versions")
    name = models.CharField(_("version"), max_length=100, blank=True)
    xml = models.TextField(_("form for phones"), editable=False)
    md5 = models.CharField(max_length=32, editable=False)
    schema = models.JSONField(_("questions"), default=dict, editable=False)
    workbook = models.ForeignKey(
        Attachment,
        models.PROTECT,
        verbose_name=_("workbook"),
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)

    digested = ("xml", "schema")

    class Meta(Record.Meta):
        verbose_name = _("version of a form")
        verbose_name_plural = _("versions of forms")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["form", "name"], name="surveys_version_once"),
        ]

    def __str__(self):
        return f"{self.form} · {self.name}" if self.name else str(self.form)


class FormFile(Record):
    """A file the form needs on the phone: a picture, a recording, a list of choices. Without bytes it is still owed."""

    published = models.ForeignKey(
        FormVersion, models.PROTECT, verbose_name=_("version of a form"), related_name="files"
    )
    name = models.CharField(_("file name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=20, blank=True)
    attachment = models.ForeignKey(
        Attachment, models.PROTECT, verbose_name=_("file"), null=True, blank=True, related_name="+"
    )
    md5 = models.CharField(max_length=32, blank=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("file of a form")
        verbose_name_plural = _("files of forms")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["published", "name"], name="surveys_form_file_once"),
        ]

    def __str__(self):
        return self.name


class Key(Record):
    """What a machine shows instead of a sign-in. Only its fingerprint is kept; revoked, it opens nothing."""

    digest = models.CharField(max_length=64, unique=True, null=True, editable=False)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True, editable=False)

    stays_here = ("digest",)
    digested = ("digest",)

    class Meta(Record.Meta):
        abstract = True


class Phone(Key):
    """The key of one field officer on one device: it sends, and reads nothing."""

    person = models.ForeignKey(Person, models.PROTECT, verbose_name=_("field officer"), related_name="phones")
    name = models.CharField(_("device"), max_length=80, help_text=_("Such as “red phone 3”."))
    form = models.ForeignKey(
        Form,
        models.PROTECT,
        verbose_name=_("form"),
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Empty: all open forms."),
    )

    class Meta(Key.Meta):
        verbose_name = _("phone")
        verbose_name_plural = _("phones")

    def __str__(self):
        return f"{self.name} ({self.person})"


class ReadingKey(Key):
    """The key with which a program reads answers for somebody, as far as that person may today: it sends nothing."""

    LONGEST = 365  # days

    person = models.ForeignKey(Person, models.PROTECT, verbose_name=_("reader"), related_name="reading_keys")
    name = models.CharField(
        _("name of the key"), max_length=80, help_text=_("What reads with it, such as “Excel in the office”.")
    )
    form = models.ForeignKey(
        Form,
        models.PROTECT,
        verbose_name=_("form"),
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Empty: all forms."),
    )
    made_on = models.DateField(_("made"), default=timezone.localdate, editable=False)
    until = models.DateField(_("last day"), editable=False)
    last_used = models.DateField(_("last used"), null=True, blank=True, editable=False)

    class Meta(Key.Meta):
        verbose_name = _("reading key")
        verbose_name_plural = _("reading keys")

    def __str__(self):
        return f"{self.name} ({self.person})"

    def clean(self):
        super().clean()
        if not timedelta(0) <= self.until - self.made_on <= timedelta(days=self.LONGEST):
            raise ValidationError({"until": _("A reading key lasts at most 365 days.")})


class Submission(Record):
    """What was filled in once, as it was sent. `cells` holds the same answers as a row for each table of the form."""

    class State(models.TextChoices):
        RECEIVED = "received", _("Received")
        IN_REVIEW = "in_review", _("In review")
        APPROVED = "approved", _("Approved")
        RETURNED = "returned", _("Returned with comments")
        REFUSED = "refused", _("Refused")

    citable = True

    form = models.ForeignKey(Form, models.PROTECT, verbose_name=_("form"), related_name="submissions")
    published = models.ForeignKey(
        FormVersion, models.PROTECT, verbose_name=_("version of a form"), related_name="submissions"
    )
    instance_id = models.CharField(_("identity"), max_length=250, editable=False)
    replaces = models.CharField(_("replaces"), max_length=250, blank=True, editable=False)
    origin = models.UUIDField(default=uuid.uuid4, editable=False)
    current = models.BooleanField(_("current"), default=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.RECEIVED)
    harm = models.CharField(_("answers are"), max_length=10, choices=Harm, default=Harm.LIMITED)
    received_at = models.DateTimeField(_("received"), default=timezone.now, editable=False)
    filled_from = models.DateTimeField(_("begun on the device"), null=True, blank=True, editable=False)
    filled_until = models.DateTimeField(_("ended on the device"), null=True, blank=True, editable=False)
    device = models.CharField(_("device"), max_length=100, blank=True, editable=False)
    agent = models.CharField(_("program"), max_length=100, blank=True, editable=False)
    phone = models.ForeignKey(
        Phone, models.PROTECT, verbose_name=_("phone"), null=True, blank=True, related_name="+"
    )
    sent_by = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("sent by"), null=True, blank=True, related_name="+"
    )
    site = models.ForeignKey(
        Site,
        models.PROTECT,
        verbose_name=_("mine site"),
        null=True,
        blank=True,
        related_name="submissions",
    )
    xml = models.TextField(editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    cells = models.TextField(blank=True, editable=False)
    likeness = models.CharField(max_length=64, blank=True, editable=False)
    doubts = models.JSONField(_("impossible values"), default=list, blank=True, editable=False)
    doubtful = models.BooleanField(_("has impossible values"), default=False, editable=False)
    named_files = models.JSONField(default=list, blank=True, editable=False)
    missing = models.PositiveSmallIntegerField(_("files not here yet"), default=0, editable=False)
    encrypted = models.BooleanField(_("encrypted"), default=False, editable=False)
    id_given_here = models.BooleanField(_("identity given here"), default=False, editable=False)

    digested = ("xml", "cells", "named_files")

    class Meta(Record.Meta):
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["form", "instance_id"], name="surveys_instance_once"),
            models.UniqueConstraint(
                fields=["form", "replaces"], condition=~Q(replaces=""), name="surveys_replaced_once"
            ),
        ]
        indexes = [
            models.Index(fields=["form", "current", "state", "-received_at"], name="surveys_by_state"),
            models.Index(fields=["form", "likeness"], name="surveys_by_likeness"),
            models.Index(fields=["origin"], name="surveys_by_origin"),
        ]

    def __str__(self):
        return f"{self.form} · {timezone.localtime(self.received_at):%Y-%m-%d %H:%M}"

    def outdated(self) -> bool:
        return not self.current


class SubmissionFile(Record):
    """A photo, recording or other file that came with a submission, under the name the phone gave it."""

    submission = models.ForeignKey(
        Submission, models.PROTECT, verbose_name=_("submission"), related_name="files"
    )
    name = models.CharField(_("file name"), max_length=255)
    attachment = models.ForeignKey(Attachment, models.PROTECT, verbose_name=_("file"), related_name="+")
    named = models.BooleanField(_("named by an answer"), default=True)

    class Meta(Record.Meta):
        verbose_name = _("file of a submission")
        verbose_name_plural = _("files of submissions")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["submission", "name"], name="surveys_file_once"),
        ]

    def __str__(self):
        return self.name


class Review(Record):
    """One move in the review of a submission: to which state, with what comment, by whom."""

    submission = models.ForeignKey(
        Submission, models.PROTECT, verbose_name=_("submission"), related_name="reviews"
    )
    state = models.CharField(_("state"), max_length=10, choices=Submission.State)
    comment = WordsField(_("comment"), blank=True, long=True)
    at = models.DateTimeField(_("on"), default=timezone.now, editable=False)
    by = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("by"), null=True, blank=True, related_name="+"
    )

    class Meta(Record.Meta):
        verbose_name = _("review")
        verbose_name_plural = _("reviews")

    def __str__(self):
        return self.get_state_display()


class SiteUpdate(Record):
    """What an approved submission did to the register of sites: made one or changed one, on which version of it."""

    class Kind(models.TextChoices):
        CREATE = "create", _("made the site")
        UPDATE = "update", _("changed the site")

    submission = models.ForeignKey(
        Submission, models.PROTECT, verbose_name=_("submission"), related_name="site_updates"
    )
    site = models.ForeignKey(Site, models.PROTECT, verbose_name=_("mine site"), related_name="updates")
    kind = models.CharField(_("what it did"), max_length=6, choices=Kind)
    seen_version = models.PositiveIntegerField(_("version the phone had seen"), null=True, blank=True)
    found_version = models.PositiveIntegerField(_("version that was here"), null=True, blank=True)
    conflict = models.BooleanField(
        _("conflict"),
        default=False,
        help_text=_("The site had changed since the phone saw it: compare both, the history keeps what was."),
    )
    withdrawn = models.BooleanField(
        _("approval withdrawn"),
        default=False,
        help_text=_(
            "The answers were approved and no longer are. What they did stays until somebody mends it."
        ),
    )
    values = models.JSONField(_("values"), default=dict, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("update of a site")
        verbose_name_plural = _("updates of sites")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["submission", "site"], name="surveys_site_update_once"),
        ]

    def __str__(self):
        return f"{self.site} · {self.get_kind_display()}"


class SetAside(Record):
    """Field work that could not be taken as it came. Nothing is thrown away: somebody decides what becomes of it."""

    class Reason(models.TextChoices):
        UNKNOWN_FORM = "unknown_form", _("The form is not known here")
        UNKNOWN_VERSION = "unknown_version", _("This version of the form was never published")
        CLOSED = "closed", _("The form is closed")
        OTHER_CONTENT = "other_content", _("Its identity was used before, with other answers")
        UNKNOWN_EDIT = "unknown_edit", _("It edits answers that are not here")
        SECOND_EDIT = "second_edit", _("It edits answers that were edited already")
        SECOND_FILE = "second_file", _("Another file came under a name already filled")

    reason = models.CharField(_("reason"), max_length=16, choices=Reason)
    form_id = models.CharField(_("form identity"), max_length=200, blank=True)
    version_name = models.CharField(_("version"), max_length=100, blank=True)
    instance_id = models.CharField(_("identity"), max_length=250, blank=True)
    file_name = models.CharField(_("file name"), max_length=255)
    attachment = models.ForeignKey(Attachment, models.PROTECT, verbose_name=_("file"), related_name="+")
    sha256 = models.CharField(max_length=64, editable=False)
    received_at = models.DateTimeField(_("received"), default=timezone.now, editable=False)
    phone = models.ForeignKey(
        Phone, models.PROTECT, verbose_name=_("phone"), null=True, blank=True, related_name="+"
    )
    settled = models.BooleanField(_("settled"), default=False)
    note = WordsField(_("what became of it"), blank=True, long=True)

    class Meta(Record.Meta):
        verbose_name = _("kept aside")
        verbose_name_plural = _("kept aside")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["programme", "reason", "instance_id", "file_name", "sha256"],
                name="surveys_aside_once",
            ),
        ]

    def __str__(self):
        return f"{self.get_reason_display()} · {self.form_id} {self.version_name}".strip()
