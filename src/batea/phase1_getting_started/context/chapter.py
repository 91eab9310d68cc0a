"""What the analysis gives to the document: key figures with their rivals, ranked challenges, what is not known."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from batea.documents.outline import Block
from batea.evidence.desk import Desk
from batea.evidence.rivals import rival_charts
from batea.registry.blocks import map_blocks

from . import queries
from .models import ContextValidation, DataGap


def chapter(programme, desk: Desk) -> Iterator[Block]:
    yield from desk.statements("context")
    yield from sites(desk)
    yield from figures(desk)
    yield from challenges(desk)
    yield from gaps(desk)
    yield from validations(desk)


def sites(desk: Desk) -> Iterator[Block]:
    found = list(map_blocks(desk))
    if found:
        yield desk.heading(2, _("Where people mine"))
        yield from found


def figures(desk: Desk) -> Iterator[Block]:
    yield desk.heading(2, _("Key figures"))
    yield from rival_charts(desk, queries.key_questions()) or [
        desk.nothing_yet(_("No key question has a figure yet."))
    ]


def challenges(desk: Desk) -> Iterator[Block]:
    columns = [
        (_("Challenge"), lambda challenge: challenge.words, "left", 3),
        (_("Area"), lambda challenge: challenge.get_area_display(), "left", 1.2),
        (_("Root cause"), lambda challenge: challenge.cause, "left", 3),
        (_("Rank"), lambda challenge: challenge.rank if challenge.votes else "", "right", 0.7),
        (_("Votes"), lambda challenge: challenge.votes, "right", 0.7),
    ]
    yield desk.heading(2, _("Challenges"))
    yield from desk.records(_("Challenges of the sector by votes"), columns, queries.ranked_challenges()) or [
        desk.nothing_yet(_("No challenge has been named yet."))
    ]


def gaps(desk: Desk) -> Iterator[Block]:
    found = list(DataGap.objects.filter(closed_on=None).select_related("owner").order_by("due", "pk"))
    columns = [
        (_("What is not known"), lambda gap: gap.words, "left", 4),
        (_("Who finds out"), lambda gap: gap.owner.name if gap.owner else "", "left", 2),
        (_("Due"), lambda gap: gap.due, "left", 1.3),
    ]
    if found:
        yield desk.heading(2, _("What is not known yet"))
    yield from desk.records(_("Gaps in the data"), columns, found)


def validations(desk: Desk) -> Iterator[Block]:
    found = list(ContextValidation.objects.select_related("session").order_by("day", "pk"))
    if found:
        yield desk.heading(2, _("Validation by the forum"))
    for validation in found:
        place = validation.session.place if validation.session else _("outside a session of the forum")
        lead = f"{desk.day(validation.day)}, {place}:"
        yield desk.paragraph(validation.words, exercise=validation.exercise, lead=lead)
