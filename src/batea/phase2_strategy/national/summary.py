"""The summary: what a minister's adviser needs to know in five minutes. It stands before all chapters."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from batea.documents.charts import Bar, bar_chart
from batea.documents.outline import Block, Column, Heading, Paragraph, Ref, Table, Text
from batea.documents.svg import Drawing
from batea.evidence.money import money

from ..impacts.queries import TypeProfile, profiles
from ..types.chapter import people
from ..vision.chapter import vision_box
from ..vision.queries import current_vision, goals
from .annexes import READING
from .chapter import amount, cost_words, money_of, range_words
from .models import NationalMeasure
from .queries import Plan, burdens, cost_sum, read_plan

HARMS, BARS = 2, 5  # harms named for each type, institutions drawn


def summary(desk, strategy) -> Iterator[Block]:
    plan = read_plan()
    yield Heading(1, _("Summary"))
    vision = current_vision()
    if vision:
        yield vision_box(desk, vision)
    if strategy and strategy.summary:
        yield desk.paragraph(strategy.summary, strategy.exercise, number=True)
    yield from desk.statements("summary")
    yield Paragraph((Text(_("What the marks and grades mean:") + " "), Ref(READING), Text(".")))
    yield at_a_glance(desk, strategy, plan)
    yield from types_at_a_glance(desk, profiles())
    yield from beginning(desk, plan)
    drawing = cost_chart(desk, plan)
    if drawing:
        yield drawing.figure(_("Cost by institution"), exercise=any(each.exercise for each in plan.measures))


def at_a_glance(desk, strategy, plan: Plan) -> Table:
    """The plan in a few lines."""
    cost = money_of(desk, plan)
    rows = [
        (_("Goals"), "; ".join(desk.plain(goal.words) for goal in goals())),
        (_("Measures"), measures_words(desk, plan)),
        (_("Cost over the period"), cost_words(cost, cost_sum(plan.measures))),
        (_("Budget of the first year"), first_year(desk, strategy)),
    ]
    columns = [Column(_("Part"), width=1.2), Column(_("Now"), width=3)]
    return Table(_("The strategy at a glance"), columns, [(name, value or "–") for name, value in rows])


def measures_words(desk, plan: Plan) -> str:
    if not plan.measures:
        return desk.number(0)
    first = len(plan.in_window(NationalMeasure.Horizon.FIRST))
    words = _("%(all)s, of which %(first)s begin in the first year")
    return words % {"all": len(plan.measures), "first": first}


def first_year(desk, strategy) -> str:
    if strategy is None or strategy.year_one_budget is None:
        return ""
    budget = strategy.year_one_budget
    return money(desk, [budget]).told(None, budget, None)


def types_at_a_glance(desk, found: list[TypeProfile]) -> list[Block]:
    """One row for each type: how many, what is wrong, what it costs to answer."""
    by_type = {profile.type.pk: profile for profile in found}
    sums = {pk: cost_sum(profile.measures).total for pk, profile in by_type.items()}
    cost = money(desk, [each.best for each in sums.values()])
    columns = [
        (_("Type"), lambda t: t.name, "left", 1.2),
        (_("People"), lambda t: people(desk, t), "right", 1.6),
        (_("Stance"), lambda t: t.get_stance_display(), "left", 1.7),
        (_("Impacts that must be answered"), lambda t: worst(desk, by_type[t.pk]), "left", 4),
        (_("Measures"), lambda t: len(by_type[t.pk].measures), "right", 1.25),
        (cost.title, lambda t: range_words(cost, sums[t.pk]), "right", 1.5),
    ]
    return desk.records(_("The types at a glance"), columns, [profile.type for profile in found])


def worst(desk, profile: TypeProfile) -> str:
    return "; ".join(desk.plain(rating.impact_name) for rating in profile.urgent[:HARMS])


def beginning(desk, plan: Plan) -> list[Block]:
    """Measures that start in month 0, with whom to call."""
    cost = money_of(desk, plan)
    columns = [
        (_("Measure"), lambda each: each.name, "left", 4),
        (_("Owner"), lambda each: each.owner.name if each.owner else _("Nobody yet"), "left", 2.6),
        (cost.title, lambda each: amount(cost, each), "right", 1.4),
    ]
    first = [each for each in plan.measures if each.starts_month == 0]
    return desk.records(_("What begins at once"), columns, first)


def cost_chart(desk, plan: Plan) -> Drawing | None:
    """The institutions with the largest costs. None while fewer than two have one."""
    cost = money_of(desk, plan)
    found = [each for each in burdens(plan) if each.owner and each.cost.total.best]
    found = sorted(found, key=lambda each: -each.cost.total.best)[:BARS]
    if len(found) < 2:
        return None
    bars = [
        Bar(
            desk.plain(each.owner.name),
            *(
                float(cost.scaled(end))
                for end in (each.cost.total.best, each.cost.total.low, each.cost.total.high)
            ),
        )
        for each in found
    ]
    said = "; ".join(f"{bar.label}: {desk.number(bar.value)}" for bar in bars)
    return bar_chart(bars, alt=said, unit=cost.title, number=desk.number)
