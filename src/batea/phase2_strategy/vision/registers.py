"""Pages of vision and goals."""

from django.utils.translation import gettext_lazy as _

from batea.programmes.registers import Column, Register

from .models import Goal, Vision

VISIONS = Register(
    model=Vision,
    slug="vision/texts",
    see="strategy.see",
    change="strategy.change",
    step="P2-S1",
    intro=_("One statement of the sector wanted, short enough to be remembered."),
    columns=(
        Column("vision", _("vision"), value=lambda vision: vision.words),
        "target_year",
        "adopted_on",
        "validated_on",
    ),
    fields=(
        "words",
        "target_year",
        "principles",
        "alignment",
        "adopted_on",
        "validated_on",
        "dissent",
    ),
    search=("words",),
    ordering=("-adopted_on", "-pk"),
)

GOALS = Register(
    model=Goal,
    slug="vision/goals",
    see="strategy.see",
    change="strategy.change",
    step="P2-S1",
    intro=_("Four to eight goals. Each says how it is measured and where it stands today."),
    columns=("words", "order", "indicator", "baseline", "baseline_due", "target", "unit", "target_year"),
    fields=("words", "order", "indicator", "unit", "baseline", "baseline_due", "target", "target_year"),
    search=("words",),
    ordering=("order",),
)
