"""Two countries in one community: Dele sees of Amina's country only what its task force has shared, and only as long."""

import pytest
from django_scopes import scope

from batea.evidence.models import Figure, Source
from batea.programmes.registers import address_of
from tests.journeys.tongues import KeyboardPolyglot, Polyglot
from tests.learning.community_world import invite, new_community
from tests.learning.conftest import add, said

SHARED, KEPT = "diggers at the river", "graves beside the shaft"
PAGES = ("", "library/", "search/?q=diggers", "search/?q=graves", "comparison/", "suggested-twinnings/")


@pytest.fixture
def figures(country_a) -> dict[str, str]:
    """Two figures of Amina's country; the address of each by its words."""
    with scope(programme=country_a):
        source = add(Source, country_a, title="Count of 2017", kind="study", year="2017")
        about = {"unit": "person", "grade": "C", "period": "2017", "source": source, "place": "Los Patos"}
        return {
            words: address_of(add(Figure, country_a, words=said(words), best=9000, **about))
            for words in (SHARED, KEPT)
        }


@pytest.fixture
def community(amina, dele):
    found = new_community()
    invite(found, amina, "Amina", "DO")
    invite(found, dele, "Dele", "GH")
    return found


def test_dele_sees_of_amina_only_what_was_shared(walk, community, figures, amina, dele):
    lead = walk(KeyboardPolyglot, account=amina.account, lang="es")
    guest = walk(Polyglot, account=dele.account, lang="fr", width=360)
    then_the_community_tells(guest, nothing_of=(SHARED, KEPT))
    when_it_is_shared(lead, figures[SHARED])
    then_the_community_tells(guest, SHARED, nothing_of=(KEPT, "Los Patos"))
    for address in figures.values():
        guest.when_opens(address, status=404)
    lead.when_opens("/p/a/shares/")
    lead.when_follows("Take back", within=lead.main)
    lead.when_presses("Take back")
    lead.then_sees("Taken back. The community sees nothing of it any more.")
    then_the_community_tells(guest, nothing_of=(SHARED, KEPT, "Los Patos"))


def when_it_is_shared(lead, address: str):
    """Without a mouse: the first page asks, the second shows what will be seen, and only then it is shared."""
    lead.when_opens(address)
    lead.when_follows("Share with a community", within=lead.main)
    lead.when_presses("Continue", status=422)
    lead.when_fills("Who agreed", "Ministerio de Minas")
    lead.when_presses("Continue")
    lead.then_sees("What will be seen", SHARED)
    lead.when_presses("Share now")
    lead.then_sees(SHARED)


def then_the_community_tells(guest, *told: str, nothing_of: tuple[str, ...]):
    """Every page of the community that could show it, read to the end."""
    texts = []
    for page in PAGES:
        guest.when_opens(f"/p/c/community/{page}")
        texts.append(guest.page.inner_text("main"))
    read = " ".join(texts[:2])
    assert [words for words in told if words not in read] == []
    entries = " ".join(text for page, text in zip(PAGES, texts, strict=True) if "graves" not in page)
    assert [words for words in nothing_of if words in entries and words not in told] == []
