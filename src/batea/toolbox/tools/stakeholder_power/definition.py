"""Who has power over the sector, who wants to be part of the strategy, and whom it touches most."""

from datetime import date

from batea.toolbox.declaration import Tool, ToolChart, ToolColumn, ToolScale, ToolTable
from batea.toolbox.wording import words_beside

from .calculate import calculate

_ = words_beside(__file__)

QUADRANTS = (
    ("key", _("much power, much interest")),
    ("satisfy", _("much power, little interest")),
    ("inform", _("little power, much interest")),
    ("watch", _("little power, little interest")),
)
ADVICE = (
    ("voice", _("Give a seat and protection: much affected, little power")),
    ("key", _("Decide together")),
    ("satisfy", _("Win over: show what is at stake for them")),
    ("inform", _("Keep informed and ask often")),
    ("watch", _("Inform, and look again in half a year")),
)
KINDS = (
    ("state", _("State")),
    ("miners", _("miners")),
    ("women", _("women's organisations")),
    ("community", _("communities")),
    ("buyers", _("buyers and lenders")),
    ("company", _("companies")),
    ("partner", _("partners and NGOs")),
    ("other", _("others")),
)
WAYS = (
    ("seat", _("a seat in task force or forum")),
    ("talks", _("talks of their own")),
    ("consult", _("consultation")),
    ("inform", _("information")),
    ("none", _("nothing yet")),
)
TONES = {"key": "good", "satisfy": "fair", "inform": "fair", "watch": "plain"}


def rated(name, title, scale):
    return ToolColumn(name, title, "scale", scale=scale, required=True)


TOOL = Tool(
    name="stakeholder_power",
    title=_("Power, interest and affectedness"),
    purpose=_("Shows how to work with each stakeholder, and who is much affected but has no voice."),
    version=1,
    theme="people",
    steps=("P1-S2",),
    calculate=calculate,
    scales=(
        ToolScale("power", (_("none"), _("little"), _("some"), _("much"), _("can stop the strategy"))),
        ToolScale(
            "interest", (_("none"), _("little"), _("some"), _("much"), _("takes every chance to speak"))
        ),
        ToolScale(
            "stance",
            (_("works against it"), _("doubts it"), _("neutral"), _("likes it"), _("carries it")),
            first=-2,
        ),
        ToolScale("affected", (_("not at all"), _("little"), _("some"), _("much"), _("life depends on it"))),
    ),
    tables=(
        ToolTable(
            "stakeholders",
            _("Stakeholders"),
            help=_("Groups, not persons. Think of women who sort ore, of neighbours, of lenders and buyers."),
            columns=(
                ToolColumn("name", _("Stakeholder"), "text", required=True),
                rated("power", _("Power"), "power"),
                rated("interest", _("Interest"), "interest"),
                rated("affected", _("Affected"), "affected"),
                ToolColumn("kind", _("Kind"), "choice", choices=KINDS),
                ToolColumn("stance", _("Towards the strategy"), "scale", scale="stance"),
                ToolColumn("speaks", _("Who speaks for them"), "text", _("An organisation, never a person.")),
                ToolColumn("way", _("How we work with them"), "choice", choices=WAYS),
            ),
            begins_with=8,
        ),
    ),
    results=(
        ToolTable(
            "grid",
            _("How to work with each"),
            columns=(
                ToolColumn("name", _("Stakeholder"), "text"),
                ToolColumn("quadrant", _("Stands"), "choice", choices=QUADRANTS),
                ToolColumn("affected", _("Affected"), "scale", scale="affected"),
                ToolColumn("advice", _("Advice"), "choice", choices=ADVICE, tones={"voice": "bad"}),
                ToolColumn("kind", _("Kind"), "choice", choices=KINDS),
                ToolColumn("stance", _("Towards the strategy"), "scale", scale="stance"),
                ToolColumn("way", _("How we work with them"), "choice", choices=WAYS),
                ToolColumn("speaks", _("Who speaks for them"), "text"),
            ),
        ),
        ToolTable(
            "map",
            _("Power by interest"),
            columns=(
                ToolColumn("power", _("Power"), "scale", scale="power"),
                ToolColumn("interest", _("Interest"), "scale", scale="interest"),
                ToolColumn("names", _("Stakeholders"), "long"),
                ToolColumn("quadrant", _("Stands"), "choice", choices=QUADRANTS, tones=TONES),
            ),
        ),
        ToolTable(
            "counts",
            _("How many stand where"),
            columns=(
                ToolColumn("quadrant", _("Stands"), "choice", choices=QUADRANTS),
                ToolColumn("number", _("Stakeholders"), "number"),
            ),
        ),
    ),
    charts=(
        ToolChart(
            "matrix", "map", _("Who stands where"), "names", "power", across="interest", tone="quadrant"
        ),
    ),
    sentences={
        "unplanned": _("Nothing is planned with whoever should decide or needs a voice: %(who)s."),
        "against": _("Powerful and against the strategy: %(who)s. Hear why before you go on."),
        "silent": _("Much affected and without power: %(who)s. Give them seats before anything is decided."),
        "nobody_key": _("Nobody has both much power and much interest: who will carry the strategy?"),
    },
    sources=(
        "Mendelow, A. L. (1981), Environmental Scanning: The Impact of the Stakeholder Concept, ICIS Proceedings",
        "IGF17",
    ),
    checked_by="",
    next_review=date(2027, 6, 30),
)
