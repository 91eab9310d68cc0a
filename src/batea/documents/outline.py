"""The outline: what a document says, without how it looks. Frozen dataclasses, kept as JSON in frozen versions.

Wherever words stand, a plain str or a sequence of runs may be given (`Inline`). Lists become tuples, so that
outlines compare and hash by value and survive JSON unchanged. Headings, tables, figures and paragraphs are
numbered by `numbering`, never by hand; fixed words ("Table", "Contents") come in through `Labels`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any, Literal

from batea.documents.errors import MissingAlternativeText, OutlineError, UnevenTable

MarkKind = Literal["untranslated", "exercise", "stale", "unsupported"]
CalloutKind = Literal["note", "important", "decision", "question"]
Align = Literal["left", "right", "center"]
Form = Literal["report", "brief"]

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?")


def _frozen(value: Any) -> Any:
    return tuple(map(_frozen, value)) if isinstance(value, list | tuple) else value


class Part:
    """Anything an outline is made of: its lists are turned into tuples on the way in."""

    def __post_init__(self) -> None:
        for each in fields(self):  # type: ignore[arg-type]
            value = getattr(self, each.name)
            if isinstance(value, list | tuple):
                object.__setattr__(self, each.name, _frozen(value))
        self.check()

    def check(self) -> None:
        """Refuse what no writer could print."""


# Runs: pieces of a line.


@dataclass(frozen=True)
class Text(Part):
    text: str
    strong: bool = False
    emphasis: bool = False


@dataclass(frozen=True)
class Link(Part):
    text: str
    href: str


@dataclass(frozen=True)
class Footnote(Part):
    runs: "Inline"

    def check(self) -> None:
        if any(isinstance(run, Footnote) for run in _within(self.runs)):
            raise OutlineError("A footnote cannot carry a footnote.")


@dataclass(frozen=True)
class Ref(Part):
    """ "Table 3", "Section 2.1" or "Paragraph 2.1-4": the words for the block that carries `anchor`, as a link."""

    anchor: str


@dataclass(frozen=True)
class Mark(Part):
    """Words that need a visible reservation; `lang` is their own language where it is not the document's."""

    kind: MarkKind
    text: "Inline"
    lang: str = ""

    def check(self) -> None:
        if self.lang and not _LANGUAGE.fullmatch(self.lang):
            raise OutlineError(f"“{self.lang}” is not a language tag such as es or pt-BR.")


Run = Text | Link | Footnote | Ref | Mark
Inline = str | Sequence[Run]


def as_runs(inline: Inline) -> Sequence[Run]:
    """The runs of an Inline: a plain str is one Text."""
    return (Text(inline),) if isinstance(inline, str) else inline


def _within(inline: Inline) -> list[Run]:
    """All runs, also those inside marks."""
    return [
        each
        for run in as_runs(inline)
        for each in (run, *(_within(run.text) if isinstance(run, Mark) else ()))
    ]


def plain(inline: Inline) -> str:
    """The words alone, without footnotes: for contents, bookmarks and titles."""
    return "".join(_words(run) for run in as_runs(inline))


def _words(run: Run) -> str:
    if isinstance(run, Mark):
        return plain(run.text)
    return run.text if isinstance(run, Text | Link) else ""


# Blocks: pieces of a page. `anchor` is a name of the caller's choice that Ref can point at.


@dataclass(frozen=True)
class Heading(Part):
    level: int
    text: str
    anchor: str = ""

    def check(self) -> None:
        if not 1 <= self.level <= 4:
            raise OutlineError(f"Heading “{self.text}” has level {self.level}; use 1 to 4.")


@dataclass(frozen=True)
class Paragraph(Part):
    """`number=True` gives it a number people can quote in comments: 2.1-3, third in section 2.1."""

    runs: Inline
    number: bool = False
    anchor: str = ""


@dataclass(frozen=True)
class ListBlock(Part):
    items: Sequence[Inline]
    ordered: bool = False


@dataclass(frozen=True)
class Column(Part):
    """`width` is a share: columns of width 2 are twice as wide as columns of width 1."""

    title: str
    align: Align = "left"
    width: float = 1.0


@dataclass(frozen=True)
class Table(Part):
    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Inline]]
    note: Inline = ""
    exercise: bool = False
    anchor: str = ""

    def check(self) -> None:
        if not self.columns or any(column.width <= 0 for column in self.columns):
            raise UnevenTable(f"Table “{self.caption}” needs columns, each with a width above 0.")
        for place, row in enumerate(self.rows, 1):
            if len(row) != len(self.columns):
                raise UnevenTable(
                    f"Table “{self.caption}”: row {place} has {len(row)} cells for {len(self.columns)} columns."
                )


@dataclass(frozen=True)
class Figure(Part):
    """A drawing with its words. `width` is the share of the text width it takes, 0–1."""

    caption: str
    alt: str
    svg: bytes
    width: float = 1.0
    note: Inline = ""
    exercise: bool = False
    anchor: str = ""

    def check(self) -> None:
        if not self.alt.strip():
            raise MissingAlternativeText(f"Figure “{self.caption}” needs words for people who cannot see it.")
        if b"<svg" not in self.svg:
            raise OutlineError(f"Figure “{self.caption}” is not an SVG drawing.")
        if not 0 < self.width <= 1:
            raise OutlineError(
                f"Figure “{self.caption}”: width is a share of the text, above 0 and at most 1."
            )


@dataclass(frozen=True)
class Callout(Part):
    """A box beside the argument. Without a title it is headed by the word for its kind."""

    kind: CalloutKind
    text: Inline
    title: str = ""


@dataclass(frozen=True)
class PageBreak(Part):
    pass


@dataclass(frozen=True)
class Annexes(Part):
    """From here on chapters are annexes: A, B, C."""


Block = Heading | Paragraph | ListBlock | Table | Figure | Callout | PageBreak | Annexes


@dataclass(frozen=True)
class Labels(Part):
    """The fixed words, in the document's language. `page` may stand before a number and `of` between two."""

    contents: str = "Contents"
    section: str = "Section"
    paragraph: str = "Paragraph"
    table: str = "Table"
    figure: str = "Figure"
    annex: str = "Annex"
    page: str = "Page"
    of: str = "of"
    notes: str = "Notes"
    back: str = "Back to text"
    untranslated: str = "Not translated"
    exercise: str = "Exercise"
    stale: str = "Out of date"
    unsupported: str = "No source"
    note: str = "Note"
    important: str = "Important"
    decision: str = "Decision"
    question: str = "Question"


@dataclass(frozen=True)
class Document(Part):
    """One document. `form` "report" has a cover and contents; "brief" starts under its title.

    lang: "es", "pt-BR". dated: ISO date for the file's properties; date_label: the same in words.
    notice: one sentence shown on the first page and in every footer, e.g. that all figures are invented.
    """

    title: str
    lang: str
    blocks: Sequence[Block]
    subtitle: str = ""
    organisation: str = ""
    date_label: str = ""
    dated: str = ""
    notice: str = ""
    form: Form = "report"
    labels: Labels = field(default_factory=Labels)

    def check(self) -> None:
        if not self.title.strip():
            raise OutlineError("A document needs a title.")
        try:
            date.fromisoformat(self.dated or "2000-01-01")
        except ValueError as error:
            raise OutlineError(f"“{self.dated}” is not a date such as 2026-11-22.") from error
        if not _LANGUAGE.fullmatch(self.lang):
            raise OutlineError(f"“{self.lang}” is not a language tag such as es or pt-BR.")
