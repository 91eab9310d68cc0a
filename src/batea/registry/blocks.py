"""What the register of sites gives to a document."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from batea.documents.outline import Block
from batea.evidence.desk import Desk

from .outline_map import country_map, placed_sites


def map_blocks(desk: Desk) -> Iterator[Block]:
    """The map of sites, with places as everybody may see them: a document is passed on."""
    found = placed_sites(exact=False)
    drawing = country_map(desk.programme.country, found) if found else None
    if drawing is not None:
        note = _("Places are blurred to protect people who work there.")
        invented = any(site.exercise for site, _place in found)
        yield drawing.figure(_("Known mine sites"), note=note, exercise=invented)
