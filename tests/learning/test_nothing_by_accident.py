"""P25: of a country's programme others see what was shared and no more; taken back it is gone from every way out.

Every text of the country's tables carries a mark of its own. Every page and file of the community is read, with its
bundle, its letters, its search, its rows and its files on the disk, before something is shared, while it is, and after.
"""

import json
import os
import re
import time
from io import BytesIO

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django_scopes import scope
from PIL import Image

from batea.evidence.models import Figure
from batea.learning.community.digest import send_letters
from batea.learning.community.searching import search
from batea.learning.community.sharing import share_record, withdraw_share
from batea.learning.community.snapshots import SHARABLE, sharable_models, snapshot_of
from batea.learning.models import Finding, Participant, Plan, Profile, Question, Share, SharedItem
from batea.programmes.attachments import (
    IN_FLIGHT,
    attach,
    delete_unnamed,
    forget_bytes,
    keep_bytes,
    place_of,
)
from batea.programmes.bundle import export_bundle
from batea.programmes.members import member_of
from batea.programmes.models import Attachment, AuditEntry
from batea.programmes.records import record_models
from batea.programmes.registers import REGISTERS, address
from batea.programmes.rows import rows_of
from tests.factory import make_all
from tests.house import world
from tests.house.test_canaries import Marks, text_of
from tests.learning.community_world import invite, new_community

MARK = re.compile(r"zqa\d{5}")
TERMS = {"licence": "community", "consent": "Ministry of Mines"}


@pytest.fixture
def there(db, amina, dele):
    """A community with one entry in every table of its own; Dele moderates it, so that nobody sees more than he does."""
    community = new_community()
    invite(community, amina, "Amina", "DO")
    invite(community, dele, "Dele", "GH", role="lead", digest=True)
    with scope(programme=community):
        make_all(community)
    return community


@pytest.fixture
def marked(country_a, amina):
    """Amina's country with a mark in every text: (marks, one record for each table that can be shared)."""
    marks = Marks("a")
    with scope(programme=country_a):
        records = make_all(country_a, marks)
        photo = attach(
            by=amina.member, programme=country_a, title=marks(field("title")), file=picture("mine.jpg")
        )
        found = {label: records[label] for label in SHARABLE}
        Finding.objects.filter(pk=found["learning.finding"].pk).update(photo=photo)
        Figure.objects.filter(pk=found["evidence.figure"].pk).update(
            low=None, high=None, best=912300, unit="site"
        )
        Plan.objects.update(public=True)
        found["programmes.attachment"] = attach(
            by=amina.member,
            programme=country_a,
            title=marks(field("title")),
            file=SimpleUploadedFile("t.csv", TABLE),
        )
        return marks, {label: type(record).objects.get(pk=record.pk) for label, record in found.items()}


TABLE = b"a,b\nzqa99999,2\n"


def field(name):
    return Attachment._meta.get_field(name)


def picture(name: str) -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (9, 7), (1, 200, 3)).save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue())


def share_all(amina, country_a, community, records) -> list[Share]:
    with scope(programme=country_a):
        return [
            share_record(by=amina.member, record=record, community=community, **TERMS)
            for record in records.values()
        ]


def take_all_back(amina, shares):
    with scope(programme=amina.programme):
        for share in shares:
            withdraw_share(by=amina.member, share=Share.objects.get(pk=share.pk))


def marks_in(text: str) -> set[str]:
    return set(MARK.findall(text.lower()))


def said_by(records, *, more: bool = True) -> set[str]:
    """The marks in the snapshots of these records: all that others may ever see; without `more` the words alone."""
    found = set()
    for record in records.values():
        snapshot = snapshot_of(record)
        told = [snapshot.source, *snapshot.title.values(), *snapshot.words.values()]
        told += [snapshot.period, snapshot.unit, snapshot.key] if more else []
        found |= marks_in(" ".join(told))
    return found


def everywhere(client, community) -> dict[str, set[str]]:
    """{where: marks} of all that the community gives to somebody who may do everything there."""
    client.programme, own = community, client.programme
    client.raise_request_exception = (
        False  # a page that breaks shows nothing; other tests of the house find it
    )
    with scope(programme=community):
        records = {
            model._meta.label_lower: model.objects.order_by("pk").first()
            for model in record_models()
            if model.objects.exists()
        }
        pages = {}
        for url in addresses_there(client, records):
            pages |= opened(client, url)
        for register in REGISTERS.values():
            for row in register.model.objects.all()[:20]:
                pages |= opened(client, address(register, "show", community, uid=row.uid))
        for item in SharedItem.objects.all():
            pages |= opened(client, f"/p/c/community/library/{item.uid}/")
            pages |= opened(client, f"/p/c/community/library/{item.uid}/file/")
        for file in Attachment.objects.all():
            pages |= opened(client, f"/p/c/files/{file.uid}/download/")
        keys = set(SharedItem.objects.exclude(key="").values_list("key", flat=True))
        for key in (*keys, "I11"):
            for way in ("comparison/", "comparison/export.csv", "comparison/export.xlsx"):
                pages |= opened(client, f"/p/c/community/{way}?key={key}")
        pages["rows"] = json.dumps(rows_of(community), default=str)
    pages["bundle"] = text_of(Answer(export_bundle(by="x", programme=community)))
    trail = AuditEntry.objects.filter(chain=str(community.uid)).values_list("what", "change", "actor")
    pages["trail"] = str(list(trail))
    send_letters(by="x", community=community, server="http://s")
    pages["letters"] = " ".join(letter.body for letter in mail.outbox)
    mail.outbox.clear()
    client.programme = own
    return {where: found for where, text in pages.items() if (found := marks_in(text))}


FOUND: dict[str, tuple] = {}


def addresses_there(client, records) -> list[str]:
    """Every page that exists in a community, and every list as a file; tried once, then known by table."""
    if not FOUND:
        tables_of = {record.uid: label for label, record in records.items()}
        for page in world.inside_pages():
            values = existing(client, page, records)
            if values is not None:
                FOUND[page.route] = values, tables_of.get(values.get("uid"))
    found = [
        world.address(page, client.programme, world.values_now(*FOUND[page.route], records))
        for page in world.inside_pages()
        if page.route in FOUND
    ]
    assert len(found) > 300
    lists = [address(each, "export", client.programme, kind="csv") for each in REGISTERS.values()]
    return [*found, *lists, "/?all", "/help/"]


def existing(client, page, records) -> dict | None:
    """Values with which the page exists; a page of steps or of another kind of programme has none in a community. The
    records of the page's own room come first, so that a few tries do."""
    for values in list(world.candidates(page, records))[:12]:
        url = world.address(page, client.programme, values)
        if any(
            world.answers(client, url, method).status_code not in (404, 405) for method in ("get", "post")
        ):
            return values
    return None


class Answer:
    """Bytes as `text_of` takes them."""

    def __init__(self, body):
        self.body, self.headers = body, {}


def opened(client, url) -> dict[str, str]:
    answer = world.answers(client, url)
    assert "no-store" in answer.headers["Cache-Control"], (
        "nobody's browser or proxy keeps what may be taken back"
    )
    return {url: text_of(answer)} if answer.status_code == 200 else {}


def finds(client, community, words) -> int:
    with scope(programme=community):
        return len(search(member_of(community, client.account), words)[0])


def test_others_see_what_was_shared_and_nothing_else_until_it_is_taken_back(
    there, amina, dele, country_a, marked, django_capture_on_commit_callbacks
):
    marks, records = marked
    assert everywhere(dele, there) == {}, "nothing of a country is there before somebody shares it"
    shares = share_all(amina, country_a, there, records)
    with scope(programme=country_a):
        allowed, words = said_by(records) | {"zqa99999"}, said_by(records, more=False)
    shown = everywhere(dele, there)
    seen = set().union(*shown.values())
    assert seen - allowed == set(), marks.named((seen - allowed) & set(marks.places))
    assert allowed - seen == set() and len(allowed) >= 12, "what is shared is seen"
    for part in ("/community/library/", "/file/", "bundle", "rows", "letters"):
        assert any(part in where for where in shown), part
    assert all(finds(dele, there, mark) for mark in words)
    with scope(programme=there):
        bytes_there = [place_of(file.sha256) for file in Attachment.objects.filter(title="Shared file")]
    assert len(bytes_there) == 2 and all(place.exists() for place in bytes_there)

    begun = time.monotonic()
    with django_capture_on_commit_callbacks(execute=True):
        take_all_back(amina, shares)
    assert everywhere(dele, there) == {}
    assert [mark for mark in allowed if finds(dele, there, mark)] == []
    assert time.monotonic() - begun < 60, "gone within a minute, reading everything included"
    with scope(programme=country_a):
        own = place_of(records["programmes.attachment"].sha256)
    kept = [place for place in bytes_there if place.exists()]
    assert kept == [own], "the picture made for others is gone from the disk; the country's own file is there"


def test_a_canary_that_slips_out_would_be_seen(there, amina, dele, country_a, marked, monkeypatch):
    """The twin: a take-back that forgets the words is found by the same crawl, in many places."""
    _marks, records = marked
    shares = share_all(amina, country_a, there, records)
    monkeypatch.setattr("batea.learning.community.sharing.EMPTY", {"attachment": None})
    monkeypatch.setattr("batea.learning.community.sharing.Words", lambda: records["evidence.figure"].words)
    take_all_back(amina, shares)
    assert {"rows", "bundle"} <= set(everywhere(dele, there))


def test_dele_sees_nothing_of_it_in_his_own_country_either(there, amina, dele, country_a, country_b, marked):
    _marks, records = marked
    share_all(amina, country_a, there, records)
    with scope(programme=country_b):
        make_all(country_b)
    assert world.inside_pages()
    for register in REGISTERS.values():
        assert not marks_in(text_of(world.answers(dele, address(register, "list", country_b))))
    for register in REGISTERS.values():
        for what in ("list", "export"):
            more = {"kind": "csv"} if what == "export" else {}
            assert world.answers(dele, address(register, what, country_a, **more)).status_code == 404
    assert marks_in(text_of(world.answers(dele, "/?all"))) == set()


def test_every_table_begins_private():
    """A table that nobody has put on the list cannot be shared; what is on it is known here by name."""
    assert set(SHARABLE) == {
        "evidence.figure",
        "evidence.statement",
        "phase2_strategy.chosenmeasure",
        "phase2_strategy.nationalmeasure",
        "learning.finding",
        "learning.plan",
        "programmes.attachment",
    }
    assert {model._meta.label_lower for model in sharable_models()} == set(SHARABLE)
    private = {Plan: "public", Question: "routed_to", Profile: "expert"}
    assert all(model._meta.get_field(name).get_default() in (False, None) for model, name in private.items())
    assert Participant and Share._meta.get_field("withdrawn_on").null


# The bytes of a file -------------------------------------------------------------------------------------------------------


def shared_file(amina, country_a, community, record):
    with scope(programme=country_a):
        return share_record(by=amina.member, record=record, community=community, **TERMS)


def photo_of(country_a, amina):
    with scope(programme=country_a):
        return attach(by=amina.member, programme=country_a, title="Timbering", file=picture("t.jpg"))


def copy_in(community):
    with scope(programme=community):
        return Attachment.objects.get(title="Shared file")


@pytest.mark.django_db(transaction=True)
def test_bytes_that_another_row_names_stay(amina, dele, country_a):
    one, two = new_community("c"), new_community("d")
    for community in (one, two):
        invite(community, amina, "Amina", "DO")
    record = photo_of(country_a, amina)
    shares = [shared_file(amina, country_a, community, record) for community in (one, two)]
    place = place_of(copy_in(one).sha256)
    assert place == place_of(copy_in(two).sha256), "the same bytes are kept once"
    os.utime(place, (time.time() - IN_FLIGHT - 1,) * 2)
    take_all_back(amina, shares[:1])
    assert place.exists()
    take_all_back(amina, shares[1:])
    assert not place.exists() and place_of(record.sha256).exists()


@pytest.mark.django_db(transaction=True)
def test_shared_again_the_older_copy_goes_and_the_newer_stays(amina, country_a):
    community = new_community()
    invite(community, amina, "Amina", "DO")
    record = photo_of(country_a, amina)
    shared_file(amina, country_a, community, record)
    place = place_of(copy_in(community).sha256)
    shared_file(amina, country_a, community, record)
    assert place.exists() and place == place_of(copy_in(community).sha256)


@pytest.mark.django_db(transaction=True)
def test_bytes_that_somebody_is_just_sending_anew_stay_for_their_row():
    content = b"%PDF-1.7 sent by two at once"
    sha256 = keep_bytes(content)
    removed_row_was_of = time.time()
    time.sleep(0.02)
    keep_bytes(content)  # another request, whose row is not there yet
    assert not delete_unnamed(sha256, removed_row_was_of) and place_of(sha256).exists()
    os.utime(place_of(sha256), (time.time() - IN_FLIGHT - 1,) * 2)
    assert delete_unnamed(sha256, removed_row_was_of) and not place_of(sha256).exists()
    assert delete_unnamed(sha256, removed_row_was_of), "gone is gone"
    assert keep_bytes(content) == sha256 and place_of(sha256).read_bytes() == content


@pytest.mark.django_db(transaction=True)
def test_a_take_back_that_fails_leaves_the_bytes(amina, country_a, monkeypatch):
    community = new_community()
    invite(community, amina, "Amina", "DO")
    share = shared_file(amina, country_a, community, photo_of(country_a, amina))
    place = place_of(copy_in(community).sha256)

    def broken(file):
        forget_bytes(file)
        raise RuntimeError

    monkeypatch.setattr("batea.learning.community.sharing.forget_bytes", broken)
    with pytest.raises(RuntimeError):
        take_all_back(amina, [share])
    assert place.exists() and copy_in(community)


def test_a_letter_is_written_when_its_turn_has_come(there, amina, dele, country_a, marked, monkeypatch):
    """Letters take their time; what is taken back while they go out is not in those that are still to be sent."""
    _marks, records = marked
    [share] = share_all(amina, country_a, there, {"s": records["evidence.statement"]})
    with scope(programme=there):
        Profile.objects.filter(badge="Amina").update(digest=True)
    sent = []

    def slow(subject, body, sender, to):
        sent.append(body)
        if len(sent) == 1:
            take_all_back(amina, [share])

    monkeypatch.setattr("batea.learning.community.digest.send_mail", slow)
    send_letters(by="x", community=there, server="http://s")
    assert marks_in(sent[0]) and not any(map(marks_in, sent[1:]))
    assert len(sent) == 2, "both readers have other news as well"
