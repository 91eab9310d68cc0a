"""The plan on a page. What the document says already is taken from its blocks; what one works on gets links."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from batea.documents.outline import Block, Heading, Inline, Mark, Table, as_runs, plain
from batea.guidance.steps import STEPS, gate_by_id
from batea.programmes.registers import address_of
from batea.programmes.registers.cells import shown

from .chapter import (
    amount,
    costs,
    for_whom,
    money_of,
    months,
    owners,
    results_on_page,
    tension_words,
    timeline,
)
from .models import NationalMeasure, Strategy
from .queries import Plan, Tension


def on_page(blocks: Iterable[Block]) -> list[dict]:
    """Tables of a chapter as the page's table part wants them, with the heading before each."""
    found, heading = [], ""
    for block in blocks:
        if isinstance(block, Heading):
            heading = block.text
        elif isinstance(block, Table):
            found.append({"heading": heading, **table_on_page(block)})
            heading = ""
    return found


def table_on_page(table: Table) -> dict:
    return {
        "caption": table.caption,
        "columns": [{"label": each.title, "numeric": each.align == "right"} for each in table.columns],
        "rows": [tuple(words(cell) for cell in row) for row in table.rows],
        "note": plain(table.note),
    }


def words(cell: Inline) -> str:
    """The words of a cell; a reservation stands before them in brackets."""
    return "".join(
        f"[{reservation(run.kind)}] {words(run.text)}" if isinstance(run, Mark) else plain((run,))
        for run in as_runs(cell)
    )


def reservation(kind: str) -> str:
    return {
        "exercise": _("Exercise"),
        "untranslated": _("Not translated"),
        "stale": _("Out of date"),
        "unsupported": _("No source"),
    }[kind]


def sections(plan: Plan, desk) -> list[dict]:
    """Costs, owners and results as the document tells them."""
    return on_page([*costs(desk, plan), *owners(desk, plan), *results_on_page(desk, plan)])


def drawing_of(plan: Plan, desk) -> str:
    """The timeline as inline SVG; its words are escaped where it is drawn."""
    drawing = timeline(plan, desk.plain)
    return mark_safe(drawing.svg.decode()) if drawing else ""  # noqa: S308


def sequence(plan: Plan, desk) -> list[dict]:
    """One table per horizon, each measure linked to its page."""
    windows = [*NationalMeasure.Horizon.choices, ("", _("without a date yet"))]
    return [
        {
            "caption": str(name),
            "columns": [
                _("Measure"),
                _("For"),
                _("Months"),
                _("Owner"),
                {"label": money_of(desk, plan).title, "numeric": True},
            ],
            "rows": [row(plan, desk, each) for each in found],
        }
        for window, name in windows
        if (found := plan.in_window(window))
    ]


def row(plan: Plan, desk, measure: NationalMeasure) -> tuple:
    name = str(measure.name)
    said = f"[{reservation('exercise')}] {name}" if measure.exercise else name
    return (
        (said, address_of(measure)),
        for_whom(desk, plan, measure),
        months(measure),
        str(measure.owner) if measure.owner else "",
        amount(money_of(desk, plan), measure),
    )


def tension_table(plan: Plan, link_address: str) -> list[tuple]:
    return [tension_row(each, link_address) for each in plan.tensions]


def tension_row(tension: Tension, link_address: str) -> tuple:
    return (
        (str(tension.first), address_of(tension.first)),
        tension_words(tension.kind),
        (str(tension.other_name), address_of(tension.other)) if tension.other else str(tension.other_name),
        str(tension.why),
        settling(tension, link_address),
    )


def settling(tension: Tension, link_address: str):
    """How it was settled, or the way to write that down."""
    if tension.settled:
        return str(tension.settled)
    if not (link_address and tension.other):
        return _("open")
    query = f"?first={tension.first.uid}&then={tension.other.uid}"
    return (_("Write down how it is settled"), link_address + query)


def adoption_rows(strategy: Strategy) -> list[dict]:
    names = (
        "title",
        "adopted_on",
        "adopted_by",
        "act",
        "year_one_budget",
        "year_one_approved_on",
        "published_on",
    )
    return [
        {
            "key": capfirst(strategy._meta.get_field(name).verbose_name),
            "value": shown(getattr(strategy, name)),
        }
        for name in names
    ]


def gate_rows(gates: list[str], programme) -> list[tuple]:
    """Gates as links to the page of their step."""
    return [
        (
            f"{gate_id} {gate_by_id(gate_id).title}",
            reverse("guidance:step", args=[programme.slug, STEPS[gate_id.split(".")[0]].slug]),
        )
        for gate_id in gates
    ]
