"""Catalogue files (.po, .mo) and what can be wrong in them. Used by messages.py.

Babel writes the dates and its own version into both files; here the same words always give the same bytes.
"""

import json
import re
from collections import defaultdict
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

# Two forms each: nobody here counts millions, which have a third form in these languages.
PLURALS = {"es": "n != 1", "pt": "n > 1", "fr": "n > 1"}
PLACEHOLDER = re.compile(r"%\(\w+\)[-+#0-9.]*[a-z]|%[-+#0-9.]*[sdfr]|%%|\{[^{}\s]*\}")


class Words(list):
    """Messages in the shape Babel's writer of .mo files wants."""

    charset = "utf-8"


def po(package: Path, language: str) -> Path:
    return package / "locale" / language / "LC_MESSAGES" / "django.po"


def header(language: str) -> str:
    return (
        f"Language: {language}\nMIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n"
        f"Content-Transfer-Encoding: 8bit\nPlural-Forms: nplurals=2; plural=({PLURALS[language]});\n"
    )


def read(package: Path, language: str) -> Catalog:
    with po(package, language).open("rb") as file:
        return read_po(file, locale=language, charset="utf-8", abort_invalid=True)


def write(package: Path, language: str, catalog: Catalog) -> None:
    head, body = header(language).splitlines(keepends=True), BytesIO()
    write_po(body, catalog, width=0, omit_header=True, sort_output=True, ignore_obsolete=True)
    po(package, language).parent.mkdir(parents=True, exist_ok=True)
    text = "\n".join(['msgid ""', 'msgstr ""', *map(json.dumps, head), "", body.getvalue().decode().strip()])
    po(package, language).write_text(text + "\n", encoding="utf-8", newline="\n")


def messages(catalog: Catalog) -> list[Message]:
    return [message for message in catalog if message.id]


def forms(value: str | tuple | list) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def key(message: Message) -> tuple[str, ...]:
    return (message.context or "", *forms(message.id))


def compiled(package: Path, language: str) -> bytes:
    out = BytesIO()
    write_mo(out, Words([Message("", header(language)), *messages(read(package, language))]))
    return out.getvalue()


def placeholders(text: str) -> dict[str, int]:
    """Each placeholder and how often it stands; one with a name may be repeated freely."""
    found = PLACEHOLDER.findall(text)
    return {mark: found.count(mark) if len(mark) == 2 else 1 for mark in found}


def faults(message: Message) -> list[str]:
    """What is wrong with one translation; empty when nothing is."""
    ids, texts = forms(message.id), forms(message.string)
    if not all(texts) or len(texts) != len(ids):
        return ["untranslated"]
    wrong = ["fuzzy"] if message.fuzzy else []
    for text, allowed in zip(texts, (ids, ids[-1:]), strict=False):  # a singular may leave its number out
        if placeholders(text) not in map(placeholders, allowed):
            wrong.append(f"placeholders differ in “{text}”")
        elif "%(" in text:
            try:
                _ = text % defaultdict(int)
            except (TypeError, ValueError):
                wrong.append(f"a lone % sign in “{text}”")
    return wrong
