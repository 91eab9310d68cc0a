"""What some readers do not see: places that are not shown, and counts so small that people could be recognised."""

import pytest

from batea.calc.small_cells import LIMIT
from batea.programmes.registers import lists
from batea.registry.models import PlaceClass
from batea.registry.queries import people

SITES, PEOPLE = "/p/a/sites/", "/p/a/sites/people/"


def text(answer) -> str:
    assert answer.status_code == 200
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()


@pytest.fixture
def hidden_site(ground):
    ground.site("Open pit", region="Cibao", district="Cotuí", women=30, men=4)
    return ground.site("Quiet pit", region="Enriquillo", district="Jimaní", place_class=PlaceClass.S4)


def test_a_place_not_shown_keeps_its_region_and_district(hidden_site, amina, olga):
    for page in (SITES, f"{SITES}{hidden_site.uid}/", f"{SITES}export.csv"):
        assert "Enriquillo" in text(amina.get(page)) and "Jimaní" in text(amina.get(page))
        assert "Enriquillo" not in text(olga.get(page)) and "Jimaní" not in text(olga.get(page))
    assert "Cibao" in text(olga.get(SITES)) and "region and district included" in text(olga.get(SITES))
    assert "region and district included" not in text(amina.get(SITES))


def test_searching_and_sorting_tell_nothing_of_it(ground, hidden_site, amina, olga):
    ground.visit(hidden_site)
    assert "Quiet pit" in text(amina.get(f"{SITES}?q=Enriq"))
    assert "Quiet pit" not in text(olga.get(f"{SITES}?q=Enriq"))
    assert "Quiet pit" in text(olga.get(f"{SITES}?q=Quiet"))
    assert "Open pit" in text(olga.get(f"{SITES}?q=Cibao"))
    assert "Quiet pit" in text(amina.get("/p/a/visits/export.csv?site=Enriq"))
    assert "Quiet pit" not in text(olga.get("/p/a/visits/export.csv?site=Enriq"))
    assert "sort=region" in text(amina.get(SITES)) and "sort=region" not in text(olga.get(SITES))
    by_region = text(olga.get(f"{SITES}?sort=-region"))
    assert by_region.index("Open pit") < by_region.index("Quiet pit")  # as by name


def test_the_map_finds_no_hidden_region(hidden_site, ground, olga):
    ground.at("Third pit", "18.9", "-70.1", region="Ozama", place_class=PlaceClass.S4)
    assert "Third pit" not in text(olga.get(f"{SITES}map/?q=Ozama"))


def test_small_counts_are_hidden_and_said_why(ground, amina, bruno, olga):
    site = ground.site("El Valle", women=3, men=40)
    small = ground.count(site, LIMIT - 1, "f", "0-14")
    ground.count(site, LIMIT, "m", "0-14")
    ground.count(site, 0, "x", "0-14")
    for page in (PEOPLE, f"{PEOPLE}{small.uid}/", f"{PEOPLE}export.csv"):
        assert f"{LIMIT - 1}" in text(amina.get(page))
    assert "Counts of 1 to 9 people are hidden" in text(olga.get(PEOPLE))
    assert text(olga.get(f"{PEOPLE}export.csv")).count("hidden") == 1
    assert "<strong>hidden</strong>" in text(olga.get(f"{PEOPLE}{small.uid}/"))
    page = text(olga.get(f"{SITES}{site.uid}/"))
    assert "Counts of 1 to 9 people are hidden" in page and ">40<" in page.replace("\n", "").replace(" ", "")
    for reader in (amina, bruno):  # who reads the answers, and who counts
        assert "hidden, so that" not in text(reader.get(f"{SITES}{site.uid}/"))
    assert "sort=number" not in text(olga.get(PEOPLE)) and "sort=number" in text(amina.get(PEOPLE))


def test_sums_do_not_give_a_small_count_away(ground):
    site = ground.site("El Valle")
    for number, sex, age in ((3, "f", "0-14"), (20, "m", "0-14"), (12, "f", "18-29"), (15, "m", "18-29")):
        ground.count(site, number, sex, age)
    assert people(site).rows == [
        ("0–14 years", "3", "20", "23"),
        ("18–29 years", "12", "15", "27"),
        ("Together", "15", "35", "50"),
    ]
    told = people(site, whole=False)
    assert told.some_hidden and told.rows == [
        ("0–14 years", "hidden", "20", "hidden"),
        ("18–29 years", "12", "15", "27"),
        ("Together", "hidden", "35", "hidden"),
    ]


def test_with_many_sites_the_list_is_narrowed_by_words(ground, amina, monkeypatch):
    first, second = ground.site("La Cumbre"), ground.site("El Valle")
    for site in (first, second):
        ground.visit(site)
        ground.count(site, 12)
    offered = f'<option value="{first.uid}"'
    assert offered in text(amina.get("/p/a/visits/")) and offered in text(amina.get(PEOPLE))
    monkeypatch.setattr(lists, "MOST_CHOICES", 1)
    for page in ("/p/a/visits/", PEOPLE):
        shown = text(amina.get(page))
        assert offered not in shown and 'id="filter-site" name="site" type="search"' in shown
        found = text(amina.get(f"{page}?site=cumb"))
        assert "La Cumbre" in found and "El Valle" not in found
        by_uid = text(amina.get(f"{page}?site={second.uid}"))
        assert 'type="search" value="El Valle"' in by_uid and "La Cumbre" not in by_uid
        assert "La Cumbre" not in text(amina.get(f"{page}export.csv?site=valle"))
