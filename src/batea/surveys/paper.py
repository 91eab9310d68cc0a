"""A form's questions in the order and with the numbers in which they are printed."""

from .queries import in_language
from .questions import Asked, Plan

HIDDEN = {"", "start"}


def sections(plan: Plan, lang: str) -> list[dict]:
    """[{title, repeated, questions: [{number, words, kind, choices}]}], numbered through."""
    found: list[dict] = []
    number = 0
    for asked in plan.questions.values():
        if asked.control in HIDDEN or not in_language(asked.labels, lang):
            continue
        title = " › ".join(filter(None, (in_language(words, lang) for words in asked.groups)))
        if not found or found[-1]["title"] != title or found[-1]["repeat"] != asked.repeat:
            found.append({"title": title, "repeat": asked.repeat, "questions": []})
        number += 1
        found[-1]["questions"].append(question(asked, number, lang))
    return found


def question(asked: Asked, number: int, lang: str) -> dict:
    return {
        "number": number,
        "name": asked.path.rpartition("/")[2],
        "words": in_language(asked.labels, lang),
        "choices": [in_language(words, lang) or code for code, words in asked.choices.items()],
        "many": asked.kind in {"select", "rank"},
        "note": asked.control == "trigger" or asked.kind == "note",
        "kind": asked.kind,
    }
