"""Who comes: participants, what they need, what they hope for, and when they were there."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from batea.guidance.steps import all_steps
from batea.programmes.models import Institution, Person, Sex
from batea.programmes.records import Record
from batea.programmes.words import WordsField

from ..agenda.models import Day
from ..request.models import Delegation

LANGUAGE_CHOICES = [("es", "Español"), ("en", "English"), ("pt", "Português"), ("fr", "Français")]


class Participant(Record):
    """Somebody who is invited and comes. Contacts are kept with the person, under a permission of their own."""

    class Part(models.TextChoices):
        PARTICIPANT = "participant", _("Participant")
        FACILITATOR = "facilitator", _("Facilitator")
        EXPERT = "expert", _("Expert")
        HOST = "host", _("Host")
        OPENER = "opener", _("Opens the workshop")
        OBSERVER = "observer", _("Observer")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        INVITED = "invited", _("Invited")
        CONFIRMED = "confirmed", _("Confirmed")
        DECLINED = "declined", _("Declined")

    badge = models.CharField(
        _("name on the badge"), max_length=80, help_text=_("Everybody in the workshop sees it.")
    )
    person = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("person"), null=True, blank=True, related_name="takes_part"
    )
    delegation = models.ForeignKey(
        Delegation,
        models.PROTECT,
        verbose_name=_("delegation"),
        null=True,
        blank=True,
        related_name="participants",
    )
    institution = models.ForeignKey(
        Institution, models.PROTECT, verbose_name=_("institution"), null=True, blank=True, related_name="+"
    )
    part = models.CharField(_("part"), max_length=11, choices=Part, default=Part.PARTICIPANT)
    sex = models.CharField(_("sex"), max_length=1, choices=Sex, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGE_CHOICES, default="es")
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.PROPOSED)
    extra = models.BooleanField(
        _("extra invitation"),
        default=False,
        help_text=_("Invited beyond the places of the delegation, so that women and men are balanced."),
    )
    invited_by = models.ForeignKey(
        Institution, models.PROTECT, verbose_name=_("invited by"), null=True, blank=True, related_name="+"
    )
    access_needs = models.CharField(
        _("what the person needs to take part"),
        max_length=300,
        blank=True,
        help_text=_("Step-free rooms, interpreting, child care, food. Seen by those who run the workshop."),
    )
    digested = ("access_needs",)
    forgets = ("badge", "access_needs")

    class Meta(Record.Meta):
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["programme", "person"], name="learning_participant_once"),
            models.CheckConstraint(
                condition=~Q(part="participant") | Q(delegation__isnull=False),
                name="learning_participant_delegation",
                violation_error_message=_("Say which delegation the participant belongs to."),
            ),
        ]

    def __str__(self):
        return self.badge

    @property
    def learns(self) -> bool:
        """Comes to learn, and is counted among the participants."""
        return self.part == self.Part.PARTICIPANT


class LogisticItem(Record):
    """Something that must be arranged, for one person or for all."""

    class Kind(models.TextChoices):
        TRAVEL = "travel", _("Travel")
        VISA = "visa", _("Visa")
        LODGING = "lodging", _("Lodging")
        MEAL = "meal", _("Meals")
        TRANSPORT = "transport", _("Local transport")
        INTERPRETING = "interpreting", _("Interpreting")
        CHILD_CARE = "child_care", _("Child care")
        VENUE = "venue", _("Venue")
        EQUIPMENT = "equipment", _("Equipment")
        SAFETY = "safety", _("Safety")
        OTHER = "other", _("Other")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    words = WordsField(_("what is to be done"))
    participant = models.ForeignKey(
        Participant,
        models.PROTECT,
        verbose_name=_("for"),
        null=True,
        blank=True,
        related_name="logistics",
        help_text=_("Leave empty when it is for everybody."),
    )
    due = models.DateField(_("due"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    responsible = models.CharField(_("who sees to it"), max_length=120, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("item of logistics")
        verbose_name_plural = _("logistics")

    def __str__(self):
        return f"{self.get_kind_display()}: {self.words}"


class NeedsAnswer(Record):
    """What a participant says of the own work before the workshop, so that its content fits."""

    participant = models.ForeignKey(
        Participant, models.PROTECT, verbose_name=_("participant"), related_name="needs_answers"
    )
    years = models.PositiveSmallIntegerField(
        _("years of work with ASM"), null=True, blank=True, validators=[MaxValueValidator(60)]
    )
    skills = models.JSONField(_("own skill by step, 1 to 5"), default=dict, blank=True)
    priorities = models.JSONField(_("steps that matter most"), default=list, blank=True)
    expects = WordsField(_("what should be different after the workshop"), blank=True, long=True)
    brings = WordsField(_("data or experience to bring"), blank=True, long=True)

    class Meta(Record.Meta):
        verbose_name = _("answer to the needs survey")
        verbose_name_plural = _("needs survey")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["participant"], name="learning_needs_once"),
        ]

    # What somebody says of the own skill stands in no trail.
    digested = ("skills", "priorities", "expects", "brings")

    def __str__(self):
        return str(self.participant)

    def clean(self):
        """An answer may come in with a file: marks from 1 to 5 for steps of the guidance, and steps."""
        steps = {step.id for step in all_steps()}
        marks, chosen = self.skills, self.priorities
        if not isinstance(marks, dict) or not all(
            step in steps and type(mark) is int and 1 <= mark <= 5 for step, mark in marks.items()
        ):
            raise ValidationError({"skills": _("Marks are whole numbers from 1 to 5.")})
        if not isinstance(chosen, list) or not all(
            isinstance(step, str) and step in steps for step in chosen
        ):
            raise ValidationError({"priorities": _("Choose steps of the guidance.")})


class Attendance(Record):
    """A participant was there on a day."""

    class How(models.TextChoices):
        CODE = "code", _("Code in the room")
        HAND = "hand", _("List")

    participant = models.ForeignKey(
        Participant, models.PROTECT, verbose_name=_("participant"), related_name="attendances"
    )
    day = models.ForeignKey(Day, models.PROTECT, verbose_name=_("day"), related_name="attendances")
    how = models.CharField(_("how noted"), max_length=4, choices=How)

    class Meta(Record.Meta):
        verbose_name = _("attendance")
        verbose_name_plural = _("attendance")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["participant", "day"], name="learning_attendance_once"),
        ]

    def __str__(self):
        return f"{self.participant} – {self.day}"
