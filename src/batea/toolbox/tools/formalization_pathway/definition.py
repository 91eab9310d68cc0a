"""The way to formality: one tool for each country whose way is written down, and one for steps of one's own."""

from datetime import date
from functools import partial
from itertools import pairwise

from django.utils.functional import lazystr

from batea.calc.pathway import months_apart
from batea.programmes.pathways import PathStep, Pathway, countries_with_pathway, pathway_of
from batea.programmes.words import LANGUAGES, Words
from batea.toolbox.declaration import Given, Tool, ToolChart, ToolColumn, ToolTable
from batea.toolbox.wording import words_beside

from .calculate import calculate

_ = words_beside(__file__)

STAGES = (
    ("identify", _("identify")),
    ("register", _("register")),
    ("organise", _("organise")),
    ("access", _("access to land or title")),
    ("environment", _("environmental instrument")),
    ("technical", _("technical and safety file")),
    ("permit", _("permit")),
    ("tax", _("tax and social security")),
    ("trade", _("trade registration")),
    ("compliance", _("compliance and renewal")),
    ("certification", _("certification")),
)
ACTORS = (
    ("miner", _("the miner")),
    ("state", _("the State")),
    ("third", _("somebody else: owner, title holder")),
)
KINDS = (
    ("working", _("working days")),
    ("calendar", _("calendar days")),
    ("unsaid", _("days, which kind is not said")),
)
KINDS_FOUND = (*KINDS, ("unknown", _("limit not known")))
BLOCKERS = (
    ("land", _("land")),
    ("title", _("title conflict")),
    ("protected", _("protected area")),
    ("money", _("money")),
    ("literacy", _("reading and writing")),
    ("distance", _("distance")),
    ("authority", _("delay of the authority")),
    ("conflict", _("social conflict")),
    ("archaeology", _("archaeology")),
    ("consultation", _("indigenous consultation")),
    ("data", _("error in the data")),
)
ANSWERS = (("granted", _("granted")), ("refused", _("refused")), ("sent_back", _("sent back")))
SEXES = (("woman", _("woman")), ("man", _("man")), ("group", _("group")))
STATES = (
    ("in_force", _("in force")),
    ("undated", _("since when is not known: counted")),
    ("past", _("no longer in force: not counted")),
    ("to_come", _("not yet in force: not counted")),
    ("other_way", _("of another way: not counted")),
)
FEES = (
    ("free", _("free")),
    ("asked", _("as the source says")),
    ("other_time", _("known for other days only")),
    ("unknown", _("not known")),
)
CASE_STATES = (
    ("in_time", _("answered within the limit")),
    ("late", _("answered after the limit")),
    ("answered", _("answered, limit not known")),
    ("open", _("open")),
    ("open_late", _("open beyond the limit")),
)
MARKS = (("source", _("a source")), ("background", _("general knowledge")))
FROM_DAYS = (("typed", _("as filled in")), ("cases", _("from the cases")))
FROM_COST = (("typed", _("as filled in")), ("fee", _("the fee of the law")))
VERDICTS = (
    ("more", _("formal leaves more")),
    ("less", _("formal leaves less")),
    ("open", _("may leave more or less")),
    ("unknown", _("cannot be told yet")),
)
PARTS = (("received", _("received for the output")), ("outgoings", _("goes out")), ("net", _("is left")))
ITEMS = {
    "output": _("Output in a month, in your unit"),
    "reference": _("Reference price for one unit"),
    "share": _("Part of the reference price received, in per cent"),
    "received": _("Or: price received for one unit"),
    "costs": _("Costs of working"),
    "taxes": _("Taxes and royalties"),
    "fees": _("Permits, reports, membership"),
    "social": _("Social security"),
    "unofficial": _("Unofficial payments"),
    "interest": _("Interest"),
}
SAME = _("Leave empty on the formal side where it stays the same.")
IN_SHORT, PAYS = _("In short"), _("Does it pay")
HAND_IN, AUTHORITY = _("Hand in: %(what)s."), _("Authority: %(what)s.")
TIME_LIMIT, HOLDS_FOR = _("Time limit: %(what)s."), _("Holds for: %(what)s.")
ALL_WAYS, NOT_KNOWN = _("All ways"), _("not known")


# Columns --------------------------------------------------------------------------------------------------------------


def people(name, title, help=""):
    return ToolColumn(name, title, "whole", help=help, minimum=0, maximum=100_000_000, people=True)


def days(name, title, help=""):
    return ToolColumn(name, title, "number", help=help, minimum=0, maximum=36_500)


def money(name, title, unit, help=""):
    return ToolColumn(name, title, "money", help=help, minimum=0, maximum=1_000_000_000_000, unit=unit)


def number(name, title, unit="", people=False):
    return ToolColumn(name, title, "number", unit=unit, people=people)


def percent(name, title, people=False):
    return ToolColumn(name, title, "percent", people=people)


def choice(name, title, choices, **more):
    return ToolColumn(name, title, "choice", choices=choices, **more)


FEW = ToolColumn("few", _("Too few to show"), "yesno")


# What is asked --------------------------------------------------------------------------------------------------------


def about_table(ways) -> ToolTable:
    return ToolTable(
        "about",
        _("Whose way, and when"),
        most=1,
        columns=(
            ToolColumn(
                "day",
                _("Day looked at"),
                "day",
                required=True,
                help=_("Rules and open cases are looked at as on this day."),
            ),
            ToolColumn("place", _("Place, mineral, kind of miners"), "text"),
            *((choice("way", _("Way looked at"), ways),) if ways else ()),
            people("women", _("Women who need to formalise")),
            people("men", _("Men who need to formalise")),
            people("unsaid", _("People who need to formalise, sex not known")),
        ),
    )


def counted_columns(unit) -> tuple[ToolColumn, ...]:
    """What is asked of each step, whoever wrote it down."""
    return (
        people("waiting_women", _("Waiting, women")),
        people("waiting_men", _("Waiting, men")),
        people("waiting_unsaid", _("Waiting, sex not known")),
        people("passed_women", _("Have passed, women")),
        people("passed_men", _("Have passed, men")),
        people("passed_unsaid", _("Have passed, sex not known")),
        days("miner_days", _("Days for the miner, typical"), _("Papers, queues, travel.")),
        days("miner_worst", _("Days for the miner, worst")),
        days(
            "state_days",
            _("Days at the authority, typical"),
            _("Calendar days. Empty: taken from the cases."),
        ),
        days("state_worst", _("Days at the authority, worst")),
        money("official", _("Official cost"), unit, _("For one application. Empty: the fee of the law.")),
        money("unofficial", _("Unofficial cost"), unit, _("Fixers, favours. Never who paid or who took.")),
        ToolColumn("trips", _("Trips"), "whole", minimum=0, maximum=10_000),
        choice("blocker", _("What blocks most"), BLOCKERS),
        ToolColumn("note", _("Note"), "long"),
    )


def country_steps(pathway: Pathway) -> ToolTable:
    return ToolTable(
        "steps",
        _("Step by step"),
        help=_("Fill in what you know. Empty means not known; write 0 where there is nobody or nothing."),
        columns=counted_columns(pathway.currency),
        given=tuple(
            Given(
                step.id,
                lazystr(step.name),
                help=lazystr(Help(step)),
                group=lazystr(Ways(pathway, step)) if pathway.ways else "",
                source=step.rests.reference,
            )
            for step in pathway.steps
        ),
    )


def own_steps() -> ToolTable:
    return ToolTable(
        "steps",
        _("Step by step"),
        help=_("One row for each step, in the order people take them. A limit only where you have read it."),
        columns=(
            ToolColumn("name", _("Step"), "text", required=True),
            choice("stage", _("Kind of step"), STAGES),
            choice("acts", _("Who must act"), ACTORS),
            ToolColumn("limit", _("Time limit in law"), "whole", minimum=1, maximum=3650, unit=_("days")),
            choice("kind", _("Kind of days"), KINDS),
            *counted_columns(""),
        ),
    )


def cases_table(step: ToolColumn) -> ToolTable:
    return ToolTable(
        "cases",
        _("Cases timed"),
        help=_(
            "If you can: some applications, as they lie in the files. Never a name, a number of identity or a place."
        ),
        columns=(
            ToolColumn("code", _("Code of the case"), "text", help=_("Made up, such as A1. Never a name.")),
            step,
            ToolColumn("handed_in", _("Handed in on"), "day", required=True),
            ToolColumn("answered", _("Answered on"), "day", help=_("Empty: still open.")),
            choice("answer", _("Answer"), ANSWERS),
            choice("sex", _("Who applied"), SEXES),
        ),
    )


def income_table(unit) -> ToolTable:
    ends = (("low", _("low")), ("best", _("best")), ("high", _("high")))
    sides = (("now", _("Now, informal")), ("formal", _("When formal")))
    return ToolTable(
        "income",
        _("A month's income, now and when formal"),
        help=_(
            "Ask miners, do not guess. Best alone is enough. Write 0 where nothing is paid. Same group, same currency "
            "as above."
        ),
        columns=tuple(
            ToolColumn(
                f"{side}_{end}",
                lazystr(Joined(side_title, end_title)),
                "number",
                minimum=0,
                maximum=1_000_000_000_000,
            )
            for side, side_title in sides
            for end, end_title in ends
        ),
        given=tuple(
            Given(code, name, help=SAME if code in {"output", "reference"} else "")
            for code, name in ITEMS.items()
        ),
    )


# What is answered -----------------------------------------------------------------------------------------------------


def results(step: ToolColumn, unit, pathway: Pathway | None) -> tuple[ToolTable, ...]:
    ways = ways_of(pathway)
    return (
        ToolTable(
            "overview",
            IN_SHORT,
            columns=(
                ToolColumn("place", _("Place, mineral, kind of miners"), "text"),
                ToolColumn("day", _("Day looked at"), "day"),
                *((choice("way", _("Way looked at"), ways),) if ways else ()),
                number("steps", _("Steps counted")),
                number("start", _("People who need to formalise"), people=True),
                percent("women_share", _("Women among them"), people=True),
                FEW,
                number("waiting", _("Waiting somewhere"), people=True),
                number("last", _("Passed the last step counted"), people=True),
                percent("of_start", _("Part of all"), people=True),
            ),
        ),
        ToolTable(
            "funnel",
            _("Where people are"),
            columns=(
                step,
                number("passed", _("Have passed"), people=True),
                percent("of_start", _("Part of all"), people=True),
                ToolColumn("since", _("Compared with"), "text"),
                percent("share", _("Passed, of those who came that far"), people=True),
                number("lost", _("Have not passed, of those"), people=True),
                number("waiting", _("Waiting here"), people=True),
                number("passed_women", _("Have passed, women"), people=True),
                number("passed_men", _("Have passed, men"), people=True),
                percent("women_share", _("Women among those who passed"), people=True),
                FEW,
            ),
        ),
        ToolTable(
            "totals",
            _("The whole way, through the miner's eyes"),
            help=_("Sums of what is known, as if the steps came one after the other."),
            columns=(
                number("days", _("Days, typical")),
                number("days_worst", _("Days, worst")),
                number("state", _("Days at the authority")),
                percent("state_share", _("Part of the days at the authority")),
                number("unknown", _("Steps without days")),
                number("trips", _("Trips")),
                number("official", _("Official cost"), unit),
                number("unofficial", _("Unofficial cost"), unit),
                number("cost", _("Cost in all"), unit),
                number("months", _("Cost in months of today's net income")),
            ),
        ),
        ToolTable(
            "journey",
            _("Days and cost, step by step"),
            columns=(
                step,
                number("miner", _("Days for the miner, typical")),
                number("miner_worst", _("Days for the miner, worst")),
                number("state", _("Days at the authority, typical")),
                number("state_worst", _("Days at the authority, worst")),
                choice("state_from", _("Days at the authority: from where"), FROM_DAYS),
                number("days_so_far", _("Days so far")),
                number("official", _("Official cost"), unit),
                choice("official_from", _("Official cost: from where"), FROM_COST),
                number("unofficial", _("Unofficial cost"), unit),
                number("cost_so_far", _("Cost so far"), unit),
                number("trips", _("Trips")),
            ),
        ),
        *timing_results(step),
        ToolTable(
            "blockers",
            _("What blocks"),
            columns=(
                choice("blocker", _("What blocks most"), BLOCKERS),
                ToolColumn("steps", _("At these steps"), "long"),
                number("waiting", _("Waiting here"), people=True),
            ),
        ),
        *income_results(unit),
        *rule_results(step, unit, pathway),
    )


def timing_results(step: ToolColumn) -> tuple[ToolTable, ...]:
    return (
        ToolTable(
            "delays",
            _("The State against its own limits"),
            columns=(
                step,
                number("limit", _("Time limit in law"), _("days")),
                choice("kind", _("Kind of days"), KINDS_FOUND, tones={"unknown": "poor"}),
                number("cases", _("Cases")),
                number("typical", _("Days, the middle case of those answered")),
                number("worst", _("Days, the longest, open ones too")),
                number("over", _("Beyond the limit")),
                percent("over_share", _("Part beyond the limit")),
                number("open", _("Still open")),
                number("open_over", _("Still open beyond the limit")),
            ),
        ),
        ToolTable(
            "cases",
            _("Case by case"),
            columns=(
                ToolColumn("code", _("Code of the case"), "text"),
                step,
                choice(
                    "state",
                    _("Stands"),
                    CASE_STATES,
                    tones={"in_time": "good", "late": "poor", "open_late": "bad", "answered": "plain"},
                ),
                number("days", _("Days so far, or until the answer")),
                choice("kind", _("Kind of days"), KINDS),
                ToolColumn("handed_in", _("Handed in on"), "day"),
                ToolColumn("answered", _("Answered on"), "day"),
                ToolColumn("due", _("Answer due"), "deadline"),
            ),
        ),
        ToolTable(
            "fairness",
            _("Women's cases beside men's"),
            help=_("Nothing is told of fewer than five answered cases."),
            columns=(
                choice("sex", _("Who applied"), (*SEXES, ("unsaid", _("not said")))),
                number("cases", _("Cases"), people=True),
                number("answered", _("Answered"), people=True),
                number("typical", _("Calendar days, the middle case")),
                percent("granted", _("Granted, of those with a known answer"), people=True),
                FEW,
            ),
        ),
    )


def income_results(unit) -> tuple[ToolTable, ...]:
    return (
        ToolTable(
            "income",
            _("A month's income, now and when formal"),
            columns=(
                choice("part", _("In a month"), PARTS),
                ToolColumn("now", _("Now, informal"), "range", unit=unit),
                ToolColumn("formal", _("When formal"), "range", unit=unit),
            ),
        ),
        ToolTable(
            "gain",
            PAYS,
            columns=(
                choice(
                    "verdict",
                    _("Verdict"),
                    VERDICTS,
                    tones={"more": "good", "less": "bad", "open": "fair", "unknown": "plain"},
                ),
                ToolColumn("gain", _("More a month when formal"), "range", unit=unit),
                number("price", _("Price for one unit at which formal leaves as much"), unit),
                number("cost", _("Cost of the way"), unit),
                number("months_fast", _("Months to earn it back, at best")),
                number("months", _("Months to earn it back")),
                number("months_slow", _("Months to earn it back, at worst")),
            ),
        ),
    )


def rule_results(step: ToolColumn, unit, pathway: Pathway | None) -> tuple[ToolTable, ...]:
    """What the file says of each step; of one's own steps only what was typed."""
    shown = ToolTable(
        "steps",
        _("What each step asks"),
        columns=(
            step,
            choice("stage", _("Kind of step"), STAGES),
            *(
                (
                    choice(
                        "state",
                        _("On the day looked at"),
                        STATES,
                        tones={
                            "in_force": "good",
                            "undated": "fair",
                            "past": "poor",
                            "to_come": "poor",
                            "other_way": "plain",
                        },
                    ),
                )
                if pathway
                else ()
            ),
            choice("acts", _("Who must act"), ACTORS),
            number("limit", _("Time limit in law"), _("days")),
            choice("kind", _("Kind of days"), KINDS_FOUND, tones={"unknown": "poor"}),
            *(
                (
                    ToolColumn("authority", _("Authority"), "text"),
                    ToolColumn("documents", _("To hand in"), "words"),
                    number("fee", _("Fee"), unit),
                    choice("fee_state", _("Fee: how known"), FEES),
                    ToolColumn("validity", _("Holds for"), "words"),
                )
                if pathway
                else ()
            ),
        ),
    )
    return (shown, *(file_results(step) if pathway else ()))


def file_results(step: ToolColumn) -> tuple[ToolTable, ...]:
    mark = choice("mark", _("Rests on"), MARKS, tones={"source": "plain", "background": "poor"})
    return (
        ToolTable(
            "rests",
            _("What each step rests on"),
            columns=(
                step,
                mark,
                ToolColumn("source", _("Source"), "long"),
                ToolColumn("valid_from", _("Vouched for since"), "day"),
                ToolColumn("valid_until", _("Until"), "day"),
                ToolColumn("checked", _("Read on"), "day"),
                ToolColumn("review", _("To be read again by"), "day"),
                ToolColumn("stale", _("Overdue on the day looked at"), "yesno", tones={True: "poor"}),
                ToolColumn("doubt", _("Not certain"), "words"),
            ),
        ),
        ToolTable(
            "deadlines",
            _("Last days, and how they moved"),
            columns=(
                ToolColumn("name", _("What ended"), "words"),
                ToolColumn("until", _("Last day or month"), "text"),
                number("months", _("Months later than before")),
                ToolColumn("law", _("By"), "text"),
                ToolColumn("decided", _("Decided on"), "day"),
                choice(
                    "state",
                    _("On the day looked at"),
                    (("past", _("passed")), ("ahead", _("to come"))),
                ),
                mark,
                ToolColumn("source", _("Source"), "long"),
                ToolColumn("doubt", _("Not certain"), "words"),
            ),
        ),
    )


CHARTS = (
    ToolChart("bars", "funnel", _("People who have passed each step"), "step", "passed"),
    ToolChart("bars", "journey", _("Days at the authority, step by step"), "step", "state"),
    ToolChart("bars", "journey", _("Days for the miner, step by step"), "step", "miner"),
)


# Words put together when they are read --------------------------------------------------------------------------------


class Joined:
    """ "Now, informal: low"."""

    def __init__(self, *parts):
        self.parts = parts

    def __str__(self):
        return ": ".join(map(str, self.parts))


class Ways:
    """The ways a step belongs to, as a heading; a step of all ways says so."""

    def __init__(self, pathway: Pathway, step: PathStep):
        self.pathway, self.step = pathway, step

    def __str__(self):
        return "; ".join(str(self.pathway.ways[way]) for way in self.step.ways) or str(ALL_WAYS)


class Help:
    """What somebody must know of a step before filling it in: what to hand in, where, within what time, at what price."""

    def __init__(self, step: PathStep):
        self.step = step

    def __str__(self):
        step = self.step
        said = (
            (HAND_IN, "; ".join(map(str, step.documents))),
            (AUTHORITY, step.authority),
            (TIME_LIMIT, self.limit()),
            (HOLDS_FOR, str(step.validity)),
        )
        return " ".join(str(sentence) % {"what": what} for sentence, what in said if what)

    def limit(self) -> str:
        found = self.step.limit
        if found is not None:
            return f"{found.days} {dict(KINDS)[found.kind]}"
        return str(NOT_KNOWN) if self.step.acts == "state" else ""


# The tools ------------------------------------------------------------------------------------------------------------


def ways_of(pathway: Pathway | None) -> tuple:
    return tuple((code, lazystr(name)) for code, name in pathway.ways.items()) if pathway else ()


def data_of(pathway: Pathway) -> dict:
    """The file as `calculate` takes it."""
    ends = [deadline.until for deadline in pathway.deadlines]
    later = [None, *(months_apart(*pair) for pair in pairwise(ends))]
    return {
        "steps": [data_of_step(step) for step in pathway.steps],
        "ways": list(pathway.ways),
        "currency": pathway.currency,
        "deadlines": [
            {
                "name": deadline.name,
                "until": deadline.until,
                "last_day": iso(deadline.last_day),
                "months": months,
                "law": deadline.law,
                "decided": iso(deadline.decided_on),
                "mark": deadline.rests.mark,
                "source": deadline.rests.reference,
                "doubt": deadline.rests.doubt,
            }
            for deadline, months in zip(pathway.deadlines, later, strict=False)
        ],
        **COMMON,
    }


def data_of_step(step: PathStep) -> dict:
    fee, rests = step.fee, step.rests
    return {
        **{name: getattr(step, name) for name in ("id", "name", "stage", "acts", "authority", "validity")},
        "ways": step.ways,
        "documents": joined(step.documents),
        "limit": step.limit and step.limit.days,
        "kind": step.limit and step.limit.kind,
        "fee": fee and fee.amount,
        "fee_currency": fee and fee.currency,
        "fee_from": fee and iso(fee.valid_from),
        "fee_until": fee and iso(fee.valid_until),
        "valid_from": iso(rests.valid_from),
        "valid_until": iso(rests.valid_until),
        "source": rests.reference,
        "mark": rests.mark,
        "checked": iso(rests.checked_on),
        "review": iso(rests.review_on),
        "doubt": rests.doubt,
    }


def iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def joined(passages: tuple[Words, ...]) -> Words:
    """Several passages as one, in each language."""
    if not passages:
        return Words()
    return Words(
        {"original": "es", **{lang: "; ".join(each[lang] for each in passages) for lang in LANGUAGES}}
    )


COMMON = {"items": ITEMS, "start": _("the start")}
OWN = {"steps": [], "ways": [], "deadlines": [], "currency": None, **COMMON}
SENTENCES = {
    "late": _("%(step)s: the State went beyond its own limit in %(over)s of %(cases)s cases."),
    "open_late": _(
        "%(step)s: still open beyond the limit: %(count)s. The oldest has waited %(days)s days. People may ask for an "
        "answer."
    ),
    "longest": _("Longest at the authority: %(step)s, typically %(days)s days."),
    "no_limit": _(
        "No legal time limit known for the State: %(steps)s. Without one, nobody can say it is late."
    ),
    "drop": _(
        "Most people are lost before this is passed: %(step)s. %(lost)s of %(before)s have not passed."
    ),
    "drop_few": _("Most people are lost before this is passed: %(step)s."),
    "women_behind": _("Fewer women than men get past: %(step)s. Ask women why."),
    "more_than_before": _(
        "%(step)s: more people passed than before (%(before)s). Check, or say that the steps go side by side."
    ),
    "uncounted": _("Nobody was counted yet: where people are cannot be told."),
    "few": _("Some shares of women are not shown: so few people could be recognised."),
    "no_sex": _("Nobody counted women and men apart. Who is left behind cannot be told."),
    "unofficial": _(
        "Unofficial payments, %(amount)s in all: %(steps)s. Each is a sign that a step is too hard."
    ),
    "above_fee": _("%(step)s: people pay %(paid)s, the law asks %(fee)s. Where does the rest go?"),
    "pays_less": _(
        "Formal leaves less in a month than informal: %(gain)s. Why would anybody formalise? Change price, tax or cost "
        "first."
    ),
    "pays_open": _(
        "Formal may leave more or less in a month: %(gain)s. Find the numbers that are most in doubt."
    ),
    "pays_more": _("Formal leaves more in a month: %(gain)s."),
    "pays_unknown": _("Whether it pays cannot be told: output or price is missing on one side."),
    "earned_back": _("The cost of the way is earned back in %(months)s months."),
    "unsaid_now": _("Not said for now, so left out: %(what)s. Write 0 where nothing is paid."),
    "unsaid_formal": _("Not said for formal, so left out: %(what)s. Write 0 where nothing is paid."),
    "moved": _(
        "The last day moved %(count)s times, by %(months)s months in all: from %(first)s to %(last)s. Each time people "
        "learn to wait."
    ),
    "deadline_near": _("The next last day is %(until)s: %(days)s days after the day looked at."),
    "deadline_past": _("The last known deadline, %(until)s, had passed on the day looked at."),
    "stale": _(
        "On the day looked at, the source should have been read again: %(steps)s. Check before you cite it."
    ),
    "undated": _("Since when this holds is not known, it is counted all the same: %(steps)s."),
    "background": _("Rests on general knowledge, no source was read: %(steps)s."),
    "doubt": _("Steps with something not certain: %(count)s. See what each step rests on."),
    "no_day": _("Day looked at missing: rules without regard to their dates, open cases without their days."),
    "which_way": _("Say which way is looked at. Until then people and days are not added up."),
    "left_out": _("Filled in, but not in force that day or of another way, so left out: %(steps)s."),
    "astray": _("Cases of steps that are not in the list, left out: %(steps)s."),
    "odd_days": _(
        "Cases left out, answered before they were handed in or handed in after the day: %(count)s."
    ),
    "worst_below": _("The worst is below the typical number of days: %(steps)s. The larger one was taken."),
}
# Told of countries only: they speak of what the file says.
OF_FILE = {
    "moved",
    "deadline_near",
    "deadline_past",
    "stale",
    "undated",
    "background",
    "doubt",
    "which_way",
    "left_out",
    "above_fee",
}
CAUTIONS = (
    _("Nobody is named here: no miner, no official, no exact place. Code cases with letters."),
    _(
        "Working days are Monday to Friday after the day of handing in. Public holidays are not taken off, so a case "
        "a few days over may still be in time."
    ),
)
NO_ADVICE = _(
    "This is no legal advice. The steps are as known on the day they were read, often from the press. Look at what "
    "each rests on."
)
CALC_SOURCE = "Regulation (EEC, Euratom) No 1182/71 on periods, dates and time limits (1971), article 3"


def a_tool(name: str, title, step_asked: ToolColumn, step: ToolColumn, pathway: Pathway | None) -> Tool:
    unit = pathway.currency if pathway else ""
    told = {code: words for code, words in SENTENCES.items() if pathway or code not in OF_FILE}
    return Tool(
        name=name,
        title=title,
        purpose=_(
            "Shows where people are on the way to formality, how long the State takes, what the way costs a miner, and "
            "whether it pays."
        ),
        version=1,
        theme="law",
        steps=("P1-S3", "P2-S3", "P2-S4"),
        about=(
            "registry.site",
            "phase2_strategy.asmtype",
            "phase2_strategy.chosenmeasure",
            "phase1_getting_started.challenge",
        ),
        country=pathway.country if pathway else "",
        calculate=partial(calculate, data_of(pathway) if pathway else OWN),
        tables=(
            about_table(ways_of(pathway)),
            country_steps(pathway) if pathway else own_steps(),
            cases_table(step_asked),
            income_table(unit),
        ),
        results=results(step, unit, pathway),
        charts=CHARTS,
        sentences=told,
        cautions=(*((NO_ADVICE,) if pathway else ()), *CAUTIONS),
        sources=(*sources_of(pathway), "LEVIN7", CALC_SOURCE),
        ours=_(
            "The kinds of steps and blockers, how gaps between counted steps are bridged, the difference of ten points "
            "between women and men, the half year before a deadline, and hiding shares of fewer than five."
        ),
        checked_by="",
        next_review=date(2027, 6, 30),
    )


def sources_of(pathway: Pathway | None) -> tuple[str, ...]:
    return tuple(source.reference for source in pathway.sources) if pathway else ()


def country_tool(pathway: Pathway) -> Tool:
    names = tuple((step.id, lazystr(step.name)) for step in pathway.steps)
    asked = choice("step", _("Step"), names, required=True)
    name = f"formalization_pathway_{pathway.country.lower()}"
    return a_tool(name, lazystr(pathway.title), asked, choice("step", _("Step"), names), pathway)


def own_tool() -> Tool:
    asked = ToolColumn("step", _("Step"), "text", required=True, help=_("Written as in the list of steps."))
    shown = ToolColumn("step", _("Step"), "text")
    title = _("Formalisation pathway: steps of your own")
    return a_tool("formalization_pathway_own", title, asked, shown, None)


TOOLS = (*(country_tool(pathway_of(country)) for country in countries_with_pathway()), own_tool())
