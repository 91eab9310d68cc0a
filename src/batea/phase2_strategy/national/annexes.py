"""The annexes: what every sentence rests on, figures that disagree, and how to read the marks."""

from collections.abc import Iterator

from django.db.models import Count
from django.utils.translation import gettext as _

from batea.documents.outline import Block, Column, Heading, Link, ListBlock, Paragraph, Table, Text
from batea.evidence.desk import Desk, rival_figures
from batea.evidence.links import Standing, coverage
from batea.evidence.models import Figure, Question
from batea.programmes.records import record_models


def evidence(desk: Desk) -> Iterator[Block]:
    """Coverage, statements that need care, every record cited, every source behind them."""
    cited = list(desk.cited.values())
    yield Heading(1, _("Sources and evidence"))
    yield Paragraph(coverage_words(desk), number=True)
    yield from weak_statements(desk)
    columns = [
        (_("Evidence"), lambda record: str(record), "left", 3.2),
        (_("Grade"), lambda record: getattr(record, "grade", ""), "center", 0.7),
        (_("Period"), lambda record: getattr(record, "period", ""), "left", 1),
        (_("Source"), lambda record: reference(record), "left", 3),
    ]
    yield from desk.records(_("Evidence cited"), columns, cited)
    yield from sources(cited)


def coverage_words(desk: Desk) -> str:
    found = coverage(desk.standings)
    return _(
        "This programme has %(all)s statements. %(supported)s of them (%(share)s %%) rest on evidence; for %(stale)s "
        "the evidence must be checked again; %(contradicted)s are contradicted by some of it."
    ) % {
        "all": found.statements,
        "supported": found.supported,
        "share": round(found.share * 100),
        "stale": found.stale,
        "contradicted": found.contradicted,
    }


def weak_statements(desk: Desk) -> Iterator[Block]:
    rows = [
        (desk.say(standing.statement.words), (Text("; ".join(doubts(standing))),))
        for standing in desk.standings
        if doubts(standing)
    ]
    if rows:
        columns = [Column(_("Statement"), width=3), Column(_("What to know"), width=2)]
        yield Table(_("Statements to read with care"), columns, rows)


def doubts(standing: Standing) -> list[str]:
    found = [] if standing.supported else [_("nothing cited supports it")]
    if standing.contradicted:
        found.append(_("some of the evidence contradicts it"))
    stale = dict.fromkeys(str(link.freshness_words) for link in standing.links if link.stale)
    return [*found, *stale]


def reference(record) -> str:
    source = getattr(record, "source", None)
    return source.reference if source else ""


def sources(cited) -> Iterator[Block]:
    found = {record.source.pk: record.source for record in cited if getattr(record, "source", None)}
    if found:
        yield Heading(2, _("Sources"))
        ordered = sorted(found.values(), key=lambda source: (source.key, source.title))
        yield ListBlock([source_line(source) for source in ordered])


def source_line(source) -> tuple:
    start = Text(f"{source.key} {source.reference}. ".lstrip())
    return (start, Link(source.address, source.address)) if source.address else (start,)


def disagreement(desk: Desk) -> Iterator[Block]:
    """Every question that has more than one answer, with all of them."""
    questions = (
        Question.objects.annotate(answers=Count("figures"))
        .filter(answers__gt=1)
        .prefetch_related("figures__source")
        .order_by("order", "pk")
    )
    blocks = rival_figures(desk, questions)
    if blocks:
        yield Heading(1, _("Figures that disagree"))
        yield Paragraph(
            _("Sources answer these questions differently. All answers are shown; none was chosen.")
        )
        yield from blocks


def reading_guide(desk: Desk) -> Iterator[Block]:
    """What the marks and grades mean, what the method rests on, and which data are invented."""
    yield Heading(1, _("How to read this document"))
    yield ListBlock(
        [
            (
                Text(_("Not translated"), strong=True),
                Text(": " + _("written in another language and left in it.")),
            ),
            (Text(_("Exercise"), strong=True), Text(": " + _("made up for practice; it is not a fact."))),
            (
                Text(_("Out of date"), strong=True),
                Text(": " + _("the evidence changed or was last checked too long ago.")),
            ),
            (Text(_("No source"), strong=True), Text(": " + _("nothing cited supports the sentence yet."))),
        ]
    )
    yield Heading(2, _("Grades of evidence"))
    yield ListBlock([str(label) for _code, label in Figure.Grade.choices])
    yield Heading(2, _("What the method rests on"))
    yield Paragraph(
        _(
            "The steps follow the guidance for governments on managing artisanal and small-scale mining of the "
            "Intergovernmental Forum on Mining, Minerals, Metals and Sustainable Development (2017). Lists of impacts, "
            "measures and indicators are a synthesis of the sources named beside each entry; entries marked “design” or "
            "“background” are proposals and need the judgement of people who know the field."
        )
    )
    yield from exercise_data()


def exercise_data() -> Iterator[Block]:
    """How many entries of each table are made up."""
    counts = {model: model.objects.filter(exercise=True).count() for model in record_models()}
    rows = [(str(model._meta.verbose_name_plural), str(count)) for model, count in counts.items() if count]
    if rows:
        yield Heading(2, _("Exercise data"))
        columns = [Column(_("Table"), width=3), Column(_("Entries"), "right")]
        yield Table(_("Entries made up for an exercise"), columns, rows)
