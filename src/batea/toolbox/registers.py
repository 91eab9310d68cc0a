"""The list of assessments and the page of one, with its result."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_scopes import get_scope

from batea.programmes.registers import Register

from .models import Assessment
from .queries import result_of, told_tables


def result_panel(assessment: Assessment) -> dict:
    """The result as the page shows it, computed now."""
    result = result_of(assessment)
    programme = get_scope()["programme"]
    return {
        "problem": result.problem,
        "sentences": result.sentences,
        "tables": [
            {
                "caption": table.title,
                "columns": [{"label": column.title, "numeric": column.numeric} for column in table.columns],
                "rows": rows,
            }
            for table, rows in told_tables(result)
        ],
        "tool": result.tool,
        "older": result.tool is not None and assessment.tool_version < result.tool.version,
        "answers_address": reverse("toolbox:answers", args=[programme.slug, assessment.uid])
        if result.tool
        else "",
    }


ASSESSMENTS = Register(
    model=Assessment,
    slug="toolbox/assessments",
    see="evidence.see",
    change="evidence.change",
    intro=_("Tools that were filled in. Results are computed from the answers each time they are shown."),
    columns=("title", "tool", "tool_version"),
    fields=("title", "note"),
    filters=("tool",),
    search=("title", "note"),
    ordering=("-pk",),
    panel="toolbox/result.html",
    panel_data=result_panel,
)
