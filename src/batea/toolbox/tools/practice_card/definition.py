"""What was good and bad on a field visit, what should be done, and who is to do it."""

from datetime import date
from functools import partial

from django.utils.functional import lazystr

from batea.guidance.catalogue import indicators, measures
from batea.toolbox.declaration import Given, Tool, ToolChart, ToolColumn, ToolScale, ToolTable
from batea.toolbox.wording import list_beside, words_beside

from .calculate import calculate

_ = words_beside(__file__)

PROMPTS = list_beside(__file__, "prompts")
KNOWN = {
    "prompts": {code: entry.theme for code, entry in PROMPTS.items()},
    "measure": frozenset(measures()),
    "indicator": frozenset(indicators()),
}
THEMES = {
    "environment": _("Environment"),
    "chain": _("Economic links and value chain"),
    "safety": _("Safety, health and child protection"),
    "gender": _("Gender"),
    "community": _("Community links"),
}
THEME_CHOICES = tuple(THEMES.items())
MEASURES = tuple((code, lazystr(entry)) for code, entry in measures().items())
INDICATORS = tuple((code, lazystr(entry)) for code, entry in indicators().items())
KINDS = (
    ("good", _("good practice")),
    ("bad", _("bad practice")),
    ("neutral", _("neither, but worth knowing")),
)
KIND_TONES = {"good": "good", "bad": "bad", "neutral": "plain"}
ACTIVITIES = (
    ("inbound", _("before the work: ground, tools, credit")),
    ("operations", _("digging, processing, cutting")),
    ("outbound", _("storing, carrying, export papers")),
    ("sales", _("grading, price, selling")),
    ("service", _("certificate, repair, story")),
    ("firm", _("organisation, permits, accounts")),
    ("people", _("people, pay, training, safety")),
    ("technology", _("methods, tools, geology")),
    ("buying", _("buying of inputs")),
)
OFTEN = (
    ("once", _("once")),
    ("sometimes", _("sometimes")),
    ("often", _("often")),
    ("always", _("always, or everywhere")),
    ("unknown", _("not known")),
)
EVIDENCE = (
    ("seen", _("seen by us")),
    ("photo", _("seen by us, with photo")),
    ("measured", _("measured")),
    ("told", _("told to us")),
)
COPY = (
    ("easy", _("yes, at little cost")),
    ("money", _("yes, with money")),
    ("skill", _("yes, with training")),
    ("law", _("only when a rule changes")),
    ("no", _("no")),
)
URGENCY = (
    ("now", _("now")),
    ("month", _("within 30 days")),
    ("year", _("within a year")),
    ("later", _("later")),
)
URGENCY_TONES = {"now": "bad", "month": "poor", "year": "fair", "later": "plain"}
CONSENT = (
    ("not_needed", _("not needed: nobody can be recognised")),
    ("given", _("given")),
    ("asked_not", _("not asked yet")),
    ("refused", _("refused")),
)
PLACES = (
    ("task_force", _("told to the task force only")),
    ("region", _("region or province")),
    ("district", _("district or municipality")),
)
LACKS = (
    ("evidence", _("evidence")),
    ("recommendation", _("recommendation")),
    ("addressee", _("addressee")),
    ("urgency", _("urgency")),
    ("consent", _("consent")),
    ("critical", _("whether somebody may be hurt")),
)
DONE = (
    ("yes", _("looked at, or answered")),
    ("silent", _("asked, no answer")),
    ("no", _("not asked")),
)
LINES = (
    ("good", _("Good")),
    ("bad", _("Bad")),
    ("recommendation", _("Recommendation")),
    ("question", _("Open question")),
    ("quote", _("Quote")),
)


def three(name, titles):
    return tuple(ToolColumn(f"{name}{number}", title, "text") for number, title in enumerate(titles, start=1))


def card():
    return ToolColumn("card", _("Card"), "number")


def theme():
    return ToolColumn("theme", _("Theme"), "choice", choices=THEME_CHOICES)


def critical():
    return ToolColumn("critical", _("Somebody may be hurt"), "yesno")


def urgency(tones=None):
    return ToolColumn("urgency", _("Urgency"), "choice", choices=URGENCY, tones=tones or {})


TOOL = Tool(
    name="practice_card",
    title=_("Good and bad practice cards"),
    purpose=_(
        "Turns what a field visit saw into recommendations with an addressee, the dangerous things first."
    ),
    version=1,
    theme="practice",
    steps=("P1-S3", "P2-S4"),
    about=("registry.site", "registry.visit"),
    calculate=partial(calculate, KNOWN),
    scales=(
        ToolScale(
            "strength",
            (_("hardly matters"), _("little"), _("clear"), _("strong"), _("life, or the whole livelihood")),
        ),
    ),
    tables=(
        ToolTable(
            "prompts",
            _("Memory aid: look and ask"),
            help=_("Pick what fits; nobody must answer. Write what you learn on a card."),
            columns=(
                ToolColumn("done", _("Done"), "choice", choices=DONE),
                ToolColumn("note", _("Note"), "text", help=_("No names.")),
            ),
            given=tuple(
                Given(code, lazystr(entry.name), group=THEMES[entry.theme]) for code, entry in PROMPTS.items()
            ),
        ),
        ToolTable(
            "cards",
            _("Cards"),
            help=_("One card for one thing seen. No names, no exact place."),
            columns=(
                ToolColumn("theme", _("Theme"), "choice", choices=THEME_CHOICES, required=True),
                ToolColumn("kind", _("Good or bad"), "choice", choices=KINDS, required=True),
                ToolColumn(
                    "seen",
                    _("What was seen"),
                    "long",
                    required=True,
                    help=_("Say what is there, not whose fault it is. No names."),
                ),
                ToolColumn(
                    "critical",
                    _("Somebody may be hurt"),
                    "yesno",
                    help=_(
                        "Imminent danger: tell those present and the facilitator at once, not only this card."
                    ),
                ),
                ToolColumn("activity", _("Part of the chain"), "choice", choices=ACTIVITIES),
                ToolColumn("who", _("Who gains or is harmed"), "text", help=_("Groups, not persons.")),
                ToolColumn("often", _("How often"), "choice", choices=OFTEN),
                ToolColumn("strength", _("How strong is the gain or harm"), "scale", scale="strength"),
                ToolColumn("cause", _("Why it is so"), "text"),
                ToolColumn("evidence", _("Evidence"), "choice", choices=EVIDENCE),
                ToolColumn(
                    "copy",
                    _("Can others do the same, or do away with it"),
                    "choice",
                    choices=COPY,
                ),
                ToolColumn("recommendation", _("Recommendation"), "text"),
                ToolColumn(
                    "addressee", _("To which institution"), "text", help=_("Institution or post, no name.")
                ),
                urgency(),
                ToolColumn(
                    "consent",
                    _("Consent of those who can be recognised"),
                    "choice",
                    choices=CONSENT,
                    help=_("Until this is settled, the card is shown without its words."),
                ),
                ToolColumn("place", _("Place told to others as"), "choice", choices=PLACES),
                ToolColumn(
                    "measure",
                    _("Measure of the library"),
                    "text",
                    help=_("Its code, such as M032; several with a space between."),
                ),
                ToolColumn("indicator", _("Indicator"), "text", help=_("Its code, such as I36.")),
            ),
            begins_with=4,
            most=200,
            key="seen",
        ),
        ToolTable(
            "debrief",
            _("Debrief"),
            help=_("Together, on the evening of the visit."),
            columns=(
                *three("good", (_("Good, first"), _("Good, second"), _("Good, third"))),
                *three("bad", (_("Bad, first"), _("Bad, second"), _("Bad, third"))),
                *three(
                    "recommendation",
                    (_("Recommendation, first"), _("Recommendation, second"), _("Recommendation, third")),
                ),
                ToolColumn("quote", _("One quote"), "text", help=_("Without the name of who said it.")),
                ToolColumn("quote_consent", _("Who said it agrees to be quoted"), "yesno"),
                ToolColumn("question", _("One open question"), "text"),
            ),
            most=1,
        ),
    ),
    results=(
        ToolTable(
            "recommendations",
            _("Recommendations"),
            columns=(
                critical(),
                urgency(URGENCY_TONES),
                ToolColumn("addressee", _("To which institution"), "text"),
                ToolColumn("recommendation", _("Recommendation"), "text"),
                theme(),
                card(),
            ),
        ),
        ToolTable(
            "cards",
            _("Cards by theme"),
            columns=(
                card(),
                theme(),
                ToolColumn("kind", _("Good or bad"), "choice", choices=KINDS, tones=KIND_TONES),
                critical(),
                ToolColumn("seen", _("What was seen"), "long"),
                ToolColumn("activity", _("Part of the chain"), "choice", choices=ACTIVITIES),
                ToolColumn("who", _("Who gains or is harmed"), "text"),
                ToolColumn("often", _("How often"), "choice", choices=OFTEN),
                ToolColumn("strength", _("How strong is the gain or harm"), "scale", scale="strength"),
                ToolColumn("cause", _("Why it is so"), "text"),
                ToolColumn("evidence", _("Evidence"), "choice", choices=EVIDENCE),
                ToolColumn("copy", _("Can others do the same, or do away with it"), "choice", choices=COPY),
                ToolColumn("consent", _("Consent of those who can be recognised"), "choice", choices=CONSENT),
                ToolColumn("place", _("Place told to others as"), "choice", choices=PLACES),
            ),
        ),
        ToolTable(
            "themes",
            _("Themes"),
            columns=(
                theme(),
                ToolColumn("good", _("Good practices"), "number"),
                ToolColumn("bad", _("Bad practices"), "number"),
                ToolColumn("neutral", _("Neither"), "number"),
                ToolColumn("asked", _("Memory aid done"), "percent"),
            ),
        ),
        ToolTable(
            "links",
            _("Measures and indicators"),
            columns=(
                ToolColumn("measure", _("Measure of the library"), "choice", choices=MEASURES),
                ToolColumn("indicator", _("Indicator"), "choice", choices=INDICATORS),
                theme(),
                card(),
            ),
        ),
        ToolTable(
            "lacking",
            _("What cards still lack"),
            columns=(card(), ToolColumn("lacks", _("Lacks"), "choice", choices=LACKS)),
        ),
        ToolTable(
            "debrief",
            _("Debrief"),
            columns=(
                ToolColumn("kind", _("Line"), "choice", choices=LINES),
                ToolColumn("text", _("Words"), "text"),
            ),
        ),
    ),
    charts=(
        ToolChart("bars", "themes", _("Good practices"), label="theme", value="good"),
        ToolChart("bars", "themes", _("Bad practices"), label="theme", value="bad"),
    ),
    sentences={
        "critical": _("Somebody may be hurt: card %(card)s, %(theme)s. Tell %(who)s now."),
        "critical_nobody": _(
            "Somebody may be hurt: card %(card)s, %(theme)s, and no addressee. Tell those present and the authority now."
        ),
        "theme_empty": _("Nobody looked at: %(theme)s."),
        "withheld": _("%(count)s cards are shown without their words until consent is settled."),
        "lacking": _("%(count)s of %(of)s cards lack something before anybody can act on them."),
        "unknown_code": _("The library does not know %(code)s (card %(card)s)."),
        "no_good": _("No good practice was written down. Was there nothing to learn from?"),
        "quote_withheld": _("The quote is not shown: whoever said it has not agreed."),
        "debrief_open": _("The debrief is not complete."),
    },
    alarms=frozenset({"critical", "critical_nobody"}),
    cautions=(
        _("A card tells what one group saw in some hours. It is no inspection and accuses nobody."),
        _("Type no quote and no picture of a person before that person agreed."),
        _("Danger is told to people at once; a card comes after."),
    ),
    sources=("WS", "PORT1", "PORT2"),
    ours=_("The fields, the words of the scale, the questions and the debrief are Batea's own design."),
    checked_by="",
    next_review=date(2027, 6, 30),
)
