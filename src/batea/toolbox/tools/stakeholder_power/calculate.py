"""Answers → where each stakeholder stands.

Power and interest as in A. L. Mendelow's matrix (1981), on scales of 1 to 5: 4 and 5 are high. Affectedness is added
because those who bear most of the effects of mining often have little power; whoever is highly affected (4 or 5) and
has no high power needs a seat first, whatever their interest.
"""

HIGH = 4


def calculate(answers: dict) -> dict:
    """Each stakeholder's quadrant and advice, those who need a voice first, then by power, interest, affectedness."""
    placed = sorted((place(row) for row in answers["stakeholders"]), key=urgency)
    silent = [row["name"] for row in placed if row["advice"] == "voice"]
    findings = [("silent", {"who": ", ".join(silent), "count": len(silent)})] if silent else []
    if placed and not any(row["quadrant"] == "key" for row in placed):
        findings.append(("nobody_key", {}))
    return {"tables": {"grid": placed, "counts": counts(placed)}, "findings": findings}


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


def urgency(row: dict) -> tuple:
    return (row["advice"] != "voice", -row["power"], -row["interest"], -row["affected"], row["name"])


def counts(placed: list[dict]) -> list[dict]:
    found = [row["quadrant"] for row in placed]
    return [
        {"quadrant": quadrant, "number": found.count(quadrant)}
        for quadrant in ("key", "satisfy", "inform", "watch")
    ]
