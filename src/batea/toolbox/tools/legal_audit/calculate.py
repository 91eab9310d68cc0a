"""Answers → which topics the law leaves out, which texts harm, contradict or sleep, and who is asked to change what.

A text counts while it is in force on the day of the audit; without that day every text counts. It is a problem where it
discriminates, is blind, contradicts another or is hardly applied (3 or 4 of 4). The four effects are those of a legal
audit for gender analysis; what makes a problem, and after how long a text is to be checked again, is Batea's own design.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

HARMFUL = ("discriminatory", "blind")
EFFECTS = ("protective", "neutral", *HARMFUL)
UNJUDGED = "unjudged"
HARDLY = 3  # from this step on a text is hardly applied
YEAR = 365  # days; after that a text is to be checked again, before that its end is near
PRIORITIES = ("high", "medium", "low")


@dataclass(frozen=True)
class Law:
    """A text as it was entered, judged on the day of the audit."""

    row: dict
    day: date | None

    @property
    def effect(self) -> str:
        return self.row.get("effect", UNJUDGED)

    @property
    def hardly(self) -> bool:
        return self.row.get("gap", 0) >= HARDLY

    @property
    def troubled(self) -> bool:
        return self.effect in HARMFUL or self.hardly

    @property
    def problem(self) -> bool:
        return self.troubled or bool(self.row.get("conflicts"))

    @property
    def judged(self) -> bool:
        """Something was said about what it does, or whether it is applied."""
        return self.problem or self.effect != UNJUDGED or "gap" in self.row

    @property
    def past(self) -> bool:
        until = day_of(self.row.get("until"))
        return self.day is not None and until is not None and until < self.day

    @property
    def to_come(self) -> bool:
        since = day_of(self.row.get("since"))
        return self.day is not None and since is not None and since > self.day

    @property
    def counts(self) -> bool:
        return not (self.past or self.to_come)

    @property
    def name(self) -> str:
        return ", ".join(filter(None, (self.row["instrument"], self.row.get("article"))))

    def cells(self, *columns: str) -> dict:
        return {column: self.row.get(column) for column in columns}


def day_of(said: str | None) -> date | None:
    return date.fromisoformat(said) if said else None


def calculate(topics: list[str], answers: dict) -> dict:
    """Coverage by topic (`topics` in the order shown), effects, contradictions, troubled texts, dates, proposals."""
    about = next(iter(answers["audit"]), {})
    laws = [Law(row, day_of(about.get("day"))) for row in answers["texts"]]
    searched = {row["item"]: row.get("searched") for row in answers["topics"]}
    covered = [coverage(topic, laws, searched.get(topic)) for topic in topics]
    dated = dates(laws)
    return {
        "tables": {
            "summary": [summary(about, laws, covered)],
            "coverage": covered,
            "effects": effects(laws),
            "conflicts": conflicts(laws),
            "troubled": troubled(laws, topics),
            "dates": dated,
            "proposals": proposals(laws),
        },
        "findings": findings(about, laws, covered, dated),
    }


# Results --------------------------------------------------------------------------------------------------------------


def summary(about: dict, laws: list[Law], covered: list[dict]) -> dict:
    """The audit in one row; how many topics lack a law nobody knows before one is searched or has a text."""
    known = any(row["state"] != "unsearched" for row in covered)
    return {
        "country": about.get("country"),
        "day": about.get("day"),
        "texts": len(laws),
        "in_force": sum(law.counts for law in laws),
        "problems": sum(law.problem for law in laws if law.counts) if laws else None,
        "sourced": sum(bool(law.row.get("source")) for law in laws),
        "gaps": sum(row["state"] in {"gap", "past"} for row in covered) if known else None,
        "next_look": f"{about['next_look']}T23:59" if about.get("next_look") else None,
    }


def coverage(topic: str, laws: list[Law], searched: str | None) -> dict:
    mine = [law for law in laws if law.row["topic"] == topic]
    valid = [law for law in mine if law.counts]
    by_effect = {effect: sum(law.effect == effect for law in valid) for effect in (*EFFECTS, UNJUDGED)}
    return {
        "topic": topic,
        "state": state_of(mine, valid, searched),
        "searched": searched,
        "texts": len(valid),
        **by_effect,
        "conflicts": sum(bool(law.row.get("conflicts")) for law in valid),
        "hardly": sum(law.hardly for law in valid),
        # How many problems nobody knows where nothing was judged.
        "problems": sum(law.problem for law in valid) if any(law.judged for law in valid) else None,
    }


def state_of(mine: list[Law], valid: list[Law], searched: str | None) -> str:
    """What can be said of a topic; "no text" only where somebody has searched."""
    if valid:
        if any(law.problem for law in valid):
            return "problems"
        return "covered" if all(law.effect != UNJUDGED for law in valid) else UNJUDGED
    if mine:
        return "past"
    return {"none": "gap", "found": "unlisted"}.get(searched or "", "unsearched")


def effects(laws: list[Law]) -> list[dict]:
    valid = [law for law in laws if law.counts]
    return [
        {
            "effect": effect,
            "number": sum(law.effect == effect for law in valid),
            "women": sum(law.effect == effect and law.row.get("whom") == "women" for law in valid),
        }
        for effect in (*EFFECTS, UNJUDGED)
    ]


def conflicts(laws: list[Law]) -> list[dict]:
    """Contradictions of texts in force, those without a proposal first."""
    found = [
        {
            **law.cells("instrument", "article", "conflicts", "proposal", "addressee"),
            "state": "proposed" if law.row.get("proposal") else "open",
        }
        for law in laws
        if law.counts and law.row.get("conflicts")
    ]
    return sorted(found, key=lambda row: row["state"] != "open")


def troubled(laws: list[Law], topics: list[str]) -> list[dict]:
    """Texts in force that discriminate, then blind ones, then those hardly applied; by topic within each."""
    order = {effect: place for place, effect in enumerate(HARMFUL)}
    found = [law for law in laws if law.counts and law.troubled]
    found.sort(key=lambda law: (order.get(law.effect, len(order)), topics.index(law.row["topic"])))
    return [
        {
            **law.cells("instrument", "article", "topic", "whom", "gap", "proposal"),
            "effect": law.effect,
        }
        for law in found
    ]


def dates(laws: list[Law]) -> list[dict]:
    """Texts whose dates need a look, in the order they were entered."""
    judged = [(date_state(law), law) for law in laws]
    return [
        {**law.cells("instrument", "article", "since", "until", "checked"), "state": state}
        for state, law in judged
        if state
    ]


def date_state(law: Law) -> str | None:
    """The first of what is wrong or worth knowing about the dates of a text; None where nothing is."""
    since, until, checked = (day_of(law.row.get(name)) for name in ("since", "until", "checked"))
    ending = until is not None and law.day is not None and (until - law.day).days <= YEAR
    stale = checked is not None and law.day is not None and (law.day - checked).days > YEAR
    tests = (
        ("odd", since is not None and until is not None and until < since),
        ("past", law.past),
        ("to_come", law.to_come),
        ("ending", ending),
        ("unchecked", checked is None),
        ("stale", stale),
        ("undated", since is None and until is None),
    )
    return next((state for state, holds in tests if holds), None)


def proposals(laws: list[Law]) -> list[dict]:
    """All proposals, by priority, then by who is asked; where neither is said, last."""
    found = [law for law in laws if law.row.get("proposal")]
    found.sort(key=lambda law: (rank(law.row.get("priority")), addressed(law.row.get("addressee"))))
    return [law.cells("priority", "addressee", "proposal", "instrument", "article") for law in found]


def rank(priority: str | None) -> int:
    return PRIORITIES.index(priority) if priority else len(PRIORITIES)


def addressed(addressee: str | None) -> tuple[bool, str]:
    return (not addressee, (addressee or "").casefold())


# Findings -------------------------------------------------------------------------------------------------------------


def findings(about: dict, laws: list[Law], covered: list[dict], dated: list[dict]) -> list[tuple]:
    missing_day = [] if about.get("day") else [("no_day", {})]
    if not laws and not any(row["searched"] for row in covered):
        return [("empty", {}), *missing_day]
    return [*of_topics(covered), *of_texts(laws), *of_dates(laws, dated), *missing_day]


def of_topics(covered: list[dict]) -> list[tuple]:
    named = [
        (row["state"], {"topic": ("coverage", "topic", row["topic"])})
        for row in covered
        if row["state"] in {"gap", "past", "unlisted"}
    ]
    odd = [
        ("mismatch", {"topic": ("coverage", "topic", row["topic"])})
        for row in covered
        if row["searched"] == "none" and row["state"] != "gap"
    ]
    unsearched = sum(row["state"] == "unsearched" for row in covered)
    return named + odd + ([("unsearched", {"count": unsearched})] if unsearched else [])


def of_texts(laws: list[Law]) -> list[tuple]:
    valid = [law for law in laws if law.counts]
    listed = (
        ("discriminates", [law for law in valid if law.effect == "discriminatory"]),
        ("blind", [law for law in valid if law.effect == "blind"]),
        ("paper", [law for law in valid if law.effect == "protective" and law.hardly]),
        ("conflict_open", [law for law in valid if law.row.get("conflicts") and not law.row.get("proposal")]),
        ("no_source", [law for law in laws if not law.row.get("source")]),
    )
    counted = (
        ("trouble_open", [law for law in valid if law.troubled and not law.row.get("proposal")]),
        ("no_addressee", [law for law in laws if law.row.get("proposal") and not law.row.get("addressee")]),
    )
    return [(code, {"what": names(found)}) for code, found in listed if found] + [
        (code, {"count": len(found)}) for code, found in counted if found
    ]


def of_dates(laws: list[Law], dated: list[dict]) -> list[tuple]:
    by_state = {
        state: [row for row in dated if row["state"] == state]
        for state in ("odd", "ending", "unchecked", "stale")
    }
    found = [
        (f"date_{state}", {"what": names(Law(row, None) for row in by_state[state])})
        for state in ("odd", "ending")
        if by_state[state]
    ]
    old = len(by_state["unchecked"]) + len(by_state["stale"])
    return found + ([("check", {"count": old})] if old else [])


def names(laws: Iterable[Law]) -> str:
    """Each text once, in the order they were entered."""
    return "; ".join(dict.fromkeys(law.name for law in laws))
