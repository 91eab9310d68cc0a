from django.utils.translation import gettext_lazy as _

from batea.guidance.steps import Gate, Missing, Step, at_least
from batea.programmes.registers import address

from .registers import REGISTERS, VISITS


def begun(programme):
    found = VISITS.model.objects.count()
    return at_least(1, found, Missing(_("Enter the first."), address(VISITS, "add", programme)))


STEP = Step(
    id="W2-S2",
    number="2.2",
    slug="field-visit",
    title=_("Field visit"),
    purpose=_("One mine, five themes: good and bad practices, and advice for the host."),
    see="workshop.see",
    course="workshop",
    gates=(Gate("W2-S2.a", _("It has begun"), begun),),
    registers=tuple(register.label for register in REGISTERS),
)
