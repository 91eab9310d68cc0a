"""A country's outline with its sites, for pages and for documents alike. Nothing is fetched: borders come from the pack."""

import json
from functools import cache

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from batea.documents.maps import Point, site_map
from batea.documents.svg import Drawing
from batea.guidance.catalogue import dimension_values

from .models import Site
from .places import Place, place_of


@cache
def regions(country: str) -> list[dict]:
    """GeoJSON features of the country's regions from its country pack; empty when there is none."""
    path = settings.COUNTRIES / country.lower() / "regions.geojson"
    return json.loads(path.read_text(encoding="utf-8"))["features"] if path.exists() else []


def placed_sites(exact: bool) -> list[tuple[Site, Place]]:
    """Sites with the place this reader may know; sites that may not be shown as points are left out."""
    places = ((site, place_of(site, exact)) for site in Site.objects.order_by("name"))
    return [(site, place) for site, place in places if place.latitude is not None]


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
    note = _(
        "Borders are indicative (Natural Earth, public domain) and say nothing about their legal status."
    )
    return site_map(features, points, kinds=kinds, alt=f"{counted} {', '.join(kinds.values())}", note=note)
