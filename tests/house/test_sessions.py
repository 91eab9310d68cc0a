"""A sign-in ends when it should, and sensitive roles need a second step."""

from datetime import date

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from django_scopes import scope

from batea.programmes.actions import change_record
from batea.programmes.models import Membership
from batea.programmes.roles import ROLES, SENSITIVE
from tests.conftest import PASSWORD, cast

LOGIN = "/account/login/"


@pytest.fixture(autouse=True)
def no_guesses_yet():
    """Failed guesses are counted in the cache, for all tests of a process."""
    cache.clear()
    yield
    cache.clear()


def sign_in(email="olga@example.org", client=None) -> Client:
    client = client or Client()
    answer = client.post(LOGIN, {"login": email, "password": PASSWORD})
    assert answer.status_code == 302, answer.content
    return client


def session_of(client) -> str:
    return client.cookies["sessionid"].value


def with_session(key: str) -> Client:
    client = Client()
    client.cookies["sessionid"] = key
    return client


def is_in(client) -> bool:
    return client.get("/p/a/").status_code == 200


@pytest.fixture
def end_role():
    def end(client):
        with scope(programme=client.programme):
            for membership in Membership.objects.filter(person__account=client.account):
                change_record(by="x", record=membership, values={"until": date(2020, 1, 1)})

    return end


def test_the_session_gets_a_new_name_at_sign_in(olga):
    """Somebody who planted a session in the browser beforehand has nothing in hand."""
    stranger = Client()
    stranger.get(LOGIN)
    stranger.session["planted"] = True
    planted = stranger.session
    planted["planted"] = True
    planted.save()
    stranger.cookies["sessionid"] = planted.session_key
    sign_in(client=stranger)
    assert session_of(stranger) != planted.session_key
    assert is_in(stranger) and not is_in(with_session(planted.session_key))


def test_after_signing_out_the_session_is_dead(olga):
    client = sign_in()
    key = session_of(client)
    assert is_in(with_session(key))
    client.post("/account/logout/")
    assert not is_in(client) and not is_in(with_session(key))
    assert with_session(key).get("/p/a/")["Location"].startswith(LOGIN)


def test_a_role_that_ends_ends_at_the_next_request(olga, end_role):
    assert is_in(olga)
    end_role(olga)
    assert olga.get("/p/a/").status_code == 404


def test_a_role_that_changes_counts_at_the_next_request(amina):
    assert amina.get("/p/a/about/audit/").status_code == 200
    with scope(programme=amina.programme):
        membership = Membership.objects.get(person__account=amina.account)
        change_record(by="x", record=membership, values={"role": "observer"})
    assert amina.get("/p/a/about/audit/").status_code == 403


def test_a_suspended_account_is_out_at_the_next_request(olga):
    client = sign_in()
    assert is_in(client) and is_in(olga)
    type(olga.account).objects.filter(pk=olga.account.pk).update(is_active=False)
    for session in (client, olga):
        assert session.get("/p/a/")["Location"].startswith(LOGIN)
    again = Client().post(LOGIN, {"login": "olga@example.org", "password": PASSWORD}, follow=True)
    assert not again.context["user"].is_authenticated


def test_a_new_password_ends_the_other_sessions(olga):
    here, elsewhere = sign_in(), sign_in()
    new = "another-horse-battery-staple"
    sent = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert here.post("/account/password/change/", sent).status_code == 302
    assert is_in(here), "who changes it stays in"
    assert not is_in(elsewhere)


def test_nobody_signs_up_by_themselves(db):
    sent = {"email": "x@example.org", "password1": PASSWORD}
    answer = Client().post("/account/signup/", sent)
    assert b"closed" in answer.content.lower() or answer.status_code in {403, 404}
    assert Client().post(LOGIN, {"login": "x@example.org", "password": PASSWORD}).status_code == 200


def test_an_unknown_name_and_a_wrong_password_answer_alike(olga):
    def words(email):
        page = Client().post(LOGIN, {"login": email, "password": "wrong-horse-battery"}).content.decode()
        return page.split("<main", 1)[1].replace(email, "")

    def without_token(text):
        return [line for line in text.splitlines() if "csrfmiddlewaretoken" not in line]

    assert without_token(words("olga@example.org")) == without_token(words("nobody@example.org"))


# The second step ----------------------------------------------------------------------------------------------------


def second_step_of(client) -> None:
    Authenticator.objects.create(user=client.account, type=Authenticator.Type.TOTP, data={"secret": "A" * 32})


@pytest.mark.parametrize("role", ROLES)
def test_on_a_server_sensitive_roles_need_a_second_step(country_a, settings, role):
    client = cast(country_a, "somebody", role)
    settings.PRODUCTION = True
    answer = client.get("/p/a/")
    if ROLES[role].may & SENSITIVE:
        assert answer.status_code == 302 and answer["Location"] == "/account/second-step/"
        assert client.post("/p/a/people/add/", {"name": "X"}).status_code == 302
        second_step_of(client)
    assert client.get("/p/a/").status_code == 200


def test_without_the_guard_a_lead_would_be_in_at_once(amina, settings, monkeypatch):
    settings.PRODUCTION = True
    assert amina.get("/p/a/").status_code == 302
    monkeypatch.setattr("batea.web.middleware.safe_enough", lambda member: True)
    assert amina.get("/p/a/").status_code == 200


def test_whoever_has_a_second_step_is_asked_for_it(olga):
    second_step_of(olga)
    client = sign_in()
    assert client.get("/p/a/").status_code == 302, "the password alone does not open the door"


def test_guessing_is_slowed(olga):
    client = Client()
    tries = [
        client.post(LOGIN, {"login": "olga@example.org", "password": f"guess {n}"}).status_code
        for n in range(15)
    ]
    assert tries[0] == 200
    right = client.post(LOGIN, {"login": "olga@example.org", "password": PASSWORD})
    assert right.status_code != 302, "after many tries the right password waits too"
