"""The way a workshop goes: before, during, after, with the same machinery of steps and gates as the guidance itself."""

from django.utils.translation import gettext_lazy as _

from batea.guidance.steps import Course, Phase

from .agenda.step import STEP as agenda
from .exercises.step import STEP as exercises
from .pack.step import STEP as pack
from .participants.step import STEP as participants
from .plans.step import STEP as plans
from .request.step import STEP as request
from .results.step import STEP as results
from .round_tables.step import STEP as round_tables
from .visit.step import STEP as visit

PHASES = (
    Phase(
        1,
        _("Before"),
        _("Hear who asks, invite in balance, plan the days, send what people should have read."),
    ),
    Phase(
        2,
        _("During"),
        _("Work in groups on copies of a real case, visit a mine, talk with experts, listen every day."),
    ),
    Phase(
        3, _("After"), _("Plans for the return to work, what was learned, and what came of it a year later.")
    ),
)
WORKSHOP = Course("workshop", PHASES, ("workshop",))
COMMUNITY = Course("community", (), ("community",), home="community:home")
STEPS = (request, participants, agenda, pack, exercises, visit, round_tables, plans, results)
