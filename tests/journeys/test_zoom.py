"""At 200 % and 400 % a page of 1280 px has the room of 640 and of 320: nothing is lost and nothing runs out of the window."""

import pytest

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
    wide, narrow = walk(account=case_lead), walk(account=case_lead, width=width)
    for page in PAGES:
        wide.page.goto(f"{wide.address}/p/do/{page}")
        narrow.when_opens(f"/p/do/{page}")
        offered = wide.page.evaluate(OFFERED)
        assert len(offered) > 3
        assert narrow.page.evaluate(OFFERED) == offered
