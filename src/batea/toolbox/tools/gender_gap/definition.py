"""Who does what, who has and who decides, women and men; and what a measure would change."""

from datetime import date

from batea.toolbox.declaration import Given, Starter, Tool, ToolChart, ToolColumn, ToolScale, ToolTable
from batea.toolbox.wording import words_beside

from .calculate import calculate

_ = words_beside(__file__)

SPHERES = (
    ("productive", _("productive: for the mine or for sale")),
    ("reproductive", _("care and household")),
    ("community", _("community")),
)
PAID = (("yes", _("paid")), ("part", _("partly, or in kind")), ("no", _("unpaid")))
SOURCES = (("seen", _("seen")), ("told", _("told by one person")), ("group", _("agreed in a group")))
RESOURCES = (
    ("land", _("land or claim")),
    ("title", _("title or permit")),
    ("ore", _("ore or stones")),
    ("waste", _("waste ore")),
    ("tools", _("tools")),
    ("machines", _("machines")),
    ("credit", _("credit")),
    ("training", _("training")),
    ("technology", _("technology")),
    ("information", _("information on prices")),
    ("transport", _("transport")),
    ("ppe", _("protective equipment")),
    ("insurance", _("social security")),
    ("membership", _("membership of the organisation")),
    ("board", _("seat on the board")),
    ("market", _("markets and buyers")),
    ("savings", _("savings")),
    ("time", _("time of one's own")),
    ("cash", _("cash from sales")),
    ("share", _("share of what is found")),
    ("services", _("services and help")),
    ("status", _("respect")),
)
FAMILIES = (
    ("norms", _("norms and taboos")),
    ("law", _("law")),
    ("institutions", _("institutions")),
    ("economy", _("economy")),
    ("politics", _("politics")),
    ("violence", _("violence")),
    ("education", _("education")),
    ("environment", _("environment")),
)
DIRECTIONS = (("constraint", _("holds women back")), ("opportunity", _("opens a door")))
CHANGEABLE = (("yes", _("we can change it")), ("part", _("in part")), ("no", _("not by us")))
NEED_KINDS = (
    ("practical", _("practical: makes today's work easier")),
    ("strategic", _("strategic: changes who decides")),
)
VOICED = (("women", _("women")), ("men", _("men")), ("both", _("both")))
DECIDERS = (
    ("woman", _("a woman alone")),
    ("jointly", _("women and men together")),
    ("man", _("a man alone")),
    ("others", _("others")),
)
LEVELS = (("household", _("household")), ("organisation", _("organisation")))
KINDS_OF_TIME = (
    ("paid", _("paid work")),
    ("unpaid", _("unpaid work: care, household, unpaid help")),
    ("community", _("meetings and community")),
    ("rest", _("rest, sleep, own time")),
)
RISKS = (
    ("harassment", _("harassment")),
    ("violence", _("violence")),
    ("robbery", _("robbery on the way")),
    ("sanitation", _("no safe toilet or washing place")),
    ("chemicals", _("dust, mercury or chemicals at home")),
    ("loads", _("heavy loads")),
    ("exclusion", _("shut out by a taboo")),
)
AFFECTED = (("none", _("nobody we know of")), ("few", _("some")), ("many", _("many")))
EFFECTS = (
    ("neutral", _("neutral")),
    ("protective", _("protective")),
    ("discriminatory", _("discriminating")),
    ("blind", _("blind: as if all were men")),
)
GROUPS = (
    ("selectors", _("women who select ore")),
    ("owners", _("women who own a pit")),
    ("wives", _("women of miners' families")),
    ("traders", _("women who cut, polish or sell")),
    ("girls", _("girls")),
    ("men", _("men")),
)
CONTINUUM = (
    ("exploitative", _("exploitative: somebody loses")),
    ("blind", _("blind: nobody asked, or nothing changes")),
    ("sensitive", _("sensitive: eases the day")),
    ("positive", _("positive: brings work or income")),
    ("transformative", _("transformative: changes who decides")),
)
CONTINUUM_TONES = {
    "exploitative": "bad",
    "blind": "poor",
    "sensitive": "fair",
    "positive": "good",
    "transformative": "good",
}
INDICES = (
    ("participation", _("women among all workers")),
    ("best_paid", _("women in the best-paid roles")),
    ("segregation", _("segregation of roles (Duncan)")),
    ("earnings_day", _("earnings gap, a day")),
    ("earnings_hour", _("earnings gap, an hour")),
    ("access", _("access gap")),
    ("control", _("control gap")),
    ("wedge", _("women's use without control")),
    ("time", _("women's hours of work to men's")),
    ("unpaid_women", _("unpaid part of women's work")),
    ("unpaid_men", _("unpaid part of men's work")),
    ("titles", _("title gap")),
    ("boards", _("leadership gap")),
    ("training", _("training gap")),
    ("finance", _("finance gap")),
    ("hazard", _("women's exposure to hazards, to men's")),
    ("voice", _("decisions in which women take part")),
    ("composite", _("composite of parity ratios, 1 is parity")),
)
READINGS = (
    ("women_worse", _("women are worse off")),
    ("even", _("about even")),
    ("men_worse", _("men are worse off")),
)
STATES = (
    ("told", _("counted")),
    ("few", _("counted, few people: may be chance")),
    ("hidden", _("hidden: fewer than 5 women or men")),
    ("agreed", _("agreed in a group")),
)
MOSTLY = (
    ("women", _("women")),
    ("men", _("men")),
    ("girls", _("girls")),
    ("boys", _("boys")),
    ("shared", _("shared")),
)
USES = (("without", _("women use it and do not decide on it")),)
LACKS = (
    ("nothing", _("nothing")),
    ("owner", _("an owner")),
    ("due", _("a date")),
    ("indicator", _("an indicator")),
    ("several", _("more than one of owner, date, indicator")),
)
STATUS = (("planned", _("planned")), ("begun", _("begun")), ("done", _("done")))
SEXES = (("woman", _("woman")), ("man", _("man")))
TASKS = (
    (_("Digging and extraction"), "productive"),
    (_("Carrying ore"), "productive"),
    (_("Selecting ore or stones"), "productive"),
    (_("Washing"), "productive"),
    (_("Cutting and polishing"), "productive"),
    (_("Selling"), "productive"),
    (_("Cooking for the crew"), "productive"),
    (_("Water and firewood"), "reproductive"),
    (_("Care of children and the sick"), "reproductive"),
    (_("Meetings and festivals"), "community"),
)


def count(name, title, help=""):
    return ToolColumn(name, title, "whole", help=help, minimum=0, maximum=1_000_000, people=True)


def part(name, title):
    return ToolColumn(name, title, "number", minimum=0, maximum=100, unit="%")


def step(name, title):
    return ToolColumn(name, title, "scale", scale="reach")


def change(name, title):
    return ToolColumn(name, title, "scale", scale="change")


def choice(name, title, choices, **more):
    return ToolColumn(name, title, "choice", choices=choices, **more)


CHANGES = (
    change("work", _("Work")),
    change("income", _("Income")),
    change("control", _("Control")),
    change("time", _("Own time")),
    change("safety", _("Safety")),
    change("voice", _("Voice")),
)
TOOL = Tool(
    name="gender_gap",
    title=_("Gender gap analysis"),
    purpose=_(
        "Shows who does, has and decides what, women and men, and what a measure would change for whom."
    ),
    version=1,
    theme="gender",
    steps=("P1-S3", "P2-S3", "P2-S4"),
    calculate=calculate,
    about=("registry.site", "phase2_strategy.asmtype", "phase2_strategy.chosenmeasure"),
    women_only=True,
    scales=(
        ToolScale("reach", (_("none"), _("little"), _("some"), _("much"), _("full")), first=0),
        ToolScale(
            "change", (_("much worse"), _("worse"), _("the same"), _("better"), _("much better")), first=-2
        ),
        ToolScale("weight", (_("small"), _("middle"), _("great"))),
    ),
    tables=(
        ToolTable(
            "roles",
            _("People by role"),
            help=_(
                "Count heads, not opinions. Include work at home and unpaid help. Leave empty what was not counted."
            ),
            columns=(
                ToolColumn("role", _("Role"), "text", required=True),
                count("women", _("Women")),
                count("men", _("Men")),
                ToolColumn("best_paid", _("Among the best paid"), "yesno"),
                ToolColumn("hazard", _("Hazardous"), "yesno"),
            ),
        ),
        ToolTable(
            "held",
            _("Who holds it"),
            columns=(count("women", _("Women")), count("men", _("Men"))),
            given=(
                Given("titles", _("Titles or permits, by holder")),
                Given("members", _("Members of the organisation")),
                Given("boards", _("Seats on boards and committees")),
                Given("training", _("People trained in the last year")),
                Given("finance", _("Loans or advances in the last year, by borrower")),
            ),
        ),
        ToolTable(
            "earnings",
            _("Earnings"),
            help=_("One line for each person asked, or for several who earn the same. No names."),
            columns=(
                choice("sex", _("Sex"), SEXES, required=True),
                ToolColumn("role", _("Role"), "text"),
                ToolColumn("amount", _("Earned on a usual day"), "money", minimum=0, required=True),
                ToolColumn("hours", _("Hours on that day"), "number", minimum=0.5, maximum=24),
                ToolColumn(
                    "people", _("People this stands for"), "whole", minimum=1, maximum=500, people=True
                ),
            ),
            key="role",
        ),
        ToolTable(
            "activities",
            _("T1 Activity profile"),
            help=_("Shares of a task done by women, men, girls and boys; they need not add up to 100."),
            columns=(
                ToolColumn("task", _("Task"), "text", required=True),
                choice("sphere", _("Kind of work"), SPHERES),
                part("women", _("Women")),
                part("men", _("Men")),
                part("girls", _("Girls")),
                part("boys", _("Boys")),
                ToolColumn("hours", _("Hours a day"), "number", minimum=0, maximum=24),
                ToolColumn("days", _("Days a month"), "number", minimum=0, maximum=31),
                ToolColumn("place", _("Where"), "text"),
                ToolColumn("season", _("When in the year"), "text"),
                choice("paid", _("Pay"), PAID),
                ToolColumn("hazard", _("Hazardous"), "yesno"),
                choice("source", _("How we know"), SOURCES),
            ),
            starters=(
                Starter(
                    "usual",
                    _("usual tasks"),
                    tuple({"task": task, "sphere": sphere} for task, sphere in TASKS),
                ),
            ),
        ),
        ToolTable(
            "access",
            _("T2 Access and control"),
            help=_("Access: may use it. Control: decides about it."),
            columns=(
                choice("resource", _("Resource or benefit"), RESOURCES, required=True),
                step("access_w", _("Access, women")),
                step("access_m", _("Access, men")),
                step("control_w", _("Control, women")),
                step("control_m", _("Control, men")),
                ToolColumn("evidence", _("How we know"), "text"),
            ),
            starters=(
                Starter(
                    "all",
                    _("all resources and benefits"),
                    tuple({"resource": code} for code, _title in RESOURCES),
                ),
            ),
        ),
        ToolTable(
            "factors",
            _("T3 Influencing factors"),
            columns=(
                ToolColumn("factor", _("Factor"), "text", required=True),
                choice("family", _("Kind"), FAMILIES),
                choice("direction", _("Effect"), DIRECTIONS),
                ToolColumn("whom", _("Whom it touches"), "text"),
                choice("changeable", _("Can it be changed"), CHANGEABLE),
                ToolColumn("measure", _("Measure"), "text"),
            ),
        ),
        ToolTable(
            "needs",
            _("T4 Needs"),
            columns=(
                ToolColumn("need", _("Need"), "text", required=True),
                choice("kind", _("Kind"), NEED_KINDS),
                choice("voiced", _("Voiced by"), VOICED),
                ToolColumn("rank_w", _("Rank for women"), "whole", minimum=1, maximum=99),
                ToolColumn("rank_m", _("Rank for men"), "whole", minimum=1, maximum=99),
                ToolColumn("measure", _("Measure"), "text"),
            ),
        ),
        ToolTable(
            "decisions",
            _("T5 Who decides"),
            help=_("Who mines, where, spending, selling, hiring, admission of members, use of a premium …"),
            columns=(
                ToolColumn("decision", _("Decision"), "text", required=True),
                choice("who", _("Who decides"), DECIDERS, required=True),
                choice("level", _("Where"), LEVELS),
                ToolColumn("weight", _("Weight"), "scale", scale="weight"),
            ),
        ),
        ToolTable(
            "time",
            _("T6 A usual day"),
            help=_("Hours of a usual day of a woman and of a man; each adds up to 24 with rest."),
            columns=(
                ToolColumn("activity", _("Activity"), "text", required=True),
                choice("kind", _("Kind"), KINDS_OF_TIME, required=True),
                ToolColumn("women", _("Hours, women"), "number", minimum=0, maximum=24),
                ToolColumn("men", _("Hours, men"), "number", minimum=0, maximum=24),
            ),
        ),
        ToolTable(
            "safety",
            _("T7 Safety and violence"),
            help=_(
                "Never a name, a case or a place by which somebody could be recognised. Have a trusted person at hand."
            ),
            columns=(
                choice("risk", _("Risk"), RISKS, required=True),
                choice("affected", _("Women affected"), AFFECTED),
                ToolColumn("services", _("Help is near"), "yesno"),
                ToolColumn("path", _("There is a safe way to report"), "yesno"),
                ToolColumn("note", _("Note, without names"), "text"),
            ),
        ),
        ToolTable(
            "laws",
            _("T8 Legal audit"),
            columns=(
                ToolColumn("instrument", _("Text"), "text", required=True),
                ToolColumn("article", _("Article"), "text"),
                choice("effect", _("Effect"), EFFECTS),
                ToolColumn("proposal", _("Proposal"), "long"),
            ),
        ),
        ToolTable(
            "impacts",
            _("T9 Effects of a measure"),
            columns=(
                ToolColumn("measure", _("Measure"), "text", required=True),
                choice("group", _("Group"), GROUPS, required=True),
                *CHANGES,
                ToolColumn("mitigation", _("What would soften it"), "text"),
            ),
        ),
        ToolTable(
            "plan",
            _("T10 Action plan"),
            columns=(
                choice("gap", _("Gap"), INDICES, required=True),
                ToolColumn("cause", _("Root cause"), "text"),
                ToolColumn("action", _("Action"), "text", required=True),
                ToolColumn("owner", _("Owner (institution)"), "text"),
                ToolColumn("budget", _("Budget"), "money", minimum=0),
                ToolColumn("due", _("Until"), "day"),
                ToolColumn("indicator", _("Indicator"), "text"),
                choice("status", _("Status"), STATUS),
            ),
            key="action",
        ),
    ),
    results=(
        ToolTable(
            "indices",
            _("Indices"),
            columns=(
                choice("index", _("Index"), INDICES),
                ToolColumn("value", _("Value"), "number", people=True),
                ToolColumn("low", _("95 % interval, from"), "number", people=True),
                ToolColumn("high", _("95 % interval, to"), "number", people=True),
                choice(
                    "reading",
                    _("Reading"),
                    READINGS,
                    tones={"women_worse": "poor", "even": "good", "men_worse": "fair"},
                ),
                ToolColumn("people", _("People behind it"), "whole", people=True),
                choice("state", _("Rests on"), STATES),
            ),
        ),
        ToolTable(
            "roles",
            _("Women in each role"),
            columns=(
                ToolColumn("role", _("Role"), "text"),
                count("women", _("Women")),
                count("men", _("Men")),
                ToolColumn("share", _("Women's share"), "percent", people=True),
                ToolColumn("hidden", _("Hidden: fewer than 5"), "yesno"),
            ),
        ),
        ToolTable(
            "tasks",
            _("Who does it"),
            columns=(
                ToolColumn("task", _("Task"), "text"),
                choice("sphere", _("Kind of work"), SPHERES),
                choice("mostly", _("Mostly"), MOSTLY),
                ToolColumn("hazard", _("Hazardous"), "yesno"),
                choice("paid", _("Pay"), PAID),
                ToolColumn("hours", _("Hours a day"), "number"),
            ),
        ),
        ToolTable(
            "access",
            _("Who has and who decides"),
            help=_("Steps by which men have more than women; below 0 women have more."),
            columns=(
                choice("resource", _("Resource or benefit"), RESOURCES),
                ToolColumn("access", _("Access: men ahead by"), "whole"),
                ToolColumn("control", _("Control: men ahead by"), "whole"),
                ToolColumn("wedge", _("Women's access above their control by"), "whole"),
                choice("use", _("Remark"), USES, tones={"without": "poor"}),
            ),
        ),
        ToolTable(
            "needs",
            _("Needs, women's first"),
            columns=(
                ToolColumn("need", _("Need"), "text"),
                choice("kind", _("Kind"), NEED_KINDS),
                choice("voiced", _("Voiced by"), VOICED),
                ToolColumn("rank_w", _("Rank for women"), "whole"),
                ToolColumn("rank_m", _("Rank for men"), "whole"),
                ToolColumn("measure", _("Measure"), "text"),
            ),
        ),
        ToolTable(
            "impacts",
            _("What a measure changes, and for whom"),
            columns=(
                ToolColumn("measure", _("Measure"), "text"),
                choice("group", _("Group"), GROUPS),
                *CHANGES,
                choice("label", _("Where it stands"), CONTINUUM, tones=CONTINUUM_TONES),
                ToolColumn("mitigation", _("What would soften it"), "text"),
            ),
        ),
        ToolTable(
            "plan",
            _("What will be done"),
            columns=(
                choice("gap", _("Gap"), INDICES),
                ToolColumn("action", _("Action"), "text"),
                ToolColumn("owner", _("Owner (institution)"), "text"),
                ToolColumn("due", _("Until"), "day"),
                choice("status", _("Status"), STATUS),
                choice("lacks", _("Still lacks"), LACKS, tones={"nothing": "good", "several": "bad"}),
            ),
        ),
    ),
    charts=(
        ToolChart("bars", "roles", _("Women's share in each role"), "role", "share"),
        ToolChart("bars", "access", _("Control: men ahead by"), "resource", "control", unit=_("steps")),
    ),
    sentences={
        "no_path": _(
            "Risks that women meet without a safe way to report: %(count)s. Name a trusted place before anything else."
        ),
        "gap": _("Women are worse off: %(index)s, %(value)s."),
        "wedge": _("Women use it and do not decide on it: %(what)s."),
        "hazard_tasks": _("Hazardous and mostly done by women or girls: %(tasks)s."),
        "children": _("Children take part: %(tasks)s. See the tool on child protection."),
        "burden": _("Takes away time from somebody: %(measures)s."),
        "laws": _("Texts that discriminate: %(texts)s."),
        "hidden": _("Figures that rest on fewer than %(count)s women or men are hidden."),
        "few": _("Some figures rest on fewer than %(count)s women or men: they may be chance."),
        "plan": _("Actions without owner, date or indicator: %(count)s."),
        "no_plan": _("There are gaps and no action yet."),
    },
    alarms=frozenset({"no_path"}),
    cautions=(
        _(
            "The activity and access profiles (Harvard) are a snapshot and say little about power. Use them with needs and decisions (Moser) and with the effects of a measure."
        ),
        _("Ask women apart from men. Never a name or a case of violence."),
        _("A composite hides its parts: read them first."),
    ),
    sources=(
        "EQUIHAR",
        "EQUIMOS",
        "GENPORT",
        "IMPACTGIA",
        "PROBSEE",
        "Duncan, O. D. and Duncan, B. (1955), A Methodological Analysis of Segregation Indexes, American Sociological Review 20",
    ),
    ours=_(
        "The choice of columns, the rule that places a measure on the continuum, the limits of 5 and 30 people and the band called about even are our own design."
    ),
    checked_by="",
    next_review=date(2027, 6, 30),
)
