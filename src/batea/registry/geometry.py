"""GeoJSON from elsewhere, taken only when every coordinate is a place on Earth (RFC 7946), and distances in metres."""

import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from shapely import STRtree, force_2d, get_dimensions, make_valid, transform, unary_union
from shapely.geometry import Point, mapping, shape
from shapely.geometry.base import BaseGeometry

DIGITS = 6  # decimals of a degree: about 0.1 m
DEPTH = {  # how deep the list of coordinates is
    "Point": 0,
    "MultiPoint": 1,
    "LineString": 1,
    "MultiLineString": 2,
    "Polygon": 2,
    "MultiPolygon": 3,
}
EARTH_M = 6_371_008.8  # mean radius, IUGG
MOST_SHAPES = 20_000
TRIES = 3
MOST_LISTS = 1_500_000  # in a file: what 20 MB of corners have; read, each takes some hundred bytes of memory
MOST_CORNERS = 200_000  # in one shape: a country's coast at full detail has fewer


class BadGeometry(ValueError):
    """Says in plain words what is wrong."""


@dataclass(frozen=True)
class Feature:
    """A shape as it may be stored: its name, its geometry as GeoJSON text, and whether it had to be mended."""

    name: str
    geometry: str
    mended: bool


def checked(geometry: Any) -> dict[str, Any]:
    """The geometry with coordinates rounded to 6 decimals. Raises BadGeometry: "kind", "coordinates", "size"."""
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if not isinstance(kind, str) or kind not in DEPTH:
        raise BadGeometry("kind")
    left = [MOST_CORNERS]
    found = corners(geometry.get("coordinates"), DEPTH[kind], left)
    check_lengths(kind, found)
    return {"type": kind, "coordinates": found}


def corners(value: Any, depth: int, left: list[int]) -> list[Any]:
    if not isinstance(value, list) or not value:
        raise BadGeometry("coordinates")
    if depth:
        return [corners(item, depth - 1, left) for item in value]
    left[0] -= 1
    if left[0] < 0:
        raise BadGeometry("size")
    if not 2 <= len(value) <= 4:
        raise BadGeometry("coordinates")
    return [degree(value[0], 180), degree(value[1], 90)]


def degree(value: Any, most: int) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not -most <= value <= most:
        raise BadGeometry("coordinates")  # NaN is in no range
    return round(float(value), DIGITS)


def check_lengths(kind: str, found: list[Any]) -> None:
    """A line has two corners; a ring has four and ends where it began. Raises BadGeometry."""
    parts = found if kind.startswith("Multi") else [found]
    lines = parts if kind.endswith("LineString") else []
    rings = [ring for part in parts for ring in part] if kind.endswith("Polygon") else []
    if any(len(line) < 2 for line in lines) or any(len(ring) < 4 or ring[0] != ring[-1] for ring in rings):
        raise BadGeometry("coordinates")


def shape_of(geometry: dict[str, Any]) -> BaseGeometry:
    """Raises BadGeometry when no shape can be made of it."""
    try:
        found = force_2d(shape(geometry))
    except (ValueError, TypeError) as error:
        raise BadGeometry("coordinates") from error
    if found.is_empty:
        raise BadGeometry("coordinates")
    return found


def written(geometry: dict[str, Any]) -> str:
    """The geometry as it is stored: its kind first, no blanks."""
    return json.dumps(
        {"type": geometry["type"], "coordinates": geometry["coordinates"]}, separators=(",", ":")
    )


def json_shape(text: str) -> BaseGeometry:
    """The shape of a geometry that was stored."""
    return shape_of(json.loads(text))


def mended(geometry: dict[str, Any]) -> tuple[dict[str, Any], bool]:
    """(a valid geometry of the same dimension, whether it had to be made so). Raises BadGeometry when nothing is left."""
    found = shape_of(geometry)
    if found.is_valid:
        return geometry, False
    for _again in range(TRIES):  # rounding what was mended may break it anew
        geometry = checked(json.loads(json.dumps(mapping(same_dimension(make_valid(found), found)))))
        found = shape_of(geometry)
        if found.is_valid:
            return geometry, True
    raise BadGeometry("coordinates")


def same_dimension(made: BaseGeometry, before: BaseGeometry) -> BaseGeometry:
    """Of what mending leaves, the part that still is an area (or a line): spikes and stray points go."""
    wanted = get_dimensions(before)
    parts = [part for part in getattr(made, "geoms", [made]) if get_dimensions(part) == wanted]
    if not parts:
        raise BadGeometry("coordinates")
    return unary_union(parts)


def edges(found: BaseGeometry) -> tuple[Decimal, Decimal, Decimal, Decimal]:
    """West, south, east, north."""
    west, south, east, north = (Decimal(f"{value:.{DIGITS}f}") for value in found.bounds)
    return west, south, east, north


def read_collection(data: bytes) -> list[Any]:
    """The features of a GeoJSON file. Raises BadGeometry: "json", "collection", "many"."""
    if data.count(b"[") + data.count(b"{") > MOST_LISTS:
        raise BadGeometry("many")
    try:
        found = json.loads(data.decode("utf-8-sig"), parse_constant=refuse)
    except (ValueError, RecursionError) as error:
        raise BadGeometry("json") from error
    features = found.get("features") if isinstance(found, dict) else None
    if (
        not isinstance(found, dict)
        or found.get("type") != "FeatureCollection"
        or not isinstance(features, list)
    ):
        raise BadGeometry("collection")
    if not features:
        raise BadGeometry("collection")
    if len(features) > MOST_SHAPES:
        raise BadGeometry("many")
    return features


def refuse(constant: str) -> float:
    raise ValueError(constant)


def feature_of(found: Any, clean: Callable[[str], str]) -> Feature:
    """One feature as it is stored; `clean` takes from its name what cannot be kept. Raises BadGeometry."""
    if not isinstance(found, dict) or found.get("type") != "Feature":
        raise BadGeometry("feature")
    geometry, changed = mended(checked(found.get("geometry")))
    return Feature(clean(name_in(found.get("properties"))), written(geometry), changed)


def name_in(properties: Any) -> str:
    """What a feature calls itself: the first property that is usually its name."""
    known = (
        {str(key).lower(): value for key, value in properties.items()} if isinstance(properties, dict) else {}
    )
    for key in ("name", "nombre", "nome", "nom", "title", "id"):
        if isinstance(known.get(key), str | int) and str(known[key]).strip():
            return str(known[key]).strip()[:200]
    return ""


# Distances ----------------------------------------------------------------------------------------------------------


def metres_from(latitude: float, longitude: float, found: BaseGeometry) -> float:
    """Metres from a place to the nearest part of a shape, 0 inside it.

    The shape is laid flat around the place: x = R·cos φ·Δλ, y = R·Δφ (equirectangular projection; J. P. Snyder, Map
    Projections – A Working Manual, USGS Professional Paper 1395, 1987, p. 90). Within 2 km and below 80° of latitude
    it differs from the great circle by less than one part in a thousand.
    """
    per_degree = math.radians(1) * EARTH_M
    squeeze = math.cos(math.radians(latitude))

    def flat(spots: Any) -> Any:
        laid = spots.copy()
        laid[:, 0] = (spots[:, 0] - longitude) * per_degree * squeeze
        laid[:, 1] = (spots[:, 1] - latitude) * per_degree
        return laid

    return float(transform(found, flat).distance(Point(0, 0)))


def degrees_around(latitude: float, metres: float) -> tuple[Decimal, Decimal]:
    """Half height and half width in degrees of a box that holds everything within so many metres."""
    high = metres / (math.radians(1) * EARTH_M)
    wide = high / max(math.cos(math.radians(latitude)), 0.01)
    return Decimal(f"{high * 1.01:.6f}"), Decimal(f"{wide * 1.01:.6f}")


def holding(shapes: list[BaseGeometry], latitude: float, longitude: float) -> list[int]:
    """Positions of the shapes that hold the place, their borders included."""
    spot = Point(longitude, latitude)
    return sorted(int(place) for place in STRtree(shapes).query(spot, predicate="covered_by"))
