"""Every word of the interface stands in four languages, sound and compiled; and the tool that says so can say no."""

import json
import shutil
import sys
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))
import catalogues
import messages

needs_gettext = pytest.mark.skipif(not shutil.which("xgettext"), reason="GNU gettext is not installed")
PAGE = (
    "{% load i18n %}<h1>{% translate 'Sites' %}</h1>"
    "{% blocktranslate count n=n %}{{ n }} site{% plural %}{{ n }} sites{% endblocktranslate %}"
)
GOOD = {"Sites": ["Sitios"], "%(n)s site": ["%(n)s sitio", "%(n)s sitios"]}


@pytest.fixture
def package(tmp_path):
    """A package with two messages, one of them with a plural, and no catalogue yet."""
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text(PAGE)
    return tmp_path


@pytest.fixture
def filled(package):
    """The same with complete, compiled catalogues (Spanish words stand in for all three)."""
    catalogue = '\nmsgid "Sites"\nmsgstr "Sitios"\n'
    catalogue += '\nmsgid "%(n)s site"\nmsgid_plural "%(n)s sites"\n'
    catalogue += 'msgstr[0] "%(n)s sitio"\nmsgstr[1] "%(n)s sitios"\n'
    for language in catalogues.PLURALS:
        path = catalogues.po(package, language)
        path.parent.mkdir(parents=True)
        path.write_text(f'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n{catalogue}')
        catalogues.write(package, language, catalogues.read(package, language))
    messages.compile_all(package)
    return package


def rewrite(package, old, new, language="es"):
    path = catalogues.po(package, language)
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    messages.compile_all(package)


def test_every_message_is_translated_sound_and_compiled():
    assert messages.problems() == []


@needs_gettext
def test_the_catalogues_hold_the_words_of_the_code():
    assert messages.uncollected() == []


def test_complete_catalogues_have_no_problems(filled):
    assert messages.problems(filled) == []


def test_a_missing_catalogue_is_a_problem(package):
    assert messages.problems(package) == [f"{code}: no catalogue; run update" for code in catalogues.PLURALS]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('"Sitios"', '""', "untranslated: “Sites”"),
        ('"%(n)s sitios"', '""', "untranslated: “%(n)s site”"),
        ('msgid "Sites"', '#, fuzzy\nmsgid "Sites"', "fuzzy: “Sites”"),
        ('"%(n)s sitios"', '"%(m)s sitios"', "placeholders differ in “%(m)s sitios”: “%(n)s site”"),
        ('"%(n)s sitios"', '"sitios"', "placeholders differ in “sitios”: “%(n)s site”"),
        ('"Sitios"', '"Sitios {n}"', "placeholders differ in “Sitios {n}”: “Sites”"),
        ('"Sitios"', '"Sitios %s"', "placeholders differ in “Sitios %s”: “Sites”"),
        ('"%(n)s sitios"', '"%(n)s % sitios"', "a lone % sign in “%(n)s % sitios”: “%(n)s site”"),
    ],
)
def test_a_fault_is_named(filled, old, new, fault):
    rewrite(filled, old, new)
    assert messages.problems(filled) == [f"es: {fault}"]


def test_a_singular_may_leave_its_number_out_only_if_english_does(filled):
    rewrite(filled, 'msgid "%(n)s site"', 'msgid "One site"')
    rewrite(filled, '"%(n)s sitio"', '"Un sitio"')
    assert messages.problems(filled) == []


def test_a_stale_binary_is_named(filled):
    catalogues.po(filled, "fr").with_suffix(".mo").write_bytes(b"old")
    assert messages.problems(filled) == ["fr: django.mo is stale; run compile"]


def test_gettext_reads_what_was_compiled(filled):
    words = GNUTranslations(BytesIO(catalogues.compiled(filled, "es")))
    assert words.gettext("Sites") == "Sitios"
    assert [words.ngettext("%(n)s site", "%(n)s sites", n) for n in (0, 1, 2)] == [
        "%(n)s sitios",
        "%(n)s sitio",
        "%(n)s sitios",
    ]


@needs_gettext
def test_from_the_code_to_the_translator_and_back(package, tmp_path):
    messages.update(package)
    assert messages.uncollected(package) == []
    for language in catalogues.PLURALS:
        messages.export(language, tmp_path / "out.json", package)
        rows = json.loads((tmp_path / "out.json").read_text())
        assert [row["id"] for row in rows] == [["%(n)s site", "%(n)s sites"], ["Sites"]]
        filled = [row | {"translation": GOOD[row["id"][0]]} for row in rows]
        (tmp_path / "in.json").write_text(json.dumps(filled))
        assert messages.merge(language, tmp_path / "in.json", package) == []
    messages.compile_all(package)
    assert messages.problems(package) == []


@needs_gettext
def test_a_second_update_changes_no_byte(filled):
    messages.update(filled)
    first = {code: catalogues.po(filled, code).read_bytes() for code in catalogues.PLURALS}
    messages.update(filled)
    assert {code: catalogues.po(filled, code).read_bytes() for code in catalogues.PLURALS} == first


@needs_gettext
def test_words_that_left_or_entered_the_code_are_named(filled):
    (filled / "templates" / "page.html").write_text(PAGE.replace("'Sites'", "'Places'"))
    expected = ["new in the code: “Places”", "no longer in the code: “Sites”"]
    assert messages.uncollected(filled) == [
        f"{code}: {line}" for code in catalogues.PLURALS for line in expected
    ]


def test_merge_refuses_what_does_not_fit_and_keeps_the_rest(filled, tmp_path):
    rows = [
        {"context": "", "id": ["Sites"], "translation": ["Lugares"]},
        {"context": "", "id": ["Mines"], "translation": ["Minas"]},
        {"context": "", "id": ["%(n)s site", "%(n)s sites"], "translation": ["un sitio", "%(n)s sitios"]},
    ]
    (tmp_path / "in.json").write_text(json.dumps(rows))
    assert messages.merge("es", tmp_path / "in.json", filled) == [
        "es: not in the catalogue: “Mines”",
        "es: placeholders differ in “un sitio”: “%(n)s site”",
    ]
    words = GNUTranslations(BytesIO(catalogues.compiled(filled, "es")))
    assert (words.gettext("Sites"), words.ngettext("%(n)s site", "", 1)) == ("Lugares", "%(n)s sitio")


def test_an_unknown_command_explains_itself(capsys):
    assert messages.main("translate") == 2
    assert "export LANG FILE" in capsys.readouterr().out
