"""The method's lists: impacts, measures, indicators, dimensions of types. Files a domain expert can review.

Ids are stable and never used again (docs/method/catalogues.md). The files are read once, at first use.
"""

import csv
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from batea.programmes.words import LANGUAGES, Words

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Entry:
    """One row of a catalogue: `id`, its texts by name (Words), its lists by name, and everything else as text."""

    id: str
    texts: dict[str, Words]
    lists: dict[str, tuple[str, ...]]
    plain: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> Words:
        return self.texts["name"]

    def __getattr__(self, asked):
        for shelf in (self.__dict__["texts"], self.__dict__["lists"], self.__dict__["plain"]):
            if asked in shelf:
                return shelf[asked]
        raise AttributeError(asked)

    def __str__(self):
        return f"{self.id} {self.name}"


def words_of(row: dict, name: str) -> Words:
    """The four columns `<name>_en` … `<name>_fr` as one passage."""
    return Words(
        {"original": "en", **{lang: row[f"{name}_{lang}"] for lang in LANGUAGES if row.get(f"{name}_{lang}")}}
    )


def read(file: str, key: str = "id", lists: tuple[str, ...] = (), folder: Path = FOLDER) -> dict[str, Entry]:
    """All rows of a catalogue file by id. Columns ending in a language are joined; `lists` are split at spaces."""
    with (folder / f"{file}.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    texts = sorted({name[:-3] for name in rows[0] if name.endswith("_en")})
    others = [name for name in rows[0] if name[:-3] not in texts and name not in lists]
    return {
        row[key]: Entry(
            row[key],
            {name: words_of(row, name) for name in texts},
            {name: tuple(row[name].split()) for name in lists},
            {name: row[name] for name in others if name != "id"},
        )
        for row in rows
    }


@cache
def impacts() -> dict[str, Entry]:
    return read("impacts", lists=("types", "indicators", "sources"))


@cache
def measures() -> dict[str, Entry]:
    return read("measures", lists=("acts_on", "types", "indicators", "sources"))


@cache
def indicators() -> dict[str, Entry]:
    return read("indicators")


@cache
def dimensions() -> dict[str, Entry]:
    return read("dimensions")


@cache
def references() -> dict[str, Entry]:
    return read("references", key="key")


@cache
def type_tags() -> dict[str, Entry]:
    return {
        code: Entry(code, {"name": tag.label, **tag.texts}, tag.lists, tag.plain)
        for code, tag in read("type_tags", key="code").items()
    }


@cache
def dimension_values() -> dict[str, dict[str, Words]]:
    """The values each dimension may take: {dimension: {code: label}}; free dimensions have none."""
    with (FOLDER / "dimension_values.csv").open(encoding="utf-8", newline="") as lines:
        found: dict[str, dict[str, Words]] = {name: {} for name in dimensions()}
        for row in csv.DictReader(lines):
            found[row["dimension"]][row["code"]] = words_of(row, "label")
    return found


@cache
def units() -> dict[str, Words]:
    """Units of figures by their code and by each of their names, in small letters: "personas" and "persons" are one."""
    found: dict[str, Words] = {}
    for entry in read("units", key="code").values():
        for name in (entry.id, *(entry.label[lang] for lang in LANGUAGES)):
            found.setdefault(name.casefold(), entry.label)
    return found


def unit_words(unit: str) -> str:
    """The unit in the reader's language, part by part ("muertes/año" → "deaths/year"); unknown parts stay as they are."""
    known = units().get(unit.casefold())
    if known is not None:
        return str(known)
    return "/".join(str(units().get(part.casefold(), part)) for part in unit.split("/"))


def choices(entries: dict[str, Entry]) -> list[tuple[str, str]]:
    """A catalogue as choices of a form field, in the reader's language."""
    return [(entry.id, str(entry)) for entry in entries.values()]
