"""Answers → ranking by dots and by pairs, groups side by side, the problem tree. Formulas: calc/ranking.py."""

from batea.calc.ranges import Impossible
from batea.calc.ranking import IN_A_CIRCLE, bradley_terry, copeland, cycle, kendall

FEWEST = 5  # voters; a smaller group's votes could be traced to a person
APART = 0.3  # women and men agree less than this: worth a talk
ORDER = {"core": 0, "cause": 1, "effect": 2}


def calculate(answers: dict) -> dict:
    """Cards are known by their codes. Raises Impossible for causes that run in a circle."""
    cards = {row["code"]: row for row in answers["cards"]}
    strange = unknown(cards, answers)
    voters = {row["group"]: row["voters"] for row in answers["groups"]}
    dots = counted(cards, answers["dots"])
    wins = preferred(cards, answers["pairs"])
    tables = {
        "ranking": ranking(cards, dots),
        "pairs": pairs(cards, wins),
        "groups": by_group(cards, dots, voters),
        "tree": tree(cards),
    }
    return {"tables": tables, "findings": findings(cards, dots, wins, voters, strange, tables)}


def unknown(cards: dict, answers: dict) -> list[str]:
    """Codes that votes or causes name and no card has."""
    named = [row["card"] for row in answers["dots"]]
    named += [code for row in answers["pairs"] for code in (row["first"], row["second"])]
    named += [row["parent"] for row in answers["cards"] if "parent" in row]
    return [code for code in dict.fromkeys(named) if code not in cards]


def counted(cards: dict, rows: list[dict]) -> dict[str, dict[str, int]]:
    """{group: {card: dots}}."""
    found: dict[str, dict[str, int]] = {}
    for row in rows:
        if row["card"] in cards:
            group = found.setdefault(row.get("group", "all"), {})
            group[row["card"]] = group.get(row["card"], 0) + row["dots"]
    return found


def preferred(cards: dict, rows: list[dict]) -> dict[str, dict[str, int]]:
    """{a: {b: people who preferred a to b}}."""
    found: dict[str, dict[str, int]] = {}
    for row in rows:
        first, second = row["first"], row["second"]
        if first in cards and second in cards and first != second:
            for one, other, votes in (
                (first, second, row["first_votes"]),
                (second, first, row["second_votes"]),
            ):
                mine = found.setdefault(one, {})
                mine[other] = mine.get(other, 0) + votes
    return found


def name(cards: dict, code: str) -> str:
    return cards[code]["challenge"]


def ranking(cards: dict, dots: dict) -> list[dict]:
    """All groups' dots together; cards with as many share their rank."""
    if not dots:
        return []
    total = {code: sum(group.get(code, 0) for group in dots.values()) for code in cards}
    whole = sum(total.values())
    ordered = sorted(cards, key=lambda code: (-total[code], code))
    return [
        {
            "challenge": name(cards, code),
            "dots": total[code],
            "share": total[code] / whole if whole else None,
            "rank": 1 + sum(other > total[code] for other in total.values()),
        }
        for code in ordered
    ]


def pairs(cards: dict, wins: dict) -> list[dict]:
    compared = [code for code in cards if code in wins]
    if not compared:
        return []
    won, strength = copeland(compared, wins), bradley_terry(compared, wins)
    ordered = sorted(compared, key=lambda code: (won[code][1] - won[code][0], -(strength or {}).get(code, 0)))
    return [
        {
            "challenge": name(cards, code),
            "won": won[code][0],
            "lost": won[code][1],
            "strength": strength[code] if strength else None,
        }
        for code in ordered
    ]


def by_group(cards: dict, dots: dict, voters: dict) -> list[dict]:
    """Each group's dots as shares; nothing of a group that is known to be small."""
    found = []
    for group, mine in dots.items():
        whole = sum(mine.values())
        hidden = group in voters and voters[group] < FEWEST
        for code in sorted(cards, key=lambda code: -mine.get(code, 0)) if not hidden else ():
            share = mine.get(code, 0) / whole if whole else None
            found.append({"challenge": name(cards, code), "group": group, "share": share})
    return found


def tree(cards: dict) -> list[dict]:
    """Each card under the one it causes or follows from, the core problem first."""
    children: dict[str, list[str]] = {}
    tops = []
    for code, row in cards.items():
        parent = row.get("parent")
        if parent in cards and parent != code:
            children.setdefault(parent, []).append(code)
        else:
            tops.append(code)
    found: list[dict] = []
    for code in sorted(tops, key=lambda code: ORDER[cards[code]["kind"]]):
        grow(cards, children, code, 0, found)
    if len(found) < len(cards):
        standing = {row["code"] for row in found}
        left = next(code for code in cards if code not in standing)
        raise Impossible(name(cards, left), IN_A_CIRCLE)
    return found


def grow(cards: dict, children: dict, code: str, level: int, found: list[dict]) -> None:
    row = cards[code]
    found.append(
        {"code": code, "level": level, "challenge": f"{'– ' * level}{row['challenge']}", "kind": row["kind"]}
    )
    for child in children.get(code, ()):
        grow(cards, children, child, level + 1, found)


def findings(cards, dots, wins, voters, strange, tables) -> list[tuple]:
    found = []
    first = [row["challenge"] for row in tables["ranking"] if row["rank"] == 1 and row["dots"]]
    if first:
        found.append(("first", {"challenge": ", ".join(first)}))
    compared = [code for code in cards if code in wins]
    circle = cycle(compared, wins)
    if circle:
        found.append(("circle", {"cards": " → ".join(name(cards, code) for code in [*circle, circle[0]])}))
    if len(compared) > 1 and bradley_terry(compared, wins) is None:
        found.append(("unconnected", {}))
    agreement = women_and_men(cards, dots, voters)
    if agreement is not None and agreement < APART:
        found.append(("apart", {"tau": round(agreement, 2)}))
    if any(group in voters and voters[group] < FEWEST for group in dots):
        found.append(("hidden", {"count": FEWEST}))
    if strange:
        found.append(("strange", {"codes": ", ".join(strange)}))
    if cards and not any(row["kind"] == "core" for row in cards.values()):
        found.append(("no_core", {}))
    return found


def women_and_men(cards: dict, dots: dict, voters: dict) -> float | None:
    """How far women's and men's dots make the same order; nothing where one of the groups is hidden."""
    if not {"women", "men"} <= set(dots):
        return None
    if any(voters.get(group, FEWEST) < FEWEST for group in ("women", "men")):
        return None
    orders = [[dots[group].get(code, 0) for code in cards] for group in ("women", "men")]
    return kendall(*orders) if len(cards) > 1 else None
