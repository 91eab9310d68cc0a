"""Rated impacts and chosen measures as lists; both are usually filled on the room's own pages."""

from django.utils.translation import gettext_lazy as _

from batea.programmes.registers import Column, Register

from .forms import ChosenMeasureForm
from .models import ChosenMeasure, ImpactRating

RATINGS = Register(
    model=ImpactRating,
    slug="impacts/ratings",
    see="strategy.see",
    change="strategy.change",
    step="P2-S3",
    columns=(
        Column("impact", _("impact"), sort="impact"),
        "type",
        "extent",
        "severity",
        "reversibility",
        "people",
        Column("score", _("score"), value=lambda rating: round(rating.priority.score), numeric=True),
        Column(
            "priority",
            _("priority"),
            value=lambda rating: _("strength") if rating.strength else rating.level_words,
        ),
        Column("grade", _("evidence"), value=lambda rating: rating.grade, sort="grade"),
    ),
    fields=("type", "impact", "extent", "severity", "reversibility", "people", "grade", "cause"),
    filters=("type", "impact", "grade"),
    search=("cause",),
    ordering=("type__order", "impact"),
)

CHOSEN = Register(
    model=ChosenMeasure,
    slug="impacts/chosen",
    see="strategy.see",
    change="strategy.change",
    step="P2-S3",
    columns=(
        Column(
            "name",
            _("measure"),
            value=lambda chosen: f"{chosen.measure} {chosen.name}".strip(),
            sort="measure",
        ),
        "type",
        "impacts",
        "owner",
        "starts_month",
        "ends_month",
        "cost_low",
        "cost_best",
        "cost_high",
        Column("indicator", _("indicator"), value=lambda chosen: chosen.indicator, sort="indicator"),
    ),
    fields=(
        "type",
        "measure",
        "own_title",
        "impacts",
        "reason",
        "owner",
        "starts_month",
        "ends_month",
        "cost_low",
        "cost_best",
        "cost_high",
        "indicator",
        "preconditions",
        "risks",
        "gender_check",
    ),
    filters=("type", "owner"),
    search=("own_title", "reason"),
    ordering=("type__order", "starts_month", "measure"),
    form=ChosenMeasureForm,
)
