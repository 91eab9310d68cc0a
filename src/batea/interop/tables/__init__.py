"""The way out for large tables: a hundred thousand rows and more leave as files, batch by batch.

Every value arrives as the text its form carried (XForms: "12", "2026-11-25", "18.5 -69.9 12.0 4.5" for a place, with
latitude first) or None. Rows are read once, in batches turned into columns: what must be looked at in every cell is
asked of a whole column first, and of its cells only where the column gives cause. `code_book` says what a file holds.

    CSV, ZIP of CSVs     texts as they came, made inert; numbers untouched; a place is four columns of numbers
    XLSX, Parquet        typed; a moment or time is the clock on the phone (XLSX) or UTC (Parquet), its zone a column
    GeoPackage           typed; the first column with a place, line or area is the geometry
    GeoJSON, KML         one table, one of its places, lines or areas as geometry
"""

from .columns import KINDS, Column, Table, code_book
from .csv import csv_one, csv_zip
from .geojson import geojson_lines
from .gpkg import geopackage_file
from .kml import kml_lines
from .parquet import parquet_file
from .xlsx import xlsx_file

__all__ = [
    "KINDS",
    "Column",
    "Table",
    "code_book",
    "csv_one",
    "csv_zip",
    "geojson_lines",
    "geopackage_file",
    "kml_lines",
    "parquet_file",
    "xlsx_file",
]
