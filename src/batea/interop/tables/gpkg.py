"""GeoPackage 1.3: typed columns; the first column with a place, line or area is the geometry."""

import sqlite3
import struct
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from ..cells import writable
from .columns import (
    Column,
    Table,
    Texts,
    batches,
    cleaned,
    code_book_as_spread,
    spread,
    spread_columns,
    sql_name,
    unique,
)
from .shapes import GEOMETRIES, Position, shape_of
from .typed import Value, typed

GPKG = 0x47504B47  # “GPKG”
GPKG_VERSION = 10_300
EMPTIED = Column("emptied", "Values that do not fit this type and are empty here", "whole")
WGS84 = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],'
    'AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,'
    'AUTHORITY["EPSG","9122"]],AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4326"]]'
)
SYSTEMS = (
    ("WGS 84 geodetic", 4326, "EPSG", 4326, WGS84, "longitude/latitude in decimal degrees on WGS 84"),
    (
        "Undefined Cartesian SRS",
        -1,
        "NONE",
        -1,
        "undefined",
        "undefined Cartesian coordinate reference system",
    ),
    (
        "Undefined geographic SRS",
        0,
        "NONE",
        0,
        "undefined",
        "undefined geographic coordinate reference system",
    ),
)
# As the standard's annex C has them.
GPKG_TABLES = """
CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE, description TEXT DEFAULT '',
  last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL,
  z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
"""
GPKG_TYPES = {
    "whole": "INTEGER",
    "number": "DOUBLE",
    "day": "DATE",
    "moment": "DATETIME",
    "yesno": "BOOLEAN",
}


def geopackage_file(tables: Sequence[Table], path: Path) -> dict[str, int]:
    """A GeoPackage 1.3: tables with a place, line or area as features by the first of them, others as attributes, and
    the code book. Returns, by “table.column”, how many values did not fit their type and are NULL; the code book says
    so, too."""
    path.unlink(missing_ok=True)
    book = code_book_as_spread(tables, zones=True)
    names = unique([layer_name(table.name) for table in [*tables, book]])
    misfits: dict[str, int] = {}
    with closing(sqlite3.connect(path, isolation_level=None)) as base:
        base.execute(f"PRAGMA application_id = {GPKG}")
        base.execute(f"PRAGMA user_version = {GPKG_VERSION}")
        base.execute("PRAGMA journal_mode = OFF")  # the file is new: there is nothing to go back to
        base.execute("PRAGMA synchronous = OFF")
        base.executescript(GPKG_TABLES)
        base.execute("BEGIN")
        base.executemany("INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)", SYSTEMS)
        for name, table in zip(names, tables, strict=False):
            misfits |= write_layer(base, name, table)
        write_layer(base, names[-1], with_misfits(book, misfits.values()))
        base.execute("COMMIT")
    return {name: lost for name, lost in misfits.items() if lost}


def with_misfits(book: Table, misfits: Iterable[int]) -> Table:
    """The code book, a row a column, with how many values of that column are missing here."""
    rows = [[*row, str(lost) if lost else None] for row, lost in zip(book.rows, misfits, strict=True)]
    return replace(book, columns=(*book.columns, EMPTIED), rows=rows)


def layer_name(name: str) -> str:
    """A name that no table of the standard, of SQLite or of an index has."""
    kept = writable(name).strip() or "table"
    return f"t_{kept}" if kept.lower().startswith(("gpkg_", "sqlite_", "rtree_")) else kept


def write_layer(base: sqlite3.Connection, name: str, table: Table) -> dict[str, int]:
    """Returns, by “table.column” of each column, how many values did not fit."""
    shape = next((n for n, column in enumerate(table.columns) if column.kind in GEOMETRIES), None)
    columns = spread_columns(table.columns, zones=True)
    own = ["fid"] if shape is None else ["fid", "geom"]
    fields = unique([writable(column.name) or "column" for column in columns], taken=own)
    declared = [
        f"{sql_name(field)} {GPKG_TYPES.get(column.kind, 'TEXT')}"
        for field, column in zip(fields, columns, strict=True)
    ]
    geometry = [] if shape is None else [f'"geom" {GEOMETRIES[table.columns[shape].kind].upper()}']
    keyed = ["fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL", *geometry, *declared]
    base.execute(f"CREATE TABLE {sql_name(name)} ({', '.join(keyed)})")
    register_layer(base, name, table, shape)
    into = ", ".join(map(sql_name, [*own[1:], *fields]))
    marks = ", ".join("?" * (len(own) - 1 + len(fields)))
    misfits = dict.fromkeys((f"{name}.{field}" for field in fields), 0)
    box = Box()
    for rows in layer_rows(table, shape, columns, misfits, box):
        base.executemany(f"INSERT INTO {sql_name(name)} ({into}) VALUES ({marks})", rows)  # noqa: S608
    if box.edges:
        base.execute(
            "UPDATE gpkg_contents SET min_x = ?, min_y = ?, max_x = ?, max_y = ? WHERE table_name = ?",
            (*box.edges, name),
        )
    return misfits


def register_layer(base: sqlite3.Connection, name: str, table: Table, shape: int | None) -> None:
    kind, system = ("attributes", None) if shape is None else ("features", 4326)
    base.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) VALUES (?, ?, ?, ?, ?)",
        (name, kind, name, writable(table.title), system),
    )
    if shape is not None:
        geometry = GEOMETRIES[table.columns[shape].kind].upper()
        base.execute("INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?, 4326, 0, 0)", (name, geometry))


class Box:
    """The smallest box around all points seen: (least x, least y, largest x, largest y), None before the first."""

    def __init__(self) -> None:
        self.edges: tuple[float, float, float, float] | None = None

    def take(self, points: list[Position]) -> None:
        xs, ys = zip(*points, strict=True)
        left, low, right, high = self.edges or (xs[0], ys[0], xs[0], ys[0])
        self.edges = (min(left, *xs), min(low, *ys), max(right, *xs), max(high, *ys))


def layer_rows(
    table: Table,
    shape: int | None,
    columns: Sequence[Column],
    misfits: dict[str, int],
    box: Box,
) -> Iterator[Iterable[tuple[Any, ...]]]:
    """Batches of rows as the layer has them; counts misfits and widens the box on the way."""
    for batch in batches(table):
        cells: list[Sequence[Any]] = []
        if shape is not None:
            shapes = [shape_of(table.columns[shape].kind, text) for text in batch[shape]]
            for points in filter(None, shapes):
                box.take(points)
            cells.append([points and geometry_blob(table.columns[shape].kind, points) for points in shapes])
        spread_out = spread(table.columns, batch, zones=True)
        for column, name, values in zip(columns, misfits, spread_out, strict=True):
            kept = layer_column(column.kind, values)
            misfits[name] += sum(map(bool, values)) - sum(value is not None for value in kept)
            cells.append(kept)
        yield zip(*cells, strict=True)


def layer_column(kind: str, values: Texts) -> Sequence[Value]:
    if kind not in GPKG_TYPES:
        return [value or None for value in cleaned(values)]
    return [layer_value(value) for value in typed(kind, values)]


def layer_value(value: Value) -> Value:
    """Days and moments as the standard writes them, a moment in UTC; text in such a column is a misfit."""
    if isinstance(value, str):
        return None
    if isinstance(value, datetime):
        at = value.astimezone(UTC) if value.tzinfo else value
        return at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"
    return value.isoformat() if isinstance(value, date) else value


def geometry_blob(kind: str, points: list[Position]) -> bytes:
    """The standard's header (version 0, little-endian, no envelope, EPSG 4326) and the shape as WKB."""
    flat = [number for point in points for number in point]
    numbers = struct.pack(f"<{len(flat)}d", *flat)
    head = b"GP\x00\x01" + struct.pack("<i", 4326)
    if kind == "place":
        return head + struct.pack("<BI", 1, 1) + numbers
    if kind == "line":
        return head + struct.pack("<BII", 1, 2, len(points)) + numbers
    return head + struct.pack("<BIII", 1, 3, 1, len(points)) + numbers
