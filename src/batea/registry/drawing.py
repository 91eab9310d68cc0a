"""An outline map as plain shapes for a page: paths and dots in a plane, longitude scaled by the cosine of latitude."""

import math
from dataclasses import dataclass

WIDTH = 720.0


@dataclass(frozen=True)
class Drawing:
    """Paths (SVG path data with a name) and dots (x, y, radius, label, kind) in a box of width × height."""

    width: float
    height: float
    paths: list[tuple[str, str]]
    dots: list[dict]


def rings(geometry: dict) -> list:
    """The outer rings of a Polygon or MultiPolygon."""
    if geometry["type"] == "Polygon":
        return [geometry["coordinates"][0]]
    return [polygon[0] for polygon in geometry["coordinates"]] if geometry["type"] == "MultiPolygon" else []


def drawing(features: list[dict], points: list[dict]) -> Drawing:
    """Fit regions and points into one box; without either there is nothing to draw."""
    corners = [corner for feature in features for ring in rings(feature["geometry"]) for corner in ring]
    corners += [(point["lon"], point["lat"]) for point in points]
    if not corners:
        return Drawing(WIDTH, 0, [], [])
    west, east = min(c[0] for c in corners), max(c[0] for c in corners)
    south, north = min(c[1] for c in corners), max(c[1] for c in corners)
    squeeze = math.cos(math.radians((south + north) / 2))
    scale = (WIDTH - 20) / max((east - west) * squeeze, (north - south) * 0.5, 0.01)

    def place(lon, lat):
        return (10 + (lon - west) * squeeze * scale, 10 + (north - lat) * scale)

    paths = [
        (
            feature["properties"].get("name", ""),
            "".join(path(ring, place) for ring in rings(feature["geometry"])),
        )
        for feature in features
    ]
    dots = []
    for point in points:
        x, y = place(point["lon"], point["lat"])
        radius = max(point["cell"] * squeeze * scale / 2, 4) if point["cell"] else 4
        dots.append({"x": round(x, 1), "y": round(y, 1), "r": round(radius, 1), **point})
    return Drawing(WIDTH, round((north - south) * scale + 20, 1), paths, dots)


def path(ring, place) -> str:
    spots = [place(*corner[:2]) for corner in ring]
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in spots) + "Z"
