"""Where a site may be shown to be, and to whom.

Without the right to exact places everybody sees the cell of the site's class, never a made-up point: 0.01° for S1, 0.1°
for S2, the district for S3, nothing for S4. The cell is fixed, so asking again a thousand times tells nothing more.
"""

from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

from .models import PlaceClass, Site

CELLS = {PlaceClass.S1: Decimal("0.01"), PlaceClass.S2: Decimal("0.1")}


@dataclass(frozen=True)
class Place:
    """What may be said of a place: the middle of a cell of `cell` degrees (0 = exact), or only its district."""

    latitude: Decimal | None
    longitude: Decimal | None
    cell: Decimal
    region: str
    district: str


NOWHERE = Place(None, None, Decimal(0), "", "")


def middle(value: Decimal, cell: Decimal) -> Decimal:
    """The middle of the cell that holds `value`, both in degrees."""
    return (value / cell).to_integral_value(ROUND_FLOOR) * cell + cell / 2


def place_of(site: Site, exact: bool) -> Place:
    """The site's place for a reader who may (`exact`) or may not see exact places."""
    if exact or (site.place_class == PlaceClass.S0 and site.latitude is not None):
        return Place(site.latitude, site.longitude, Decimal(0), site.region, site.district)
    if site.place_class == PlaceClass.S4:
        return NOWHERE
    cell = CELLS.get(site.place_class)
    if cell is None or site.latitude is None:
        return Place(None, None, Decimal(0), site.region, site.district)
    return Place(middle(site.latitude, cell), middle(site.longitude, cell), cell, site.region, site.district)
