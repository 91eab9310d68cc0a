from django.utils.translation import gettext_lazy as _

from batea.guidance.steps import Gate, Missing, Step, at_least
from batea.programmes.registers import address

from .registers import PACK, REGISTERS


def begun(programme):
    found = PACK.model.objects.count()
    return at_least(1, found, Missing(_("Enter the first."), address(PACK, "add", programme)))


STEP = Step(
    id="W1-S4",
    number="1.4",
    slug="advance-pack",
    title=_("Advance pack"),
    purpose=_("People arrive having read the guidance in short and the case."),
    see="workshop.see",
    course="workshop",
    gates=(Gate("W1-S4.a", _("It has begun"), begun),),
    registers=tuple(register.label for register in REGISTERS),
)
