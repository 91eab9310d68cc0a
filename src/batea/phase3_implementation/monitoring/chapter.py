"""What monitoring gives to the document: indicators with baseline and target, latest results, answers to evaluations."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from batea.documents.outline import Block, ListBlock
from batea.evidence.desk import Desk
from batea.guidance.catalogue import unit_words

from . import queries


def chapter(programme, desk: Desk) -> Iterator[Block]:
    yield from desk.statements("monitoring")
    found = queries.standings()
    if not found:
        yield desk.nothing_yet(_("No indicator is followed yet."))
        return
    yield from framework(desk, found)
    yield from results(desk, found)
    yield from doubts(desk, found)
    yield from evaluations(desk)


def framework(desk: Desk, found) -> Iterator[Block]:
    targets = {each.indicator.pk: each.indicator.targets.all() for each in found}
    columns = [
        (_("Indicator"), lambda indicator: indicator.title, "left", 3.4),
        (_("Unit"), lambda indicator: unit_words(indicator.unit), "left", 1.4),
        (_("Baseline"), lambda indicator: baseline(desk, indicator), "left", 2),
        (_("Targets"), lambda indicator: targets_of(desk, targets[indicator.pk]), "left", 1.6),
        (_("Measured"), lambda indicator: indicator.get_frequency_display(), "left", 1.5),
        (_("By"), lambda indicator: indicator.owner.name if indicator.owner else "", "left", 2.4),
    ]
    yield desk.heading(2, _("What is measured"))
    yield from desk.records(
        _("Indicators with baseline and targets"), columns, [each.indicator for each in found]
    )


def baseline(desk: Desk, indicator) -> str:
    """The baseline with range and grade, cited in the evidence annex; or when it is due."""
    figure = indicator.baseline
    if figure is not None:
        desk.cited[figure.label, figure.uid] = figure
        return f"{desk.range(figure.low, figure.best, figure.high)} [{figure.grade}]"
    if indicator.baseline_due:
        return _("due %(day)s") % {"day": desk.number(indicator.baseline_due)}
    return ""


def targets_of(desk: Desk, targets) -> str:
    ordered = sorted(targets, key=lambda target: target.year)
    return "; ".join(f"{target.year}: {target.shown}" for target in ordered)


def results(desk: Desk, found) -> Iterator[Block]:
    standing = {each.latest.pk: each for each in found if each.latest}
    columns = [
        (_("Indicator"), lambda result: standing[result.pk].indicator.title, "left", 4),
        (_("Until"), lambda result: result.period_until, "left", 1.7),
        (
            _("Value"),
            lambda result: f"{desk.number(result.value)} {unit_words(standing[result.pk].indicator.unit)}",
            "right",
            1.6,
        ),
        (_("Women"), lambda result: part(desk, standing[result.pk].indicator, result.women), "right", 1.2),
        (_("Men"), lambda result: part(desk, standing[result.pk].indicator, result.men), "right", 1.2),
        (_("Grade"), lambda result: result.grade, "center", 0.8),
        (_("Status"), lambda result: str(standing[result.pk].status_words), "left", 1.2),
    ]
    if standing:
        yield desk.heading(2, _("What was found"))
    yield from desk.records(_("Latest results"), columns, [each.latest for each in standing.values()])


def part(desk: Desk, indicator, value) -> str:
    if value is None:
        return _("not counted") if indicator.by_sex else ""
    return desk.number(value)


def doubts(desk: Desk, found) -> Iterator[Block]:
    said = [f"{desk.plain(each.indicator.title)}: {warning}" for each in found for warning in each.warnings]
    if said:
        yield ListBlock(said)


def evaluations(desk: Desk) -> Iterator[Block]:
    columns = [
        (_("Evaluation"), lambda report: report.get_kind_display(), "left", 2),
        (_("Day"), lambda report: report.day, "left", 1.5),
        (_("What it says"), lambda report: report.words, "left", 4),
        (_("Response"), lambda report: report.response, "left", 4),
        (_("By"), lambda report: report.response_owner.name if report.response_owner else "", "left", 1.8),
        (_("Until"), lambda report: report.response_due, "left", 1.5),
    ]
    found = list(queries.evaluations())
    if found:
        yield desk.heading(2, _("Evaluations and responses"))
    yield from desk.records(_("Evaluations and what was answered"), columns, found)
