"""What step 2.5 gives to the strategy: costs, owners, sequence, results, contradictions, risks, adoption."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import override

from batea.calc.ranges import Range
from batea.documents.charts import Span, timeline_chart
from batea.documents.outline import Block, Column, Paragraph, Ref, Table, Text
from batea.documents.svg import Drawing
from batea.evidence.money import Money, money
from batea.guidance.catalogue import unit_words
from batea.guidance.steps import gate_by_id

from ..vision.chapter import GOALS
from ..vision.queries import goals
from .models import NationalMeasure
from .queries import (
    Cost,
    Plan,
    burdens,
    cost_of,
    cost_sum,
    current_strategy,
    indicator_name,
    indicator_unit,
    read_plan,
    risks,
)

CHART_ROWS = 40  # more rows would not fit on a page
RESULTS = "results"  # the table of the annex that the chapter points at


def chapter(programme, desk) -> Iterator[Block]:
    """The blocks of chapter 2.5. Call inside the programme's scope."""
    with override(desk.lang):
        plan = read_plan()
        yield from desk.statements("national")
        if not plan.measures:
            yield desk.nothing_yet(_("The measures of the types have not been brought together yet."))
        else:
            yield from costs(desk, plan)
            yield from owners(desk, plan)
            yield from sequence(desk, plan)
            yield from results(desk, plan)
            yield from contradictions(desk, plan)
        yield from risk_register(desk)
        yield from adoption(desk)


# Sequence -------------------------------------------------------------------------------------------------------------


def sequence(desk, plan: Plan) -> Iterator[Block]:
    yield desk.heading(2, _("What comes when"))
    drawing = timeline(plan, desk.plain)
    if drawing:
        yield drawing.figure(_("Measures over the sixty months of the strategy"))
    cost = money_of(desk, plan)
    for window, name in [*NationalMeasure.Horizon.choices, ("", _("without a date yet"))]:
        columns = [
            (_("Measure"), lambda each: each.name, "left", 4),
            (_("For"), lambda each: for_whom(desk, plan, each), "left", 2.4),
            (_("Months"), months, "left", 1),
            (_("Owner"), lambda each: each.owner, "left", 1.5),
            (cost.title, lambda each: amount(cost, each), "right", 1.5),
        ]
        yield from desk.records(_("Measures: %(when)s") % {"when": name}, columns, plan.in_window(window))


def timeline(plan: Plan, plain) -> Drawing | None:
    """The measures that have both months, in order. None when no measure has them."""
    dated = [each for each in plan.measures if each.starts_month is not None and each.ends_month is not None]
    if not dated:
        return None
    spans = [
        Span(
            plain(each.name),
            each.starts_month,
            each.ends_month,
            group=str(NationalMeasure.Horizon(each.window).label),
        )
        for each in sorted(
            dated, key=lambda each: (list(NationalMeasure.Horizon).index(each.window), each.starts_month)
        )
    ][:CHART_ROWS]
    alt = _("%(count)s measures with their first and last month; the tables below say the same in words.")
    return timeline_chart(
        spans, alt=alt % {"count": len(spans)}, year=lambda number: _("Year %(number)s") % {"number": number}
    )


def for_whom(desk, plan: Plan, measure) -> str:
    types = ", ".join(desk.plain(each.name) for each in plan.types_of(measure))
    return _("%(types)s (common)") % {"types": types} if measure.common and types else types or _("all types")


def months(measure) -> str:
    if measure.starts_month is None:
        return ""
    return f"{measure.starts_month}–{'?' if measure.ends_month is None else measure.ends_month}"


# Costs and owners -----------------------------------------------------------------------------------------------------


def money_of(desk, plan: Plan) -> Money:
    """Every cost of the plan is written alike."""
    return money(desk, [cost_sum(plan.measures).total.best])


def amount(cost: Money, measure) -> str:
    return range_words(cost, cost_of(measure))


def range_words(cost: Money, found: Range) -> str:
    return cost.range(*ends(found)) if found.known else "?"


def ends(found: Range) -> tuple:
    """Low, best and high; the ends only where they differ."""
    return (found.low, found.best, found.high) if found.width else (None, found.best, None)


def cost_words(cost: Money, found: Cost) -> str:
    """The sum with its unit, and how many measures it leaves out."""
    if not found.total.known:
        return ""
    said = cost.told(*ends(found.total))
    gap = _("Measures without a cost: %(count)s") % {"count": found.without}
    return f"{said}; {gap}" if found.without else said


def costs(desk, plan: Plan) -> Iterator[Block]:
    yield desk.heading(2, _("What it costs"))
    cost = money_of(desk, plan)
    windows = [*NationalMeasure.Horizon.choices, ("", _("without a date yet"))]
    sums = [(name, cost_sum(plan.in_window(window))) for window, name in windows]
    rows = [cost_row(desk, cost, name, found) for name, found in sums if found.measures]
    rows.append(cost_row(desk, cost, _("All"), cost_sum(plan.measures)))
    columns = [
        Column(_("Period"), width=2),
        Column(_("Measures"), "right"),
        Column(cost.title, "right", 2.4),
        Column(_("Without a cost"), "right"),
    ]
    note = _(
        "Lows are added to the low, bests to the best and highs to the high, so the ends are worst cases."
    )
    invented = any(each.exercise for each in plan.measures)
    yield Table(_("Costs, low to high"), columns, rows, note=note, exercise=invented)


def cost_row(desk, cost: Money, name, found: Cost) -> tuple:
    return str(name), desk.number(found.measures), range_words(cost, found.total), desk.number(found.without)


def owners(desk, plan: Plan) -> Iterator[Block]:
    yield desk.heading(2, _("Who answers for what"))
    cost = money_of(desk, plan)
    windows = NationalMeasure.Horizon.choices
    columns = [
        Column(_("Institution"), width=3.2),
        *(Column(str(name), "right", 1.3) for _window, name in windows),
        Column(cost.title, "right", 1.8),
    ]
    rows = [
        (
            desk.institution(each.owner) if each.owner else _("Nobody yet"),
            *(desk.number(each.count(window)) for window, _name in windows),
            range_words(cost, each.cost.total),
        )
        for each in burdens(plan)
    ]
    invented = any(each.exercise for each in plan.measures)
    yield Table(_("Measures by institution that answers for them"), columns, rows, exercise=invented)


# Results, contradictions, risks, adoption ------------------------------------------------------------------------------


def results(desk, plan: Plan) -> Iterator[Block]:
    """Where the goals stand, and the results framework of the measures for an annex."""
    yield desk.heading(2, _("What must come of it"))
    if goals():
        yield Paragraph((Text(_("Goals with baseline and target:") + " "), Ref(GOALS), Text(".")))
    yield Paragraph((Text(_("Indicator and target of each measure:") + " "), Ref(RESULTS), Text(".")))
    desk.later(_("What must come of it"), measure_results(desk, plan))


def results_on_page(desk, plan: Plan) -> list[Block]:
    return [desk.heading(2, _("What must come of it")), *goal_results(desk), *measure_results(desk, plan)]


def goal_results(desk) -> list[Block]:
    return desk.records(_("Results: goals"), result_columns(desk, lambda each: each.words), goals())


def measure_results(desk, plan: Plan) -> list[Block]:
    columns = result_columns(desk, lambda each: each.name)
    return desk.records(_("Results: measures"), columns, plan.measures, anchor=RESULTS)


def result_columns(desk, name) -> list[tuple]:
    return [
        (_("What"), name, "left", 3),
        (_("Indicator"), lambda each: indicator_name(each.indicator), "left", 2.4),
        (_("Baseline"), lambda each: baseline(desk, each), "left", 1.8),
        (_("Target"), lambda each: target(desk, each), "left", 2),
    ]


def baseline(desk, each) -> str:
    figure = each.baseline
    if figure is None:
        due = getattr(each, "baseline_due", None)
        return _("due by %(day)s") % {"day": desk.number(due)} if due else ""
    desk.cite(figure)
    return f"{desk.range(figure.low, figure.best, figure.high)} {figure.unit_words} [{figure.grade}]"


def target(desk, each) -> str:
    """“95 % of pits (2029)”: in the goal's own unit, else in the one of the indicator."""
    if each.target is None:
        return ""
    unit = unit_words(getattr(each, "unit", "")) or indicator_unit(
        each.indicator, desk.lang, desk.programme.currency
    )
    return " ".join(filter(None, (desk.number(each.target), unit, f"({each.target_year or '?'})")))


def contradictions(desk, plan: Plan) -> Iterator[Block]:
    found = plan.tensions
    if not found:
        return
    yield desk.heading(2, _("What must not get in each other's way"))
    columns = [
        Column(_("Measure"), width=2),
        Column(_("Relation"), width=1.2),
        Column(_("Other measure"), width=2),
        Column(_("Why"), width=2.2),
        Column(_("How it was settled"), width=2),
    ]
    rows = [
        (
            desk.say(each.first.name),
            tension_words(each.kind),
            desk.say(each.other_name),
            desk.say(each.why),
            desk.say(each.settled) if each.settled else _("open"),
        )
        for each in found
    ]
    yield Table(_("Contradictions and needs"), columns, rows)


def tension_words(kind: str) -> str:
    return {
        "conflicts": _("gets in the way of"),
        "missing": _("needs, and the plan lacks"),
        "order": _("needs, and it starts later"),
    }[kind]


def risk_register(desk) -> Iterator[Block]:
    found = risks()
    if not found:
        return
    yield desk.heading(2, _("Risks"))
    columns = [
        (_("Risk"), lambda risk: risk.words, "left", 3),
        (_("Likelihood"), lambda risk: risk.likelihood, "right", 1.5),
        (_("Effect"), lambda risk: risk.effect, "right", 1),
        (_("Response"), lambda risk: risk.response, "left", 3),
        (_("Owner"), lambda risk: risk.owner, "left", 1.4),
    ]
    yield from desk.records(
        _("Risks, the largest first"), columns, found, note=_("Likelihood and effect from 1 to 5.")
    )


def adoption(desk) -> Iterator[Block]:
    yield desk.heading(2, _("Adoption"))
    strategy = current_strategy()
    if strategy and strategy.consultation:
        yield desk.paragraph(strategy.consultation, strategy.exercise, number=True)
    if strategy is None or strategy.adopted_on is None:
        yield Paragraph(_("The strategy has not been adopted yet."), number=True)
        return
    act = f" ({strategy.act})" if strategy.act else ""
    words = _("Adopted on %(day)s by %(whom)s%(act)s.") % {
        "day": desk.day(strategy.adopted_on),
        "whom": strategy.adopted_by,
        "act": act,
    }
    yield Paragraph((Text(words),), number=True)
    if strategy.open_at_adoption:
        gates = "; ".join(gate_words(gate) for gate in strategy.open_at_adoption)
        yield Paragraph(_("Gates still open on that day: %(gates)s.") % {"gates": gates}, number=True)


def gate_words(gate_id: str) -> str:
    gate = gate_by_id(gate_id)
    return f"{gate_id} {gate.title}" if gate else gate_id
