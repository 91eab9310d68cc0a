"""Who adds and keeps what between the pit and the last buyer, what is good and bad at each activity, what to find out."""

from datetime import date

from batea.toolbox.declaration import Starter, Tool, ToolChart, ToolColumn, ToolTable
from batea.toolbox.wording import words_beside

from .calculate import calculate

_ = words_beside(__file__)

LEGAL = (
    ("formal", _("formal, with licence")),
    ("not_needed", _("formal, needs no licence")),
    ("process", _("on the way to a licence")),
    ("informal", _("informal")),
    ("illegal", _("illegal")),
    ("unknown", _("not known")),
)
CAPITAL = (
    ("own", _("own savings")),
    ("family", _("family or friends")),
    ("buyer", _("advance of the buyer")),
    ("investor", _("investor who shares in what is found")),
    ("bank", _("bank, fund or cooperative")),
    ("state", _("State or project")),
    ("unknown", _("not known")),
)
SETTERS = (
    ("seller", _("the seller")),
    ("buyer", _("the buyer")),
    ("both", _("both, by bargaining")),
    ("world", _("a price known to all, such as the world price")),
    ("state", _("the State")),
    ("other", _("somebody else")),
)
GOVERNANCE = (
    ("market", _("market: both can go elsewhere at any time")),
    ("modular", _("modular: made to the buyer's order, both stay free")),
    ("relational", _("relational: trust over years, both need each other")),
    ("captive", _("captive: the seller depends on this one buyer")),
    ("hierarchy", _("hierarchy: both belong to one firm or owner")),
)
ACTIVITIES = (
    ("inbound", _("Inbound logistics: access, geology, tools, fuel, food, credit")),
    ("operations", _("Operations: digging, hoisting, processing, cutting")),
    ("outbound", _("Outbound logistics: storage, transport, export papers")),
    ("sales", _("Marketing and sales: grading, price, buyers, brand")),
    ("service", _("Service: certificate, repair, story")),
    ("firm", _("Support, infrastructure: organisation, permits, accounts, finance")),
    ("people", _("Support, people: pay, training, safety, women")),
    ("technology", _("Support, technology: methods, tools, geology")),
    ("procurement", _("Support, procurement: buying inputs, equipment, services")),
)
KINDS = (("good", _("good practice")), ("bad", _("bad practice")))
KIND_TONES = {"good": "good", "bad": "bad"}
CHANGES = (
    ("price", _("price received")),
    ("yield", _("units sold for each unit bought")),
    ("inputs", _("bought inputs")),
    ("wages", _("wages")),
    ("variable", _("other variable costs")),
    ("taxes", _("taxes and fees")),
    ("unofficial", _("unofficial payments")),
)
WANTED = (CHANGES[0], CHANGES[1], ("costs", _("own costs")))
STATES = (("missing", _("nobody knows it")), ("range", _("known within a range")))
BASIS = (
    ("told", _("as told")),
    ("between", _("not known, bounded by its neighbours")),
    ("missing", _("not known")),
)
TOTALS = (
    ("producer", _("Producer share: the first seller's part of the final price")),
    ("reference", _("Price at the pit, of the reference price")),
    ("area", _("Stays in the area, of the final price")),
    ("country", _("Stays in the country, of the final price")),
    ("fiscal", _("Taxes and fees, of the final price")),
    ("unofficial", _("Unofficial payments, of the final price")),
    ("not_formal", _("Added by actors without a licence, of the final price")),
    ("top3", _("The three largest buyers, of all that is bought at the pit")),
    ("finance", _("Cost of advances for a year, of the money advanced")),
)
FIGURES = (
    ("hhi", _("Concentration of buyers (0 many small, 1 a single one)")),
    ("transmission", _("Rise of the pit price for each per cent of the reference price, in per cent")),
    ("break_even", _("Units to be dug a month to cover costs")),
)

ROLES = {
    "owner": _("Land owner or State"),
    "crew": _("Pit crew: owner, investor, workers, ore selectors"),
    "mill": _("First processor: mill, washer"),
    "village": _("Village buyer, pre-financier"),
    "trader": _("Regional trader"),
    "refiner": _("Cutter, refiner or toll plant"),
    "exporter": _("Exporter or wholesaler"),
    "jeweller": _("Jeweller or industry"),
    "shop": _("Shop"),
    "consumer": _("Consumer"),
    "share_crew": _("Crew with an investor"),
    "selectors": _("Washers and selectors"),
    "pit_buyer": _("Buyer at the mine"),
    "wholesaler": _("Wholesaler in the city"),
    "workshop": _("Workshop: cutting, polishing"),
    "setter": _("Jeweller: setting"),
    "tourist": _("Tourist or buyer abroad"),
}
WITHOUT_PRICE = {"owner", "consumer", "tourist"}
UNITS = {"pound": _("pound of rough stone"), "gram": _("gram of worked stone")}


def starting(*roles, units=()):
    """Rows of actors without figures; those who sell nothing say so."""
    rows = []
    for role in roles:
        row = {"actor": ROLES[role]}
        if role in WITHOUT_PRICE:
            row["sells"] = False
        if role in units:
            row["unit"] = UNITS[units[role]]
        rows.append(row)
    return tuple(rows)


GENERAL = starting(
    "owner",
    "crew",
    "mill",
    "village",
    "trader",
    "refiner",
    "exporter",
    "jeweller",
    "shop",
    "consumer",
)
STONES = starting(
    "owner",
    "share_crew",
    "selectors",
    "pit_buyer",
    "wholesaler",
    "workshop",
    "setter",
    "shop",
    "tourist",
    units=dict.fromkeys(("share_crew", "selectors", "pit_buyer", "wholesaler"), "pound")
    | dict.fromkeys(("workshop", "setter", "shop"), "gram"),
)


def money(name, title, help="", required=False):
    return ToolColumn(name, title, "money", help=help, minimum=0, required=required)


def per_cent(name, title, help=""):
    return ToolColumn(name, title, "number", help=help, minimum=0, maximum=100, unit="%")


def ratio(name, title, help=""):
    return ToolColumn(name, title, "number", help=help, minimum=0.000001)


def count(name, title):
    return ToolColumn(name, title, "whole", minimum=0, people=True)


def actor(required=False, help=""):
    return ToolColumn("actor", _("Actor"), "text", required=required, help=help)


def activity(required=False):
    return ToolColumn("activity", _("Activity"), "choice", choices=ACTIVITIES, required=required)


def kind(required=False, tones=None):
    return ToolColumn("kind", _("Good or bad"), "choice", choices=KINDS, required=required, tones=tones or {})


def governance(tones=None):
    return ToolColumn(
        "governance", _("Link to the next actor"), "choice", choices=GOVERNANCE, tones=tones or {}
    )


def setter():
    return ToolColumn("setter", _("Who sets the price"), "choice", choices=SETTERS)


def capital():
    return ToolColumn("capital", _("Where its money comes from"), "choice", choices=CAPITAL)


PRODUCT = ToolTable(
    "product",
    _("Product and prices"),
    help=_("Leave empty what nobody knows: empty is never counted as nothing."),
    columns=(
        ToolColumn("product", _("Product"), "text", help=_("Blue amber, larimar, gold …")),
        ToolColumn(
            "unit",
            _("One unit of final product"),
            "text",
            help=_("What the last buyer pays for: a gram of worked stone, a gram of pure gold, a ring."),
        ),
        ToolColumn(
            "currency", _("Currency of all prices"), "text", help=_("Three letters, such as DOP or USD.")
        ),
        ToolColumn(
            "day", _("Day of the prices"), "day", help=_("Of all prices that have no day of their own.")
        ),
        ToolColumn("area", _("Area"), "text", help=_("Mining district, province …")),
        ToolColumn("country", _("Country"), "text"),
        money(
            "reference",
            _("Reference price"),
            _(
                "Of the pure product, for one unit of what the pit sells; for gold the world price of the day."
            ),
        ),
        per_cent(
            "purity",
            _("Purity of what the pit sells"),
            _("Empty when the reference price is for the same purity."),
        ),
        per_cent("inputs_area", _("Purchases that stay in the area")),
        per_cent("taxes_area", _("Taxes and fees that stay in the area")),
        per_cent("inputs_country", _("Purchases that stay in the country")),
        money(
            "fixed",
            _("Fixed costs of the pit, a month"),
            _("For the break-even: what is paid even without work."),
        ),
        money("dug", _("Cost of one more unit dug")),
        ratio(
            "recovery",
            _("Units to sell from one unit dug"),
            _("Grade and recovery together; empty when what is dug is sold as it is."),
        ),
    ),
    most=1,
)
NODES = ToolTable(
    "nodes",
    _("Actors, from the pit to the last buyer"),
    help=_(
        "In order. Prices and costs for one unit of what the actor sells. Groups and posts, never names of persons "
        "or firms."
    ),
    columns=(
        actor(required=True),
        ToolColumn(
            "sells",
            _("Sells the product"),
            "yesno",
            help=_(
                "No for a land owner or the consumer: they belong to the chain, but receive no price for it."
            ),
        ),
        ToolColumn("unit", _("Unit it sells in"), "text", help=_("Pound of rough stone, gram of gold …")),
        money("price_low", _("Price received, low")),
        money("price_best", _("Price received, best")),
        money("price_high", _("Price received, high")),
        ratio(
            "yield_low",
            _("Units sold for each unit bought, low"),
            _(
                "How much of what it sells comes from one unit of what it buys. Empty when it sells what it bought."
            ),
        ),
        ratio("yield_best", _("Units sold for each unit bought, best")),
        ratio("yield_high", _("Units sold for each unit bought, high")),
        money("inputs", _("Bought inputs"), _("Without the product itself. Write 0 if there are none.")),
        money("wages", _("Wages")),
        money("variable", _("Other variable costs"), _("Transport, rent, losses, interest.")),
        money("taxes", _("Taxes and fees")),
        money(
            "unofficial",
            _("Unofficial payments"),
            _("Only what is told freely, and nobody's name: who asks here may put somebody at risk."),
        ),
        ToolColumn("in_area", _("In the area"), "yesno"),
        ToolColumn("in_country", _("In the country"), "yesno"),
        count("women", _("Women")),
        count("men", _("Men")),
        ToolColumn("legal", _("Legal status"), "choice", choices=LEGAL),
        capital(),
        setter(),
        governance(),
        ToolColumn(
            "currency", _("Currency, if another"), "text", help=_("Bring all prices to one currency first.")
        ),
        ToolColumn("day", _("Day of this price"), "day"),
        ToolColumn(
            "note", _("Note"), "text", help=_("Source of the price; why an actor receives less than it pays.")
        ),
    ),
    begins_with=6,
    most=60,
    starters=(
        Starter("general", _("Usual actors of a chain"), GENERAL),
        Starter("stones", _("Amber or larimar"), STONES),
    ),
)
BUYERS = ToolTable(
    "buyers",
    _("Buyers at the pit"),
    help=_("Either the share or the quantity of each. Kinds of buyers or numbers, no names."),
    columns=(
        ToolColumn("buyer", _("Buyer"), "text", required=True),
        per_cent("share", _("Share of what is bought")),
        ToolColumn("quantity", _("Quantity"), "number", minimum=0),
    ),
    begins_with=4,
)
PRACTICES = ToolTable(
    "activities",
    _("Good and bad practice by activity"),
    columns=(
        activity(required=True),
        actor(),
        kind(required=True),
        ToolColumn("what", _("What happens"), "long", required=True),
        ToolColumn("recommendation", _("Recommendation"), "long"),
    ),
)
MONTHS = ToolTable(
    "months",
    _("Prices month by month"),
    help=_("Only if somebody has them: at least four months, both prices in one currency."),
    columns=(
        ToolColumn("month", _("Any day of the month"), "day", required=True),
        money("pit", _("Price at the pit"), required=True),
        money("reference", _("Reference price"), required=True),
    ),
    begins_with=4,
)
CHANGED = ToolTable(
    "changes",
    _("What if"),
    help=_("One number of one actor, for one unit of what it sells. The actor's name as above."),
    columns=(
        actor(required=True),
        ToolColumn("what", _("What changes"), "choice", choices=CHANGES, required=True),
        ToolColumn("value", _("New value"), "number", minimum=0, required=True),
    ),
    begins_with=3,
    most=20,
)
ADVANCES = ToolTable(
    "advances",
    _("Advances against delivery"),
    help=_("When a buyer lends money and then pays less: what that loan costs."),
    columns=(
        ToolColumn("lender", _("Who lends"), "text", help=_("A kind of buyer, no name.")),
        money("free", _("Price of a free sale"), required=True),
        money("tied", _("Price to the lender"), required=True),
        ToolColumn("advance", _("Advance"), "money", minimum=0.01, required=True),
        ToolColumn("months", _("Months until it is settled"), "number", minimum=0.1, required=True),
        ToolColumn(
            "quantity",
            _("Quantity delivered for it"),
            "number",
            minimum=0,
            help=_("In the unit of the price. Empty when the advance is for one unit."),
        ),
    ),
    begins_with=2,
)

WHATIF_CHANGES = (*CHANGES, ("all", _("all changes together")))


def before_after(name, before, after, kind):
    return ToolColumn(f"{name}_before", before, kind), ToolColumn(f"{name}_after", after, kind)


RESULTS = (
    ToolTable(
        "nodes",
        _("Who adds and keeps what"),
        help=_(
            "Money for one unit of final product. Price: lowest and highest possible. All other ranges: 9 of 10 draws "
            "lie within."
        ),
        columns=(
            actor(),
            ToolColumn("price", _("Price received"), "range"),
            ToolColumn("basis", _("Where the price comes from"), "choice", choices=BASIS),
            ToolColumn("share", _("Share of final price"), "percent_range"),
            ToolColumn("value_added", _("Value added"), "range"),
            ToolColumn("gross", _("Gross margin"), "range"),
            ToolColumn("gross_rate", _("Gross margin, of price"), "percent_range"),
            ToolColumn("left", _("Left after all costs"), "range"),
            ToolColumn("left_rate", _("Left after all costs, of price"), "percent_range"),
            count("women", _("Women")),
            count("men", _("Men")),
        ),
    ),
    ToolTable(
        "build",
        _("From pit to last buyer: what each adds to the price"),
        help=_("An actor whose price nobody knows stands together with the next one."),
        columns=(
            ToolColumn("actors", _("Actors"), "text"),
            ToolColumn("adds", _("Adds to the price"), "range"),
        ),
    ),
    ToolTable(
        "totals",
        _("The chain as a whole"),
        columns=(
            ToolColumn("measure", _("Measure"), "choice", choices=TOTALS),
            ToolColumn("share", _("Part"), "percent_range"),
        ),
    ),
    ToolTable(
        "figures",
        _("Market and break-even"),
        columns=(
            ToolColumn("measure", _("Measure"), "choice", choices=FIGURES),
            ToolColumn("value", _("Value"), "range"),
        ),
    ),
    ToolTable(
        "first",
        _("Find out first"),
        help=_(
            "The number that moves the shares most comes first. Known so far: as typed; a price nobody knows, for "
            "one unit of final product."
        ),
        columns=(
            actor(),
            ToolColumn("what", _("Number"), "choice", choices=WANTED),
            ToolColumn("state", _("How it is known"), "choice", choices=STATES),
            ToolColumn("known", _("Known so far"), "range"),
            ToolColumn("spread", _("Part of the doubt about all shares"), "percent"),
            ToolColumn("producer", _("Part of the doubt about the producer share"), "percent"),
        ),
    ),
    ToolTable(
        "whatif",
        _("With and without the change"),
        help=_("With best numbers. Money for one unit of final product."),
        columns=(
            actor(),
            ToolColumn("what", _("What changes"), "choice", choices=WHATIF_CHANGES),
            ToolColumn("value", _("New value"), "number"),
            *before_after("producer", _("Producer share now"), _("Producer share then"), "percent"),
            *before_after("share", _("Its share now"), _("Its share then"), "percent"),
            *before_after("left", _("Left to it now"), _("Left to it then"), "number"),
            *before_after("area", _("Stays in the area now"), _("Stays in the area then"), "percent"),
        ),
    ),
    ToolTable(
        "links",
        _("Links"),
        columns=(
            actor(),
            ToolColumn("buyer", _("Next actor"), "text"),
            governance({"captive": "poor", "hierarchy": "fair"}),
            setter(),
            capital(),
        ),
    ),
    ToolTable(
        "practices",
        _("Practice, bad before good"),
        columns=(
            activity(),
            actor(),
            kind(tones=KIND_TONES),
            ToolColumn("what", _("What happens"), "long"),
            ToolColumn("recommendation", _("Recommendation"), "long"),
        ),
    ),
    ToolTable(
        "activities",
        _("How much was written on each activity"),
        columns=(
            activity(),
            ToolColumn("good", _("Good"), "number"),
            ToolColumn("bad", _("Bad"), "number"),
        ),
    ),
)

TOOL = Tool(
    name="value_chain",
    title=_("Value chain"),
    purpose=_(
        "Shows from the pit to the last buyer who adds and keeps what, what is good and bad at each activity, and "
        "which missing number to find out first."
    ),
    version=1,
    theme="chain",
    steps=("P1-S3", "P2-S4"),
    about=("phase2_strategy.pricechain", "phase2_strategy.asmtype"),
    calculate=calculate,
    tables=(PRODUCT, NODES, BUYERS, PRACTICES, MONTHS, CHANGED, ADVANCES),
    results=RESULTS,
    charts=(
        ToolChart(
            "steps",
            "build",
            _("From pit to last buyer: what each adds to the price"),
            label="actors",
            value="adds",
        ),
        ToolChart("ranges", "nodes", _("Share of final price"), label="actor", value="share"),
    ),
    sentences={
        "money": _("All money is %(currency)s for one unit of final product: %(unit)s."),
        "no_currency": _("The currency is missing: write it down before anybody compares these prices."),
        "no_unit": _("The unit of final product is missing: what is the last price paid for?"),
        "no_day": _("Prices without a day: %(who)s. A price says little without its date."),
        "days_apart": _(
            "The prices are of different times, %(first)s to %(last)s: shares may mix two markets."
        ),
        "no_nodes": _("No actor has been filled in, so nothing can be said about the chain itself."),
        "final_missing": _(
            "Shares cannot be shown: the final price is missing. Find out first what %(who)s receives."
        ),
        "first": _("Find out first: %(what)s, %(who)s."),
        "yield_missing": _(
            "%(who)s buys in one unit and sells in another, and nobody knows how much comes from one: the prices "
            "before it are only bounded."
        ),
        "assumed": _(
            "Bounded only by the prices of their neighbours: %(who)s. This takes for granted that prices do not fall "
            "on the way."
        ),
        "costs_missing": _("Not all own costs are known, so it cannot be told what is left: %(who)s."),
        "largest": _("%(who)s has the largest share in %(part)s of the draws."),
        "largest_unsure": _(
            "%(who)s has the largest share in %(part)s of the draws only: do not build on that ranking yet."
        ),
        "loss": _(
            "%(who)s pays more than it receives. Is that a subsidy, or is a number wrong? Write a note."
        ),
        "loss_noted": _("%(who)s pays more than it receives. Noted: %(note)s"),
        "maybe_loss": _(
            "In %(part)s of the draws %(who)s pays more for the product than it receives: check these prices together."
        ),
        "nothing_left": _(
            "After all costs nothing is left to %(who)s: unpaid work, a debt, or a wrong number? Write a note."
        ),
        "local": _("Of the final price stays in %(place)s: %(share)s."),
        "domestic": _("Of the final price stays in the country, %(place)s: %(share)s."),
        "captive": _(
            "Depend on one buyer or owner: %(who)s. Ask what it would cost them to sell to somebody else."
        ),
        "lent": _(
            "Work with money of their buyer: %(who)s. Ask for the price of a free sale, and fill in advances."
        ),
        "women_small": _(
            "At least half of the people are women, and the share of the price is below an even split: %(who)s."
        ),
        "women_uncounted": _("Nobody counted women in this chain. Count them at every actor."),
        "high_share": _(
            "A high price at the pit is no proof of fairness: in West Africa gold has been bought close to the world "
            "price because it moves money and lowers import taxes."
        ),
        "unofficial": _("Unofficial payments take %(share)s of the final price. Protect whoever told this."),
        "buyers_few": _("Buying at the pit is in few hands (%(hhi)s; above 0.25 is high)."),
        "buyers_maybe_few": _("Buying at the pit may be in few hands (%(hhi)s; above 0.25 is high)."),
        "buyers_left_out": _(
            "Left out, because their part is not known: %(who)s. Concentration may be different."
        ),
        "transmission": _(
            "When the reference price rises by 10 per cent, the price at the pit rises by about %(rise)s per cent."
        ),
        "months_few": _("Only %(count)s months of prices: take what they say as a hint."),
        "finance": _("The lower price to lenders costs as much as a loan at %(rate)s a year."),
        "no_break_even": _(
            "The break-even cannot be told: the price at the pit or the cost of a unit dug is missing, or a unit dug "
            "brings no more than it costs."
        ),
        "change_unknown": _("A change names an actor that does not stand in the chain: %(who)s."),
        "unseen": _("%(count)s of %(of)s activities: nobody wrote anything about them."),
        "no_recommendation": _("Bad practices without a recommendation: %(count)s."),
    },
    cautions=(
        _("A share of the price is no profit: the costs of the actor come off it."),
        _(
            "Prices and payments can put people at risk. No names of persons or firms; tell people what it is for."
        ),
    ),
    sources=(
        "Porter, M. E. (1985), Competitive Advantage: Creating and Sustaining Superior Performance, Free Press",
        "Kaplinsky, R. and Morris, M. (2000), A Handbook for Value Chain Research, IDRC",
        "GVC05",
        "PORT1",
        "PORT2",
        "WS",
        "ARMWA",
        "U.S. Department of Justice and Federal Trade Commission (2010), Horizontal Merger Guidelines, section 5.3",
        "McKay, M. D., Beckman, R. J. and Conover, W. J. (1979), A Comparison of Three Methods for Selecting Values of "
        "Input Variables, Technometrics 21(2)",
    ),
    ours=_(
        "The actors and the reading of Porter's activities, the triangles and bounds for what is not known, the order of "
        "what to find out first (squared rank correlation with the shares), what counts as staying in a place, and the "
        "limits: 9 of 10 draws, a share of 80 per cent or 90 per cent of the reference price as high, less than an even "
        "split as small, 12 months as few. The limit of 0.25 for concentrated buying was made for mergers of firms, in "
        "2010; it is borrowed here."
    ),
    checked_by="",
    next_review=date(2027, 6, 30),
)
