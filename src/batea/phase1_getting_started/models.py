"""All tables of the phase; each room keeps its own."""

from .context.models import Challenge, ContextValidation, DataGap
from .forum.models import Contribution, ForumCharter, Reply, Session, Stakeholder
from .partners.models import Commitment, Need, Offer
from .task_force.models import Charter, Decision, Meeting, Seat, WorkItem

__all__ = [
    "Challenge",
    "Charter",
    "Commitment",
    "ContextValidation",
    "Contribution",
    "DataGap",
    "Decision",
    "ForumCharter",
    "Meeting",
    "Need",
    "Offer",
    "Reply",
    "Seat",
    "Session",
    "Stakeholder",
    "WorkItem",
]
