"""GeoJSON (RFC 7946): one table, one of its places, lines or areas as geometry."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from ..cells import writable
from .columns import NUMBERS, Table, Texts, cleaned, spread_columns
from .shapes import GEOMETRIES, Position, features, place_of
from .typed import Value, typed


def geojson_lines(table: Table, place_column: str) -> Iterator[bytes]:
    """A FeatureCollection (RFC 7946), a feature a line. All columns are properties, a place as four numbers.

    Raises ValueError when `place_column` is no column of places, lines or areas.
    """
    number = place_of(table, place_column)
    geometry = GEOMETRIES[table.columns[number].kind]
    names = [writable(column.name) for column in spread_columns(table.columns)]
    yield b'{"type": "FeatureCollection", "features": ['
    before = "\n"
    for batch in features(table, number, json_column):
        lines = [json_feature(geometry, points, dict(zip(names, row, strict=True))) for points, row in batch]
        yield (before + ",\n".join(lines)).encode()
        before = ",\n"
    yield b"\n]}\n"


def json_feature(geometry: str, points: list[Position] | None, properties: dict[str, Value]) -> str:
    shape = points and {"type": geometry, "coordinates": json_coordinates(geometry, points)}
    feature = {"type": "Feature", "geometry": shape or None, "properties": properties}
    return json.dumps(feature, ensure_ascii=False, allow_nan=False)


def json_coordinates(geometry: str, points: list[Position]) -> Any:
    return points[0] if geometry == "Point" else [points] if geometry == "Polygon" else points


def json_column(kind: str, values: Texts) -> Sequence[Value]:
    """JSON has numbers, true and false; days and moments stay text."""
    kept = [value or None for value in cleaned(values)]
    return typed(kind, kept) if kind in (*NUMBERS, "yesno") else kept
