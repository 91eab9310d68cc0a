"""Pages of the strategy, its measures, their links and its risks."""

from django.utils.translation import gettext_lazy as _

from batea.programmes.registers import Column, Register, address_of

from .merging import differences
from .models import MeasureLink, NationalMeasure, RiskItem, Strategy


def origin_of(measure: NationalMeasure) -> dict:
    """Which types chose the measure, and where people decided otherwise than they did."""
    chosen = measure.chosen.select_related("type").order_by("type__order", "pk")
    return {
        "origin": [(str(each), address_of(each)) for each in chosen],
        "changed": [measure._meta.get_field(name).verbose_name for name in differences(measure)],
    }


STRATEGIES = Register(
    model=Strategy,
    slug="national/strategy",
    see="strategy.see",
    change="strategy.change",
    step="P2-S5",
    intro=_("Title, period, summary and budget. Adoption is recorded on a page of its own."),
    columns=("title", "period_from", "period_until", "adopted_on", "published_on"),
    fields=(
        "title",
        "period_from",
        "period_until",
        "summary",
        "consultation",
        "year_one_budget",
        "year_one_approved_on",
    ),
)

MEASURES = Register(
    model=NationalMeasure,
    slug="national/measures",
    see="strategy.see",
    change="strategy.change",
    step="P2-S5",
    intro=_(
        "The measures of all types, brought together. What you change here is kept when they are merged again."
    ),
    columns=(
        Column("name", _("measure"), sort="measure"),
        "starts_month",
        "ends_month",
        "owner",
        "cost_low",
        "cost_best",
        "cost_high",
        "indicator",
        "common",
    ),
    fields=(
        "measure",
        "own_title",
        "horizon",
        "starts_month",
        "ends_month",
        "owner",
        "cost_low",
        "cost_best",
        "cost_high",
        "indicator",
        "baseline",
        "target",
        "target_year",
        "common",
        "note",
    ),
    filters=("owner", "horizon", "common"),
    search=("own_title", "measure", "note"),
    ordering=("starts_month", "pk"),
    children=("phase2_strategy.measurelink",),
    panel="phase2_strategy/national/origin.html",
    panel_data=origin_of,
)

LINKS = Register(
    model=MeasureLink,
    slug="national/links",
    see="strategy.see",
    change="strategy.change",
    step="P2-S5",
    intro=_("What must come first, what gets in the way of what, and how it was settled."),
    columns=("first", "kind", "then", "note"),
    fields=("first", "kind", "then", "note"),
    filters=("kind",),
    search=("note",),
)

RISKS = Register(
    model=RiskItem,
    slug="national/risks",
    see="strategy.see",
    change="strategy.change",
    step="P2-S5",
    intro=_("What could stop the strategy: who loses, who might resist, what may not be paid."),
    columns=(
        Column("risk", _("risk"), value=str),
        "likelihood",
        "effect",
        Column("level", _("level"), numeric=True),
        "owner",
    ),
    fields=("words", "likelihood", "effect", "response", "owner"),
    filters=("owner",),
    search=("words", "response"),
    ordering=("-likelihood", "-effect"),
)
