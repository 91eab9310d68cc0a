"""What was kept aside is taken in as what it now can be, or set aside for good; nothing of it is lost on the way."""

import pytest
from django_scopes import scope

from batea.problems import DOES_NOT_FIT, REASON_NEEDED, Refused
from batea.programmes.models import AuditEntry
from batea.surveys.models import Form, SetAside, Submission
from batea.surveys.settling import Way, prospect_of, set_aside_for_good, take_in
from tests.surveys import making
from tests.surveys.making import JPEG, instance, new_id

ANSWERS = "<site>A</site><women>3</women><photo>1.jpg</photo>"
OTHER = JPEG + b"other"


@pytest.fixture
def phone(country_a, bruno):
    making.published(country_a)
    return making.collector(bruno)


@pytest.fixture
def inside(country_a):
    with scope(programme=country_a):
        yield country_a


def answers_row(**narrowed) -> SetAside:
    return SetAside.objects.get(attachment__media_type="text/xml", **narrowed)


def rows() -> list[tuple[bool, str]]:
    return list(SetAside.objects.order_by("pk").values_list("settled", "file_name"))


def test_a_version_published_since_is_taken_in_with_its_photo(amina, phone, inside):
    uid = new_id()
    sent = instance(ANSWERS, uid=uid, version="2")
    assert phone.send(sent, [("1.jpg", JPEG)]).status_code == 404
    row = answers_row()
    shown = amina.get(f"/p/a/surveys/set-aside/{row.uid}/").content.decode()
    assert "is not published here" in shown and "Take it in as it came" not in shown
    assert amina.post(f"/p/a/surveys/set-aside/{row.uid}/take-in/", {"way": "as_it_came"}).status_code == 409

    making.published(inside, "2")
    assert "Take it in as it came" in amina.get(f"/p/a/surveys/set-aside/{row.uid}/").content.decode()
    answer = amina.post(f"/p/a/surveys/set-aside/{row.uid}/take-in/", {"way": "as_it_came"})
    came = Submission.objects.get()
    assert answer.status_code == 302 and str(came.uid) in answer["Location"]
    assert (came.instance_id, came.xml.encode(), came.missing) == (uid, sent, 0)
    assert (came.phone, came.sent_by) == (phone.phone, phone.phone.person)
    assert rows() == [(True, "submission.xml"), (True, "1.jpg")]
    acts = set(AuditEntry.objects.values_list("act", flat=True))
    assert {"receive", "take in: as_it_came"} <= acts
    assert str(came.uid) in amina.get(f"/p/a/surveys/set-aside/{row.uid}/").content.decode()
    assert phone.send(sent, [("1.jpg", JPEG)]).status_code == 201  # the phone tries again: nothing is doubled
    assert Submission.objects.count() == 1


def test_a_closed_form_keeps_nothing_out_that_a_reviewer_takes_in(phone, inside):
    Form.objects.update(state=Form.State.CLOSED)
    uid = new_id()
    assert phone.send(instance(ANSWERS, uid=uid)).status_code == 409
    take_in(by="x", row=answers_row(), way="as_it_came")
    assert Submission.objects.get().instance_id == uid
    assert Form.objects.get().state == Form.State.CLOSED


def test_a_form_outside_the_keys_limits_is_taken_in_under_that_key(bruno, inside):
    making.published(inside)
    other = Form.objects.create(programme=inside, form_id="other", title="Other")
    phone = making.collector(bruno, form=other)
    assert phone.send(instance(ANSWERS, uid=new_id())).status_code == 404
    take_in(by="x", row=answers_row(), way="as_it_came")
    assert Submission.objects.get().phone == phone.phone


@pytest.fixture
def conflict(phone, inside):
    """(identity, row kept aside) of answers that came as 3 women and again, under the same identity, as 4."""
    uid = new_id()
    phone.send(instance(ANSWERS, uid=uid), [("1.jpg", JPEG)])
    second = instance(ANSWERS.replace("3", "4"), uid=uid)
    assert phone.send(second, [("1.jpg", OTHER)]).status_code == 409
    return uid, answers_row()


@pytest.mark.parametrize("again", [False, True])
def test_a_conflict_becomes_a_correction(conflict, phone, inside, again):
    uid, row = conflict
    first = Submission.objects.get()
    if again:  # the answers here were corrected meanwhile: the newest is what it corrects
        phone.send(instance(ANSWERS.replace("3", "5"), uid=new_id(), replaces=uid))
        first = Submission.objects.get(current=True)
    assert prospect_of(row).ways == (Way.CORRECTION, Way.NEW) and prospect_of(row).here == first
    receipt = take_in(by="x", row=row, way="correction")
    now = Submission.objects.get(current=True)
    assert receipt.submission == now and now.replaces == first.instance_id and "<women>4</women>" in now.xml
    assert now.origin == Submission.objects.get(instance_id=uid).origin
    (photo,) = now.files.select_related("attachment")
    assert photo.attachment.size == len(OTHER)
    assert all(settled for settled, _name in rows())


def test_a_conflict_becomes_new_answers(conflict, inside):
    uid, row = conflict
    take_in(by="x", row=row, way="new")
    first, second = Submission.objects.order_by("pk")
    assert first.current and second.current and second.replaces == "" and second.origin != first.origin
    assert (first.instance_id, "<women>4</women>" in second.xml) == (uid, True)
    assert second.instance_id != uid and uid not in second.xml


def test_a_second_edit_becomes_the_next_one(phone, inside):
    uid = new_id()
    phone.send(instance(ANSWERS, uid=uid))
    phone.send(instance(ANSWERS.replace("3", "4"), uid=new_id(), replaces=uid))
    rival = instance(ANSWERS.replace("3", "5"), uid=new_id(), replaces=uid)
    assert phone.send(rival).status_code == 409
    newest = Submission.objects.get(current=True)
    take_in(by="x", row=answers_row(), way="correction")
    assert Submission.objects.get(current=True).replaces == newest.instance_id
    assert phone.send(rival).status_code == 409  # the phone that tries again is kept aside once, as before
    assert SetAside.objects.count() == 1 and Submission.objects.count() == 3


def test_an_edit_of_what_is_not_here_is_new_or_waits(phone, inside):
    old, edit = new_id(), instance(ANSWERS, uid=new_id(), replaces="uuid:not-here")
    assert phone.send(edit).status_code == 404
    assert prospect_of(answers_row()).ways == (Way.NEW,)
    with pytest.raises(Refused) as refused:
        take_in(by="x", row=answers_row(), way="correction")
    assert refused.value.problem is DOES_NOT_FIT and not answers_row().settled
    phone.send(instance("<site>B</site>", uid="uuid:not-here"))
    take_in(by="x", row=answers_row(), way="as_it_came")
    assert Submission.objects.get(current=True).replaces == "uuid:not-here" and old


def test_another_photo_takes_the_place_of_the_first(phone, inside):
    sent = instance(ANSWERS + "<second>2.jpg</second>", uid=new_id())
    phone.send(sent, [("1.jpg", JPEG), ("2.jpg", JPEG)])
    phone.send(sent, [("1.jpg", OTHER)])
    row = SetAside.objects.get()
    assert prospect_of(row).ways == (Way.FILE,)
    take_in(by="x", row=row, way="file")
    now = Submission.objects.get(current=True)
    sizes = {file.name: file.attachment.size for file in now.files.select_related("attachment")}
    assert sizes == {"1.jpg": len(OTHER), "2.jpg": len(JPEG)} and now.missing == 0
    old = Submission.objects.get(current=False)
    assert now.cells.replace(now.instance_id, "") == old.cells.replace(old.instance_id, "")


def test_a_photo_goes_with_its_answers_only(conflict, inside):
    photo = SetAside.objects.get(file_name="1.jpg")
    assert prospect_of(photo).ways == () and "comes along" in prospect_of(photo).why_not


def test_rivals_share_a_photo_and_neither_loses_it(phone, inside):
    uid = new_id()
    phone.send(instance("<site>A</site>", uid=uid))
    for women in ("4", "5"):
        phone.send(instance(ANSWERS.replace("3", women), uid=uid), [("1.jpg", JPEG)])
    first, second = SetAside.objects.filter(attachment__media_type="text/xml").order_by("pk")
    take_in(by="x", row=first, way="new")
    assert not SetAside.objects.get(file_name="1.jpg").settled
    take_in(by="x", row=second, way="new")
    assert SetAside.objects.get(file_name="1.jpg").settled
    assert [each.missing for each in Submission.objects.order_by("pk")] == [0, 0, 0]


def test_encrypted_answers_are_not_written_anew(phone, inside):
    uid = new_id()
    sealed = instance("<encryptedXmlFile>x.enc</encryptedXmlFile>", uid=uid)
    sealed = sealed.replace(b'id="visit"', b'id="visit" encrypted="yes"')
    phone.send(sealed)
    phone.send(sealed.replace(b"x.enc", b"y.enc"))
    prospect = prospect_of(answers_row())
    assert prospect.ways == () and "encrypted" in prospect.why_not


def test_nothing_is_taken_in_twice(conflict, inside):
    _uid, row = conflict
    take_in(by="x", row=row, way="new")
    for way in ("new", "correction"):
        with pytest.raises(Refused) as refused:
            take_in(by="x", row=row, way=way)
        assert refused.value.problem is DOES_NOT_FIT
    assert Submission.objects.count() == 2


def test_what_the_door_refuses_leaves_no_trace(conflict, inside, monkeypatch):
    _uid, row = conflict
    before = (rows(), AuditEntry.objects.count())
    monkeypatch.setattr(
        "batea.surveys.settling.change_record",
        lambda **_k: (_ for _ in ()).throw(Refused(DOES_NOT_FIT, reason="x")),
    )
    with pytest.raises(Refused):
        take_in(by="x", row=row, way="new")
    assert (rows(), AuditEntry.objects.count()) == before and Submission.objects.count() == 1


def test_set_aside_for_good_needs_a_reason(amina, conflict, inside):
    _uid, row = conflict
    address = f"/p/a/surveys/set-aside/{row.uid}/for-good/"
    assert amina.post(address, {"reason": "  "}).status_code == REASON_NEEDED.status
    assert amina.post(address, {"reason": "A practice sheet"}).status_code == 302
    row.refresh_from_db()
    assert row.settled and str(row.note) == "A practice sheet"
    assert AuditEntry.objects.filter(act="set aside for good").count() == 1
    with pytest.raises(Refused):
        set_aside_for_good(by="x", row=row, reason="again")
    assert Submission.objects.count() == 1


def test_only_reviewers_decide(bruno, olga, conflict, inside):
    _uid, row = conflict
    for client in (bruno, olga):
        for what, said in (("take-in", {"way": "new"}), ("for-good", {"reason": "x"})):
            assert client.post(f"/p/a/surveys/set-aside/{row.uid}/{what}/", said).status_code == 403
    assert Submission.objects.count() == 1 and not answers_row().settled


def test_what_was_filled_in_for_another_programme_is_not_even_kept_aside(phone, inside):
    sent = instance(ANSWERS, uid=new_id(), form="elsewhere")
    assert phone.send(sent, headers={"X-Batea-Programme": "b"}).status_code == 403
    assert (SetAside.objects.count(), Submission.objects.count()) == (0, 0)
    assert phone.get(f"{phone.base}forms.json").json()["place"] == "a"
    assert phone.send(instance(ANSWERS, uid=new_id()), headers={"X-Batea-Programme": "a"}).status_code == 201
