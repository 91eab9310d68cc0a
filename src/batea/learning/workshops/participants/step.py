from django.utils.translation import gettext_lazy as _

from batea.guidance.steps import Gate, Missing, Step, at_least
from batea.programmes.registers import address

from .registers import PARTICIPANTS, REGISTERS


def begun(programme):
    found = PARTICIPANTS.model.objects.count()
    return at_least(1, found, Missing(_("Enter the first."), address(PARTICIPANTS, "add", programme)))


STEP = Step(
    id="W1-S2",
    number="1.2",
    slug="participants",
    title=_("Participants"),
    purpose=_("The right people come, women and men in balance, and each can take part."),
    see="workshop.see",
    course="workshop",
    gates=(Gate("W1-S2.a", _("It has begun"), begun),),
    registers=tuple(register.label for register in REGISTERS),
)
