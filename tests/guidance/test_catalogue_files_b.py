"""The library of measures and the links between measures, as files: complete, in order, pointing at real ids."""

import csv
import re
from pathlib import Path

import pytest

CATALOGUE = Path(__file__).parents[2] / "src/batea/guidance/catalogue"
LANGUAGES = ("en", "es", "pt", "fr")
MARKS = {"source", "opening", "background", "design"}
# The last measure of each group: ids are stable and the groups follow one another.
GROUP_ENDS = {
    "law_rights": 13,
    "registration_data": 20,
    "organisation_capacity": 30,
    "safety_health": 46,
    "environment": 65,
    "economy_market": 84,
    "gender_children_protection": 97,
    "rush_shock": 101,
    "strategy_governance": 112,
}


def rows(name):
    with (CATALOGUE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


MEASURES = rows("measures.csv")
LINKS = rows("measure_links.csv")
IDS = [measure["id"] for measure in MEASURES]


def test_ids_run_from_m001_to_m112_without_a_gap():
    assert [f"M{number:03d}" for number in range(1, 113)] == IDS


def test_groups_follow_one_another_and_end_where_the_method_says():
    def group(number):
        return next(name for name, last in GROUP_ENDS.items() if number <= last)

    assert [measure["group"] for measure in MEASURES] == [group(number) for number in range(1, 113)]


@pytest.mark.parametrize("field", ["name", "implementer", "preconditions", "risks"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_measure_lacks_a_translation(field, language):
    column = f"{field}_{language}"
    assert [measure["id"] for measure in MEASURES if not measure[column].strip()] == []


@pytest.mark.parametrize("field", ["implementer", "preconditions", "risks"])
def test_lists_have_as_many_entries_in_every_language(field):
    def entries(measure):
        return {measure[f"{field}_{language}"].count(";") for language in LANGUAGES}

    assert [measure["id"] for measure in MEASURES if len(entries(measure)) > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_measures_share_a_name(language):
    assert len({measure[f"name_{language}"] for measure in MEASURES}) == len(MEASURES)


@pytest.mark.parametrize(
    ("column", "shape"),
    [("acts_on", r"[ESCGP]\d\d"), ("indicators", r"I\d\d"), ("types", r"[A-Z0-9]+(-[A-Z])?")],
)
def test_every_measure_points_at_well_formed_ids(column, shape):
    pattern = re.compile(rf"{shape}( {shape})*")
    assert [measure["id"] for measure in MEASURES if not pattern.fullmatch(measure[column])] == []


def test_background_measures_cite_nothing_and_the_others_cite_something():
    assert {measure["mark"] for measure in MEASURES} <= MARKS
    assert [m["id"] for m in MEASURES if (m["mark"] == "background") == bool(m["sources"])] == []


def test_links_join_two_known_measures_by_a_known_relation():
    for link in LINKS:
        assert {link["measure"], link["other"]} <= set(IDS)
        assert link["measure"] != link["other"]
        assert link["relation"] in {"needs", "conflicts_with", "supports"}
        assert link["mark"] in MARKS


def test_each_pair_of_measures_is_linked_once():
    pairs = [frozenset((link["measure"], link["other"])) for link in LINKS]
    assert len(pairs) == len(set(pairs)) > 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_link_says_why(language):
    assert [link for link in LINKS if not link[f"why_{language}"].strip()] == []


def test_files_are_utf8_with_plain_line_ends():
    for name in ("measures.csv", "measure_links.csv"):
        assert b"\r" not in (CATALOGUE / name).read_bytes()
