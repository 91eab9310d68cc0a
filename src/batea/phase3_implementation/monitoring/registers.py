from django.utils.translation import gettext_lazy as _

from batea.programmes.registers import Column, Register

from .forms import ResultForm
from .models import EvaluationReport, Indicator, Result, Target
from .panels import indicator_panel

HERE = {"see": "delivery.see", "change": "monitoring.change", "step": "P3-S2"}


def not_counted(part: str):
    """Zero and "not counted" are two answers, in lists and files too."""

    def value(result: Result):
        found = getattr(result, part)
        return _("not counted") if found is None and result.indicator.by_sex else found

    return value


INDICATORS = Register(
    Indicator,
    "monitoring/datasheets",
    columns=(
        Column("title", _("indicator")),
        "unit",
        "direction",
        "by_sex",
        "frequency",
        "owner",
        "baseline",
    ),
    fields=(
        "catalogue",
        "name",
        "unit",
        "direction",
        "by_sex",
        "adds_up",
        "frequency",
        "owner",
        "goal",
        "measure",
        "baseline",
        "baseline_due",
    ),
    filters=("direction", "frequency", "owner", "by_sex"),
    search=("name", "catalogue", "unit"),
    children=("phase3_implementation.target", "phase3_implementation.result"),
    panel="phase3_implementation/monitoring/indicator_panel.html",
    panel_data=indicator_panel,
    intro=_("How each indicator is defined: unit, direction, who measures it and how often."),
    **HERE,
)
TARGETS = Register(
    Target,
    "monitoring/targets",
    # A year is a name, not an amount: it is not grouped into thousands.
    columns=(
        "indicator",
        Column("year", _("year"), value=lambda target: str(target.year), sort="year"),
        "value",
        "upper",
    ),
    fields=("indicator", "year", "value", "upper"),
    filters=("indicator",),
    ordering=("indicator", "year"),
    **HERE,
)
RESULTS = Register(
    Result,
    "monitoring/results",
    columns=(
        "indicator",
        "period_from",
        "period_until",
        "value",
        Column("women", _("women"), value=not_counted("women"), sort="women", numeric=True),
        Column("men", _("men"), value=not_counted("men"), sort="men", numeric=True),
        "grade",
        "source",
    ),
    fields=(
        "indicator",
        "period_from",
        "period_until",
        "value",
        "women",
        "men",
        "grade",
        "source",
        "note",
    ),
    filters=("indicator", "grade"),
    search=("note",),
    ordering=("-period_until",),
    form=ResultForm,
    intro=_("What was found for each period. “Not counted” is not zero."),
    **HERE,
)
REPORTS = Register(
    EvaluationReport,
    "monitoring/reports",
    columns=("kind", "day", "due", "published_on", "response_owner", "response_due"),
    fields=(
        "kind",
        "day",
        "due",
        "published_on",
        "words",
        "attachment",
        "response",
        "response_owner",
        "response_due",
    ),
    filters=("kind",),
    search=("words", "response"),
    ordering=("-due",),
    intro=_("Reports to the public, evaluations, and what was answered to them."),
    **HERE,
)
REGISTERS = (INDICATORS, TARGETS, RESULTS, REPORTS)
