"""Step 2.1 of the guidance: the vision."""

from django.utils.translation import gettext_lazy as _

from batea.guidance.steps import Finding, Gate, Missing, Step, at_least, every
from batea.programmes.registers import address, address_of

from .chapter import chapter
from .queries import current_vision, goals
from .registers import GOALS, VISIONS

FEWEST_GOALS = 4


def dated(programme, field: str, text) -> Finding:
    """The vision in force has a date in `field`; without a vision the page that adds one is named."""
    vision = current_vision()
    if vision is None:
        return Finding(
            0, 1, (Missing(_("Nobody has written the vision yet."), address(VISIONS, "add", programme)),)
        )
    return at_least(1, int(getattr(vision, field) is not None), Missing(text, address_of(vision)))


def adopted(programme) -> Finding:
    return dated(programme, "adopted_on", _("The task force has not adopted the vision."))


def validated(programme) -> Finding:
    return dated(programme, "validated_on", _("The forum has not validated the vision."))


def enough_goals(programme) -> Finding:
    found = len(goals())
    text = _("There are %(found)s goals; a vision needs at least %(least)s.") % {
        "found": found,
        "least": FEWEST_GOALS,
    }
    return at_least(FEWEST_GOALS, found, Missing(text, address(GOALS, "add", programme)))


def measurable(programme) -> Finding:
    return every(
        goals(),
        ok=lambda goal: goal.measurable,
        missing=lambda goal: Missing(
            _("%(goal)s: no indicator, or neither baseline nor the day it is due.") % {"goal": goal},
            address_of(goal),
        ),
        none=Missing(_("There are no goals yet."), address(GOALS, "add", programme)),
    )


VISION = Step(
    id="P2-S1",
    number="2.1",
    slug="vision",
    title=_("Vision"),
    purpose=_(
        "Agree in a few words on the sector wanted in ten to twenty years, with goals that can be measured and the "
        "principles that guide every later choice."
    ),
    see="strategy.see",
    who=(
        _("The forum drafts."),
        _("The task force edits and adopts."),
        _("The cabinet confirms it with the national strategy."),
    ),
    activities=(
        _("Hold a vision workshop: each alone, then pairs, groups, everybody."),
        _("Start from the challenges as people have ranked them (step 1.3)."),
        _("Lay the draft beside the national plan, the SDGs, climate and gender policy and mercury plan."),
        _("Write the principles and choose the target year."),
        _("Turn the vision into four to eight goals with indicators."),
    ),
    outputs=(
        _("The vision in at most 60 words, in all working languages"),
        _("Four to eight goals"),
        _("Principles, alignment and a record of dissent"),
    ),
    questions=(
        _("Should the sector grow, stay, change or shrink, and which part of it?"),
        _("How much of the value should stay with miners and their communities?"),
        _("What will miners' daughters say about it in the target year?"),
        _("What will not be tolerated?"),
    ),
    pitfalls=(
        _("A slogan without numbers."),
        _("A vision imposed from above."),
        _("Silence on women, children and criminal economies."),
        _("A vision that contradicts the mining law."),
    ),
    gates=(
        Gate("P2-S1.a", _("The task force has adopted the vision"), adopted),
        Gate("P2-S1.b", _("The forum has validated the vision"), validated),
        Gate(
            "P2-S1.c",
            _("There are at least four goals"),
            enough_goals,
            why=_("A vision without goals cannot be followed up."),
        ),
        Gate(
            "P2-S1.d",
            _("Each goal has an indicator, and a baseline or the day it is due"),
            measurable,
            why=_("Without a starting point nobody can tell whether anything changed."),
        ),
    ),
    registers=("phase2_strategy.vision", "phase2_strategy.goal"),
    chapter=chapter,
    sources=("WS",),
)
