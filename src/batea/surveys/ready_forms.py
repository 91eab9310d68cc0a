"""The forms Batea brings along, each a folder of plain text in `ready/`, so that a change of a question can be read.

`survey.csv`, `choices.csv`, `settings.csv` and, where a filled form feeds a list of known things, `entities.csv` are the
sheets of an XLSForm, word for word. `about.toml` says what the form is for, what it rests on, and when to look at it
again. No form asks for a person's name.
"""

import tomllib
from collections.abc import Iterator, Mapping
from csv import DictReader
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from batea.interop.xlsforms import xlsform

FOLDER = Path(__file__).parent / "ready"
MUTE = frozenset({"start", "end", "today", "note", "calculate"})  # rows that ask nothing

Row = Mapping[str, str]
InFour = Mapping[str, str]  # {language: words}


@dataclass(frozen=True)
class FormSource:
    """What a form rests on; `key` is its place in the guidance's list of references, where it has one."""

    text: str
    year: int
    key: str = ""


@dataclass(frozen=True)
class ReadyForm:
    """One form: its words in four languages, its sheets, and who looked at it last.

    do_no_harm  how easily an answer could hurt somebody, and what the form does about it
    ours        what in it is Batea's own design
    steps       steps of the guidance it serves ("P1-S3")
    """

    name: str
    title: InFour
    purpose: InFour
    do_no_harm: InFour
    ours: InFour
    sources: tuple[FormSource, ...]
    steps: tuple[str, ...]
    checked_by: str
    checked_on: date
    next_review: date
    survey: tuple[Row, ...]
    choices: tuple[Row, ...]
    settings: Row
    entities: tuple[Row, ...] = ()

    @property
    def form_id(self) -> str:
        return self.settings["form_id"]

    @property
    def version(self) -> str:
        return self.settings["version"]

    @property
    def questions(self) -> tuple[Row, ...]:
        """The rows that ask somebody something."""
        return tuple(row for row in self.survey if not is_mute(row["type"]))


def is_mute(kind: str) -> bool:
    return kind in MUTE or kind.startswith(("begin_", "end_"))


@cache
def ready_forms() -> dict[str, ReadyForm]:
    """{name: form}, by name."""
    return {folder.name: read_form(folder) for folder in folders()}


def folders() -> Iterator[Path]:
    return (path.parent for path in sorted(FOLDER.glob("*/about.toml")))


def read_form(folder: Path) -> ReadyForm:
    about = tomllib.loads((folder / "about.toml").read_text(encoding="utf-8"))
    return ReadyForm(
        name=folder.name,
        sources=tuple(FormSource(**source) for source in about.pop("sources")),
        steps=tuple(about.pop("steps")),
        survey=sheet(folder, "survey"),
        choices=sheet(folder, "choices"),
        settings=sheet(folder, "settings")[0],
        entities=sheet(folder, "entities"),
        **about,
    )


def sheet(folder: Path, name: str) -> tuple[Row, ...]:
    """The rows of a sheet, empty cells and all; none where the form has no such sheet."""
    path = folder / f"{name}.csv"
    if not path.exists():
        return ()
    with path.open(encoding="utf-8", newline="") as lines:
        return tuple(DictReader(lines))


@cache
def workbook_of(name: str) -> bytes:
    """The form as an XLSForm, which every form server takes. Raises KeyError for a form that is not there."""
    form = ready_forms()[name]
    return xlsform(form.survey, form.choices, form.settings, form.entities)
