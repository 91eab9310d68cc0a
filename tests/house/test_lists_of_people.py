"""P10, no way around: whatever gives a file is tried by whoever may open it, in a programme with many people in every table.

A file that holds more people than may leave without somebody else's consent is a fault, wherever it comes from: a
register, a page of a room, a document, the trail, the bundle, a feed, a phone's key.
"""

import io
import re
import zipfile
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils import timezone
from django_scopes import scope
from pypdf import PdfReader

from batea.learning.models import Participant, Profile
from batea.problems import Refused
from batea.programmes import handing_out
from batea.programmes.handing_out import FREE_A_DAY
from batea.programmes.models import ListRequest, Person
from batea.programmes.records import record_links, record_models
from batea.programmes.registers import REGISTERS, address
from batea.surveys.reading import give_reading_key
from tests.conftest import cast
from tests.factory import make, make_all
from tests.house import world
from tests.surveys import making
from tests.surveys.test_odata import Reader

MANY = FREE_A_DAY + 7
MARK = re.compile(r"zqp(\d{3})")
PEOPLE = (Person, Participant, Profile)
PURPOSE = {"purpose": "zz to see what leaves"}
# Tables with a rule of their own on top of their fields; each is named for another reason.
ONCE = {
    "learning.seating",  # a place at a table, filled below with a table for each
    "surveys.phone",
    "surveys.readingkey",
}


def crowd(programme) -> None:
    """MANY people, participants and members with names of their own, and a row for each in every table that points at them."""
    for number in range(MANY):
        mark = f"zqp{number:03d}"

        def text(field, mark=mark):  # in what names somebody, and nowhere else
            names = field.model in PEOPLE or field.name in getattr(field.model, "forgets", ())
            return f"{mark} {field.name}" if names else f"Some {field.name} {mark[-3:]}"

        person = make(Person, programme, text=text, account=None, institution=None)
        known = {Person: person}
        for model in (Participant, Profile):
            known[model] = make(model, programme, text=text, person=person)
        for model in record_models():
            links = {
                link.name: known[link.related_model]
                for link in record_links(model)
                if link.related_model in PEOPLE
            }
            if model in PEOPLE or not (links or model.forgets) or model._meta.label_lower in ONCE:
                continue
            try:
                make(model, programme, text=text, **links)
            except (
                Refused,
                ValidationError,
            ):  # a rule beyond the fields; told by `filled` when it is too many
                continue


def filled(programme) -> set[str]:
    """Registers that hold many people."""
    return {
        label
        for label, register in REGISTERS.items()
        if register.names_people() and register.model.objects.count() >= MANY
    }


def text_of(body: bytes) -> str:
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as file:
            return "".join(file.read(name).decode(errors="replace") for name in file.namelist())
    if body.startswith(b"%PDF"):
        return "".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages)
    return body.decode(errors="replace")


def people_in(body: bytes) -> int:
    return len(set(MARK.findall(text_of(body).lower())))


def is_file(answer) -> bool:
    """A page is looked at; everything else is taken along."""
    return answer.status_code == 200 and (
        "Content-Disposition" in answer.headers or not answer.headers["Content-Type"].startswith("text/html")
    )


def tries(client, records) -> list[tuple[str, str, dict | None]]:
    """(method, address, data) of every page, every list as a file of both kinds, and the documents in every format."""
    found = [
        world.address(page, client.programme, values)
        for page, values in world.addresses(client, records).items()
    ]
    slug = client.programme.slug
    for register in REGISTERS.values():
        found += [address(register, "export", client.programme, kind=kind) for kind in ("csv", "xlsx")]
    for page in world.inside_pages():
        parts = {name for name, kind in page.kwargs if kind == "UUIDConverter"}
        if "kind" in dict(page.kwargs) and not parts and world.register_page(page) == (None, ""):
            found += [
                world.address(page, client.programme, {"kind": kind, **others(page)})
                for kind in ("csv", "xlsx")
            ]
    urls = list(dict.fromkeys(found))
    made = [
        ("post", f"/p/{slug}/documents/make/", {"kind": "strategy", "lang": "en", "format": kind})
        for kind in ("html", "docx")
    ]
    return [*made, *(("get", url, None) for url in urls), *(("post", url, PURPOSE) for url in urls)]


def others(page) -> dict:
    return {name: world.words_for(name) for name, _kind in page.kwargs if name not in {"programme", "kind"}}


def leaks(client, tried) -> tuple[dict[str, int], list]:
    """({address: people} of the files that hold too many of them, what gave a file or asked what it is for)."""
    found, giving = {}, []
    client.raise_request_exception = (
        False  # a page that breaks gives no file; other tests of the house find it
    )
    for method, url, data in tried:
        answer = world.answers(client, url, method, data)
        if is_file(answer):
            count = people_in(answer.body)
            if count > FREE_A_DAY:
                found[f"{method} {url}"] = count
        if (
            is_file(answer)
            or b'name="purpose"' in answer.body
            or "/about/lists/" in answer.headers.get("Location", "")
        ):
            giving.append((method, url, data))
    return found, giving


@pytest.fixture
def crowded(country_a):
    with scope(programme=country_a):
        records = make_all(country_a)
        crowd(country_a)
        return records


def test_no_file_takes_many_people_along_unless_somebody_else_agreed(crowded, amina, bruno, clara):
    assert world.inside_pages()  # the registers are known once the addresses are
    with scope(programme=amina.programme):
        named = {label for label, register in REGISTERS.items() if register.names_people()}
        assert len(filled(amina.programme)) >= 15, sorted(named - filled(amina.programme))
    nadia, carla = (
        cast(amina.programme, *who) for who in (("nadia", "administrator"), ("carla", "facilitator"))
    )
    pia = cast(amina.programme, "pia", "participant")
    found, giving = leaks(amina, tries(amina, crowded))
    assert found == {}
    assert len(giving) > 150, "the crawl takes too little along to prove anything"
    for client in (nadia, carla, pia, bruno, clara):  # others are given other files at the same addresses
        assert leaks(client, giving)[0] == {}, client.account.name


def test_a_file_without_the_guard_would_be_seen(crowded, amina, monkeypatch):
    """The twin: with no limit, the lists that name people are found by the same crawl."""
    monkeypatch.setattr(handing_out, "FREE_A_DAY", 10_000)
    monkeypatch.setattr(handing_out, "ROWS_A_DAY", 10_000)
    found, _giving = leaks(amina, tries(amina, crowded))
    for part in (
        "/people/export.csv",
        "/workshop/participants/export.xlsx",
        "/about/bundle/",
        "/audit/export.csv",
    ):
        assert any(part in url for url in found), (part, sorted(found))
    assert len(found) > 20


def test_asking_leaves_requests_and_no_file(crowded, amina):
    answer = amina.post("/p/a/people/export.csv", PURPOSE)
    assert answer.status_code == 302 and not is_file(answer)
    with scope(programme=amina.programme):
        assert ListRequest.objects.filter(asked_by="amina@example.org").count() == 1


def test_a_reading_key_reads_answers_and_nobody_of_the_registers(crowded, amina, bruno):
    """The feed for Excel gives what was filled in. Who sent it is not in it, and no register is."""
    form = making.published(amina.programme).form
    phone = making.collector(bruno)
    for _n in range(3):
        sent = making.instance("<site>zqsite</site><women>3</women>", uid=making.new_id())
        assert phone.send(sent).status_code == 201
    with scope(programme=amina.programme):
        until = timezone.localdate() + timedelta(days=30)
        key = give_reading_key(by="x", person=making.officer(amina), name="Excel", until=until, form=form)
    reader = Reader(*key, form)
    told = b"".join(
        reader.ask(path).content for path in ("", "$metadata", "Submissions", "Submissions?$expand=*")
    )
    feeds = sorted(set(re.findall(r'"url": ?"(\w+)"', reader.ask("").content.decode())))
    rows = [reader.rows(feed)[0] for feed in feeds]
    assert "zqsite" in str(rows) or b"zqsite" in told
    assert people_in(told + str(rows).encode()) == 0 and b"bruno" not in told and "bruno" not in str(rows)
    for register in REGISTERS.values():
        if register.names_people():
            url = address(register, "export", amina.programme, kind="csv")
            answer = reader.get(url, headers={"Authorization": f"Bearer {reader.token}"})
            assert answer.status_code == 302 and "/account/" in answer.url, (
                "a key opens no page of a programme"
            )


def test_a_key_of_a_phone_gets_no_names_of_registers(crowded, amina, bruno):
    making.published(amina.programme)
    phone = making.collector(bruno)
    told = b"".join(phone.ask(path).content for path in ("formList", "formList?verbose=true"))
    for url in set(re.findall(r"https?://[^<\s]+", told.decode())):
        answer: HttpResponse = phone.get(
            url.split("testserver", 1)[-1], headers={"X-OpenRosa-Version": "1.0"}
        )
        told += b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert b"visit" in told and people_in(told) == 0


def test_whole_programmes_are_for_those_who_answer_for_them(crowded, amina, bruno, clara):
    """The bundle holds everybody: the lead and the administrator may, with consent; nobody else at all."""
    carla = cast(amina.programme, "carla", "facilitator")
    for client in (bruno, clara, carla):
        assert client.post("/p/a/about/bundle/", PURPOSE).status_code == 403
    assert amina.post("/p/a/about/bundle/", PURPOSE).status_code == 302
