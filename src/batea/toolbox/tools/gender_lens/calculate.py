"""Answers → what to change in the measure, who must ask what by when. Counts, never a score."""


def calculate(questions: dict[str, str], answers: dict) -> dict:
    """`questions` are {code: the answer that is a worry}, in the order they are shown."""
    said = {row["item"]: row for row in answers["lens"]}
    rows = [line(code, worry, said.get(code, {})) for code, worry in questions.items()]
    states = [row["state"] for row in rows]
    tables = {
        "lens": sorted(rows, key=lambda row: ("worry", "ask", "open", "fine").index(row["state"])),
        "counts": [
            {"state": state, "questions": states.count(state)} for state in ("worry", "ask", "open", "fine")
        ],
    }
    return {"tables": tables, "findings": findings(rows)}


def line(code: str, worry: str, row: dict) -> dict:
    answer = row.get("answer")
    state = (
        "open" if answer is None else "ask" if answer == "unknown" else "worry" if answer == worry else "fine"
    )
    return {
        "question": code,
        "answer": answer,
        "state": state,
        "found": row.get("found"),
        "who": row.get("who"),
        "due": row.get("due"),
    }


def findings(rows: list[dict]) -> list[tuple]:
    found = []
    worries = sum(row["state"] == "worry" for row in rows)
    if worries:
        found.append(("worries", {"count": worries}))
    nobody = sum(row["state"] == "ask" and not (row["who"] and row["due"]) for row in rows)
    if nobody:
        found.append(("nobody_asks", {"count": nobody}))
    open_ones = sum(row["state"] == "open" for row in rows)
    if 0 < open_ones < len(rows):
        found.append(("open", {"count": open_ones}))
    if rows and all(row["state"] == "fine" for row in rows):
        found.append(("clear", {}))
    return found
