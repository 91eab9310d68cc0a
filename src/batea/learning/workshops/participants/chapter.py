"""What the list of participants gives to the report: who came, by country and by sex, and who was invited further."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from batea.calc.balance import Count
from batea.documents.outline import Block, Column, Table
from batea.evidence.desk import Desk

from ...models import Participant
from . import queries


def chapter(programme, desk: Desk) -> Iterator[Block]:
    people = queries.in_states(queries.learners(), Participant.State.CONFIRMED)
    if not people:
        return
    yield by_country(desk, people)
    yield from beyond_places(desk, people)
    yield from spoken(desk, people)
    yield from others(desk)


def by_country(desk: Desk, people: list[Participant]) -> Table:
    """One row for each country; the last one holds the sums."""
    countries = sorted({str(each.delegation) for each in people})
    rows = [
        line(desk, country, [each for each in people if str(each.delegation) == country])
        for country in countries
    ]
    columns = [
        Column(_("Country"), width=3),
        *(Column(title, "right") for title in (_("Women"), _("Men"), _("Others or not stated"), _("All"))),
    ]
    all_exercise = all(each.exercise for each in people)
    return Table(
        _("Participants by country and sex"),
        columns,
        [*rows, line(desk, _("All"), people)],
        exercise=all_exercise,
    )


def line(desk: Desk, title: str, people: list[Participant]) -> tuple[str, ...]:
    count: Count = queries.count_of(people)
    numbers = (count.women, count.men, count.others, len(people))
    return (title, *(desk.number(number) for number in numbers))


def beyond_places(desk: Desk, people: list[Participant]) -> Iterator[Block]:
    """Who was invited so that women and men are balanced, by whom and from where."""
    extra = [each for each in people if each.extra]
    inviters = {each.pk: each.invited_by for each in Participant.objects.select_related("invited_by")}
    groups = {(str(inviters[each.pk] or ""), str(each.delegation)) for each in extra}
    for inviter, country in sorted(groups):
        mine = [
            each
            for each in extra
            if str(inviters[each.pk] or "") == inviter and str(each.delegation) == country
        ]
        count = queries.count_of(mine)
        said = {"country": country, "by": inviter, "women": count.women, "count": len(mine)}
        counted = ngettext(
            "%(count)s further person from %(country)s was invited beyond the places of the delegation (women: %(women)s).",
            "%(count)s further people from %(country)s were invited beyond the places of the delegation (women: %(women)s).",
            len(mine),
        )
        by = " " + _("Invited by %(by)s.") % said if inviter else ""
        yield desk.paragraph(counted % said + by, exercise=all(each.exercise for each in mine))


def spoken(desk: Desk, people: list[Participant]) -> Iterator[Block]:
    said = ", ".join(f"{name}: {desk.number(count)}" for name, count in queries.languages(people))
    yield desk.paragraph(
        _("Languages of the participants: %(languages)s.") % {"languages": said},
        exercise=all(each.exercise for each in people),
    )


def others(desk: Desk) -> Iterator[Block]:
    """Everybody who was there in another part, by name as on the badge."""
    found = Participant.objects.filter(state=Participant.State.CONFIRMED).exclude(
        part=Participant.Part.PARTICIPANT
    )
    columns = [
        (_("Name"), lambda each: each.badge, "left", 2),
        (_("Part"), lambda each: each.get_part_display(), "left", 1.5),
        (_("Institution"), lambda each: str(each.institution or ""), "left", 2),
    ]
    people = found.select_related("institution").order_by("part", "badge")
    yield from desk.records(_("Facilitators, experts and hosts"), columns, people)
