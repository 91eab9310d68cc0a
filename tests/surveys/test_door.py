"""What a phone relies on, case by case (OpenRosa; ODK XForms 1.0.0), over HTTP."""

import hashlib

import pytest
from django_scopes import scope
from lxml import etree

from batea.programmes.audit import chain_of, verify_audit
from batea.programmes.models import AuditEntry
from batea.surveys.models import Form, SetAside, Submission, SubmissionFile
from batea.surveys.phones import revoke_key
from batea.surveys.views import bodies
from tests.surveys import making
from tests.surveys.making import JPEG, instance, new_id

ORX = "{http://openrosa.org/http/response}"


@pytest.fixture
def form(country_a):
    return making.published(country_a)


@pytest.fixture
def phone(form, bruno):
    return making.collector(bruno)


@pytest.fixture
def inside(country_a):
    with scope(programme=country_a):
        yield country_a


def message(answer) -> str:
    found = etree.fromstring(answer.content).find(f"{ORX}message")
    assert found is not None and answer["Content-Type"] == "text/xml; charset=utf-8"
    return found.text


def listed(answer) -> list[dict]:
    return [
        {etree.QName(child).localname: child.text for child in xform}
        for xform in etree.fromstring(answer.content)
    ]


# Fetching ---------------------------------------------------------------------------------------------------------


def test_the_form_list_names_every_published_form(phone, form):
    answer = phone.ask("formList")
    assert answer.status_code == 200
    assert answer["X-OpenRosa-Version"] == "1.0"
    assert int(answer["X-OpenRosa-Accept-Content-Length"]) > 1_000_000
    assert answer["Date"] and answer["Content-Language"]
    (found,) = listed(answer)
    assert (found["formID"], found["name"], found["version"]) == ("visit", "Visit", "1")
    assert found["downloadUrl"].startswith("http://testserver/collect/")
    assert "manifestUrl" not in found


def test_the_form_is_what_its_hash_says(phone):
    (found,) = listed(phone.ask("formList"))
    body = phone.ask(found["downloadUrl"].partition(phone.base)[2]).content
    assert found["hash"] == f"md5:{hashlib.md5(body).hexdigest()}"


def test_the_list_can_be_asked_for_one_form(phone):
    assert [each["formID"] for each in listed(phone.ask("formList?formID=visit"))] == ["visit"]
    assert listed(phone.ask("formList?formID=nothing")) == []


def test_head_answers_like_get_without_a_body(phone):
    answer = phone.head(f"{phone.base}formList")
    assert (answer.status_code, answer.content) == (200, b"")
    answer = phone.head(f"{phone.base}submission")
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer["X-OpenRosa-Version"] == "1.0" and answer["Location"].endswith("/submission")


def test_a_protocol_we_do_not_speak_is_refused_on_sending_only(phone):
    assert phone.get(f"{phone.base}formList").status_code == 200
    answer = phone.send(instance(uid=new_id()), headers={"X-OpenRosa-Version": "2.0"})
    assert answer.status_code == 400
    assert "2.0" in message(answer)


@pytest.mark.parametrize("path", ["formList", "submission"])
@pytest.mark.parametrize("method", ["get", "head", "post"])
def test_without_a_key_nothing_is_told(db, eve, path, method):
    answer = getattr(eve, method)(f"/collect/nobody/{path}")
    assert answer.status_code in {401, 405}
    if method == "get":
        assert message(answer)


def test_a_revoked_key_opens_nothing_from_the_next_request_on(phone, inside):
    assert phone.ask("formList").status_code == 200
    revoke_key(by="the tests", phone=phone.phone)
    assert phone.ask("formList").status_code == 401
    assert phone.send(instance(uid=new_id())).status_code == 401
    assert Submission.objects.count() == 0


def test_nothing_is_read_of_what_a_stranger_sends(db, eve, monkeypatch):
    def read(*_args):
        raise AssertionError("the body was read")

    monkeypatch.setattr("django.core.handlers.wsgi.WSGIRequest.read", read)
    assert eve.post("/collect/nobody/submission", b"x" * 1000, content_type=making.TYPE).status_code == 401


def test_a_key_ends_with_its_officers_role(phone, bruno, inside):
    from batea.programmes.models import Membership

    Membership.objects.filter(person=making.officer(bruno)).delete()
    assert phone.ask("formList").status_code == 401


def test_a_key_reads_no_answers_and_no_people(phone, country_a):
    phone.send(instance("<site>Canary</site>", uid=new_id()))
    for path in ("formList", "submission", ""):
        assert b"Canary" not in phone.get(phone.base + path).content
    assert phone.get(f"/p/{country_a.slug}/surveys/submissions/").status_code == 302


def test_a_key_for_one_form_fetches_no_other(form, bruno, inside):
    other = Form.objects.create(programme=inside, form_id="x", title="X")
    theirs = making.collector(bruno, form=other)
    assert listed(theirs.ask("formList")) == []
    assert theirs.send(instance(uid=new_id())).status_code == 404
    assert SetAside.objects.get().reason == "unknown_form" and Submission.objects.count() == 0


# Sending ----------------------------------------------------------------------------------------------------------


def test_a_new_instance_is_kept_and_acknowledged(phone, inside):
    sent = instance("<site>La Cumbre</site><women>3</women><pit><depth>4.5</depth></pit>", uid=new_id())
    answer = phone.send(sent)
    assert answer.status_code == 201
    assert message(answer) and answer["Location"]
    kept = Submission.objects.get()
    assert kept.xml.encode() == sent and kept.sha256 == hashlib.sha256(sent).hexdigest()
    assert kept.sent_by == phone.phone.person
    assert kept.state == Submission.State.RECEIVED
    assert verify_audit(chain_of(inside))
    assert AuditEntry.objects.filter(act="receive").count() == 1


def test_the_same_again_is_a_success_and_kept_once(phone, inside):
    sent = instance("<site>A</site>", uid=new_id())
    assert [phone.send(sent).status_code for _turn in range(3)] == [201, 201, 201]
    assert Submission.objects.count() == 1
    assert AuditEntry.objects.filter(act="receive").count() == 1


def test_other_answers_under_the_same_identity_are_kept_aside(phone, inside):
    uid = new_id()
    phone.send(instance("<site>A</site>", uid=uid))
    other = instance("<site>B</site>", uid=uid)
    answer = phone.send(other)
    assert answer.status_code == 409 and message(answer)
    assert "<site>A</site>" in Submission.objects.get().xml
    assert phone.send(other).status_code == 409
    assert SetAside.objects.get().sha256 == hashlib.sha256(other).hexdigest()


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (1, 2, 0), (0, 2, 1)])
def test_photos_may_come_in_any_order_over_several_requests(phone, inside, order):
    sent = instance("<photo>1.jpg</photo><second>2.jpg</second>", uid=new_id())
    requests = [[], [("1.jpg", JPEG)], [("2.jpg", JPEG + b"2")]]
    for turn in order:
        assert phone.send(sent, requests[turn]).status_code == 201
    kept = Submission.objects.get()
    assert kept.missing == 0
    assert sorted(kept.files.values_list("name", flat=True)) == ["1.jpg", "2.jpg"]


def test_a_photo_that_has_not_come_is_counted(phone, inside):
    sent = instance("<photo>1.jpg</photo>", uid=new_id())
    assert "1" in message(phone.send(sent))
    assert Submission.objects.get().missing == 1
    phone.send(sent, [("1.jpg", JPEG)])
    assert Submission.objects.get().missing == 0


def test_another_photo_under_a_filled_name_is_kept_aside_with_a_notice(phone, inside):
    sent = instance("<photo>1.jpg</photo>", uid=new_id())
    phone.send(sent, [("1.jpg", JPEG)])
    answer = phone.send(sent, [("1.jpg", b"other")])
    assert answer.status_code == 201 and "1.jpg" in message(answer)
    assert SubmissionFile.objects.get().attachment.sha256 == hashlib.sha256(JPEG).hexdigest()
    assert SetAside.objects.get().reason == "second_file"
    told = AuditEntry.objects.count()
    assert phone.send(sent, [("1.jpg", b"other")]).status_code == 201
    assert (SetAside.objects.count(), AuditEntry.objects.count()) == (1, told)


def test_a_file_no_answer_names_is_kept_and_marked(phone, inside):
    assert phone.send(instance(uid=new_id()), [("extra.jpg", JPEG)]).status_code == 201
    assert SubmissionFile.objects.get().named is False


@pytest.mark.parametrize(
    "name", ["ñandú 鉱.jpg", "../../etc/passwd", "a" * 400 + ".jpg", "…%00.jpg", "x;y.jpg"]
)
def test_odd_names_of_files_harm_nothing(phone, inside, name, settings):
    answer = phone.send(instance(uid=new_id()), [(name, JPEG)])
    assert answer.status_code == 201
    kept = SubmissionFile.objects.get()
    assert kept.attachment.sha256 == hashlib.sha256(JPEG).hexdigest()
    assert "/" not in kept.name and len(kept.name) <= 255


def test_a_long_device_name_is_shortened(phone, inside):
    assert phone.send(instance(uid=new_id()), query=f"?deviceID={'d' * 400}").status_code == 201
    assert Submission.objects.get().device == "d" * 100


def test_the_form_may_come_after_the_photo_and_without_a_file_name(phone, inside):
    one, two = (instance("<photo>1.jpg</photo>", uid=new_id()) for _turn in range(2))
    assert phone.send(None, body=making.multipart(one, [("1.jpg", JPEG)], xml_last=True)).status_code == 201
    assert phone.send(None, body=making.multipart(two, xml_named=False)).status_code == 201
    assert Submission.objects.count() == 2


def test_an_edit_becomes_the_current_version_and_keeps_the_photo(phone, inside):
    first, second = new_id(), new_id()
    phone.send(instance("<site>A</site><photo>1.jpg</photo>", uid=first), [("1.jpg", JPEG)])
    edit = instance("<site>B</site><photo>1.jpg</photo>", uid=second, replaces=first)
    assert [phone.send(edit).status_code for _turn in range(2)] == [201, 201]
    old, new = Submission.objects.order_by("pk")
    assert (old.current, new.current) == (False, True)
    assert old.origin == new.origin
    assert new.missing == 0 and new.files.get().attachment_id == old.files.get().attachment_id
    assert old.outdated() and not new.outdated()


def test_two_edits_of_the_same_answers_are_both_kept(phone, inside):
    first = new_id()
    phone.send(instance("<site>A</site>", uid=first))
    assert phone.send(instance("<site>B</site>", uid=new_id(), replaces=first)).status_code == 201
    assert phone.send(instance("<site>C</site>", uid=new_id(), replaces=first)).status_code == 409
    assert SetAside.objects.get().reason == "second_edit"


def test_an_edit_of_nothing_is_kept_aside(phone, inside):
    assert phone.send(instance(uid=new_id(), replaces="uuid:none")).status_code == 404
    assert SetAside.objects.get().reason == "unknown_edit"


BROKEN = {
    "empty": b"",
    "no XML": b"hello",
    "cut": instance("<site>A</site>", uid="x")[:-12],
    "no form": b"<data><site/></data>",
    "document type": b'<!DOCTYPE x><data id="visit" version="1"/>',
    "entity": b'<!DOCTYPE d [<!ENTITY a "b">]><data id="visit" version="1"><site>&a;</site></data>',
    "outside": b'<!DOCTYPE d SYSTEM "http://127.0.0.1:9/x"><data id="visit" version="1"/>',
    "bomb": b'<!DOCTYPE d [<!ENTITY a "'
    + b"x" * 1000
    + b'">]><data id="visit" version="1">'
    + b"&a;" * 1000
    + b"</data>",
    "UTF-16 document type": '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x><data id="visit"/>'.encode(
        "utf-16"
    ),
    "deep": b'<data id="visit" version="1">' + b"<a>" * 100_000 + b"</a>" * 100_000 + b"</data>",
    "odd encoding": b'<?xml version="1.0" encoding="no-such"?><data id="visit" version="1"/>',
}


@pytest.mark.parametrize("kind", BROKEN)
def test_what_is_no_filled_form_is_refused_and_nothing_kept(phone, inside, kind):
    answer = phone.send(BROKEN[kind], [("1.jpg", JPEG)])
    assert answer.status_code == 400 and message(answer)
    assert Submission.objects.count() == SetAside.objects.count() == 0


def test_broken_bodies_are_refused(phone, inside):
    whole = making.multipart(instance(uid=new_id()), [("1.jpg", JPEG * 100)])
    for body in (b"", b"x", whole[:-30], whole[: len(whole) // 2], making.multipart(None, [("1.jpg", JPEG)])):
        answer = phone.send(None, body=body)
        assert answer.status_code == 400 and message(answer)
    for kind in ("text/xml", "multipart/form-data", "application/json"):
        assert phone.post(f"{phone.base}submission", whole, content_type=kind).status_code == 400
    assert Submission.objects.count() == 0


def test_an_instance_without_identity_gets_one(phone, inside):
    assert phone.send(instance("<site>A</site>")).status_code == 201
    kept = Submission.objects.get()
    assert kept.id_given_here and kept.instance_id.startswith("uuid:")


def test_unknown_forms_and_versions_are_kept_aside(phone, inside):
    for sent, reason in (
        (instance(uid=new_id(), form="other"), "unknown_form"),
        (instance(uid=new_id(), version="99"), "unknown_version"),
    ):
        answer = phone.send(sent, [("1.jpg", JPEG)])
        assert answer.status_code == 404 and message(answer)
        assert SetAside.objects.filter(reason=reason).count() == 2
    assert Submission.objects.count() == 0


def test_what_is_too_large_is_told_in_words(phone, inside, monkeypatch):
    answer = phone.send(instance(f"<site>{'x' * 6_000_000}</site>", uid=new_id()))
    assert answer.status_code == 413 and "MB" in message(answer).replace("\xa0", " ")
    monkeypatch.setattr(bodies, "LARGEST_SENT", 100_000)
    answer = phone.send(instance(uid=new_id()), [("1.jpg", JPEG * 1000)])
    assert answer.status_code == 413 and message(answer)
    assert Submission.objects.count() == 0


def test_compressed_requests_are_refused(phone):
    assert phone.send(instance(uid=new_id()), headers={"Content-Encoding": "gzip"}).status_code == 415


def test_an_encrypted_submission_is_kept_as_it_came(phone, inside):
    sent = (
        '<data id="visit" version="1" encrypted="yes" xmlns="http://www.opendatakit.org/xforms/encrypted">'
        "<base64EncryptedKey>abc</base64EncryptedKey>"
        f'<meta xmlns="http://openrosa.org/xforms"><instanceID>{new_id()}</instanceID></meta>'
        "<media><file>1.jpg.enc</file></media><encryptedXmlFile>submission.xml.enc</encryptedXmlFile></data>"
    ).encode()
    assert phone.send(sent, [("submission.xml.enc", b"secret")]).status_code == 201
    kept = Submission.objects.get()
    assert kept.encrypted and kept.cells == "" and kept.missing == 1
    assert phone.send(sent, [("1.jpg.enc", b"secret too")]).status_code == 201
    assert Submission.objects.get().missing == 0


def test_a_form_that_is_closing_takes_answers_and_is_no_longer_listed(phone, form, inside):
    Form.objects.update(state="closing")
    assert listed(phone.ask("formList")) == []
    assert phone.send(instance(uid=new_id())).status_code == 201
    Form.objects.update(state="closed")
    assert phone.send(instance(uid=new_id())).status_code == 409
    assert SetAside.objects.get().reason == "closed"


def test_drafts_of_an_older_version_are_taken(phone, form, inside, country_a):
    making.published(country_a, "2")
    assert [each["version"] for each in listed(phone.ask("formList"))] == ["2"]
    assert phone.send(instance(uid=new_id(), version="1")).status_code == 201
    assert phone.send(instance(uid=new_id(), version="")).status_code == 201
    assert [each.published.name for each in Submission.objects.order_by("pk")] == ["1", "2"]


def test_the_clock_of_a_phone_decides_nothing(phone, inside):
    for year in ("2019", "2033"):
        phone.send(instance(f"<start>{year}-02-29T10:00:00.000-04:00</start>", uid=new_id()))
        phone.send(instance(f"<start>{year}-03-01T10:00:00.000-04:00</start>", uid=new_id()))
    kept = list(Submission.objects.order_by("received_at"))
    assert [each.pk for each in kept] == sorted(each.pk for each in kept)
    assert [each.filled_from and each.filled_from.year for each in kept] == [None, 2019, None, 2033]


def test_impossible_values_and_likenesses_are_found(phone, inside):
    odd = "<women>many</women><mineral>cheese</mineral><place>91 0 0 0</place><pit><depth>deep</depth></pit>"
    phone.send(instance(odd, uid=new_id()))
    kept = Submission.objects.get()
    assert [path for path, _why in kept.doubts] == ["women", "mineral", "place", "pit/depth"]
    for turn in range(2):
        phone.send(instance(f"<today>2026-01-0{turn + 1}</today><site>Same</site>", uid=new_id()))
    same = Submission.objects.order_by("-pk")[:2]
    assert same[0].likeness == same[1].likeness != kept.likeness


def test_another_countrys_forms_stay_there(phone, dele, country_b):
    making.published(country_b)
    theirs = making.collector(dele)
    assert len(listed(theirs.ask("formList"))) == 1
    theirs.send(instance("<site>B</site>", uid=new_id()))
    with scope(programme=phone.phone.programme):
        assert Submission.objects.count() == 0


def test_names_may_carry_the_namespaces_of_other_makers(phone, inside):
    sent = (
        '<h:data id="visit" version="1" xmlns:h="http://x.org/f" xmlns:orx="http://openrosa.org/xforms">'
        f"<h:site>A</h:site><orx:meta><orx:instanceID>{new_id()}</orx:instanceID></orx:meta></h:data>"
    ).encode()
    assert phone.send(sent).status_code == 201
    assert "A" in Submission.objects.get().cells
