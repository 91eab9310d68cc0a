"""Answers → profile of each group, weakest themes, where groups see it differently. Formulas: calc/safety_culture.py."""

from batea.calc.safety_culture import FEWEST, standing, together

NUMBERS = ("n1", "n2", "n3", "n4", "n5")
STOP = "stop"
APART = 2  # rungs between two groups' middle persons that are worth a talk
LOWEST = 1


def calculate(themes: list[str], answers: dict) -> dict:
    """`themes` in the order they are shown. A group's row appears once for each theme, however often it was entered."""
    counts = counted(answers["answers"])
    profile = [row for theme in themes for row in profile_rows(theme, counts.get(theme, {}))]
    overview = [row for theme in themes if (row := overview_row(theme, counts.get(theme, {})))]
    overview.sort(key=lambda row: (row["middle"] or 9, themes.index(row["theme"])))
    told = [row for row in profile if row["middle"] is not None]
    return {
        "tables": {"themes": overview, "profile": profile},
        "findings": findings(themes, overview, profile, told),
    }


def counted(rows: list[dict]) -> dict[str, dict[str, list[int]]]:
    """{theme: {group: people at each rung}}; the same group and theme entered twice are added."""
    found: dict[str, dict[str, list[int]]] = {}
    for row in rows:
        numbers = [row.get(name, 0) for name in NUMBERS]
        groups = found.setdefault(row["theme"], {})
        groups[row["group"]] = together([groups.get(row["group"], [0] * 5), numbers])
    return found


def profile_rows(theme: str, groups: dict[str, list[int]]) -> list[dict]:
    return [profile_row(theme, group, numbers) for group, numbers in groups.items()]


def profile_row(theme: str, group: str, numbers: list[int]) -> dict:
    found = standing(numbers, theme)
    hidden = found is None or found.people < FEWEST
    return {
        "theme": theme,
        "group": group,
        "people": found.people if found and not hidden else None,
        "middle": None if hidden else found.middle,
        "low": None if hidden else found.low,
        "high": None if hidden else found.high,
        "state": "none" if found is None else "few" if hidden else "told",
    }


def overview_row(theme: str, groups: dict[str, list[int]]) -> dict | None:
    """All groups as one, and how far their middle persons lie apart."""
    if not groups:
        return None
    found = standing(together(list(groups.values())), theme)
    if found is None:
        return None
    hidden = found.people < FEWEST
    rows = [row for row in profile_rows(theme, groups) if row["middle"] is not None]
    middles = [row["middle"] for row in rows]
    return {
        "theme": theme,
        "middle": None if hidden else found.middle,
        "low": None if hidden else found.low,
        "high": None if hidden else found.high,
        "apart": max(middles) - min(middles) if len(middles) > 1 else None,
        "next": None if hidden or found.middle == 5 else f"to{found.middle + 1}",
    }


def findings(themes: list[str], overview: list[dict], profile: list[dict], told: list[dict]) -> list[tuple]:
    found = [
        ("no_stop", {"group": ("profile", "group", row["group"])})
        for row in told
        if row["theme"] == STOP and row["middle"] == LOWEST
    ]
    known = [row for row in overview if row["middle"] is not None]
    if known:
        lowest = known[0]["middle"]
        found += [
            ("weakest", {"theme": ("themes", "theme", row["theme"]), "rung": ("themes", "middle", lowest)})
            for row in known
            if row["middle"] == lowest and lowest < 4
        ][:3]
    found += [
        ("apart", {"theme": ("themes", "theme", row["theme"]), "rungs": row["apart"]})
        for row in overview
        if (row["apart"] or 0) >= APART
    ]
    if any(row["state"] == "few" for row in profile):
        found.append(("few", {"count": FEWEST}))
    missing = len(themes) - len(overview)
    if overview and missing:
        found.append(("missing", {"count": missing}))
    return found
