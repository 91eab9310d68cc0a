"""Return-to-work plans of the country teams, and what became of them."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from batea.phase1_getting_started.wording import short, step_choices
from batea.programmes.records import Record
from batea.programmes.words import WordsField

from ..participants.models import Participant
from ..request.models import Delegation


class Plan(Record):
    """What a country team will do at home."""

    delegation = models.ForeignKey(
        Delegation, models.PROTECT, verbose_name=_("country team"), related_name="plans"
    )
    step = models.CharField(_("step of the guidance"), max_length=8, choices=step_choices)
    objective = WordsField(
        _("objective"),
        long=True,
        help_text=_("What, how much, by when; you must be able to tell if it is reached."),
    )
    starting_point = WordsField(_("starting point"), blank=True, long=True)
    sponsor = WordsField(_("sponsor at home"), blank=True, help_text=_("Which post backs the plan."))
    quick_win = WordsField(_("quick win within 30 days"), blank=True)
    support = WordsField(_("support asked for"), blank=True, long=True)
    obstacles = WordsField(_("obstacles and response"), blank=True, long=True)
    convince = WordsField(_("whom to convince"), blank=True)
    indicator = WordsField(_("indicator and evidence"), blank=True)
    gender = WordsField(_("commitment on gender"), blank=True)
    communication = WordsField(_("who is told, and how"), blank=True)
    presented_on = models.DateField(_("presented on"), null=True, blank=True)
    peer = models.ForeignKey(
        Delegation,
        models.PROTECT,
        verbose_name=_("peer team"),
        null=True,
        blank=True,
        related_name="peer_of",
        help_text=_("A team of another country that asks and helps."),
    )
    coach = models.ForeignKey(
        Participant, models.PROTECT, verbose_name=_("coach"), null=True, blank=True, related_name="coaches"
    )
    public = models.BooleanField(
        _("may be shown to others"), default=False, help_text=_("The team decides. Private from the start.")
    )

    class Meta(Record.Meta):
        verbose_name = _("return-to-work plan")
        verbose_name_plural = _("return-to-work plans")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["delegation"], name="learning_one_plan"),
            models.CheckConstraint(
                condition=Q(peer__isnull=True) | ~Q(peer=F("delegation")),
                name="learning_peer_is_another",
                violation_error_message=_("The peer must be a team of another country."),
            ),
        ]

    def __str__(self):
        return str(self.delegation)


class PlanAction(Record):
    """One thing the team does; `taken_to` says where it lives on as a task of the country's own programme."""

    plan = models.ForeignKey(Plan, models.PROTECT, verbose_name=_("plan"), related_name="actions")
    words = WordsField(_("what is done"))
    who = WordsField(_("who"), blank=True)
    with_whom = WordsField(_("with whom"), blank=True)
    starts = models.DateField(_("starts"))
    ends = models.DateField(_("ends"))
    cost = models.DecimalField(
        _("cost"),
        max_digits=16,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=_("In US dollars; 0 when staff time is enough."),
    )
    paid_by = WordsField(_("paid by"), blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    taken_to = models.UUIDField(null=True, blank=True, editable=False)
    task = models.UUIDField(null=True, blank=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("action of a plan")
        verbose_name_plural = _("actions of plans")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(ends__gte=F("starts")),
                name="learning_action_ends_later",
                violation_error_message=_("It cannot end before it starts."),
            ),
        ]

    def __str__(self):
        return short(self.words)


class CheckIn(Record):
    """How the plan stands after 30, 90, 180 and 365 days. `digest` is the fingerprint of the link sent out."""

    class State(models.TextChoices):
        NOT_BEGUN = "not_begun", _("Not begun")
        UNDER_WAY = "under_way", _("Under way")
        DONE = "done", _("Done")
        STOPPED = "stopped", _("Stopped")

    class Blocker(models.TextChoices):
        NONE = "none", _("Nothing")
        MONEY = "money", _("Money")
        TIME = "time", _("Time or staff")
        MANDATE = "mandate", _("No mandate or decision from above")
        CHANGE = "change", _("Change of government or of people")
        LAW = "law", _("Law or procedure")
        DATA = "data", _("Data or knowledge")
        PARTNERS = "partners", _("Partners or miners do not join in")
        SAFETY = "safety", _("Conflict or safety")
        OTHER = "other", _("Something else")

    class How(models.TextChoices):
        PAGE = "page", _("On the page")
        LINK = "link", _("By the link on a phone")
        MAIL = "mail", _("By reply to the e-mail")

    plan = models.ForeignKey(Plan, models.PROTECT, verbose_name=_("plan"), related_name="check_ins")
    after_days = models.PositiveSmallIntegerField(_("days after the workshop"))
    due = models.DateField(_("due"))
    asked_on = models.DateField(_("asked on"), null=True, blank=True, editable=False)
    escalated_on = models.DateField(_("passed on as late on"), null=True, blank=True, editable=False)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    how = models.CharField(_("how answered"), max_length=4, choices=How, blank=True, editable=False)
    state = models.CharField(_("state"), max_length=9, choices=State, blank=True)
    percent = models.PositiveSmallIntegerField(
        _("done (%)"), null=True, blank=True, validators=[MaxValueValidator(100)]
    )
    changed = WordsField(_("what has changed"), blank=True, long=True)
    blocker_kind = models.CharField(_("kind of obstacle"), max_length=9, choices=Blocker, blank=True)
    blocker = WordsField(_("what stands in the way"), blank=True, long=True)
    learned = WordsField(_("what was learned"), blank=True, long=True)
    digest = models.CharField(max_length=64, blank=True, editable=False)
    stays_here = ("digest",)
    digested = ("digest",)

    class Meta(Record.Meta):
        verbose_name = _("check-in")
        verbose_name_plural = _("check-ins")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["plan", "after_days"], name="learning_check_in_once"),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True) | ~Q(state=""),
                name="learning_check_in_has_state",
                violation_error_message=_("Say how the plan stands."),
            ),
        ]

    def __str__(self):
        return f"{self.plan} – {self.after_days}"


class Help(Record):
    """Help asked for or given between teams."""

    class Kind(models.TextChoices):
        ASKED = "asked", _("Asked for")
        GIVEN = "given", _("Given")

    plan = models.ForeignKey(Plan, models.PROTECT, verbose_name=_("plan"), related_name="help")
    kind = models.CharField(_("kind"), max_length=5, choices=Kind)
    team = models.ForeignKey(
        Delegation, models.PROTECT, verbose_name=_("team"), null=True, blank=True, related_name="+"
    )
    words = WordsField(_("text"), long=True)
    day = models.DateField(_("day"))

    class Meta(Record.Meta):
        verbose_name = _("help between teams")
        verbose_name_plural = _("help between teams")

    def __str__(self):
        return short(self.words)
