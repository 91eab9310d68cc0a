"""Where a site is shown to be, and to whom."""

from decimal import Decimal

import pytest

from batea.programmes.actions import add_record
from batea.registry.models import Site
from batea.registry.places import middle, place_of


def site(programme, **fields):
    base = {
        "name": "El Valle",
        "latitude": Decimal("18.975712"),
        "longitude": Decimal("-69.378321"),
        "district": "El Valle",
    }
    return add_record(by="x", record=Site(programme=programme, **base | fields))


@pytest.mark.parametrize(
    ("value", "cell", "expected"),
    [("18.9757", "0.1", "18.95"), ("-69.3783", "0.1", "-69.35"), ("-0.001", "0.01", "-0.005")],
)
def test_the_middle_of_the_cell_that_holds_a_place(value, cell, expected):
    assert middle(Decimal(value), Decimal(cell)) == Decimal(expected)


@pytest.mark.parametrize(
    ("kind", "latitude", "district"),
    [
        ("S0", Decimal("18.975712"), "El Valle"),
        ("S1", Decimal("18.975"), "El Valle"),
        ("S2", Decimal("18.95"), "El Valle"),
        ("S3", None, "El Valle"),
        ("S4", None, ""),
    ],
)
def test_each_class_says_no_more_than_it_may(inside_a, kind, latitude, district):
    place = place_of(site(inside_a, place_class=kind), exact=False)
    assert (place.latitude, place.district) == (latitude, district)


def test_those_with_the_right_see_the_place_itself(inside_a):
    assert place_of(site(inside_a, place_class="S4"), exact=True).latitude == Decimal("18.975712")


def test_pages_and_exports_keep_the_exact_place_from_others(amina, olga, inside_a):
    found = site(inside_a)
    pages = ("/p/a/sites/", f"/p/a/sites/{found.uid}/", "/p/a/sites/map/")
    for page in pages:
        assert "18.9757" not in olga.get(page).content.decode(), page
    assert "18.9757" not in b"".join(olga.get("/p/a/sites/export.csv")).decode()
    assert "18.975712" in amina.get(f"/p/a/sites/{found.uid}/").content.decode()


def test_attributes_come_from_the_dictionary_only(amina, inside_a):
    good = {
        "name": "Los Chupaderos",
        "place_class": "S2",
        "status": "active",
        "D01": ["larimar"],
        "D04": "manual",
    }
    assert amina.post("/p/a/sites/add/", good).status_code == 302
    assert Site.objects.get().attributes == {"D01": ["larimar"], "D04": ["manual"]}
    assert amina.post("/p/a/sites/add/", good | {"D01": ["unobtainium"]}).status_code == 422
    assert amina.post("/p/a/sites/add/", good | {"latitude": "18"}).status_code == 422
    assert amina.post("/p/a/sites/add/", good | {"latitude": "99", "longitude": "1"}).status_code == 422
