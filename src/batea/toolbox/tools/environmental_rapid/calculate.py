"""Answers → what is urgent, what was not looked at, what eyes cannot tell. Formulas: calc/rapid_environment.py.

`calculate(aspects, answers)` takes the aspects of `aspects.csv` as {code: {"group", "impacts", "unseen", "act",
"expert"}}; definition.py binds them.
"""

from batea.calc.ranges import Range
from batea.calc.rapid_environment import (
    Patch,
    Urgency,
    land_of,
    per_worker_m2,
    urgency_of,
    water_pairs,
)

GROUPS = ("land", "water", "chemicals", "life", "people", "repair")
LEVELS = ("open", "none", "low", "medium", "high", "very_high")  # rising
NO_HARM = 0
SEVERE, CLEAR, LASTING = 4, 3, 4


def calculate(aspects: dict[str, dict], answers: dict) -> dict:
    """Tables and findings; raises Impossible for numbers that cannot be."""
    form = next(iter(answers["visit"]), {})
    seen = [judged(row, form.get("people")) for row in answers["aspects"]]
    seen.sort(key=urgency)
    answered = {row["item"] for row in seen}
    land = land_of(
        Patch(row["name"], row.get("disturbed"), row.get("rehabilitated"), row.get("volume"))
        for row in answers["areas"]
    )
    pairs = water_pairs((row["quantity"], row["where"], row["value"]) for row in answers["readings"])
    tables = {
        "dangers": [
            {"item": row["item"], "act": aspects[row["item"]]["act"]} for row in seen if row["danger"]
        ],
        "aspects": seen,
        "impacts": impacts(aspects, seen),
        "experts": [found for row in seen if (found := expert(aspects[row["item"]], row))],
        "unseen": [
            {"item": code, "group": aspect["group"]}
            for code, aspect in aspects.items()
            if code not in answered
        ],
        "coverage": coverage(aspects, answered),
        "land": land_row(land, form.get("workers")) if answers["areas"] else [],
        "water": [
            {
                "quantity": pair.quantity,
                "above": pair.above,
                "below": pair.below,
                "difference": pair.difference,
                "worse": pair.worse,
            }
            for pair in pairs
        ],
    }
    return {"tables": tables, "findings": findings(tables, land, len(aspects))}


def judged(row: dict, people: int | None) -> dict:
    """One aspect with the least and the most its urgency can be."""
    least, most = levels(row, people)
    return {
        "item": row["item"],
        "danger": row.get("danger"),
        "least": least,
        "most": most,
        **{name: row.get(name) for name in ("state", "extent", "undo", "trend", "evidence", "note")},
    }


def levels(row: dict, people: int | None) -> tuple[str, str]:
    """ "open" without a state; "none" where no harm was seen; else the bands at both ends."""
    state = row.get("state")
    if state is None:
        return "open", "open"
    if state == NO_HARM:
        return "none", "none"
    found: Urgency = urgency_of(state, row.get("extent"), row.get("undo"), people)
    return found.least.level, found.most.level


def urgency(row: dict) -> tuple:
    """Danger first, then by the most it can be, then by the least."""
    return (not row["danger"], -LEVELS.index(row["most"]), -LEVELS.index(row["least"]), row["item"])


def pressing(level: str) -> bool:
    return level in ("high", "very_high")


def impacts(aspects: dict, seen: list[dict]) -> list[dict]:
    """Each harmed or dangerous aspect under the impacts it points to, most urgent first."""
    return [
        {"impact": impact, "item": row["item"], "least": row["least"], "most": row["most"]}
        for row in seen
        if row["danger"] or row["state"]
        for impact in aspects[row["item"]]["impacts"]
    ]


def expert(aspect: dict, row: dict) -> dict | None:
    """Who must look closer, and the first reason that holds."""
    state = row["state"] or 0
    reasons = {
        "danger": row["danger"],
        "severe": state >= SEVERE,
        "lasting": state and (row["undo"] or 0) >= LASTING,
        "eyes": aspect["unseen"] and row["evidence"] != "measured",
        "told": state >= CLEAR and row["evidence"] in (None, "told"),
    }
    reason = next((name for name, holds in reasons.items() if holds), None)
    return reason and {"item": row["item"], "expert": aspect["expert"], "reason": reason}


def coverage(aspects: dict, answered: set[str]) -> list[dict]:
    rows = []
    for group in GROUPS:
        codes = [code for code, aspect in aspects.items() if aspect["group"] == group]
        looked = sum(code in answered for code in codes)
        rows.append({"group": group, "looked": looked, "of": len(codes), "share": looked / len(codes)})
    return rows


def land_row(land, workers: int | None) -> list[dict]:
    return [
        {
            "disturbed": land.disturbed_m2,
            "rehabilitated": ends(land.rehabilitated_m2),
            "open": ends(land.open_m2),
            "share": ends(land.share),
            "per_worker": per_worker_m2(land.disturbed_m2, workers),
            "volume": land.volume_m3,
        }
    ]


def ends(found: Range) -> dict:
    return {"low": found.low, "best": found.best, "high": found.high}


def findings(tables: dict, land, number: int) -> list[tuple]:
    seen = tables["aspects"]
    found = [
        ("danger", {"what": ("dangers", "item", row["item"]), "act": ("dangers", "act", row["act"])})
        for row in tables["dangers"]
    ]
    for row in seen:
        what = {"what": ("aspects", "item", row["item"])}
        if pressing(row["least"]):
            found.append(("pressing", what | {"level": ("aspects", "least", row["least"])}))
        elif pressing(row["most"]):
            found.append(("may_press", what))
        if pressing(row["most"]) and row["trend"] == "worse":
            found.append(("worsening", what))
    silent = sum(row["danger"] is None for row in seen)
    if silent:
        found.append(("danger_open", {"count": silent}))
    if tables["unseen"]:
        found.append(("unseen", {"count": len(tables["unseen"]), "of": number}))
    if any(row["least"] == "open" for row in seen):
        found.append(("unrated", {"count": sum(row["least"] == "open" for row in seen)}))
    found += [
        ("water_worse", {"what": ("water", "quantity", row["quantity"])})
        for row in tables["water"]
        if row["worse"]
    ]
    if land.left_out:
        found.append(("land_left_out", {"what": ", ".join(land.left_out)}))
    return found
