"""Answers of ten tables → indices, who does what, use without control, voice, effects of measures, a plan with gaps.

Formulas: calc/gender_gap.py. A figure that rests on fewer than five women or five men is hidden.
"""

from collections.abc import Callable

from batea.calc.gender_gap import (
    FEW,
    FEWEST,
    bootstrap,
    composite,
    duncan,
    earnings_gap,
    exposure_ratio,
    holding_gap,
    parity,
    scale_gap,
    share,
    voice,
    wedge,
)

HERS = {"woman", "jointly"}
CHANGES = ("work", "income", "control", "time", "safety", "voice")
POWER = ("control", "voice")
EVEN = 0.05  # a gap smaller than this is told as about even
GAPS = {  # index: what its value would be at parity
    "participation": 0.5,
    "best_paid": 0.5,
    "segregation": 0.0,
    "earnings_day": 0.0,
    "earnings_hour": 0.0,
    "access": 0.0,
    "control": 0.0,
    "wedge": 0.0,
    "time": 1.0,
    "titles": 0.0,
    "boards": 0.0,
    "training": 0.0,
    "finance": 0.0,
    "hazard": 1.0,
    "voice": 0.5,
}
LESS_IS_WORSE = {"participation", "best_paid", "voice"}


def calculate(answers: dict) -> dict:
    """Every index that can be worked out from what is filled in; the tables below say where it comes from."""
    found = indices(answers)
    tables = {
        "indices": found,
        "roles": [role_row(row) for row in answers["roles"]],
        "tasks": [task_row(row) for row in answers["activities"]],
        "access": [access_row(row) for row in answers["access"]],
        "needs": needs(answers["needs"]),
        "impacts": [impact_row(row) for row in answers["impacts"]],
        "plan": [plan_row(row) for row in answers["plan"]],
    }
    return {"tables": tables, "findings": findings(answers, tables)}


# Indices --------------------------------------------------------------------------------------------------------------


def indices(answers: dict) -> list[dict]:
    roles = counted(answers["roles"])
    women, men = total(roles)
    base = share(women, men)
    held = {row["item"]: row for row in answers["held"]}
    rows = [
        index("participation", base, (women, men)),
        index("best_paid", *of_roles(roles, "best_paid")),
        index("segregation", duncan((row["women"], row["men"]) for row in roles), (women, men)),
        *earnings(answers["earnings"]),
        index("access", scale_gap(*steps(answers["access"], "access"))),
        index("control", scale_gap(*steps(answers["access"], "control"))),
        index("wedge", wedge(*both_known(answers["access"]))),
        *time_use(answers["time"]),
        held_index("titles", held, base),
        held_index("boards", held, members_share(held, base)),
        held_index("training", held, base),
        held_index("finance", held, base),
        index("hazard", *hazards(roles, women, men)),
        index("voice", voice((row["who"] in HERS, row.get("weight", 1)) for row in answers["decisions"])),
    ]
    rows.append(whole(rows))
    return [row for row in rows if row["value"] is not None or row["state"] == "hidden"]


def index(code: str, value: float | None, people: tuple | None = None, ends: tuple | None = None) -> dict:
    """One line. `people` are the women and men it rests on; without them it rests on what a group agreed."""
    known = [number for number in people or () if number is not None]
    small = bool(known) and min(known) < FEWEST and value is not None
    state = "hidden" if small else "few" if known and min(known) < FEW else "agreed" if not people else "told"
    shown = None if small else value
    low, high = ends if ends and not small else (None, None)
    return {
        "index": code,
        "value": shown,
        "low": low,
        "high": high,
        "reading": reading(code, shown),
        "people": int(sum(known)) if known and not small else None,
        "state": state,
    }


def reading(code: str, value: float | None) -> str | None:
    """Whether women or men are worse off by this index, or neither."""
    if value is None or code not in GAPS:
        return None
    apart = value - GAPS[code]
    if code in LESS_IS_WORSE:
        apart = -apart
    if abs(apart) < EVEN:
        return "even"
    return "women_worse" if apart > 0 else "men_worse"


def counted(rows: list[dict]) -> list[dict]:
    """Roles whose women and men were both counted."""
    return [row for row in rows if "women" in row and "men" in row]


def total(rows: list[dict]) -> tuple[float | None, float | None]:
    if not rows:
        return None, None
    return sum(row["women"] for row in rows), sum(row["men"] for row in rows)


def of_roles(roles: list[dict], mark: str) -> tuple[float | None, tuple]:
    people = total([row for row in roles if row.get(mark)])
    return share(*people), people


def hazards(roles: list[dict], women, men) -> tuple[float | None, tuple | None]:
    exposed = total([row for row in roles if row.get("hazard")])
    if exposed[0] is None or women is None:
        return None, None
    return exposure_ratio(exposed, (women, men)), (women, men)


def held_index(code: str, held: dict, base: float | None) -> dict:
    row = held.get(code, {})
    women, men = row.get("women"), row.get("men")
    if women is None or men is None:
        return index(code, None)
    # What few hold is public; what is hidden are small groups of people who hold it.
    return index(code, holding_gap(share(women, men), base), (women + men, women + men))


def members_share(held: dict, base: float | None) -> float | None:
    """Boards are measured against members, where those are known."""
    row = held.get("members", {})
    return share(row.get("women"), row.get("men")) or base


def earnings(rows: list[dict]) -> list[dict]:
    """The gap a day, and an hour where hours are known, with its interval."""
    day = by_sex(rows, lambda row: row.get("amount"))
    hour = by_sex(
        rows, lambda row: row["amount"] / row["hours"] if row.get("hours") and "amount" in row else None
    )
    return [earned("earnings_day", *day), earned("earnings_hour", *hour)]


def by_sex(rows: list[dict], value: Callable[[dict], float | None]) -> tuple[list, list]:
    found: tuple[list, list] = ([], [])
    for row in rows:
        number = value(row)
        if number is not None:
            found[row["sex"] != "woman"].extend([number] * row.get("people", 1))
    return found


def earned(code: str, women: list, men: list) -> dict:
    people = (len(women), len(men)) if women or men else None
    return index(code, earnings_gap(women, men), people, bootstrap(women, men, earnings_gap))


def steps(rows: list[dict], what: str) -> tuple[list, list]:
    """Women's and men's steps over the resources for which both were rated."""
    known = [row for row in rows if f"{what}_w" in row and f"{what}_m" in row]
    return [row[f"{what}_w"] for row in known], [row[f"{what}_m"] for row in known]


def both_known(rows: list[dict]) -> tuple[list, list]:
    known = [row for row in rows if "access_w" in row and "control_w" in row]
    return [row["access_w"] for row in known], [row["control_w"] for row in known]


def time_use(rows: list[dict]) -> list[dict]:
    """Women's hours of work to men's, paid or not; and the unpaid part of each."""
    worked = [row for row in rows if row["kind"] != "rest"]
    both = [row for row in worked if "women" in row and "men" in row]
    women, men = (sum(row[sex] for row in both) for sex in ("women", "men"))
    unpaid_w, unpaid_m = (unpaid_part([row for row in worked if sex in row], sex) for sex in ("women", "men"))
    return [
        index("time", parity(women, men) if women and men else None),
        index("unpaid_women", unpaid_w),
        index("unpaid_men", unpaid_m),
    ]


def unpaid_part(rows: list[dict], sex: str) -> float | None:
    """Unpaid hours of all hours of work, over the activities whose hours are known for this sex."""
    hours = sum(row[sex] for row in rows)
    return sum(row[sex] for row in rows if row["kind"] == "unpaid") / hours if hours else None


def whole(rows: list[dict]) -> dict:
    """The composite: parity ratios of the seven that a country is compared by, as far as they are known."""
    known = {row["index"]: row["value"] for row in rows}

    def odds(code: str) -> float | None:
        value = known.get(code)
        return None if value is None else value / (1 - value) if value < 1 else 1.0

    def left(code: str) -> float | None:
        return None if known.get(code) is None else 1 - known[code]

    time = known.get("time")
    value, parts = composite(
        [
            odds("best_paid"),
            left("earnings_day"),
            left("titles"),
            left("boards"),
            left("control"),
            left("finance"),
            1 / time if time else None,
        ]
    )
    return {**index("composite", value if parts >= 3 else None), "people": None}


# Tables ---------------------------------------------------------------------------------------------------------------


def role_row(row: dict) -> dict:
    women, men = row.get("women"), row.get("men")
    hidden = any(number is not None and 0 < number < FEWEST for number in (women, men))
    return {
        "role": row["role"],
        "women": None if hidden else women,
        "men": None if hidden else men,
        "share": None if hidden else share(women, men),
        "hidden": hidden,
    }


def task_row(row: dict) -> dict:
    parts = {who: row.get(who) for who in ("women", "men", "girls", "boys")}
    known = {who: number for who, number in parts.items() if number}
    most = max(known.values(), default=0)
    mostly = [who for who, number in known.items() if number == most]
    return {
        "task": row["task"],
        "sphere": row.get("sphere"),
        "mostly": mostly[0] if len(mostly) == 1 else "shared" if mostly else None,
        "hazard": row.get("hazard"),
        "paid": row.get("paid"),
        "hours": row.get("hours"),
    }


def access_row(row: dict) -> dict:
    def apart(one: str, other: str) -> int | None:
        return row[one] - row[other] if one in row and other in row else None

    without = apart("access_w", "control_w")
    return {
        "resource": row["resource"],
        "access": apart("access_m", "access_w"),
        "control": apart("control_m", "control_w"),
        "wedge": without,
        "use": "without" if without is not None and without >= 2 else None,
    }


def needs(rows: list[dict]) -> list[dict]:
    columns = ("need", "kind", "voiced", "rank_w", "rank_m", "measure")
    found = [{name: row.get(name) for name in columns} for row in rows]
    return sorted(found, key=lambda row: (row["rank_w"] or 99, row["rank_m"] or 99, row["need"]))


def impact_row(row: dict) -> dict:
    said = {name: row[name] for name in CHANGES if name in row}
    return {
        "measure": row["measure"],
        "group": row["group"],
        **{name: row.get(name) for name in CHANGES},
        "label": label(said),
        "mitigation": row.get("mitigation"),
    }


def label(said: dict[str, int]) -> str:
    """Where a measure stands on the continuum, by its effects on one group; the worst counts first."""
    if not any(said.values()):
        return "blind"
    if any(value < 0 for value in said.values()):
        return "exploitative"
    if any(said.get(name, 0) > 0 for name in POWER):
        return "transformative"
    return "positive" if said.get("income", 0) > 0 or said.get("work", 0) > 0 else "sensitive"


def plan_row(row: dict) -> dict:
    lacking = [name for name in ("owner", "due", "indicator") if name not in row]
    lacks = "nothing" if not lacking else lacking[0] if len(lacking) == 1 else "several"
    return {**{name: row.get(name) for name in ("gap", "action", "owner", "due", "status")}, "lacks": lacks}


# Findings -------------------------------------------------------------------------------------------------------------


def findings(answers: dict, tables: dict) -> list[tuple]:
    worse = [row for row in tables["indices"] if row["reading"] == "women_worse"]
    found = [
        ("gap", {"index": ("indices", "index", row["index"]), "value": ("indices", "value", row["value"])})
        for row in worse
    ]
    unsafe = [row for row in answers["safety"] if row.get("affected") in ("few", "many")]
    without_path = [row for row in unsafe if row.get("path") is not True]
    if without_path:
        found.insert(0, ("no_path", {"count": len(without_path)}))
    without = [row["resource"] for row in tables["access"] if row["use"]]
    found += [("wedge", {"what": ("access", "resource", code)}) for code in without[:3]]
    hazards_of_women = [
        row["task"] for row in tables["tasks"] if row["hazard"] and row["mostly"] in ("women", "girls")
    ]
    if hazards_of_women:
        found.append(("hazard_tasks", {"tasks": ", ".join(hazards_of_women)}))
    girls = [row["task"] for row in answers["activities"] if row.get("girls") or row.get("boys")]
    if girls:
        found.append(("children", {"tasks": ", ".join(girls)}))
    burdened = [row["measure"] for row in answers["impacts"] if row.get("time", 0) < 0]
    if burdened:
        found.append(("burden", {"measures": ", ".join(dict.fromkeys(burdened))}))
    harmful = [row["instrument"] for row in answers["laws"] if row.get("effect") == "discriminatory"]
    if harmful:
        found.append(("laws", {"texts": ", ".join(dict.fromkeys(harmful))}))
    if any(row["state"] == "hidden" for row in tables["indices"]) or any(
        row["hidden"] for row in tables["roles"]
    ):
        found.append(("hidden", {"count": FEWEST}))
    if any(row["state"] == "few" for row in tables["indices"]):
        found.append(("few", {"count": FEW}))
    unowned = sum(row["lacks"] != "nothing" for row in tables["plan"])
    if unowned:
        found.append(("plan", {"count": unowned}))
    if worse and not answers["plan"]:
        found.append(("no_plan", {}))
    return found
