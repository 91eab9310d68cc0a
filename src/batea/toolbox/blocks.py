"""An assessment as blocks of a document."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import override

from batea.documents.outline import Block, Callout, Column, Document, Heading, ListBlock, Paragraph, Table
from batea.evidence.desk import labels

from .charts import drawings
from .declaration import ToolTable
from .models import Assessment
from .publishing import guarded
from .queries import Result, heading, result_of, told_rows
from .references import sources_of

MOST_COLUMNS = 8  # beside each other on an upright page
WIDEST = 28  # characters; longer texts are broken


def assessment_blocks(desk, assessment: Assessment) -> Iterator[Block]:
    """Its findings, drawings and tables, in the desk's language; a box when the tool cannot answer.

    Documents travel: counts of people that are small are hidden here.
    """
    with override(desk.lang):
        result = guarded(result_of(assessment))
        if result.problem:
            yield desk.nothing_yet(f"{desk.plain(assessment.title)}: {result.problem}")
            return
        alarms = [told.text for told in result.findings if told.alarm]
        if alarms:
            yield Callout("important", " ".join(alarms))
        calm = [told.text for told in result.findings if not told.alarm]
        if calm:
            yield ListBlock(calm)
        yield from result_blocks(desk, assessment, result)
        desk.cite(assessment)


def result_blocks(desk, assessment: Assessment, result: Result) -> Iterator[Block]:
    note = _("%(tool)s, version %(version)s.") % {"tool": result.tool.title, "version": result.tool.version}
    drawn = {}
    for table, title, drawing in drawings(result):
        drawn.setdefault(table.name, []).append(drawing.figure(title, exercise=assessment.exercise))
    for table, rows in result.shown:
        yield from drawn.get(table.name, ())
        if result.tool.drawn_alone(table):
            continue
        caption = f"{desk.plain(assessment.title)}: {table.title}"
        told = told_rows(result.tool, table, rows)
        columns, lines = printed(table, told)
        yield Table(caption, columns, lines, note=note, exercise=assessment.exercise)


def printed(table: ToolTable, told: list[tuple]) -> tuple[list[Column], list[tuple]]:
    """The columns that say something, each as wide as its words need; more than fit beside each other are told below
    each other, row by row."""
    said = [place for place in range(len(table.all_columns)) if any(row[place] for row in told)]
    columns = [table.all_columns[place] for place in said]
    rows = [tuple(row[place] for place in said) for row in told]
    if len(columns) > MOST_COLUMNS:
        return below_each_other(columns, rows)
    widths = [width(heading(column), [row[place] for row in rows]) for place, column in enumerate(columns)]
    return [
        Column(heading(column), "right" if column.numeric else "left", share)
        for column, share in zip(columns, widths, strict=True)
    ], rows


def width(title: str, cells: list[str]) -> float:
    """A column's share: its longest word at least, and more for longer texts."""
    longest = max(len(word) for text in (title, *cells) for word in (text.split() or [""]))
    return max(longest, min(max(map(len, (title, *cells))), WIDEST)) + 3


def below_each_other(columns, rows) -> tuple[list[Column], list[tuple]]:
    """A wide table as (row, what, value) lines; what a row does not say is left out."""
    names = [heading(column) for column in columns]
    lines = [
        (row[0] if place == 1 else "", names[place], row[place])
        for row in rows
        for place in range(1, len(row))
        if row[place] or place == 1
    ]
    return [Column(names[0], width=1.2), Column("", width=1), Column("", width=2.4)], lines


def assessment_document(desk, assessment: Assessment) -> Document:
    """A short document of one assessment: what was asked, what came out, what it rests on."""
    with override(desk.lang):
        tool = result_of(assessment).tool
        blocks: list[Block] = [Heading(1, _("Result"))]
        blocks += assessment_blocks(desk, assessment)
        if assessment.note and assessment.audience == Assessment.Audience.ALL:
            blocks += [Heading(1, _("Note")), desk.paragraph(assessment.note)]
        if tool is not None:
            blocks += [
                Heading(1, _("What this tool rests on")),
                Paragraph(str(tool.purpose)),
                *([ListBlock([str(each) for each in tool.cautions])] if tool.cautions else []),
                ListBlock(sources_of(tool)),
                *([Paragraph(str(tool.ours))] if str(tool.ours) else []),
            ]
        made = ", ".join(filter(None, (assessment.made_by, desk.day(assessment.day))))
        return Document(
            title=desk.plain(assessment.title),
            lang=desk.lang,
            blocks=blocks,
            subtitle=str(tool.title) if tool else "",
            organisation=desk.plain(desk.programme.name),
            date_label=made,
            dated=assessment.day.isoformat(),
            notice=_("Exercise data: made up to learn with.") if assessment.exercise else "",
            form="brief",
            labels=labels(),
        )


def analyses(desk) -> Iterator[Block]:
    """Every assessment that stands in the strategy, each under its title."""
    chosen = Assessment.objects.filter(in_strategy=True).exclude(audience=Assessment.Audience.WOMEN)
    for assessment in chosen.order_by("tool", "day", "pk"):
        with override(desk.lang):
            title = f"{assessment.get_tool_display()}: {desk.plain(assessment.title)}"
        yield Heading(2, title)
        yield from assessment_blocks(desk, assessment)
