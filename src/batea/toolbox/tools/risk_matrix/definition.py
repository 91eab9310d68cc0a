"""Hazards in a risk matrix: how bad before and after control, where work stops, by when to act, what the plan lacks.

One tool for each file in `matrices/`: another country's matrix is one more file there, with its words in four
languages. Hazards to begin with stand in `hazards.csv`.
"""

import tomllib
from datetime import date
from functools import partial
from pathlib import Path

from django.utils.functional import lazystr
from django.utils.text import format_lazy

from batea.calc.risk_matrix import Band, Matrix
from batea.programmes.words import LANGUAGES, Words
from batea.toolbox.declaration import Starter, Tool, ToolChart, ToolColumn, ToolScale, ToolTable
from batea.toolbox.references import reference
from batea.toolbox.wording import list_beside, words_beside

from .calculate import calculate

_ = words_beside(__file__)

MATRICES = Path(__file__).with_name("matrices")
HAZARDS = list_beside(__file__, "hazards", lists=("sources",))
OTHER = "other"


def hazard_names() -> dict[str, dict[str, str]]:
    """{hazard: {language: its id and name}}."""
    return {
        code: {
            lang: entry.name[lang] if code == OTHER else f"{code} {entry.name[lang]}" for lang in LANGUAGES
        }
        for code, entry in HAZARDS.items()
    }


def in_words(table: dict) -> str:
    """A text of a matrix file, {language: words}, in the reader's language."""
    return lazystr(Words({"original": "en", **table}))


NAMES = hazard_names()
KNOWN = {code: entry for code, entry in HAZARDS.items() if code != OTHER}
ALL_HAZARDS = tuple((code, in_words(name)) for code, name in NAMES.items())
CONTROLS = tuple((code, lazystr(entry.controls)) for code, entry in KNOWN.items())
EVIDENCE = tuple((code, lazystr(entry.evidence)) for code, entry in KNOWN.items())
SOURCES = tuple(
    (code, "; ".join(map(reference, entry.sources)) or _("general knowledge of underground work"))
    for code, entry in KNOWN.items()
)
KINDS = (
    ("baseline", _("baseline: the whole mine, renewed each year")),
    ("specific", _("specific: a change, or a task that is not routine")),
    ("continuous", _("continuous: at the place, when a shift begins")),
)
LEVELS = (
    (
        "elimination",
        _("1 Elimination"),
        _("The hazard is gone: the pit is not connected, the engine is not there."),
    ),
    ("substitution", _("2 Substitution"), _("Something less dangerous does the work.")),
    ("engineering", _("3 Engineering"), _("Lining, ventilation, guards, gas alarm, ladders.")),
    ("administrative", _("4 Signs, rules, training"), _("Signs, alerts, permits, checks, shift limits.")),
    ("ppe", _("5 Protective equipment"), _("Helmet, harness, mask that fits.")),
)
WORK = (
    ("stop", _("stop work there")),
    ("rate", _("rate again before anybody works")),
    ("unrated", _("not rated yet")),
    ("go", _("may go on")),
)
CLOCKS = (
    ("running", _("to be corrected")),
    ("in_time", _("corrected in time")),
    ("late", _("corrected late")),
    ("untimed", _("no moment, no clock")),
    ("free", _("no time limit")),
    ("unrated", _("not rated yet")),
)
CHECKS = (
    ("worse", _("after control worse than before")),
    ("no_control", _("no control is named")),
    ("unexplained", _("milder, but no control is named: counted as before")),
    ("severity", _("less severe only through rules or equipment: severity counted as before")),
    ("soft", _("only rules or equipment: not enough here")),
    ("unrated", _("not rated yet")),
    ("ok", _("no fault found")),
)
ASKED = (
    ToolColumn("hazard", _("Hazard"), "choice", choices=ALL_HAZARDS, required=True),
    ToolColumn("own", _("In your own words"), "text", help=_("Another hazard, or what is special here.")),
    ToolColumn("place", _("Place and task"), "text", help=_("Pit 3, drilling below")),
    ToolColumn("kind", _("Kind of assessment"), "choice", choices=KINDS),
    ToolColumn("routine", _("Routine task"), "yesno"),
    ToolColumn(
        "severity",
        _("Severity before control"),
        "scale",
        scale="severity",
        help=_("The worst outcome that can be believed."),
    ),
)
RESPONSIBLE = ToolColumn("responsible", _("Responsible"), "text", help=_("A post, not a person's name."))
IN_PLACE = ToolColumn("in_place", _("These controls are at work"), "yesno", help=_("Looked at in the place."))
RATED_AT = ToolColumn("rated_at", _("Rated at"), "moment", help=_("The clock begins here."))
DONE_AT = ToolColumn(
    "done_at", _("Corrected at"), "moment", help=_("When all was done and checked. Stops the clock.")
)
SHEET = ToolTable(
    "sheet",
    _("This assessment"),
    columns=(
        ToolColumn("unit", _("Mine, unit or team"), "text"),
        ToolColumn("area", _("Area"), "text"),
        ToolColumn(
            "took_part",
            _("Who took part"),
            "long",
            help=_("Posts and how many, women and men. No names of persons."),
        ),
        ToolColumn("crew", _("People who work there took part"), "yesno"),
        ToolColumn("explained", _("The hazards were explained to everybody"), "yesno"),
    ),
    most=1,
)


# From a file to what is declared ------------------------------------------------------------------------------------


def matrix_of(data: dict) -> Matrix:
    bands = tuple(
        Band(
            band["code"],
            band["first"],
            band["last"],
            band.get("hours"),
            stop=band.get("stop", False),
            strong=band.get("strong", False),
        )
        for band in data["bands"]
    )
    return Matrix(tuple(map(tuple, data["values"])), bands, data["worst_is_low"])


def scale_of(data: dict, name: str) -> ToolScale:
    steps = tuple(in_words(step["name"]) for step in data[name]["steps"])
    return ToolScale(name, steps, letters=data[name]["letters"])


def definitions(data: dict, name: str, scale: ToolScale) -> str:
    """ "1: …; 2: …": what each step means, in the reader's language."""
    steps = data[name]["steps"]
    return in_words(
        {
            lang: " ".join(
                f"{scale.sign(place)}: {step['definition'][lang]}."
                for place, step in enumerate(steps, scale.first)
            )
            for lang in LANGUAGES
        }
    )


def asked_tables(data: dict, severity: ToolScale, frequency: ToolScale) -> tuple[ToolTable, ...]:
    of_frequency = data["frequency"]
    hazards = ToolTable(
        "hazards",
        _("Hazards"),
        help=format_lazy(
            "{} {} – {} {} – {}",
            _("Rate with the people who work there."),
            _("Severity"),
            definitions(data, "severity", severity),
            in_words(of_frequency["title"]),
            definitions(data, "frequency", frequency),
        ),
        columns=(
            *ASKED,
            ToolColumn("frequency", in_words(of_frequency["before"]), "scale", scale="frequency"),
            *(ToolColumn(name, title, "text", help=said) for name, title, said in LEVELS),
            IN_PLACE,
            ToolColumn("severity_after", _("Severity after control"), "scale", scale="severity"),
            ToolColumn("frequency_after", in_words(of_frequency["after"]), "scale", scale="frequency"),
            RESPONSIBLE,
            RATED_AT,
            DONE_AT,
        ),
        begins_with=3,
        starters=(
            Starter(
                "underground",
                _("Hazards of underground amber and larimar"),
                tuple({"hazard": code} for code in KNOWN),
            ),
        ),
    )
    return SHEET, hazards


def result_tables(data: dict) -> tuple[ToolTable, ...]:
    bands = tuple((band["code"], in_words(band["name"])) for band in data["bands"])
    tones = {band["code"]: band["tone"] for band in data["bands"]}
    meanings = tuple((band["code"], in_words(band["meaning"])) for band in data["bands"])

    def band(name, title):
        return ToolColumn(name, title, "choice", choices=bands, tones=tones)

    def number(name, title):
        return ToolColumn(name, title, "whole")

    return (
        ToolTable(
            "summary",
            _("In short"),
            columns=(
                band("worst_now", _("Worst now")),
                band("worst_before", _("Worst before control")),
                band("worst_after", _("Worst after control, where rated")),
                number("hazards", _("Hazards")),
                number("rated", _("Rated")),
                number("stopped", _("Stop work there")),
            ),
        ),
        ToolTable(
            "hazards",
            _("Hazards, the most urgent first"),
            columns=(
                ToolColumn("hazard", _("Hazard"), "words"),
                ToolColumn(
                    "work",
                    _("Work"),
                    "choice",
                    choices=WORK,
                    tones={"stop": "bad", "rate": "poor", "unrated": "plain", "go": "good"},
                ),
                ToolColumn("due", _("Correct by"), "deadline"),
                ToolColumn(
                    "clock",
                    _("Correction"),
                    "choice",
                    choices=CLOCKS,
                    tones={"late": "poor", "untimed": "poor", "in_time": "good"},
                ),
                band("now", _("Now")),
                ToolColumn("value", _("Value before"), "text"),
                band("before", _("Before control")),
                ToolColumn("value_after", _("Value after"), "text"),
                band("after", _("After control")),
                RESPONSIBLE,
                ToolColumn("kind", _("Kind of assessment"), "choice", choices=KINDS),
            ),
        ),
        ToolTable(
            "bands",
            _("How many hazards in each band"),
            columns=(
                ToolColumn(
                    "band",
                    _("Band"),
                    "choice",
                    choices=(*bands, ("unrated", _("not rated yet"))),
                    tones={**tones, "unrated": "plain"},
                ),
                ToolColumn("meaning", _("What it asks"), "choice", choices=meanings),
                ToolColumn("hours", _("Act within"), "number", unit="h"),
                number("before", _("Before control")),
                number("now", _("Now")),
                number("after", _("After control")),
            ),
        ),
        ToolTable(
            "plan",
            _("Check of the controls"),
            columns=(
                ToolColumn("hazard", _("Hazard"), "words"),
                ToolColumn(
                    "check",
                    _("Found"),
                    "choice",
                    choices=CHECKS,
                    tones={
                        "worse": "bad",
                        "no_control": "bad",
                        "unexplained": "poor",
                        "severity": "poor",
                        "soft": "poor",
                        "unrated": "plain",
                        "ok": "good",
                    },
                ),
                ToolColumn(
                    "strongest",
                    _("Strongest control named"),
                    "choice",
                    choices=tuple((name, title) for name, title, _help in LEVELS),
                ),
                IN_PLACE,
            ),
        ),
        ToolTable(
            "advice",
            _("Controls to think of, the strongest first"),
            columns=(
                ToolColumn("hazard", _("Hazard"), "choice", choices=ALL_HAZARDS),
                ToolColumn("controls", _("Controls"), "choice", choices=CONTROLS),
                ToolColumn("evidence", _("What happened elsewhere"), "choice", choices=EVIDENCE),
                ToolColumn("sources", _("Rests on"), "choice", choices=SOURCES),
            ),
        ),
        ToolTable(
            "cells",
            _("The matrix"),
            columns=(
                ToolColumn("severity", _("Severity"), "scale", scale="severity"),
                ToolColumn("frequency", in_words(data["frequency"]["title"]), "scale", scale="frequency"),
                ToolColumn("value", _("Value"), "text"),
                band("band", _("Band")),
                number("before", _("Hazards before control")),
                number("now", _("Hazards now")),
                ToolColumn("label", _("Value (hazards now)"), "text"),
            ),
        ),
    )


SENTENCES = {
    "stop_work": _("Stop work there: %(hazards)s. The risk is too high and is not under control."),
    "no_restart": _(
        "After the controls the risk is still too high: %(hazards)s. Work does not begin again until a better "
        "control brings it down."
    ),
    "rate_again": _(
        "Controls are at work, but nobody rated again: %(hazards)s. Rate before anybody works there."
    ),
    "worse": _("Worse after control than before: %(hazards)s. Look at the rating and at the controls again."),
    "no_control": _("Hazards without any control named: %(number)s."),
    "unexplained": _("Rated milder, but no control is named: %(hazards)s. It counts as before."),
    "severity": _(
        "Rated less severe although only rules or protective equipment are named: %(hazards)s. They make an accident "
        "rarer, not milder. Severity counts as before."
    ),
    "soft": _(
        "Only rules or protective equipment against a grave risk: %(hazards)s. Look for controls 1 to 3 first."
    ),
    "unrated": _("Not rated yet: %(number)s. Rate them with the people who work there."),
    "half": _("Only one of the two is given, so it does not count: %(hazards)s."),
    "no_moment": _("Rated without day and time, so no clock runs: %(number)s."),
    "not_closed": _(
        "Controls are at work, but nobody wrote down when all was done: %(hazards)s. The clock runs on."
    ),
    "contradiction": _(
        "Written down as corrected, but the controls are not at work: %(hazards)s. It counts as not corrected."
    ),
    "too_early": _(
        "Corrected before it was rated: %(hazards)s. Check day and time; it counts as not corrected."
    ),
    "late": _("Corrected later than the time limit: %(hazards)s."),
    "nobody": _("Hazards for which nobody is responsible: %(number)s. Write down a post."),
    "not_routine": _(
        "Not a routine task: %(hazards)s. Make a specific assessment and a written permit before it begins."
    ),
    "no_crew": _("The people who work there did not take part. Rate again with them."),
    "not_explained": _("The hazards were not explained to everybody. Do it before the shift begins."),
    "nothing": _("No hazard is written down yet."),
}
CAUTIONS = (
    _("The values are labels in order: never add them, never take a mean."),
    _("Rate the worst outcome that can be believed. Rules and protective equipment do not make it milder."),
    _("A good value protects nobody. In doubt, everybody leaves the place."),
)


def tool_of(path: Path) -> Tool:
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    severity, frequency = scale_of(data, "severity"), scale_of(data, "frequency")
    return Tool(
        name=f"risk_matrix_{path.stem}",
        title=in_words(data["title"]),
        purpose=in_words(data["purpose"]),
        version=1,
        theme="safety",
        steps=("P1-S3", "P2-S3", "P3-S2"),
        about=("registry.site", "registry.visit", "phase2_strategy.asmtype"),
        calculate=partial(calculate, matrix_of(data), NAMES),
        scales=(severity, frequency),
        tables=asked_tables(data, severity, frequency),
        results=result_tables(data),
        charts=(
            ToolChart(
                "matrix",
                "cells",
                _("Value of each cell and, in brackets, how many hazards are there now"),
                label="label",
                value="severity",
                across="frequency",
                tone="band",
            ),
        ),
        sentences=SENTENCES,
        alarms=frozenset({"stop_work"}),
        cautions=(*map(in_words, data["cautions"]), *CAUTIONS),
        sources=tuple(data["sources"]),
        ours=format_lazy(
            "{}{}",
            in_words(data["ours"]),
            _(
                "that a risk which is too high after control means no restart, that only rules or equipment against a "
                "grave risk are not enough, what counts as before, and the choice of hazards and controls. That "
                "rules and equipment leave severity as it was is general knowledge."
            ),
        ),
        country=data.get("country", ""),
        checked_by="",
        next_review=date(2027, 6, 30),
    )


TOOLS = tuple(tool_of(path) for path in sorted(MATRICES.glob("*.toml")))
