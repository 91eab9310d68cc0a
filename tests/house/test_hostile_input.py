"""No input gives a failure: whatever is typed, a page says what is wrong or shows what was saved."""

import random
import re
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.test import Client
from django_scopes import scope

from batea.programmes.registers import REGISTERS, address
from tests.house import typed, world

HOSTILE = {
    "NUL": "a\x00b",
    "a million characters": "x" * 1_000_000,
    "emoji": "👩🏽‍🏭🏔️" * 20,
    "right to left": "\u202eevil\u202c \u2066x",
    "combining": "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢" * 10,
    "5,000 digits": "9" * 5000,
    "2^63": str(2**63),
    "2^64": str(2**64),
    "-2^63-1": str(-(2**63) - 1),
    "minus one": "-1",
    "minus nothing": "-0",
    "1e400": "1e400",
    "1e-400": "1e-400",
    "1e999999999": "1e999999999",
    "NaN": "NaN",
    "sNaN": "sNaN",
    "infinity": "-Infinity",
    "Arabic digits": "٣٤",
    "a superscript": "²",
    "underscored": "1_000",
    "year 0": "0000-01-01",
    "year 1": "0001-01-01",
    "year 9999": "9999-12-31",
    "year 10000": "10000-01-01",
    "30 February": "2026-02-30",
    "no uuid": "00000000-0000-0000-0000-00000000000g",
    "nobody's uuid": "00000000-0000-0000-0000-000000000000",
    "script": "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>",
    "template": "{{ 7|add:7 }}{% debug %}%(name)s %s {0}",
    "SQL": "' OR 1=1; DROP TABLE programmes_person; --",
    "like": "%_\\",
    "deep JSON": "[" * 100_000,
    "wide JSON": '{"a": NaN, "b": 1e999, "c": "\\u0000", "d": "\\ud800"}',
    "path": "../../etc/passwd",
    "lines": "a\r\nSet-Cookie: x=1\r\n\u2028b",
    "blank": " \t\u00a0\u3000",
    "formula": "=1+1",
}
# What a browser would not send but anybody can: half a pair, bytes that are not UTF-8.
RAW = {"half a pair": b"%ED%A0%80", "not UTF-8": b"%FF%FE", "an ended escape": b"%", "NUL": b"%00"}
EACH = 12  # kinds of input for one register, drawn anew for each: together they meet all of them many times
LARGE = 20_000  # characters: longer values are tried in one place at a time
RIGHT = {200, 302, 400, 404, 405, 409, 413, 415, 422}


@pytest.fixture
def anybody(amina) -> Client:
    """Amina's browser, which takes a failure as the page it is instead of raising it."""
    amina.raise_request_exception = False
    return amina


def answered(client, url: str, sent) -> int:
    """The status of a post; of the page shown after it when it was taken. Nothing stays."""
    with transaction.atomic():
        answer = client.post(url, sent)
        status = answer.status_code
        if status == 302:
            status = client.get(answer["Location"]).status_code
        transaction.set_rollback(True)
    return status


def raw(client, url: str, body: bytes) -> int:
    with transaction.atomic():
        status = client.post(url, body, content_type="application/x-www-form-urlencoded").status_code
        transaction.set_rollback(True)
    return status


@pytest.mark.parametrize("register", typed.forms(), ids=lambda register: register.label)
def test_whatever_is_typed_into_a_register(anybody, register):
    sent = typed.new_record(register, anybody.programme)
    url, dice = address(register, "add", anybody.programme), random.Random(register.label)
    faults = {}
    for name in dice.sample(sorted(HOSTILE), EACH):
        value = HOSTILE[name]
        everywhere = sent if len(value) < LARGE else dice.sample(sorted(sent), 1)
        if (status := answered(anybody, url, {**sent, **dict.fromkeys(everywhere, value)})) not in RIGHT:
            faults["every field", name] = status
    for field in sent:
        for name in dice.sample(sorted(HOSTILE), 1):
            if (status := answered(anybody, url, {**sent, field: HOSTILE[name]})) not in RIGHT:
                faults[field, name] = status
    for name, value in RAW.items():
        body = b"&".join(urlencode({field: ""}).encode() + value for field in sent)
        if (status := raw(anybody, url, body)) not in RIGHT:
            faults["raw", name] = status
    assert faults == {}


def test_what_was_taken_can_be_shown_and_taken_along(anybody):
    """Texts of every hostile kind that a passage accepts are stored, then every page and file that shows them opens."""
    from batea.evidence.models import Question
    from batea.programmes.actions import add_record
    from batea.programmes.words import Words

    with scope(programme=anybody.programme):
        for value in [
            text for text in HOSTILE.values() if text.strip() and "\x00" not in text and len(text) < LARGE
        ]:
            add_record(by="x", record=Question(programme=anybody.programme, words=Words(value, "en")))
        uids = list(Question.objects.values_list("uid", flat=True))
    pages = [f"/p/a/evidence/questions/{uid}/" for uid in uids]
    for url in [*pages, *(f"/p/a/evidence/questions/{end}" for end in ("", "export.csv", "export.xlsx"))]:
        answer = world.answers(anybody, url)
        assert answer.status_code == 200, url
        assert b"<script>alert" not in answer.body or "text/html" not in answer["Content-Type"], url


@pytest.mark.parametrize("register", REGISTERS.values(), ids=lambda register: register.label)
def test_whatever_a_list_is_asked(anybody, register):
    names = ["q", "sort", "page", *register.filters]
    faults = {}
    dice = random.Random(register.label)
    for what, kind, tried in (
        ("list", {}, dice.sample(sorted(HOSTILE), EACH)),
        ("export", {"kind": "csv"}, dice.sample(sorted(HOSTILE), 5)),
    ):
        url = address(register, what, anybody.programme, **kind)
        for name in tried:
            value = HOSTILE[name][:LARGE]
            status = world.answers(anybody, f"{url}?{urlencode(dict.fromkeys(names, value))}").status_code
            if status != 200:
                faults[what, name] = status
        for name, value in RAW.items():
            asked = "&".join(f"{field}={value.decode()}" for field in names)
            if (status := world.answers(anybody, f"{url}?{asked}").status_code) != 200:
                faults[what, "raw", name] = status
    assert faults == {}


def test_the_longest_question(anybody):
    assert anybody.get("/p/a/people/", {"q": "%" * 200_000}).status_code == 200
    assert anybody.get("/p/a/evidence/statements/", {"q": "x" * 200_000}).status_code == 200


OWN = {
    "/p/a/about/change/": (
        "name_en",
        "country",
        "currency",
        "language",
        "evidence_limit_months",
        "version_seen",
    ),
    "/p/a/about/members/invite/": ("name", "email", "role"),
    "/p/a/files/send/": ("title", "file"),
    "/account/login/": ("login", "password"),
    "/account/password/reset/": ("email",),
    "/language/": ("language", "next"),
}


@pytest.mark.parametrize("url", OWN)
def test_whatever_is_typed_into_the_other_forms(anybody, url, settings):
    settings.ACCOUNT_RATE_LIMITS = False
    faults = {}
    for name, value in HOSTILE.items():
        if (status := answered(anybody, url, dict.fromkeys(OWN[url], value))) not in RIGHT:
            faults[name] = status
    for name, value in RAW.items():
        body = b"&".join(field.encode() + b"=" + value for field in OWN[url])
        if (status := raw(anybody, url, body)) not in RIGHT:
            faults["raw", name] = status
    assert faults == {}


def test_whatever_stands_in_addresses_and_headers(world_a, anybody):
    addresses = ["/p/%00/", "/p/%ED%A0%80/", "/p/a/evidence/figures/1/", "/p/a/step/%FF/", "/p/a/steps/%00/"]
    addresses += [
        "/p/a/method/%22%3E/",
        "/p/" + "a" * 5000 + "/",
        "/p/a//",
        "//evil.example/",
        "/p/a/gates/%00/pass/",
    ]
    faults = {url: status for url in addresses if (status := anybody.get(url).status_code) not in RIGHT}
    for name, value in HOSTILE.items():
        if re.fullmatch(r"[\x20-\x7e]{1,4000}", value):
            headers = {"accept-language": value, "user-agent": value, "referer": value, "hx-request": value}
            if (status := anybody.get("/p/a/", headers=headers).status_code) not in RIGHT:
                faults["headers", name] = status
    stranger = Client(raise_request_exception=False)
    for cookie in ("sessionid", "django_language", "csrftoken", "messages"):
        stranger.cookies[cookie] = "\\000%00<x>" + "y" * 3000
    faults |= (
        {"cookies": status} if (status := stranger.get("/account/login/").status_code) not in RIGHT else {}
    )
    assert faults == {}


def test_a_failure_would_be_seen(anybody, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("batea.programmes.registers.views.add_record", fail)
    sent = typed.new_record(REGISTERS["programmes.institution"], anybody.programme)
    assert answered(anybody, "/p/a/institutions/add/", sent) == 500
