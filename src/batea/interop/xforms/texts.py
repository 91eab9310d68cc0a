"""The words of a form: in the element itself, or in a table of translations under a text's identity."""

import re
from collections.abc import Iterator
from typing import Any

from .elements import attribute, children, first, local, text_of
from .schema import Words

MOST_LANGUAGES = 100
# No path or identity is longer; without this bound a hostile one is looked at again from each of its letters.
BY_ID = re.compile(r"itext\(\s*['\"]([^'\"]{1,2000})['\"]\s*\)")
BY_COLUMN = re.compile(r"itext\(\s*(\w+)\s*\)")

Choices = tuple[tuple[str, Words], ...]


def words_in(element: Any) -> str:
    """Text with what is put in shown as ${name}."""
    said = [element.text or ""]
    for child in element:
        if local(child) == "output":
            value = attribute(child, "value") or attribute(child, "ref")
            said.append("${" + value.strip().rpartition("/")[2] + "}")
        said.append(child.tail or "")
    return "".join(said).strip()


class Texts:
    """The translations of a form, {language: {identity: element}}, and what is looked up in them."""

    def __init__(self, model: Any) -> None:
        self.default_language = ""
        self.languages: dict[str, dict[str, Any]] = {}
        for translation in children(first(model, "itext"), "translation"):
            lang = attribute(translation, "lang")
            if attribute(translation, "default") or not self.default_language:
                self.default_language = lang
            self.languages[lang] = {attribute(text, "id"): text for text in children(translation, "text")}
        if len(self.languages) > MOST_LANGUAGES:
            raise ValueError("the form has more languages than any form")

    def translated(self, key: str) -> Words:
        found = {}
        for lang, texts in self.languages.items():
            plain = [value for value in children(texts.get(key), "value") if not attribute(value, "form")]
            if plain and (text := words_in(plain[0])) and text != "-":
                found[lang] = text
        return found

    def said(self, text: str) -> Words:
        """The words of an attribute."""
        if match := BY_ID.search(text):
            return self.translated(match[1])
        return {"": text} if text else {}

    def words(self, element: Any) -> Words:
        """The words of a label or hint."""
        if element is None:
            return {}
        if match := BY_ID.search(attribute(element, "ref")):
            return self.translated(match[1])
        return {"": text} if (text := words_in(element)) else {}

    def items(self, control: Any) -> Iterator[tuple[str, Words]]:
        """Choices that stand in the question itself."""
        for item in children(control, "item"):
            yield text_of(first(item, "value")), self.words(first(item, "label"))

    def listed(self, rows: Any, value: str, label: str) -> Iterator[tuple[str, Words]]:
        """Choices of a list: `value` and `label` say which of a row's parts they are."""
        for item in rows.iter():
            if local(item) == "item":
                code = next((words_in(each) for each in children(item, value or "name")), "")
                yield code, self.item_words(item, label)

    def item_words(self, item: Any, label: str) -> Words:
        if match := BY_COLUMN.search(label):
            key = next((words_in(each) for each in children(item, match[1])), "")
            return self.translated(key)
        text = next((words_in(each) for each in children(item, label or "label")), "")
        return {"": text} if text else {}
