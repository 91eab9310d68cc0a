"""A community of several countries: who takes part, what is asked and answered, and what countries have shared.

A community is a programme of its own. Nothing comes into it from a country but by an act of somebody there who may
decide it (`Share`, a row of the country's programme); what arrives is a snapshot (`SharedItem`), never a way back.
"""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from batea.phase1_getting_started.wording import short, step_choices
from batea.programmes.models import Attachment, Person, country_code
from batea.programmes.records import Record
from batea.programmes.words import WordsField

LICENCES = [
    ("CC-BY-4.0", _("CC BY 4.0: others may use it and name you")),
    ("CC-BY-SA-4.0", _("CC BY-SA 4.0: others may use it, name you and share alike")),
    ("community", _("For members of this community only")),
]


class Share(Record):
    """A country's act: this entry, as it stood, was shown to that community, under this licence."""

    target = models.CharField(_("kind of entry"), max_length=80, editable=False)
    target_uid = models.UUIDField(editable=False)
    target_version = models.PositiveIntegerField(_("version shared"), editable=False)
    community = models.UUIDField(editable=False)
    community_name = models.CharField(_("community"), max_length=200, editable=False)
    licence = models.CharField(_("licence"), max_length=12, choices=LICENCES)
    consent = models.CharField(
        _("who agreed"), max_length=200, help_text=_("The people or bodies whose words or work it is.")
    )
    decided_by = models.CharField(_("decided by"), max_length=200, editable=False)
    shared_on = models.DateField(_("shared on"), editable=False)
    withdrawn_on = models.DateField(_("taken back on"), null=True, blank=True, editable=False)
    stays_with_original = True

    class Meta(Record.Meta):
        verbose_name = _("act of sharing")
        verbose_name_plural = _("acts of sharing")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["programme", "target", "target_uid", "community"],
                condition=Q(withdrawn_on__isnull=True),
                name="learning_shared_once",
            ),
        ]

    def __str__(self):
        return f"{self.target} → {self.community_name}"


class Profile(Record):
    """A member of the community as the others see it."""

    person = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("person"), null=True, blank=True, related_name="profiles"
    )
    badge = models.CharField(_("name shown"), max_length=80)
    country = models.CharField(_("country"), max_length=2, validators=[country_code], blank=True)
    about = WordsField(_("what I work on"), blank=True, long=True)
    topics = models.JSONField(_("steps I can help with"), default=list, blank=True)
    expert = models.BooleanField(_("answers as an expert"), default=False)
    digest = models.BooleanField(_("wants the weekly letter"), default=False)
    forgets = ("badge",)

    class Meta(Record.Meta):
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["programme", "person"], name="learning_profile_once"),
        ]

    def __str__(self):
        return self.badge


class Room(Record):
    """A room of one country, or the common room."""

    title = WordsField(_("title"))
    country = models.CharField(
        _("country"),
        max_length=2,
        validators=[country_code],
        blank=True,
        help_text=_("Leave empty for a room of all. Only members of the country enter its room."),
    )
    about = WordsField(_("what it is for"), blank=True)

    class Meta(Record.Meta):
        verbose_name = _("room")
        verbose_name_plural = _("rooms")

    def __str__(self):
        return str(self.title)


class Visibility(models.TextChoices):
    SHOWN = "shown", _("Shown")
    HIDDEN = "hidden", _("Hidden by a moderator")


class Question(Record):
    """Something a member wants to know."""

    room = models.ForeignKey(Room, models.PROTECT, verbose_name=_("room"), related_name="questions")
    title = WordsField(_("question in a sentence"))
    words = WordsField(_("more about it"), blank=True, long=True)
    step = models.CharField(_("step of the guidance"), max_length=8, choices=step_choices, blank=True)
    asked_by = models.ForeignKey(
        Profile, models.PROTECT, verbose_name=_("asked by"), related_name="questions", editable=False
    )
    asked_on = models.DateField(_("asked on"), editable=False)
    routed_to = models.ForeignKey(
        Profile, models.PROTECT, verbose_name=_("put to"), null=True, blank=True, related_name="put_to"
    )
    visibility = models.CharField(
        _("visibility"), max_length=6, choices=Visibility, default=Visibility.SHOWN, editable=False
    )

    class Meta(Record.Meta):
        verbose_name = _("question to the community")
        verbose_name_plural = _("questions to the community")

    def __str__(self):
        return short(self.title)


class Answer(Record):
    """An answer; the one who asked says which of them helped."""

    question = models.ForeignKey(Question, models.PROTECT, verbose_name=_("question"), related_name="answers")
    words = WordsField(_("answer"), long=True)
    answered_by = models.ForeignKey(
        Profile, models.PROTECT, verbose_name=_("answered by"), related_name="answers", editable=False
    )
    answered_on = models.DateField(_("answered on"), editable=False)
    helped = models.BooleanField(_("helped"), default=False, editable=False)
    visibility = models.CharField(
        _("visibility"), max_length=6, choices=Visibility, default=Visibility.SHOWN, editable=False
    )

    class Meta(Record.Meta):
        verbose_name = _("answer of the community")
        verbose_name_plural = _("answers of the community")

    def __str__(self):
        return short(self.words)


class ModerationEntry(Record):
    """What a moderator hid or showed again, and why. It is never changed."""

    target = models.CharField(_("kind of entry"), max_length=80)
    target_uid = models.UUIDField()
    what = models.CharField(_("what"), max_length=200)
    hidden = models.BooleanField(_("hidden"))
    reason = models.CharField(_("reason"), max_length=300)
    decided_by = models.CharField(_("decided by"), max_length=200)
    decided_on = models.DateField(_("decided on"))

    class Meta(Record.Meta):
        verbose_name = _("act of moderation")
        verbose_name_plural = _("log of moderation")

    def __str__(self):
        return self.what


class SharedItem(Record):
    """Something a country has shared, as it stood then; emptied when it is taken back."""

    class Kind(models.TextChoices):
        FIGURE = "figure", _("Figure")
        PRACTICE = "practice", _("Practice")
        STATEMENT = "statement", _("Statement")
        MEASURE = "measure", _("Measure")
        PLAN = "plan", _("Return-to-work plan")
        DOCUMENT = "document", _("Document")

    share = models.UUIDField(editable=False)
    origin = models.UUIDField(editable=False)
    country = models.CharField(_("country"), max_length=2, editable=False)
    kind = models.CharField(_("kind"), max_length=9, choices=Kind, editable=False)
    key = models.CharField(_("indicator or measure"), max_length=40, blank=True, editable=False)
    title = WordsField(_("title"), blank=True)
    words = WordsField(_("text"), blank=True, long=True)
    low = models.DecimalField(_("low"), max_digits=24, decimal_places=6, null=True, blank=True)
    best = models.DecimalField(_("best"), max_digits=24, decimal_places=6, null=True, blank=True)
    high = models.DecimalField(_("high"), max_digits=24, decimal_places=6, null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=40, blank=True)
    period = models.CharField(_("period"), max_length=60, blank=True)
    day = models.DateField(_("as of"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    attachment = models.ForeignKey(
        Attachment, models.PROTECT, verbose_name=_("file"), null=True, blank=True, related_name="+"
    )
    licence = models.CharField(_("licence"), max_length=12, choices=LICENCES)
    shared_on = models.DateField(_("shared on"))
    withdrawn_on = models.DateField(_("taken back on"), null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("shared entry")
        verbose_name_plural = _("shared entries")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["programme", "share"], name="learning_shared_item_once"),
        ]

    def __str__(self):
        """Says nothing of what it holds: the audit trail keeps this after the entry was taken back."""
        return f"{self.get_kind_display()} – {self.country}"


class CaseStudy(Record):
    """A case by the template, reviewed before it is shown."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        REVIEW = "review", _("In review")
        PUBLISHED = "published", _("Published")
        BACK = "back", _("Sent back")

    title = WordsField(_("title"))
    country = models.CharField(_("country"), max_length=2, validators=[country_code])
    tags = models.CharField(_("types of mining"), max_length=200, blank=True)
    problem = WordsField(_("problem"), long=True)
    timeline = WordsField(_("timeline"), blank=True, long=True)
    actors = WordsField(_("actors"), blank=True, long=True)
    done = WordsField(_("what was done"), long=True)
    results = WordsField(_("results and what shows them"), blank=True, long=True)
    costs = WordsField(_("costs"), blank=True)
    conditions = WordsField(_("what made it possible"), blank=True, long=True)
    failed = WordsField(_("what failed"), blank=True, long=True)
    women_and_children = WordsField(_("women and children"), blank=True, long=True)
    elsewhere = WordsField(_("would it work elsewhere"), blank=True, long=True)
    questions = WordsField(_("questions for teaching"), blank=True, long=True)
    sources = WordsField(_("sources"), blank=True, long=True)
    licence = models.CharField(_("licence"), max_length=12, choices=LICENCES)
    consent = models.CharField(_("who agreed"), max_length=200)
    written_by = models.ForeignKey(
        Profile, models.PROTECT, verbose_name=_("written by"), related_name="cases", editable=False
    )
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.DRAFT, editable=False)
    review = WordsField(_("what the reviewer says"), blank=True, long=True, editable=False)
    reviewed_by = models.ForeignKey(
        Profile,
        models.PROTECT,
        verbose_name=_("reviewed by"),
        null=True,
        blank=True,
        related_name="reviewed",
        editable=False,
    )
    published_on = models.DateField(_("published on"), null=True, blank=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("case study")
        verbose_name_plural = _("case studies")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_on__isnull=False, reviewed_by__isnull=False),
                name="learning_case_reviewed",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("written_by")),
                name="learning_case_by_another",
                violation_error_message=_("Somebody else must review it."),
            ),
        ]

    def __str__(self):
        return short(self.title)


class Gathering(Record):
    """An expert round table or another meeting of the community, on its calendar."""

    title = WordsField(_("title"))
    begins = models.DateTimeField(_("begins"))
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=60, validators=[MinValueValidator(5), MaxValueValidator(600)]
    )
    where = models.CharField(_("where"), max_length=200, help_text=_("A place or an address on the net."))
    host = models.ForeignKey(
        Profile, models.PROTECT, verbose_name=_("host"), null=True, blank=True, related_name="hosts"
    )
    step = models.CharField(_("step of the guidance"), max_length=8, choices=step_choices, blank=True)
    notes = WordsField(_("what came of it"), blank=True, long=True)

    class Meta(Record.Meta):
        verbose_name = _("gathering")
        verbose_name_plural = _("gatherings")

    def __str__(self):
        return str(self.title)


class Twinning(Record):
    """Two countries that share a problem and visit each other."""

    class State(models.TextChoices):
        SUGGESTED = "suggested", _("Suggested")
        AGREED = "agreed", _("Agreed")
        DONE = "done", _("Done")
        DROPPED = "dropped", _("Dropped")

    country = models.CharField(_("country"), max_length=2, validators=[country_code])
    other = models.CharField(_("with"), max_length=2, validators=[country_code])
    problem = WordsField(_("shared problem"))
    goal = WordsField(_("goal"), blank=True, long=True)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.SUGGESTED)
    first_visit = models.DateField(_("first visit"), null=True, blank=True)
    second_visit = models.DateField(_("second visit"), null=True, blank=True)
    learned = WordsField(_("what was learned"), blank=True, long=True)

    class Meta(Record.Meta):
        verbose_name = _("twinning")
        verbose_name_plural = _("twinnings")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(country=F("other")),
                name="learning_twins_are_two",
                violation_error_message=_("Name two countries."),
            ),
        ]

    def __str__(self):
        return f"{self.country} – {self.other}"
