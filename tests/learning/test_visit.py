"""The field visit: briefing before findings, dangers that stay until they are answered, cards from telephones, the host's replies."""

from datetime import UTC, date, datetime
from io import BytesIO

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import etree
from PIL import Image

from batea.evidence.desk import Desk
from batea.interop import instances
from batea.learning.models import (
    BriefingRead,
    Day,
    Debrief,
    Delegation,
    FieldVisit,
    Finding,
    Group,
    Grouping,
    GroupMember,
    Participant,
    Recommendation,
)
from batea.learning.workshops.exercises.models import THEMES
from batea.learning.workshops.visit import actions, corrections, from_forms, mapping, queries
from batea.learning.workshops.visit.chapter import chapter
from batea.learning.workshops.visit.step import STEP
from batea.problems import (
    ALREADY_THERE,
    BRIEFING_FIRST,
    CHANGED_MEANWHILE,
    FINDING_SETTLED,
    NO_CORRECTION,
    NO_DANGER,
    NOT_ALLOWED,
    NOT_OWN_FINDING,
    NOT_THE_HOST,
    Refused,
)
from batea.programmes.attachments import attach, place_of
from batea.programmes.models import Attachment, AuditEntry
from batea.surveys.models import Form, FormVersion, Submission, SubmissionFile
from batea.surveys.questions import plan_of
from batea.surveys.ready_forms import ready_forms
from tests.conftest import cast
from tests.learning.conftest import BY, add, change, participant, said

DURING = datetime(2018, 6, 26, 16, tzinfo=UTC)
LATER = datetime(2018, 9, 1, 16, tzinfo=UTC)


def refused(problem, act, **values):
    with pytest.raises(Refused) as error:
        act(**values)
    assert error.value.problem is problem


def at(client, path: str) -> str:
    return f"/p/{client.programme.slug}/workshop/{path}"


def body(client, path: str) -> str:
    answer = client.get(at(client, path))
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode()


@pytest.fixture
def visit(workshop):
    day = Day.objects.get(date=date(2018, 6, 26))
    about = {
        "what": said("An amber mine"),
        "safety_brief": said("Do not enter shafts"),
        "place": "Hato Mayor",
    }
    return add(FieldVisit, workshop, day=day, **about)


@pytest.fixture
def groups(workshop):
    """One for each theme."""
    division = add(Grouping, workshop, name=said("Visit"), purpose="visit")
    return [
        add(Group, workshop, grouping=division, number=number, theme=code)
        for number, (code, _title) in enumerate(THEMES, 1)
    ]


def in_group(who, group):
    return add(GroupMember, who.programme, group=group, participant=who.participant)


def seen(visit, theme="safety", kind="bad", words="No ladder", **values) -> Finding:
    return add(Finding, visit.programme, visit=visit, theme=theme, kind=kind, words=said(words), **values)


def brief(who, visit):
    with time_machine.travel(DURING, tick=False):
        actions.read_briefing(by=BY, participant=who.participant, visit=visit)


def photo(size=(2400, 1200), kind="JPEG") -> bytes:
    """A photo that tells where it was taken and by what."""
    picture, exif = Image.new("RGB", size, "brown"), Image.Exif()
    exif[0x010F] = "TellTale phones"
    buffer = BytesIO()
    picture.save(buffer, kind, exif=exif)
    return buffer.getvalue()


# Briefing and findings ------------------------------------------------------------------------------------------------

CARD = {"kind": "bad", "theme": "safety", "words_en": "No ladder in the shaft"}


def test_nobody_enters_a_finding_before_the_briefing_is_read(visit, marta):
    url = at(marta, f"visit/{visit.uid}/")
    refused(
        BRIEFING_FIRST,
        actions.add_finding,
        by=marta.member,
        visit=visit,
        theme="safety",
        kind="bad",
        words=said("x"),
    )
    assert marta.get(f"{url}finding/").status_code == marta.post(f"{url}finding/", CARD).status_code == 302
    assert not Finding.objects.exists()
    page = body(marta, f"visit/{visit.uid}/")
    assert "Do not enter shafts" in page
    assert "Enter a finding" not in page
    with time_machine.travel(DURING, tick=False):
        assert [marta.post(f"{url}briefing/").status_code for _time in range(2)] == [302, 302]
    assert BriefingRead.objects.values_list("participant__badge", "read_on").get() == (
        "Marta",
        date(2018, 6, 26),
    )
    assert "Enter a finding" in body(marta, f"visit/{visit.uid}/")
    assert marta.post(f"{url}finding/", CARD).status_code == 302
    assert Finding.objects.get().words["en"] == "No ladder in the shaft"


def test_those_who_run_it_see_who_has_not_read_the_briefing(visit, marta, nico, fatima):
    brief(nico, visit)
    assert list(queries.not_briefed(visit)) == [marta.participant]
    assert "1 has not read it yet" in body(fatima, f"visit/{visit.uid}/")
    assert "not read it yet" not in body(marta, f"visit/{visit.uid}/")


def test_the_card_begins_with_the_theme_of_the_own_group(visit, groups, marta):
    in_group(marta, groups[3])
    brief(marta, visit)
    page = body(marta, f"visit/{visit.uid}/finding/")
    assert '<option value="gender" selected>' in page
    assert f'<option value="{groups[3].uid}" selected>' in page


def entered(who, visit, **values) -> Finding:
    brief(who, visit)
    about = {"theme": "safety", "kind": "bad", "words": said("No lader")}
    return actions.add_finding(by=who.member, visit=visit, **(about | values))


MENDED = {"kind": "bad", "theme": "safety", "words_en": "No ladder", "version_seen": 1}


def test_whoever_entered_a_finding_corrects_it_and_the_trail_keeps_both(visit, marta, nico, fatima):
    finding = entered(marta, visit)
    url = at(marta, f"seen/{finding.uid}/correct/")
    assert "Correct it" in body(marta, f"visit/{visit.uid}/")
    assert "No lader" in marta.get(url).content.decode()
    assert marta.post(url, MENDED | {"words_en": ""}).status_code == 422
    assert marta.post(url, MENDED | {"photo": SimpleUploadedFile("x.jpg", b"none")}).status_code == 422
    assert marta.post(url, MENDED | {"photo": SimpleUploadedFile("x.jpg", photo())}).status_code == 302
    finding.refresh_from_db()
    assert (finding.words["en"], finding.photo is not None) == ("No ladder", True)
    entry = AuditEntry.objects.get(act="correct")
    assert entry.actor == marta.account.email
    assert "No lader" in str(entry.change)
    assert "Correct it" not in body(nico, f"visit/{visit.uid}/")
    assert nico.get(url).status_code == nico.post(url, MENDED).status_code == 403
    values = {"finding": finding, "version": 2, "words": said("x")}
    refused(NOT_OWN_FINDING, actions.correct_finding, by=nico.member, **values)
    refused(NOT_OWN_FINDING, actions.correct_finding, by=fatima.member, **values)


def test_nobody_corrects_over_what_somebody_else_changed(visit, marta):
    finding = entered(marta, visit)
    change(finding, weight=5)
    values = {"finding": finding, "version": 1, "words": said("x")}
    refused(CHANGED_MEANWHILE, actions.correct_finding, by=marta.member, **values)


@pytest.mark.parametrize("built", ["debrief", "host", "answer"])
def test_what_others_have_built_on_is_not_corrected(visit, groups, marta, fatima, built):
    finding = entered(
        marta, visit, group=groups[0], recommendation=said("Ladders"), critical=built == "answer"
    )
    if built == "debrief":
        about = {"good": said("g"), "bad": said("b"), "advice": said("a")}
        actions.write_debrief(by=fatima.member, visit=visit, group=groups[0], **about)
    elif built == "host":
        actions.recommend(by=fatima.member, visit=visit)
    else:
        actions.answer_danger(by=fatima.member, finding=finding, words=said("Closed"))
    finding.refresh_from_db()
    values = {"finding": finding, "version": finding.version, "words": said("x")}
    refused(FINDING_SETTLED, actions.correct_finding, by=marta.member, **values)
    url = at(marta, f"seen/{finding.uid}/correct/")
    assert marta.get(url).status_code == marta.post(url, MENDED).status_code == 409
    page = body(marta, f"visit/{visit.uid}/")
    assert "Can no longer be corrected" in page
    assert "Correct it" not in page


def test_an_alert_is_not_taken_back_by_a_correction(visit, marta):
    finding = entered(marta, visit, critical=True)
    sent = MENDED | {"kind": "good", "critical": ""}
    assert marta.post(at(marta, f"seen/{finding.uid}/correct/"), sent).status_code == 302
    finding.refresh_from_db()
    assert (finding.critical, finding.kind, finding.words["en"]) == (True, "bad", "No ladder")


def test_a_photo_is_kept_smaller_and_without_what_it_tells(visit, marta):
    brief(marta, visit)
    sent = CARD | {"photo": SimpleUploadedFile("IMG_1.jpg", photo(), "image/jpeg")}
    assert b"TellTale" in photo()
    assert marta.post(at(marta, f"visit/{visit.uid}/finding/"), sent).status_code == 302
    finding = Finding.objects.get()
    kept = place_of(finding.photo.sha256).read_bytes()
    assert b"TellTale" not in kept
    assert Image.open(BytesIO(kept)).size == (1600, 800)
    answer = marta.get(at(marta, f"seen/{finding.uid}/photo/"))
    assert (answer.content, answer["Content-Type"]) == (kept, "image/jpeg")
    assert "sandbox" in answer["Content-Security-Policy"]


@pytest.mark.parametrize(
    "data", [b"<svg onload='x'/>", b"%PDF-1.4", b"\xff\xd8\xff\xe0 cut", photo(kind="WEBP")]
)
def test_what_is_no_photo_is_told_and_nothing_is_kept(visit, marta, data):
    brief(marta, visit)
    sent = CARD | {"photo": SimpleUploadedFile("a.jpg", data, "image/jpeg")}
    answer = marta.post(at(marta, f"visit/{visit.uid}/finding/"), sent)
    assert answer.status_code == 422
    assert "No ladder in the shaft" in answer.content.decode()
    assert not Finding.objects.exists()
    assert not Attachment.objects.exists()


def test_a_photo_of_another_workshop_or_none_is_not_found(visit, marta):
    finding = seen(visit)
    assert marta.get(at(marta, f"seen/{finding.uid}/photo/")).status_code == 404


# Dangers --------------------------------------------------------------------------------------------------------------


def test_a_danger_stands_on_every_page_until_it_is_answered(visit, marta, fatima):
    brief(marta, visit)
    danger = CARD | {"critical": "on"}
    assert marta.post(at(marta, f"visit/{visit.uid}/finding/"), danger | {"kind": "good"}).status_code == 422
    answer = marta.post(at(marta, f"visit/{visit.uid}/finding/"), danger, follow=True)
    assert "The facilitators see the danger now" in answer.content.decode()
    for path in ("tables/", "votes/", "presence/", "visit/", f"visit/{visit.uid}/wall/"):
        page = fatima.get(at(fatima, path), follow=True).content.decode()
        assert "1 imminent danger was reported" in page, path
    assert "imminent danger was reported" not in body(marta, "tables/")
    finding = Finding.objects.get()
    assert marta.get(at(marta, "dangers/")).status_code == 403
    assert marta.post(at(marta, f"dangers/{finding.uid}/"), {"words_en": "x"}).status_code == 403
    url = at(fatima, f"dangers/{finding.uid}/")
    assert fatima.post(url, {"words_en": ""}).status_code == 422
    assert fatima.post(url, {"words_en": "The shaft is closed"}).status_code == 302
    assert fatima.post(url, {"words_en": "Again"}).status_code == 409
    assert "imminent danger" not in body(fatima, "tables/")
    assert "The shaft is closed" in body(fatima, "dangers/")


def test_only_an_open_danger_is_answered(visit, fatima):
    plain = seen(visit)
    refused(NO_DANGER, actions.answer_danger, by=fatima.member, finding=plain, words=said("x"))


# Debriefs and the wall ------------------------------------------------------------------------------------------------

KEPT = {"good_en": "Helmets", "bad_en": "No ladder", "advice_en": "Build one"}


def test_each_group_writes_its_own_debrief(visit, groups, marta, nico, fatima):
    in_group(marta, groups[0])
    url = f"{at(marta, f'visit/{visit.uid}/debrief/')}?group={groups[0].uid}"
    assert nico.get(url).status_code == nico.post(url, KEPT).status_code == 404
    assert marta.post(url, KEPT).status_code == 302
    assert Debrief.objects.get().group == groups[0]
    assert "Helmets" in marta.get(url).content.decode()
    assert marta.post(url, KEPT | {"version_seen": 1, "good_en": "Boots"}).status_code == 302
    assert Debrief.objects.get().good["en"] == "Boots"
    values = {"visit": visit, "group": groups[0], "good": said("a"), "bad": said("b"), "advice": said("c")}
    refused(ALREADY_THERE, actions.write_debrief, by=marta.member, **values)
    refused(CHANGED_MEANWHILE, actions.write_debrief, by=marta.member, version=1, **values)
    refused(NOT_ALLOWED, actions.write_debrief, by=nico.member, version=2, **values)
    actions.write_debrief(by=fatima.member, version=2, **values)


def test_the_wall_shows_the_themes_and_only_quotes_that_were_agreed(visit, groups, marta):
    seen(
        visit,
        "gender",
        "good",
        "Women vote",
        recommendation=said("Tell others"),
        addressee=said("The ministry"),
    )
    seen(visit, "safety", "bad", "No ladder")
    change(visit)
    about = {"visit": visit, "good": said("g"), "bad": said("b"), "advice": said("a")}
    add(Debrief, visit.programme, group=groups[0], quote=said("We are many"), quote_agreed=True, **about)
    add(Debrief, visit.programme, group=groups[1], quote=said("He is wanted"), **about)
    page = body(marta, f"visit/{visit.uid}/wall/")
    for words in ("Women vote", "No ladder", "Tell others", "The ministry", "We are many"):
        assert words in page
    assert "He is wanted" not in page
    assert page.count('scope="col"') == 5


# What the host is asked -----------------------------------------------------------------------------------------------


@pytest.fixture
def rosa(workshop):
    """Of the host country's delegation."""
    team = add(
        Delegation, workshop, country="DO", state="accepted", invited_on=date(2018, 4, 1), is_host=True
    )
    found = participant(workshop, "rosa", "DO")
    assert found.participant.delegation == team
    return found


def test_one_button_puts_each_advice_before_the_host_once(visit, fatima, marta):
    first = seen(visit, recommendation=said("Build a ladder"), addressee=said("DGM"))
    seen(visit, words="Nothing to say")
    url = at(fatima, f"visit/{visit.uid}/recommend/")
    assert marta.post(url).status_code == 403
    assert [fatima.post(url).status_code for _time in range(2)] == [302, 302]
    asked = Recommendation.objects.get()
    assert (asked.finding, asked.words["en"], asked.addressee["en"], asked.theme) == (
        first,
        "Build a ladder",
        "DGM",
        "safety",
    )
    seen(visit, words="Later", recommendation=said("Another"))
    actions.recommend(by=BY, visit=visit)
    assert Recommendation.objects.count() == 2


@pytest.fixture
def asked(visit):
    return add(Recommendation, visit.programme, visit=visit, theme="safety", words=said("Build a ladder"))


REPLY = {"outcome": "accepted", "reply_en": "We will", "follow_up": "2018-08-01", "version_seen": 1}


def test_the_host_replies_and_nobody_else(asked, marta, rosa):
    url = at(marta, f"asked/{asked.uid}/reply/")
    assert marta.get(url).status_code == marta.post(url, REPLY).status_code == 403
    refused(
        NOT_THE_HOST,
        actions.reply_to,
        by=marta.member,
        recommendation=asked,
        outcome="accepted",
        reply=said("x"),
    )
    assert "/reply/" not in body(marta, "asked/")
    with time_machine.travel(DURING, tick=False):
        assert rosa.post(url, REPLY | {"follow_up": ""}).status_code == 422
        assert rosa.post(url, REPLY).status_code == 302
        assert rosa.post(url, REPLY).status_code == 409  # seen before the first reply
    asked.refresh_from_db()
    assert (asked.outcome, asked.replied_on, asked.follow_up) == (
        "accepted",
        date(2018, 6, 26),
        date(2018, 8, 1),
    )
    assert "We will" in body(marta, "asked/")


def test_those_who_take_part_as_host_reply_too(asked, workshop, fatima):
    host = cast(workshop, "hector", "participant")
    add(Participant, workshop, badge="Hector", person=host.member.person, part="host")
    assert actions.may_reply(host.member)
    assert actions.may_reply(fatima.member)


def test_what_was_accepted_and_is_not_done_becomes_overdue(asked, visit, rosa, marta):
    add(Recommendation, visit.programme, visit=visit, theme="gender", words=said("Something else"))
    with time_machine.travel(DURING, tick=False):
        actions.reply_to(
            by=rosa.member,
            recommendation=asked,
            outcome="accepted",
            reply=said("Yes"),
            follow_up=date(2018, 8, 1),
        )
        assert "Build a ladder" not in body(rosa, "asked/?only=overdue")
    with time_machine.travel(LATER, tick=False):
        page = body(rosa, "asked/?only=overdue")
        assert "Build a ladder" in page
        assert "Something else" not in page
        assert "Something else" in body(rosa, "asked/?only=open")
        assert marta.post(at(marta, f"asked/{asked.uid}/done/")).status_code == 403
        assert rosa.post(at(rosa, f"asked/{asked.uid}/done/")).status_code == 302
        assert "Build a ladder" not in body(rosa, "asked/?only=overdue")
    asked.refresh_from_db()
    assert asked.done_on == date(2018, 9, 1)


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("path", "queries_made"), [("asked/", 8), ("wall", 7), ("visit", 13)])
def test_lists_ask_the_database_as_often_for_one_row_as_for_three(
    visit, groups, marta, count, path, queries_made
):
    for number in range(count):
        finding = seen(visit, words=f"Seen {number}", group=groups[number], recommendation=said("Do it"))
        add(Recommendation, visit.programme, visit=visit, theme="safety", words=said("x"), finding=finding)
        about = {"good": said("g"), "bad": said("b"), "advice": said("a")}
        add(Debrief, visit.programme, visit=visit, group=groups[number], **about)
    path = {"wall": f"visit/{visit.uid}/wall/", "visit": f"visit/{visit.uid}/"}.get(path, path)
    with CaptureQueriesContext(connection) as made:
        body(marta, path)
    assert len(made) == queries_made


# From telephones ------------------------------------------------------------------------------------------------------


@pytest.fixture
def on_phones(visit, fatima):
    """The ready form, published by the facilitator's button."""
    assert fatima.post(at(fatima, f"visit/{visit.uid}/publish/")).status_code == 302
    return from_forms.published_form()


def filled(form, cards: list[dict], state="approved", group="G3", day="2018-06-26", **values) -> Submission:
    """An answer to the form as the phone would have sent it: read by the form's own plan."""
    version = FormVersion.objects.get(form=form)
    plan = plan_of(version)
    repeat = next(each.path for each in plan.tables if each.path)

    def put(parent, path, text):
        for name in path.split("/"):
            there = next((child for child in parent if child.tag == name), None)
            parent = there if there is not None else etree.SubElement(parent, name)
        parent.text = text

    root = etree.Element("data", id=form.form_id, version=version.name)
    paths = {path.rpartition("/")[2]: path for path in plan.questions}
    put(root, paths["visit_day"], day)
    put(root, paths["group_code"], group)
    *above, last = repeat.split("/")
    holder = root
    for name in above:
        there = next((child for child in holder if child.tag == name), None)
        holder = there if there is not None else etree.SubElement(holder, name)
    for card in cards:
        row = etree.SubElement(holder, last)
        for name, text in card.items():
            put(row, paths[name].removeprefix(f"{repeat}/"), text)
    xml = etree.tostring(root)
    read = instances.Instance(form.form_id, version.name, "x", "", False, root)
    cells = instances.as_text(instances.flatten(read, plan.tables, "x"))
    about = {"published": version, "xml": xml.decode(), "sha256": "0" * 64, "cells": cells, "state": state}
    number = Submission.objects.count()
    return add(Submission, form.programme, form=form, instance_id=f"uuid:{number}", **(about | values))


SEEN = {
    "theme": "chain",
    "what": "Scales are checked",
    "kind": "good",
    "strength": "4",
    "evidence": "measured",
    "recommendation": "Do it everywhere",
    "addressee": "buyers",
    "urgency": "month",
}
SHAFT = {
    "theme": "safety",
    "what": "Shaft without lining",
    "kind": "neutral",
    "danger": "yes",
    "addressee": "other",
}


def test_the_mapping_speaks_of_questions_and_answers_the_form_has():
    """A change of the form that the mapping does not follow is found here."""
    ready = ready_forms()[mapping.FORM]
    names = {row["name"]: row["type"] for row in ready.survey}
    lists: dict = {}
    for row in ready.choices:
        lists.setdefault(row["list_name"], set()).add(row["name"])
    asked = [
        *mapping.PASSAGES,
        *mapping.CODES,
        *mapping.LABELS,
        *mapping.NUMBERS,
        mapping.PHOTO,
        mapping.DAY,
        mapping.GROUP,
    ]
    assert not [
        name for name in [*asked, mapping.REPEAT, mapping.DANGER[0], mapping.AGREED[0]] if name not in names
    ]
    for name, (_field, codes) in mapping.CODES.items():
        assert set(codes) == lists[names[name].split()[1]], name
    for name, (field, codes) in mapping.CODES.items():
        known = dict(Finding._meta.get_field(field).flatchoices)
        assert set(codes.values()) <= set(known), name
    assert mapping.AGREED[1] <= lists["person_consent"]
    assert {value for value, _label in THEMES} == set(mapping.CODES["theme"][1].values())


def test_each_card_of_an_approved_answer_becomes_a_finding_once(visit, groups, on_phones, fatima):
    filled(on_phones, [SEEN, SHAFT | {"other_addressee": "The owner"}, {"theme": "gender"}])
    filled(on_phones, [SEEN], state="received")
    url = at(fatima, f"visit/{visit.uid}/take/")
    assert [fatima.post(url).status_code for _time in range(2)] == [302, 302]
    good, bad = Finding.objects.order_by("card")
    assert (good.theme, good.kind, good.weight, good.urgency, good.group) == (
        "economy",
        "good",
        4,
        "months",
        groups[2],
    )
    assert (good.words["en"], good.recommendation["en"]) == ("Scales are checked", "Do it everywhere")
    assert (good.evidence["en"], good.addressee["en"]) == ("measured", "buyers or workshops")
    assert (bad.kind, bad.critical, bad.addressee["en"]) == ("bad", True, "The owner")
    assert [each.pk for each in queries.open_dangers()] == [bad.pk]


def test_a_correction_brings_no_finding_twice(visit, on_phones, fatima):
    first = filled(on_phones, [SEEN])
    actions_made = from_forms.take_findings(by=fatima.member, visit=visit)
    change(first, current=False)
    filled(on_phones, [SEEN, SHAFT], origin=first.origin, replaces=first.instance_id)
    again = from_forms.take_findings(by=fatima.member, visit=visit)
    assert (len(actions_made), [each.card for each in again]) == (1, [2])


def corrected(first, form, cards, **values) -> Submission:
    """The same answer, corrected on the telephone and approved again."""
    change(first, current=False)
    about = {"origin": first.origin, "replaces": first.instance_id}
    return filled(form, cards, **about, **values)


def test_a_form_that_was_corrected_stands_beside_its_finding_and_is_taken_over_by_a_click(
    visit, on_phones, fatima, marta
):
    first = filled(on_phones, [SEEN])
    from_forms.take_findings(by=fatima.member, visit=visit)
    finding = Finding.objects.get()
    assert corrections.corrections(fatima.member, visit) == []
    edition = corrected(first, on_phones, [SEEN | {"what": "Scales are checked daily", "strength": "5"}])
    assert "The form was corrected since" in body(fatima, f"visit/{visit.uid}/")
    page = f"seen/{finding.uid}/form/"
    shown = body(fatima, page)
    assert "Scales are checked daily" in shown
    assert shown.count("Differs") == 2
    finding.refresh_from_db()
    assert (finding.words["en"], finding.weight) == ("Scales are checked", 4)
    sent = {"edition": str(edition.uid), "version": finding.version, "act": "take"}
    assert marta.get(at(marta, page)).status_code == marta.post(at(marta, page), sent).status_code == 403
    assert fatima.post(at(fatima, page), sent).status_code == 302
    finding.refresh_from_db()
    assert (finding.words["en"], finding.weight, finding.edition) == (
        "Scales are checked daily",
        5,
        edition.uid,
    )
    assert "The form was corrected since" not in body(fatima, f"visit/{visit.uid}/")
    assert fatima.get(at(fatima, page)).status_code == 409


def test_a_finding_may_stay_as_it_is_and_is_not_asked_for_again(visit, on_phones, fatima):
    first = filled(on_phones, [SEEN])
    from_forms.take_findings(by=fatima.member, visit=visit)
    finding = Finding.objects.get()
    second = corrected(first, on_phones, [SEEN | {"what": "Other"}])
    settle = {"by": fatima.member, "version": 1, "take": False}
    corrections.settle_correction(finding=finding, edition=second.uid, **settle)
    finding.refresh_from_db()
    assert (finding.words["en"], corrections.corrections(fatima.member, visit)) == ("Scales are checked", [])
    refused(NO_CORRECTION, corrections.settle_correction, finding=finding, edition=second.uid, **settle)
    corrected(second, on_phones, [SEEN | {"what": "Third"}])
    assert [each.finding.pk for each in corrections.corrections(fatima.member, visit)] == [finding.pk]


def test_only_what_was_looked_at_is_taken_over(visit, on_phones, fatima):
    first = filled(on_phones, [SEEN])
    from_forms.take_findings(by=fatima.member, visit=visit)
    finding = Finding.objects.get()
    second = corrected(first, on_phones, [SEEN | {"what": "Second"}])
    corrected(second, on_phones, [SEEN | {"what": "Third"}])
    act = {"act": corrections.settle_correction, "by": fatima.member, "finding": finding, "take": True}
    refused(CHANGED_MEANWHILE, edition=second.uid, version=1, **act)
    change(finding, weight=1)
    newest = Submission.objects.get(current=True).uid
    refused(CHANGED_MEANWHILE, edition=newest, version=1, **act)
    assert fatima.post(at(fatima, f"seen/{finding.uid}/form/"), {"act": "else"}).status_code == 409


@pytest.mark.parametrize(
    ("cards", "told"), [([], "no longer in the form"), ([{"theme": "safety"}], "Keep the finding as it is")]
)
def test_a_card_that_says_nothing_any_more_is_not_taken_over(visit, on_phones, fatima, cards, told):
    first = filled(on_phones, [SEEN])
    from_forms.take_findings(by=fatima.member, visit=visit)
    finding = Finding.objects.get()
    second = corrected(first, on_phones, cards)
    shown = body(fatima, f"seen/{finding.uid}/form/")
    assert told in shown
    assert "Take over what the form says now" not in shown
    act = {"by": fatima.member, "finding": finding, "edition": second.uid, "version": 1, "take": True}
    refused(CHANGED_MEANWHILE, corrections.settle_correction, **act)


def test_an_alert_from_a_form_stays_one_after_its_correction(visit, on_phones, fatima):
    first = filled(on_phones, [SHAFT])
    from_forms.take_findings(by=fatima.member, visit=visit)
    second = corrected(first, on_phones, [SHAFT | {"danger": "no", "kind": "good"}])
    act = {"by": fatima.member, "finding": Finding.objects.get(), "edition": second.uid, "version": 1}
    corrections.settle_correction(take=True, **act)
    assert Finding.objects.values_list("critical", "kind").get() == (True, "bad")


@pytest.mark.parametrize("values", [{"state": "received"}, {"harm": "protected"}])
def test_a_correction_that_is_not_approved_or_is_protected_is_not_shown(visit, on_phones, fatima, values):
    first = filled(on_phones, [SEEN])
    from_forms.take_findings(by=fatima.member, visit=visit)
    corrected(first, on_phones, [SEEN | {"what": "Hidden words"}], **values)
    assert corrections.corrections(fatima.member, visit) == []
    assert "Hidden words" not in body(fatima, f"visit/{visit.uid}/")


def test_those_who_run_a_workshop_review_its_answers_and_not_those_of_a_country(fatima, marta, inside_a):
    assert fatima.member.may("surveys.review")
    assert not marta.member.may("surveys.review")
    assert not cast(inside_a, "gina", "facilitator").member.may("surveys.review")


def test_of_two_visits_each_takes_the_answers_of_its_day(visit, on_phones, fatima, workshop):
    other_day = Day.objects.get(date=date(2018, 6, 25))
    about = {"what": said("Gold"), "safety_brief": said("Boots"), "place": "Elsewhere"}
    other = add(FieldVisit, workshop, day=other_day, **about)
    filled(on_phones, [SEEN])
    assert from_forms.take_findings(by=fatima.member, visit=other) == []
    assert len(from_forms.take_findings(by=fatima.member, visit=visit)) == 1


def test_protected_answers_become_no_findings_even_for_those_who_review_them(visit, on_phones, fatima):
    filled(on_phones, [SEEN], harm="protected")
    assert fatima.member.may("surveys.review")
    assert from_forms.take_findings(by=fatima.member, visit=visit) == []


@pytest.mark.parametrize(
    ("consent", "kept"), [("given", True), ("not_needed", True), ("refused", False), ("", False)]
)
def test_a_photo_comes_along_only_with_consent_and_stripped(visit, on_phones, fatima, consent, kept):
    sent = filled(on_phones, [SEEN | {"photo": "1.jpg", "person_consent": consent}])
    original = attach(
        by=BY, programme=visit.programme, title="1", file=SimpleUploadedFile("1.jpg", photo(), "image/jpeg")
    )
    add(SubmissionFile, visit.programme, submission=sent, name="1.jpg", attachment=original)
    from_forms.take_findings(by=fatima.member, visit=visit)
    found = Finding.objects.get().photo
    assert (found is not None) is kept
    assert found is None or b"TellTale" not in place_of(found.sha256).read_bytes()


def test_the_form_is_published_by_those_who_run_the_workshop_and_twice_is_once(
    visit, marta, fatima, on_phones
):
    assert (on_phones.form_id, on_phones.state) == ("batea_field_observation", "open")
    assert fatima.post(at(fatima, f"visit/{visit.uid}/publish/")).status_code == 302
    assert Form.objects.count() == FormVersion.objects.count() == 1
    assert marta.post(at(marta, f"visit/{visit.uid}/publish/")).status_code == 403


def test_in_a_country_a_facilitator_does_not_publish_forms_this_way(inside_a, country_a):
    fay = cast(country_a, "fay", "facilitator")
    assert not fay.member.may("surveys.change")
    refused(NOT_ALLOWED, from_forms.publish_form, by=fay.member, programme=country_a)


# Gates and chapter ----------------------------------------------------------------------------------------------------


def gate(letter: str, programme):
    return next(each for each in STEP.gates if each.id == f"W2-S2.{letter}").check(programme)


def test_no_gate_is_met_before_there_is_a_visit(workshop):
    assert not [each.id for each in STEP.gates if each.check(workshop).met]


def test_gates_follow_the_data(visit, groups, marta, rosa, fatima):
    workshop = visit.programme
    assert not gate("a", workshop).met
    change(visit, consent=said("The cooperative agreed"), telephone="911")
    assert gate("a", workshop).met
    brief(marta, visit)
    assert not gate("b", workshop).met
    brief(rosa, visit)
    assert gate("b", workshop).met
    for code, _title in THEMES:
        assert not gate("c", workshop).met
        seen(visit, code, words=f"Of {code}")
    assert gate("c", workshop).met
    for group in groups:
        assert not gate("d", workshop).met
        add(Debrief, workshop, visit=visit, group=group, good=said("g"), bad=said("b"), advice=said("a"))
    assert gate("d", workshop).met
    assert gate("e", workshop).met
    danger = seen(visit, critical=True, recommendation=said("Close it"))
    assert not gate("e", workshop).met
    actions.answer_danger(by=BY, finding=danger, words=said("Closed"))
    assert gate("e", workshop).met
    assert not gate("f", workshop).met
    (asked,) = actions.recommend(by=BY, visit=visit)
    assert not gate("f", workshop).met
    with time_machine.travel(DURING, tick=False):
        actions.reply_to(by=rosa.member, recommendation=asked, outcome="not_accepted", reply=said("No money"))
    assert gate("f", workshop).met


def test_the_chapter_tells_good_and_bad_by_theme_and_what_the_host_replied(visit, groups, asked):
    seen(visit, "gender", "good", "Women vote")
    danger = seen(visit, "safety", "bad", "Gas in the shaft", critical=True)
    actions.answer_danger(by=BY, finding=danger, words=said("Shaft closed"))
    change(asked, outcome="partly", reply=said("Half of it"), replied_on=date(2018, 6, 28))
    about = {"good": said("g"), "bad": said("b"), "advice": said("a"), "quote": said("Never said")}
    add(Debrief, visit.programme, visit=visit, group=groups[0], **about)
    told = str(list(chapter(visit.programme, Desk(visit.programme, "en"))))
    for words in (
        "Hato Mayor",
        "Women vote",
        "Gas in the shaft",
        "Shaft closed",
        "Build a ladder",
        "Half of it",
    ):
        assert words in told
    assert "Never said" not in told
