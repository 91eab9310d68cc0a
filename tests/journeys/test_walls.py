"""The lead of another country types addresses by hand and finds nothing, not even that there was something."""

import pytest
from django_scopes import scope

from batea.programmes.registers import address_of
from tests.factory import make_all

PAGES = (
    "",
    "about/",
    "about/members/",
    "about/audit/",
    "step/task-force/",
    "evidence/",
    "sites/",
    "sites/map/",
    "sites/export.csv",
    "national/plan/",
    "documents/strategy/en/",
    "delivery/board/",
    "revision/changes/",
)
RECORDS = (
    "evidence.figure",
    "evidence.statement",
    "registry.site",
    "phase1_getting_started.contribution",
    "phase2_strategy.chosenmeasure",
    "programmes.person",
)


@pytest.fixture
def world(country_a):
    with scope(programme=country_a):
        return make_all(country_a)


def test_each_address_of_another_country_answers_as_one_that_never_was(walk, dele, amina, world):
    with scope(programme=amina.programme):
        records = [address_of(world[label]) for label in RECORDS]
    lead = walk(account=dele.account)
    lead.then_is_at("/p/b/")
    lead.when_opens("/p/never-was/", status=404)
    nothing = lead.main.inner_text()
    for path in [f"/p/a/{page}" for page in PAGES] + records:
        lead.when_opens(path, status=404)
        assert lead.main.inner_text() == nothing
        assert "Programme A" not in lead.page.content()


def test_the_same_addresses_hold_something_for_those_who_belong_there(walk, amina, world):
    with scope(programme=amina.programme):
        records = [address_of(world[label]) for label in RECORDS]
    lead = walk(account=amina.account)
    for path in records:
        lead.when_opens(path)
    lead.when_opens("/p/a/documents/strategy/en/", document=True)
