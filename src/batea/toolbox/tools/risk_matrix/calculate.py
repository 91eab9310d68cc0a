"""Answers → each hazard's value and band before, now and after control, where work stops, clocks, faults of the plan.

`calculate(matrix, names, answers)`: the matrix, and {hazard: {language: its name}}; definition.py binds them. Values
are given as text: they are labels in order, and nothing may add them.
"""

from datetime import datetime

from batea.calc.risk_matrix import (
    Hazard,
    Matrix,
    Rating,
    clock,
    current,
    faults,
    is_corrected,
    limit,
    residual,
    work,
)

LEVELS = ("elimination", "substitution", "engineering", "administrative", "ppe")
WORK = ("stop", "rate", "go", "unrated")  # the most urgent first
OTHER = "other"
NAMED_FAULTS = ("worse", "unexplained", "severity", "soft")


def calculate(matrix: Matrix, names: dict, answers: dict) -> dict:
    form = next(iter(answers["sheet"]), {})
    rows = [rated(matrix, names, row) for row in answers["hazards"]]
    ordered = sorted(rows, key=lambda row: urgency(matrix, row))
    tables = {
        "summary": [summary(matrix, rows)] if rows else [],
        "hazards": [hazard_row(matrix, row) for row in ordered],
        "bands": bands(matrix, rows) if rows else [],
        "plan": [plan_row(row) for row in ordered],
        "advice": advice(names, ordered),
        "cells": [cell(matrix, place, rows) for place in matrix.cells],
    }
    return {"tables": tables, "findings": findings(matrix, form, rows)}


def rated(matrix: Matrix, names: dict, row: dict) -> dict:
    """A row with what follows from it."""
    hazard = Hazard(
        before=rating(row, "severity", "frequency"),
        after=rating(row, "severity_after", "frequency_after"),
        levels=frozenset(number for number, name in enumerate(LEVELS, 1) if row.get(name)),
        in_place=row.get("in_place"),
        rated_at=moment(row.get("rated_at")),
        done_at=moment(row.get("done_at")),
    )
    return {
        "typed": row,
        "hazard": hazard,
        "name": name_of(names, row),
        "now": current(matrix, hazard),
        "after": residual(matrix, hazard),
        "work": work(matrix, hazard),
        "clock": clock(matrix, hazard),
        "faults": faults(matrix, hazard),
    }


def rating(row: dict, severity: str, frequency: str) -> Rating | None:
    """A rating needs both."""
    return Rating(row[severity], row[frequency]) if severity in row and frequency in row else None


def moment(said: str | None) -> datetime | None:
    return datetime.fromisoformat(said).replace(tzinfo=None) if said else None


def name_of(names: dict, row: dict) -> dict[str, str]:
    """What the hazard is called, in every language: its name or own words, and the place."""
    known, own = names[row["hazard"]], row.get("own")
    if row["hazard"] == OTHER and own:
        known, own = dict.fromkeys(known, own), None
    more = [part for part in (own, row.get("place")) if part]
    return {"original": "en", **{lang: ", ".join([name, *more]) for lang, name in known.items()}}


def urgency(matrix: Matrix, row: dict) -> tuple:
    now = row["now"]
    return WORK.index(row["work"]), 0 if now is None else matrix.rank(matrix.value(now))


# Tables ---------------------------------------------------------------------------------------------------------------


def band_of(matrix: Matrix, place: Rating | None) -> str | None:
    return None if place is None else matrix.band(place).code


def value_of(matrix: Matrix, place: Rating | None) -> str | None:
    return None if place is None else str(matrix.value(place))


def summary(matrix: Matrix, rows: list[dict]) -> dict:
    def worst(places):
        return band_of(matrix, matrix.worst(place for place in places if place is not None))

    return {
        "worst_now": worst(row["now"] for row in rows),
        "worst_before": worst(row["hazard"].before for row in rows),
        "worst_after": worst(row["after"] for row in rows),
        "hazards": len(rows),
        "rated": sum(row["hazard"].before is not None for row in rows),
        "stopped": sum(row["work"] == "stop" for row in rows),
    }


def hazard_row(matrix: Matrix, row: dict) -> dict:
    until = limit(matrix, row["hazard"]) if row["clock"] == "running" else None
    return {
        "hazard": row["name"],
        "work": row["work"],
        "due": until and until.isoformat(timespec="minutes"),
        "clock": row["clock"],
        "now": band_of(matrix, row["now"]),
        "value": value_of(matrix, row["hazard"].before),
        "before": band_of(matrix, row["hazard"].before),
        "value_after": value_of(matrix, row["after"]),
        "after": band_of(matrix, row["after"]),
        "responsible": row["typed"].get("responsible"),
        "kind": row["typed"].get("kind"),
    }


def bands(matrix: Matrix, rows: list[dict]) -> list[dict]:
    """How many hazards lie in each band, and how many are not rated."""
    found = {
        "before": [band_of(matrix, row["hazard"].before) for row in rows],
        "now": [band_of(matrix, row["now"]) for row in rows],
        "after": [band_of(matrix, row["after"]) for row in rows],
    }
    bands_asked = [(band.code, band.hours) for band in matrix.bands]
    return [
        {
            "band": code or "unrated",
            "meaning": code,
            "hours": hours,
            **{when: codes.count(code) for when, codes in found.items()},
        }
        for code, hours in [*bands_asked, (None, None)]
    ]


def plan_row(row: dict) -> dict:
    """The gravest fault of a hazard's controls, and the strongest control that is named."""
    hazard = row["hazard"]
    unrated = "unrated" if hazard.before is None else "ok"
    return {
        "hazard": row["name"],
        "check": next(iter(row["faults"]), unrated),
        "strongest": LEVELS[min(hazard.levels) - 1] if hazard.levels else None,
        "in_place": hazard.in_place,
    }


def advice(names: dict, rows: list[dict]) -> list[dict]:
    """What the catalogue says of each hazard that was chosen, once each."""
    chosen = dict.fromkeys(row["typed"]["hazard"] for row in rows)
    return [
        {"hazard": code, "controls": code, "evidence": code, "sources": code}
        for code in chosen
        if code in names and code != OTHER
    ]


def cell(matrix: Matrix, place: Rating, rows: list[dict]) -> dict:
    now = sum(row["now"] == place for row in rows)
    value = str(matrix.value(place))
    return {
        "severity": place.severity,
        "frequency": place.frequency,
        "value": value,
        "band": matrix.band(place).code,
        "before": sum(row["hazard"].before == place for row in rows),
        "now": now,
        "label": f"{value} ({now})" if now else value,
    }


# Findings -------------------------------------------------------------------------------------------------------------


def findings(matrix: Matrix, form: dict, rows: list[dict]) -> list[tuple]:
    picked = {
        "stop_work": [row for row in rows if row["work"] == "stop"],
        "no_restart": [row for row in rows if row["after"] is not None and matrix.band(row["after"]).stop],
        "rate_again": [row for row in rows if row["work"] == "rate"],
        **{fault: [row for row in rows if fault in row["faults"]] for fault in NAMED_FAULTS},
        "half": [row for row in rows if is_half(row["typed"])],
        "not_closed": [row for row in rows if is_left_open(row)],
        "contradiction": [row for row in rows if row["hazard"].done_at and row["hazard"].in_place is False],
        "too_early": [row for row in rows if is_too_early(row["hazard"])],
        "late": [row for row in rows if row["clock"] == "late"],
        "not_routine": [row for row in rows if is_unusual(row["typed"])],
    }
    found = [(code, {"hazards": listed(which)}) for code, which in picked.items() if which]
    counted = {
        "unrated": sum(row["hazard"].before is None for row in rows),
        "no_control": sum("no_control" in row["faults"] for row in rows),
        "nobody": sum(lacks_responsible(matrix, row) for row in rows),
        "no_moment": sum(row["clock"] == "untimed" for row in rows),
    }
    found += [(code, {"number": number}) for code, number in counted.items() if number]
    found += [
        (code, {})
        for code, said in (("no_crew", "crew"), ("not_explained", "explained"))
        if form.get(said) is False
    ]
    return found if rows else [*found, ("nothing", {})]


def listed(rows: list[dict]) -> tuple:
    """Their names, to be told in the reader's language."""
    names = [row["name"] for row in rows]
    joined = {lang: "; ".join(name[lang] for name in names) for lang in names[0] if lang != "original"}
    return "hazards", "hazard", {"original": "en", **joined}


def is_half(row: dict) -> bool:
    pairs = (("severity", "frequency"), ("severity_after", "frequency_after"))
    return any((one in row) != (other in row) for one, other in pairs)


def is_left_open(row: dict) -> bool:
    return bool(row["hazard"].in_place and not row["hazard"].done_at and row["clock"] == "running")


def is_too_early(hazard: Hazard) -> bool:
    return bool(hazard.done_at and hazard.in_place is not False and not is_corrected(hazard))


def lacks_responsible(matrix: Matrix, row: dict) -> bool:
    """Something is to be corrected, in any band but the mildest, and nobody answers for it."""
    before = row["hazard"].before
    if before is None or matrix.band(before) is matrix.bands[-1] or is_corrected(row["hazard"]):
        return False
    return not row["typed"].get("responsible")


def is_unusual(row: dict) -> bool:
    """Not a routine task, and not assessed as one."""
    return row.get("routine") is False and row.get("kind") != "specific"
