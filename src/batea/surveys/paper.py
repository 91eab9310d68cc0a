"""A form's questions in the order and with the numbers in which they are printed."""

from lxml import etree

from .queries import in_language
from .questions import Asked, Plan

HIDDEN = {"", "start"}


def sections(plan: Plan, xml: str, lang: str) -> list[dict]:
    """[{title, repeat, questions: [{number, words, kind, choices}]}], numbered through; what is only to be read has no
    number and no room for an answer."""
    found: list[dict] = []
    notes = only_read(xml)
    number = 0
    for asked in plan.questions.values():
        if asked.control in HIDDEN or not in_language(asked.labels, lang):
            continue
        title = " › ".join(filter(None, (in_language(words, lang) for words in asked.groups)))
        if not found or found[-1]["title"] != title or found[-1]["repeat"] != asked.repeat:
            found.append({"title": title, "repeat": asked.repeat, "questions": []})
        note = asked.path in notes or asked.control == "trigger"
        number += not note
        found[-1]["questions"].append(question(asked, number, note, lang))
    return found


def only_read(xml: str) -> set[str]:
    """Paths of the questions nobody answers: the form's own words, and what it works out."""
    try:  # a form may have come in a bundle, so nothing of it is followed
        root = etree.fromstring(xml.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return set()
    return {
        bind.get("nodeset", "").lstrip("/").partition("/")[2]
        for bind in root.iter("{*}bind")
        if bind.get("readonly", "").strip() == "true()"
    }


def question(asked: Asked, number: int, note: bool, lang: str) -> dict:
    return {
        "number": "" if note else number,
        "name": asked.path.rpartition("/")[2],
        "words": in_language(asked.labels, lang),
        "choices": [in_language(words, lang) or code for code, words in asked.choices.items()],
        "many": asked.kind in {"select", "rank"},
        "note": note,
        "kind": asked.kind,
    }
