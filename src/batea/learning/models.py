"""All tables of learning; each room keeps its own."""

from .community.models import (
    Answer,
    CaseStudy,
    Gathering,
    ModerationEntry,
    Profile,
    Question,
    Room,
    Share,
    SharedItem,
    Twinning,
)
from .unsigned import Answered
from .workshops.agenda.models import AgendaItem, AgendaRelease, Day
from .workshops.agenda.speakers import Speaker
from .workshops.exercises.models import (
    Ballot,
    Exercise,
    Group,
    Grouping,
    GroupMember,
    GroupResult,
    Ranking,
    RankingCard,
)
from .workshops.pack.models import PackItem, ReadReceipt
from .workshops.participants.models import Attendance, LogisticItem, NeedsAnswer, Participant
from .workshops.plans.models import CheckIn, Help, Plan, PlanAction
from .workshops.request.models import (
    Criterion,
    CriterionMark,
    Delegation,
    Objective,
    Supporter,
    TrainingRequest,
    Workshop,
)
from .workshops.results.models import (
    Certificate,
    Claim,
    EvaluationAnswer,
    Outcome,
    Sitting,
    TestItem,
    TestSheet,
)
from .workshops.round_tables.models import PulseAnswer, RoundTable, Seating, TableNote
from .workshops.visit.models import BriefingRead, Debrief, FieldVisit, Finding, Recommendation

__all__ = [
    "AgendaItem",
    "AgendaRelease",
    "Answer",
    "Answered",
    "Attendance",
    "Ballot",
    "BriefingRead",
    "CaseStudy",
    "Certificate",
    "CheckIn",
    "Claim",
    "Criterion",
    "CriterionMark",
    "Day",
    "Debrief",
    "Delegation",
    "EvaluationAnswer",
    "Exercise",
    "FieldVisit",
    "Finding",
    "Gathering",
    "Group",
    "GroupMember",
    "GroupResult",
    "Grouping",
    "Help",
    "LogisticItem",
    "ModerationEntry",
    "NeedsAnswer",
    "Objective",
    "Outcome",
    "PackItem",
    "Participant",
    "Plan",
    "PlanAction",
    "Profile",
    "PulseAnswer",
    "Question",
    "Ranking",
    "RankingCard",
    "ReadReceipt",
    "Recommendation",
    "Room",
    "RoundTable",
    "Seating",
    "Share",
    "SharedItem",
    "Sitting",
    "Speaker",
    "Supporter",
    "TableNote",
    "TestItem",
    "TestSheet",
    "TrainingRequest",
    "Twinning",
    "Workshop",
]
