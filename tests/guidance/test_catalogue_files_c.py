"""Indicators and glossary: complete in four languages, in order, and the same on paper as in the data."""

import csv
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "src" / "batea" / "guidance" / "catalogue"
LANGUAGES = ("en", "es", "pt", "fr")
ALLOWED = {
    "level": {"input", "output", "outcome", "impact", "context", "quality"},
    "direction": {"up", "down", "band", "context", "mixed"},
    "by_sex": {"yes", "no"},
    "mark": {"source", "opening", "background", "design"},
}
TRANSLATED = ("name", "unit", "disaggregation", "frequency", "source", "responsible")


def rows(name):
    raw = (CATALOGUE / name).read_bytes()
    assert b"\r" not in raw and not raw.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(raw.decode("utf-8").splitlines(), strict=True))


def parts(text):
    return text.split("; ")


def test_indicators_are_numbered_without_a_gap():
    assert [row["id"] for row in rows("indicators.csv")] == [f"I{n:02}" for n in range(1, 89)]


def test_indicator_columns():
    columns = ["id"]
    for field in ("name", "level", "unit", "direction", "disaggregation", "by_sex", *TRANSLATED[3:]):
        columns += [f"{field}_{code}" for code in LANGUAGES] if field in TRANSLATED else [field]
    assert list(rows("indicators.csv")[0]) == [*columns, "mark"]


def test_no_indicator_cell_is_empty_or_padded():
    for row in rows("indicators.csv"):
        assert all(value and value == value.strip() for value in row.values()), row["id"]


@pytest.mark.parametrize("column", ALLOWED)
def test_enumerations(column):
    assert {row[column] for row in rows("indicators.csv")} <= ALLOWED[column]


def test_names_are_unique_in_every_language():
    for code in LANGUAGES:
        assert len({row[f"name_{code}"] for row in rows("indicators.csv")}) == 88, code


def test_lists_have_as_many_entries_in_every_language():
    for row in rows("indicators.csv"):
        for field in ("disaggregation", "frequency", "source", "responsible", "unit"):
            lengths = {len(parts(row[f"{field}_{code}"])) for code in LANGUAGES}
            assert len(lengths) == 1, (row["id"], field)


def test_by_sex_follows_the_disaggregation():
    for row in rows("indicators.csv"):
        named = any(re.match(r"sex\b", part) for part in parts(row["disaggregation_en"]))
        assert row["by_sex"] == ("yes" if named else "no"), row["id"]


def test_indicators_with_a_named_source():
    sourced = [row["id"] for row in rows("indicators.csv") if row["mark"] == "source"]
    assert sourced == ["I18", "I19", "I46", "I60", "I61", "I82"]


def test_glossary_terms_are_complete_and_unique():
    terms = rows("glossary.csv")
    assert list(terms[0]) == [*(f"term_{code}" for code in LANGUAGES), "overrides"]
    for row in terms:
        assert all(row[f"term_{code}"].strip() for code in LANGUAGES), row
        assert "|" not in "".join(row.values()), row
    assert len({row["term_en"] for row in terms}) == len(terms)


def test_overrides_name_a_language_and_a_country():
    given = [row["overrides"] for row in rows("glossary.csv") if row["overrides"]]
    assert given
    for part in (part for text in given for part in parts(text)):
        assert re.fullmatch(r"(en|es|pt|fr)-[A-Z]{2}=\S.*", part), part


def test_the_page_shows_the_same_rows_as_the_data():
    page = (ROOT / "docs" / "method" / "glossary.md").read_text(encoding="utf-8")
    table = [line[1:-1].split("|") for line in page.splitlines() if line.startswith("| ")]
    shown = [[cell.strip() for cell in cells] for cells in table[1:]]
    assert shown == [list(row.values()) for row in rows("glossary.csv")]
