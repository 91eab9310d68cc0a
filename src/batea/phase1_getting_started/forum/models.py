"""The forum: who speaks for whom, the rules agreed, the sessions, and each contribution with its reply."""

from django.db import models
from django.db.models import Q
from django.utils import formats
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from batea.programmes.models import Person
from batea.programmes.records import Record
from batea.programmes.words import WordsField

from ..wording import LEVELS, short, step_choices


class Stakeholder(Record):
    """A group with a stake in the sector, and who speaks for it."""

    class Constituency(models.TextChoices):
        MINERS = "miners", _("Miners")
        WOMEN_MINERS = "women_miners", _("Women miners")
        PROCESSORS = "processors", _("Processors")
        TRADERS = "traders", _("Traders and buyers")
        INVESTORS = "investors", _("Investors and financiers")
        LANDOWNERS = "landowners", _("Land owners")
        COMMUNITIES = "communities", _("Communities near mines")
        INDIGENOUS = "indigenous", _("Indigenous peoples")
        LARGE_SCALE = "large_scale", _("Large-scale companies")
        NGOS = "ngos", _("Non-governmental organisations")
        UNIONS = "unions", _("Unions")
        ACADEMIA = "academia", _("Universities and research")
        FAITH = "faith", _("Faith groups")
        LOCAL_GOVERNMENT = "local_government", _("Local government")
        FINANCE = "finance", _("Banks and savings groups")
        DONORS = "donors", _("Donors")
        OTHER = "other", _("Other")

    name = WordsField(_("name"))
    constituency = models.CharField(_("constituency"), max_length=16, choices=Constituency)
    influence = models.PositiveSmallIntegerField(
        _("influence"),
        choices=LEVELS,
        null=True,
        blank=True,
        help_text=_("How far it can move or stop the strategy."),
    )
    interest = models.PositiveSmallIntegerField(
        _("interest"),
        choices=LEVELS,
        null=True,
        blank=True,
        help_text=_("How much it cares about the strategy."),
    )
    affectedness = models.PositiveSmallIntegerField(
        _("affectedness"),
        choices=LEVELS,
        null=True,
        blank=True,
        help_text=_("How much the outcome changes its life."),
    )
    representative = models.ForeignKey(
        Person,
        models.PROTECT,
        verbose_name=_("representative"),
        null=True,
        blank=True,
        related_name="speaks_for",
    )
    chosen_by_own = models.BooleanField(
        _("chosen by the constituency itself"),
        default=False,
        help_text=_("Its own people selected this person, not the task force."),
    )
    women_share_plan = WordsField(_("how women come to speak"), blank=True)

    class Meta(Record.Meta):
        verbose_name = _("stakeholder")
        verbose_name_plural = _("stakeholders")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(chosen_by_own=False) | Q(representative__isnull=False),
                name="forum_chosen_is_somebody",
                violation_error_message=_("Name the representative who was chosen."),
            ),
            *(
                models.CheckConstraint(condition=Q(**{f"{name}__range": (1, 5)}), name=f"forum_{name}_1_to_5")
                for name in ("influence", "interest", "affectedness")
            ),
        ]

    def __str__(self):
        return str(self.name)

    @property
    def speaks(self) -> bool:
        """A representative is there whom the constituency chose."""
        return self.representative_id is not None and self.chosen_by_own


class ForumCharter(Record):
    """The rules the forum gave itself: seats, safety, how comments are answered."""

    words = WordsField(
        _("charter"),
        long=True,
        help_text=_("Seats, how they are filled, safe participation, how comments are answered."),
    )
    adopted_on = models.DateField(_("adopted on"), null=True, blank=True)
    women_plan = WordsField(
        _("plan to reach 40 % women"),
        blank=True,
        help_text=_("Needed while fewer than 40 % of representatives are women."),
    )
    women_plan_due = models.DateField(_("plan reached by"), null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("forum charter")
        verbose_name_plural = _("forum charters")

    def __str__(self):
        return short(self.words)


class Session(Record):
    """The forum sits: nationally, in a region or at a mine."""

    class Level(models.TextChoices):
        NATIONAL = "national", _("National")
        REGIONAL = "regional", _("Regional")
        SITE = "site", _("At a mine site")

    day = models.DateField(_("day"))
    place = models.CharField(_("place"), max_length=120)
    level = models.CharField(_("level"), max_length=8, choices=Level)
    women = models.PositiveSmallIntegerField(_("women present"), null=True, blank=True)
    men = models.PositiveSmallIntegerField(_("men present"), null=True, blank=True)
    report = WordsField(_("report"), blank=True, long=True, help_text=_("What was agreed, and what was not."))

    class Meta(Record.Meta):
        verbose_name = _("session of the forum")
        verbose_name_plural = _("sessions of the forum")

    def __str__(self):
        return f"{formats.date_format(self.day, 'SHORT_DATE_FORMAT')} · {self.place}"


class WithReply(models.Manager):
    """Lists and exports show the reply beside each contribution: fetched for all rows in one query."""

    def get_queryset(self):
        return super().get_queryset().prefetch_related("replies")


class Contribution(Record):
    """What somebody told the forum, in their words."""

    citable = True

    session = models.ForeignKey(
        Session,
        models.PROTECT,
        verbose_name=_("session"),
        null=True,
        blank=True,
        related_name="contributions",
    )
    stakeholder = models.ForeignKey(
        Stakeholder,
        models.PROTECT,
        verbose_name=_("stakeholder"),
        null=True,
        blank=True,
        related_name="contributions",
    )
    words = WordsField(_("contribution"), long=True)
    step = models.CharField(_("step it speaks to"), max_length=8, choices=step_choices)
    received_on = models.DateField(_("received on"))
    anonymous = models.BooleanField(
        _("anonymous"), default=False, help_text=_("Nothing is kept about who said it, not even the group.")
    )

    objects = ScopedManager(programme="programme", _manager_class=WithReply)

    class Meta(Record.Meta):
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(anonymous=False) | Q(stakeholder__isnull=True),
                name="forum_anonymous_names_nobody",
                violation_error_message=_("An anonymous contribution names no stakeholder."),
            ),
        ]

    def __str__(self):
        return short(self.words)

    @property
    def reply(self):
        """Its reply, published or not, or None."""
        return next(iter(self.replies.all()), None)

    @property
    def answer(self):
        """Its published reply, or None."""
        return self.reply if self.reply and self.reply.published_on else None


class Reply(Record):
    """What the task force answers, with the reason; it counts once it is published."""

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", _("Accepted")
        PARTLY = "partly", _("Accepted in part")
        NOT_ACCEPTED = "not_accepted", _("Not accepted")

    contribution = models.ForeignKey(
        Contribution, models.PROTECT, verbose_name=_("contribution"), related_name="replies"
    )
    words = WordsField(
        _("reply"), long=True, help_text=_("Give the reason, above all when you do not accept.")
    )
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome)
    published_on = models.DateField(_("published on"), null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("reply")
        verbose_name_plural = _("replies")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["contribution"], name="forum_one_reply"),
        ]

    def __str__(self):
        return short(self.words)
