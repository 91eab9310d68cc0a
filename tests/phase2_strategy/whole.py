"""Records of steps 2.4 and 2.5, ready to stand in tests. Prices and costs are invented."""

from datetime import date

from batea.evidence.models import LegalInstrument
from batea.phase2_strategy.economy.models import Lever, PriceChain, PriceStep
from batea.phase2_strategy.national.models import MeasureLink, NationalMeasure, RiskItem, Strategy
from batea.programmes.words import Words

from .making import a_figure, an_owner, save


def said(text):
    return Words(text, "en")


def a_chain(asm_type, prices=((20, 8), (26, 2), (100, 30)), **values):
    """A chain of actors with (price, costs) each; None where nobody knows."""
    programme = asm_type.programme
    chain = PriceChain(
        programme=programme,
        type=asm_type,
        product=said("Rough amber"),
        unit="gram",
        currency="DOP",
        year=2026,
        **values,
    )
    save(chain)
    for order, (price, costs) in enumerate(prices, 1):
        step = PriceStep(
            programme=programme,
            chain=chain,
            order=order,
            actor=said(f"Actor {order}"),
            price_best=price,
            costs=costs,
        )
        save(step)
    return chain


def a_lever(asm_type, **values):
    weighed = dict(kind="market", reason=said("Why"), benefit=said("Gain"), cost=said("Price of it"))
    lever = Lever(
        programme=asm_type.programme,
        type=asm_type,
        words=said("A buyers' register"),
        **{**weighed, **values},
    )
    return save(lever)


def a_strategy(programme, **values):
    return save(
        Strategy(programme=programme, title=said("Strategy"), period_from=2027, period_until=2031, **values)
    )


def an_act(programme):
    return save(
        LegalInstrument(
            programme=programme, name="Decree 12-27", kind="decree", words=said("Adopts the strategy")
        )
    )


def a_national(programme, measure="M036", **values):
    return save(NationalMeasure(programme=programme, measure=measure, **values))


def a_whole_measure(programme, measure="M036"):
    return a_national(
        programme,
        measure,
        owner=an_owner(programme),
        starts_month=0,
        ends_month=12,
        cost_best=100,
        indicator="I33",
        baseline=a_figure(programme),
        target=1,
        target_year=2031,
    )


def a_link(first, kind, then, note=""):
    note = said(note) if note else Words()
    return save(MeasureLink(programme=first.programme, first=first, kind=kind, then=then, note=note))


def a_risk(programme, likelihood=3, effect=4):
    return save(RiskItem(programme=programme, words=said("No money"), likelihood=likelihood, effect=effect))


ADOPTED = date(2027, 1, 15)
