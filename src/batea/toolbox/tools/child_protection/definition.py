"""Children at a mine site: counts without names, signs that call for help, and whom to call."""

from datetime import date
from functools import partial

from django.utils.functional import lazystr

from batea.guidance.catalogue import measures
from batea.toolbox.declaration import Given, Tool, ToolChart, ToolColumn, ToolTable
from batea.toolbox.wording import list_beside, words_beside

from .calculate import calculate

_ = words_beside(__file__)

LISTS = {name: list_beside(__file__, name) for name in ("tasks", "signs", "path", "checks")}
KNOWN = {
    "tasks": {code: entry.plain for code, entry in LISTS["tasks"].items()},
    "signs": {code: entry.plain for code, entry in LISTS["signs"].items()},
    "checks": {code: entry.plain for code, entry in LISTS["checks"].items()},
    "steps": list(LISTS["path"]),
}
GROUPS = {
    "mine": _("Rules at the mine"),
    "school": _("School"),
    "families": _("Families and work"),
    "report": _("Reporting"),
}
NO_NAMES = _("No names, nothing by which a child can be recognised.")


def named(name: str) -> tuple:
    return tuple((code, lazystr(entry.name)) for code, entry in LISTS[name].items())


TASKS, SIGNS, STEPS, CHECKS = (named(name) for name in ("tasks", "signs", "path", "checks"))
MEASURES = tuple((code, lazystr(entry)) for code, entry in measures().items())
BANDS = (
    ("0_4", _("0 to 4 years, brought along")),
    ("5_11", _("5 to 11 years")),
    ("12_14", _("12 to 14 years")),
    ("15_17", _("15 to 17 years")),
)
KINDS = (
    ("hazardous", _("hazardous for everybody under 18")),
    ("work", _("other work")),
    ("care", _("chores for the home")),
    ("none", _("no task")),
)
SIZES = (
    ("nobody", _("none counted")),
    ("few", _("1 to 4, number not shown")),
    ("some", _("5 or more")),
    ("kept", _("5 or more, number not shown")),
    ("uncounted", _("there, not fully counted")),
)
WHEN = (("now", _("now")), ("days", _("within three days")), ("week", _("this week")))
ACTS = (
    (
        "out",
        _(
            "Ask the head of the mine calmly to bring every child out. Ask nobody's name. Then call child protection."
        ),
    ),
    (
        "away",
        _(
            "Ask calmly that children move away and upwind. Then call the health service and child protection."
        ),
    ),
    ("care", _("First aid and the health service first, then child protection.")),
    (
        "quiet",
        _(
            "Do not confront anybody, do not question the child, promise nothing. "
            "Leave as usual and call from a safe place."
        ),
    ),
    ("report", _("Tell child protection and the labour inspection. Do not investigate yourself.")),
    ("talk", _("Speak with school, families and the head of the mine together; accuse nobody.")),
)
THERE = (("yes", _("yes")), ("no", _("not noticed")), ("unknown", _("could not tell")))
ANSWERS = (("yes", _("yes")), ("partly", _("partly")), ("no", _("no")), ("unknown", _("not known")))
GAPS = (
    ("ready", _("ready")),
    ("nobody", _("no institution")),
    ("no_line", _("no line to call")),
    ("slow", _("must answer the same day")),
    ("untested", _("never tried")),
    ("old", _("tried more than a year ago")),
)
SPEEDS = (
    ("day", _("the same day")),
    ("days", _("within three days")),
    ("week", _("within a week")),
    ("later", _("later")),
    ("unknown", _("not known")),
)
NUMBERS = (
    ("seen", _("All children counted")),
    ("working", _("At work")),
    ("hazardous", _("In hazardous work, under 18")),
    ("below", _("At work, below the minimum age")),
    ("perhaps", _("At work, perhaps below: the minimum age lies within their age band")),
    ("out", _("Of 5 to 17 years, not in school")),
    ("school_unknown", _("Of 5 to 17 years, school not known")),
)


def count(name, title):
    return ToolColumn(name, title, "whole", minimum=0, maximum=5000, people=True)


def sized():
    return ToolColumn("size", _("How many"), "choice", choices=SIZES)


TOOL = Tool(
    name="child_protection",
    title=_("Children at the site and whom to call"),
    purpose=_(
        "Counts children and their tasks without names, says what to do first, and finds gaps in the help there is."
    ),
    version=1,
    theme="people",
    steps=("P1-S3", "P2-S3"),
    about=("registry.site", "registry.visit"),
    calculate=partial(calculate, KNOWN),
    tables=(
        ToolTable(
            "visit",
            _("The visit"),
            help=NO_NAMES,
            columns=(
                ToolColumn("day", _("Day"), "day"),
                ToolColumn(
                    "site",
                    _("Kind of place"),
                    "choice",
                    choices=(
                        ("underground", _("underground mine")),
                        ("open", _("open pit or quarry")),
                        ("river", _("river")),
                        ("processing", _("mill or processing place")),
                        ("workshop", _("workshop or market")),
                        ("camp", _("camp")),
                    ),
                ),
                ToolColumn(
                    "term",
                    _("School year"),
                    "choice",
                    choices=(("term", _("school is on")), ("holidays", _("holidays or weekend"))),
                ),
                ToolColumn("school_hours_now", _("The visit fell into school hours"), "yesno"),
                ToolColumn(
                    "school_hours", _("Hours of school a day"), "number", minimum=0, maximum=24, unit="h"
                ),
                ToolColumn(
                    "service_known", _("People on site know the nearest place of help for children"), "yesno"
                ),
                ToolColumn(
                    "focal",
                    _("Who answers for children here"),
                    "choice",
                    choices=(
                        ("none", _("nobody")),
                        ("protection", _("child protection service")),
                        ("labour", _("labour inspector")),
                        ("school", _("school")),
                        ("municipality", _("municipality")),
                        ("cooperative", _("cooperative or owner")),
                        ("organisation", _("church or organisation")),
                    ),
                ),
                ToolColumn(
                    "how",
                    _("How the counts came about"),
                    "choice",
                    choices=(
                        ("walk", _("walked the whole site and counted")),
                        ("part", _("saw a part of the site")),
                        ("told", _("told by adults")),
                        ("register", _("from a register")),
                    ),
                ),
                ToolColumn(
                    "minimum_age",
                    _("Minimum age for work in this country, years"),
                    "whole",
                    minimum=10,
                    maximum=21,
                    help=_(
                        "From the law in force. ILO Convention 138: not below 15; 14 where a country declared it."
                    ),
                ),
                ToolColumn(
                    "hazardous_age",
                    _("Minimum age for hazardous work in this country, years"),
                    "whole",
                    minimum=10,
                    maximum=21,
                    help=_("ILO Conventions 138 and 182: 18."),
                ),
                ToolColumn(
                    "ages_source", _("Law, article and year of these ages"), "text", help=_("Only the law.")
                ),
            ),
            most=1,
        ),
        ToolTable(
            "signs",
            _("Signs that call for help"),
            help=_(
                "Say yes only to what you noticed or were told. Do not search, do not question children, "
                "take no photos of them."
            ),
            columns=(
                ToolColumn("there", _("Noticed"), "choice", choices=THERE),
                ToolColumn(
                    "evidence",
                    _("How"),
                    "choice",
                    choices=(("seen", _("seen by us")), ("told", _("told to us"))),
                ),
            ),
            given=tuple(
                Given(code, lazystr(entry.name), source=entry.source)
                for code, entry in LISTS["signs"].items()
                if entry.asked == "yes"
            ),
        ),
        ToolTable(
            "counts",
            _("How many children do what"),
            help=_(
                "Counts only, never names. One row for each age and task. Write 0 only if you looked; "
                "leave empty if you could not count. Guess the age, do not ask the child."
            ),
            columns=(
                ToolColumn("band", _("Age"), "choice", choices=BANDS, required=True),
                ToolColumn("task", _("Task"), "choice", choices=TASKS, required=True),
                count("girls", _("Girls")),
                count("boys", _("Boys")),
                ToolColumn(
                    "school",
                    _("In school"),
                    "choice",
                    choices=(("yes", _("yes")), ("no", _("no")), ("unknown", _("not known"))),
                ),
                ToolColumn("hours", _("Hours a day"), "number", minimum=0, maximum=24, unit="h"),
            ),
            begins_with=6,
        ),
        ToolTable(
            "path",
            _("Whom to call"),
            help=_("Institutions and their public lines, never a person's name or own number."),
            columns=(
                ToolColumn("institution", _("Institution"), "text", help=NO_NAMES),
                ToolColumn("line", _("Its public line or office"), "text", help=NO_NAMES),
                ToolColumn("speed", _("Answers"), "choice", choices=SPEEDS),
                ToolColumn("tested", _("Last tried on"), "day", help=_("Somebody called and was answered.")),
            ),
            given=tuple(
                Given(code, lazystr(entry.name), lazystr(entry.help)) for code, entry in LISTS["path"].items()
            ),
        ),
        ToolTable(
            "checks",
            _("What protects children here"),
            columns=(ToolColumn("answer", _("In place"), "choice", choices=ANSWERS),),
            given=tuple(
                Given(code, lazystr(entry.name), group=GROUPS[entry.group])
                for code, entry in LISTS["checks"].items()
            ),
        ),
    ),
    results=(
        ToolTable(
            "urgent",
            _("What to do"),
            columns=(
                ToolColumn("sign", _("Sign"), "choice", choices=SIGNS),
                ToolColumn(
                    "when",
                    _("When"),
                    "choice",
                    choices=WHEN,
                    tones={"now": "bad", "days": "poor", "week": "fair"},
                ),
                ToolColumn("act", _("How"), "choice", choices=ACTS),
                ToolColumn("call", _("Call"), "text"),
            ),
        ),
        ToolTable(
            "numbers",
            _("Children in all"),
            help=_("Numbers from 1 to 4 are not shown, nor sums that would give one away."),
            columns=(
                ToolColumn("group", _("Group"), "choice", choices=NUMBERS),
                ToolColumn("number", _("Children"), "whole", people=True),
                sized(),
            ),
        ),
        ToolTable(
            "children",
            _("Children by age and kind of task"),
            columns=(
                ToolColumn("kind", _("Kind of task"), "choice", choices=KINDS, tones={"hazardous": "bad"}),
                ToolColumn("band", _("Age"), "choice", choices=BANDS),
                ToolColumn("girls", _("Girls"), "whole", people=True),
                ToolColumn("boys", _("Boys"), "whole", people=True),
                ToolColumn("total", _("Together"), "whole", people=True),
                ToolColumn("withheld", _("Numbers not shown"), "number"),
                sized(),
            ),
        ),
        ToolTable(
            "tasks",
            _("Tasks"),
            columns=(
                ToolColumn("task", _("Task"), "choice", choices=TASKS),
                ToolColumn("kind", _("Kind of task"), "choice", choices=KINDS, tones={"hazardous": "bad"}),
                sized(),
                ToolColumn("hours", _("Longest day"), "number", unit="h"),
            ),
        ),
        ToolTable(
            "path",
            _("Referral path"),
            columns=(
                ToolColumn("step", _("Step"), "choice", choices=STEPS),
                ToolColumn("institution", _("Institution"), "text"),
                ToolColumn("line", _("Its public line or office"), "text"),
                ToolColumn("speed", _("Answers"), "choice", choices=SPEEDS),
                ToolColumn("tested", _("Last tried on"), "day"),
                ToolColumn(
                    "gap",
                    _("Gap"),
                    "choice",
                    choices=GAPS,
                    tones={
                        "ready": "good",
                        "nobody": "bad",
                        "no_line": "bad",
                        "slow": "bad",
                        "untested": "fair",
                        "old": "fair",
                    },
                ),
            ),
        ),
        ToolTable(
            "gaps",
            _("Not in place"),
            columns=(
                ToolColumn("item", _("What protects children here"), "choice", choices=CHECKS),
                ToolColumn(
                    "answer",
                    _("In place"),
                    "choice",
                    choices=ANSWERS,
                    tones={"no": "bad", "unknown": "plain", "partly": "fair"},
                ),
                ToolColumn("measure", _("A measure that helps"), "choice", choices=MEASURES),
            ),
        ),
        ToolTable(
            "coverage",
            _("How much is in place"),
            columns=(
                ToolColumn(
                    "area",
                    _("Area"),
                    "choice",
                    choices=(("path", _("Whom to call")), *GROUPS.items()),
                ),
                ToolColumn("ready", _("In place"), "number"),
                ToolColumn("of", _("Of"), "number"),
                ToolColumn("share", _("Share"), "percent"),
            ),
        ),
    ),
    charts=(ToolChart("bars", "coverage", _("How much is in place"), label="area", value="share"),),
    sentences={
        "act_now": _("%(sign)s (%(when)s). %(act)s"),
        "act_soon": _("%(sign)s. To do %(when)s: %(act)s"),
        "no_call": _(
            "%(sign)s, and nobody is written down to call. Call the national child or emergency line now."
        ),
        "hazardous": _(
            "Children were counted in work that is hazardous for everybody under 18. "
            "They need another way to earn or learn, not a chase."
        ),
        "below": _("Children below the minimum age were counted at work."),
        "perhaps": _("Some children at work may be below the minimum age: it lies within their age band."),
        "out": _("Children of school age were counted who are not in school. Speak with the school first."),
        "none_counted": _("No children were counted. That does not mean that there are none."),
        "uncounted": _("Some children were noticed but not fully counted: sums are not known."),
        "small_numbers": _("Numbers from 1 to 4 are not shown, so that nobody can be recognised."),
        "in_school_hours": _("Children of school age were here in school hours."),
        "outside_school": _("School was not on during the visit: come again in school hours before judging."),
        "reference_age": _(
            "No minimum age of the country was typed; %(age)s was used, as in ILO Convention 138."
        ),
        "minimum_low": _(
            "The minimum age typed is %(age)s. ILO Convention 138 says 15, and 14 only where a country declared it: "
            "please check."
        ),
        "hazardous_low": _(
            "The age typed for hazardous work is %(age)s. ILO Convention 138 says 18, and 16 only under strict "
            "conditions: please check. Counts here use 18."
        ),
        "ages_unsourced": _("Ages were typed without the law they come from."),
        "path_gaps": _("%(count)s of %(of)s steps of the referral path are not ready."),
        "small_children": _(
            "Small children are brought along and no safe place for them is known. "
            "Ask their mothers and fathers, and look at the women's load of work."
        ),
        "service_unknown": _(
            "People on site do not know where to find help for a child: tell them and post the line."
        ),
        "no_focal": _("Nobody answers for children here: name an institution."),
        "checks_no": _("%(count)s protections are not in place."),
        "checks_unknown": _("%(count)s protections are not known: ask."),
    },
    alarms=frozenset({"act_now", "no_call"}),
    cautions=(
        _(
            "Counts only: never write a name, a nickname, a house or anything by which a child can be recognised."
        ),
        _("Do not question children, take no photos of them, confront nobody. Tell those whose duty it is."),
        _("A low count is no proof: children are sent away or hidden when visitors come."),
        _("National lists of hazardous work may be longer than the one used here: they go first."),
    ),
    sources=(
        "ILO (1973), Minimum Age Convention, No. 138",
        "ILO (1999), Worst Forms of Child Labour Convention, No. 182",
        "ILO (1999), Worst Forms of Child Labour Recommendation, No. 190",
        "OECD (2016), Due Diligence Guidance for Responsible Supply Chains of Minerals, third edition, Annex II",
        "RMI2",
        "ILOMAP",
        "WS",
    ),
    ours=_(
        "The signs and checks, the time limits, the advice, hiding numbers from 1 to 4 and the sorting of tasks that "
        "Recommendation 190 does not name are Batea's own design."
    ),
    checked_by="",
    next_review=date(2027, 6, 30),
)
