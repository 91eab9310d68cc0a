"""The writing desk: what a chapter needs to turn records into blocks of a document, in one language.

A step's chapter is `chapter(programme, desk) -> iterable of blocks`. The desk keeps the rules that hold for every
sentence: a passage that is not translated is shown in its own language and marked; exercise data are marked; a
statement carries its sources as footnotes and says when its support is stale, missing or contradicted.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from django.utils import formats
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from batea.documents.outline import (
    Block,
    Callout,
    Column,
    Footnote,
    Heading,
    Labels,
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
    charted: list = field(default_factory=list)
    tabled: list = field(default_factory=list)
    appendix: dict[str, list[Block]] = field(default_factory=dict)

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

    def institution(self, record) -> tuple[Run, ...]:
        """Its name with the short one that tables use: “General Directorate of Mining (DGM)”."""
        short = "" if record.name.say(self.lang).text == str(record) else f" ({record})"
        return (*self.say(record.name), *([Text(short)] if short else []))

    def number(self, value) -> str:
        with override(self.lang):
            return shown(value)

    def day(self, value) -> str:
        """A date for a sentence: “16 February 2026”; months are written small except in English."""
        with override(self.lang):
            said = formats.date_format(value, "DATE_FORMAT")
        return said if self.lang == "en" else said.lower()

    def range(self, low, best, high) -> str:
        """“1,000 (500–2,000)” or, when a source says “more than”, “≥ 1,000”. Only what is known is written; an end below
        zero stands apart from the dash."""
        if best is None and low is None and high is None:
            return "–"
        if best is not None and (low, high) in {(best, None), (None, best)}:
            return f"{'≥' if low == best else '≤'} {self.number(best)}"
        middle = self.number(best) if best is not None else ""
        ends = [self.number(end) if end is not None else "?" for end in (low, high)]
        if low is None and high is None:
            return middle
        joined = (" … " if any(end.startswith("-") for end in ends) else "–").join(ends)
        return f"{middle} ({joined})" if middle else joined

    # Blocks -------------------------------------------------------------------------------------------------------

    def heading(self, level: int, text, anchor: str = "") -> Heading:
        return Heading(level, self.plain(text) if isinstance(text, Words) else str(text), anchor)

    def paragraph(self, value, exercise: bool = False, number: bool = False, lead: str = "") -> Paragraph:
        """A passage; `lead` says in a word or two what it is."""
        runs = self.say(value, exercise)
        return Paragraph((Text(f"{lead} ", strong=True), *runs) if lead else runs, number=number)

    def statements(self, section: str, about=None) -> list[Block]:
        """The statements of one section (of one type when `about` is its uid), numbered, with their sources.

        Disputed ones come last and say so: they are kept so that nobody repeats them unchecked.
        """
        chosen = [s for s in self.standings if s.statement.section == section and s.statement.about == about]
        chosen.sort(key=lambda s: s.statement.status == Statement.Status.DISPUTED)
        return [Paragraph(self.runs_of(standing), number=True) for standing in chosen]

    def runs_of(self, standing: Standing) -> tuple[Run, ...]:
        runs: tuple[Run, ...] = self.say(standing.statement.words)
        if standing.on_exercise_data:
            runs = (Mark("exercise", runs),)
        elif not standing.supported:
            runs = (Mark("unsupported", runs),)
        elif standing.stale:
            runs = (Mark("stale", runs),)
        if standing.statement.status == Statement.Status.DISPUTED:
            with override(self.lang):
                runs = (Text(_("Disputed:") + " ", strong=True), *runs)
        return (*runs, *self.footnote(standing.links))

    def footnote(self, links) -> list[Footnote]:
        """One note for the sentence: what speaks for it and where that is written, then what speaks against it."""
        there = [link for link in links if link.record]
        against = [link for link in there if link.support.bearing == link.support.Bearing.CONTRADICTS]
        sentences = ["; ".join(self.cite(link.record) for link in there if link not in against)]
        if against:
            with override(self.lang):
                sentences.append(
                    _("Contradicted by: %(evidence)s")
                    % {"evidence": "; ".join(self.cite(link.record) for link in against)}
                )
        said = ". ".join(filter(None, sentences))
        return [Footnote((Text(said if said.endswith(("…", ".")) else f"{said}."),))] if said else []

    def cite(self, record) -> str:
        """The record in one line with its source; remembered for the evidence annex."""
        self.cited[record.label, record.uid] = record
        source = getattr(record, "source", None)
        with override(self.lang):
            said = self.named(record)
            return f"{said}, {source.short}" if source is not None else said

    def named(self, record) -> str:
        """The record in words; what is neither a figure nor a law says what it is: “Mine site: El Valle”."""
        if record._meta.app_label == Statement._meta.app_label:
            return capfirst(str(record))
        return f"{capfirst(record._meta.verbose_name)}: {record}"

    def later(self, title: str, blocks: Iterable[Block]) -> None:
        """Keep tables that only some readers need for an annex of this title."""
        self.appendix.setdefault(str(title), []).extend(blocks)

    def records(
        self, caption: str, columns, records: Iterable, note: str = "", anchor: str = ""
    ) -> list[Block]:
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
        return [Table(str(caption), heads, rows, note=note, exercise=invented, anchor=anchor)]

    def cell(self, value) -> tuple[Run, ...]:
        if isinstance(value, tuple):  # already runs
            return value
        return self.say(value) if value not in (None, "") else (Text("–"),)

    def nothing_yet(self, text: str) -> Callout:
        """A box that says what is still missing here, instead of an empty chapter."""
        return Callout("note", str(text))


def labels() -> Labels:
    """The fixed words of a document, in the language of the moment."""
    return Labels(
        contents=_("Contents"),
        section=_("Section"),
        paragraph=_("Paragraph"),
        table=_("Table"),
        figure=pgettext("picture", "Figure"),
        annex=_("Annex"),
        page=_("Page"),
        of=_("of"),
        notes=_("Notes"),
        back=_("Back to text"),
        untranslated=_("Not translated"),
        exercise=_("Exercise"),
        stale=_("Out of date"),
        unsupported=_("No source"),
        note=_("Note"),
        important=_("Important"),
        decision=_("Decision"),
        question=_("Question"),
    )
