"""Answers → where each stakeholder stands.

Power and interest as in A. L. Mendelow's matrix (1981), on scales of 1 to 5: 4 and 5 are high. Affectedness is added
because those who bear most of the effects of mining often have little power; whoever is highly affected (4 or 5) and
has no high power needs a seat first, whatever their interest.
"""

HIGH = 4
STEPS = range(1, 6)
SHOWN = ("kind", "stance", "way", "speaks")


def calculate(answers: dict) -> dict:
    """Each stakeholder's quadrant and advice, those who need a voice first, then by power, interest, affectedness."""
    placed = sorted((place(row) for row in answers["stakeholders"]), key=urgency)
    silent = [row["name"] for row in placed if row["advice"] == "voice"]
    findings = [("silent", {"who": ", ".join(silent), "count": len(silent)})] if silent else []
    unplanned = [row["name"] for row in placed if row["advice"] in ("voice", "key") and "way" not in row]
    if unplanned:
        findings.append(("unplanned", {"who": ", ".join(unplanned)}))
    against = [row["name"] for row in placed if row["power"] >= HIGH and row.get("stance", 0) < 0]
    if against:
        findings.append(("against", {"who": ", ".join(against)}))
    if placed and not any(row["quadrant"] == "key" for row in placed):
        findings.append(("nobody_key", {}))
    shown = [{**{name: row.get(name) for name in SHOWN}, **row} for row in placed]
    return {"tables": {"grid": shown, "map": cells(placed), "counts": counts(placed)}, "findings": findings}


def place(row: dict) -> dict:
    power, interest, affected = row["power"], row["interest"], row["affected"]
    quadrant = {
        (True, True): "key",
        (True, False): "satisfy",
        (False, True): "inform",
        (False, False): "watch",
    }[power >= HIGH, interest >= HIGH]
    voiceless = affected >= HIGH and power < HIGH
    return {**row, "quadrant": quadrant, "advice": "voice" if voiceless else quadrant}


def cells(placed: list[dict]) -> list[dict]:
    """Power by interest: who stands in each of the 25 places."""
    if not placed:
        return []
    return [
        {
            "power": power,
            "interest": interest,
            "names": ", ".join(
                row["name"] for row in placed if (row["power"], row["interest"]) == (power, interest)
            ),
            "quadrant": place({"power": power, "interest": interest, "affected": 1})["quadrant"],
        }
        for power in reversed(STEPS)
        for interest in STEPS
    ]


def urgency(row: dict) -> tuple:
    return (row["advice"] != "voice", -row["power"], -row["interest"], -row["affected"], row["name"])


def counts(placed: list[dict]) -> list[dict]:
    found = [row["quadrant"] for row in placed]
    return [
        {"quadrant": quadrant, "number": found.count(quadrant)}
        for quadrant in ("key", "satisfy", "inform", "watch")
    ]
