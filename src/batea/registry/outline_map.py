"""A country's outline and the places on it: what a map needs, wherever it is drawn."""

import json
from functools import cache

from django.conf import settings

from .models import Site
from .places import place_of


@cache
def regions(country: str) -> list[dict]:
    """GeoJSON features of the country's regions from its country pack; empty when there is none."""
    path = settings.COUNTRIES / country.lower() / "regions.geojson"
    return json.loads(path.read_text(encoding="utf-8"))["features"] if path.exists() else []


def points(exact: bool) -> list[dict]:
    """Sites that may be shown as points: {lat, lon, label, kind}; `kind` is the site's first mineral."""
    found = []
    for site in Site.objects.order_by("name"):
        place = place_of(site, exact)
        if place.latitude is not None:
            mineral = next(iter(site.attributes.get("D01", [])), "")
            found.append(
                {
                    "lat": float(place.latitude),
                    "lon": float(place.longitude),
                    "label": site.name,
                    "kind": mineral,
                    "cell": float(place.cell),
                    "exercise": site.exercise,
                }
            )
    return found
