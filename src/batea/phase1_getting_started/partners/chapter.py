"""What the partners' room gives to the document: what is needed, who has committed, what stays open."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from batea.documents.outline import Block
from batea.evidence.desk import Desk

from .queries import commitments, coverage_words, needs


def chapter(programme, desk: Desk) -> Iterator[Block]:
    yield from needed(desk)
    yield from committed(desk)


def needed(desk: Desk) -> Iterator[Block]:
    columns = [
        (_("Need"), lambda need: need.words, "left", 4),
        (_("Priority"), lambda need: need.get_priority_display(), "left", 1),
        (_("Covered by"), lambda need: str(coverage_words(need)[0]), "left", 1.5),
        (_("Own budget line"), lambda need: need.budget_line, "left", 2),
    ]
    yield desk.heading(2, _("Needs"))
    yield from desk.records(_("What the strategy needs"), columns, needs()) or [
        desk.nothing_yet(_("No need has been entered yet."))
    ]


def committed(desk: Desk) -> Iterator[Block]:
    found = list(commitments())
    columns = [
        (_("Institution"), lambda commitment: commitment.institution.name, "left", 2),
        (_("Need"), lambda commitment: commitment.need.words, "left", 2.6),
        (
            _("Amount"),
            lambda c: f"{desk.number(c.amount)} {c.currency}" if c.amount is not None else "",
            "right",
            1.7,
        ),
        (_("Starts"), lambda commitment: commitment.starts, "left", 1.5),
        (_("Ends"), lambda commitment: commitment.ends, "left", 1.5),
        (_("Signed on"), lambda commitment: commitment.signed_on, "left", 1.5),
    ]
    if found:
        yield desk.heading(2, _("Commitments"))
    yield from desk.records(_("What partners have committed to"), columns, found)
