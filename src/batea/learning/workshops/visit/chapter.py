"""What the visit gives to the report: good and bad practices by theme, quotes that were agreed, advice and replies."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from batea.documents.outline import Block, ListBlock, Text
from batea.evidence.desk import Desk

from ...models import Debrief, FieldVisit, Finding, Recommendation
from .queries import Theme, themes_of


def chapter(programme, desk: Desk) -> Iterator[Block]:
    for visit in FieldVisit.objects.select_related("day").order_by("day__date", "pk"):
        yield from one_visit(visit, desk)


def one_visit(visit: FieldVisit, desk: Desk) -> Iterator[Block]:
    yield desk.heading(2, _("%(place)s, %(day)s") % {"place": visit.place, "day": desk.day(visit.day.date)})
    yield desk.paragraph(visit.what, exercise=visit.exercise)
    themes = [theme for theme in themes_of(visit) if theme.count]
    if not themes:
        yield desk.nothing_yet(_("No finding of this visit has been entered yet."))
    for theme in themes:
        yield from one_theme(theme, desk)
    yield from quotes(visit, desk)
    yield from recommendations(visit, desk)


def one_theme(theme: Theme, desk: Desk) -> Iterator[Block]:
    yield desk.heading(3, theme.title)
    for title, found in (
        (_("Good practices"), theme.good),
        (_("Bad practices"), theme.bad),
        (_("Also seen"), theme.neutral),
    ):
        if found:
            yield desk.heading(4, title)
            yield ListBlock([line(each, desk) for each in found])


def line(finding: Finding, desk: Desk) -> tuple:
    """The finding; a danger with what was done about it."""
    runs = desk.say(finding.words, finding.exercise)
    if not finding.critical:
        return runs
    lead = Text(_("Imminent danger:") + " ", strong=True)
    if not finding.answered:
        return (lead, *runs)
    return (lead, *runs, Text(" " + _("What was done:") + " "), *desk.say(finding.answered))


def quotes(visit: FieldVisit, desk: Desk) -> Iterator[Block]:
    """Only what somebody agreed to have quoted."""
    debriefs = Debrief.objects.filter(visit=visit).order_by("group__number", "pk")
    agreed = [each for each in debriefs if each.quote and each.quote_agreed]
    if agreed:
        yield desk.heading(3, _("Heard on site"))
        yield ListBlock([(Text("“"), *desk.say(each.quote, each.exercise), Text("”")) for each in agreed])
    asked = [each for each in debriefs if each.question]
    if asked:
        yield desk.heading(3, _("Open questions"))
        yield ListBlock([desk.say(each.question, each.exercise) for each in asked])


def recommendations(visit: FieldVisit, desk: Desk) -> Iterator[Block]:
    columns = (
        (_("Theme"), lambda each: str(each.get_theme_display()), "left", 1.4),
        (_("Recommendation"), lambda each: each.words, "left", 2.4),
        (_("To whom"), lambda each: each.addressee, "left", 1.4),
        (_("Outcome"), lambda each: str(each.get_outcome_display()), "left", 1.2),
        (_("Reply"), lambda each: each.reply, "left", 2.4),
        (_("Done"), lambda each: desk.day(each.done_on) if each.done_on else "", "left", 1.2),
    )
    rows = Recommendation.objects.filter(visit=visit).order_by("theme", "pk")
    yield from desk.records(_("Recommendations to the host government"), columns, rows)
