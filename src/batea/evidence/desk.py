"""The writing desk: what a chapter needs to turn records into blocks of a document, in one language.

A step's chapter is `chapter(programme, desk) -> iterable of blocks`. The desk keeps the rules that hold for every
sentence: a passage that is not translated is shown in its own language and marked; exercise data are marked; a
statement carries its sources as footnotes and says when its support is stale, missing or contradicted.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import override

from batea.documents.charts import Estimate, range_chart
from batea.documents.outline import (
    Block,
    Callout,
    Column,
    Footnote,
    Heading,
    Mark,
    Paragraph,
    Run,
    Table,
    Text,
)
from batea.programmes.registers.cells import shown
from batea.programmes.words import Words

from .links import Standing, standings
from .models import Statement


@dataclass
class Desk:
    """One document in the making: its programme and language. Use it inside the programme's scope."""

    programme: object
    lang: str
    cited: dict = field(default_factory=dict)
    answered: set = field(default_factory=set)

    @cached_property
    def standings(self) -> list[Standing]:
        """Every statement of the programme with what supports it, read once."""
        return standings(self.programme, Statement.objects.order_by("section", "order", "pk"))

    # Words and numbers ------------------------------------------------------------------------------------------

    def say(self, value, exercise: bool = False) -> tuple[Run, ...]:
        """Any value as runs: Words in this language, or in their own with a mark; numbers in this language's style."""
        if isinstance(value, Words):
            said = value.say(self.lang)
            run = Text(said.text) if said.translated else Mark("untranslated", said.text, said.lang)
        else:
            run = Text(self.number(value))
        return (Mark("exercise", (run,)),) if exercise else (run,)

    def plain(self, value) -> str:
        """Words as plain text in this language, or in their own."""
        return value.say(self.lang).text if isinstance(value, Words) else self.number(value)

    def number(self, value) -> str:
        with override(self.lang):
            return shown(value)

    def range(self, low, best, high) -> str:
        """“1 000 (500–2 000)”; only what is known is written."""
        if best is None and low is None and high is None:
            return "–"
        middle = self.number(best) if best is not None else ""
        ends = [self.number(end) if end is not None else "?" for end in (low, high)]
        if low is None and high is None:
            return middle
        return f"{middle} ({'–'.join(ends)})" if middle else "–".join(ends)

    # Blocks -------------------------------------------------------------------------------------------------------

    def heading(self, level: int, text, anchor: str = "") -> Heading:
        return Heading(level, self.plain(text) if isinstance(text, Words) else str(text), anchor)

    def paragraph(self, value, exercise: bool = False, number: bool = False) -> Paragraph:
        return Paragraph(self.say(value, exercise), number=number)

    def statements(self, section: str, about=None) -> list[Block]:
        """The statements of one section (of one type when `about` is its uid), numbered, with their sources."""
        chosen = [s for s in self.standings if s.statement.section == section and s.statement.about == about]
        return [Paragraph(self.runs_of(standing), number=True) for standing in chosen]

    def runs_of(self, standing: Standing) -> tuple[Run, ...]:
        runs: tuple[Run, ...] = self.say(standing.statement.words)
        if standing.on_exercise_data:
            runs = (Mark("exercise", runs),)
        elif not standing.supported:
            runs = (Mark("unsupported", runs),)
        elif standing.stale:
            runs = (Mark("stale", runs),)
        notes = [note for link in standing.links if link.record for note in self.footnote(link)]
        return (*runs, *notes)

    def footnote(self, link) -> list[Footnote]:
        """What the link points at and where that is written. A contradiction says so first."""
        cited = self.cite(link.record)
        if link.support.bearing == link.support.Bearing.CONTRADICTS:
            with override(self.lang):
                cited = _("Contradicted by: %(evidence)s") % {"evidence": cited}
        return [Footnote((Text(cited),))]

    def cite(self, record) -> str:
        """The record in one line with its source; remembered for the evidence annex."""
        self.cited[record.label, record.uid] = record
        source = getattr(record, "source", None)
        with override(self.lang):
            said = str(record)
        return f"{said}. {source.reference}" if source is not None else said

    def records(self, caption: str, columns, records: Iterable, note: str = "") -> list[Block]:
        """A table of records: `columns` are (title, value function, "left"|"right", width). Nothing when empty.

        Rows of exercise data carry the mark in their first cell; a table of nothing else carries it once.
        """
        records = list(records)
        if not records:
            return []
        invented = all(getattr(record, "exercise", False) for record in records)
        heads = [Column(str(title), align, width) for title, _value, align, width in columns]
        rows = []
        for record in records:
            cells = [self.cell(value(record)) for _title, value, _align, _width in columns]
            if getattr(record, "exercise", False) and not invented:
                cells[0] = (Mark("exercise", cells[0]),)
            rows.append(tuple(cells))
        return [Table(str(caption), heads, rows, note=note, exercise=invented)]

    def cell(self, value) -> tuple[Run, ...]:
        if isinstance(value, tuple):  # already runs
            return value
        return self.say(value) if value not in (None, "") else (Text("–"),)

    def nothing_yet(self, text: str) -> Callout:
        """A box that says what is still missing here, instead of an empty chapter."""
        return Callout("note", str(text))


def rival_figures(desk: Desk, questions) -> list[Block]:
    """For each question a chart and a table of every answer with period, grade and source; none is chosen.

    A question is answered once in a document.
    """
    blocks: list[Block] = []
    for question in questions:
        if question.pk in desk.answered:
            continue
        desk.answered.add(question.pk)
        figures = sorted(question.figures.all(), key=lambda figure: (figure.unit, figure.period, figure.pk))
        with override(desk.lang):
            blocks += rival_chart(desk, question, figures)
            columns = [
                (_("What is counted"), lambda f: f.words, "left", 3),
                (_("Value"), lambda f: f"{desk.range(f.low, f.best, f.high)} {f.unit_words}", "right", 1.6),
                (_("Period"), lambda f: f.period, "left", 1),
                (_("Grade"), lambda f: f.grade, "center", 0.6),
                (_("Source"), lambda f: f.source.reference if f.source else "", "left", 3),
            ]
        blocks += desk.records(
            desk.plain(question.words), columns, figures, note=desk.plain(question.reading)
        )
        for figure in figures:
            desk.cited[figure.label, figure.uid] = figure
    return blocks


def rival_chart(desk: Desk, question, figures) -> list[Block]:
    """A range chart of the answers that share the commonest unit; nothing for fewer than three."""
    units = Counter(figure.unit for figure in figures)
    unit, count = units.most_common(1)[0] if units else ("", 0)
    if count < 3:
        return []
    same = [figure for figure in figures if figure.unit == unit]
    estimates = [
        Estimate(
            f"{desk.plain(figure.words)} ({figure.period})" if figure.period else desk.plain(figure.words),
            *(None if value is None else float(value) for value in (figure.best, figure.low, figure.high)),
            figure.grade,
        )
        for figure in same
    ]
    title = desk.plain(question.words)
    said = "; ".join(
        f"{each.label}: {desk.number(figure.best)}" for each, figure in zip(estimates, same, strict=True)
    )
    chart = range_chart(estimates, alt=f"{title} {said}", unit=same[0].unit_words, number=desk.number)
    return [chart.figure(title, exercise=any(figure.exercise for figure in same))]
