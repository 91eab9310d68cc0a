"""What the register of sites gives to a document."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from batea.documents.outline import Block
from batea.evidence.desk import Desk

from .models import Site
from .outline_map import counted_map, country_map, placed_clusters, placed_sites
from .placing import MOST, placed
from .queries import living_sites


def map_blocks(desk: Desk) -> Iterator[Block]:
    """The map of sites, with places as everybody may see them: a document is passed on."""
    country, sites = desk.programme.country, living_sites()
    shown = placed(sites, exact=False)
    count = shown.count()
    if not count:
        return
    if count > MOST:
        drawing = counted_map(country, placed_clusters(country, False, sites))
    else:
        drawing = country_map(country, placed_sites(False, sites))
    note = _("Places are blurred to protect people who work there.")
    invented = Site.objects.filter(pk__in=shown.values("pk"), exercise=True).exists()
    yield drawing.figure(_("Known mine sites"), note=note, exercise=invented)
