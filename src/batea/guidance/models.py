"""The only thing about progress that is stored: a decision to pass a gate that is not met, with its reason."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from batea.programmes.records import Record
from batea.programmes.words import WordsField


class GateOverride(Record):
    """A gate passed although it is not met. It shows as such everywhere, until the date or until the gate is met."""

    gate = models.CharField(_("gate"), max_length=20)
    reason = WordsField(_("reason"), long=True)
    decided_by = models.CharField(_("decided by"), max_length=200)
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("passed gate")
        verbose_name_plural = _("passed gates")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["programme", "gate"], name="guidance_override_once"),
        ]

    def __str__(self):
        return self.gate
