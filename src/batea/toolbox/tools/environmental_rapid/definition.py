"""What somebody without instruments can see of the environment of a mine site in an hour."""

from datetime import date
from functools import partial

from django.utils.functional import lazystr

from batea.guidance.catalogue import impacts
from batea.toolbox.declaration import Given, Tool, ToolChart, ToolColumn, ToolScale, ToolTable
from batea.toolbox.wording import list_beside, words_beside

from .calculate import calculate

_ = words_beside(__file__)

LISTED = list_beside(__file__, "aspects", lists=("impacts",))
GROUPS = {
    "land": _("Land"),
    "water": _("Water"),
    "chemicals": _("Mercury, chemicals and fuel"),
    "life": _("Forest, wildlife, finds and fields"),
    "people": _("Neighbours and camp"),
    "repair": _("Repair of the ground"),
}
ASPECTS = tuple(
    Given(code, lazystr(entry.name), lazystr(entry.look), GROUPS[entry.group])
    for code, entry in LISTED.items()
)
KNOWN = {
    code: {
        "group": entry.group,
        "impacts": entry.impacts,
        "unseen": entry.unseen == "yes",
        "act": entry.act,
        "expert": entry.expert,
    }
    for code, entry in LISTED.items()
}
ITEMS = tuple((row.code, row.title) for row in ASPECTS)
IMPACTS = tuple((code, lazystr(entry)) for code, entry in impacts().items())
LEVELS = (
    ("very_high", _("very high")),
    ("high", _("high")),
    ("medium", _("medium")),
    ("low", _("low")),
    ("none", _("looked at, no harm seen")),
    ("open", _("looked at, not rated")),
)
TONES = {
    "very_high": "bad",
    "high": "poor",
    "medium": "fair",
    "low": "good",
    "none": "good",
    "open": "plain",
}
TRENDS = (("better", _("getting better")), ("same", _("stays the same")), ("worse", _("getting worse")))
EVIDENCE = (
    ("seen", _("seen by us")),
    ("photo", _("seen by us, with photo")),
    ("measured", _("measured")),
    ("told", _("told to us")),
)
ACTS = (
    (
        "ground",
        _("Get people out from below and away from the edge; nobody works there until it is made safe."),
    ),
    ("pit", _("Block it with a fence or barrier today and warn the neighbours. Nobody goes in.")),
    ("water", _("Tell everybody not to drink it, bring other water, and call the health service.")),
    ("dam", _("Move people out of the way of the water and call civil defence.")),
    ("mercury", _("Ask to stop burning here and move people upwind. Call the health service.")),
    ("chemical", _("Keep people and animals away, touch nothing, and call environment and health services.")),
    (
        "spill",
        _("Stop the leak if that is safe, hold it back with earth, keep flames away, call environment."),
    ),
    ("exhaust", _("Call everybody out, then stop the engine. Nobody goes in until the air is tested.")),
    ("hygiene", _("Boil or treat the water, wash hands with soap, and call the health service.")),
    ("general", _("Keep people away and tell the head of the mine and the authority in charge today.")),
)
EXPERTS = (
    ("land", _("environment office, with a map of the ground")),
    ("ground", _("geologist or geotechnical engineer")),
    ("water", _("water laboratory")),
    ("toxic", _("laboratory for mercury, cyanide and metals, with the health service")),
    ("biology", _("biologist or protected-area service")),
    ("fossil", _("museum or palaeontologist")),
    ("health", _("public health officer")),
    ("air", _("technician with dust, noise and gas meters")),
)
REASONS = (
    ("danger", _("immediate danger")),
    ("severe", _("severe harm")),
    ("lasting", _("hard to undo")),
    ("eyes", _("eyes cannot tell: clear water can be poisoned")),
    ("told", _("told, or without evidence")),
)
QUANTITIES = (
    ("turbidity_ntu", _("muddiness (turbidity), NTU")),
    ("clarity_cm", _("depth at which a white mark disappears, cm")),
    ("ph", _("acidity, pH")),
    ("conductivity_us_cm", _("electrical conductivity, µS/cm")),
    ("noise_dba", _("noise, dB(A)")),
    ("slope_deg", _("steepness of a heap or wall, degrees")),
    ("height_m", _("height of a heap or depth of a pit, m")),
    ("distance_water_m", _("distance to a stream or river, m")),
    ("distance_well_m", _("distance to a well or spring, m")),
    ("distance_home_m", _("distance to the nearest home or school, m")),
    ("distance_protected_m", _("distance to a protected area, m")),
)
PLACES = (
    ("above", _("above the mine (upstream)")),
    ("below", _("below the mine (downstream)")),
    ("outlet", _("where the mine's water runs out")),
    ("well", _("at a well or spring")),
    ("site", _("on the site")),
    ("neighbours", _("at the neighbours")),
)
WATER = tuple(
    pair for pair in QUANTITIES if pair[0] in ("turbidity_ntu", "clarity_cm", "ph", "conductivity_us_cm")
)


def least(name="least", title=None):
    return ToolColumn(name, title or _("Urgency, at least"), "choice", choices=LEVELS, tones=TONES)


def most():
    return least("most", _("Urgency, at most"))


def item():
    return ToolColumn("item", _("Aspect"), "choice", choices=ITEMS)


def area(name, title, unit, help=""):
    return ToolColumn(name, title, "number", help=help, minimum=0, unit=unit)


TOOL = Tool(
    name="environmental_rapid",
    title=_("Rapid look at the environment"),
    purpose=_(
        "An hour on site without instruments: what is urgent, what is dangerous now, and what nobody looked at."
    ),
    version=1,
    theme="land",
    steps=("P1-S3", "P2-S3"),
    about=("registry.site", "registry.visit"),
    calculate=partial(calculate, KNOWN),
    scales=(
        ToolScale(
            "state",
            (
                _("looked well, no harm seen"),
                _("a nuisance"),
                _("slight harm, in small spots"),
                _("clear harm anybody can see"),
                _("severe harm"),
                _("kills, or destroys for good"),
            ),
            first=0,
        ),
        ToolScale(
            "extent",
            (
                _("one pit or spot"),
                _("some spots"),
                _("about half of the site"),
                _("the whole site"),
                _("far beyond the site"),
            ),
        ),
        ToolScale(
            "undo",
            (
                _("heals by itself within a season"),
                _("with shovels and some days"),
                _("with machines or a year's work"),
                _("with much money and many years"),
                _("cannot be undone"),
            ),
        ),
        ToolScale(
            "people",
            (
                _("hardly anybody"),
                _("a few of those around"),
                _("about half of those around"),
                _("most of those around"),
                _("nearly everybody there"),
            ),
        ),
    ),
    tables=(
        ToolTable(
            "visit",
            _("The visit"),
            columns=(
                ToolColumn("day", _("Day"), "day"),
                ToolColumn(
                    "season",
                    _("Season"),
                    "choice",
                    choices=(
                        ("dry", _("dry season")),
                        ("rain", _("rainy season")),
                        ("between", _("between the two")),
                    ),
                ),
                ToolColumn(
                    "weather",
                    _("Weather today and yesterday"),
                    "choice",
                    choices=(("dry", _("dry")), ("rain", _("rain")), ("storm", _("storm or flood"))),
                    help=_("Rain muddies any river: note it before blaming the mine."),
                ),
                ToolColumn(
                    "observers", _("Who looked, by post"), "text", help=_("Posts and institutions, no names.")
                ),
                ToolColumn("minutes", _("Minutes on site"), "whole", minimum=1, maximum=1440),
                ToolColumn(
                    "people",
                    _("How many of those who live, drink, farm or fish around are reached by the harm"),
                    "scale",
                    scale="people",
                ),
                ToolColumn("workers", _("People at work on the site"), "whole", minimum=0, people=True),
            ),
            most=1,
        ),
        ToolTable(
            "aspects",
            _("What to look at"),
            help=_(
                "Leave empty what you did not look at: empty never counts as fine. "
                "If you looked well and saw no harm, say 0."
            ),
            columns=(
                ToolColumn("danger", _("Immediate danger"), "yesno", help=_("Somebody may be hurt today.")),
                ToolColumn("state", _("State"), "scale", scale="state"),
                ToolColumn("extent", _("Extent"), "scale", scale="extent"),
                ToolColumn("undo", _("Can it be undone"), "scale", scale="undo"),
                ToolColumn("trend", _("Trend"), "choice", choices=TRENDS),
                ToolColumn("evidence", _("Evidence"), "choice", choices=EVIDENCE),
                ToolColumn("note", _("Note"), "text", help=_("What you saw. No names.")),
            ),
            given=ASPECTS,
        ),
        ToolTable(
            "readings",
            _("Simple measurements"),
            help=_("Only what you measured yourselves today. Water: once above and once below the mine."),
            columns=(
                ToolColumn("quantity", _("What"), "choice", choices=QUANTITIES, required=True),
                ToolColumn("where", _("Where"), "choice", choices=PLACES, required=True),
                ToolColumn("value", _("Value"), "number", required=True, minimum=0),
                ToolColumn("instrument", _("Measured with"), "text"),
                ToolColumn("day", _("Day"), "day"),
            ),
            begins_with=4,
        ),
        ToolTable(
            "areas",
            _("Ground disturbed and repaired"),
            columns=(
                ToolColumn(
                    "name", _("Which ground"), "text", required=True, help=_("Pit 1, heap, camp, road …")
                ),
                area("disturbed", _("Disturbed, the repaired part included"), "m²"),
                area(
                    "rehabilitated",
                    _("Repaired"),
                    "m²",
                    _(
                        "Filled, covered with soil and planted. Write 0 if nothing is; leave empty if you do not know."
                    ),
                ),
                area("volume", _("Waste or tailings"), "m³"),
                ToolColumn(
                    "method", _("How measured"), "text", help=_("Paces, tape, phone, picture from above.")
                ),
            ),
            begins_with=4,
        ),
    ),
    results=(
        ToolTable(
            "dangers",
            _("Dangerous now"),
            columns=(item(), ToolColumn("act", _("Do at once"), "choice", choices=ACTS)),
        ),
        ToolTable(
            "aspects",
            _("Aspects by urgency"),
            help=_("At least and at most differ where a rating is missing."),
            columns=(
                item(),
                ToolColumn("danger", _("Immediate danger"), "yesno"),
                least(),
                most(),
                ToolColumn("state", _("State"), "scale", scale="state"),
                ToolColumn("extent", _("Extent"), "scale", scale="extent"),
                ToolColumn("undo", _("Can it be undone"), "scale", scale="undo"),
                ToolColumn("trend", _("Trend"), "choice", choices=TRENDS),
                ToolColumn("evidence", _("Evidence"), "choice", choices=EVIDENCE),
                ToolColumn("note", _("Note"), "text"),
            ),
        ),
        ToolTable(
            "impacts",
            _("Impacts to rate in step 2.3"),
            columns=(ToolColumn("impact", _("Impact"), "choice", choices=IMPACTS), item(), least(), most()),
        ),
        ToolTable(
            "experts",
            _("Who must look closer"),
            columns=(
                item(),
                ToolColumn("expert", _("Ask"), "choice", choices=EXPERTS),
                ToolColumn("reason", _("Because"), "choice", choices=REASONS),
            ),
        ),
        ToolTable(
            "unseen",
            _("Not looked at"),
            columns=(
                item(),
                ToolColumn("group", _("Group"), "choice", choices=tuple(GROUPS.items())),
            ),
        ),
        ToolTable(
            "coverage",
            _("How much was looked at"),
            columns=(
                ToolColumn("group", _("Group"), "choice", choices=tuple(GROUPS.items())),
                ToolColumn("looked", _("Looked at"), "number"),
                ToolColumn("of", _("Of"), "number"),
                ToolColumn("share", _("Share"), "percent"),
            ),
        ),
        ToolTable(
            "land",
            _("Ground"),
            columns=(
                ToolColumn("disturbed", _("Disturbed"), "number", unit="m²"),
                ToolColumn("rehabilitated", _("Repaired"), "range", unit="m²"),
                ToolColumn("open", _("Still open"), "range", unit="m²"),
                ToolColumn("share", _("Repaired, of disturbed"), "percent_range"),
                ToolColumn(
                    "per_worker", _("Disturbed for each person at work"), "number", unit="m²", people=True
                ),
                ToolColumn("volume", _("Waste or tailings"), "number", unit="m³"),
            ),
        ),
        ToolTable(
            "water",
            _("Water above and below the mine"),
            columns=(
                ToolColumn("quantity", _("What"), "choice", choices=WATER),
                ToolColumn("above", _("Above"), "number"),
                ToolColumn("below", _("Below"), "number"),
                ToolColumn("difference", _("Difference"), "number"),
                ToolColumn("worse", _("Worse below"), "yesno"),
            ),
        ),
    ),
    charts=(
        ToolChart("bars", "coverage", _("How much was looked at"), label="group", value="share"),
        ToolChart("bars", "aspects", _("State of each aspect"), label="item", value="state"),
    ),
    sentences={
        "danger": _("Immediate danger: %(what)s. %(act)s"),
        "pressing": _("%(what)s: urgency at least %(level)s. Decide who answers it and by when."),
        "may_press": _("%(what)s could turn out high: rate extent, undoing and people reached to know."),
        "worsening": _("%(what)s is getting worse: look again within a month."),
        "danger_open": _("For %(count)s aspects nobody said whether there is immediate danger. Ask today."),
        "unseen": _("%(count)s of %(of)s aspects were not looked at. That does not mean they are fine."),
        "unrated": _("%(count)s aspects were looked at but not rated."),
        "water_worse": _(
            "Water is worse below the mine than above: %(what)s. One pair of readings is a hint, no proof."
        ),
        "land_left_out": _("Left out of the sum of ground, because nobody measured it: %(what)s."),
    },
    alarms=frozenset({"danger"}),
    cautions=(
        _("A rapid look replaces no environmental study and no laboratory."),
        _("Not seen is not the same as not there: mercury, cyanide and metals in water cannot be seen."),
        _("Do not enter pits, touch chemicals or stand below heaps to fill in this form."),
    ),
    sources=(
        "WS",
        "PGTECH",
        "MEMDR19",
        "FARO23",
        "FRM",
        "COLLEG",
        "Green, R. H. (1979), Sampling Design and Statistical Methods for Environmental Biologists, Wiley",
    ),
    ours=_(
        "The list of aspects, the words of the scales, the urgency bands (the priority of step 2.3) and the rules for "
        "asking an expert are Batea's own design."
    ),
    checked_by="",
    next_review=date(2027, 6, 30),
)
