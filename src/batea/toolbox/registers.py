"""The list of assessments and the page of one, with its result."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_scopes import get_scope

from batea.programmes.registers import Register, address_of

from .charts import drawings
from .declaration import Tool, ToolTable
from .models import Assessment
from .queries import Result, heading, result_of, told, tone_of
from .references import sources_of
from .rules import may_change, may_read_answers, may_read_result

TAGS = {"good": "good", "fair": "busy", "poor": "warn", "bad": "bad", "plain": "neutral"}


def result_panel(assessment: Assessment) -> dict:
    """The result as the page shows it, computed now, with what the reader may do next."""
    reader = get_scope().get("member")
    if not may_read_result(reader, assessment):
        return {"shut": True}
    result = result_of(assessment)
    about = assessment.about
    return {
        "problem": result.problem,
        "note": assessment.note if may_read_answers(reader, assessment) else "",
        "alarms": [told.text for told in result.findings if told.alarm],
        "sentences": [told.text for told in result.findings if not told.alarm],
        "tables": shown_tables(result),
        "tool": result.tool,
        "about": about,
        "about_url": address_of(about) if about else "",
        "older": warnings(assessment, result.tool),
        "sources": sources_of(result.tool) if result.tool else [],
        "links": links(reader, assessment, result.tool) if result.tool else {},
    }


def warnings(assessment: Assessment, tool: Tool | None) -> list[str]:
    """Why somebody should look at the answers again."""
    if tool is None or not assessment.outdated():
        return []
    if assessment.tool_version < tool.version:
        return [_("The tool has changed since these answers were typed. Look at them again and save.")]
    return [_("What was assessed has changed since. Look at the answers again and save.")]


def shown_tables(result: Result) -> list[dict]:
    drawn: dict[str, list] = {}
    for table, title, drawing in drawings(result):
        svg = mark_safe(drawing.svg.decode())  # noqa: S308 — our own drawing, texts escaped in it
        drawn.setdefault(table.name, []).append({"title": title, "svg": svg})
    return [
        {
            "caption": table.title,
            "columns": [
                {"label": heading(column), "numeric": column.numeric} for column in table.all_columns
            ],
            "rows": [cells(result.tool, table, row) for row in rows],
            "drawings": drawn.get(table.name, []),
            "folded": result.tool.drawn_alone(table),
        }
        for table, rows in result.shown
    ]


def cells(tool: Tool, table: ToolTable, row: dict) -> tuple:
    """One row's cells in words; a value with a tone is a tag, so that colour never says it alone."""
    return tuple(
        toned(told(tool, column, row.get(column.name)), tone_of(column, row.get(column.name)))
        for column in table.all_columns
    )


def toned(words: str, tone: str):
    if not tone or not words:
        return words
    return format_html('<strong class="govuk-tag batea-tag--{}">{}</strong>', TAGS[tone], words)


def links(reader, assessment: Assessment, tool: Tool) -> dict:
    """Addresses of what can be done with the assessment; what the reader may not do is left out."""
    slug = get_scope()["programme"].slug
    open_answers = may_read_answers(reader, assessment)

    def at(name: str, *parts) -> str:
        return reverse(f"toolbox:{name}", args=[slug, *parts])

    return {
        "answers": at("answers", assessment.uid)
        if open_answers and reader and may_change(reader, assessment)
        else "",
        "workbook": at("workbook", assessment.uid) if open_answers else "",
        "take_in": at("take_in_again", assessment.uid),
        "documents": [
            (kind.upper(), at("document", assessment.uid, kind)) for kind in ("docx", "pdf", "html")
        ],
        "history": at("history", assessment.uid) if open_answers else "",
        "compare": f"{at('compare', tool.name)}?with={assessment.uid}",
        "tool": at("tool", tool.name),
    }


ASSESSMENTS = Register(
    model=Assessment,
    slug="toolbox/assessments",
    see="tools.see",
    change="tools.fill",
    intro=gettext_lazy(
        "Tools that were filled in. Results are computed from the answers each time they are shown."
    ),
    columns=("title", "tool", "day", "made_by", "stage"),
    fields=("title", "day", "made_by", "stage", "in_strategy"),  # the note belongs to the answers
    filters=("tool", "stage", "in_strategy"),
    search=("title", "made_by"),
    ordering=("-day", "-pk"),
    panel="toolbox/result.html",
    panel_data=result_panel,
    may_change=may_change,
    begin="toolbox:shelf",
)
