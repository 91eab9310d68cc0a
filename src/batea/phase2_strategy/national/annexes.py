"""The annexes: what every sentence rests on, figures that disagree, and how to read the marks."""

from collections import defaultdict
from collections.abc import Iterator

from django.db.models import Count
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from batea.documents.outline import (
    Annexes,
    Block,
    Column,
    Heading,
    Link,
    ListBlock,
    Mark,
    PageBreak,
    Paragraph,
    Table,
    Text,
    plain,
)
from batea.evidence.desk import Desk
from batea.evidence.links import Standing, coverage
from batea.evidence.models import Figure, Question
from batea.evidence.rivals import rival_tables
from batea.programmes.records import record_models
from batea.toolbox.blocks import analyses

READING = "reading"  # the annex that explains marks and grades


def annexes(desk: Desk, everything: bool = False) -> Iterator[Block]:
    """Rival figures are told first: what they cite belongs to the list of evidence. `everything` = also of questions
    that no chapter asked."""
    rivals = list(disagreement(desk, everything))
    found = list(analyses(desk)) if everything else []
    yield PageBreak()
    yield Annexes()
    yield from evidence(desk)
    yield from rivals
    if found:
        yield Heading(1, _("Analyses"))
        yield from found
    for title, blocks in desk.appendix.items():
        yield Heading(1, title)
        yield from blocks
    yield from reading_guide(desk)


def evidence(desk: Desk) -> Iterator[Block]:
    """Statements that need care, then every record cited under its source."""
    yield Heading(1, _("Sources and evidence"))
    yield Paragraph(coverage_words(desk), number=True)
    yield from weak_statements(desk)
    yield from cited_by_source(desk)


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


def cited_by_source(desk: Desk) -> Iterator[Block]:
    """What each source says; records that are no publication stand under their kind."""
    groups = defaultdict(list)
    for record in desk.cited.values():
        groups[shelf_of(record)].append(record)
    if not groups:
        return
    columns = [Column(_("Source"), width=1), Column(_("Evidence"), width=1.2)]
    rows = [(shelf, evidence_words(desk, groups[shelf])) for shelf in sorted(groups, key=plain_key)]
    yield Table(_("Evidence cited"), columns, rows)


def shelf_of(record) -> tuple:
    """The runs that head what the source says."""
    source = getattr(record, "source", None)
    if source is None:
        return (Text(str(capfirst(record._meta.verbose_name_plural))),)
    key = (Text(f"{source.key} ", strong=True),) if source.key else ()
    return (*key, Link(source.reference, source.address) if source.address else Text(source.reference))


def plain_key(shelf: tuple) -> tuple:
    """Sources with a key first, by key; then the others and the kinds by name."""
    return (not getattr(shelf[0], "strong", False), plain(shelf).casefold())


def evidence_words(desk: Desk, records) -> tuple:
    runs = []
    for record in records:
        grade = f" [{record.grade}]" if getattr(record, "grade", "") else ""
        said = Text(f"{capfirst(str(record))}{grade}")
        runs += [Text("; "), Mark("exercise", (said,)) if record.exercise else said]
    return tuple(runs[1:])


def disagreement(desk: Desk, everything: bool) -> Iterator[Block]:
    """Every question with more than one answer that no chapter has told in full, with all its answers."""
    questions = (
        Question.objects.annotate(answers=Count("figures"))
        .filter(answers__gt=1)
        .prefetch_related("figures__source")
        .order_by("order", "pk")
    )
    charted = {question.pk for question in desk.charted}
    told = {question.pk for question in desk.tabled}
    blocks = rival_tables(
        desk,
        [each for each in questions if each.pk in charted or (everything and each.pk not in told)],
    )
    if blocks:
        yield Heading(1, _("Figures that disagree"))
        yield Paragraph(
            _("Sources answer these questions differently. All answers are shown; none was chosen.")
        )
        yield from blocks


def reading_guide(desk: Desk) -> Iterator[Block]:
    """What the marks and grades mean, what the method rests on, and which data are invented."""
    yield Heading(1, _("How to read this document"), READING)
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
    yield lead(_("Grades of evidence"))
    yield ListBlock([str(label) for _code, label in Figure.Grade.choices])
    yield lead(_("What the method rests on"))
    yield Paragraph(
        _(
            "The steps follow the guidance for governments on managing artisanal and small-scale mining of the "
            "Intergovernmental Forum on Mining, Minerals, Metals and Sustainable Development (2017). Lists of impacts, "
            "measures and indicators are a synthesis of the sources named beside each entry; entries marked “design” or "
            "“background” are proposals and need the judgement of people who know the field."
        )
    )
    yield from exercise_data()


def lead(words: str) -> Paragraph:
    """A small head that does not stand in the contents."""
    return Paragraph((Text(words, strong=True),))


def exercise_data() -> Iterator[Block]:
    """How many entries of each table are made up."""
    counts = {model: model.objects.filter(exercise=True).count() for model in record_models()}
    said = sorted(f"{model._meta.verbose_name_plural} ({count})" for model, count in counts.items() if count)
    if said:
        yield lead(_("Exercise data"))
        yield Paragraph(_("Entries made up for an exercise") + ": " + "; ".join(said) + ".")
