from django.utils.translation import gettext_lazy as _

from batea.programmes.registers import Column, Register

from ...models import (
    Ballot,
    BoardNote,
    BoardPhoto,
    Exercise,
    Group,
    Grouping,
    GroupMember,
    GroupResult,
    Ranking,
    RankingCard,
)
from .forms import ExerciseForm

HERE = {"see": "workshop.see", "change": "workshop.change", "step": "W2-S1"}
RUNNING = HERE | {"see": "workshop.change"}

GROUPINGS = Register(
    Grouping,
    "workshop/divisions",
    columns=("name", "purpose"),
    fields=("name", "purpose"),
    filters=("purpose",),
    search=("name",),
    intro=_("One way to divide the participants: by mineral for the strategy, by theme for the visit."),
    children=("learning.group", "learning.exercise"),
    panel="learning/exercises/division_panel.html",
    **HERE,
)
GROUPS = Register(
    Group,
    "workshop/groups",
    columns=(Column("name", _("group"), value=str, sort="number"), "grouping", "subject", "theme"),
    fields=("grouping", "number", "subject", "theme"),
    filters=("grouping", "theme"),
    search=("subject",),
    ordering=("grouping", "number"),
    children=("learning.groupmember", "learning.groupresult"),
    further=("grouping",),
    **HERE,
)
MEMBERS = Register(
    GroupMember,
    "workshop/group-members",
    columns=("participant", "group", "part"),
    fields=("group", "participant", "part"),
    filters=("group", "part"),
    ordering=("group", "participant__badge"),
    further=("group__grouping",),
    intro=_(
        "Whoever moves somebody here gives the roles in the copies again afterwards, on the page of the copies."
    ),
    purpose=True,
    **HERE,
)
EXERCISES = Register(
    Exercise,
    "workshop/exercises",
    columns=("title", "number", "grouping", "step", "tool", "minutes", "state"),
    fields=(
        "number",
        "title",
        "instructions",
        "grouping",
        "item",
        "step",
        "tool",
        "minutes",
        "check_question",
    ),
    shown=(
        "number",
        "title",
        "instructions",
        "grouping",
        "item",
        "step",
        "tool",
        "minutes",
        "check_question",
        "state",
        "opened_at",
        "closes_at",
    ),
    filters=("grouping", "state", "step"),
    search=("title", "instructions"),
    ordering=("number",),
    children=("learning.groupresult",),
    form=ExerciseForm,
    panel="learning/exercises/exercise_panel.html",
    intro=_("What the groups are to do, on which step or tool, and in how many minutes."),
    **HERE,
)
GROUP_RESULTS = Register(
    GroupResult,
    "workshop/group-results",
    columns=(Column("name", _("result"), value=str), "words", "done"),
    fields=("task", "group", "words", "understood", "done"),
    filters=("task", "group", "done"),
    search=("words", "understood"),
    ordering=("task__number", "group__number"),
    further=("task", "group__grouping"),
    **HERE,
)
BOARD_PHOTOS = Register(
    BoardPhoto,
    "workshop/board-photos",
    columns=(Column("name", _("photo"), value=str), "result", "words"),
    fields=("words",),
    shown=("result", "photo", "words"),
    search=("words",),
    further=("result__task", "result__group__grouping"),
    adds=False,
    intro=_("Photos of what groups wrote on paper. They are taken on the page of the exercise."),
    **HERE,
)
BOARD_NOTES = Register(
    BoardNote,
    "workshop/board-notes",
    columns=("words", "result", "participant", "hidden"),
    fields=(),
    shown=("result", "participant", "words", "hidden"),
    filters=("hidden",),
    search=("words",),
    further=("result__task", "result__group__grouping"),
    intro=_("What people wrote beside the results of other groups, the hidden ones with it."),
    purpose=True,
    **RUNNING,
)
# Once somebody has voted, question, votes and cards stand: opened again, they would give single ballots away.
RANKINGS = Register(
    Ranking,
    "workshop/rankings",
    columns=("question", "way", "dots", "state"),
    fields=("question",),
    shown=("question", "way", "dots", "state"),
    filters=("state",),
    search=("question",),
    adds=False,
    children=("learning.rankingcard",),
    may_change=lambda member, ranking: not ranking.ballots.exists(),
    **HERE,
)
CARDS = Register(
    RankingCard,
    "workshop/ranking-cards",
    columns=("words", "ranking", "cluster"),
    fields=("words", "cluster", "area"),
    filters=("ranking",),
    search=("words", "cluster"),
    adds=False,
    may_change=lambda member, card: not card.ranking.ballots.exists(),
    **HERE,
)
BALLOTS = Register(Ballot, "workshop/ballots", columns=("ranking",), fields=(), **RUNNING)
REGISTERS = (
    GROUPINGS,
    GROUPS,
    MEMBERS,
    EXERCISES,
    GROUP_RESULTS,
    BOARD_PHOTOS,
    BOARD_NOTES,
    RANKINGS,
    CARDS,
    BALLOTS,
)
