"""At 200 % and 400 % a page of 1280 px has the room of 640 and of 320: nothing is lost and nothing runs out of the window."""

import pytest

from batea.learning.models import FieldVisit, Ranking, RoundTable
from tests.journeys.workshop_cast import HOME, Cast

PAGES = (
    "",
    "step/national/",
    "types/classification/",
    "impacts/matrix/",
    "national/plan/",
    "sites/map/",
    "delivery/board/",
    "monitoring/indicators/",
    "economy/",
)
OFFERED = """() => [...document.querySelectorAll('main :is(h1, h2, h3, a, button, label, th)')]
    .filter(one => one.checkVisibility()).map(one => one.textContent.trim().replace(/\\s+/g, ' '))"""


@pytest.mark.parametrize("width", [640, 320], ids=["200 %", "400 %"])
def test_nothing_is_lost(walk, case_lead, width):
    then_the_same_is_offered(walk, case_lead, width, [f"/p/do/{page}" for page in PAGES])


def then_the_same_is_offered(walk, account, width: int, pages: list[str]):
    wide, narrow = walk(account=account), walk(account=account, width=width)
    for page in pages:
        wide.page.goto(wide.address + page)
        narrow.when_opens(page)
        offered = wide.page.evaluate(OFFERED)
        assert len(offered) > 1
        assert narrow.page.evaluate(OFFERED) == offered


@pytest.mark.parametrize("width", [640, 320], ids=["200 %", "400 %"])
def test_nothing_of_a_workshop_is_lost(walk, cast, clock, width):
    clock.set("2018-06-26")
    shared = [*addresses(cast), "agenda/", "tables/", "side-by-side/?table=phase2_strategy.goal"]
    for account, own in (
        (cast.facilitator, ("console/", "levels/")),
        (cast.members[1], ("my-group/", "our-plan/")),
    ):
        own_pages = [page for page in (*shared, *own) if account == cast.facilitator or "side" not in page]
        then_the_same_is_offered(walk, account, width, [f"{HOME}/workshop/{page}" for page in own_pages])


def addresses(cast: Cast) -> list[str]:
    """A result of votes, a round table, the visit and its wall."""
    visit = f"visit/{cast.one(FieldVisit).uid}/"
    table = cast.one(RoundTable, topic__en="Selling better: chains and origin").uid
    return [f"votes/{cast.one(Ranking).uid}/result/", f"tables/{table}/", visit, f"{visit}wall/"]
