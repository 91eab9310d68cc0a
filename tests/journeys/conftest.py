"""A real browser against a live server. CHROMIUM names the browser (default: Debian's /usr/bin/chromium)."""

import os
from pathlib import Path

import pytest
from django.core.cache import cache
from django_scopes import scope
from playwright.sync_api import sync_playwright

from batea.programmes.founding import give_role, open_account
from batea.web.demo import load_case
from tests.conftest import PASSWORD
from tests.journeys.keyboard import KeyboardWalker
from tests.journeys.walker import Walker
from tests.journeys.workshop_cast import Cast, Clock, load_cast

# Playwright keeps an event loop running in this thread; the database is used from it all the same, one call at a time.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-sync",
]
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items):
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def browser():
    if not Path(CHROMIUM).exists():
        pytest.skip(f"no browser at {CHROMIUM}; name one in CHROMIUM")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield found
        found.close()


@pytest.fixture(autouse=True)
def fresh_limits():
    """Limits on guessing count in the cache, which outlives a test."""
    cache.clear()


@pytest.fixture
def walk(browser, live_server):
    """`walk(account=…, width=…, lang=…)` opens one more browser; all are closed at the end."""
    opened = []

    def begin(kind=Walker, **kwargs):
        opened.append(kind(browser, live_server.url, **kwargs))
        return opened[-1]

    yield begin
    for walker in opened:
        walker.close()


@pytest.fixture
def walk_by_keyboard(walk):
    return lambda **kwargs: walk(KeyboardWalker, **kwargs)


@pytest.fixture
def case_lead(transactional_db):
    """An account that leads the Dominican case."""
    programme = load_case()
    with scope(programme=programme):
        account, _password = open_account(
            by="the tests", email="rosa@example.org", name="Rosa", password=PASSWORD
        )
        give_role(by="the tests", programme=programme, account=account, role="lead")
    return account


@pytest.fixture
def clock():
    """The time of server and mail, to be put elsewhere; at the end it is as it was."""
    found = Clock()
    yield found
    found.stop()


@pytest.fixture
def cast(transactional_db, clock) -> Cast:
    """The workshop of Punta Cana and who walks in it."""
    return load_cast()
