"""What presses most, for whom, and what causes what: cards, dots, pairs and a problem tree."""

from datetime import date

from batea.toolbox.declaration import Tool, ToolChart, ToolColumn, ToolTable
from batea.toolbox.wording import words_beside

from .calculate import calculate

_ = words_beside(__file__)

KINDS = (("core", _("core problem")), ("cause", _("cause")), ("effect", _("effect")))
GROUPS = (
    ("all", _("all together")),
    ("women", _("women")),
    ("men", _("men")),
    ("young", _("young people")),
    ("miners", _("miners")),
    ("officials", _("officials")),
    ("team1", _("team 1")),
    ("team2", _("team 2")),
    ("team3", _("team 3")),
    ("team4", _("team 4")),
)


def code(name, title, **more):
    return ToolColumn(name, title, "text", required=True, **more)


def count(name, title):
    return ToolColumn(name, title, "whole", minimum=0, maximum=100_000, required=True)


CHALLENGE = ToolColumn("challenge", _("Challenge"), "text")
TOOL = Tool(
    name="challenge_ranking",
    title=_("Problem tree and challenge ranking"),
    purpose=_("Shows which challenges press most, whether women and men agree, and what causes what."),
    version=1,
    theme="people",
    steps=("P1-S2", "P1-S3"),
    calculate=calculate,
    about=("phase2_strategy.asmtype",),
    tables=(
        ToolTable(
            "cards",
            _("Cards"),
            help=_(
                "One challenge a card. Give each a short code such as A, B, C. Under “hangs on” write the code of the card it hangs on."
            ),
            columns=(
                code("code", _("Code")),
                code("challenge", _("Challenge")),
                ToolColumn("kind", _("Kind"), "choice", choices=KINDS, required=True),
                ToolColumn("parent", _("Hangs on card"), "text"),
                ToolColumn("cluster", _("Cluster"), "text"),
            ),
            begins_with=8,
            most=80,
        ),
        ToolTable(
            "groups",
            _("Who voted"),
            help=_("How many people voted in each group. A group of fewer than five is not told."),
            columns=(
                ToolColumn("group", _("Group"), "choice", choices=GROUPS, required=True),
                count("voters", _("People")),
            ),
            begins_with=2,
            most=20,
        ),
        ToolTable(
            "dots",
            _("Dots"),
            help=_("Let people place dots where nobody sees it, then count."),
            columns=(
                code("card", _("Code of the card")),
                ToolColumn("group", _("Group"), "choice", choices=GROUPS),
                count("dots", _("Dots")),
            ),
            begins_with=8,
        ),
        ToolTable(
            "pairs",
            _("Pair by pair"),
            help=_("Ask “which of these two presses more?” and count hands."),
            columns=(
                code("first", _("First card")),
                code("second", _("Second card")),
                count("first_votes", _("Prefer the first")),
                count("second_votes", _("Prefer the second")),
            ),
        ),
    ),
    results=(
        ToolTable(
            "ranking",
            _("Ranking by dots"),
            columns=(
                CHALLENGE,
                ToolColumn("dots", _("Dots"), "whole"),
                ToolColumn("share", _("Share of all dots"), "percent"),
                ToolColumn("rank", _("Rank"), "whole"),
            ),
        ),
        ToolTable(
            "pairs",
            _("Ranking by pairs"),
            columns=(
                CHALLENGE,
                ToolColumn("won", _("Preferred to"), "whole", unit=_("others")),
                ToolColumn("lost", _("Behind"), "whole", unit=_("others")),
                ToolColumn("strength", _("Strength"), "percent"),
            ),
        ),
        ToolTable(
            "groups",
            _("Group by group"),
            columns=(
                CHALLENGE,
                ToolColumn("group", _("Group"), "choice", choices=GROUPS),
                ToolColumn("share", _("Share of the group's dots"), "percent"),
            ),
        ),
        ToolTable(
            "tree",
            _("Problem tree"),
            columns=(
                ToolColumn("code", _("Code"), "text"),
                ToolColumn("level", _("Level"), "whole"),
                CHALLENGE,
                ToolColumn("kind", _("Kind"), "choice", choices=KINDS),
            ),
        ),
    ),
    charts=(
        ToolChart("bars", "ranking", _("Dots for each challenge"), "challenge", "dots"),
        ToolChart("bars", "pairs", _("Strength by pairs"), "challenge", "strength"),
    ),
    sentences={
        "first": _("Presses most: %(challenge)s."),
        "circle": _(
            "The votes run in a circle, so no order is right for all: %(cards)s. Talk, then vote again."
        ),
        "unconnected": _(
            "The pairs do not connect all cards, so they have no common strength. Compare more pairs."
        ),
        "apart": _(
            "Women and men see it differently (agreement %(tau)s; 1 is the same order). Hear both before you decide."
        ),
        "hidden": _("Groups of fewer than %(count)s people are not told."),
        "strange": _("Codes that no card has: %(codes)s."),
        "no_core": _("No card is marked as the core problem."),
    },
    cautions=(
        _("A ranking shows what this room thinks. Who is not here?"),
        _("Votes are secret: count them, never note who gave them."),
    ),
    sources=(
        "Bradley, R. A. and Terry, M. E. (1952), Rank Analysis of Incomplete Block Designs, Biometrika 39",
        "Hunter, D. R. (2004), MM Algorithms for Generalized Bradley-Terry Models, Annals of Statistics 32",
        "Kendall, M. G. (1945), The Treatment of Ties in Ranking Problems, Biometrika 33",
        "WS",
    ),
    ours=_("The limits of five people and of agreement 0.3 are our own design."),
    checked_by="",
    next_review=date(2027, 6, 30),
)
