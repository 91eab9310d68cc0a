"""Who gives a session. Apart from the agenda's tables because participants need days, and speakers participants."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from batea.programmes.records import Record

from ..participants.models import Participant
from .models import AgendaItem


class Speaker(Record):
    """A participant's part in a session of the agenda."""

    class Part(models.TextChoices):
        FACILITATES = "facilitates", _("Facilitates")
        PRESENTS = "presents", _("Presents")
        OPENS = "opens", _("Opens")
        HOSTS = "hosts", _("Hosts")
        ADVISES = "advises", _("Advises as expert")

    item = models.ForeignKey(AgendaItem, models.PROTECT, verbose_name=_("session"), related_name="speakers")
    participant = models.ForeignKey(
        Participant, models.PROTECT, verbose_name=_("who"), related_name="speaks_in"
    )
    part = models.CharField(_("part"), max_length=11, choices=Part)

    class Meta(Record.Meta):
        verbose_name = _("part in a session")
        verbose_name_plural = _("parts in sessions")
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["item", "participant", "part"], name="learning_speaker_once"),
        ]

    def __str__(self):
        return f"{self.participant} – {self.item}"
