"""A tool's words, beside its declaration: `words.csv` with the columns en, es, pt, fr.

A folder that is copied brings its words along, one that is deleted takes them away, and whoever knows the field can
read the four languages side by side in any spreadsheet. Words of the pages around a tool stay in Django's catalogues.
"""

import csv
from collections.abc import Callable
from pathlib import Path

from django.utils.functional import lazystr
from django.utils.translation import get_language

from batea.guidance.catalogue import Entry, read
from batea.programmes.words import LANGUAGES

WORDINGS: dict[Path, "Wording"] = {}


class Wording:
    """The rows of one `words.csv`; remembers what was asked for, so that a test finds what is missing or left over."""

    def __init__(self, path: Path):
        self.path = path
        self.asked: set[str] = set()
        with path.open(encoding="utf-8", newline="") as lines:
            self.rows = {row["en"]: row for row in csv.DictReader(lines)}
        WORDINGS[path] = self

    def __call__(self, english: str):
        """`english` in the reader's language, decided when it is shown."""
        self.asked.add(english)
        return lazystr(InLanguage(self.rows.get(english, {}), english))

    def faults(self) -> list[str]:
        """What is missing, left over or lost in translation, in words."""
        found = [f"“{each}” is not in {self.path}" for each in sorted(self.asked - set(self.rows))]
        found += [f"“{each}” in {self.path} is not used" for each in sorted(set(self.rows) - self.asked)]
        for english, row in self.rows.items():
            for lang in LANGUAGES:
                if not (row.get(lang) or "").strip():
                    found.append(f"“{english}” has no {lang} in {self.path}")
                elif places(row[lang]) != places(english):
                    found.append(f"“{english}” names other values in {lang} in {self.path}")
        return found


class InLanguage:
    def __init__(self, row: dict, english: str):
        self.row, self.english = row, english

    def __str__(self):
        return self.row.get((get_language() or "en").split("-")[0]) or self.english


def places(text: str) -> list[str]:
    """The names of the values a sentence takes."""
    import re

    return sorted(re.findall(r"%\((\w+)\)", text))


def words_beside(definition: str) -> Callable[[str], str]:
    """`_ = words_beside(__file__)`: the words of the `words.csv` that lies beside a declaration."""
    return Wording(Path(definition).with_name("words.csv"))


def list_beside(definition: str, name: str, key: str = "id", lists: tuple[str, ...] = ()) -> dict[str, Entry]:
    """The rows of `<name>.csv` beside a declaration, as the method's own catalogues are read: `<text>_en` … `<text>_fr`
    become one passage; columns named in `lists` are split at spaces; everything else is text."""
    return read(name, key, lists, folder=Path(definition).parent)
