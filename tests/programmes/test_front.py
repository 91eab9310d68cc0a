"""Before and behind the door: founding, inviting, files, bundles, the trail."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django_scopes import scope

from batea.programmes.members import member_of
from batea.programmes.models import Account, Attachment, Membership, Person, Programme


@pytest.fixture
def operator(db):
    account = Account.objects.create_user("op@example.org", "long-enough-password", is_operator=True)
    client = Client()
    client.force_login(account, backend="batea.web.accounts.SignIn")
    client.account = account
    return client


NEW = {"name_es": "Estrategia", "slug": "pe", "country": "pe", "currency": "pen", "language": "es"}


def test_an_operator_founds_a_programme_and_leads_it(operator):
    answer = operator.post("/programmes/new/", NEW)
    programme = Programme.objects.get(slug="pe")
    assert answer["Location"] == "/p/pe/" and programme.country == "PE"
    with scope(programme=programme):
        assert member_of(programme, operator.account).roles == ("lead",)
    assert operator.get("/p/pe/").status_code == 200


def test_a_taken_address_is_refused(operator, country_a):
    assert operator.post("/programmes/new/", NEW | {"slug": "a"}).status_code == 422


def test_members_do_not_found_programmes(amina):
    assert amina.get("/programmes/new/").status_code == 403
    assert amina.post("/programmes/import/").status_code == 403


def test_inviting_makes_a_person_a_role_and_a_sign_in_that_works(amina, client):
    answer = amina.post(
        "/p/a/about/members/invite/", {"name": "Rosa", "email": "rosa@example.org", "role": "observer"}
    )
    password = re.search(r"<code>(.+?)</code>", answer.content.decode()).group(1)
    with scope(programme=amina.programme):
        assert Membership.objects.get(person__name="Rosa").role == "observer"
    assert (
        client.post("/account/login/", {"login": "rosa@example.org", "password": password}).status_code == 302
    )
    assert client.get("/p/a/").status_code == 200


def test_the_role_counts_at_the_next_request(amina, olga):
    assert olga.get("/p/a/").status_code == 200
    with scope(programme=amina.programme):
        membership = Membership.objects.get(person__account=olga.account)
    amina.post(
        f"/p/a/memberships/{membership.uid}/change/",
        {
            "person": str(membership.person.uid),
            "role": "observer",
            "until": "2020-01-01",
            "version_seen": "1",
        },
    )
    assert olga.get("/p/a/").status_code == 404


def test_a_file_is_kept_once_and_served_as_a_download(amina):
    pdf = b"%PDF-1.7 hello"
    for title in ("Decree", "Decree again"):
        file = SimpleUploadedFile("..\\decree;.pdf", pdf)
        assert amina.post("/p/a/files/send/", {"title": title, "file": file}).status_code == 302
    with scope(programme=amina.programme):
        first, second = Attachment.objects.order_by("pk")
    assert first.sha256 == second.sha256
    answer = amina.get(f"/p/a/files/{first.uid}/download/")
    assert b"".join(answer) == pdf
    assert (
        answer["Content-Disposition"].startswith("attachment")
        and "decree.pdf" in answer["Content-Disposition"]
    )
    assert answer["X-Content-Type-Options"] == "nosniff" and "sandbox" in answer["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.html", b"<script>alert(1)</script>"),
        ("picture.svg", b"<svg/>"),
        ("act.pdf", b"MZ not a pdf"),
        ("act.csv", b"<html>"),
        ("act.docm", b"PK\x03\x04"),
    ],
)
def test_files_of_other_kinds_are_refused(amina, name, content):
    answer = amina.post("/p/a/files/send/", {"title": "x", "file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 422 and "B306" in answer.content.decode()
    with scope(programme=amina.programme):
        assert Attachment.objects.count() == 0


def test_a_programme_goes_out_and_comes_in_as_an_exercise(amina, operator):
    content = amina.post("/p/a/about/bundle/").content
    file = SimpleUploadedFile("a.batea", content)
    answer = operator.post("/programmes/import/", {"bundle": file, "slug": "group1", "as_exercise": "on"})
    assert answer["Location"] == "/p/group1/"
    copy = Programme.objects.get(slug="group1")
    assert copy.is_exercise and copy.copied_from == "a" and copy.uid != amina.programme.uid
    with scope(programme=copy):
        people = set(Person.objects.values_list("name", "email"))
    assert ("Person 1", "") in people and not any("amina" in email for _name, email in people)
    assert amina.get("/p/group1/").status_code == 404


def test_a_damaged_bundle_is_refused_in_words(operator):
    file = SimpleUploadedFile("a.batea", b"PK\x03\x04 no")
    answer = operator.post("/programmes/import/", {"bundle": file})
    assert answer.status_code == 422 and "B301" in answer.content.decode()


def test_the_same_programme_cannot_come_in_twice(amina, operator):
    content = amina.post("/p/a/about/bundle/").content
    answer = operator.post(
        "/programmes/import/", {"bundle": SimpleUploadedFile("a.batea", content), "slug": "z"}
    )
    assert answer.status_code == 422 and "B309" in answer.content.decode()
    assert not Programme.objects.filter(slug="z").exists()


def test_the_trail_shows_who_did_what_to_those_who_may_see_it(amina, bruno):
    page = amina.get("/p/a/about/audit/").content.decode()
    assert "give role" in page and "bruno@example.org" in page
    assert bruno.get("/p/a/about/audit/").status_code == 403


def test_settings_of_the_programme_guard_against_overwriting(amina):
    form = {
        "name_en": "New name",
        "country": "DO",
        "currency": "DOP",
        "language": "es",
        "evidence_limit_months": "24",
    }
    assert amina.post("/p/a/about/change/", form | {"version_seen": "1"}).status_code == 302
    assert amina.post("/p/a/about/change/", form | {"version_seen": "1"}).status_code == 409
