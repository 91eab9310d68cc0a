"""What participants get in advance, and who has read it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from batea.programmes.models import Attachment
from batea.programmes.records import Record
from batea.programmes.words import WordsField

from ..participants.models import Participant


class PackItem(Record):
    """One text or file of the advance pack."""

    class Kind(models.TextChoices):
        GUIDANCE = "guidance", _("Summary of the guidance")
        CASE = "case", _("Case of the host country")
        FURTHER_CASE = "further_case", _("Further case")
        GLOSSARY = "glossary", _("Glossary")
        PRACTICAL = "practical", _("Practical information")
        OTHER = "other", _("Other")

    order = models.PositiveSmallIntegerField(_("order"), default=1)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    title = WordsField(_("title"))
    words = WordsField(_("text"), blank=True, long=True)
    attachment = models.ForeignKey(
        Attachment, models.PROTECT, verbose_name=_("file"), null=True, blank=True, related_name="+"
    )
    released_on = models.DateField(
        _("released on"), null=True, blank=True, help_text=_("Participants see it from this day on.")
    )

    class Meta(Record.Meta):
        verbose_name = _("part of the advance pack")
        verbose_name_plural = _("advance pack")

    def __str__(self):
        return str(self.title)


class ReadReceipt(Record):
    """A participant says: I have read it, in this version."""

    item = models.ForeignKey(
        PackItem, models.PROTECT, verbose_name=_("part of the pack"), related_name="receipts"
    )
    participant = models.ForeignKey(
        Participant, models.PROTECT, verbose_name=_("participant"), related_name="receipts"
    )
    read_version = models.PositiveIntegerField(_("version read"))
    read_on = models.DateField(_("read on"))

    class Meta(Record.Meta):
        verbose_name = _("read receipt")
        verbose_name_plural = _("read receipts")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["item", "participant"], name="learning_receipt_once"),
            models.CheckConstraint(condition=Q(read_version__gte=1), name="learning_receipt_version"),
        ]

    def __str__(self):
        return f"{self.participant} – {self.item}"
