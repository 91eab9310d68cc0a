"""Pages of price chains, their steps, and levers."""

from django.utils.translation import gettext_lazy as _

from batea.programmes.registers import Column, Register

from .models import Lever, PriceChain, PriceStep
from .queries import panel_of

CHAINS = Register(
    model=PriceChain,
    slug="economy/chains",
    see="strategy.see",
    change="strategy.change",
    step="P2-S4",
    intro=_("One product of one type from the pit to the last buyer, every price for the same amount of it."),
    columns=("product", "type", "unit", "currency", "year"),
    fields=("type", "product", "unit", "currency", "year", "note"),
    filters=("type",),
    search=("product", "unit"),
    ordering=("type__order", "pk"),
    children=("phase2_strategy.pricestep",),
    panel="phase2_strategy/economy/build.html",
    panel_data=panel_of,
)

STEPS = Register(
    model=PriceStep,
    slug="economy/steps",
    see="strategy.see",
    change="strategy.change",
    step="P2-S4",
    intro=_("Who handles the product, what each receives for it and what each spends."),
    columns=("actor", "chain", "order", "price_low", "price_best", "price_high", "costs", "source"),
    fields=("chain", "order", "actor", "price_low", "price_best", "price_high", "costs", "source"),
    filters=("chain",),
    search=("actor",),
    ordering=("chain", "order"),
)

LEVERS = Register(
    model=Lever,
    slug="economy/levers",
    see="strategy.see",
    change="strategy.change",
    step="P2-S4",
    intro=_(
        "What will make selling openly better than selling in the dark, with its reasons, gains and costs."
    ),
    columns=(Column("lever", _("lever"), value=str), "type", "kind", "fiscal_signed_on"),
    fields=("type", "kind", "words", "reason", "benefit", "cost", "fiscal_signed_on"),
    filters=("type", "kind"),
    search=("words", "reason"),
    ordering=("type__order", "pk"),
)
