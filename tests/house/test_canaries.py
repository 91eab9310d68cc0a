"""Nobody reads or writes a field they may not: a mark is planted in every text of two countries, then all is crawled."""

import re
import zipfile
from io import BytesIO

import pytest
from django_scopes import scope

from batea.phase3_implementation.revision.actions import freeze_version
from batea.programmes.models import Person
from batea.programmes.registers import address
from batea.programmes.words import Words
from batea.registry import places as registry_places
from tests.factory import make_all
from tests.house import typed, world

MARK = re.compile(r"zq([ab])\d{5}")
PERSONAL = {"programmes.person.name", "programmes.person.email", "programmes.person.telephone"}
EXACT = re.compile(r"18[.,]12[34]|71[.,]76[56]")


class Marks:
    """A text of its own for every field, and where each was planted."""

    def __init__(self, side: str):
        self.side, self.places = side, {}

    def __call__(self, field) -> str:
        mark = f"zq{self.side}{len(self.places):05d}"
        self.places[mark] = f"{field.model._meta.label_lower}.{field.name}"
        return mark

    def named(self, marks) -> set[str]:
        return {self.places[mark] for mark in marks}


def planted(programme, side):
    marks = Marks(side)
    with scope(programme=programme):
        records = make_all(programme, marks)
        freeze_version(by="x", programme=programme, reason=Words("x", "en"), adopted_by="x")
    return marks, records


@pytest.fixture
def marked_a(country_a):
    return planted(country_a, "a")


@pytest.fixture
def marked_b(country_b):
    return planted(country_b, "b")


def text_of(answer) -> str:
    """Everything readable in an answer: page, table, or the parts of a packed file."""
    if answer.body.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(answer.body)) as file:
            return "".join(file.read(name).decode(errors="replace") for name in file.namelist())
    return answer.body.decode(errors="replace") + answer.headers.get("Content-Disposition", "")


def export_addresses(client) -> list[str]:
    """Every list as a file (both kinds hold the same values: one member reads both), and finished documents."""
    tables = [
        address(register, "export", client.programme, kind=kind)
        for register in world.REGISTERS.values()
        for kind in (("csv", "xlsx") if client.account.name == "Olga" else ("csv",))
    ]
    return [*tables, f"/p/{client.programme.slug}/documents/strategy/en/docx/"]


def crawl(client, records) -> dict[str, str]:
    """{address: text} of every page and file of the client's programme that opens for it."""
    found = [
        world.address(page, client.programme, values)
        for page, values in world.addresses(client, records).items()
    ]
    urls = [*found, *export_addresses(client), "/?all", "/help/"]
    return {
        url: text_of(answer)
        for url in urls
        if (answer := world.answers(client, url)).status_code == 200 and not answer.body.startswith(b"%PDF")
    }


def seen(pages: dict[str, str]) -> set[str]:
    return {match.group() for text in pages.values() for match in MARK.finditer(text.lower())}


def make_documents(client) -> None:
    for kind in ("html", "docx"):
        url = f"/p/{client.programme.slug}/documents/make/"
        asked = {"kind": "strategy", "lang": "en", "format": kind}
        assert client.post(url, asked).status_code == 302


CRAWLED: dict[str, tuple] = {}


@pytest.fixture
def crawled(request):
    """{member: (marks of the own country, {address: text})}: crawled once, read by the tests below."""
    if not CRAWLED:
        both = {side: request.getfixturevalue(f"marked_{side}") for side in "ab"}
        cast = {name: request.getfixturevalue(name) for name in ("amina", "bruno", "clara", "olga", "dele")}
        make_documents(cast["amina"])
        world.addresses(cast["amina"], both["a"][1])
        for name, client in cast.items():
            marks, records = both[client.programme.slug]
            CRAWLED[name] = marks, crawl(client, records)
    return CRAWLED


def test_nobody_sees_another_countrys_marks(crawled):
    for name, (marks, found) in crawled.items():
        assert {mark for mark in seen(found) if mark not in marks.places} == set(), name
    for name in ("amina", "dele"):
        marks, found = crawled[name]
        assert len(seen(found)) > 0.7 * len(marks.places), "the crawl reads too little to prove anything"


def personal(marks, found) -> dict[str, set[str]]:
    """Pages that show a name or contact, with the fields."""
    shown = {url: marks.named(seen({url: text})) & PERSONAL for url, text in found.items()}
    return {url: fields for url, fields in shown.items() if fields}


def test_names_and_contacts_are_for_those_who_may_see_people(crawled):
    assert set().union(*personal(*crawled["amina"]).values()) == PERSONAL, "they must be there to be seen"
    for name in ("bruno", "clara", "olga"):
        assert personal(*crawled[name]) == {}, name


def exact(found) -> list[str]:
    """Pages that show an exact place. The country's own outline passes near one; it is the same file for everybody."""
    told = {url: text for url, text in found.items() if not url.endswith("/sites/outline.json")}
    return [url for url, text in told.items() if EXACT.search(text)]


def test_exact_places_are_for_those_who_may_see_them(crawled):
    for name in ("amina", "bruno"):
        assert exact(crawled[name][1]) != [], name
    for name in ("clara", "olga"):
        assert exact(crawled[name][1]) == [], name


def test_a_name_that_slips_out_would_be_seen(marked_a, olga, monkeypatch):
    marks, records = marked_a
    monkeypatch.setattr(Person, "__str__", lambda person: person.name)
    url = f"/p/a/task-force/seats/{records['phase1_getting_started.seat'].uid}/"
    assert personal(marks, {url: text_of(world.answers(olga, url))}) != {}


def test_an_exact_place_that_slips_out_would_be_seen(marked_a, olga, monkeypatch):
    monkeypatch.setattr(
        "batea.registry.outline_map.place_of", lambda site, exact: registry_places.place_of(site, True)
    )
    answer = world.answers(olga, "/p/a/sites/map/")
    assert exact({"": text_of(answer)}) != []


OVER = {
    "uid": "11111111-1111-4111-8111-111111111111",
    "version": "99",
    "exercise": "on",
    "changed_at": "2001-01-01",
    "id": "987654",
    "pk": "987654",
}


@pytest.mark.parametrize("register", typed.forms(), ids=lambda register: register.label)
def test_fields_that_are_not_in_the_form_are_ignored(amina, country_b, register):
    sent = typed.new_record(register, amina.programme)
    with scope(programme=amina.programme):
        before = set(register.model.objects.values_list("pk", flat=True))
    extra = {"programme": str(country_b.pk), "programme_id": str(country_b.pk)}
    answer = amina.post(address(register, "add", amina.programme), {**sent, **OVER, **extra})
    assert answer.status_code == 302, re.findall(r"govuk-error-message.*", answer.content.decode())[:5]
    with scope(programme=amina.programme):
        [saved] = register.model.objects.exclude(pk__in=before)
    assert (saved.programme_id, saved.version, saved.exercise) == (amina.programme.pk, 1, False)
    assert str(saved.uid) != OVER["uid"] and saved.pk != 987654 and saved.changed_at.year > 2001
    with scope(programme=country_b):
        assert not register.model.objects.exists()


def test_a_link_into_another_country_is_refused(amina, country_b):
    with scope(programme=country_b):
        theirs = make_all(country_b)["programmes.institution"]
    answer = amina.post("/p/a/people/add/", {"name": "X", "institution": str(theirs.uid)})
    assert answer.status_code == 422
    with scope(programme=amina.programme):
        assert Person.objects.filter(name="X").count() == 0
