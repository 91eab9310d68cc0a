"""What the forum gives to the document: who was heard, where, and how each comment was answered."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from batea.documents.outline import Block
from batea.evidence.desk import Desk

from . import queries
from .models import Session


def chapter(programme, desk: Desk) -> Iterator[Block]:
    yield from charter(desk)
    yield from voices(desk)
    yield from sessions(desk)
    yield from answered(desk)


def charter(desk: Desk) -> Iterator[Block]:
    found = queries.charter_in_force()
    yield desk.heading(2, _("Rules of the forum"))
    if found is None:
        yield desk.nothing_yet(_("The forum has no charter yet."))
        return
    yield desk.paragraph(found.words, exercise=found.exercise)
    if found.adopted_on:
        yield desk.paragraph(
            _("Adopted on %(day)s.") % {"day": desk.day(found.adopted_on)}, exercise=found.exercise
        )


def voices(desk: Desk) -> Iterator[Block]:
    groups = [group for constituency in queries.constituencies() for group in constituency.groups]
    columns = [
        (_("Group"), lambda group: group.name, "left", 3),
        (_("Constituency"), lambda group: group.get_constituency_display(), "left", 2),
        (_("Has chosen who speaks"), lambda group: group.speaks, "left", 1.3),
        (_("Influence"), lambda group: group.influence, "right", 1.2),
        (_("Affectedness"), lambda group: group.affectedness, "right", 1.5),
    ]
    note = _("Influence and affectedness from 1 (very low) to 5 (very high), as the task force judges them.")
    yield desk.heading(2, _("Who takes part"))
    yield from desk.records(_("Stakeholders of the forum"), columns, groups, note=note) or [
        desk.nothing_yet(_("No stakeholder has been entered yet."))
    ]
    yield from women(desk, any(group.exercise for group in groups))


def women(desk: Desk, exercise: bool) -> Iterator[Block]:
    share = queries.women_among_representatives()
    if share.known:
        said = _("%(women)s of %(known)s representatives whose sex is stated are women.")
        yield desk.paragraph(said % {"women": share.women, "known": share.known}, exercise=exercise)


def sessions(desk: Desk) -> Iterator[Block]:
    held = list(Session.objects.order_by("day", "pk"))
    columns = [
        (_("Day"), lambda session: session.day, "left", 1.4),
        (_("Place"), lambda session: session.place, "left", 2),
        (_("Level"), lambda session: session.get_level_display(), "left", 1.2),
        (_("Women"), lambda session: session.women, "right", 1.1),
        (_("Men"), lambda session: session.men, "right", 1.2),
        (_("Report"), lambda session: session.report, "left", 4),
    ]
    if held:
        yield desk.heading(2, _("Sessions"))
    yield from desk.records(_("Sessions of the forum"), columns, held)


def answered(desk: Desk) -> Iterator[Block]:
    """Published replies only: a draft is not yet the word of the task force."""
    found = list(queries.contributions().order_by("received_on", "pk"))
    columns = [
        (_("Contribution"), lambda c: c.words, "left", 4),
        (_("From"), lambda c: c.stakeholder.name if c.stakeholder else _("not named"), "left", 2),
        (_("Outcome"), lambda c: c.answer.get_outcome_display() if c.answer else _("open"), "left", 1.5),
        (_("Reply"), lambda c: c.answer.words if c.answer else "", "left", 4),
    ]
    if found:
        yield desk.heading(2, _("Comments and replies"))
    yield from desk.records(_("What the forum said and what was answered"), columns, found)
