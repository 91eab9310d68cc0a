"""The page around every page: what it shows, what it weighs, what it must never hold."""

import gzip
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

import batea

SOURCE = Path(batea.__file__).parent
TEMPLATES = sorted(SOURCE.rglob("templates/**/*.html"))


def page(template="layout.html", language="en", **context):
    request = RequestFactory().get("/somewhere?x=1")
    request.user, request._messages = AnonymousUser(), []
    with translation.override(language):
        return render_to_string(template, context, request)


def programme(**given):
    return SimpleNamespace(**{"slug": "a", "name": "Programme <A>", "is_exercise": False, **given})


def test_the_first_page_is_light():
    html = page(page_title="Sign in")
    names = {*re.findall(r'(?:href|src)="/?static/([^"]+)"', html), "web/fonts/source-sans-3-latin-600.woff2"}
    assert {"web/batea.css", "web/batea.js", "web/fonts/source-sans-3-latin-400.woff2"} <= names
    sizes = {name: len(gzip.compress(Path(finders.find(name)).read_bytes())) for name in names}
    assert sum(sizes.values()) + len(gzip.compress(html.encode())) < 100_000, sizes


def test_nothing_of_another_brand_or_host_is_shipped():
    for name in ("web/batea.css", "web/batea.js"):
        text = Path(finders.find(name)).read_text()
        assert "GDS Transport" not in text
        assert re.findall(r"url\((?!\"?fonts/|fonts/)[^)]*\)", text) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_template_needs_an_unsafe_policy(path):
    text = path.read_text()
    assert re.findall(r"<[^>]*\s(?:style|on[a-z]+)=", text) == []
    assert re.findall(r"<script(?![^>]*\ssrc=)(?![^>]*application/json)[^>]*>|<style|javascript:", text) == []


@pytest.mark.parametrize("language", ["en", "es", "pt", "fr"])
def test_the_page_names_its_language_and_offers_the_others(language):
    html = page(language=language)
    assert f'<html lang="{language}"' in html
    assert re.findall(r'<button name="language" value="(\w+)"[^>]* aria-current', html) == [language]
    assert set(re.findall(r'<button name="language" value="(\w+)"', html)) == {"en", "es", "pt", "fr"}
    assert 'name="next" value="/somewhere?x=1"' in html


def test_only_an_exercise_wears_the_ribbon():
    assert "batea-ribbon" in page(programme=programme(is_exercise=True))
    assert "batea-ribbon" not in page(programme=programme())
    assert "batea-ribbon" not in page()


def test_phases_and_names_are_shown_escaped():
    phases = [{"number": 2, "title": "Strategy", "url": "/s", "current": True}]
    html = page(programme=programme(), bar={"phases": phases})
    assert "Programme &lt;A&gt;" in html and "<A>" not in html
    assert '<a class="batea-phases__link" href="/s" aria-current="true">' in html


def test_the_window_title_says_error_first():
    class Visit(forms.Form):
        name = forms.CharField()

    assert "<title>Error: Visit" in page(page_title="Visit", form=Visit({}))
    assert "<title>Visit" in page(page_title="Visit", form=Visit())
    assert "<title>Visit" in page(page_title="Visit")


@pytest.mark.parametrize("code", ["403", "404", "429", "403_csrf"])
def test_error_pages_have_one_heading_and_no_menu_of_a_programme(code):
    html = page(f"{code}.html")
    assert len(re.findall("<h1", html)) == 1 and "batea-phases" not in html


def test_the_last_page_needs_nothing():
    html = render_to_string("500.html")
    assert set(re.findall(r' lang="(\w\w)"', html)) == {"en", "es", "fr", "pt"}


def test_a_refusal_shows_its_number_and_the_way_out():
    html = page("problem.html", problem={"code": "B210", "title": "Too much <x>.", "mend": "Take less."})
    assert "B210" in html and "Too much &lt;x&gt;." in html and "Take less." in html


def test_a_conflict_shows_both_versions_and_keeps_mine():
    conflict = {
        "saved_by": "Dele",
        "saved_at": "14:05",
        "rows": [{"label": "Text", "saved": "June <b>", "yours": "July", "differs": True}],
        "keep": [("text", 'July "1"'), ("version", 4)],
        "reload_url": "/again",
    }
    html = page("409.html", conflict=conflict)
    assert "June &lt;b&gt;" in html and "July" in html and "Differs" in html
    assert '<input type="hidden" name="text" value="July &quot;1&quot;">' in html
    assert '<input type="hidden" name="version" value="4">' in html
