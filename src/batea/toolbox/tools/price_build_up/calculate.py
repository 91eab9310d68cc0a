"""Answers → the split of a price. The formulas stand in calc/price_chain.py."""

from batea.calc.price_chain import Actor, build_up
from batea.calc.ranges import Range


def calculate(answers: dict) -> dict:
    """Each actor's part of the final price; what is missing and what matters most. Raises Impossible."""
    build = build_up([actor(row) for row in answers["actors"]])
    findings = [("gap_" + gap.what, {"who": gap.name}) for gap in build.gaps]
    if build.most_wanted:
        findings.insert(0, ("wanted_" + build.most_wanted.what, {"who": build.most_wanted.name}))
    findings += [("loss", {"who": part.name}) for part in build.losses]
    return {"tables": {"parts": [shown(part) for part in build.parts]}, "findings": findings}


def actor(row: dict) -> Actor:
    return Actor(row["actor"], row.get("low"), row.get("best"), row.get("high"), row.get("costs"))


def shown(part) -> dict:
    return {
        "actor": part.name,
        "price": ends(part.price),
        "value_added": ends(part.value_added),
        "share": ends(part.share),
        "margin": ends(part.margin),
        "margin_rate": ends(part.margin_rate),
    }


def ends(found: Range) -> dict:
    return {"low": found.low, "best": found.best, "high": found.high}
