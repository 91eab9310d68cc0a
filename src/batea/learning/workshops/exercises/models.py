"""Groups with their copies of the case, exercises bound to steps and tools, and rankings nobody signs."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from batea.phase1_getting_started.context.models import Challenge
from batea.phase1_getting_started.wording import short, step_choices
from batea.programmes.models import Attachment
from batea.programmes.records import Record
from batea.programmes.words import WordsField

from ...unsigned import Unsigned
from ..agenda.models import AgendaItem
from ..participants.models import Participant

THEMES = [
    ("environment", _("Environment")),
    ("economy", _("Economic links and value chain")),
    ("safety", _("Occupational health, safety and child protection")),
    ("gender", _("Gender")),
    ("community", _("Community links")),
]


class Grouping(Record):
    """One way the participants are divided: by mineral for the strategy, by theme for the visit."""

    class Purpose(models.TextChoices):
        STRATEGY = "strategy", _("Works on a copy of the case")
        VISIT = "visit", _("Field visit by theme")
        TABLE = "table", _("Talks")

    name = WordsField(_("name"))
    purpose = models.CharField(_("purpose"), max_length=8, choices=Purpose)

    class Meta(Record.Meta):
        verbose_name = _("division into groups")
        verbose_name_plural = _("divisions into groups")

    def __str__(self):
        return str(self.name)


class Group(Record):
    """A group. `sandbox` is the identity of its own copy of the case, on the server where it was made."""

    grouping = models.ForeignKey(Grouping, models.PROTECT, verbose_name=_("division"), related_name="groups")
    number = models.PositiveSmallIntegerField(_("number"))
    subject = WordsField(_("works on"), blank=True, help_text=_("A mineral or a type, such as amber."))
    theme = models.CharField(_("theme"), max_length=11, choices=THEMES, blank=True)
    sandbox = models.UUIDField(_("own copy"), null=True, blank=True, editable=False)
    stays_here = ("sandbox",)

    class Meta(Record.Meta):
        verbose_name = _("group")
        verbose_name_plural = _("groups")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["grouping", "number"], name="learning_group_number"),
        ]

    def __str__(self):
        about = str(self.subject) or self.get_theme_display()
        named = str(_("Group %(number)s") % {"number": self.number})
        return f"{named} – {about}" if about else named


class GroupMember(Record):
    """A participant in a group. A group of one division only: the unique rule is over the division."""

    class Part(models.TextChoices):
        MEMBER = "member", _("Member")
        HOST = "host", _("Leads the talk")
        RAPPORTEUR = "rapporteur", _("Reports")

    grouping = models.ForeignKey(Grouping, models.PROTECT, editable=False, related_name="+")
    group = models.ForeignKey(Group, models.PROTECT, verbose_name=_("group"), related_name="members")
    participant = models.ForeignKey(
        Participant, models.PROTECT, verbose_name=_("participant"), related_name="in_groups"
    )
    part = models.CharField(_("part"), max_length=10, choices=Part, default=Part.MEMBER)
    spoke = models.PositiveSmallIntegerField(_("times spoken"), default=0, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("member of a group")
        verbose_name_plural = _("members of groups")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["grouping", "participant"],
                name="learning_one_group_each",
                violation_error_message=_("The participant is in a group of this division already."),
            ),
        ]

    def __str__(self):
        return f"{self.participant} – {self.group}"

    def clean(self):
        super().clean()
        if self.group_id:
            self.grouping_id = self.group.grouping_id

    def full_clean(self, *args, **kwargs):
        if self.group_id:
            self.grouping_id = self.group.grouping_id
        super().full_clean(*args, **kwargs)


class Exercise(Record):
    """A task for the groups: what to do, on which step or tool, in how many minutes."""

    class State(models.TextChoices):
        PREPARED = "prepared", _("Prepared")
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")

    number = models.PositiveSmallIntegerField(_("number"))
    title = WordsField(_("title"))
    instructions = WordsField(_("instructions"), long=True)
    grouping = models.ForeignKey(
        Grouping, models.PROTECT, verbose_name=_("division"), related_name="exercises"
    )
    item = models.ForeignKey(
        AgendaItem, models.PROTECT, verbose_name=_("session"), null=True, blank=True, related_name="exercises"
    )
    step = models.CharField(_("step of the guidance"), max_length=8, choices=step_choices, blank=True)
    tool = models.CharField(_("tool of the toolbox"), max_length=40, blank=True)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=45, validators=[MinValueValidator(1), MaxValueValidator(600)]
    )
    check_question = WordsField(
        _("check of understanding"), blank=True, help_text=_("A question each group answers in a sentence.")
    )
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.PREPARED, editable=False)
    opened_at = models.DateTimeField(_("opened at"), null=True, blank=True, editable=False)
    closes_at = models.DateTimeField(_("closes at"), null=True, blank=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("exercise")
        verbose_name_plural = _("exercises")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["programme", "number"], name="learning_exercise_number"),
            models.CheckConstraint(
                condition=~Q(state="open") | Q(opened_at__isnull=False, closes_at__isnull=False),
                name="learning_open_exercise_has_clock",
            ),
            models.CheckConstraint(
                condition=Q(closes_at__isnull=True) | Q(closes_at__gte=F("opened_at")),
                name="learning_exercise_closes_later",
            ),
        ]

    def __str__(self):
        return f"{self.number}. {self.title}"


class GroupResult(Record):
    """What a group says of an exercise when it is done."""

    task = models.ForeignKey(Exercise, models.PROTECT, verbose_name=_("exercise"), related_name="results")
    group = models.ForeignKey(Group, models.PROTECT, verbose_name=_("group"), related_name="results")
    words = WordsField(_("result in short"), long=True)
    understood = WordsField(_("answer to the check of understanding"), blank=True, long=True)
    done = models.BooleanField(_("done"), default=False)

    class Meta(Record.Meta):
        verbose_name = _("result of a group")
        verbose_name_plural = _("results of groups")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["task", "group"], name="learning_one_result"),
        ]

    def __str__(self):
        return f"{self.task} – {self.group}"

    def parts(self):
        return (*self.photos.all(), *self.notes.all())


class BoardPhoto(Record):
    """A photo of what a group wrote on paper, with the words that stand on it."""

    result = models.ForeignKey(GroupResult, models.PROTECT, verbose_name=_("result"), related_name="photos")
    photo = models.ForeignKey(Attachment, models.PROTECT, verbose_name=_("photo"), related_name="+")
    words = WordsField(
        _("what stands on it"), blank=True, long=True, help_text=_("So that it can be found and read aloud.")
    )

    class Meta(Record.Meta):
        verbose_name = _("photo of a board")
        verbose_name_plural = _("photos of boards")

    def __str__(self):
        return short(self.words) or str(self.result)


class BoardNote(Record):
    """What somebody writes beside the result of a group, with the name on the badge; none stands for who runs it."""

    result = models.ForeignKey(GroupResult, models.PROTECT, verbose_name=_("result"), related_name="notes")
    participant = models.ForeignKey(
        Participant, models.PROTECT, verbose_name=_("participant"), null=True, blank=True, related_name="+"
    )
    words = models.CharField(_("note"), max_length=280)
    hidden = models.BooleanField(_("hidden"), default=False, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("note on a board")
        verbose_name_plural = _("notes on boards")

    def __str__(self):
        return self.words


class Ranking(Record):
    """Cards put in order by votes that nobody signs: dots to spread, or one of two cards at a time."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")

    class Way(models.TextChoices):
        DOTS = "dots", _("Votes to spread over the cards")
        PAIRS = "pairs", _("Two cards at a time: which comes first?")

    question = WordsField(_("question"))
    way = models.CharField(_("way to vote"), max_length=5, choices=Way, default=Way.DOTS)
    dots = models.PositiveSmallIntegerField(
        _("votes for each"), default=3, validators=[MinValueValidator(1), MaxValueValidator(10)]
    )
    state = models.CharField(_("state"), max_length=6, choices=State, default=State.OPEN)

    class Meta(Record.Meta):
        verbose_name = _("ranking")
        verbose_name_plural = _("rankings")

    def __str__(self):
        return short(self.question)


class RankingCard(Record):
    """One thing to vote for, such as a challenge."""

    ranking = models.ForeignKey(Ranking, models.PROTECT, verbose_name=_("ranking"), related_name="cards")
    words = WordsField(_("card"))
    cluster = models.CharField(_("belongs with"), max_length=60, blank=True)
    area = models.CharField(_("area"), max_length=12, choices=Challenge.Area, blank=True)
    challenge = models.UUIDField(_("challenge it stands for"), null=True, blank=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("card of a ranking")
        verbose_name_plural = _("cards of rankings")

    def __str__(self):
        return short(self.words)


class Ballot(Unsigned):
    """One ballot: the cards it gives dots to or the pairs it decided (first, second), and of the voter only what was
    ticked: country or sex, or neither."""

    ranking = models.ForeignKey(Ranking, models.PROTECT, verbose_name=_("ranking"), related_name="ballots")
    dots = models.JSONField(_("votes"), default=dict, blank=True)
    pairs = models.JSONField(_("pairs"), default=list, blank=True)
    sex = models.CharField(_("sex"), max_length=1, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)

    class Meta(Unsigned.Meta):
        verbose_name = _("ballot")
        verbose_name_plural = _("ballots")

    def __str__(self):
        return str(_("Ballot"))
