"""The introduction of the report: who asked, what for, who made it possible, and by what the countries were invited."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from batea.documents.outline import Block, ListBlock, Text
from batea.evidence.desk import Desk

from ...countries import country_name
from ...models import CriterionMark, Objective, TrainingRequest
from . import queries


def chapter(programme, desk: Desk) -> Iterator[Block]:
    workshop = queries.workshop_or_none()
    if workshop is None:
        return
    yield from asked(desk)
    yield desk.heading(2, _("Goal and objectives"))
    yield desk.paragraph(workshop.goal, exercise=workshop.exercise)
    yield from objectives(desk)
    yield desk.paragraph(held(desk, workshop), exercise=workshop.exercise)
    yield from supported(desk)
    yield from invited(desk)


def held(desk: Desk, workshop) -> str:
    return _("The workshop was held in %(place)s from %(first)s to %(last)s.") % {
        "place": workshop.place,
        "first": desk.day(workshop.starts),
        "last": desk.day(workshop.ends),
    }


def asked(desk: Desk) -> Iterator[Block]:
    requests = TrainingRequest.objects.select_related("institution").order_by("made_on", "pk")
    columns = [
        (_("Asked by"), lambda each: asker(each), "left", 2),
        (_("Made on"), lambda each: each.made_on, "left", 1.3),
        (_("What was asked for"), lambda each: each.words, "left", 4),
        (_("Answer"), lambda each: each.answer or each.get_outcome_display(), "left", 3),
    ]
    found = desk.records(_("Requests for training"), columns, requests)
    if found:
        yield desk.heading(2, _("Who asked"))
        yield from found


def asker(request: TrainingRequest) -> str:
    country = country_name(request.country)
    return f"{country}, {request.institution}" if request.institution else country


def objectives(desk: Desk) -> Iterator[Block]:
    found = list(Objective.objects.order_by("number"))
    if found:
        yield ListBlock([desk.say(each.words, exercise=each.exercise) for each in found], ordered=True)
    else:
        yield desk.nothing_yet(_("No objective has been entered yet."))


def supported(desk: Desk) -> Iterator[Block]:
    """Each supporter by part, with the words it is credited by."""
    items = []
    for label, supporters in queries.supporters():
        for each in supporters:
            credit = (Text(": "), *desk.say(each.credit)) if each.credit else ()
            items.append((Text(f"{label} – ", strong=True), *desk.say(each.institution.name), *credit))
    if items:
        yield desk.heading(2, _("Organisers, partners and funders"))
        yield ListBlock(items)


def invited(desk: Desk) -> Iterator[Block]:
    """The criteria, the countries, and why somebody was invited who does not meet all of them."""
    criteria, countries = queries.criteria(), queries.invited()
    if not countries:
        return
    yield desk.heading(2, _("By what countries were invited"))
    if criteria:
        yield ListBlock([(*desk.say(each.words), Text(f" ({weight(each)})")) for each in criteria])
    names = ", ".join(sorted(str(each.delegation) for each in countries))
    yield desk.paragraph(_("Invited: %(countries)s.") % {"countries": names})
    for each in countries:
        fails = any(mark is not None and mark.met == CriterionMark.Met.NO for mark in each.marks)
        if fails and each.delegation.why:
            yield desk.paragraph(
                each.delegation.why, lead=f"{each.delegation}:", exercise=each.delegation.exercise
            )


def weight(criterion) -> str:
    return _("needed") if criterion.needed else _("counts in favour")
