"""KML 2.2: one table, one of its places, lines or areas as geometry."""

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from ..cells import writable
from .columns import Column, Table, cleaned, spread_columns
from .shapes import GEOMETRIES, Position, features, place_of
from .typed import Value


def kml_lines(table: Table, place_column: str) -> Iterator[bytes]:
    """A KML 2.2 document, a placemark a row, named by its first value; all columns are its data.

    Raises ValueError when `place_column` is no column of places, lines or areas.
    """
    number = place_of(table, place_column)
    geometry = GEOMETRIES[table.columns[number].kind]
    heads = [kml_head(column) for column in spread_columns(table.columns)]
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
        f"<name>{xml(table.title)}</name>\n"
    ).encode()
    for batch in features(table, number, lambda _kind, values: cleaned(values)):
        yield "".join([placemark(geometry, points, heads, row) for points, row in batch]).encode()
    yield b"</Document></kml>\n"


def xml(text: str) -> str:
    return escape(writable(text))


def kml_head(column: Column) -> str:
    title = f"<displayName>{xml(column.title)}</displayName>" if column.title else ""
    return f"<Data name={quoteattr(writable(column.name))}>{title}<value>"


def placemark(geometry: str, points: list[Position] | None, heads: list[str], row: tuple[Value, ...]) -> str:
    texts = [str(value) if value else "" for value in row]
    data = "".join(
        [f"{head}{escape(text)}</value></Data>" for head, text in zip(heads, texts, strict=True) if text]
    )
    name = next(filter(None, texts), "")
    return (
        f"<Placemark><name>{escape(name)}</name><ExtendedData>{data}</ExtendedData>"
        f"{kml_shape(geometry, points) if points else ''}</Placemark>\n"
    )


def kml_shape(geometry: str, points: list[Position]) -> str:
    at = "<coordinates>" + " ".join(f"{x!r},{y!r}" for x, y in points) + "</coordinates>"
    if geometry == "Polygon":
        at = f"<outerBoundaryIs><LinearRing>{at}</LinearRing></outerBoundaryIs>"
    return f"<{geometry}>{at}</{geometry}>"
