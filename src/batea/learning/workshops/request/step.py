from django.utils.translation import gettext_lazy as _

from batea.guidance.steps import Gate, Missing, Step, at_least
from batea.programmes.registers import address

from .registers import REGISTERS, WORKSHOPS


def begun(programme):
    found = WORKSHOPS.model.objects.count()
    return at_least(1, found, Missing(_("Enter the first."), address(WORKSHOPS, "add", programme)))


STEP = Step(
    id="W1-S1",
    number="1.1",
    slug="request",
    title=_("Request and purpose"),
    purpose=_(
        "Somebody asks for training; the workshop answers with a goal, objectives and criteria for inviting."
    ),
    see="workshop.see",
    course="workshop",
    gates=(Gate("W1-S1.a", _("It has begun"), begun),),
    registers=tuple(register.label for register in REGISTERS),
)
