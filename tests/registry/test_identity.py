"""Two sites that were one, one that was two: what moves, what stays, what can be taken back."""

from uuid import UUID

import pytest
from django.db import transaction

from batea.problems import ALREADY_DONE, SAME_SITE, SITE_IS_MERGED, UNKNOWN_ENTRY, Refused
from batea.programmes.audit import chain_of, verify_audit
from batea.programmes.models import AuditEntry
from batea.registry.actions import merge_sites, split_site, unmerge_site
from batea.registry.models import HeadCount, Site, SiteChange, Visit
from tests.registry.conftest import DAY


@pytest.fixture
def pair(ground):
    """Two sites, each with a visit and a count of its own."""
    sites = ground.site("Los Chupaderos", status="active"), ground.site("El Valle")
    for number, site in enumerate(sites, 1):
        ground.count(site, number, "f", visit=ground.visit(site))
    return sites


@pytest.fixture
def merge(why):
    def act(site, into):
        return merge_sites(by="x", site=site, into=into, reason=why, day=DAY)

    return act


@pytest.fixture
def undo(why):
    def act(change):
        return unmerge_site(by="x", change=change, reason=why, day=DAY)

    return act


def standing(site) -> tuple[int, int]:
    """(visits, counts) at the site."""
    return Visit.objects.filter(site=site).count(), HeadCount.objects.filter(site=site).count()


def refused(act, *args) -> object:
    with pytest.raises(Refused) as error:
        act(*args)
    return error.value.problem


def test_a_merge_moves_visits_and_counts_and_marks_the_site(pair, merge):
    site, into = pair
    change = merge(site, into)
    site.refresh_from_db()
    assert (standing(site), standing(into)) == ((0, 0), (2, 2))
    assert (site.merged, site.status) == (True, "active")
    assert {table: len(uids) for table, uids in change.moved.items()} == {
        "registry.visit": 1,
        "registry.headcount": 1,
    }


def test_a_merge_is_audited_and_all_or_nothing(pair, merge, inside_a, monkeypatch):
    site, into = pair
    before = AuditEntry.objects.count()

    def fail(**values):
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr("batea.registry.actions.add_change", fail)
        with pytest.raises(RuntimeError), transaction.atomic():
            merge(site, into)
    assert (standing(site), AuditEntry.objects.count()) == ((1, 1), before)
    assert not Site.objects.get(pk=site.pk).merged
    merge(site, into)
    acts = AuditEntry.objects.order_by("pk")[before:].values_list("act", "record")
    assert set(acts) == {
        ("merge sites", f"registry.{table}") for table in ("visit", "headcount", "site", "sitechange")
    }
    verify_audit(chain_of(inside_a))


def test_what_cannot_be_merged(pair, merge, ground):
    site, into = pair
    assert refused(merge, site, site) is SAME_SITE
    merge(site, into)
    assert refused(merge, Site.objects.get(pk=site.pk), ground.site("Third")) is SITE_IS_MERGED
    assert refused(merge, into, site) is SITE_IS_MERGED, "that would be a circle"
    assert SiteChange.objects.count() == 1 and standing(into) == (2, 2)


def test_one_who_read_before_somebody_merged_is_refused(pair, merge, ground):
    site, into = pair
    stale = Site.objects.get(pk=site.pk)
    merge(site, into)
    assert not stale.merged
    assert refused(merge, stale, ground.site("Third")) is SITE_IS_MERGED


def test_a_merge_taken_back_moves_the_same_entries_and_no_others(pair, merge, undo, ground):
    site, into = pair
    mine = set(Visit.objects.filter(site=site).values_list("uid", flat=True))
    change = merge(site, into)
    later = ground.visit(into)
    done = undo(change)
    site.refresh_from_db()
    assert set(Visit.objects.filter(site=site).values_list("uid", flat=True)) == mine
    assert later.uid in set(Visit.objects.filter(site=into).values_list("uid", flat=True))
    assert (standing(site), standing(into), site.merged) == ((1, 1), (2, 1), False)
    assert done.undone_on == DAY
    assert refused(undo, change) is ALREADY_DONE


def test_a_site_may_be_merged_again_after_its_merge_was_taken_back(pair, merge, undo):
    site, into = pair
    undo(merge(site, into))
    merge(Site.objects.get(pk=site.pk), Site.objects.get(pk=into.pk))
    assert SiteChange.objects.filter(kind="merge", undone_on=None).count() == 1


def test_merges_are_taken_back_in_the_opposite_order(pair, merge, undo, ground):
    site, into = pair
    third = ground.site("Third")
    first, second = merge(site, into), merge(Site.objects.get(pk=into.pk), third)
    assert refused(undo, first) is SITE_IS_MERGED
    undo(second)
    undo(first)
    assert [standing(each) for each in (site, into, third)] == [(1, 1), (1, 1), (0, 0)]


def test_what_went_elsewhere_since_stays_there(pair, merge, undo, why):
    site, into = pair
    visit = Visit.objects.get(site=site)
    change = merge(site, into)
    split = split_site(
        by="x", site=into, name="New", reason=why, day=DAY, visits=[Visit.objects.get(pk=visit.pk)]
    )
    undo(change)
    assert standing(split.to_site) == (1, 1)
    assert standing(site) == (0, 0)


def test_dividing_makes_a_site_and_moves_the_chosen_visits(pair, ground, why):
    site, _into = pair
    kept, moved = Visit.objects.get(site=site), ground.visit(site)
    ground.count(site, 7, "m", visit=moved)
    change = split_site(by="x", site=site, name="New", reason=why, day=DAY, visits=[moved])
    new = change.to_site
    assert (standing(site), standing(new)) == ((1, 1), (1, 1))
    assert Visit.objects.get(site=site).pk == kept.pk and HeadCount.objects.get(site=new).number == 7
    assert new.latitude is None, "where the new one lies is not known yet"
    assert [UUID(uid) for uid in change.moved["registry.visit"]] == [moved.uid]


def test_dividing_takes_only_visits_to_the_site(pair, why):
    site, other = pair
    visits = [Visit.objects.get(site=other)]
    with pytest.raises(Refused) as error:
        split_site(by="x", site=site, name="New", reason=why, day=DAY, visits=visits)
    assert error.value.problem is UNKNOWN_ENTRY and Site.objects.count() == 2


# Pages --------------------------------------------------------------------------------------------------------------


def form(**more) -> dict:
    return {"reason_en": "One pit, two names.", "day": "2026-03-02", **more}


def test_the_page_asks_once_more_before_it_merges(bruno, pair):
    site, into = pair
    url = f"/p/a/sites/{site.uid}/merge/"
    asked = bruno.post(url, form(into=str(into.uid)))
    assert asked.status_code == 200 and "1 visit moves to El Valle." in asked.content.decode()
    assert standing(site) == (1, 1), "asking changes nothing"
    done = bruno.post(url, form(into=str(into.uid), confirmed="yes"))
    assert done.status_code == 302 and done["Location"] == f"/p/a/sites/{into.uid}/"
    assert standing(into) == (2, 2)


def test_both_pages_tell_what_happened_and_lists_leave_the_merged_site_out(amina, pair, merge):
    site, into = pair
    merge(site, into)
    page = amina.get(f"/p/a/sites/{site.uid}/").content.decode()
    assert "This site was merged on" in page and f"/p/a/sites/{into.uid}/" in page
    for each in pair:
        assert "The same pit under two names." in amina.get(f"/p/a/sites/{each.uid}/").content.decode()
    assert "Los Chupaderos" not in amina.get("/p/a/sites/").content.decode()
    assert "Los Chupaderos" not in b"".join(amina.get("/p/a/sites/export.csv")).decode()
    for asked in ("merged=yes", "merged="):
        assert "Los Chupaderos" in amina.get(f"/p/a/sites/?{asked}").content.decode()


def test_a_refusal_on_the_page_names_both_sites(amina, pair, merge):
    site, into = pair
    merge(site, into)
    answer = amina.get(f"/p/a/sites/{site.uid}/merge/")
    assert answer.status_code == 409
    assert "“Los Chupaderos” has been merged into “El Valle”." in answer.content.decode()


def test_forms_that_are_not_filled_in(amina, pair):
    site, into = pair
    for url, sent in (
        ("merge", {}),
        ("merge", form(into=str(site.uid), confirmed="yes")),
        ("merge", {"into": str(into.uid), "day": "2026-03-02", "confirmed": "yes"}),
        ("divide", {}),
        ("divide", form(name="", confirmed="yes")),
        ("divide", form(name="New", visits=[str(Visit.objects.get(site=into).uid)], confirmed="yes")),
    ):
        assert amina.post(f"/p/a/sites/{site.uid}/{url}/", sent).status_code == 422, (url, sent)
    assert not SiteChange.objects.exists()


def test_dividing_on_the_page(amina, pair):
    site, _into = pair
    visit = Visit.objects.get(site=site)
    sent = form(name="La Nueva", visits=[str(visit.uid)])
    url = f"/p/a/sites/{site.uid}/divide/"
    assert "A new site is made: La Nueva." in amina.post(url, sent).content.decode()
    assert amina.post(url, sent | {"confirmed": "yes"}).status_code == 302
    assert standing(Site.objects.get(name="La Nueva")) == (1, 1)


def test_taking_a_merge_back_on_the_page(amina, pair, merge):
    site, into = pair
    change = merge(site, into)
    url = f"/p/a/sites/changes/{change.uid}/undo/"
    assert url in amina.get(f"/p/a/sites/changes/{change.uid}/").content.decode()
    assert "2 entries move back." in amina.post(url, form()).content.decode()
    assert amina.post(url, form(confirmed="yes")).status_code == 302
    assert standing(site) == (1, 1)
    assert "Undone on" in amina.get(f"/p/a/sites/{into.uid}/").content.decode()
    assert amina.post(url, form(confirmed="yes")).status_code == 409


def test_only_who_may_change_sites_may_merge_and_divide(olga, clara, pair, merge):
    site, into = pair
    for client in (olga, clara):
        for what in ("merge", "divide"):
            url = f"/p/a/sites/{site.uid}/{what}/"
            assert {client.get(url).status_code, client.post(url, {}).status_code} == {403}
    url = f"/p/a/sites/changes/{merge(site, into).uid}/undo/"
    assert olga.post(url, form(confirmed="yes")).status_code == 403
    assert standing(into) == (2, 2)


def test_who_may_not_see_exact_places_may_not_merge(bruno, pair, monkeypatch):
    """As the edit form: both rights are needed."""
    may = type(bruno.member).may
    monkeypatch.setattr(
        type(bruno.member), "may", lambda member, what: what != "sites.exact" and may(member, what)
    )
    assert bruno.post(f"/p/a/sites/{pair[0].uid}/merge/", form(into=str(pair[1].uid))).status_code == 403


def test_nothing_new_is_put_at_a_merged_site(amina, pair, merge):
    site, into = pair
    merge(site, into)
    sent = {"day": "2026-03-02", "purpose_en": "x"}
    assert (
        amina.post("/p/a/sites/people/add/", {"site": str(site.uid), "day": "2026-03-02"}).status_code == 422
    )
    assert amina.post("/p/a/visits/add/", {"site": str(site.uid), **sent}).status_code == 422
    assert amina.post("/p/a/visits/add/", {"site": str(into.uid), **sent}).status_code == 302
