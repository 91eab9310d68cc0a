"""How a tool is declared: what it asks, what it answers, what it rests on.

Titles and sentences are anything whose `str()` speaks the reader's language (`wording.words_beside`). Everything is
checked when the declaration is read, so a mistake stops the start.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal

Kind = Literal[
    "text",
    "long",
    "words",
    "number",
    "whole",
    "money",
    "choice",
    "scale",
    "yesno",
    "day",
    "moment",
    "percent",
    "range",
    "percent_range",
    "deadline",
]
ASKED = {"text", "long", "words", "number", "whole", "money", "choice", "scale", "yesno", "day", "moment"}
ANSWERED = ASKED | {"percent", "range", "percent_range", "deadline"}
NUMERIC = {"number", "whole", "money", "percent", "range", "percent_range"}
TONES = {"good", "fair", "poor", "bad", "plain"}
THEMES = ("people", "safety", "gender", "chain", "law", "land", "practice")
CHARTS = {"bars", "ranges", "steps", "matrix", "profile"}
ITEM = "item"  # the column that says which given row a row answers


class Mistake(ValueError):
    """The declaration of a tool is wrong; the message says what."""


def need(holds: object, message: str) -> None:
    if not holds:
        raise Mistake(message)


@dataclass(frozen=True, eq=False)
class ToolScale:
    """A scale of whole numbers: what each of them means, the lowest number first.

    first    the lowest number, mostly 1
    letters  people say A, B, C … for the steps; stored are the numbers all the same (A = `first`)
    """

    name: str
    steps: tuple[str, ...]
    first: int = 1
    letters: bool = False

    def __post_init__(self):
        need(len(self.steps) > 1, f"Scale “{self.name}” needs at least two steps.")

    @property
    def last(self) -> int:
        return self.first + len(self.steps) - 1

    def sign(self, step: int) -> str:
        """What people call a step for short: its number, or its letter."""
        return chr(ord("A") + step - self.first) if self.letters else str(step)

    def label(self, step: int) -> str:
        """ "4 – much"; raises IndexError for a number outside the scale."""
        if not self.first <= step <= self.last:
            raise IndexError(f"{step} is not on scale “{self.name}”.")
        return f"{self.sign(step)} – {self.steps[step - self.first]}"

    def choices(self) -> list[tuple[int, str]]:
        return [(step, self.label(step)) for step in range(self.first, self.last + 1)]


@dataclass(frozen=True, eq=False)
class ToolColumn:
    """One thing asked or answered in each row.

    kind      text: one line; long: several lines; words: one line in up to four languages; number, money, whole (a
              count): may have limits; choice: `choices` (code, title); scale: name of a scale; yesno; day; moment (day
              and time). In results also percent (part of 1), range and percent_range ({"low", "best", "high"}, None
              where unknown), deadline (a moment; the page says how long is left, or how long it is overdue).
    required  a row that says anything must say this
    tones     {code: tone} for a choice or scale in results: good, fair, poor, bad, plain. Never the only sign
    people    the numbers count people (or are worked out from such counts): small ones are hidden in public
    unit      what a number counts in, shown after the title
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
    tones: Mapping[object, str] = field(default_factory=dict)
    people: bool = False
    unit: str = ""

    def __post_init__(self):
        need(self.name.isidentifier(), f"“{self.name}” cannot be the name of a column.")
        need(self.kind in ANSWERED, f"Column “{self.name}”: there is no kind “{self.kind}”.")
        need(
            (self.kind == "choice") == bool(self.choices),
            f"Column “{self.name}”: choices belong to kind choice.",
        )
        codes = [code for code, _title in self.choices]
        need(len(set(codes)) == len(codes), f"Column “{self.name}” has two choices of one code.")
        need(
            (self.kind == "scale") == bool(self.scale),
            f"Column “{self.name}”: a scale belongs to kind scale.",
        )
        need(
            set(self.tones.values()) <= TONES,
            f"Column “{self.name}”: a tone is one of {', '.join(sorted(TONES))}.",
        )

    @property
    def numeric(self) -> bool:
        return self.kind in NUMERIC


@dataclass(frozen=True, eq=False)
class Given:
    """A row the tool itself brings, to be answered: a question, a requirement, a task.

    group   a heading it stands under; source: key of a reference or a full one, where it has its own
    """

    code: str
    title: str
    help: str = ""
    group: str = ""
    source: str = ""


@dataclass(frozen=True, eq=False)
class Starter:
    """Rows somebody may begin with, as they would be stored: a catalogue of hazards, the usual nodes of a chain.

    A text value may be anything whose `str()` speaks the reader's language; it is written down in that language.
    """

    name: str
    title: str
    rows: tuple[dict, ...]


@dataclass(frozen=True, eq=False)
class ToolTable:
    """A table of a tool.

    begins_with  empty rows offered at first; `most` rows at most. `most=1` is shown as a form, not as a grid
    given        rows the tool brings; people answer them and add none. Stored rows say which by column `item`
    starters     sets of rows to begin with
    key          the column by which a row is known again in another assessment; mostly the first
    """

    name: str
    title: str
    columns: tuple[ToolColumn, ...]
    help: str = ""
    begins_with: int = 5
    most: int = 500
    given: tuple[Given, ...] = ()
    starters: tuple[Starter, ...] = ()
    key: str = ""

    def __post_init__(self):
        need(self.name.isidentifier(), f"“{self.name}” cannot be the name of a table.")
        names = [column.name for column in self.columns]
        need(names, f"Table “{self.name}” has no columns.")
        need(len(set(names)) == len(names), f"Table “{self.name}” has two columns of one name.")
        need(not self.given or ITEM not in names, f"Table “{self.name}”: “{ITEM}” names its given rows.")
        need(
            not (self.given and self.starters), f"Table “{self.name}” has given rows, so it needs no starter."
        )
        need(not self.key or self.key in names, f"Table “{self.name}” has no column “{self.key}”.")
        known = {column.name for column in self.all_columns}
        for starter in self.starters:
            for row in starter.rows:
                need(
                    set(row) <= known, f"Starter “{starter.name}”: {sorted(set(row) - known)} are no columns."
                )

    @property
    def single(self) -> bool:
        """One row only: a form."""
        return self.most == 1 and not self.given

    @cached_property
    def all_columns(self) -> tuple[ToolColumn, ...]:
        """Its columns, led by the one that says which given row it is."""
        if not self.given:
            return self.columns
        choices = tuple((row.code, row.title) for row in self.given)
        return (ToolColumn(ITEM, self.title, "choice", required=True, choices=choices), *self.columns)

    @property
    def known_by(self) -> ToolColumn:
        """The column by which a row is known again."""
        return self.column(self.key) if self.key else self.all_columns[0]

    def column(self, name: str) -> ToolColumn:
        return next(column for column in self.all_columns if column.name == name)


@dataclass(frozen=True, eq=False)
class ToolChart:
    """A drawing of one result table, beside it on the page and in documents.

    kind     bars: `value` of each row; ranges: the same with low and high; steps: `value` of each row begins where the
             one before ended (a price from pit to shop); matrix: each row is a cell at (`across`, `value`), both scales
             or choices, showing `label`, coloured by the tones of column `tone`; profile: `value` on its scale for each
             `label`, one series for each `across`
    """

    kind: Literal["bars", "ranges", "steps", "matrix", "profile"]
    table: str
    title: str
    label: str
    value: str
    across: str = ""
    tone: str = ""
    unit: str = ""

    def __post_init__(self):
        need(self.kind in CHARTS, f"There is no chart of kind “{self.kind}”.")

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(filter(None, (self.label, self.value, self.across, self.tone)))


@dataclass(frozen=True, eq=False)
class Tool:
    """An analysis tool.

    name       stable; the folder's name, or begins with it where one folder declares several tools
    theme      where it stands on the shelf: one of THEMES
    steps      ids of the guidance steps it serves
    tables     what it asks; `results` what it answers, in the order shown; `charts` drawings of results
    sentences  {code: words with %(name)s}: findings that `calculate` returns as (code, {name: value})
    alarms     codes of findings that are told first and loudest: somebody may be hurt
    cautions   what whoever fills it in or reads it must not misunderstand
    sources    keys of the method's references, or a full reference
    ours       which part is our own design and rests on no source
    checked_by who has checked formula and words, and `next_review` when somebody must look again
    country    ISO code where the tool holds for one country only
    about      tables of the programme whose records it can be filled in for, as "app.model"
    women_only offers a mode in which only women read the answers
    """

    name: str
    title: str
    purpose: str
    version: int
    theme: str
    steps: tuple[str, ...]
    tables: tuple[ToolTable, ...]
    results: tuple[ToolTable, ...]
    calculate: Callable[[dict], dict]
    sources: tuple[str, ...]
    checked_by: str
    next_review: date
    scales: tuple[ToolScale, ...] = ()
    charts: tuple[ToolChart, ...] = ()
    sentences: Mapping[str, str] = field(default_factory=dict)
    alarms: frozenset[str] = frozenset()
    cautions: tuple[str, ...] = ()
    ours: str = ""
    country: str = ""
    about: tuple[str, ...] = ()
    women_only: bool = False

    def __post_init__(self):
        need(self.version >= 1, "A tool's version is 1 or more.")
        need(
            self.steps and self.tables and self.results,
            "A tool serves steps, asks something and answers something.",
        )
        need(self.theme in THEMES, f"A tool's theme is one of {', '.join(THEMES)}.")
        need(self.sources, "A tool names what it rests on.")
        need(self.alarms <= set(self.sentences), "An alarm is the code of a sentence.")
        for tables in (self.tables, self.results):
            names = [table.name for table in tables]
            need(len(set(names)) == len(names), f"“{self.name}” has two tables of one name.")
        known = {scale.name for scale in self.scales}
        for table in (*self.tables, *self.results):
            for column in table.columns:
                need(not column.scale or column.scale in known, f"There is no scale “{column.scale}”.")
        for table in self.tables:
            for column in table.columns:
                need(column.kind in ASKED, f"Column “{column.name}”: “{column.kind}” can only be a result.")
        for chart in self.charts:
            self.check_chart(chart)

    def check_chart(self, chart: ToolChart) -> None:
        table = next((table for table in self.results if table.name == chart.table), None)
        need(table, f"Chart “{chart.title}”: there is no result “{chart.table}”.")
        names = {column.name for column in table.columns}
        missing = sorted(set(chart.columns) - names)
        need(not missing, f"Chart “{chart.title}”: {missing} are no columns of “{chart.table}”.")

    def drawn_alone(self, table: ToolTable) -> bool:
        """The table is there for its matrix; as rows it is only the matrix in words."""
        return any(chart.kind == "matrix" and chart.table == table.name for chart in self.charts)

    def scale(self, name: str) -> ToolScale:
        return next(scale for scale in self.scales if scale.name == name)

    def table(self, name: str) -> ToolTable:
        return next(table for table in self.tables if table.name == name)

    def result(self, name: str) -> ToolTable:
        return next(table for table in self.results if table.name == name)
