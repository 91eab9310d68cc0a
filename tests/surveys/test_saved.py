"""A file of unsent answers is read back: each answer through the one door, and no file can do harm."""

import io
import struct
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django_scopes import scope

from batea.interop.archive import Limits
from batea.interop.saved import LIMITS, read_saved
from batea.problems import NOT_SAVED_ANSWERS, Refused
from batea.surveys.models import SetAside, Submission
from tests.surveys import making
from tests.surveys.making import JPEG, instance, new_id

ANSWERS = "<site>A</site><photo>{}</photo>"


def packed(*parts: tuple[str, bytes], packing=zipfile.ZIP_STORED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packing) as file:
        for name, content in parts:
            file.writestr(name, content)
    return out.getvalue()


def folder(uid: str, xml: bytes, *files: tuple[str, bytes]) -> list[tuple[str, bytes]]:
    """As the page on the device lays it down."""
    here = f"instances/{uid.replace(':', '-')}"
    inside = [(f"{here}/{name}", content) for name, content in files]
    return [(f"{here}/submission.xml", xml), *inside, (f"{here}/receipt.txt", b"Receipt")]


def bring(client, content: bytes):
    return client.post("/p/a/surveys/unsent/", {"file": SimpleUploadedFile("unsent.zip", content)})


def test_each_answer_is_taken_and_told_and_the_same_again_changes_nothing(bruno, country_a):
    making.published(country_a)
    one, two, three = new_id(), new_id(), new_id()
    content = packed(
        *folder(one, instance(ANSWERS.format("my photo (1).jpg"), uid=one), ("my-photo-1-.jpg", JPEG)),
        *folder(two, instance(ANSWERS.format("é.jpg"), uid=two, version="9"), ("é.jpg", JPEG)),
        *folder(three, b"<no"),
    )
    shown = bring(bruno, content).content.decode()
    assert (shown.count(">Taken<"), shown.count(">Not taken<")) == (1, 2)
    assert "Received." in shown and "is not published here" in shown and "cannot be read" in shown
    with scope(programme=country_a):
        came = Submission.objects.get()
        assert (came.instance_id, came.missing, came.sent_by) == (one, 0, making.officer(bruno))
        assert came.files.get().name == "my photo (1).jpg" and came.phone is None
        assert sorted(SetAside.objects.values_list("file_name", flat=True)) == ["submission.xml", "é.jpg"]
    again = bring(bruno, content).content.decode()
    assert "Received before; nothing is lost." in again
    with scope(programme=country_a):
        assert (Submission.objects.count(), SetAside.objects.count()) == (1, 2)


def test_what_the_phone_half_sent_is_completed(bruno, country_a):
    making.published(country_a)
    uid = new_id()
    xml = instance(ANSWERS.format("1.jpg"), uid=uid)
    phone = making.collector(bruno)
    phone.send(xml)
    assert "Received before" in bring(bruno, packed(*folder(uid, xml, ("1.jpg", JPEG)))).content.decode()
    with scope(programme=country_a):
        came = Submission.objects.get()
        assert (came.missing, came.phone) == (0, phone.phone)


def test_only_those_who_collect_bring_it_in(olga, country_a):
    making.published(country_a)
    uid = new_id()
    assert olga.get("/p/a/surveys/unsent/").status_code == 403
    assert bring(olga, packed(*folder(uid, instance("<site>A</site>", uid=uid)))).status_code == 403
    with scope(programme=country_a):
        assert Submission.objects.count() == 0


XML = instance("<site>A</site>", uid="uuid:x")
GOOD = ("instances/x/submission.xml", XML)
TIGHT = Limits(part=2_000_000, whole=3_000_000, squeezed=10_000)


def locked(content: bytes) -> bytes:
    """The same with the mark of a password on every part of its directory."""
    out = bytearray(content)
    at = out.find(b"PK\x01\x02")
    while at >= 0:
        flags = struct.unpack_from("<H", out, at + 8)[0]
        struct.pack_into("<H", out, at + 8, flags | 1)
        at = out.find(b"PK\x01\x02", at + 4)
    return bytes(out)


HOSTILE = {
    "no zip": b"PK\x03\x04 but no more",
    "empty": b"",
    "nothing in it": packed(),
    "above": packed(GOOD, ("instances/../../../etc/passwd", b"x")),
    "beside": packed(GOOD, ("instances/../submission.xml", XML)),
    "absolute": packed(GOOD, ("/etc/passwd", b"x")),
    "backslashes": packed(GOOD, ("instances\\x\\..\\y", b"x")),
    "drive": packed(GOOD, ("C:/x", b"x")),
    "too deep": packed(GOOD, ("instances/x/y/z", b"x")),
    "hidden letters": packed(GOOD, ("instances/x/a\u202egpj.exe", b"x")),
    "photos without answers": packed(("instances/x/1.jpg", JPEG)),
    "answers twice": packed(GOOD, GOOD),
    "a bomb": packed(GOOD, ("instances/x/1.jpg", b"\0" * 1_000_000), packing=zipfile.ZIP_DEFLATED),
    "too large": packed(GOOD, ("instances/x/1.jpg", b"\0" * 2_000_001)),
    "too large together": packed(GOOD, *((f"instances/x/{n}.jpg", b"\0" * 1_900_000) for n in (1, 2))),
    "locked": locked(packed(GOOD)),
}


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_is_refused_in_words(kind):
    with pytest.raises(Refused) as refused:
        read_saved(io.BytesIO(HOSTILE[kind]), TIGHT)
    assert refused.value.problem is NOT_SAVED_ANSWERS and refused.value.details["reason"]


def test_the_page_says_why_and_nothing_is_taken(bruno, country_a):
    making.published(country_a)
    answer = bring(bruno, packed(GOOD, ("instances/../x/submission.xml", XML)))
    assert answer.status_code == 422 and "it holds other things than saved answers" in answer.content.decode()
    with scope(programme=country_a):
        assert Submission.objects.count() == 0


def test_more_parts_than_any_device_saves_are_refused(monkeypatch):
    monkeypatch.setattr("batea.interop.saved.MOST_PARTS", 2)
    parts = packed(GOOD, ("instances/x/1.jpg", JPEG), ("instances/x/2.jpg", JPEG))
    with pytest.raises(Refused):
        read_saved(io.BytesIO(parts), LIMITS)


def test_a_damaged_photo_costs_only_its_own_answers(bruno, country_a):
    making.published(country_a)
    one, two = new_id(), new_id()
    content = packed(
        *folder(one, instance(ANSWERS.format("1.jpg"), uid=one), ("1.jpg", JPEG)),
        *folder(two, instance("<site>B</site>", uid=two)),
    )
    shown = bring(bruno, content.replace(JPEG, JPEG[:-5] + b"xxxxx", 1)).content.decode()
    assert "a part of it is damaged" in shown and "Received." in shown
    with scope(programme=country_a):
        assert Submission.objects.get().instance_id == two


def test_names_that_became_the_same_keep_apart(bruno, country_a):
    making.published(country_a)
    uid = new_id()
    xml = instance("<photo>a b.jpg</photo><second>a(b.jpg</second>", uid=uid)
    with pytest.warns(UserWarning, match="Duplicate name"):
        content = packed(*folder(uid, xml, ("a-b.jpg", JPEG), ("a-b.jpg", JPEG + b"2")))
    bring(bruno, content)
    with scope(programme=country_a):
        files = {each.name: each.attachment.size for each in Submission.objects.get().files.all()}
    assert files == {"a b.jpg": len(JPEG), "a(b.jpg": len(JPEG) + 1}
