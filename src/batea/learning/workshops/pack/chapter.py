"""What the advance pack gives to the report: what was sent, when, and how many had read it."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from batea.documents.outline import Block
from batea.evidence.desk import Desk

from ...models import PackItem
from . import queries


def chapter(programme, desk: Desk) -> Iterator[Block]:
    sent = list(PackItem.objects.filter(released_on__isnull=False).order_by("order", "pk"))
    columns = [
        (_("Part"), lambda item: item.title, "left", 4),
        (_("Kind"), lambda item: item.get_kind_display(), "left", 2),
        (_("Released on"), lambda item: item.released_on, "left", 1.4),
    ]
    yield from desk.records(_("Advance pack"), columns, sent)
    needed = [item for item in sent if item.kind in queries.NEEDED]
    lines = queries.matrix(needed) if needed else []
    if lines:
        said = _(
            "%(read)s of %(of)s participants said that they had read the summary of the guidance and the case."
        )
        yield desk.paragraph(said % {"read": queries.has_read_all(lines), "of": len(lines)})
