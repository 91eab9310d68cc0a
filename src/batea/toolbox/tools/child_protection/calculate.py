"""Answers → what to do today, how many children (small numbers hidden), gaps in the referral path and on site.

`calculate(lists, answers)` takes the lists of the folder as {"tasks" | "signs" | "checks": {code: {column: text}},
"steps": [code, …]}; definition.py binds them.

Ages: work under the general minimum age, ILO Convention No. 138 (1973), article 2(3), not under 15; hazardous work
under 18, article 3(1). Which work is hazardous: ILO Recommendation No. 190 (1999), paragraph 3.
Numbers from 1 to 4 are hidden, and sums from which one could be worked out by subtraction.
"""

from datetime import date

BANDS = {"0_4": (0, 4), "5_11": (5, 11), "12_14": (12, 14), "15_17": (15, 17)}
KINDS = ("hazardous", "work", "care", "none")
SEXES = ("girls", "boys")
AT_WORK = ("hazardous", "work")
REFERENCE_AGE, HAZARDOUS_AGE = 15, 18
SMALL = 5
OLD_DAYS = 365
URGENT = ("now", "days", "week")
ANSWERS = ("no", "unknown", "partly")  # gaps, the worst first
GROUPS = ("mine", "school", "families", "report")


def calculate(lists: dict, answers: dict) -> dict:
    form = next(iter(answers["visit"]), {})
    counts = [{**row, "kind": lists["tasks"][row["task"]]["kind"]} for row in answers["counts"]]
    steps = {row["item"]: row for row in answers["path"]}
    answered = {row["item"]: row.get("answer") for row in answers["checks"]}
    minimum = form.get("minimum_age", REFERENCE_AGE)
    tables = {
        "urgent": urgent(lists, answers["signs"], counts, steps),
        "numbers": numbers(counts, minimum),
        "children": children(counts),
        "tasks": tasks(lists["tasks"], counts),
        "path": [path_row(code, steps.get(code, {}), form.get("day")) for code in lists["steps"]],
        "gaps": gaps(lists["checks"], answered),
        "coverage": coverage(lists, steps, answered),
    }
    return {"tables": tables, "findings": findings(tables, form, counts, answered)}


# What to do ------------------------------------------------------------------------------------------------------


def urgent(lists: dict, signs: list[dict], counts: list[dict], steps: dict) -> list[dict]:
    """Signs that were seen or told, and tasks children were counted in, the most urgent first."""
    seen = {row["item"] for row in signs if row.get("there") == "yes"}
    seen |= {lists["tasks"][row["task"]]["sign"] for row in counts if present(row)}
    found = [(code, sign) for code, sign in lists["signs"].items() if code in seen]
    return [
        {"sign": code, "when": sign["when"], "act": sign["act"], "call": whom(steps.get(sign["step"], {}))}
        for code, sign in sorted(found, key=lambda pair: URGENT.index(pair[1]["when"]))
    ]


def whom(step: dict) -> str | None:
    """The institution and its line, as far as they are written down."""
    return ", ".join(filter(None, (step.get("institution"), step.get("line")))) or None


def present(row: dict) -> bool:
    """Somebody was there: a number above 0, or a row without any number."""
    numbers = [row.get("girls"), row.get("boys")]
    return any(numbers) or numbers == [None, None]


# How many --------------------------------------------------------------------------------------------------------


def numbers(counts: list[dict], minimum: int) -> list[dict]:
    """Groups of children across all rows; nothing at all where nobody counted."""
    if not counts:
        return []
    working = [row for row in counts if row["kind"] in AT_WORK]
    schooling = [row for row in counts if row["band"] != "0_4"]
    groups = {  # each with the larger group from which it could be subtracted
        "seen": (counts, counts),
        "working": (working, counts),
        "hazardous": ([row for row in counts if row["kind"] == "hazardous"], working),
        "below": ([row for row in working if BANDS[row["band"]][1] < minimum], working),
        "perhaps": (
            [row for row in working if BANDS[row["band"]][0] < minimum <= BANDS[row["band"]][1]],
            working,
        ),
        "out": ([row for row in schooling if row.get("school") == "no"], schooling),
        "school_unknown": ([row for row in schooling if row.get("school") in (None, "unknown")], schooling),
    }
    return [{"group": name, **of_whole(rows, whole)} for name, (rows, whole) in groups.items()]


def of_whole(rows: list[dict], whole: list[dict]) -> dict:
    """A group's number, kept back too when what is left of the whole would be a small number."""
    found, all_of_them = summed(rows), summed(whole)
    if None in (found["number"], all_of_them["number"]) or not hidden(
        all_of_them["number"] - found["number"]
    ):
        return found
    return {"number": None, "size": "kept"}


def summed(rows: list[dict]) -> dict:
    """The sum over rows of the table of children; kept back when one of those rows keeps its own sum back."""
    pairs = list(pairs_of(rows).values())
    parts = [number for pair in pairs for number in pair]
    found, total = size(parts), add(parts)
    if found == "some" and any(told(pair)["number"] is None for pair in pairs):
        return {"number": None, "size": "kept"}
    return {"number": None if hidden(total) else total, "size": found}


def pairs_of(rows: list[dict]) -> dict[tuple, list[int | None]]:
    """{(kind, band): [girls, boys]}; None where somebody was there and not counted."""
    cells: dict[tuple, list[dict]] = {}
    for row in rows:
        cells.setdefault((row["kind"], row["band"]), []).append(row)
    return {cell: [add([row.get(sex) for row in group]) for sex in SEXES] for cell, group in cells.items()}


def add(values: list[int | None]) -> int | None:
    """The sum; None when one of them is unknown."""
    return None if None in values else sum(values)


def hidden(number: int | None) -> bool:
    return number is not None and 0 < number < SMALL


def told(pair: list[int | None]) -> dict:
    """The sum of girls and boys and its size in words.

    It is hidden when it is small, and kept back when only one of the two is small: subtraction would tell it.
    """
    total, found = add(pair), size(pair)
    if found == "some" and sum(map(hidden, pair)) == 1:
        return {"number": None, "size": "kept"}
    return {"number": None if hidden(total) else total, "size": found}


def size(parts: list[int | None]) -> str:
    if None in parts:
        return "uncounted"
    total = sum(parts)
    return "nobody" if total == 0 else "few" if total < SMALL else "some"


def children(counts: list[dict]) -> list[dict]:
    """Girls and boys by age band and kind of task, where a row was written."""
    pairs = pairs_of(counts)
    return [
        {"kind": kind, "band": band} | by_sex(pairs[kind, band])
        for kind in KINDS
        for band in BANDS
        if (kind, band) in pairs
    ]


def by_sex(pair: list[int | None]) -> dict:
    """Girls, boys and both, with the small ones hidden; `withheld` tells how many known numbers are not shown."""
    total = told(pair)
    shown = [None if hidden(number) else number for number in pair] + [total["number"]]
    withheld = sum(
        seen is None and number is not None for seen, number in zip(shown, [*pair, add(pair)], strict=True)
    )
    return dict(zip((*SEXES, "total"), shown, strict=True)) | {"withheld": withheld, "size": total["size"]}


def tasks(known: dict, counts: list[dict]) -> list[dict]:
    """Each task with children in it: how many in words only, and the longest day."""
    rows = []
    for task, about in known.items():
        group = [row for row in counts if row["task"] == task and present(row)]
        if group:
            hours = [row["hours"] for row in group if "hours" in row]
            found = size([row.get(sex) for row in group for sex in SEXES])
            rows.append(
                {"task": task, "kind": about["kind"], "size": found, "hours": max(hours, default=None)}
            )
    return rows


# Path and checks -------------------------------------------------------------------------------------------------


def path_row(code: str, step: dict, day: str | None) -> dict:
    columns = ("institution", "line", "speed", "tested")
    return {"step": code, **{name: step.get(name) for name in columns}, "gap": path_gap(code, step, day)}


def path_gap(code: str, step: dict, day: str | None) -> str:
    """The first thing that is missing; "ready" when nothing is."""
    if not step.get("institution"):
        return "nobody"
    if not step.get("line"):
        return "no_line"
    if code == "danger" and step.get("speed") != "day":
        return "slow"
    if not step.get("tested"):
        return "untested"
    return "old" if day and days_between(step["tested"], day) > OLD_DAYS else "ready"


def days_between(first: str, last: str) -> int:
    return (date.fromisoformat(last) - date.fromisoformat(first)).days


def gaps(checks: dict, answered: dict) -> list[dict]:
    """What is not in place, the worst first; what nobody asked is unknown."""
    rows = [
        {"item": code, "answer": answered.get(code) or "unknown", "measure": check["measure"]}
        for code, check in checks.items()
    ]
    rows = [row for row in rows if row["answer"] != "yes"]
    return sorted(rows, key=lambda row: ANSWERS.index(row["answer"]))


def coverage(lists: dict, steps: dict, answered: dict) -> list[dict]:
    """How much is in place: steps with an institution and a line, checks answered yes."""
    ready = sum(bool(step.get("institution") and step.get("line")) for step in steps.values())
    rows = [("path", ready, len(lists["steps"]))]
    for group in GROUPS:
        codes = [code for code, check in lists["checks"].items() if check["group"] == group]
        rows.append((group, sum(answered.get(code) == "yes" for code in codes), len(codes)))
    return [{"area": area, "ready": done, "of": of, "share": done / of} for area, done, of in rows]


# Findings --------------------------------------------------------------------------------------------------------


def findings(tables: dict, form: dict, counts: list[dict], answered: dict) -> list[tuple]:
    """No finding names a number of children: sentences travel further than tables."""
    found = []
    for row in tables["urgent"]:
        sign = {"sign": ("urgent", "sign", row["sign"])}
        code = "act_now" if row["when"] == "now" else "act_soon"
        when = {"when": ("urgent", "when", row["when"])}
        found.append((code, sign | when | {"act": ("urgent", "act", row["act"])}))
        if row["when"] == "now" and not row["call"]:
            found.append(("no_call", sign))
    found += count_findings(tables, form, counts)
    found += age_findings(form)
    bad = [row for row in tables["path"] if row["gap"] != "ready"]
    if bad:
        found.append(("path_gaps", {"count": len(bad), "of": len(tables["path"])}))
    small = any(row["band"] == "0_4" and present(row) for row in counts)
    if small and answered.get("childcare") != "yes":
        found.append(("small_children", {}))
    found += [("service_unknown", {})] if form.get("service_known") is False else []
    found += [("no_focal", {})] if form.get("focal") == "none" else []
    missing = sum(row["answer"] == "no" for row in tables["gaps"])
    unknown = sum(row["answer"] == "unknown" for row in tables["gaps"])
    found += [("checks_no", {"count": missing})] if missing else []
    found += [("checks_unknown", {"count": unknown})] if unknown else []
    return found


def count_findings(tables: dict, form: dict, counts: list[dict]) -> list[tuple]:
    there = [row for row in counts if present(row)]
    found = []
    if not there:
        found.append(("none_counted", {}))
    if any(row["kind"] == "hazardous" for row in there):
        found.append(("hazardous", {}))
    sizes = {row["group"]: row["size"] for row in tables["numbers"]}
    found += [(name, {}) for name in ("below", "perhaps", "out") if sizes.get(name, "nobody") != "nobody"]
    if any(row["size"] == "uncounted" for row in tables["children"]):
        found.append(("uncounted", {}))
    if any(row["withheld"] for row in tables["children"]):
        found.append(("small_numbers", {}))
    school_age = any(row["band"] != "0_4" for row in there)
    if school_age and form.get("school_hours_now") and form.get("term") == "term":
        found.append(("in_school_hours", {}))
    if form.get("term") == "holidays" or form.get("school_hours_now") is False:
        found.append(("outside_school", {}))
    return found


def age_findings(form: dict) -> list[tuple]:
    minimum, hazardous = form.get("minimum_age"), form.get("hazardous_age")
    found = []
    if minimum is None:
        found.append(("reference_age", {"age": REFERENCE_AGE}))
    elif minimum < REFERENCE_AGE:
        found.append(("minimum_low", {"age": minimum}))
    if hazardous is not None and hazardous < HAZARDOUS_AGE:
        found.append(("hazardous_low", {"age": hazardous}))
    if (minimum or hazardous) and not form.get("ages_source"):
        found.append(("ages_unsourced", {}))
    return found
