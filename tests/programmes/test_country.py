"""Dated numbers of country packs."""

from datetime import date

import pytest

from batea.problems import COUNTRY_PACK_REFUSED, NO_NUMBER_THEN, Refused
from batea.programmes.country import number_on, numbers_of

PACK = """
[[source]]
key = "S1"
title = "Gazette"
[[number]]
id = "fee"
name = { es = "Tasa", en = "Fee" }
value = 100
unit = { es = "DOP", en = "DOP" }
valid_from = "2020-01-01"
valid_until = "2021-12-31"
source = "S1"
checked_on = "2026-01-01"
review_on = "2027-01-01"
[[number]]
id = "fee"
name = { es = "Tasa", en = "Fee" }
value = 120.5
unit = { es = "DOP", en = "DOP" }
valid_from = "2023-01-01"
source = "S1"
checked_on = "2026-01-01"
review_on = "2027-01-01"
"""


@pytest.fixture
def packs(settings, tmp_path):
    settings.COUNTRIES = tmp_path
    (tmp_path / "xx").mkdir()
    numbers_of.cache_clear()
    yield tmp_path / "xx" / "pack.toml"
    numbers_of.cache_clear()


@pytest.mark.parametrize(("day", "value"), [("2020-01-01", 100), ("2021-12-31", 100), ("2030-05-05", 120.5)])
def test_the_row_in_force_on_the_day_counts(packs, day, value):
    packs.write_text(PACK)
    assert float(number_on("XX", "fee", date.fromisoformat(day)).value) == value


@pytest.mark.parametrize("day", ["2019-12-31", "2022-06-01"])
def test_a_day_outside_all_periods_is_refused_and_never_filled(packs, day):
    packs.write_text(PACK)
    with pytest.raises(Refused) as refused:
        number_on("XX", "fee", date.fromisoformat(day))
    assert refused.value.problem is NO_NUMBER_THEN


@pytest.mark.parametrize(
    "broken", ["[[number", PACK.replace('source = "S1"', 'source = "S9"'), PACK.replace("120.5", '"x"')]
)
def test_a_broken_pack_is_refused_in_words(packs, broken):
    packs.write_text(broken)
    with pytest.raises(Refused) as refused:
        numbers_of("XX")
    assert refused.value.problem is COUNTRY_PACK_REFUSED


def test_a_country_without_a_pack_has_no_numbers(packs):
    assert numbers_of("ZZ") == ()


def test_the_page_shows_each_number_with_its_source(amina):
    numbers_of.cache_clear()
    page = amina.get("/p/a/about/country/").content.decode()
    assert numbers_of("DO") and all(number.reference.split(",")[0] in page for number in numbers_of("DO"))


def test_the_page_says_units_and_doubts_in_the_readers_language(amina):
    numbers_of.cache_clear()
    page = amina.get("/p/a/about/country/", headers={"accept-language": "fr"}).content.decode()
    assert "120 jours ouvrables" in page and "fiche du service" in page
    assert "working days" not in page and "service sheet" not in page


def test_a_year_of_the_calendar_has_no_unit():
    numbers_of.cache_clear()
    years = [number for number in numbers_of("BR") if number.is_a_year]
    assert [str(number.value) for number in years] == ["1989"]
