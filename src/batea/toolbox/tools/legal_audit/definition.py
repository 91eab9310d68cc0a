"""What the law says, leaves out and contradicts about artisanal and small-scale mining, text by text."""

from datetime import date
from functools import partial

from django.utils.functional import lazystr

from batea.toolbox.declaration import Given, Starter, Tool, ToolChart, ToolColumn, ToolScale, ToolTable
from batea.toolbox.references import reference
from batea.toolbox.wording import list_beside, words_beside

from .calculate import calculate

_ = words_beside(__file__)

TOPIC_LIST = list_beside(__file__, "topics")
TEXTS = list_beside(__file__, "texts")
TOPICS = tuple((code, lazystr(entry.name)) for code, entry in TOPIC_LIST.items())
COUNTRIES = (
    ("do", _("Texts to begin with: Dominican Republic")),
    ("pe", _("Texts to begin with: Peru")),
    ("br", _("Texts to begin with: Brazil")),
    ("co", _("Texts to begin with: Colombia")),
)
EFFECTS = (
    ("protective", _("protects")),
    ("neutral", _("neutral")),
    ("discriminatory", _("discriminates")),
    ("blind", _("blind: touches them and does not see them")),
)
EFFECTS_FOUND = (*EFFECTS, ("unjudged", _("not yet judged")))
EFFECT_TONES = {
    "protective": "good",
    "neutral": "plain",
    "discriminatory": "bad",
    "blind": "poor",
    "unjudged": "plain",
}
WHOM = (
    ("all", _("everybody in the sector")),
    ("women", _("women")),
    ("informal", _("informal miners")),
    ("migrants", _("migrants")),
    ("young", _("children and young people")),
    ("indigenous", _("indigenous peoples and communities")),
    ("small", _("small producers and cooperatives")),
    ("landholders", _("landholders and title holders")),
    ("traders", _("traders, cutters, exporters")),
    ("other", _("others")),
)
SEARCHED = (
    ("found", _("searched: the texts are listed")),
    ("none", _("searched: there is no text")),
    ("later", _("not yet searched")),
)
STATES = (
    ("gap", _("no text at all")),
    ("past", _("no text in force on the day of the audit")),
    ("problems", _("texts with problems")),
    ("unlisted", _("texts found, none listed yet")),
    ("unsearched", _("not yet searched")),
    ("unjudged", _("texts, not all judged")),
    ("covered", _("texts, no problem found")),
)
DATES = (
    ("odd", _("ends before it begins: check")),
    ("past", _("no longer in force")),
    ("to_come", _("not yet in force")),
    ("ending", _("ends within a year")),
    ("unchecked", _("no day on which the text was checked")),
    ("stale", _("not checked for more than a year")),
    ("undated", _("no date")),
)
PRIORITIES = (("high", _("high")), ("medium", _("medium")), ("low", _("low")))
INSTRUMENT = ToolColumn("instrument", _("Law, decree or resolution"), "text", required=True)
ARTICLE = ToolColumn("article", _("Article"), "text")
TOPIC = ToolColumn("topic", _("Topic"), "choice", choices=TOPICS, required=True)
WHO = ToolColumn("whom", _("Whom it touches"), "choice", choices=WHOM)
SINCE = ToolColumn("since", _("Its date, or in force since"), "day")
UNTIL = ToolColumn("until", _("In force until"), "day", help=_("Also the day it was suspended."))
CHECKED = ToolColumn("checked", _("Text checked on"), "day")
CONFLICTS = ToolColumn("conflicts", _("Contradicts"), "long", help=_("Which other text, and in what."))
GAP = ToolColumn("gap", _("Applied in practice"), "scale", scale="practice")
PROPOSAL = ToolColumn("proposal", _("Proposal"), "long")
ADDRESSEE = ToolColumn("addressee", _("Institution that can change it"), "text")
PRIORITY = ToolColumn("priority", _("Priority"), "choice", choices=PRIORITIES)


def count(name, title):
    return ToolColumn(name, title, "number")


def starter(country: str, title) -> Starter:
    """Texts of a country as far as they are known: what they say, and no judgement."""
    rows = tuple(known(entry) for entry in TEXTS.values() if entry.country == country)
    return Starter(country, title, rows)


def known(entry) -> dict:
    plain = {name: getattr(entry, name) for name in ("instrument", "article", "topic", "since", "until")}
    texts = {name: lazystr(entry.texts[name]) for name in ("says", "conflicts") if entry.texts[name]}
    source = "; ".join(map(reference, entry.source.split("; ")))
    return {name: value for name, value in {**plain, **texts, "source": source}.items() if value}


TOOL = Tool(
    name="legal_audit",
    title=_("Legal audit"),
    purpose=_(
        "Shows what the law leaves out, where it harms or contradicts itself, and who is asked to change what."
    ),
    version=1,
    theme="law",
    steps=("P1-S3", "P2-S5", "P3-S3"),
    about=("phase1_getting_started.challenge", "phase2_strategy.asmtype", "phase2_strategy.chosenmeasure"),
    calculate=partial(calculate, list(TOPIC_LIST)),
    scales=(
        ToolScale(
            "practice",
            (
                _("applied everywhere"),
                _("mostly applied"),
                _("applied in some places"),
                _("hardly applied"),
                _("not applied at all"),
            ),
            first=0,
        ),
    ),
    tables=(
        ToolTable(
            "audit",
            _("The audit"),
            most=1,
            columns=(
                ToolColumn("country", _("Country or region"), "text"),
                ToolColumn("day", _("Day of the audit"), "day"),
                ToolColumn("next_look", _("Look again on"), "day"),
            ),
        ),
        ToolTable(
            "texts",
            _("Texts"),
            help=_("One row for each article or rule. The same law may stand under several topics."),
            columns=(
                INSTRUMENT,
                ARTICLE,
                TOPIC,
                ToolColumn("says", _("What it says"), "long", help=_("In your own words, short.")),
                ToolColumn("effect", _("What it does for the miners it touches"), "choice", choices=EFFECTS),
                WHO,
                SINCE,
                UNTIL,
                CONFLICTS,
                GAP,
                ToolColumn(
                    "source", _("Source"), "text", help=_("Where the text can be read, or who said so.")
                ),
                CHECKED,
                PROPOSAL,
                ADDRESSEE,
                PRIORITY,
            ),
            starters=tuple(starter(code, title) for code, title in COUNTRIES),
        ),
        ToolTable(
            "topics",
            _("Topics searched"),
            help=_("Only where somebody has searched can it be said that there is no law."),
            columns=(
                ToolColumn("searched", _("Searched"), "choice", choices=SEARCHED),
                ToolColumn("where", _("Where"), "text"),
            ),
            given=tuple(Given(code, title) for code, title in TOPICS),
        ),
    ),
    results=(
        ToolTable(
            "summary",
            _("In short"),
            columns=(
                ToolColumn("country", _("Country or region"), "text"),
                ToolColumn("day", _("Day of the audit"), "day"),
                count("texts", _("Texts")),
                count("in_force", _("In force")),
                count("problems", _("With problems")),
                count("sourced", _("With a source")),
                count("gaps", _("Topics without a text in force")),
                ToolColumn("next_look", _("Look again on"), "deadline"),
            ),
        ),
        ToolTable(
            "coverage",
            _("Topic by topic"),
            help=_("Texts in force on the day of the audit."),
            columns=(
                ToolColumn("topic", _("Topic"), "choice", choices=TOPICS),
                ToolColumn(
                    "state",
                    _("Stands"),
                    "choice",
                    choices=STATES,
                    tones={
                        "gap": "bad",
                        "past": "bad",
                        "problems": "poor",
                        "unlisted": "fair",
                        "unsearched": "plain",
                        "unjudged": "plain",
                        "covered": "good",
                    },
                ),
                ToolColumn("searched", _("Searched"), "choice", choices=SEARCHED),
                count("texts", _("Texts")),
                count("protective", _("Protect")),
                count("neutral", _("Neutral")),
                count("discriminatory", _("Discriminate")),
                count("blind", _("Blind")),
                count("unjudged", _("Not yet judged")),
                count("conflicts", _("Contradict another")),
                count("hardly", _("Hardly or not applied")),
                count("problems", _("With problems")),
            ),
        ),
        ToolTable(
            "effects",
            _("What the texts do"),
            columns=(
                ToolColumn("effect", _("Effect"), "choice", choices=EFFECTS_FOUND, tones=EFFECT_TONES),
                count("number", _("Texts")),
                count("women", _("Texts that touch women")),
            ),
        ),
        ToolTable(
            "conflicts",
            _("Contradictions"),
            columns=(
                INSTRUMENT,
                ARTICLE,
                CONFLICTS,
                ToolColumn(
                    "state",
                    _("Stands"),
                    "choice",
                    choices=(("open", _("no proposal yet")), ("proposed", _("proposal made"))),
                    tones={"open": "poor", "proposed": "fair"},
                ),
                PROPOSAL,
                ADDRESSEE,
            ),
        ),
        ToolTable(
            "troubled",
            _("Texts that discriminate, are blind or are hardly applied"),
            columns=(
                INSTRUMENT,
                ARTICLE,
                ToolColumn("topic", _("Topic"), "choice", choices=TOPICS),
                WHO,
                ToolColumn("effect", _("Effect"), "choice", choices=EFFECTS_FOUND, tones=EFFECT_TONES),
                ToolColumn(
                    "gap", _("Applied in practice"), "scale", scale="practice", tones={3: "poor", 4: "bad"}
                ),
                PROPOSAL,
            ),
        ),
        ToolTable(
            "dates",
            _("Dates to look at"),
            columns=(
                INSTRUMENT,
                ARTICLE,
                SINCE,
                UNTIL,
                CHECKED,
                ToolColumn(
                    "state",
                    _("Stands"),
                    "choice",
                    choices=DATES,
                    tones={
                        "odd": "bad",
                        "past": "poor",
                        "ending": "fair",
                        "stale": "fair",
                        "unchecked": "fair",
                    },
                ),
            ),
        ),
        ToolTable(
            "proposals",
            _("Proposals, by priority and institution"),
            columns=(PRIORITY, ADDRESSEE, PROPOSAL, INSTRUMENT, ARTICLE),
            key="proposal",
        ),
    ),
    charts=(ToolChart("bars", "coverage", _("Texts with problems, by topic"), "topic", "problems"),),
    sentences={
        "gap": _("No law at all on: %(topic)s."),
        "past": _("No law in force any more, or not yet, on: %(topic)s."),
        "unlisted": _("Texts were found but none is listed: %(topic)s."),
        "mismatch": _("“There is no text” is said, yet a text is listed: %(topic)s."),
        "unsearched": _("Topics not yet searched: %(count)s. Whether the law is silent there is not known."),
        "discriminates": _("Discriminates: %(what)s."),
        "blind": _("Touches people it does not see: %(what)s."),
        "paper": _("Protects on paper only: %(what)s."),
        "conflict_open": _("Contradiction without a proposal: %(what)s."),
        "no_source": _("Without a source, so nobody can check it: %(what)s."),
        "trouble_open": _(
            "Texts that discriminate, are blind or are hardly applied, without a proposal: %(count)s."
        ),
        "no_addressee": _("Proposals that name no institution: %(count)s. Who can decide them?"),
        "date_odd": _("Ends before it begins: %(what)s. Check the days."),
        "date_ending": _("Ends within a year: %(what)s. What comes after?"),
        "check": _(
            "Legal texts change. Not checked, or not for more than a year: %(count)s. Look before you cite them."
        ),
        "empty": _(
            "Nothing entered yet. Begin with the texts of your country, or say which topics were searched."
        ),
        "no_day": _("Day of the audit missing: every text is taken to be in force."),
    },
    cautions=(
        _("This is no legal advice. What counts is the text in the official gazette."),
        _("The texts to begin with are as known at the end of 2026, often from the press. Check each one."),
    ),
    sources=(
        "IGF17",
        "IMPACTGIA",
        "WS",
        "D37019",
        "DECREQ",
        "DGMSERV",
        "DLIBRE",
        "AMBCOL",
        "ACENTO18",
        "REVEL",
        "MAZ",
        "DS001",
        "PERUPNM",
        "CORREO2",
        "GOLDENW",
        "UNDPPE",
        "IGNEA",
        "PLG1",
        "PLG3",
        "STF1",
        "STFCONF",
        "STFEND",
        "L2250",
        "LEYON",
        "RUCOM",
        "PJUR",
    ),
    ours=_(
        "The list of topics, the scale of application, what counts as a problem, and the year after which to check."
    ),
    checked_by="",
    next_review=date(2027, 6, 30),
)
