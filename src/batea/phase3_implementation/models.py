"""All tables of the phase; each room keeps its own."""

from .delivery.models import Action, Issue, Milestone
from .monitoring.models import EvaluationReport, Indicator, Result, Target
from .revision.models import Bridge, FrozenVersion, ReviewTrigger

__all__ = [
    "Action",
    "Bridge",
    "EvaluationReport",
    "FrozenVersion",
    "Indicator",
    "Issue",
    "Milestone",
    "Result",
    "ReviewTrigger",
    "Target",
]
