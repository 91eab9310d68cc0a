"""Pages of types, and the rules as a list; rules are changed on their own pages, never here."""

from django.utils.translation import gettext_lazy as _

from batea.programmes.registers import Column, Register

from .forms import TypeForm
from .models import AsmType, TypeRule, Typology
from .panels import type_panel

TYPES = Register(
    model=AsmType,
    slug="types/list",
    see="strategy.see",
    change="strategy.change",
    step="P2-S2",
    intro=_("Usually three to eight. Merge what would be treated alike, split what would not."),
    columns=("name", "code", "local_name", "stance", "people", "order", "validated_on"),
    fields=(
        "name",
        "code",
        "local_name",
        "order",
        "tags",
        "profile",
        "people",
        "stance",
        "stance_reason",
        "validated_on",
    ),
    filters=("stance",),
    search=("name", "profile"),
    ordering=("order",),
    form=TypeForm,
    panel="phase2_strategy/types/panel.html",
    panel_data=type_panel,
)

RULES = Register(
    model=TypeRule,
    slug="types/rules",
    see="strategy.see",
    change="",
    step="P2-S2",
    columns=(
        Column("order", _("order"), sort="order", numeric=True),
        "type",
        Column("sentence", _("rule"), value=str),
        "note",
    ),
    fields=("order", "type", "note"),
    filters=("type",),
    ordering=("order",),
)

TYPOLOGIES = Register(
    model=Typology,
    slug="types/version",
    see="strategy.see",
    change="",
    step="P2-S2",
    columns=("rules_version", "adopted_version", "adopted_on", "changed_at"),
    fields=("rules_version", "adopted_version", "adopted_on"),
)
