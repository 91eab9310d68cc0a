"""The price of a product split among those who handle it between the pit and the last buyer."""

from datetime import date

from batea.toolbox.declaration import Tool, ToolColumn, ToolTable
from batea.toolbox.wording import words_beside

from .calculate import calculate

_ = words_beside(__file__)


def price(name, title, help=""):
    return ToolColumn(name, title, "money", help=help, minimum=0)


TOOL = Tool(
    name="price_build_up",
    title=_("Price build-up"),
    purpose=_(
        "Shows what part of the final price each actor keeps, and which missing price to find out first."
    ),
    version=1,
    theme="chain",
    steps=("P1-S3", "P2-S4"),
    calculate=calculate,
    tables=(
        ToolTable(
            "actors",
            _("Actors, from the pit to the last buyer"),
            help=_(
                "All prices for the same amount of final product, in one currency. Leave empty what nobody knows."
            ),
            columns=(
                ToolColumn("actor", _("Actor"), "text", required=True),
                price("low", _("Price received, low")),
                price("best", _("Price received, best")),
                price("high", _("Price received, high")),
                price("costs", _("Own costs"), _("Without the price paid for the product.")),
            ),
        ),
    ),
    results=(
        ToolTable(
            "parts",
            _("Who keeps what"),
            columns=(
                ToolColumn("actor", _("Actor"), "text"),
                ToolColumn("price", _("Price received"), "range"),
                ToolColumn("value_added", _("Value added"), "range"),
                ToolColumn("share", _("Share of final price"), "percent_range"),
                ToolColumn("margin", _("Margin"), "range"),
                ToolColumn("margin_rate", _("Margin, of price"), "percent_range"),
            ),
        ),
    ),
    sentences={
        "wanted_price": _("Find out first: the price that %(who)s receives."),
        "wanted_costs": _("Find out first: the own costs of %(who)s."),
        "gap_price": _(
            "Not known: the price that %(who)s receives; it is bounded by its neighbours' prices."
        ),
        "gap_ends": _("Not known: low and high of the price that %(who)s receives."),
        "gap_costs": _("Not known: the own costs of %(who)s, so no margin."),
        "loss": _("%(who)s receives less than it pays. Is that a subsidy, or is a price wrong?"),
    },
    sources=("PORT1", "Kaplinsky, R. and Morris, M. (2000), A Handbook for Value Chain Research"),
    checked_by="",
    next_review=date(2027, 6, 30),
)
