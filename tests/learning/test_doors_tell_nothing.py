"""Doors without a sign-in, and words nobody else may know: guessing ends soon, and tells nothing until then.

Their counts are kept in files on a production server, so here, too. The real server is asked in test_unsigned_served.py.
"""

import io
from datetime import date
from types import SimpleNamespace

import pytest
import time_machine
from django.test import Client

from batea import cli
from batea.learning.models import CheckIn, Plan, TestItem
from batea.learning.workshops.plans import actions as plan_actions
from batea.learning.workshops.plans.tokens import digest_of, new_token
from batea.learning.workshops.results import actions
from batea.learning.workshops.results.checking import TRIES, WINDOW, limit_key
from batea.problems import LINK_NOT_KNOWN
from tests.learning.conftest import BY, add, participant, said

ASKED = "2018-07-26 12:00:00Z"


@pytest.fixture(autouse=True)
def counted_in_files(settings, tmp_path):
    kind = "django.core.cache.backends.filebased.FileBasedCache"
    settings.CACHES = {"default": {"BACKEND": kind, "LOCATION": tmp_path / "cache"}}


@pytest.fixture
def link(workshop, marta):
    """The token of a check-in that was asked for on the day."""
    team = marta.participant.delegation
    plan = add(Plan, workshop, delegation=team, step="P1-S3", objective=said("List every shaft"))
    plan_actions.present_plan(by=BY, plan=plan, day=date(2018, 6, 26))
    token = new_token()
    CheckIn.objects.filter(after_days=30).update(digest=digest_of(token), asked_on=date(2018, 7, 26))
    return token


def door(token: str, **about):
    return Client().get(f"/check-in/{token}/", **about)


def from_address(address: str) -> dict:
    return {"REMOTE_ADDR": address}


@pytest.mark.parametrize("path", ["/check-in/{}/", "/verify/{}/"])
def test_a_guesser_is_stopped_for_as_long_as_is_said_and_nobody_else_is(workshop, path):
    thief, other = from_address("192.0.2.1"), from_address("192.0.2.2")

    def guess(about):
        return Client().get(path.format(new_token()), **about).status_code

    with time_machine.travel(ASKED, tick=False) as clock:
        assert [guess(thief) for _try in range(TRIES + 1)] == [404] * TRIES + [429]
        clock.shift(WINDOW - 1)
        assert (guess(thief), guess(other)) == (429, 404)
        clock.shift(2)
        assert guess(thief) == 404


@time_machine.travel(ASKED)
def test_a_household_counts_once_however_many_long_addresses_it_has(link):
    for number in range(TRIES):
        assert door(new_token(), **from_address(f"2001:db8:0:7::{number:x}")).status_code == 404
    assert door(link, **from_address("2001:db8:0:7:ffff::1")).status_code == 429
    assert door(link, **from_address("2001:db8:0:8::1")).status_code == 200


def test_the_right_token_is_counted_for_nobody(link):
    with time_machine.travel(ASKED):
        assert {door(link).status_code for _look in range(TRIES + 5)} == {200}


@time_machine.travel(ASKED)
def test_wrong_right_and_used_codes_of_mail_are_told_alike(link, monkeypatch, capsys):
    """A mail server sends the error output back, so it is all the sender learns."""

    def receive(token: str) -> tuple[int, str]:
        letter = f"Subject: Re: Plan [B-{token}]\n\nSTATE: done\n".encode()
        monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(letter)))
        status = cli.main(["workshop", "receive-mail"])
        return status, capsys.readouterr().err

    unknown = receive(new_token())
    assert receive(link) == (0, "")
    assert receive(link) == unknown
    assert unknown[0] == 1 and unknown[1].startswith(LINK_NOT_KNOWN.code)


def test_whoever_tries_the_words_of_others_is_stopped(workshop, marta, nico):
    for form in TestItem.Form.values:
        add(
            TestItem,
            workshop,
            construct="law",
            form=form,
            stem=said("Which?"),
            option_a=said("This"),
            option_b=said("That"),
            right="a",
        )
    actions.open_sitting(by=BY, programme=workshop, what="before")
    actions.hand_in_test(participant=marta.participant, moment="before", word="river clock seven", answers={})
    path = "/p/w/workshop/test/before/"
    tried = [nico.post(path, {"word": "river clock seven"}).status_code for _try in range(TRIES + 1)]
    assert tried == [422] * TRIES + [429]
    rosa = participant(workshop, "rosa", "PE")
    assert [rosa.post(path, {"word": f"own words {n} and more"}).status_code for n in range(TRIES + 1)] == [
        200
    ] * (TRIES + 1)


def test_counts_do_not_name_the_address(workshop, rf):
    from django.contrib.auth.models import AnonymousUser

    request = rf.get("/", REMOTE_ADDR="192.0.2.1")
    request.user = AnonymousUser()
    assert "192.0.2.1" not in limit_key(request)
