"""A map of sites over regions, from GeoJSON. Plate carrée at the middle latitude: true enough for one country on a page.

Who may see exact positions is decided before: hand over only points that the reader may see.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from batea.documents import fonts
from batea.documents.errors import OutlineError
from batea.documents.svg import (
    INK,
    LINE,
    SAND,
    SERIES,
    SMALL,
    SOFT,
    TEAL,
    WIDTH,
    Drawing,
    Words,
    drawing,
    grouped,
    line,
    rect,
    shape,
    text,
)

_KM_PER_DEGREE = 111.32
_TALLEST = 560.0
_LEGEND = 26.0
# Light to dark, each apart enough from the next to be told without colour.
_SHADES = ("#eef3f1", "#c9dedd", "#97c1c3", "#5f9fa6", "#2c7a87")


@dataclass(frozen=True)
class Point:
    """A site. `kind` is a key of the `kinds` given to site_map."""

    lat: float
    lon: float
    label: str = ""
    kind: str = ""


@dataclass(frozen=True)
class _Plane:
    """Degrees laid onto the drawing."""

    west: float
    north: float
    per_lon: float
    per_lat: float
    height: float

    def x(self, lon: float) -> float:
        return (lon - self.west) * self.per_lon

    def y(self, lat: float) -> float:
        return (self.north - lat) * self.per_lat


def site_map(
    regions: Sequence[Mapping[str, Any]],
    points: Sequence[Point] = (),
    *,
    alt: str,
    kinds: Mapping[str, str] | None = None,
    values: Mapping[str, float] | None = None,
    name: str = "name",
    value_label: str = "",
    note: str = "",
    number: Words = grouped,
) -> Drawing:
    """Regions (GeoJSON features), shaded by `values` (region name → figure), with sites as shapes by kind.

    kinds: kind → its word in the legend. name: the property that names a region. note: e.g. that borders are indicative.
    """
    rings = [[ring for polygon in _polygons(region) for ring in polygon] for region in regions]
    plane = _plane(
        [spot for each in rings for ring in each for spot in ring]
        + [[point.lon, point.lat] for point in points]
    )
    kinds = kinds or {}
    colour = _shading(values or {})
    parts = [
        _region(each, plane, colour(str((region.get("properties") or {}).get(name, ""))))
        for region, each in zip(regions, rings, strict=True)
    ]
    order = {kind: place for place, kind in enumerate(kinds)}
    parts += [_mark(point, plane, order.get(point.kind, 0)) for point in points]
    parts += _labels(points, plane)
    parts += _scale_bar(plane)
    bottom = plane.height + 8
    for row in (_kinds_legend(kinds), _values_legend(values or {}, value_label, number)):
        if row:
            parts.append(f'<g transform="translate(0 {bottom:.1f})">{row}</g>')
            bottom += _LEGEND
    parts.append(text(0, bottom + 12, note, SMALL, fill=SOFT))
    return drawing(bottom + (20 if note else 4), parts, alt)


def _polygons(region: Mapping[str, Any]) -> list[Any]:
    geometry = region.get("geometry") or {}
    if geometry.get("type") == "Polygon":
        return [geometry["coordinates"]]
    if geometry.get("type") == "MultiPolygon":
        return list(geometry["coordinates"])
    raise OutlineError("A map is drawn from regions that are polygons.")


def _plane(spots: Sequence[Sequence[float]]) -> _Plane:
    if not spots:
        raise OutlineError("A map needs at least one region or site.")
    lons, lats = [spot[0] for spot in spots], [spot[1] for spot in spots]
    margin = max(max(lons) - min(lons), max(lats) - min(lats), 0.1) * 0.03
    west, east, south, north = min(lons) - margin, max(lons) + margin, min(lats) - margin, max(lats) + margin
    squeeze = max(math.cos(math.radians((south + north) / 2)), 0.05)
    per_lat = min(WIDTH / ((east - west) * squeeze), _TALLEST / (north - south))
    slack = (WIDTH / (per_lat * squeeze) - (east - west)) / 2
    return _Plane(west - slack, north, per_lat * squeeze, per_lat, (north - south) * per_lat)


def _region(rings: Iterable[Sequence[Sequence[float]]], plane: _Plane, fill: str) -> str:
    """Filled by the even-odd rule, so that holes are holes whichever way a ring is wound."""
    path = "".join(_ring(ring, plane) for ring in rings)
    return f'<path d="{path}" fill="{fill}" fill-rule="evenodd" stroke="#b9ab8f" stroke-width="0.7" stroke-linejoin="round"/>'


def _ring(ring: Sequence[Sequence[float]], plane: _Plane) -> str:
    spots = [f"{plane.x(spot[0]):.1f} {plane.y(spot[1]):.1f}" for spot in ring]
    kept = [spots[0], *(after for before, after in pairwise(spots) if before != after)]
    return "M" + "L".join(kept) + "Z"


def _shading(values: Mapping[str, float]) -> Any:
    highest = max(values.values(), default=0) or 1

    def colour(region: str) -> str:
        if region not in values:
            return SAND
        return _SHADES[min(int(values[region] / highest * len(_SHADES)), len(_SHADES) - 1)]

    return colour


def _mark(point: Point, plane: _Plane, place: int) -> str:
    return shape(
        plane.x(point.lon), plane.y(point.lat), place, 5, SERIES[(place + 1) % len(SERIES)] if place else TEAL
    )


def _labels(points: Sequence[Point], plane: _Plane) -> Iterator[str]:
    """Names of sites, each where it covers no earlier one; what finds no place is left out."""
    taken: list[tuple[float, float, float]] = []
    for point in points:
        x, y, wide = plane.x(point.lon) + 8, plane.y(point.lat) + 4, fonts.width(point.label, SMALL)
        if x + wide > WIDTH:
            x -= 16 + wide
        free = all(abs(y - b) > SMALL or x > a + w or x + wide < a for a, b, w in taken)
        if point.label and free:
            taken.append((x, y, wide))
            yield text(x, y, point.label, SMALL, halo=True)


def _scale_bar(plane: _Plane) -> Iterator[str]:
    per_km = plane.per_lat / _KM_PER_DEGREE
    length = next(
        km for km in (1000, 500, 200, 100, 50, 20, 10, 5, 2, 1, 0.5) if km * per_km < WIDTH / 4 or km == 0.5
    )
    y = plane.height - 6
    yield line(8, y, 8 + length * per_km, y, INK, 1.5)
    yield text(8, y - 6, f"{length:g} km", SMALL, fill=SOFT, halo=True)


def _kinds_legend(kinds: Mapping[str, str]) -> str:
    out, x = "", 6.0
    for place, words in enumerate(kinds.values()):
        out += shape(x, 12, place, 5, SERIES[(place + 1) % len(SERIES)] if place else TEAL) + text(
            x + 11, 16, words, SMALL
        )
        x += fonts.width(words, SMALL) + 34
    return out


def _values_legend(values: Mapping[str, float], label: str, number: Words) -> str:
    if not values:
        return ""
    highest = max(values.values()) or 1
    out, x = text(0, 16, label, SMALL, fill=SOFT), fonts.width(label, SMALL) + 12
    for place, shade in enumerate(_SHADES):
        words = f"{number(highest * place / len(_SHADES))}–{number(highest * (place + 1) / len(_SHADES))}"
        out += (
            rect(x, 6, 16, 12, shade)
            + f'<rect x="{x:.1f}" y="6" width="16" height="12" rx="2" fill="none" stroke="{LINE}"/>'
        )
        out += text(x + 21, 16, words, SMALL)
        x += fonts.width(words, SMALL) + 36
    return out
