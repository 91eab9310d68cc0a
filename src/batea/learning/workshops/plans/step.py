from django.utils.translation import gettext_lazy as _

from batea.guidance.steps import Gate, Missing, Step, at_least
from batea.programmes.registers import address

from .registers import PLANS, REGISTERS


def begun(programme):
    found = PLANS.model.objects.count()
    return at_least(1, found, Missing(_("Enter the first."), address(PLANS, "add", programme)))


STEP = Step(
    id="W3-S1",
    number="3.1",
    slug="return-to-work",
    title=_("Return-to-work plans"),
    purpose=_("Each country team takes a plan home and is asked four times what came of it."),
    see="workshop.see",
    course="workshop",
    gates=(Gate("W3-S1.a", _("It has begun"), begun),),
    registers=tuple(register.label for register in REGISTERS),
)
