"""Places, lines and areas as points, and a table's rows with one of them as geometry."""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from .columns import IS_PLACE, Table, Texts, batches, spread, spread_columns
from .typed import Value

GEOMETRIES = {"place": "Point", "line": "LineString", "area": "Polygon"}

Position = tuple[float, float]  # degrees, longitude first


def positions_of(text: str) -> list[Position]:
    """Longitude and latitude of each point of “lat lon alt acc; lat lon …”. Raises ValueError."""
    found = []
    for point in text.strip().rstrip(";").split(";"):
        if not IS_PLACE.fullmatch(point.strip()):
            raise ValueError(point)
        latitude, longitude = map(float, point.split()[:2])
        if abs(latitude) > 90 or abs(longitude) > 180:
            raise ValueError(point)
        found.append((longitude, latitude))
    return found


def shape_of(kind: str, text: str | None) -> list[Position] | None:
    """The points of a place, line or area (its ring closed, counter-clockwise), None where there is no such shape."""
    try:
        points = positions_of(text) if text else []
    except ValueError:
        return None
    if kind == "place":
        return points if len(points) == 1 else None
    if kind == "line":
        return points if len(points) > 1 else None
    return ring_of(points)


def ring_of(points: list[Position]) -> list[Position] | None:
    ring = points if points[:1] == points[-1:] else [*points, points[0]]
    if len(ring) < 4:
        return None
    twice = sum(x * above - right * y for (x, y), (right, above) in pairwise(ring))
    return ring if twice >= 0 else ring[::-1]


def place_of(table: Table, name: str) -> int:
    """Which column it is. Raises ValueError when it holds no places, lines or areas."""
    for number, column in enumerate(table.columns):
        if column.name == name and column.kind in GEOMETRIES:
            return number
    raise ValueError(f"{name} is no column of places, lines or areas")


Feature = tuple[list[Position] | None, tuple[Value, ...]]


def features(
    table: Table, number: int, values_of: Callable[[str, Texts], Sequence[Value]]
) -> Iterator[list[Feature]]:
    """Batches of (points, values of the columns as `spread_columns` has them)."""
    kind, columns = table.columns[number].kind, spread_columns(table.columns)
    for batch in batches(table):
        shapes = [shape_of(kind, text) for text in batch[number]]
        cells = spread(table.columns, batch)
        values = [values_of(column.kind, found) for column, found in zip(columns, cells, strict=True)]
        yield list(zip(shapes, zip(*values, strict=True), strict=True))
