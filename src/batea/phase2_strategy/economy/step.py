"""Step 2.4 of the guidance: the economic approach for each type."""

from django.utils.translation import gettext_lazy as _

from batea.guidance.steps import Finding, Gate, Missing, PageLink, Step, every
from batea.programmes.registers import address, address_of, list_address
from batea.toolbox.steps import tools_for

from ..types.models import AsmType
from .chapter import chapter
from .queries import Economy, economies
from .registers import CHAINS, LEVERS


def no_types(programme) -> Missing:
    return Missing(_("There are no types yet (step 2.2)."), list_address(AsmType, programme))


def prices_known(programme) -> Finding:
    return every(
        economies(),
        ok=lambda found: any(study.complete for study in found.studies),
        missing=lambda found: missing_price(found, programme),
        none=no_types(programme),
    )


def missing_price(found: Economy, programme) -> Missing:
    if found.studies:
        text = _("%(type)s: the price or costs at the pit, or the final price, are not known.")
        return Missing(text % {"type": found.type}, address_of(found.studies[0].chain))
    add = address(CHAINS, "add", programme)
    return Missing(_("%(type)s: no price chain.") % {"type": found.type}, f"{add}?type={found.type.uid}")


def levers_weighed(programme) -> Finding:
    return every(
        economies(),
        ok=lambda found: found.levers and all(weighed(lever) for lever in found.levers),
        missing=lambda found: missing_lever(found, programme),
        none=no_types(programme),
    )


def weighed(lever) -> bool:
    return bool(lever.reason and lever.benefit and lever.cost)


def missing_lever(found: Economy, programme) -> Missing:
    if not found.levers:
        add = address(LEVERS, "add", programme)
        return Missing(
            _("%(type)s: no economic lever chosen.") % {"type": found.type}, f"{add}?type={found.type.uid}"
        )
    lever = next(each for each in found.levers if not weighed(each))
    text = _("%(type)s: “%(lever)s” lacks its reason, benefit or cost.")
    return Missing(text % {"type": found.type, "lever": lever}, address_of(lever))


def signed_by_finance(programme) -> Finding:
    levers = [lever for found in economies() for lever in found.levers]
    return every(
        levers,
        ok=lambda lever: lever.fiscal_signed_on,
        missing=lambda lever: Missing(
            _("%(type)s: finance has not signed the effect of “%(lever)s”.")
            % {"type": lever.type, "lever": lever},
            address_of(lever),
        ),
        none=Missing(_("No economic lever is chosen yet."), address(LEVERS, "add", programme)),
    )


ECONOMY = Step(
    id="P2-S4",
    number="2.4",
    slug="economy",
    title=_("Economic approach for each type"),
    purpose=_(
        "See where the money goes between the pit and the last buyer, and choose for each type what will keep more "
        "value with miners and their communities and bring sales into the open."
    ),
    see="strategy.see",
    who=(
        _("Working groups by type, with finance, trade, the central bank and customs."),
        _("Miners, women who sort and sell, buyers, exporters, lenders."),
    ),
    activities=(
        _("Draw the chain: who buys from whom, who lends to whom, who sets the price."),
        _("Bring all prices to one unit and split the final price among the actors."),
        _("Compare what it costs and brings to sell openly and to sell informally."),
        _("Choose levers: markets, finance, taxes, added value, organisation, productivity."),
        _("Have finance check what the levers mean for public money."),
    ),
    outputs=(
        _("Economic profile of each type"),
        _("Price build-up with a target for the share that reaches the pit"),
        _("Levers with reasons, gains, costs and those who lose"),
        _("Note on the effect on public money"),
    ),
    questions=(
        _("What share of the final price reaches the pit, and who decides it?"),
        _("What would make selling openly better than selling informally?"),
        _("Which level of tax brings most sales into the books?"),
        _("If raw exports are limited, who loses?"),
        _("Where does credit come from, and what is pledged for it?"),
    ),
    pitfalls=(
        _("A tax above the point where smuggling pays."),
        _("A ban on raw exports without buyers in the country."),
        _("State buying that asks no questions about how the product was mined."),
        _("Price support that only large sellers receive."),
    ),
    gates=(
        Gate(
            "P2-S4.a",
            _("For each type it is known what share of the price reaches the pit and what is left there"),
            prices_known,
            why=_("A range is enough. Without it nobody can tell whether a lever helped."),
            mark="design",
        ),
        Gate(
            "P2-S4.b",
            _("Each type has levers with their reason, benefit and cost"),
            levers_weighed,
            mark="design",
        ),
        Gate(
            "P2-S4.c",
            _("Finance has signed the effect of each lever on public money"),
            signed_by_finance,
            why=_("A lever that finance has not agreed to will not be paid for."),
            mark="design",
        ),
    ),
    registers=("phase2_strategy.pricechain", "phase2_strategy.pricestep", "phase2_strategy.lever"),
    pages=(
        PageLink(_("The types side by side"), "economy-overview", "strategy.see"),
        tools_for("P2-S4"),
    ),
    chapter=chapter,
    sources=("WS", "PORT1", "GVC05", "BFRFI", "PAGET13"),
)
