"""An assessment as blocks of a document."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import override

from batea.documents.outline import Block, Column, ListBlock, Table

from .models import Assessment
from .queries import result_of, told_tables


def assessment_blocks(desk, assessment: Assessment) -> Iterator[Block]:
    """Its findings and tables, in the desk's language; a box when the tool cannot answer."""
    with override(desk.lang):
        result = result_of(assessment)
        if result.problem:
            yield desk.nothing_yet(f"{desk.plain(assessment.title)}: {result.problem}")
            return
        if result.sentences:
            yield ListBlock(result.sentences)
        note = _("%(tool)s, version %(version)s.") % {
            "tool": result.tool.title,
            "version": result.tool.version,
        }
        for table, rows in told_tables(result):
            columns = [Column(str(each.title), "right" if each.numeric else "left") for each in table.columns]
            caption = f"{desk.plain(assessment.title)}: {table.title}"
            yield Table(caption, columns, rows, note=note, exercise=assessment.exercise)
        desk.cite(assessment)
