"""How ready an organisation of miners is for the CRAFT Code and for Fairmined: two schemes, one set of rules."""

from datetime import date
from functools import partial

from django.utils.functional import lazystr

from batea.toolbox.declaration import Given, Tool, ToolChart, ToolColumn, ToolTable
from batea.toolbox.wording import list_beside, words_beside

from .calculate import calculate

_ = words_beside(__file__)

RISKS = list_beside(__file__, "risks")
STATUSES = (
    ("pass", _("met")),
    ("progress", _("not yet met, work is under way")),
    ("fail", _("not met")),
    ("na", _("does not apply here")),
    ("unseen", _("not looked at")),
)
VERDICTS = (
    ("stop", _("failed: stop")),
    ("failed", _("failed")),
    ("unseen", _("not looked at")),
    ("partly", _("not all looked at")),
    ("overdue", _("a promised day has passed")),
    ("unproven", _("evidence missing")),
    ("loose", _("commitment or day missing")),
    ("on_way", _("in progress")),
    ("met", _("met")),
    ("na", _("does not apply here")),
)
VERDICT_TONES = {
    "stop": "bad",
    "failed": "bad",
    "unseen": "plain",
    "partly": "poor",
    "overdue": "poor",
    "unproven": "poor",
    "loose": "poor",
    "on_way": "fair",
    "met": "good",
    "na": "plain",
}
RULES = (
    ("must", _("must be met")),
    ("stop", _("met, or everybody stops")),
    ("mitigate", _("met, or being put right")),
    ("commit", _("met, or promised with a day")),
    ("later", _("improvement later")),
)
NEXT_STEPS = (
    ("stop", _("Stop. Protect people, get help, tell the buyer")),
    ("failed", _("Put it right, with a commitment and a day")),
    ("overdue", _("Keep the promise, or explain it and agree a new day")),
    ("unseen", _("Look at it")),
    ("unproven", _("Name what shows it")),
    ("loose", _("Say what will be done, and until when")),
    ("on_way", _("Finish it: here only met counts")),
)
MARKS = (
    ("source", _("named in the source")),
    ("background", _("general knowledge: check with the scheme")),
    ("ours", _("our own proposal")),
)
PROMISES = (
    ("overdue", _("overdue on the day of the assessment")),
    ("soon", _("due within 30 days")),
    ("open", _("due later")),
    ("no_day", _("no day")),
    ("no_text", _("a day, but no commitment")),
    ("unjudged", _("day of the assessment not known")),
)
YEAR = ToolColumn(
    "year",
    _("Years since the first certification"),
    "whole",
    help=_("0 before or at the first certification. Later years ask for more."),
    minimum=0,
    maximum=50,
)
LABEL = ToolColumn(
    "label",
    _("Label wanted"),
    "choice",
    choices=(("fairmined", _("Fairmined")), ("ecological", _("Fairmined Ecological"))),
)
NO_NAMES = _(
    "No names of persons: write “the treasurer”, “a visit on 3 May”. Keep lists and papers with the organisation."
)
IN_DANGER = _(
    "Where somebody is in danger, protect them first. Do not confront anybody, and publish nothing."
)


def members(name, title):
    return ToolColumn(name, title, "whole", minimum=0, maximum=1_000_000, people=True)


def count(name, title):
    return ToolColumn(name, title, "number")


def choices_of(entries) -> tuple:
    return tuple((code, lazystr(entry.name)) for code, entry in entries.items())


def data_of(modules, requirements) -> dict:
    """What the scheme asks, as `calculate` takes it."""
    return {
        "modules": [
            {"id": code, "rule": entry.rule, "from_year": int(entry.from_year), "label": entry.label}
            for code, entry in modules.items()
        ],
        "requirements": [
            {
                "id": code,
                "module": entry.module,
                "skippable": entry.skip == "yes",
                "risks": entry.risks,
                "mark": entry.mark,
            }
            for code, entry in requirements.items()
        ],
        "risks": list(RISKS),
    }


def asked(modules, requirements, extra) -> tuple[ToolTable, ...]:
    return (
        ToolTable(
            "about",
            _("The organisation"),
            most=1,
            columns=(
                ToolColumn(
                    "organisation",
                    _("Organisation or group"),
                    "text",
                    help=_("Not the name of a person, also where somebody works alone."),
                ),
                ToolColumn("minerals", _("Minerals"), "text"),
                members("women", _("Members, women")),
                members("men", _("Members, men")),
                *extra,
                ToolColumn("day", _("Day of this assessment"), "day"),
                ToolColumn("next_report", _("Next report due on"), "day"),
            ),
        ),
        ToolTable(
            "requirements",
            _("Requirements"),
            help=NO_NAMES,
            columns=(
                ToolColumn("status", _("How it stands"), "choice", choices=STATUSES),
                ToolColumn(
                    "evidence",
                    _("What shows it"),
                    "long",
                    help=_("A paper, a visit, a photo without faces. If it does not apply here, say why."),
                ),
                ToolColumn("missing", _("What is missing"), "long"),
                ToolColumn("commitment", _("Commitment: what will be done"), "long"),
                ToolColumn("due", _("Until"), "day"),
            ),
            given=tuple(
                Given(
                    code,
                    lazystr(entry.name),
                    group=lazystr(modules[entry.module].name),
                    source=entry.source,
                )
                for code, entry in requirements.items()
            ),
        ),
    )


def answered(modules, requirements, standings) -> tuple[ToolTable, ...]:
    module = ToolColumn("module", _("Part"), "choice", choices=choices_of(modules))
    requirement = ToolColumn("requirement", _("Requirement"), "choice", choices=choices_of(requirements))
    return (
        ToolTable(
            "overview",
            _("In short"),
            columns=(
                ToolColumn("organisation", _("Organisation or group"), "text"),
                ToolColumn("minerals", _("Minerals"), "text"),
                ToolColumn(
                    "standing",
                    _("Stands"),
                    "choice",
                    choices=standings,
                    tones={"stop": "bad", "not_yet": "poor", "with_commitments": "fair", "ready": "good"},
                ),
                ToolColumn("day", _("Day of this assessment"), "day"),
                count("asked", _("Requirements")),
                count("looked", _("Looked at")),
                count("proven", _("With evidence")),
                ToolColumn("women", _("Women among members"), "percent", people=True),
                ToolColumn("next_report", _("Next report due on"), "deadline"),
            ),
        ),
        ToolTable(
            "modules",
            _("Part by part"),
            help=_("The verdict is that of the worst requirement. The share only shows how far the work is."),
            columns=(
                module,
                ToolColumn("rule", _("Rule"), "choice", choices=RULES),
                ToolColumn("verdict", _("Verdict"), "choice", choices=VERDICTS, tones=VERDICT_TONES),
                ToolColumn("holds", _("Holds back"), "yesno", tones={True: "poor", False: "plain"}),
                count("met", _("Met")),
                count("on_way", _("In progress")),
                count("unproven", _("Without evidence")),
                count("loose", _("Without commitment or day, or overdue")),
                count("failed", _("Failed")),
                count("unseen", _("Not looked at")),
                count("na", _("Does not apply")),
                ToolColumn("share", _("Shown to be met"), "percent"),
            ),
        ),
        ToolTable(
            "missing",
            _("What is missing, the most urgent first"),
            columns=(
                requirement,
                module,
                ToolColumn(
                    "when",
                    _("When"),
                    "choice",
                    choices=(
                        ("now", _("now")),
                        ("first", _("before a report or an audit")),
                        ("later", _("later")),
                    ),
                    tones={"now": "bad", "first": "poor", "later": "plain"},
                ),
                ToolColumn("todo", _("What to do"), "choice", choices=NEXT_STEPS),
                ToolColumn("missing", _("What is missing"), "long"),
                ToolColumn("due", _("Until"), "day"),
            ),
        ),
        ToolTable(
            "commitments",
            _("Commitments"),
            columns=(
                ToolColumn("commitment", _("Commitment: what will be done"), "long"),
                requirement,
                ToolColumn("due", _("Until"), "deadline"),
                ToolColumn("left", _("Days left on the day of the assessment"), "number"),
                ToolColumn(
                    "state",
                    _("Stands"),
                    "choice",
                    choices=PROMISES,
                    tones={
                        "overdue": "bad",
                        "soon": "fair",
                        "open": "plain",
                        "no_day": "poor",
                        "no_text": "poor",
                        "unjudged": "plain",
                    },
                ),
            ),
            key="requirement",
        ),
        ToolTable(
            "risks",
            _("Risks of Annex II of the OECD guidance"),
            help=_("What every buyer who follows the guidance asks about."),
            columns=(
                ToolColumn("risk", _("Risk"), "choice", choices=choices_of(RISKS)),
                ToolColumn(
                    "state",
                    _("Stands"),
                    "choice",
                    choices=(*VERDICTS, ("not_asked", _("not asked here: look at it by other means"))),
                    tones={**VERDICT_TONES, "not_asked": "plain"},
                ),
            ),
        ),
        ToolTable(
            "report",
            _("For the buyer's due diligence"),
            columns=(
                requirement,
                module,
                ToolColumn("status", _("How it stands"), "choice", choices=STATUSES),
                ToolColumn("evidence", _("What shows it"), "long"),
                ToolColumn("commitment", _("Commitment: what will be done"), "long"),
                ToolColumn("due", _("Until"), "day"),
                ToolColumn("mark", _("The requirement rests on"), "choice", choices=MARKS),
            ),
        ),
    )


SENTENCES = {
    "stop": _(
        "Stop: %(what)s – failed. Protect the people first and get help. "
        "Buyers have to leave at once; nothing else weighs it up."
    ),
    "stop_progress": _("%(what)s – here “under way” counts as failed."),
    "mitigation": _(
        "%(what)s – failed. A buyer may stay only while it is being put right, step by step and to be seen."
    ),
    "overdue": _("The promised day has passed: %(what)s."),
    "unproven": _("Answers without evidence: %(count)s. They do not count as met."),
    "loose": _("In progress without commitment or day: %(count)s. A buyer cannot rely on them."),
    "na_refused": _("%(what)s – this applies everywhere. It counts as not looked at."),
    "evidence": _("Answers that name their evidence: %(shown)s of %(said)s."),
    "empty": _("Nothing has been looked at yet. Begin with: %(module)s."),
    "no_day": _("Day of this assessment missing: nobody can tell what is overdue."),
    "no_next": _("Say when the next report is due."),
    "next_past": _("The next report is due on or before the day of this assessment. Is that right?"),
}


def scheme(code: str, extra: tuple, standings: dict, sentences: dict, **words) -> Tool:
    """The tool of a scheme, from its lists of modules and requirements."""
    modules = list_beside(__file__, f"modules_{code}")
    requirements = list_beside(__file__, f"requirements_{code}", lists=("risks",))
    told = {**SENTENCES, **sentences, **{name: standings[name] for name in ("with_commitments", "ready")}}
    return Tool(
        name=f"certification_readiness_{code}",
        version=1,
        theme="chain",
        steps=("P2-S4", "P3-S1", "P3-S2"),
        about=("registry.site", "phase1_getting_started.stakeholder", "phase2_strategy.chosenmeasure"),
        calculate=partial(calculate, data_of(modules, requirements)),
        tables=asked(modules, requirements, extra),
        results=answered(modules, requirements, tuple(standings.items())),
        charts=(ToolChart("bars", "modules", _("Shown to be met, part by part"), "module", "share"),),
        sentences=told,
        alarms=frozenset({"stop"}),
        checked_by="",
        next_review=date(2027, 6, 30),
        **words,
    )


TOOLS = (
    scheme(
        "craft",
        extra=(),
        standings={
            "stop": _("stop: no trade until it is over"),
            "not_yet": _("not ready to report to a buyer"),
            "with_commitments": _("Ready to report to a buyer, with commitments to keep"),
            "ready": _("Ready to report to a buyer"),
        },
        sentences={"held": _("Not ready to report to a buyer: %(module)s – %(verdict)s.")},
        title=_("Readiness for the CRAFT Code"),
        purpose=_(
            "Shows what an organisation or group of miners can already tell a buyer, and what it must put right first."
        ),
        cautions=(
            IN_DANGER,
            _(
                "This prepares a report; it is not the CRAFT Code and verifies nothing. Read the Code before you report."
            ),
            _(
                "The CRAFT Code, version 2, is by ARM and RESOLVE under CC BY-SA 4.0. "
                "The requirements here are a short list in Batea's own words."
            ),
        ),
        sources=("CRAFT2", "CRAFT18", "CRAFTREV", "LBMA20", "RMI2", "RMIANX"),
        ours=_(
            "The short wording of requirements, parts 5 to 7, the order of urgency, and that an answer without "
            "evidence does not count."
        ),
    ),
    scheme(
        "fairmined",
        extra=(YEAR, LABEL),
        standings={
            "stop": _("stop: no trade until it is over"),
            "not_yet": _("not ready for an audit"),
            "with_commitments": _("Ready for an audit, with commitments to keep"),
            "ready": _("Ready for an audit"),
        },
        sentences={
            "held": _("Not ready for an audit: %(module)s – %(verdict)s."),
            "no_year": _("Years since the first certification not said: only entry requirements bind."),
        },
        title=_("Readiness for Fairmined"),
        purpose=_(
            "Shows which entry requirements an organisation of miners meets before it pays for an audit."
        ),
        cautions=(
            IN_DANGER,
            _("This prepares an audit; it is not one. Only the scheme and its auditors certify."),
            _(
                "What is due in year 3 and year 6 is not verified. Look up the standard in force before you "
                "promise anything."
            ),
        ),
        sources=("FMTON", "FMMIN", "FMFAQ", "FMFAQ2", "FMV2", "FMPREM", "FAIREVER", "RMI2", "RMIANX"),
        ours=_(
            "The short wording of requirements, what is put under which year, the part on worst abuses, the order "
            "of urgency, and that an answer without evidence does not count."
        ),
    ),
)
