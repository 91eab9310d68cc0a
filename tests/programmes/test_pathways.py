"""Ways to formality: every step is sourced, dated and due for review; nothing that is not understood is read."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from batea.problems import COUNTRY_PACK_REFUSED, Refused
from batea.programmes.country import numbers_of
from batea.programmes.pathways import countries_with_pathway, pathway_of
from batea.programmes.words import LANGUAGES
from batea.toolbox.discovery import tools
from batea.toolbox.queries import calculated

FOLDER = Path(__file__).resolve().parents[2] / "countries"
COUNTRIES = sorted(path.parent.name for path in FOLDER.glob("*/pathway.toml"))
STEPS = [(country, step) for country in COUNTRIES for step in pathway_of(country).steps]


def said(pair) -> str:
    return f"{pair[0]} {pair[1].id}"


# The files that are there ---------------------------------------------------------------------------------------------


def test_the_four_countries_have_a_way():
    assert countries_with_pathway() == ["BR", "CO", "DO", "PE"]


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_source_is_named_by_something_and_the_same_as_in_the_pack(country):
    """A source that both files name has the same title, publisher, year and address in both."""
    pathway = pathway_of(country)
    used = {source.key for each in (*pathway.steps, *pathway.deadlines) for source in each.rests.sources}
    assert {source.key for source in pathway.sources} == used
    pack = tomllib.loads((FOLDER / country / "pack.toml").read_text())
    ours = {source.key: vars(source) for source in pathway.sources}
    assert [row["key"] for row in pack["source"] if row["key"] in ours and ours[row["key"]] != row] == []
    assert pathway.currency == pack["currency"]


@pytest.mark.parametrize("pair", STEPS, ids=said)
def test_every_text_stands_in_four_languages(pair):
    _country, step = pair
    passages = [step.name, *step.documents, *filter(None, (step.validity, step.rests.doubt))]
    assert all(set(words) == {"original", *LANGUAGES} for words in passages)


@pytest.mark.parametrize("pair", STEPS, ids=said)
def test_what_is_general_knowledge_has_neither_limit_nor_fee_and_says_so(pair):
    _country, step = pair
    if step.rests.mark == "background":
        assert step.limit is None and step.fee is None and step.rests.doubt


def test_the_same_fact_is_the_same_in_pack_and_pathway():
    numbers = {number.id: number for number in numbers_of("DO")}
    service = next(step for step in pathway_of("DO").steps if step.id == "service")
    assert (
        service.limit.days == numbers["formalisation-service-days"].value and service.limit.kind == "working"
    )
    assert service.fee.amount == numbers["formalisation-service-fee"].value
    (deadline,) = pathway_of("DO").deadlines
    assert deadline.last_day == numbers["regularisation-months"].valid_until
    permit = next(step for step in pathway_of("DO").steps if step.id == "permit")
    assert permit.rests.valid_from == numbers["permit-years"].valid_from


def test_every_way_of_a_country_has_steps():
    for country in COUNTRIES:
        pathway = pathway_of(country)
        for way in pathway.ways:
            assert sum(not step.ways or way in step.ways for step in pathway.steps) > 2


def test_the_deadlines_of_peru_tell_how_they_moved():
    assert [str(each.last_day) for each in pathway_of("PE").deadlines] == [
        "2020-08-31",
        "2021-12-31",
        "2024-12-31",
        "2025-12-31",
        "2026-12-31",
    ]


# The tools of these files -----------------------------------------------------------------------------------------------


def told(name: str, answers: dict) -> dict[str, str]:
    return {each.code: each.text for each in calculated(tools()[name], answers).findings}


def test_there_is_a_tool_for_each_country_and_one_for_steps_of_ones_own():
    ours = {name for name in tools() if name.startswith("formalization_pathway_")}
    assert ours == {f"formalization_pathway_{each}" for each in (*COUNTRIES, "own")}
    assert {tools()[f"formalization_pathway_{each}"].country for each in COUNTRIES} == {
        "BR",
        "CO",
        "DO",
        "PE",
    }


def test_the_findings_name_the_widest_loss_and_the_longest_wait():
    rows = [("A", 90, 10), ("B", 40, 30), ("C", 30, 20)]
    steps = [{"name": name, "passed_unsaid": passed, "state_days": days} for name, passed, days in rows]
    found = told(
        "formalization_pathway_own", {"about": [{"day": "2026-01-01", "unsaid": 100}], "steps": steps}
    )
    assert "B. 50 of 90" in found["drop"] and "B, typically 30" in found["longest"]


def test_small_losses_are_told_without_numbers():
    steps = [{"name": "A", "passed_unsaid": 17}]
    found = told(
        "formalization_pathway_own", {"about": [{"day": "2026-01-01", "unsaid": 20}], "steps": steps}
    )
    assert "drop" not in found and found["drop_few"].endswith("A.")


def test_the_findings_count_late_cases_and_how_the_deadline_moved():
    case = {"step": "entry", "handed_in": "2026-03-02"}
    cases = [case, case | {"answered": "2026-03-24"}, case | {"answered": "2026-03-23"}]
    found = told("formalization_pathway_co", {"about": [{"day": "2026-03-31"}], "cases": cases})
    assert "2 of 3" in found["late"] and "waited 21 days" in found["open_late"]
    found = told("formalization_pathway_pe", {"about": [{"day": "2026-11-25"}]})
    assert "4 times, by 76 months" in found["moved"] and "36 days" in found["deadline_near"]


# Files that must be refused -------------------------------------------------------------------------------------------

GOOD = """
country = "XX"
currency = "XXX"
title = { es = "a", en = "a", pt = "a", fr = "a" }
[[way]]
id = "one"
name = { es = "a", en = "a", pt = "a", fr = "a" }
[[source]]
key = "S1"
title = "Gazette"
publisher = "State"
year = "2020"
address = "https://example.org/1"
[[step]]
id = "permit"
ways = ["one"]
stage = "permit"
name = { es = "a", en = "a", pt = "a", fr = "a" }
acts = "state"
limit = { days = 30, kind = "working" }
fee = { amount = 12.5, currency = "XXX", valid_from = "2020-01-01", valid_until = "2020-12-31" }
valid_from = "2020-01-01"
valid_until = "2024-12-31"
sources = ["S1"]
mark = "source"
checked_on = "2026-01-01"
review_on = "2027-01-01"
[[deadline]]
id = "end"
name = { es = "a", en = "a", pt = "a", fr = "a" }
until = "2020-08"
sources = ["S1"]
mark = "source"
checked_on = "2026-01-01"
review_on = "2027-01-01"
"""


@pytest.fixture
def file(settings, tmp_path):
    settings.COUNTRIES = tmp_path
    (tmp_path / "xx").mkdir()
    pathway_of.cache_clear()
    yield tmp_path / "xx" / "pathway.toml"
    pathway_of.cache_clear()


def test_a_good_file_is_read(file):
    file.write_text(GOOD)
    pathway = pathway_of("xx")
    (step,) = pathway.steps
    assert (step.limit.days, step.fee.amount, step.fee.valid_until) == (30, 12.5, date(2020, 12, 31))
    assert step.rests.reference == "Gazette, State (2020)"
    assert pathway.deadlines[0].last_day == date(2020, 8, 31)


def test_a_country_without_a_file_has_no_way(file):
    assert pathway_of("ZZ") is None and countries_with_pathway() == []


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('country = "XX"', 'country = "YY"', "head"),
        ('currency = "XXX"\n', "", "currency"),
        ('title = { es = "a", en', 'title = { es = "", en', "title"),
        ("[[way]]", 'colour = "blue"\n[[way]]', "colour"),
        ('address = "https://example.org/1"', 'address = "library"', "source “S1”"),
        ('year = "2020"', "year = 2020", "source “S1”"),
        ('ways = ["one"]', 'ways = ["two"]', "step “permit”"),
        ('stage = "permit"', 'stage = "dance"', "step “permit”"),
        ('acts = "state"', 'acts = "nobody"', "step “permit”"),
        ("days = 30", "days = 0", "limit"),
        ("days = 30", "days = 1.5", "limit"),
        ("days = 30", "days = true", "limit"),
        ('kind = "working"', 'kind = "moon"', "limit"),
        ("limit = { days = 30", "limit = { weeks = 3, days = 30", "weeks"),
        ("amount = 12.5", "amount = -1", "fee"),
        ("amount = 12.5", 'amount = "12"', "fee"),
        ('valid_until = "2020-12-31"', 'valid_until = "2019-12-31"', "fee"),
        ('valid_until = "2024-12-31"', 'valid_until = "2019-12-31"', "step “permit”"),
        ('valid_until = "2024-12-31"', 'valid_until = "soon"', "valid_until"),
        ('sources = ["S1"]', 'sources = ["S9"]', "S9"),
        ('sources = ["S1"]', "sources = []", "names none"),
        ('sources = ["S1"]', 'sources = "S1"', "no list"),
        ('mark = "source"', 'mark = "rumour"', "rumour"),
        ('mark = "source"\n', "", "mark"),
        ('review_on = "2027-01-01"', 'review_on = "2025-01-01"', "read again"),
        ('checked_on = "2026-01-01"\n', "", "checked_on"),
        ('until = "2020-08"', 'until = "2020"', "deadline “end”"),
        ('until = "2020-08"', 'until = "2020-13"', "deadline “end”"),
        ('name = { es = "a", en = "a", pt = "a", fr = "a" }\nacts', "acts", "name"),
        ("[[step]]", "[[step", "pathway.toml"),
    ],
)
def test_what_is_wrong_is_refused_by_file_and_entry(file, old, new, named):
    assert old in GOOD
    file.write_text(GOOD.replace(old, new))
    with pytest.raises(Refused) as refused:
        pathway_of("xx")
    assert refused.value.problem is COUNTRY_PACK_REFUSED
    assert "pathway.toml" in str(refused.value) and named in str(refused.value)


def test_an_id_that_stands_twice_is_refused(file):
    step = GOOD[GOOD.index("[[step]]") : GOOD.index("[[deadline]]")]
    file.write_text(GOOD + step)
    with pytest.raises(Refused, match="twice"):
        pathway_of("xx")


def test_deadlines_out_of_order_are_refused(file):
    deadline = GOOD[GOOD.index("[[deadline]]") :]
    file.write_text(GOOD + deadline.replace("2020-08", "2019-12-31").replace('"end"', '"before"'))
    with pytest.raises(Refused, match="order"):
        pathway_of("xx")
