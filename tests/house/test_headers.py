"""Every answer carries strict headers, and every page keeps them: no script, style or frame of its own making."""

import os
import re
import string
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client

from tests.house import world

ROOT = Path(__file__).resolve().parents[2]
EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
NONE = ("default-src", "object-src", "base-uri", "frame-ancestors")
INLINE = re.compile(
    rb"<script(?![^>]*\bsrc=)(?![^>]*type=.application/json)|<style|\sstyle=|<[a-z][^>]*\son[a-z]+=|javascript:"
)
# Whole documents bring a style of their own, allowed by its fingerprint or sandboxed.
DOCUMENTS = {
    "national:preview",
    "pack:one_page",
    "plans:document",
    "revision:text",
    "national:download",
    "community:item_file",
    "programmes_in:download",
    "toolbox:document",
    "results:report_preview",
    "results:report_file",
    "results:paper",
    "results:badge",
}
# The form engine compiles expressions (never text as script), styles itself, and asks for camera and place.
ENGINE = {
    page: {"Permissions-Policy", "unsafe-eval", "unsafe-inline"}
    for page in ("surveys:correct", "surveys:preview")
}


def policy(answer) -> dict[str, str]:
    parts = answer.headers.get("Content-Security-Policy", "").split(";")
    return dict(part.strip().partition(" ")[::2] for part in parts if part.strip())


def faults_of(answer, page: bool = True) -> list[str]:
    """What is too loose in one answer; `page` = one of our own pages and not a document or a download."""
    said = policy(answer)
    faults = [
        f"{name}: {answer.headers.get(name)}"
        for name in EVERYWHERE
        if answer.headers.get(name) != EVERYWHERE[name]
    ]
    faults += [] if "camera=()" in answer.headers.get("Permissions-Policy", "") else ["Permissions-Policy"]
    faults += [] if said.get("default-src") == "'none'" else [f"default-src {said.get('default-src')}"]
    loose = ("unsafe-eval", "unsafe-inline", " * ", " http:", " https:")
    if page:
        faults += [f"{name} {said.get(name)}" for name in NONE if said.get(name) != "'none'"]
        faults += [] if said.get("form-action") == "'self'" else ["form-action"]
        faults += [word for word in loose if word in f"{' '.join(said.values())} "]
        faults += [found.decode() for found in INLINE.findall(answer.body)[:3]]
    else:
        scripts = said.get("script-src", "'none'")
        faults += [] if scripts in {"'none'", "'self'"} else [f"script-src {scripts}"]
    return faults


def test_every_page_of_a_programme(world_a, amina):
    faults = {}
    for page, values in world.addresses(amina, world_a).items():
        answer = world.answers(amina, world.address(page, amina.programme, values))
        found = faults_of(answer, page.name not in DOCUMENTS)
        if "no-store" not in answer.headers.get("Cache-Control", ""):
            found.append("kept by caches")
        found = [fault for fault in found if fault not in ENGINE.get(page.name, ())]
        faults |= {page.name: found} if found else {}
    assert faults == {}


def test_the_form_engine_is_given_no_more_than_it_needs(world_a, amina):
    known = {page.name: page for page in world.inside_pages()}
    for name in ENGINE:
        values = world.addresses(amina, world_a)[known[name]]
        answer = world.answers(amina, world.address(known[name], amina.programme, values))
        assert policy(answer)["script-src"].split() == ["'self'", "'wasm-unsafe-eval'"]
        assert policy(answer)["default-src"] == "'none'"


OUTSIDE = [
    "/",
    "/?all",
    "/programmes/new/",
    "/help/",
    "/nowhere/",
    "/p/zz/",
    "/verify/",
    "/verify/7G4K-Q2XM-9TRB/",
    "/verify/keys/",
    "/account/login/",
    "/account/logout/",
]
OUTSIDE += [
    "/account/password/change/",
    "/account/second-step/",
    "/account/password/reset/",
    "/styleguide/",
    "/health",
]


@pytest.mark.parametrize("url", OUTSIDE)
def test_pages_outside_programmes(amina, eve, url):
    for client in (amina, eve):
        assert faults_of(world.answers(client, url)) == [], client.account


def test_refusals_too(amina, olga, world_a):
    record = world_a["evidence.source"]
    answers = {
        403: world.answers(olga, "/p/a/about/audit/"),
        404: world.answers(amina, "/p/a/evidence/sources/00000000-0000-0000-0000-000000000000/"),
        405: world.answers(amina, "/p/a/about/", "post"),
        409: world.answers(amina, f"/p/a/evidence/sources/{record.uid}/remove/", "post"),
        422: world.answers(amina, "/p/a/people/add/", "post", {"name": ""}),
    }
    assert {status: answer.status_code for status, answer in answers.items()} == {s: s for s in answers}
    assert {status: faults_of(answer) for status, answer in answers.items()} == {s: [] for s in answers}


def test_a_forged_post_is_refused_with_the_same_headers(amina):
    careful = Client(enforce_csrf_checks=True)
    careful.cookies = amina.cookies
    answer = world.answers(careful, "/p/a/people/add/", "post", {"name": "Forged"})
    assert answer.status_code == 403 and faults_of(answer) == []


def test_what_is_loose_would_be_seen(amina, settings):
    settings.CONTENT_SECURITY_POLICY = {
        "DIRECTIVES": {"default-src": ["*"], "script-src": ["'unsafe-inline'"]}
    }
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.endswith("middleware.headers")]
    loose = Client()
    loose.cookies = amina.cookies
    answer = world.answers(loose, "/p/a/")
    answer.body += b'<a onclick="x()" style="color:red">'
    found = " ".join(faults_of(answer))
    for word in (
        "default-src *",
        "unsafe-inline",
        "Permissions-Policy",
        "object-src None",
        "style=",
        "onclick",
    ):
        assert word in found, word


# A production server ------------------------------------------------------------------------------------------------

PRODUCTION = {
    "BATEA_MODE": "production",
    "BATEA_HOSTS": "batea.example",
    "BATEA_SECRET_KEY": string.ascii_letters * 2,
}
LOOK = """
import django; django.setup()
from django.conf import settings
from django.test import Client
from django.urls import get_resolver
client = Client(SERVER_NAME="batea.example")
answer = client.get("/health", secure=True)
assert answer["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload", answer.headers
assert client.get("/help/")["Location"] == "https://batea.example/help/"
assert settings.ALLOWED_HOSTS == ["batea.example"]
assert "styleguide" not in {pattern.name for pattern in get_resolver().url_patterns if hasattr(pattern, "name")}
assert settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE and not settings.DEBUG
"""


def run(tmp_path, *words, **environment) -> subprocess.CompletedProcess:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("BATEA_", "DJANGO_"))}
    inside = {"BATEA_DATA": str(tmp_path), "PYTHONPATH": str(ROOT / "src")}
    inside |= {"DJANGO_SETTINGS_MODULE": "batea.web.settings", **environment}
    return subprocess.run(
        [sys.executable, *words], env=clean | inside, cwd=ROOT, capture_output=True, text=True
    )


def test_a_production_server_has_no_warning(tmp_path):
    check = ("manage.py", "check", "--deploy", "--fail-level", "WARNING", "--database", "default")
    done = run(tmp_path, *check, **PRODUCTION)
    assert done.returncode == 0, done.stderr
    assert run(tmp_path, *check, **PRODUCTION, BATEA_HTTPS="0").returncode != 0, "the check can see"
    assert run(tmp_path, *check).returncode != 0, "development is not production"


def test_a_production_server_speaks_https_only_and_to_its_own_name(tmp_path):
    done = run(tmp_path, "-c", LOOK, **PRODUCTION)
    assert done.returncode == 0, done.stderr
