"""What revision gives to the document: the versions so far, and when the strategy is looked at again."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from batea.documents.outline import Block
from batea.evidence.desk import Desk

from . import queries


def chapter(programme, desk: Desk) -> Iterator[Block]:
    occasions, versions = list(queries.triggers()), list(queries.versions().order_by("number"))
    if not occasions and not versions:
        yield desk.nothing_yet(_("It is not agreed yet when the strategy is looked at again."))
    yield from desk.records(
        _("When the strategy is looked at again"),
        [
            (_("Occasion"), lambda each: each.words, "left", 4),
            (_("Kind"), lambda each: each.get_kind_display(), "left", 2),
            (_("Due"), lambda each: each.due, "left", 1.6),
            (_("Happened on"), lambda each: each.happened_on, "left", 1.6),
            (_("Decision"), lambda each: each.decision, "left", 3),
        ],
        occasions,
    )
    yield from desk.records(
        _("Versions of this strategy"),
        [
            (_("Version"), lambda each: str(each.number), "left", 0.8),
            (_("Frozen on"), lambda each: each.frozen_on, "left", 1.2),
            (_("Reason"), lambda each: each.reason, "left", 4),
            (_("Adopted by"), lambda each: each.adopted_by, "left", 2),
        ],
        versions,
    )
    yield from bridge(desk)


def bridge(desk: Desk) -> Iterator[Block]:
    yield from desk.records(
        _("How indicators carry over from one version to the next"),
        [
            (_("Indicator"), lambda each: each.indicator.title, "left", 3),
            (_("New since"), lambda each: str(each.since), "left", 1.2),
            (_("Before"), lambda each: each.before, "left", 2),
            (_("After"), lambda each: each.after, "left", 2),
            (_("How to read it"), lambda each: each.words, "left", 4),
        ],
        queries.bridges(),
    )
