"""Questions that sources answer differently: drawn in the text, told in full in an annex. None is chosen."""

from collections import Counter

from django.utils.translation import gettext as _
from django.utils.translation import override

from batea.documents.charts import Estimate, range_chart
from batea.documents.outline import Block, Paragraph, Ref, Text

from .desk import Desk


def rival_charts(desk: Desk, questions) -> list[Block]:
    """Each question as a chart with a word on how to read it; without enough answers for one, as its table.

    A chart points at the table of its answers, which the document must then bring (`rival_tables(desk, desk.charted)`).
    """
    blocks: list[Block] = []
    for question in questions:
        figures = in_order(question)
        with override(desk.lang):
            chart = rival_chart(desk, question, figures)
            if chart:
                desk.charted.append(question)
                blocks += [*chart, where_told(question)]
            else:
                desk.tabled.append(question)
                blocks += rival_table(desk, question, figures)
    return blocks


def where_told(question) -> Paragraph:
    return Paragraph((Text(_("All answers with their sources:") + " "), Ref(anchor(question)), Text(".")))


def rival_tables(desk: Desk, questions) -> list[Block]:
    """For each question a table of every answer with period, grade and source."""
    with override(desk.lang):
        return [
            block
            for question in questions
            for block in rival_table(desk, question, in_order(question), anchor(question))
        ]


def anchor(question) -> str:
    return f"answers-{question.uid}"


def in_order(question) -> list:
    return sorted(question.figures.all(), key=lambda figure: (figure.unit, figure.period, figure.pk))


def rival_table(desk: Desk, question, figures, anchor: str = "") -> list[Block]:
    columns = [
        (_("What is counted"), lambda f: f.words, "left", 3.2),
        (_("Value"), lambda f: f"{desk.range(f.low, f.best, f.high)} {f.unit_words}", "right", 2.1),
        (_("Period"), lambda f: f.period_words, "left", 1.5),
        (_("Grade"), lambda f: f.grade, "center", 0.8),
        (_("Source"), lambda f: f.source.short if f.source else "", "left", 2.4),
    ]
    for figure in figures:
        desk.cited[figure.label, figure.uid] = figure
    return desk.records(
        desk.plain(question.words), columns, figures, note=desk.plain(question.reading), anchor=anchor
    )


def rival_chart(desk: Desk, question, figures) -> list[Block]:
    """A range chart of the answers that share the commonest unit; nothing for fewer than three."""
    units = Counter(figure.unit for figure in figures)
    unit, count = units.most_common(1)[0] if units else ("", 0)
    if count < 3:
        return []
    same = [figure for figure in figures if figure.unit == unit]
    estimates = [
        Estimate(
            f"{desk.plain(figure.words)} ({figure.period_words})"
            if figure.period
            else desk.plain(figure.words),
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
    exercise = any(figure.exercise for figure in same)
    return [chart.figure(title, exercise=exercise, note=desk.plain(question.reading))]
