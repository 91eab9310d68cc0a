"""Which sites lie in a box, counted by the database, for a reader who may or may not see exact places.

Whoever may not see them is answered from the blurred place alone: the middle of the fixed cell that holds the site
(places.py), worked out inside the query. Box, grid, count and order look at nothing else, so two countries whose sites lie
in the same cells get the same answers, and no number of questions tells more than the cell. Everything is whole
millionths of a degree, counted from the south pole and the date line: then division rounds down on both databases alike.
"""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from django.db.models import BigIntegerField, Case, Count, F, Func, Q, QuerySet, Sum, Value, When

from batea.guidance.catalogue import dimension_values
from batea.problems import CANNOT_UNDERSTAND, Refused
from batea.programmes.registers import lists, register_of

from .models import PlaceClass, Site
from .places import CELLS
from .queries import living_sites

MILLION = 1_000_000
# How many sites are given one by one; on a map of a whole country already a few hide each other.
MOST, MOST_FAR, NEAR_ZOOM = 500, 50, 8
HIGHEST_ZOOM = 22


class Box(NamedTuple):
    """West, south, east, north in millionths of a degree from the date line and the south pole."""

    west: int
    south: int
    east: int
    north: int


WORLD = Box(0, 0, 360 * MILLION, 180 * MILLION)


@dataclass(frozen=True)
class Cluster:
    """So many sites about this place: the mean of the places as this reader may know them."""

    latitude: float
    longitude: float
    count: int


@dataclass(frozen=True)
class Spot:
    """A site where this reader may know it: exactly (`cell` 0), or in the middle of a cell of so many degrees."""

    site: Site
    latitude: float
    longitude: float
    cell: float


class Millionths(Func):
    """A column of degrees as whole millionths above `start`."""

    template = "CAST(ROUND((%(expressions)s + %(start)s) * 1000000) AS BIGINT)"
    output_field = BigIntegerField()


def cell_size():
    """The size of the cell a site is shown as, in millionths; 1 is the place itself."""
    sizes = [When(place_class=kind, then=Value(int(size * MILLION))) for kind, size in CELLS.items()]
    return Case(*sizes, default=Value(1), output_field=BigIntegerField())


def placed(sites: QuerySet, exact: bool) -> QuerySet:
    """The sites that have a place for this reader, with `size`, `x` and `y`: the middle of what is shown."""
    found = sites.filter(latitude__isnull=False, longitude__isnull=False)
    if exact:
        size = Value(1, output_field=BigIntegerField())
    else:
        found = found.filter(place_class__in=[PlaceClass.S0, *CELLS])
        size = cell_size()
    x = Millionths(F("longitude"), start=180)
    y = Millionths(F("latitude"), start=90)
    return found.annotate(size=size, x=x / size * size + size / 2, y=y / size * size + size / 2)


def within(sites: QuerySet, box: Box) -> QuerySet:
    """Of the placed sites those whose cell touches the box."""
    half = F("size") / 2
    touches = Q(
        x__gte=box.west - half, x__lte=box.east + half, y__gte=box.south - half, y__lte=box.north + half
    )
    return narrowed(sites, box).filter(deep_inside(box) | touches)


def deep_inside(box: Box) -> Q:
    """True only where the cell certainly touches the box: spares most rows the longer test, decides about none."""
    return Q(
        longitude__gt=degrees(box.west, 180),
        longitude__lt=degrees(box.east, 180),
        latitude__gt=degrees(box.south, 90),
        latitude__lt=degrees(box.north, 90),
    )


def narrowed(sites: QuerySet, box: Box) -> QuerySet:
    """Rows the index can find for the box. Wider than the box by more than any cell and ending on borders of the
    largest, so that it decides about no site: what is in the box is decided from the cell afterwards."""
    largest = int(max(CELLS.values()) * MILLION)
    low = [(edge // largest - 1) * largest for edge in (box.west, box.south)]
    high = [(edge // largest + 2) * largest for edge in (box.east, box.north)]
    return sites.filter(
        longitude__gte=degrees(low[0], 180),
        longitude__lte=degrees(high[0], 180),
        latitude__gte=degrees(low[1], 90),
        latitude__lte=degrees(high[1], 90),
    )


def degrees(value: int, start: int) -> Decimal:
    return Decimal(value - start * MILLION) / MILLION


def clusters(sites: QuerySet, zoom: int) -> list[Cluster]:
    """The placed sites counted in the squares of a grid that is finer the closer one looks, in one query."""
    grid = max(45 * MILLION >> zoom, 1000)
    rows = (
        sites.order_by()
        .values(column=F("x") / grid, row=F("y") / grid)
        .annotate(count=Count("pk"), east=Sum("x"), north=Sum("y"))
        .order_by("row", "column")
    )
    return [
        Cluster(mean(row["north"], row["count"], 90), mean(row["east"], row["count"], 180), row["count"])
        for row in rows
    ]


def mean(total: int, count: int, start: int) -> float:
    return float(degrees(int(total) // count, start))


def spots(sites: QuerySet) -> list[Spot]:
    """The placed sites one by one, by name."""
    return [
        Spot(
            site,
            float(degrees(site.y, 90)),
            float(degrees(site.x, 180)),
            0 if site.size == 1 else site.size / MILLION,
        )
        for site in sites.order_by("name", "pk")
    ]


def look(sites: QuerySet, zoom: int) -> list[Cluster] | list[Spot]:
    """Clusters while there are too many sites to tell apart, then the sites themselves."""
    found = clusters(sites, zoom)
    most = MOST if zoom >= NEAR_ZOOM else MOST_FAR
    return found if sum(each.count for each in found) > most else spots(sites)


# What is asked ------------------------------------------------------------------------------------------------------


def asked_sites(asked) -> QuerySet:
    """Living sites as the filters ask (`status`, `mineral`, `q`); values nobody knows are ignored."""
    sites = living_sites()
    if asked.get("status") in Site.Status.values:
        sites = sites.filter(status=asked["status"])
    if asked.get("mineral") in dimension_values()["D01"]:
        sites = sites.filter(Q(attributes__D01__icontains=f'"{asked["mineral"]}"'))
    words = asked.get("q", "").replace("\x00", "").strip()[: lists.LONGEST_SEARCH]
    return sites.filter(lists.searched(register_of(Site), words)) if words else sites


def asked_box(asked) -> Box:
    """`bbox=west,south,east,north` in degrees, the whole world when nothing is said. Raises Refused B206."""
    if not asked.get("bbox"):
        return WORLD
    try:
        west, south, east, north = (edge(text) for text in asked["bbox"][:200].split(","))
    except (ValueError, InvalidOperation) as error:
        raise Refused(CANNOT_UNDERSTAND, reason="bbox") from error
    if west > east or south > north:
        raise Refused(CANNOT_UNDERSTAND, reason="bbox")
    return Box(
        *(
            int((value + start) * MILLION)
            for value, start in ((west, 180), (south, 90), (east, 180), (north, 90))
        )
    )


def edge(text: str) -> Decimal:
    """Degrees, brought into ±360. Raises ValueError or InvalidOperation."""
    value = Decimal(text[:40].strip())
    if not value.is_finite():
        raise ValueError
    return min(max(value, Decimal(-360)), Decimal(360))


def asked_zoom(asked) -> int:
    """A whole number from 0 to 22; anything else is 0."""
    text = asked.get("zoom", "")[:8].partition(".")[0]
    return min(int(text), HIGHEST_ZOOM) if text.isascii() and text.isdecimal() else 0
