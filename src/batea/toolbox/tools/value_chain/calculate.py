"""Answers → who adds and keeps what along the chain, and which number to find out first.

The formulas stand in calc/value_chain.py; here only answers are carried there and results back.
"""

from datetime import date
from itertools import pairwise

from batea.calc.ranges import UNKNOWN, Impossible, Range, _, range_of
from batea.calc.value_chain import (
    ONE,
    WHOLE,
    Advance,
    Chain,
    Concentration,
    Costs,
    Node,
    Stays,
    break_even,
    chain_of,
    concentration,
    finance_cost,
    middle,
    reference_share,
    transmission,
    with_change,
)

COSTS = ("inputs", "wages", "variable", "taxes", "unofficial")
LICENSED = {"formal": True, "not_needed": True, "process": False, "informal": False, "illegal": False}
BOUND = {"captive", "hierarchy"}  # the links in which one side depends on the other
ACTIVITIES = (
    "inbound",
    "operations",
    "outbound",
    "sales",
    "service",
    "firm",
    "people",
    "technology",
    "procurement",
)
HIGH_HHI = 0.25
HIGH_SHARE, NEAR_REFERENCE = 0.8, 0.9  # of the price, from which on it is said that high is not yet fair
STABLE = 0.9  # of the draws
LIKELY = 0.05  # of the draws, from which on a loss is worth a question
WIDE = 0.5  # a range of a part wider than this says nothing in a sentence
FEW_MONTHS = 12
YEAR = 366  # days


def calculate(answers: dict) -> dict:
    """Tables and findings; raises Impossible for numbers that cannot be, or prices in several currencies."""
    form = next(iter(answers["product"]), {})
    rows = answers["nodes"]
    sellers = [row for row in rows if row.get("sells", True)]
    currency = currency_of(form, sellers)
    nodes = [node(row, before) for before, row in zip([None, *sellers], sellers, strict=False)]
    places = area_of(form), country_of(form)
    chain = chain_of(nodes, *places) if nodes else None
    buyers, left_out = buyers_of(answers["buyers"])
    pit = nodes[0].price if nodes else UNKNOWN
    reference = reference_of(form, pit)
    moved = transmission([(row["pit"], row["reference"]) for row in answers["months"]])
    finance = finance_of(answers["advances"])
    tables = {
        "nodes": [] if chain is None else actors(chain, sellers),
        "build": [] if chain is None else built(chain),
        "totals": totals(chain, buyers, reference, finance),
        "figures": figures(buyers, moved, even_of(form, pit)),
        "first": [] if chain is None else first(chain),
        "whatif": changes(answers["changes"], nodes, places) if chain else [],
        "links": links(rows),
        "practices": practices(answers["activities"]),
        "activities": activities(answers["activities"]),
    }
    found = [
        *(headline(chain) if chain else []),
        *basis(form, sellers, currency),
        *(chain_found(chain, sellers, form) if chain else [("no_nodes", {})]),
        *who_found(rows, tables["nodes"]),
        *fairness(chain, reference),
        *market_found(buyers, left_out, moved, answers["months"], finance),
        *even_found(form, tables["figures"]),
        *unmatched(answers["changes"], nodes),
        *practice_found(answers["activities"]),
    ]
    return {"tables": tables, "findings": found}


# Answers → numbers -----------------------------------------------------------------------------------------------------


def currency_of(form: dict, sellers: list[dict]) -> str:
    """The one currency of all prices, as it was typed; "" where nobody said. Raises Impossible for two."""
    told = [("", form.get("currency", "")), *((row["actor"], row.get("currency", "")) for row in sellers)]
    told = [(name, code.strip()) for name, code in told if code.strip()]
    first = told[0][1] if told else ""
    for name, code in told:
        if code.casefold() != first.casefold():
            raise Impossible(name, _("prices in more than one currency cannot be compared"))
    return first


def node(row: dict, before: dict | None) -> Node:
    name = row["actor"]
    return Node(
        name,
        told(row, "price", name),
        conversion(row, before),
        Costs(*(row.get(cost) for cost in COSTS)),
        row.get("in_area"),
        row.get("in_country"),
        LICENSED.get(row.get("legal", "")),
    )


def told(row: dict, what: str, name: str) -> Range:
    return range_of(row.get(f"{what}_low"), row.get(f"{what}_best"), row.get(f"{what}_high"), name)


def conversion(row: dict, before: dict | None) -> Range:
    """Units sold for each unit bought: 1 where nobody said, unless the units of both differ."""
    found = told(row, "yield", row["actor"])
    if found.known or before is None:
        return found if found.known else ONE
    units = {each["unit"].strip().casefold() for each in (before, row) if "unit" in each}
    return UNKNOWN if len(units) > 1 else ONE


def part(form: dict, name: str) -> Range:
    """A part told in per cent; anything from nothing to all where nobody said."""
    return range_of(None, form[name] / 100, None) if name in form else WHOLE


def area_of(form: dict) -> Stays:
    return Stays(part(form, "inputs_area"), part(form, "taxes_area"))


def country_of(form: dict) -> Stays:
    return Stays(part(form, "inputs_country"), ONE)


def buyers_of(rows: list[dict]) -> tuple[Concentration | None, list[str]]:
    """How concentrated buying is, from shares if any was told, else from quantities; and who could not be counted."""
    by = "share" if any("share" in row for row in rows) else "quantity"
    known = [row[by] for row in rows if by in row]
    whole = 100 if by == "share" else sum(known)
    left_out = [row["buyer"] for row in rows if by not in row]
    if not known or not whole:
        return None, left_out
    return concentration([value / whole for value in known]), left_out


def reference_of(form: dict, pit: Range) -> Range:
    if "reference" not in form:
        return UNKNOWN
    return reference_share(pit, form["reference"], form.get("purity", 100) / 100)


def even_of(form: dict, pit: Range) -> Range:
    if "fixed" not in form or "dug" not in form:
        return UNKNOWN
    return break_even(form["fixed"], pit, form.get("recovery", 1), form["dug"])


def finance_of(rows: list[dict]) -> float | None:
    """What advances cost a year; one without time or money is none."""
    return finance_cost(
        [
            Advance(row["free"], row["tied"], row["advance"], row["months"], row.get("quantity", 1))
            for row in rows
            if row["advance"] > 0 and row["months"] > 0
        ]
    )


# Numbers → tables ------------------------------------------------------------------------------------------------------


def ends(found: Range) -> dict:
    return {"low": found.low, "best": found.best, "high": found.high}


def exact(value: float) -> Range:
    return Range(value, value, value)


def actors(chain: Chain, sellers: list[dict]) -> list[dict]:
    return [
        {
            "actor": part.name,
            "price": ends(part.price),
            "basis": "told" if not part.assumed else "between" if part.price.known else "missing",
            "share": ends(part.share),
            "value_added": ends(part.value_added),
            "gross": ends(part.gross),
            "gross_rate": ends(part.gross_rate),
            "left": ends(part.left),
            "left_rate": ends(part.left_rate),
            "women": row.get("women"),
            "men": row.get("men"),
        }
        for part, row in zip(chain.parts, sellers, strict=True)
    ]


def built(chain: Chain) -> list[dict]:
    return [{"actors": " + ".join(names), "adds": ends(adds)} for names, adds in chain.build]


def totals(
    chain: Chain | None, buyers: Concentration | None, reference: Range, finance: float | None
) -> list[dict]:
    """Parts of 1; only what can be told."""
    found = {
        "producer": chain.producer_share if chain else UNKNOWN,
        "reference": reference,
        "area": chain.area if chain else UNKNOWN,
        "country": chain.country if chain else UNKNOWN,
        "fiscal": chain.fiscal if chain else UNKNOWN,
        "unofficial": chain.unofficial if chain else UNKNOWN,
        "not_formal": chain.unlicensed if chain else UNKNOWN,
        "top3": buyers.top3 if buyers else UNKNOWN,
        "finance": UNKNOWN if finance is None else exact(finance),
    }
    return [{"measure": name, "share": ends(share)} for name, share in found.items() if share.known]


def figures(buyers: Concentration | None, moved: Range, even: Range) -> list[dict]:
    found = {"hhi": buyers.hhi if buyers else UNKNOWN, "transmission": moved, "break_even": even}
    return [{"measure": name, "value": ends(value)} for name, value in found.items() if value.known]


def first(chain: Chain) -> list[dict]:
    return [
        {
            "actor": wanted.name,
            "what": wanted.what,
            "state": "missing" if wanted.missing else "range",
            "known": ends(wanted.known),
            "spread": wanted.spread,
            "producer": wanted.producer,
        }
        for wanted in chain.wanted
    ]


def changes(rows: list[dict], nodes: list[Node], places: tuple[Stays, Stays]) -> list[dict]:
    """Each change by itself, and all together when there are several."""
    before = chain_of(nodes, *places, draws=1)
    found, all_changed, last = [], nodes, None
    for row in rows:
        place = place_of(row, nodes)
        if place is None:
            continue
        alone = with_change(nodes, place, row["what"], row["value"])
        all_changed = with_change(all_changed, place, row["what"], row["value"])
        found.append(compared(row, place, before, chain_of(alone, *places, draws=1)))
        last = place
    if len(found) > 1 and last is not None:
        together = {"actor": None, "what": "all", "value": None}
        row = compared(together, 0, before, chain_of(all_changed, *places, draws=1))
        found.append(row | dict.fromkeys(("share_before", "share_after", "left_before", "left_after")))
    return found


def place_of(change: dict, nodes: list[Node]) -> int | None:
    name = change["actor"].strip().casefold()
    return next((place for place, node in enumerate(nodes) if node.name.strip().casefold() == name), None)


def compared(row: dict, place: int, before: Chain, after: Chain) -> dict:
    """With best numbers only; None where they hang on a number nobody knows."""
    return {
        "actor": row["actor"],
        "what": row["what"],
        "value": row["value"],
        "producer_before": before.producer_share.best,
        "producer_after": after.producer_share.best,
        "share_before": before.parts[place].share.best,
        "share_after": after.parts[place].share.best,
        "left_before": before.parts[place].left.best,
        "left_after": after.parts[place].left.best,
        "area_before": before.area.best,
        "area_after": after.area.best,
    }


def links(rows: list[dict]) -> list[dict]:
    """Who sells to whom, and what holds the link, as far as somebody said."""
    said = ("governance", "setter", "capital")
    return [
        {"actor": row["actor"], "buyer": after["actor"]} | {name: row.get(name) for name in said}
        for row, after in pairwise(rows)
        if any(name in row for name in said)
    ]


def practices(rows: list[dict]) -> list[dict]:
    """In the order of the activities, bad before good."""
    ordered = sorted(rows, key=lambda row: (ACTIVITIES.index(row["activity"]), row["kind"] != "bad"))
    return [
        {name: row.get(name) for name in ("activity", "actor", "kind", "what", "recommendation")}
        for row in ordered
    ]


def activities(rows: list[dict]) -> list[dict]:
    if not rows:
        return []
    kinds = {
        activity: [row["kind"] for row in rows if row["activity"] == activity] for activity in ACTIVITIES
    }
    return [
        {"activity": activity, "good": found.count("good"), "bad": found.count("bad")}
        for activity, found in kinds.items()
    ]


# Findings --------------------------------------------------------------------------------------------------------------


def names(found) -> str:
    return ", ".join(dict.fromkeys(found))


def basis(form: dict, sellers: list[dict], currency: str) -> list[tuple]:
    """What the money is counted in, and what is missing for that."""
    if not sellers:
        return []
    found = []
    if currency and "unit" in form:
        found.append(("money", {"currency": currency, "unit": form["unit"]}))
    if not currency:
        found.append(("no_currency", {}))
    if "unit" not in form:
        found.append(("no_unit", {}))
    priced = [row for row in sellers if any(f"price_{end}" in row for end in ("low", "best", "high"))]
    days = [row.get("day", form.get("day")) for row in priced]
    undated = [row["actor"] for row, day in zip(priced, days, strict=True) if day is None]
    if undated:
        found.append(("no_day", {"who": names(undated)}))
    known = sorted(date.fromisoformat(day) for day in days if day)
    if known and (known[-1] - known[0]).days > YEAR:
        found.append(("days_apart", {"first": str(known[0].year), "last": str(known[-1].year)}))
    return found


def headline(chain: Chain) -> list[tuple]:
    """What to find out first."""
    last = chain.parts[-1]
    if not last.price.known:
        return [("final_missing", {"who": last.name})]
    return [
        ("first", {"what": ("first", "what", wanted.what), "who": wanted.name}) for wanted in chain.wanted[:1]
    ]


def chain_found(chain: Chain, sellers: list[dict], form: dict) -> list[tuple]:
    found = [("yield_missing", {"who": each.name}) for each in chain.wanted if yield_missing(each)]
    assumed = [part.name for part in chain.parts if part.assumed and part.price.known]
    if assumed:
        found.append(("assumed", {"who": names(assumed)}))
    costless = [each.name for each in chain.wanted if each.what == "costs"]
    if costless:
        found.append(("costs_missing", {"who": names(costless)}))
    if chain.largest and any(each.what != "costs" for each in chain.wanted):
        name, draws = chain.largest
        code = "largest" if draws >= STABLE else "largest_unsure"
        found.append((code, {"who": name, "part": ("totals", "share", ends(exact(draws)))}))
    for part, row in zip(chain.parts, sellers, strict=True):
        found += losses(part, row)
    found += retained("local", chain.area, form.get("area"))
    found += retained("domestic", chain.country, form.get("country"))
    return found


def yield_missing(wanted) -> bool:
    return wanted.what == "yield" and wanted.missing


def losses(part, row: dict) -> list[tuple]:
    """Adding less than nothing: a subsidy, or an error; a note says which."""
    added = part.value_added if part.value_added.known else part.step
    if added.best is not None and added.best < 0:
        if "note" in row:
            return [("loss_noted", {"who": part.name, "note": row["note"]})]
        return [("loss", {"who": part.name})]
    if part.doubt > LIKELY:
        return [("maybe_loss", {"who": part.name, "part": ("totals", "share", ends(exact(part.doubt)))})]
    if part.left.best is not None and part.left.best < 0 and "note" not in row:
        return [("nothing_left", {"who": part.name})]
    return []


def retained(code: str, share: Range, place: str | None) -> list[tuple]:
    if not share.known or place is None or share.width > WIDE:
        return []
    return [(code, {"place": place, "share": ("totals", "share", ends(share))})]


def who_found(rows: list[dict], shown: list[dict]) -> list[tuple]:
    """Who depends on whom, and where women work."""
    found = []
    bound = [row["actor"] for row in rows if row.get("governance") in BOUND]
    if bound:
        found.append(("captive", {"who": names(bound)}))
    lent = [row["actor"] for row in rows if row.get("capital") == "buyer"]
    if lent:
        found.append(("lent", {"who": names(lent)}))
    small = [row["actor"] for row in shown if mostly_women(row) and below_even(row["share"], len(shown))]
    if small:
        found.append(("women_small", {"who": names(small)}))
    elif rows and not any("women" in row for row in rows):
        found.append(("women_uncounted", {}))
    return found


def mostly_women(row: dict) -> bool:
    women, men = row["women"], row["men"]
    return women is not None and men is not None and women > 0 and women >= men


def below_even(share: dict, actors: int) -> bool:
    """Surely or at its best less than an even split would give."""
    if share["low"] is None:
        return False
    return middle(Range(share["low"], share["best"], share["high"])) < 1 / actors


def fairness(chain: Chain | None, reference: Range) -> list[tuple]:
    found = []
    producer = chain.producer_share if chain else UNKNOWN
    high = producer.known and middle(producer) >= HIGH_SHARE
    if high or (reference.known and middle(reference) >= NEAR_REFERENCE):
        found.append(("high_share", {}))
    if chain and chain.unofficial.known and (chain.unofficial.low or 0) > 0:
        found.append(("unofficial", {"share": ("totals", "share", ends(chain.unofficial))}))
    return found


def market_found(
    buyers: Concentration | None, left_out: list[str], moved: Range, months: list[dict], finance: float | None
) -> list[tuple]:
    found = []
    if buyers and (buyers.hhi.high or 0) > HIGH_HHI:
        code = "buyers_few" if (buyers.hhi.low or 0) > HIGH_HHI else "buyers_maybe_few"
        found.append((code, {"hhi": ("figures", "value", ends(buyers.hhi))}))
    if left_out:
        found.append(("buyers_left_out", {"who": names(left_out)}))
    if moved.known:
        found.append(("transmission", {"rise": round((moved.best or 0) * 10, 2)}))
    if months and len(months) < FEW_MONTHS:
        found.append(("months_few", {"count": len(months)}))
    if finance is not None and finance > 0:
        found.append(("finance", {"rate": ("totals", "share", ends(exact(finance)))}))
    return found


def even_found(form: dict, shown: list[dict]) -> list[tuple]:
    asked = "fixed" in form
    return (
        [("no_break_even", {})] if asked and not any(row["measure"] == "break_even" for row in shown) else []
    )


def unmatched(rows: list[dict], nodes: list[Node]) -> list[tuple]:
    unknown = [row["actor"] for row in rows if place_of(row, nodes) is None]
    return [("change_unknown", {"who": names(unknown)})] if unknown else []


def practice_found(rows: list[dict]) -> list[tuple]:
    if not rows:
        return []
    found = []
    unseen = [activity for activity in ACTIVITIES if all(row["activity"] != activity for row in rows)]
    if unseen:
        found.append(("unseen", {"count": len(unseen), "of": len(ACTIVITIES)}))
    silent = sum(row["kind"] == "bad" and "recommendation" not in row for row in rows)
    if silent:
        found.append(("no_recommendation", {"count": silent}))
    return found
