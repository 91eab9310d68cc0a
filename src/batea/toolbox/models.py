"""One table for all tools: the answers somebody typed. Results are computed when they are read."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from batea.programmes.records import Record
from batea.programmes.words import WordsField

from .discovery import tools


def tool_choices():
    return [(tool.name, tool.title) for tool in tools().values()]


class Assessment(Record):
    """A tool filled in once, for the programme or about one record of it."""

    citable = True

    tool = models.CharField(_("tool"), max_length=40, choices=tool_choices, editable=False)
    tool_version = models.PositiveIntegerField(_("version of the tool"), default=1, editable=False)
    title = WordsField(_("title"), help_text=_("What was assessed, and when."))
    subject = models.CharField(_("about: table"), max_length=120, blank=True, editable=False)
    subject_uid = models.UUIDField(_("about"), null=True, blank=True, editable=False)
    answers = models.JSONField(_("answers"), default=dict, blank=True, editable=False)
    note = WordsField(_("note"), blank=True, long=True, help_text=_("Who took part and what was doubted."))

    class Meta(Record.Meta):
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")

    def __str__(self):
        return f"{self.get_tool_display()}: {self.title}"
