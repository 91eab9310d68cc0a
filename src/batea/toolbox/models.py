"""One table for all tools: the answers somebody typed, and what they were before. Results are computed when read."""

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from batea.programmes.records import Record
from batea.programmes.words import WordsField

from .answers import cells_in, known_answers, shape_fault
from .discovery import tools


def tool_choices():
    return [(tool.name, tool.title) for tool in tools().values()]


def subject_model(label: str) -> type[Record] | None:
    """The table of that name, if it is one of a programme's; bundles may name anything."""
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):
        return None
    return model if issubclass(model, Record) else None


class Assessment(Record):
    """A tool filled in once, for the programme or about one record of it."""

    class Stage(models.TextChoices):
        UNSAID = "", _("not said")
        BEFORE = "before", _("before a measure")
        AFTER = "after", _("after a measure")
        INDIVIDUAL = "individual", _("one person alone")
        GROUP = "group", _("a group together")

    class Audience(models.TextChoices):
        ALL = "all", _("everybody in the programme")
        RESULT = "result", _("women read the answers, everybody reads the result")
        WOMEN = "women", _("only women read answers and result")

    citable = True
    digested = ("answers", "note")

    tool = models.CharField(_("tool"), max_length=40, choices=tool_choices, editable=False)
    tool_version = models.PositiveIntegerField(_("version of the tool"), default=1, editable=False)
    title = WordsField(_("title"), help_text=_("What was assessed: a place, a group, a measure."))
    day = models.DateField(_("day"), default=timezone.localdate, help_text=_("When it was filled in."))
    made_by = models.CharField(
        _("filled in by"),
        max_length=120,
        blank=True,
        help_text=_("A group or an office, not a person's name."),
    )
    stage = models.CharField(_("stage"), max_length=12, choices=Stage, blank=True)
    audience = models.CharField(_("who reads it"), max_length=8, choices=Audience, default=Audience.ALL)
    subject = models.CharField(_("about: table"), max_length=120, blank=True, editable=False)
    subject_uid = models.UUIDField(_("about"), null=True, blank=True, editable=False)
    subject_version = models.PositiveIntegerField(null=True, blank=True, editable=False)
    begun_by = models.UUIDField(_("begun by"), null=True, blank=True, editable=False)
    answers = models.JSONField(_("answers"), default=dict, blank=True, editable=False)
    note = WordsField(_("note"), blank=True, long=True, help_text=_("Who took part and what was doubted."))
    in_strategy = models.BooleanField(
        _("in the strategy"), default=False, help_text=_("Its result stands in the annex of the strategy.")
    )

    class Meta(Record.Meta):
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        indexes = [models.Index(fields=["programme", "tool"], name="toolbox_assessment_tool")]

    def __str__(self):
        return f"{self.get_tool_display()}: {self.title}"

    def clean(self):
        """Answers typed for the tool as it is now are all such as it could have asked for, from whatever file they come."""
        super().clean()
        tool = tools().get(self.tool)
        wrong = shape_fault(self.answers)
        if not wrong and tool is not None and self.tool_version == tool.version:
            wrong = cells_in(known_answers(tool, self.answers)) < cells_in(self.answers)
        if wrong:
            raise ValidationError({"answers": _("These answers do not fit the tool.")})
        if self.subject and subject_model(self.subject) is None:
            raise ValidationError({"subject": _("There is no such table.")})

    def parts(self):
        return self.former.all()

    @property
    def about(self) -> Record | None:
        """The record it was filled in for; None when there is none (any more)."""
        model = subject_model(self.subject) if self.subject_uid else None
        return model.objects.filter(uid=self.subject_uid).first() if model else None

    def outdated(self) -> bool:
        """The tool asks otherwise by now, or what was assessed has changed since."""
        tool = tools().get(self.tool)
        if tool is None or self.tool_version < tool.version:
            return True
        if not self.subject_uid:
            return False
        about = self.about
        return about is None or about.version != self.subject_version


class FormerAnswers(Record):
    """What an assessment said until somebody changed it."""

    stays_with_original = True
    digested = ("answers",)

    assessment = models.ForeignKey(
        Assessment, models.PROTECT, verbose_name=_("assessment"), related_name="former", editable=False
    )
    number = models.PositiveIntegerField(_("version"), editable=False)
    tool_version = models.PositiveIntegerField(_("version of the tool"), editable=False)
    until = models.DateTimeField(_("until"), default=timezone.now, editable=False)
    changed_by = models.CharField(_("changed by"), max_length=200, blank=True, editable=False)
    answers = models.JSONField(_("answers"), default=dict, blank=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("former answers")
        verbose_name_plural = _("former answers")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["assessment", "number"], name="toolbox_formeranswers_once"),
        ]

    def __str__(self):
        return f"{self.assessment} ({self.number})"
