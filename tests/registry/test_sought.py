"""A site chosen among many by its name or code, in forms, without a script."""

import re

import pytest
from django_scopes import scope

from batea.programmes.members import member_of
from batea.programmes.registers import sought
from batea.programmes.registers.declaration import register_of
from batea.registry.models import PlaceClass, Site, Visit

ADD = "/p/a/visits/add/"


@pytest.fixture
def many(ground, monkeypatch):
    monkeypatch.setattr(sought, "MOST_CHOICES", 2)
    return [ground.site("La Joya"), ground.site("La Joya Alta", code="PU-7"), ground.site("Rinconada")]


def sent(site, **more):
    return {"site": site, "day": "2018-05-01", "purpose_en": "Count", **more}


def visited(programme) -> list[str]:
    with scope(programme=programme):
        return [visit.site.name for visit in Visit.objects.select_related("site").order_by("pk")]


def test_few_are_offered_as_a_list(amina, ground):
    site = ground.site("La Joya")
    page = amina.get(f"{ADD}?site={site.uid}").content.decode()
    assert f'<option value="{site.uid}" selected>La Joya</option>' in page


def test_many_are_not_written_out(amina, many):
    page = amina.get(ADD).content.decode()
    assert "Rinconada" not in page
    assert "Type part of the name or code" in page
    page = amina.get(f"{ADD}?site={many[2].uid}").content.decode()
    assert re.search(r'<input type="text" name="site" value="Rinconada"', page)


@pytest.mark.parametrize(
    ("words", "found"), [("rincon", "Rinconada"), ("pu-7", "La Joya Alta"), ("la joya", "La Joya")]
)
def test_words_that_find_one_take_it(amina, many, words, found):
    assert amina.post(ADD, sent(words)).status_code == 302
    assert visited(amina.programme) == [found]


def test_of_several_one_chooses_on_the_page_that_comes_back(amina, many):
    answer = amina.post(ADD, sent("joya"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "La Joya Alta · PU-7" in page
    assert "Rinconada" not in page
    assert visited(amina.programme) == []
    which = {"site-said": "joya", "site-which": str(many[1].uid)}
    assert amina.post(ADD, sent("joya", **which)).status_code == 302
    assert visited(amina.programme) == ["La Joya Alta"]


def test_what_was_typed_anew_wins_over_what_was_chosen_before(amina, many):
    amina.post(ADD, sent("Rinconada", **{"site-said": "La Joya", "site-which": str(many[0].uid)}))
    assert visited(amina.programme) == ["Rinconada"]


def test_changing_something_else_keeps_a_site_of_a_name_many_have(amina, many, ground):
    twin = ground.site("La Joya")
    visit = ground.visit(twin)
    address = f"/p/a/visits/{visit.uid}/change/"
    page = amina.get(address).content.decode()
    kept = dict(re.findall(r'name="(site[^"]*)" value="([^"]*)"', page))
    assert amina.post(address, sent(**kept, version_seen="1")).status_code == 302
    with scope(programme=amina.programme):
        assert Visit.objects.get().site_id == twin.pk


def test_nothing_found_is_said_and_nothing_kept(amina, many):
    answer = amina.post(ADD, sent("Ananea"))
    assert answer.status_code == 422
    assert "Nothing here has these words" in answer.content.decode()
    assert visited(amina.programme) == []


def test_a_merged_site_is_not_found(amina, many):
    with scope(programme=amina.programme):
        Site.objects.filter(pk=many[2].pk).update(merged=True)
        assert Site.objects.count() == 3
    many_left = amina.post(ADD, sent("Rinconada"))
    assert many_left.status_code == 422


def test_the_region_of_a_site_whose_place_is_not_shown_finds_nothing(many, ground, amina, olga):
    hidden = ground.site("Quiet pit", region="Enriquillo", place_class=PlaceClass.S4)
    register = register_of(Site)
    for client, finds in ((amina, [hidden]), (olga, [])):
        with scope(programme=ground.programme, member=member_of(ground.programme, client.account)):
            assert sought.found_by(register, Site.objects.all(), "Enriq") == finds
            assert ("Enriquillo" in sought.described(hidden)) == bool(finds)
