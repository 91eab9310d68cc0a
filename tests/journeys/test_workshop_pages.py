"""Every page of a workshop and of a community that shows something is looked at: axe, focus, width, language, title.

Each role is walked at both widths and in two languages. What can be opened is asked of the server first, so that a new
page is walked without being named here.
"""

from collections.abc import Iterator
from itertools import chain

import pytest
from django.test import Client
from django_scopes import scope

from batea.learning import models as learning
from batea.learning.models import Answer, CaseStudy, Gathering, Question, Room, SharedItem
from batea.learning.workshops.results.actions import issue_certificates, open_sitting
from batea.learning.workshops.results.eligibility import standings
from batea.programmes.records import Record
from tests.factory import make
from tests.house.world import words_for
from tests.journeys.tongues import Polyglot
from tests.journeys.workshop_cast import BY, GUEST_GROUP, with_guest
from tests.learning.community_world import invite, new_community
from tools.access_table import Page, pages

WORKSHOP, COMMUNITY = "batea.learning.workshops.", "batea.learning.community."
TRIES = 3  # records of a kind that are tried until a page opens


def opened(client: Client, programme, area: str) -> list[str]:
    """The address of every page of the area that somebody can open, each once."""
    found = (first_opened(client, programme, page) for page in pages() if belongs(page, area))
    return [path for path in found if path]


def belongs(page: Page, area: str) -> bool:
    """Pages of the area's own, and the lists of its registers."""
    label, _dash, what = page.name.rpartition("-")
    listed = what == "list" and label.startswith("learning.") and model_of(label).__module__.startswith(area)
    a_file = {"lang", "format", "kind"} & set(dict(page.kwargs))
    return page.inside and not a_file and (page.view.__module__.startswith(area) or listed)


def model_of(label: str):
    return {model._meta.label_lower: model for model in map(learning.__dict__.get, learning.__all__)}[label]


def first_opened(client, programme, page: Page) -> str:
    for values in ways(page, programme):
        path = "/" + page.route
        for name, value in values.items():
            path = replaced(path, name, value)
        answer = client.get(path)
        if answer.status_code in (200, 403, 405):
            return path if shows(answer) else ""
    return ""


def replaced(route: str, name: str, value) -> str:
    before, _sign, after = route.partition(f":{name}>")
    return f"{before.rpartition('<')[0]}{value}{after}"


def ways(page: Page, programme) -> Iterator[dict]:
    """Values for the parts of an address; as uid records of the page's own room first."""
    words = {
        name: words_for(name) for name, kind in page.kwargs if name != "programme" and kind != "UUIDConverter"
    }
    known = {"programme": programme.slug, **words}
    if "uid" not in dict(page.kwargs):
        yield known
        return
    room = page.view.__module__.rpartition("workshops.")[2].partition(".")[0]
    models = [model for name in learning.__all__ if issubclass(model := learning.__dict__[name], Record)]
    own = [model for model in models if f".{room}." in model.__module__]
    with scope(programme=programme):
        records = [model.objects.order_by("pk").values_list("uid", flat=True)[:TRIES] for model in own]
        records += [model.objects.order_by("pk").values_list("uid", flat=True)[:1] for model in models]
        found = list(chain.from_iterable(records))
    yield from ({**known, "uid": uid} for uid in found)


def shows(answer) -> bool:
    """A page of Batea's own kind: no file, no document, no refusal."""
    html = answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html")
    return html and not answer.streaming and b'id="main"' in answer.content


def walked(walker, paths: list[str]) -> list[str]:
    """What is wrong with any of the pages; all are looked at before one is told."""
    faults = []
    for path in paths:
        try:
            walker.when_opens(path)
        except AssertionError as error:
            faults.append(str(error).splitlines()[0])
    return faults


def reader(account) -> Client:
    client = Client()
    client.force_login(account, backend="batea.web.accounts.SignIn")
    return client


@pytest.fixture
def hall(cast, clock):
    """The second day, with what pages need to show something: a guest, open tests, certificates."""
    with_guest(cast)
    clock.set("2018-06-26")
    with scope(programme=cast.workshop):
        open_sitting(by=BY, programme=cast.workshop, what="before")
        open_sitting(by=BY, programme=cast.workshop, what="evaluation")
        earned = [each for each in standings() if each.waits_for("attendance")]
        issue_certificates(by=BY, chosen=[(each, "attendance") for each in earned[:3]])
    return cast


@pytest.mark.parametrize(("width", "lang"), [(360, "fr"), (1280, "es")])
def test_who_runs_a_workshop_finds_no_barrier(walk, hall, width, lang):
    paths = opened(reader(hall.facilitator), hall.workshop, WORKSHOP)
    assert len(paths) > 80
    assert walked(walk(Polyglot, account=hall.facilitator, width=width, lang=lang), paths) == []


@pytest.mark.parametrize(("width", "lang"), [(360, "pt"), (1280, "en")])
def test_who_takes_part_in_a_workshop_finds_no_barrier(walk, hall, width, lang):
    account = hall.members[1 if lang == "pt" else GUEST_GROUP]
    paths = opened(reader(account), hall.workshop, WORKSHOP)
    assert len(paths) > 35
    assert walked(walk(Polyglot, account=account, width=width, lang=lang), paths) == []


@pytest.fixture
def community(amina, dele):
    """Something of each kind; Amina moderates, Dele takes part."""
    found = new_community()
    profile = invite(found, amina, "Amina", "DO", role="lead")
    invite(found, dele, "Dele", "GH")
    with scope(programme=found):
        room = make(Room, found)
        question = make(Question, found, room=room, asked_by=profile)
        make(Answer, found, question=question, answered_by=profile)
        for model in (SharedItem, CaseStudy, Gathering):
            make(model, found)
    return found


@pytest.mark.parametrize(("width", "lang"), [(360, "pt"), (1280, "fr")])
def test_a_community_puts_up_no_barrier(walk, community, amina, dele, width, lang):
    for client in (amina, dele):
        paths = opened(client, community, COMMUNITY)
        assert len(paths) > 12
        assert walked(walk(Polyglot, account=client.account, width=width, lang=lang), paths) == []
