"""The field visit: one visit, five themes, what each group found, and what the host is asked to do."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from batea.phase1_getting_started.wording import short
from batea.programmes.models import Attachment
from batea.programmes.records import Record
from batea.programmes.words import WordsField

from ..agenda.models import Day
from ..exercises.models import THEMES, Group
from ..participants.models import Participant


class FieldVisit(Record):
    """A visit to a mine site during the workshop."""

    day = models.ForeignKey(Day, models.PROTECT, verbose_name=_("day"), related_name="visits")
    place = models.CharField(_("place"), max_length=160)
    what = WordsField(_("what is visited"))
    safety_brief = WordsField(
        _("safety briefing"),
        long=True,
        help_text=_("Dangers on site, what to wear, who may enter what, whom to call."),
    )
    consent = WordsField(
        _("agreed with the miners"),
        blank=True,
        long=True,
        help_text=_("Who agreed to the visit, to photos and to being quoted."),
    )
    telephone = models.CharField(_("number to call in danger"), max_length=40, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("field visit")
        verbose_name_plural = _("field visits")

    def __str__(self):
        return self.place


class BriefingRead(Record):
    """That a participant has read the safety briefing; nobody enters a finding before."""

    visit = models.ForeignKey(FieldVisit, models.PROTECT, verbose_name=_("visit"), related_name="briefed")
    participant = models.ForeignKey(
        Participant, models.PROTECT, verbose_name=_("participant"), related_name="+"
    )
    read_on = models.DateField(_("read on"))

    class Meta(Record.Meta):
        verbose_name = _("reader of a safety briefing")
        verbose_name_plural = _("readers of safety briefings")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["visit", "participant"], name="learning_briefed_once"),
        ]

    def __str__(self):
        return f"{self.participant} – {self.visit}"


class Finding(Record):
    """One practice seen: good, bad or neither, with what supports it."""

    class Kind(models.TextChoices):
        GOOD = "good", _("Good practice")
        BAD = "bad", _("Bad practice")
        NEUTRAL = "neutral", _("Observation")

    class Urgency(models.TextChoices):
        NOW = "now", _("At once")
        MONTHS = "months", _("Within months")
        LATER = "later", _("Later")

    citable = True

    visit = models.ForeignKey(FieldVisit, models.PROTECT, verbose_name=_("visit"), related_name="findings")
    group = models.ForeignKey(
        Group, models.PROTECT, verbose_name=_("group"), null=True, blank=True, related_name="findings"
    )
    theme = models.CharField(_("theme"), max_length=11, choices=THEMES)
    kind = models.CharField(_("kind"), max_length=7, choices=Kind)
    words = WordsField(_("what was seen"), long=True)
    evidence = WordsField(_("how it was seen or heard"), blank=True)
    weight = models.PositiveSmallIntegerField(
        _("severity or benefit, 1 to 5"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
    )
    critical = models.BooleanField(
        _("imminent danger"),
        default=False,
        help_text=_("The facilitators see it at once. Tell the people on site first."),
    )
    answered = WordsField(_("what was done about the danger"), blank=True)
    recommendation = WordsField(_("recommendation"), blank=True)
    addressee = WordsField(_("to whom"), blank=True)
    urgency = models.CharField(_("urgency"), max_length=6, choices=Urgency, blank=True)
    photo = models.ForeignKey(
        Attachment, models.PROTECT, verbose_name=_("photo"), null=True, blank=True, related_name="+"
    )
    author = models.ForeignKey(
        Participant,
        models.PROTECT,
        verbose_name=_("entered by"),
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    submission = models.UUIDField(_("from a filled form"), null=True, blank=True, editable=False)
    edition = models.UUIDField(_("as the form was then"), null=True, blank=True, editable=False)
    card = models.PositiveSmallIntegerField(_("number in the form"), null=True, blank=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("finding of a visit")
        verbose_name_plural = _("findings of visits")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(critical=False) | Q(kind="bad"),
                name="learning_danger_is_bad",
                violation_error_message=_("An imminent danger is a bad practice."),
            ),
            models.UniqueConstraint(
                fields=["programme", "submission", "card"], name="learning_finding_from_form"
            ),
        ]

    def __str__(self):
        return short(self.words)


class Debrief(Record):
    """What a group keeps of the visit: three good, three bad, three recommendations, a quote, a question."""

    visit = models.ForeignKey(FieldVisit, models.PROTECT, verbose_name=_("visit"), related_name="debriefs")
    group = models.ForeignKey(Group, models.PROTECT, verbose_name=_("group"), related_name="debriefs")
    good = WordsField(_("three good practices"), long=True)
    bad = WordsField(_("three bad practices"), long=True)
    advice = WordsField(_("three recommendations"), long=True)
    quote = WordsField(_("a quote"), blank=True)
    quote_agreed = models.BooleanField(_("the person agreed to be quoted"), default=False)
    question = WordsField(_("an open question"), blank=True)

    class Meta(Record.Meta):
        verbose_name = _("debrief")
        verbose_name_plural = _("debriefs")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["visit", "group"], name="learning_one_debrief"),
        ]

    def __str__(self):
        return f"{self.visit} – {self.group}"


class Recommendation(Record):
    """What a group asks the host government to do, its reply, and what came of it."""

    class Outcome(models.TextChoices):
        OPEN = "open", _("No reply yet")
        ACCEPTED = "accepted", _("Accepted")
        PARTLY = "partly", _("Accepted in part")
        NOT_ACCEPTED = "not_accepted", _("Not accepted")

    citable = True

    visit = models.ForeignKey(
        FieldVisit, models.PROTECT, verbose_name=_("visit"), related_name="recommendations"
    )
    theme = models.CharField(_("theme"), max_length=11, choices=THEMES)
    words = WordsField(_("recommendation"), long=True)
    addressee = WordsField(_("to whom"), blank=True)
    finding = models.ForeignKey(
        Finding,
        models.PROTECT,
        verbose_name=_("rests on the finding"),
        null=True,
        blank=True,
        related_name="recommendations",
    )
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome, default=Outcome.OPEN)
    reply = WordsField(_("reply of the host"), blank=True, long=True)
    replied_on = models.DateField(_("replied on"), null=True, blank=True)
    follow_up = models.DateField(_("to be looked at again on"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("recommendation")
        verbose_name_plural = _("recommendations")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(outcome="open") | Q(replied_on__isnull=False),
                name="learning_reply_has_day",
                violation_error_message=_("Give the day of the reply."),
            ),
        ]

    def __str__(self):
        return short(self.words)
