"""How a tool is declared: what it asks, what it answers, what it rests on.

Titles and sentences are gettext_lazy; everything is checked when the declaration is read, so a mistake stops the start.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Kind = Literal[
    "text", "words", "number", "money", "choice", "scale", "yesno", "percent", "range", "percent_range"
]
ASKED = {"text", "words", "number", "money", "choice", "scale", "yesno"}
ANSWERED = ASKED | {"percent", "range", "percent_range"}
NUMERIC = {"number", "money", "percent", "range", "percent_range", "scale"}


class Mistake(ValueError):
    """The declaration of a tool is wrong; the message says what."""


def need(holds: object, message: str) -> None:
    if not holds:
        raise Mistake(message)


@dataclass(frozen=True)
class ToolScale:
    """A scale of whole numbers from 1: what each of them means, the lowest first."""

    name: str
    steps: tuple[str, ...]

    def __post_init__(self):
        need(len(self.steps) > 1, f"Scale “{self.name}” needs at least two steps.")


@dataclass(frozen=True)
class ToolColumn:
    """One thing asked or answered in each row.

    kind      text: one line; words: one line in up to four languages; number, money: may have limits; choice: `choices`
              (code, title); scale: name of a scale; yesno. In results also percent (part of 1), range and
              percent_range ({"low", "best", "high"}, None where unknown).
    required  a row that says anything must say this
    """

    name: str
    title: str
    kind: Kind
    help: str = ""
    required: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    scale: str = ""
    minimum: float | None = None
    maximum: float | None = None

    def __post_init__(self):
        need(self.name.isidentifier(), f"“{self.name}” cannot be the name of a column.")
        need(self.kind in ANSWERED, f"Column “{self.name}”: there is no kind “{self.kind}”.")
        need(
            (self.kind == "choice") == bool(self.choices),
            f"Column “{self.name}”: choices belong to kind choice.",
        )
        need(
            (self.kind == "scale") == bool(self.scale),
            f"Column “{self.name}”: a scale belongs to kind scale.",
        )

    @property
    def numeric(self) -> bool:
        return self.kind in NUMERIC


@dataclass(frozen=True)
class ToolTable:
    """A table of a tool. `most` rows at most; `begins_with` empty rows are offered at first."""

    name: str
    title: str
    columns: tuple[ToolColumn, ...]
    help: str = ""
    begins_with: int = 5
    most: int = 60

    def __post_init__(self):
        need(self.name.isidentifier(), f"“{self.name}” cannot be the name of a table.")
        names = [column.name for column in self.columns]
        need(names, f"Table “{self.name}” has no columns.")
        need(len(set(names)) == len(names), f"Table “{self.name}” has two columns of one name.")


@dataclass(frozen=True)
class Tool:
    """An analysis tool.

    name       stable; the folder's name
    steps      ids of the guidance steps it serves
    tables     what it asks; `results` what it answers, in the order shown
    sentences  {code: words with %(name)s}: findings that `calculate` returns as (code, {name: value})
    sources    keys of the method's references, or a full reference
    checked_by who has checked formula and words, and `next_review` when somebody must look again
    """

    name: str
    title: str
    purpose: str
    version: int
    steps: tuple[str, ...]
    tables: tuple[ToolTable, ...]
    results: tuple[ToolTable, ...]
    calculate: Callable[[dict], dict]
    sources: tuple[str, ...]
    checked_by: str
    next_review: date
    scales: tuple[ToolScale, ...] = ()
    sentences: dict[str, str] = field(default_factory=dict)

    def __post_init__(self):
        need(self.version >= 1, "A tool's version is 1 or more.")
        need(
            self.steps and self.tables and self.results,
            "A tool serves steps, asks something and answers something.",
        )
        need(self.sources, "A tool names what it rests on.")
        known = {scale.name for scale in self.scales}
        for table in (*self.tables, *self.results):
            for column in table.columns:
                need(not column.scale or column.scale in known, f"There is no scale “{column.scale}”.")
        for table in self.tables:
            for column in table.columns:
                need(column.kind in ASKED, f"Column “{column.name}”: “{column.kind}” can only be a result.")

    def scale(self, name: str) -> ToolScale:
        return next(scale for scale in self.scales if scale.name == name)

    def table(self, name: str) -> ToolTable:
        return next(table for table in self.tables if table.name == name)
