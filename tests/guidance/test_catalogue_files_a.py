"""Impacts, type tags, dimensions and references: whole, unique, and pointing only at what exists."""

import csv
import re
from itertools import pairwise
from pathlib import Path

import pytest

CATALOGUE = Path(__file__).parents[2] / "src/batea/guidance/catalogue"
LANGUAGES = ("en", "es", "pt", "fr")
IMPACTS = {"environment": ("E", 16), "social": ("S", 19), "economic": ("C", 12), "governance": ("G", 11)}
IMPACTS["positive"] = ("P", 16)
TRANSLATED = {
    "impacts": ("name", "what"),
    "type_tags": ("label",),
    "dimensions": ("name", "observer", "why"),
    "dimension_values": ("label",),
}
WITHOUT_VALUES = {"D07", "D10"}  # a calendar of twelve months; a list each country writes itself


def rows(name):
    with open(CATALOGUE / f"{name}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def column(name, field):
    return [row[field] for row in rows(name)]


def assert_unique(values):
    assert len(set(values)) == len(values)


@pytest.mark.parametrize("name", [*TRANSLATED, "references"])
def test_files_are_plain_utf8_with_full_rows(name):
    content = (CATALOGUE / f"{name}.csv").read_bytes()
    assert b"\r" not in content and not content.startswith(b"\xef\xbb\xbf") and content.endswith(b"\n")
    for row in rows(name):
        assert None not in row and None not in row.values()
        assert all(cell == cell.strip() for cell in row.values()), row


@pytest.mark.parametrize("name", TRANSLATED)
def test_no_translation_is_empty(name):
    fields = [f"{field}_{language}" for field in TRANSLATED[name] for language in LANGUAGES]
    assert not [(row, field) for row in rows(name) for field in fields if not row[field]]


@pytest.mark.parametrize(("name", "field"), [("impacts", "what"), ("impacts", "fact"), ("dimensions", "why")])
def test_sentences_are_translated_not_copied(name, field):
    texts = [[row[f"{field}_{language}"] for language in LANGUAGES] for row in rows(name)]
    assert not [text for text in texts if any(text) and len(set(text)) < len(LANGUAGES)]


def test_impacts_are_the_74_in_order():
    expected = [(f"{c}{n:02d}", group) for group, (c, last) in IMPACTS.items() for n in range(1, last + 1)]
    assert len(expected) == 74
    assert [(row["id"], row["group"]) for row in rows("impacts")] == expected


def test_impacts_use_known_tags_and_indicator_ids():
    tags = set(column("type_tags", "code"))
    for row in rows("impacts"):
        assert row["types"] and set(row["types"].split()) <= tags, row["id"]
        assert row["indicators"] and all(
            re.fullmatch(r"I\d\d", i) and "I01" <= i <= "I88" for i in row["indicators"].split()
        )
        assert_unique(row["types"].split())
        assert_unique(row["indicators"].split())


def test_impacts_cite_known_sources_and_the_mark_agrees():
    read = {row["key"]: row["read"] for row in rows("references")}
    for row in rows("impacts"):
        grades = {read[key] for key in row["sources"].split()}
        expected = "source" if "full" in grades else "opening" if grades else row["mark"]
        assert row["mark"] == expected, row["id"]
        assert bool(grades) == (row["mark"] in {"source", "opening"}), row["id"]
        assert row["mark"] in {"source", "opening", "background", "design"}


def test_a_fact_names_one_of_the_sources_of_its_impact():
    for row in rows("impacts"):
        filled = {bool(row[f"fact_{language}"]) for language in LANGUAGES} | {bool(row["fact_source"])}
        assert len(filled) == 1, row["id"]
        assert not row["fact_source"] or row["fact_source"] in row["sources"].split()


def test_type_tags_are_the_31():
    assert_unique(column("type_tags", "code"))
    assert len(rows("type_tags")) == 31
    groups = {"rhythm", "technology", "mineral", "legal", "organisation", "place", "all"}
    assert set(column("type_tags", "group")) == groups


def test_dimensions_are_the_28_in_order():
    assert column("dimensions", "id") == [f"D{n:02d}" for n in range(1, 29)]
    assert set(column("dimensions", "multi")) == {"yes", "no"}


def test_every_dimension_has_its_values_and_no_other():
    dimensions = set(column("dimensions", "id"))
    assert set(column("dimension_values", "dimension")) == dimensions - WITHOUT_VALUES


def test_value_codes_are_stable_names_unique_within_their_dimension():
    values = [(row["dimension"], row["code"]) for row in rows("dimension_values")]
    assert_unique(values)
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", code) for _, code in values)
    assert all(first[0] <= second[0] for first, second in pairwise(values)), (
        "values lie together by dimension"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_values_of_a_dimension_never_read_alike(language):
    assert_unique([(row["dimension"], row[f"label_{language}"]) for row in rows("dimension_values")])


def test_references_can_be_found_again():
    assert_unique(column("references", "key"))
    for row in rows("references"):
        assert row["title"] and row["read"] in {"full", "opening", "background"}, row["key"]
        assert re.fullmatch(r"(19|20)\d\d|", row["year"]), row["key"]
        assert row["url"] and all(re.match(r"https?://\w", url) for url in row["url"].split()), row["key"]
