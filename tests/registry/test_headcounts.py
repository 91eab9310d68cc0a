"""People on site: what was not counted is never shown, summed or exported as nobody."""

from datetime import date

import pytest

from batea.registry.models import HeadCount
from batea.registry.queries import people, total
from tests.registry.conftest import DAY


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ([3, 4], "7"),
        ([3, None], "at least 3"),
        ([0, None], "at least 0"),
        ([None, None], "not counted"),
        ([0, 0], "0"),
    ],
)
def test_a_sum_says_what_it_leaves_out(numbers, said):
    assert str(total(HeadCount(number=number) for number in numbers)) == said


def test_no_entry_is_no_sum():
    assert total([]) is None


def test_the_table_of_the_latest_day(ground):
    site = ground.site("El Valle")
    ground.count(site, 99, "f", "18-29", day=date(2025, 1, 1))
    ground.count(site, 4, "f", "18-29")
    ground.count(site, 2, "f", "18-29")
    ground.count(site, None, "f", "0-14")
    ground.count(site, 0, "m", "0-14")
    found = people(site)
    assert found.day == DAY
    assert [column["label"] for column in found.columns] == [
        "Age",
        "Women and girls",
        "Men and boys",
        "Together",
    ]
    assert found.rows == [
        ("0–14 years", "not counted", "0", "at least 0"),
        ("18–29 years", "6", "–", "6"),
        ("Together", "at least 6", "0", "at least 6"),
    ]


def test_a_site_nobody_counted_has_no_table(ground):
    assert people(ground.site("El Valle")) is None


def test_pages_and_files_keep_not_counted_apart_from_nobody(amina, ground):
    site = ground.site("El Valle")
    unknown, nobody = ground.count(site, None, "f", "0-14"), ground.count(site, 0, "m", "0-14")
    page = amina.get(f"/p/a/sites/{site.uid}/").content.decode()
    assert "People on site" in page and "at least 0" in page
    assert "<strong>not counted</strong>" in amina.get(f"/p/a/sites/people/{unknown.uid}/").content.decode()
    assert "<strong>0</strong>" in amina.get(f"/p/a/sites/people/{nobody.uid}/").content.decode()
    lines = b"".join(amina.get("/p/a/sites/people/export.csv")).decode().splitlines()
    assert ["not counted" in line for line in lines[1:]] == [True, False]
    assert ",0," in lines[2]


def test_an_empty_number_is_stored_as_not_counted(amina, ground):
    site = ground.site("El Valle")
    sent = {"site": str(site.uid), "day": "2026-03-02", "sex": "f", "age": "15-17", "number": ""}
    assert amina.post("/p/a/sites/people/add/", sent).status_code == 302
    assert amina.post("/p/a/sites/people/add/", sent | {"number": "0"}).status_code == 302
    assert amina.post("/p/a/sites/people/add/", sent | {"number": "-1"}).status_code == 422
    assert list(HeadCount.objects.order_by("pk").values_list("number", flat=True)) == [None, 0]


def test_a_count_belongs_to_a_visit_of_its_site(amina, ground):
    site, other = ground.site("El Valle"), ground.site("La Mina")
    visit = ground.visit(other)
    sent = {"site": str(site.uid), "visit": str(visit.uid), "day": "2026-03-02", "number": "4"}
    refused = amina.post("/p/a/sites/people/add/", sent)
    assert refused.status_code == 422 and "This visit went to another site." in refused.content.decode()
    assert amina.post("/p/a/sites/people/add/", sent | {"site": str(other.uid)}).status_code == 302


def test_a_statement_may_rest_on_a_count():
    assert HeadCount.citable


def test_others_may_read_and_not_write(olga, ground):
    site = ground.site("El Valle")
    assert olga.get("/p/a/sites/people/").status_code == 200
    assert (
        olga.post("/p/a/sites/people/add/", {"site": str(site.uid), "day": "2026-03-02"}).status_code == 403
    )
    assert not HeadCount.objects.exists()
