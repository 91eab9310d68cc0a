"""The same pages in four languages: each says which it is, none falls back into another, and switching keeps the page."""

import re

import pytest
from playwright.sync_api import expect

PAGES = (
    "",
    "step/task-force/",
    "step/types/",
    "step/monitoring/",
    "forum/table/",
    "types/rules/",
    "national/plan/",
    "documents/",
    "delivery/board/",
    "about/",
    "national/measures/add/",
)
HEADS = {"es": "Fase 1", "en": "Phase 1", "pt": "Fase 1", "fr": "Phase 1"}
ENGLISH = re.compile(r"\b(the|and|with|yet|missing|each|which|choose|add|show)\b", re.IGNORECASE)


@pytest.mark.parametrize("lang", HEADS)
def test_every_page_says_its_language_and_keeps_to_it(walk, case_lead, lang):
    reader = walk(account=case_lead, lang=lang)
    reader.then_sees(HEADS[lang])
    slips = {}
    for page in PAGES:
        reader.when_opens(f"/p/do/{page}")
        slips[page] = [line for line in reader.own_words() if ENGLISH.search(line)]
    told = {page: lines for page, lines in slips.items() if lines}
    if lang == "en":  # the look itself is not blind
        assert len(told) > len(PAGES) / 2
    else:
        assert told == {}


def test_switching_the_language_keeps_the_page(walk, case_lead):
    reader = walk(account=case_lead, lang="es")
    reader.when_opens("/p/do/delivery/board/?owner=")
    for code, title in (
        ("fr", "Tableau d'exécution"),
        ("en", "Delivery board"),
        ("es", "Tablero de ejecución"),
    ):
        reader.lang = code
        reader.arrive(
            reader.page.get_by_role("button", name=re.compile(rf"^{code}\b", re.IGNORECASE)).click, 200
        )
        assert reader.path == "/p/do/delivery/board/?owner="
        expect(reader.page.get_by_role("heading", level=1)).to_have_text(title)


def test_what_people_wrote_keeps_its_own_language(walk, amina):
    lead = walk(account=amina.account)
    lead.when_saves("/p/a/institutions/add/", Name="Bureau of Mines", Kind=("Ministry",))
    address = lead.path
    lead.lang = "fr"
    lead.arrive(lead.page.get_by_role("button", name=re.compile("^FR")).click, 200)
    assert lead.path == address
    lead.then_sees("Bureau of Mines")
    lead.then_sees("Ministère")
