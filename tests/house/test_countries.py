"""Country packs: every number that can change is dated, sourced and due for review; maps fit the regions they name."""

import json
import tomllib
from datetime import date
from pathlib import Path

import pytest
import shapely
from shapely.geometry import shape

from batea.programmes.words import LANGUAGES

FOLDER = Path(__file__).resolve().parents[2] / "countries"
PACKS = {path.parent.name: tomllib.loads(path.read_text()) for path in sorted(FOLDER.glob("*/pack.toml"))}
NUMBERS = [(country, row) for country, pack in PACKS.items() for row in pack["number"]]
MAPS = sorted(FOLDER.glob("*/regions.geojson"))
ASKED = ("id", "name", "value", "unit", "source", "checked_on", "review_on")
LARGEST_MAP = 60_000  # bytes: it travels with every page that shows a map


def said(pair) -> str:
    return f"{pair[0]} {pair[1].get('id')}"


def test_the_four_countries_are_there():
    assert {"br", "co", "do", "pe"} <= set(PACKS)


@pytest.mark.parametrize("country", PACKS)
def test_pack_names_its_country(country):
    pack = PACKS[country]
    assert pack["country"] == country.upper()
    assert (len(pack["iso3"]), len(pack["currency"])) == (3, 3)
    assert pack["main_language"] in pack["languages"]
    assert set(pack["name"]) == set(pack["regions_are"]) == set(LANGUAGES)


@pytest.mark.parametrize("pair", NUMBERS, ids=said)
def test_number_is_whole(pair):
    _country, row = pair
    assert [name for name in ASKED if row.get(name) in (None, "")] == []
    passages = [row["name"], row["unit"], *filter(None, [row.get("doubt")])]
    assert all(set(words) == set(LANGUAGES) and all(words.values()) for words in passages)
    assert isinstance(row["value"], int | float)


@pytest.mark.parametrize("pair", NUMBERS, ids=said)
def test_number_is_dated(pair):
    _country, row = pair
    assert date.fromisoformat(row["checked_on"]) < date.fromisoformat(row["review_on"])
    if "valid_until" in row:
        assert date.fromisoformat(row["valid_from"]) <= date.fromisoformat(row["valid_until"])


@pytest.mark.parametrize("pair", NUMBERS, ids=said)
def test_number_names_a_source_of_its_pack(pair):
    country, row = pair
    assert row["source"] in {source["key"] for source in PACKS[country]["source"]}


@pytest.mark.parametrize("country", PACKS)
def test_nothing_stands_twice(country):
    pack = PACKS[country]
    for rows, name in ((pack["number"], "id"), (pack["source"], "key"), (pack["regions"], "code")):
        named = [row[name] for row in rows]
        assert len(named) == len(set(named))


@pytest.mark.parametrize("path", MAPS, ids=lambda path: path.parent.name)
def test_map_has_the_regions_of_the_pack(path):
    features = json.loads(path.read_text())["features"]
    drawn = {(feature["properties"]["code"], feature["properties"]["name"]) for feature in features}
    assert drawn == {(row["code"], row["name"]) for row in PACKS[path.parent.name]["regions"]}


@pytest.mark.parametrize("path", MAPS, ids=lambda path: path.parent.name)
def test_map_is_small_and_sound(path):
    shapes = [shape(feature["geometry"]) for feature in json.loads(path.read_text())["features"]]
    assert path.stat().st_size < LARGEST_MAP
    assert all(each.is_valid and each.area > 0 for each in shapes)
    assert shapely.coverage_is_valid(shapes)


@pytest.mark.parametrize("path", MAPS, ids=lambda path: path.parent.name)
def test_map_says_where_it_is_from(path):
    said = (path.parent / "README.md").read_text()
    assert "Natural Earth" in said and "public domain" in said and "ndicative" in said
