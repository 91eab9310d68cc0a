"""The case of the Dominican Republic: it loads whole, cited figures stay as cited, and exercise data say so.

Whoever corrects a cited figure also changes its line in cited_figures.txt (tools/cited_figures.py), in view of everybody.
"""

import re
import sys
from collections import Counter
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from django_scopes import scope

from batea.guidance.catalogue import units
from batea.interop.archive import read_archive
from batea.programmes.bundle import KIND, TRAIL, copy_programme, export_bundle, import_bundle
from batea.programmes.case_source import case_bundle, demo_accounts, read_rows
from batea.programmes.words import LANGUAGES

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))
from cited_figures import cited_figures, fingerprint

HERE = Path(__file__).resolve().parent
FOLDER = HERE.parents[1] / "cases" / "dominican-republic"
FIGURES = FOLDER / "evidence.figure.csv"
SOURCE_KEY = re.compile(r"\b(?:[DPBC]\d\d|W\d\d|WS18)\b")
SAME_EVERYWHERE = {"%", "ha", "t", "kg", "g", "DOP", "USD"}
# What may stand without a source and without the exercise flag, and why.
NEEDS_NO_SOURCE = {
    "evidence.source": "it is the source",
    "evidence.question": "it asks",
    "evidence.statement": "its supports speak for it",
    "evidence.support": "it points at the evidence",
    "phase1_getting_started.commitment": "it names a need, which is checked",
    "phase2_strategy.pricechain": "its steps carry the sources",
}


@cache
def archive():
    return read_archive(KIND, BytesIO(case_bundle(FOLDER)))


def rows() -> list[tuple[str, dict]]:
    return [(table, row) for table in archive().tables() for row in archive().rows(table)]


def passages(row: dict) -> list[dict]:
    """The row's words: every value that names its original language."""
    return [value for value in row.values() if isinstance(value, dict) and "original" in value]


@pytest.fixture
def programme(db):
    return import_bundle(by="the tests", file=BytesIO(case_bundle(FOLDER)))


def test_cited_figures_are_as_cited():
    kept = dict(line.split() for line in (HERE / "cited_figures.txt").read_text().splitlines())
    assert {row["key"]: fingerprint(row) for row in cited_figures()} == kept


def test_there_are_126_cited_figures():
    countries = Counter(row["key"].partition("-")[0] for row in cited_figures())
    assert countries == {"DO": 82, "PE": 12, "BR": 10, "CO": 8, "WD": 14}


def test_a_changed_figure_shows():
    row = cited_figures()[0]
    assert fingerprint({**row, "best": row["best"] + "0"}) != fingerprint(row)


def test_every_cited_figure_has_a_source_of_the_case():
    known = {row["key"] for row in read_rows(FOLDER / "evidence.source.csv")}
    assert {row.get("source", "none") for row in cited_figures()} <= known


def test_derived_figures_show_how():
    derived = [row for row in read_rows(FIGURES) if row["status"] == "derived"]
    assert derived and all(SOURCE_KEY.search(row["method_es"]) for row in derived)


def test_what_no_source_gives_is_marked_as_exercise():
    loose = [
        (table, row["uid"])
        for table, row in rows()
        if table not in NEEDS_NO_SOURCE and not row["exercise"] and not sourced(table, row)
    ]
    assert loose == []


def sourced(table: str, row: dict) -> bool:
    """A source is linked or named in the words; a price step without a price says nothing that needs one."""
    if table == "phase2_strategy.pricestep" and row["price_best"] is None:
        return True
    return bool(row.get("source")) or any(SOURCE_KEY.search(words["es"]) for words in passages(row))


def test_the_exemptions_are_still_needed():
    assert set(NEEDS_NO_SOURCE) <= {table for table, row in rows() if not row["exercise"]}


@pytest.mark.parametrize(
    "table",
    [
        "programmes.person",
        "phase1_getting_started.seat",
        "phase2_strategy.impactrating",
        "phase2_strategy.chosenmeasure",
        "phase2_strategy.nationalmeasure",
        "phase3_implementation.action",
    ],
)
def test_judgements_and_names_are_exercise(table):
    assert {row["exercise"] for row in archive().rows(table)} == {True}


def test_every_passage_stands_in_four_languages():
    found = [(table, words) for table, row in rows() for words in passages(row)]
    assert len(found) > 500
    assert [(table, words) for table, words in found if set(words) != {*LANGUAGES, "original"}] == []


def test_every_source_named_in_a_passage_is_there():
    known = {row["key"] for row in read_rows(FOLDER / "evidence.source.csv")}
    text = " ".join(words[lang] for _table, row in rows() for words in passages(row) for lang in LANGUAGES)
    assert set(SOURCE_KEY.findall(text)) - known == set()


def test_translations_name_the_same_sources():
    def named(words, lang):
        return Counter(SOURCE_KEY.findall(words[lang]))

    odd = [
        w
        for _t, row in rows()
        for w in passages(row)
        if len({str(sorted(named(w, x).items())) for x in LANGUAGES}) > 1
    ]
    assert odd == []


def test_every_unit_is_known_in_four_languages():
    written = {row["unit"] for _table, row in rows() if row.get("unit")}
    assert len(written) > 20
    assert [unit for unit in sorted(written) if not translated(unit)] == []


def translated(unit: str) -> bool:
    """Known whole or part by part; signs and currencies are the same everywhere."""
    whole = [unit] if unit.casefold() in units() else unit.split("/")
    return all(part in SAME_EVERYWHERE or part.casefold() in units() for part in whole)


def test_sign_ins_lead_nowhere():
    accounts = demo_accounts(FOLDER)
    assert {account["email"].partition("@")[2] for account in accounts} == {"example.org"}
    assert len({account["role"] for account in accounts}) == len(accounts) == 4


def test_comes_back_as_it_was_written(programme):
    """The case as a bundle, loaded and taken out again, has the same rows."""
    out = read_archive(KIND, BytesIO(export_bundle(by="the tests", programme=programme)))
    assert {name for name in out.tables() if list(out.rows(name))} - {TRAIL} == set(archive().tables())
    for table in archive().tables():
        assert list(out.rows(table)) == list(archive().rows(table)), table


def test_copies_whole(programme):
    copied = copy_programme(by="the tests", programme=programme, slug="copy")
    first, second = (
        read_archive(KIND, BytesIO(export_bundle(by="the tests", programme=each)))
        for each in (programme, copied)
    )
    tables = set(first.tables()) - {TRAIL}
    assert all(list(first.rows(table)) == list(second.rows(table)) for table in tables)


def test_every_site_falls_into_a_type(programme):
    from batea.phase2_strategy.types.queries import classification

    with scope(programme=programme):
        found = classification()
        assert found.classified == len(found.placed) == 23
        assert sorted(found.by_type.values()) == [2, 5, 16]


def test_coverage_is_high_and_honest(programme):
    from batea.evidence.links import coverage, standings
    from batea.evidence.models import Statement

    with scope(programme=programme):
        found = coverage(standings(programme, Statement.objects.all()))
    assert 45 <= found.statements <= 70
    assert 0.85 <= found.share < 1
    assert found.contradicted >= 5 and found.stale >= 1


def test_every_pressing_harm_is_answered_and_tensions_settled(programme):
    from batea.phase2_strategy.impacts.queries import profiles
    from batea.phase2_strategy.national.queries import read_plan

    with scope(programme=programme):
        assert [rating for profile in profiles() for rating in profile.unanswered] == []
        plan = read_plan()
        assert plan.unmerged == ()
        assert [tension for tension in plan.tensions if tension.open] == []


def test_the_strategy_reads_alike_and_whole_in_every_language(programme):
    from batea.documents.numbering import numbered
    from batea.phase2_strategy.national.document import build_strategy, reservations

    with scope(programme=programme):
        made = {lang: build_strategy(programme, lang) for lang in LANGUAGES}
    places = {
        lang: [(type(each.block), each.number) for each in numbered(made[lang]).placed] for lang in LANGUAGES
    }
    assert all(found == places["es"] for found in places.values())
    assert [reservations(document)["untranslated"] for document in made.values()] == [0, 0, 0, 0]
    assert not [lang for lang, document in made.items() if re.search(r"\b\d\d/\d\d/\d{4}\b", repr(document))]
