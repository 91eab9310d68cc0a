from django.utils.translation import gettext_lazy as _

from batea.programmes.registers import Column, Register

from .models import Bridge, FrozenVersion, ReviewTrigger
from .panels import version_panel

HERE = {"see": "strategy.see", "step": "P3-S3"}

TRIGGERS = Register(
    ReviewTrigger,
    "revision/triggers",
    columns=("words", "kind", "due", "happened_on", "decision"),
    fields=("words", "kind", "due", "happened_on", "decision"),
    filters=("kind",),
    search=("words", "decision"),
    ordering=("due",),
    change="strategy.change",
    intro=_("When the strategy is looked at again: by the calendar, and when something happens."),
    **HERE,
)
VERSIONS = Register(
    FrozenVersion,
    "revision/versions",
    columns=(
        Column("number", _("version"), value=str, sort="number"),
        "frozen_on",
        "reason",
        "adopted_by",
    ),
    fields=("frozen_on", "reason", "adopted_by", "digest"),
    search=("reason", "adopted_by"),
    ordering=("-number",),
    children=("phase3_implementation.bridge",),
    change="",
    panel="phase3_implementation/revision/version_panel.html",
    panel_data=version_panel,
    intro=_(
        "Each one holds the whole programme and the strategy's text as they were. Nobody can change them."
    ),
    **HERE,
)
BRIDGES = Register(
    Bridge,
    "revision/bridge",
    columns=("indicator", "since", "before", "after", "words"),
    fields=("since", "indicator", "before", "after", "words"),
    filters=("since",),
    search=("words", "before", "after"),
    change="strategy.change",
    intro=_("For each indicator that was defined anew: old and new, and how older results compare."),
    **HERE,
)
REGISTERS = (TRIGGERS, VERSIONS, BRIDGES)
