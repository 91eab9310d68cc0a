"""How a crew, its owners and its inspectors live with danger: the ladder of safety culture, by a show of hands."""

from datetime import date
from functools import partial

from batea.toolbox.declaration import Starter, Tool, ToolChart, ToolColumn, ToolScale, ToolTable
from batea.toolbox.wording import list_beside, words_beside

from .calculate import calculate

_ = words_beside(__file__)
THEMES = list_beside(__file__, "themes")
CHOICES = tuple((code, theme.name) for code, theme in THEMES.items())
GROUPS = (
    ("crew", _("crew underground")),
    ("surface", _("people at the surface")),
    ("women", _("women of the site")),
    ("owners", _("owners, investors, leaders")),
    ("inspectors", _("inspectors and officials")),
    ("others", _("others")),
)
STATES = (
    ("told", _("told")),
    ("few", _("fewer than 5 people: not told")),
    ("none", _("nobody answered")),
)
NEXT = (
    ("to2", _("Look into the last accident together, without blame, and mend one thing this week.")),
    ("to3", _("Write down three rules the crew chooses itself, and who checks them each day.")),
    ("to4", _("Look at dangers together before each shift; praise whoever reports one.")),
    ("to5", _("Let the crew check itself and teach another crew.")),
)
TONES = {1: "bad", 2: "poor", 3: "fair", 4: "good", 5: "good"}


def rung(name, title, help=""):
    return ToolColumn(name, title, "scale", help=help, scale="ladder", tones=TONES)


def people(number, title):
    return ToolColumn(f"n{number}", title, "whole", minimum=0, maximum=500, people=True)


TOOL = Tool(
    name="safety_culture",
    title=_("Culture of safety"),
    purpose=_("Shows how each group lives with danger, where groups see it differently, and the next step."),
    version=1,
    theme="safety",
    steps=("P1-S3", "P2-S3"),
    calculate=partial(calculate, list(THEMES)),
    about=("registry.site", "registry.visit"),
    scales=(
        ToolScale(
            "ladder",
            (
                _("pathological: who cares, as long as we are not caught"),
                _("reactive: we act after each accident"),
                _("calculative: we have rules and lists"),
                _("proactive: we look for what could go wrong"),
                _("generative: safety is how we work"),
            ),
        ),
    ),
    tables=(
        ToolTable(
            "answers",
            _("Show of hands"),
            help=_(
                "Read a theme aloud with its lowest and highest rung. Let all choose at once, eyes closed or on paper. Write "
                "how many chose each rung. Numbers only, never names."
            ),
            columns=(
                ToolColumn("group", _("Group"), "choice", choices=GROUPS, required=True),
                ToolColumn("theme", _("Theme"), "choice", choices=CHOICES, required=True),
                people(1, _("1 pathological")),
                people(2, _("2 reactive")),
                people(3, _("3 calculative")),
                people(4, _("4 proactive")),
                people(5, _("5 generative")),
            ),
            key="theme",
            starters=(
                Starter(
                    "crew",
                    _("all themes for a crew"),
                    tuple({"group": "crew", "theme": code} for code in THEMES),
                ),
                Starter(
                    "owners",
                    _("all themes for owners and leaders"),
                    tuple({"group": "owners", "theme": code} for code in THEMES),
                ),
                Starter(
                    "women",
                    _("all themes for women of the site"),
                    tuple({"group": "women", "theme": code} for code in THEMES),
                ),
            ),
        ),
    ),
    results=(
        ToolTable(
            "themes",
            _("Weakest themes first"),
            columns=(
                ToolColumn("theme", _("Theme"), "choice", choices=CHOICES),
                rung("middle", _("The middle person says")),
                rung("low", _("Middle half, from")),
                rung("high", _("Middle half, to")),
                ToolColumn("apart", _("Groups lie apart"), "whole", unit=_("rungs")),
                ToolColumn("next", _("Next step"), "choice", choices=NEXT),
            ),
        ),
        ToolTable(
            "profile",
            _("Group by group"),
            columns=(
                ToolColumn("theme", _("Theme"), "choice", choices=CHOICES),
                ToolColumn("group", _("Group"), "choice", choices=GROUPS),
                ToolColumn("people", _("People"), "whole", people=True),
                rung("middle", _("The middle person says")),
                rung("low", _("Middle half, from")),
                rung("high", _("Middle half, to")),
                ToolColumn("state", _("Told or not"), "choice", choices=STATES),
            ),
        ),
    ),
    charts=(
        ToolChart(
            "profile", "profile", _("The middle person of each group"), "theme", "middle", across="group"
        ),
    ),
    sentences={
        "no_stop": _(
            "In this group the middle person says that nobody may stop the work: %(group)s. Talk to owners today."
        ),
        "weakest": _("Weakest: %(theme)s, rung %(rung)s."),
        "apart": _("Groups see it differently: %(theme)s, %(rungs)s rungs apart. Ask each why."),
        "few": _("Groups of fewer than %(count)s people are not told, so that nobody can be recognised."),
        "missing": _("Themes nobody asked about: %(count)s."),
    },
    alarms=frozenset({"no_stop"}),
    cautions=(
        _("The rungs are in order, not at equal distances: never add or average them."),
        _("What people say is not what they do. Look at the pit as well."),
    ),
    sources=(
        "Westrum, R. (2004), A typology of organisational cultures, Quality and Safety in Health Care 13",
        "Hudson, P. (2007), Implementing a safety culture in a major multi-national, Safety Science 45",
        "Parker, D., Lawrie, M. and Hudson, P. (2006), A framework for understanding the development of organisational "
        "safety culture, Safety Science 44",
        "WS",
    ),
    ours=_(
        "Themes, their ends, the show of hands, the limit of five people and the next steps are our own design. The workshop "
        "of 2018 held a facilitated talk on culture of safety."
    ),
    checked_by="",
    next_review=date(2027, 6, 30),
)
