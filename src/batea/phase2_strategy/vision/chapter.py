"""What step 2.1 gives to the strategy: the vision, its principles, its goals."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import override

from batea.documents.outline import Block, Callout
from batea.guidance.catalogue import indicators, unit_words

from .queries import current_vision, goals

GOALS = "goals"  # the table that other chapters point at


def chapter(programme, desk) -> Iterator[Block]:
    """The blocks of chapter 2.1. Call inside the programme's scope."""
    with override(desk.lang):
        vision = current_vision()
        yield vision_box(desk, vision) if vision else desk.nothing_yet(_("No vision has been written yet."))
        yield from desk.statements("vision")
        yield from passages(desk, vision) if vision else []
        yield from goal_blocks(desk)


def vision_box(desk, vision) -> Callout:
    title = _("The sector in %(year)s") % {"year": vision.target_year}
    return Callout("decision", desk.say(vision.words, vision.exercise), title=title)


def passages(desk, vision) -> Iterator[Block]:
    for heading, words in (
        (_("Principles"), vision.principles),
        (_("How it fits other plans"), vision.alignment),
        (_("Dissent"), vision.dissent),
    ):
        if words:
            yield desk.heading(2, heading)
            yield desk.paragraph(words, vision.exercise, number=True)


def goal_blocks(desk) -> Iterator[Block]:
    found = goals()
    if not found:
        yield desk.nothing_yet(_("No goals have been set yet."))
        return
    yield desk.heading(2, _("Goals"))
    columns = [
        (_("Goal"), lambda goal: goal.words, "left", 3),
        (_("Indicator"), indicator_name, "left", 2),
        (_("Baseline"), lambda goal: baseline(desk, goal), "left", 2),
        (_("Target"), lambda goal: target(desk, goal), "left", 1.4),
    ]
    yield from desk.records(_("Goals of the vision"), columns, found, anchor=GOALS)
    for goal in found:
        if goal.baseline:
            desk.cite(goal.baseline)


def indicator_name(goal):
    entry = indicators().get(goal.indicator)
    return entry.name if entry else ""


def baseline(desk, goal) -> str:
    if goal.baseline:
        figure = goal.baseline
        return f"{desk.range(figure.low, figure.best, figure.high)} {figure.unit_words} [{figure.grade}]"
    return _("due by %(day)s") % {"day": desk.number(goal.baseline_due)} if goal.baseline_due else ""


def target(desk, goal) -> str:
    if goal.target is None:
        return ""
    return f"{desk.number(goal.target)} {unit_words(goal.unit)} ({goal.target_year})"
