"""Answers → cards by theme, recommendations by addressee, what a card lacks, the debrief.

`calculate(known, answers)` takes the ids and themes it checks against as {"prompts": {code: theme}, "measure": set,
"indicator": set}; definition.py binds them. Nothing is scored: cards are sorted and counted.
"""

import re

THEMES = ("environment", "chain", "safety", "gender", "community")
KINDS = ("good", "bad", "neutral")
URGENT = ("now", "month", "year", "later", None)
WITHHELD = (None, "asked_not", "refused")  # what was seen is not told before consent is settled
DEBRIEF = (
    ("good", ("good1", "good2", "good3")),
    ("bad", ("bad1", "bad2", "bad3")),
    ("recommendation", ("recommendation1", "recommendation2", "recommendation3")),
    ("question", ("question",)),
)


def calculate(known: dict, answers: dict) -> dict:
    cards = [numbered(number, row) for number, row in enumerate(answers["cards"], start=1)]
    cards.sort(key=order)
    links = linked(known, cards)
    tables = {
        "cards": cards,
        "recommendations": recommendations(cards),
        "themes": themes(known["prompts"], cards, answers["prompts"]),
        "links": [row for row in links if row["known"]],
        "lacking": [{"card": card["card"], "lacks": lack} for card in cards for lack in lacks(card)],
        "debrief": debrief(next(iter(answers["debrief"]), {})),
    }
    return {"tables": tables, "findings": findings(tables, links, answers)}


def numbered(number: int, row: dict) -> dict:
    """The card as it may be told: in the order it was written, its words withheld before consent is settled."""
    names = (
        "theme",
        "kind",
        "activity",
        "who",
        "often",
        "strength",
        "cause",
        "evidence",
        "copy",
        "recommendation",
        "addressee",
        "urgency",
        "critical",
        "consent",
        "measure",
        "indicator",
        "place",
    )
    told = {name: row.get(name) for name in names}
    withheld = told["consent"] in WITHHELD
    hide = dict.fromkeys(("who", "cause"), None) if withheld else {}
    return {**told, **hide, "card": number, "seen": None if withheld else row["seen"]}


def order(card: dict) -> tuple:
    """Safety-critical first, then theme by theme, bad before good before neutral, the strongest first."""
    kinds = ("bad", "good", "neutral")
    strength = card["strength"] or 0
    return (
        not card["critical"],
        THEMES.index(card["theme"]),
        kinds.index(card["kind"]),
        -strength,
        card["card"],
    )


def recommendations(cards: list[dict]) -> list[dict]:
    """Safety-critical first, then by urgency, then together for each addressee."""
    rows = [
        {name: card[name] for name in ("critical", "urgency", "addressee", "recommendation", "theme", "card")}
        for card in cards
        if card["recommendation"]
    ]
    return sorted(
        rows,
        key=lambda row: (
            not row["critical"],
            URGENT.index(row["urgency"]),
            (row["addressee"] or "\uffff").casefold(),
            row["card"],
        ),
    )


def themes(prompts: dict[str, str], cards: list[dict], asked: list[dict]) -> list[dict]:
    """Each theme: how many cards of each kind, and how much of the memory aid was looked at or asked."""
    done = [prompts[row["item"]] for row in asked if row.get("done") in ("yes", "silent")]
    kinds = [(card["theme"], card["kind"]) for card in cards]
    themes_of_prompts = list(prompts.values())
    return [
        {
            "theme": theme,
            **{kind: kinds.count((theme, kind)) for kind in KINDS},
            "asked": done.count(theme) / themes_of_prompts.count(theme),
        }
        for theme in THEMES
    ]


def linked(known: dict, cards: list[dict]) -> list[dict]:
    """One row for each measure or indicator a card names; `known` says whether the catalogue has it."""
    rows = []
    for card in cards:
        for column in ("measure", "indicator"):
            for code in dict.fromkeys(codes_in(card[column] or "")):
                there = code in known[column]
                link = {"measure": None, "indicator": None, column: code}
                rows.append(
                    {"card": card["card"], "theme": card["theme"], **link, "code": code, "known": there}
                )
    return rows


def codes_in(text: str) -> list[str]:
    """The codes in what was typed: "M032 M038", "m032, m038"."""
    return [part.upper() for part in re.split(r"[\s,;]+", text) if part]


def lacks(card: dict) -> list[str]:
    """What a card still needs before somebody can act on it."""
    needed = card["kind"] != "neutral"
    missing = {
        "evidence": not card["evidence"],
        "recommendation": needed and not card["recommendation"],
        "addressee": bool(card["recommendation"]) and not card["addressee"],
        "urgency": bool(card["recommendation"]) and not card["urgency"],
        "consent": card["consent"] in (None, "asked_not"),
        "critical": card["kind"] == "bad" and card["critical"] is None,
    }
    return [name for name, is_missing in missing.items() if is_missing]


def debrief(form: dict) -> list[dict]:
    """The lines of the debrief; the quote only when whoever said it agreed."""
    rows = [{"kind": kind, "text": form[name]} for kind, names in DEBRIEF for name in names if form.get(name)]
    if form.get("quote") and form.get("quote_consent") is True:
        rows.append({"kind": "quote", "text": form["quote"]})
    return rows


def findings(tables: dict, links: list[dict], answers: dict) -> list[tuple]:
    cards, found = tables["cards"], []
    for card in cards:
        if card["critical"]:
            theme = {"card": card["card"], "theme": ("cards", "theme", card["theme"])}
            who = {"who": card["addressee"]} if card["addressee"] else {}
            found.append(("critical" if who else "critical_nobody", theme | who))
    empty = [
        row["theme"]
        for row in tables["themes"]
        if not (row["good"] + row["bad"] + row["neutral"] + row["asked"])
    ]
    found += [("theme_empty", {"theme": ("themes", "theme", theme)}) for theme in empty]
    withheld = sum(card["seen"] is None for card in cards)
    found += [("withheld", {"count": withheld})] if withheld else []
    lacking = len({row["card"] for row in tables["lacking"]})
    found += [("lacking", {"count": lacking, "of": len(cards)})] if lacking else []
    found += [
        ("unknown_code", {"code": row["code"], "card": row["card"]}) for row in links if not row["known"]
    ]
    if cards and not any(card["kind"] == "good" for card in cards):
        found.append(("no_good", {}))
    form = next(iter(answers["debrief"]), {})
    if form.get("quote") and form.get("quote_consent") is not True:
        found.append(("quote_withheld", {}))
    short = [row["kind"] for row in tables["debrief"]]
    if form and any(short.count(kind) < len(names) for kind, names in DEBRIEF):
        found.append(("debrief_open", {}))
    return found
