"""A country's outline with its sites, for pages and for documents alike. Nothing is fetched: borders come from the pack."""

import json
import math
from functools import cache

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from batea.documents.maps import Point, site_map
from batea.documents.svg import Drawing
from batea.guidance.catalogue import dimension_values

from .models import Site
from .places import Place, place_of
from .placing import Cluster, clusters, placed


@cache
def regions(country: str) -> list[dict]:
    """GeoJSON features of the country's regions from its country pack; empty when there is none."""
    path = settings.COUNTRIES / country.lower() / "regions.geojson"
    return json.loads(path.read_text(encoding="utf-8"))["features"] if path.exists() else []


def placed_sites(exact: bool, sites) -> list[tuple[Site, Place]]:
    """Sites with the place this reader may know; sites that may not be shown as points are left out."""
    places = ((site, place_of(site, exact)) for site in sites.order_by("name", "pk"))
    return [(site, place) for site, place in places if place.latitude is not None]


def placed_clusters(country: str, exact: bool, sites) -> list[Cluster]:
    """Sites counted in squares of about a twentieth of the country's width."""
    return clusters(placed(sites, exact), zoom_for(country))


def zoom_for(country: str) -> int:
    """The zoom whose grid cuts the country into some twenty columns; 5 when its outline is not known."""
    spots = [spot for feature in regions(country) for spot in corners(feature["geometry"]["coordinates"])]
    if not spots:
        return 5
    wide = max(max(spot[side] for spot in spots) - min(spot[side] for spot in spots) for side in (0, 1))
    return max(round(math.log2(45 * 20 / max(wide, 0.1))), 0)


def corners(coordinates) -> list:
    """Every corner in however deep a list."""
    if not isinstance(coordinates[0], list):
        return [coordinates]
    return [spot for part in coordinates for spot in corners(part)]


def counted_map(country: str, found: list[Cluster]) -> Drawing | None:
    """Numbers of sites over regions; None when there is nothing to draw."""
    if not found:
        return None
    points = [Point(each.latitude, each.longitude, str(each.count)) for each in found]
    count = sum(each.count for each in found)
    alt = ngettext("Map with %(count)s site.", "Map with %(count)s sites.", count) % {"count": count}
    return site_map(regions(country), points, alt=alt, note=borders_note())


def borders_note() -> str:
    return _(
        "Borders are indicative (Natural Earth, public domain) and say nothing about their legal status."
    )


def mineral(site: Site) -> str:
    """The code of the site's first mineral, or ""."""
    return next(iter(site.attributes.get("D01", [])), "")


def mineral_words(code: str) -> str:
    found = dimension_values()["D01"].get(code)
    return str(found) if found else _("not recorded")


def country_map(country: str, found: list[tuple[Site, Place]]) -> Drawing | None:
    """Sites over regions, told apart by mineral in shape and colour; None when there is nothing to draw."""
    features = regions(country)
    if not features and not found:
        return None
    points = [Point(float(p.latitude), float(p.longitude), site.name, mineral(site)) for site, p in found]
    kinds = {code: mineral_words(code) for code in sorted({point.kind for point in points})}
    counted = ngettext("Map with %(count)s site.", "Map with %(count)s sites.", len(points)) % {
        "count": len(points)
    }
    alt = f"{counted} {', '.join(kinds.values())}"
    drawn = [*features, *(square(place) for _site, place in found if place.cell)]
    return site_map(drawn, points, kinds=kinds, alt=alt, note=borders_note())


def square(place: Place) -> dict:
    """The cell a site lies in, as an outline around its mark: the mark alone would look like the place itself."""
    half = float(place.cell) / 2
    west, east = float(place.longitude) - half, float(place.longitude) + half
    south, north = float(place.latitude) - half, float(place.latitude) + half
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
