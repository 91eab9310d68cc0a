"""Step 1.4 of the guidance: partners."""

from django.utils.translation import gettext_lazy as _

from batea.guidance.steps import Finding, Gate, Missing, PageLink, Step, every
from batea.programmes.registers import address, address_of

from .chapter import chapter
from .models import Need
from .queries import commitments, covered, needs
from .registers import COMMITMENTS, NEEDS, REGISTERS


def needs_covered(programme) -> Finding:
    return every(
        needs().filter(priority=Need.Priority.HIGH),
        ok=covered,
        missing=lambda need: Missing(
            _("“%(need)s” has no partner and no budget line, and is not declared a gap.") % {"need": need},
            address_of(need),
        ),
        none=Missing(_("Enter what the strategy needs most."), address(NEEDS, "add", programme)),
    )


def asks_commitments(ok, missing):
    """A gate that asks the same of every commitment."""

    def check(programme) -> Finding:
        return every(
            commitments(),
            ok=ok,
            missing=lambda commitment: Missing(missing % {"what": commitment}, address_of(commitment)),
            none=Missing(_("Enter what partners have committed to."), address(COMMITMENTS, "add", programme)),
        )

    return check


GATES = (
    Gate(
        "P1-S4.a",
        _("Every priority need has a partner, a budget line or is a declared gap"),
        needs_covered,
        why=_("A gap that is declared can be filled later; a hidden one cannot."),
    ),
    Gate(
        "P1-S4.b",
        _("Every commitment has an amount"),
        asks_commitments(
            lambda commitment: commitment.amount is not None, _("Say how much it is worth: %(what)s.")
        ),
        why=_("Help in kind is worth something too; without a value it cannot be planned with."),
    ),
    Gate(
        "P1-S4.c",
        _("Every commitment has dates"),
        asks_commitments(lambda commitment: commitment.dated, _("Say from when until when: %(what)s.")),
        why=_("It shows who stays after the project ends."),
    ),
    Gate(
        "P1-S4.d",
        _("Every commitment is signed"),
        asks_commitments(lambda commitment: commitment.signed_on, _("Not signed yet: %(what)s.")),
        why=_("What counts is a signed commitment, not an intention."),
    ),
)

STEP = Step(
    id="P1-S4",
    number="1.4",
    slug="partners",
    title=_("Partners"),
    purpose=_(
        "Line up technical, financial and political support, and avoid doing twice what others already do."
    ),
    see="partners.see",
    who=(
        _("The task force, with foreign affairs and planning."),
        _("Donors, agencies of the United Nations, IGF, civil society."),
        _("Large companies, banks, universities, refiners, bodies that set standards."),
    ),
    activities=(
        _("Map who does what where, on which theme, with what money and until when."),
        _("Hold needs against offers."),
        _("Agree terms, and sign them."),
        _("Agree how data are shared and which indicators are common."),
        _("Look for conflicts of interest."),
    ),
    outputs=(
        _("A register of partners"),
        _("A matrix of needs and partners"),
        _("Signed commitments"),
        _("A joint calendar"),
    ),
    questions=(
        _("What do we need that we do not have?"),
        _("Who works with these miners already?"),
        _("Which conditions come with the money?"),
        _("Who stays after the project ends?"),
        _("How do the partners' results enter our monitoring?"),
    ),
    pitfalls=(
        _("The donors' agenda becomes the strategy."),
        _("Structures are built beside the state's own."),
        _("Pilots end without a way on."),
        _("Training follows the donor's plan and not what happens at the mine."),
    ),
    gates=GATES,
    registers=tuple(register.label for register in REGISTERS),
    pages=(PageLink(_("Needs and partners"), "partners:matrix", "partners.see"),),
    chapter=chapter,
    sources=("IGF17", "STOCK19"),
)
