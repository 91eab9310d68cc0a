from django.utils.translation import gettext_lazy as _

from batea.programmes.registers import Column, Register

from .models import Contribution, ForumCharter, Reply, Session, Stakeholder

HERE = {"see": "forum.see", "change": "forum.change", "step": "P1-S2"}
PANELS = "phase1_getting_started/forum"

STAKEHOLDERS = Register(
    Stakeholder,
    "forum/stakeholders",
    columns=(
        "name",
        "constituency",
        "influence",
        "interest",
        "affectedness",
        Column("speaks", _("has chosen who speaks")),
    ),
    fields=(
        "name",
        "constituency",
        "influence",
        "interest",
        "affectedness",
        "representative",
        "chosen_by_own",
        "women_share_plan",
    ),
    filters=("constituency", "influence", "affectedness", "chosen_by_own"),
    search=("name",),
    ordering=("constituency",),
    intro=_("Everybody with a stake, above all those who are easily missed."),
    **HERE,
)
CHARTERS = Register(
    ForumCharter,
    "forum/charter",
    columns=("words", "adopted_on", "women_plan", "women_plan_due"),
    fields=("words", "adopted_on", "women_plan", "women_plan_due"),
    **HERE,
)
SESSIONS = Register(
    Session,
    "forum/sessions",
    columns=("day", "place", "level", "women", "men"),
    fields=("day", "place", "level", "women", "men", "report"),
    filters=("level",),
    search=("place", "report"),
    ordering=("-day",),
    children=("phase1_getting_started.contribution",),
    **HERE,
)


def published(name: str):
    """A column of the published reply; drafts do not leave the task force."""
    return lambda contribution: contribution.answer and getattr(contribution.answer, name)


CONTRIBUTIONS = Register(
    Contribution,
    "forum/contributions",
    see="forum.see",
    change="forum.contribute",
    step="P1-S2",
    columns=(
        "words",
        "stakeholder",
        "step",
        "received_on",
        "session",
        Column("outcome", _("outcome"), value=lambda c: c.answer and c.answer.get_outcome_display()),
        Column("answer", _("reply"), value=published("words")),
        Column("published_on", _("published on"), value=published("published_on")),
    ),
    fields=("words", "step", "received_on", "session", "stakeholder", "anonymous"),
    filters=("step", "session", "stakeholder", "anonymous"),
    search=("words",),
    ordering=("-received_on",),
    intro=_("What was said, in the words of those who said it. Each one is owed a reply."),
    panel=f"{PANELS}/contribution_panel.html",
    # Whoever contributes may add; only the task force mends what is already there.
    may_change=lambda member, contribution: member.may("forum.change"),
)
REPLIES = Register(
    Reply,
    "forum/replies",
    see="forum.change",
    change="forum.change",
    step="P1-S2",
    columns=("words", "contribution", "outcome", "published_on"),
    fields=("contribution", "words", "outcome"),
    filters=("outcome",),
    search=("words",),
    intro=_("Drafts and published replies. Readers see a reply once it is published."),
    panel=f"{PANELS}/reply_panel.html",
)
REGISTERS = (STAKEHOLDERS, CHARTERS, SESSIONS, CONTRIBUTIONS, REPLIES)
