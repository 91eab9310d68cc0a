"""Participants: balance while inviting, sign-ins, what people need, what is late; lists of people only for a purpose."""

from datetime import date, timedelta
from io import BytesIO

import openpyxl
import pytest
from django.utils import timezone

from batea.evidence.desk import Desk
from batea.learning.models import Delegation, LogisticItem, NeedsAnswer, Participant
from batea.learning.workshops.here import workshop_here
from batea.learning.workshops.participants import queries
from batea.learning.workshops.participants.actions import answer_needs, give_sign_in, give_sign_ins
from batea.learning.workshops.participants.chapter import chapter
from batea.learning.workshops.participants.step import STEP
from batea.learning.workshops.participants.wording import extra_words
from batea.problems import Refused
from batea.programmes import handing_out
from batea.programmes.models import Account, AuditEntry, Institution, Membership, Person
from tests.learning.conftest import BY, add, change, said


def team(workshop, country="PE", state="accepted"):
    found = Delegation.objects.filter(country=country).first()
    return found or add(Delegation, workshop, country=country, state=state, invited_on=date(2018, 4, 1))


def person(workshop, badge, sex="f", state="confirmed", country="PE", **values):
    values = {"sex": sex, "state": state, "delegation": team(workshop, country)} | values
    return add(Participant, workshop, badge=badge, **values)


# Balance ------------------------------------------------------------------------------------------------------------------


def test_the_balance_as_it_is_sure_and_as_it_would_be(workshop):
    for number in range(3):
        person(workshop, f"M{number}", "m")
    person(workshop, "W1")
    person(workshop, "W2", state="invited", country="BR")
    person(workshop, "Declined", state="declined")
    person(workshop, "Proposed", state="proposed")
    person(workshop, "Expert", part="expert")
    found = queries.balance(workshop_here())
    assert (found.confirmed.count.women, found.confirmed.count.men, found.confirmed.met) == (1, 3, False)
    assert (found.expected.count.women, found.expected.met) == (2, True)
    assert [str(row[0]) for row in found.by_delegation] == ["Brazil", "Peru"]
    assert extra_words(found.confirmed, found) == (
        "Needed to reach 40 to 60 % women: 1 more woman. So far 4 of 5 who answered accepted: invite about 2."
    )


def test_the_page_leads_to_an_extra_invitation(workshop, fatima, marta):
    person(workshop, "M", "m")
    page = fatima.get("/p/w/workshop/balance/")
    assert [each["met"] for each in page.context["outlooks"]] == [True, True]
    form = fatima.get(page.context["add_woman"]).context["form"]
    assert (form["extra"].value(), form["sex"].value(), form["state"].value()) == ("True", "f", "invited")
    assert marta.get("/p/w/workshop/balance/").status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_read_as_often_for_many(workshop, fatima, rows, django_assert_num_queries):
    for number in range(rows):
        each = person(workshop, f"P{number}", country=("PE", "BR", "BO")[number], access_needs="Ramp")
        add(LogisticItem, workshop, kind="venue", words=said("Ramp"), participant=each, due=date(2018, 1, 1))
    for address, count in (("balance", 7), ("sign-ins", 7), ("in-short", 9)):
        with django_assert_num_queries(count):
            fatima.get(f"/p/w/workshop/{address}/")


# Sign-ins -----------------------------------------------------------------------------------------------------------------


def test_everybody_who_confirmed_gets_a_sign_in_once(workshop, fatima):
    for name in ("ana", "rosa"):
        someone = add(Person, workshop, name=name, email=f"{name}@example.org")
        person(workshop, name.title(), person=someone)
    person(workshop, "No address")
    person(
        workshop,
        "Only invited",
        state="invited",
        person=add(Person, workshop, name="x", email="x@example.org"),
    )
    assert fatima.get("/p/w/workshop/sign-ins/").context["waiting"] == 2
    page = fatima.post("/p/w/workshop/sign-ins/")
    slips = page.context["slips"]
    assert sorted(slip.account.email for slip in slips) == ["ana@example.org", "rosa@example.org"]
    assert "no-store" in page["Cache-Control"]
    for slip in slips:
        assert slip.password in page.content.decode()
        assert Account.objects.get(email=slip.account.email).check_password(slip.password)
    assert set(
        Membership.objects.filter(person__name__in=("ana", "rosa")).values_list("role", flat=True)
    ) == {"participant"}
    assert not any(slip.password in entry.change for slip in slips for entry in AuditEntry.objects.all())
    assert fatima.post("/p/w/workshop/sign-ins/").context["slips"] == []


def test_a_sign_in_for_one_who_has_no_address_yet(workshop, fatima, client):
    ana = person(workshop, "Ana")
    page = fatima.post(f"/p/w/workshop/sign-ins/{ana.uid}/", {"name": "Ana Lía", "email": "ana@example.org"})
    ana.refresh_from_db()
    assert (ana.person.name, ana.person.email) == ("Ana Lía", "ana@example.org")
    assert client.login(email="ana@example.org", password=page.context["slips"][0].password)


def test_an_account_that_exists_keeps_its_password(workshop):
    old = Account.objects.create_user("ana@example.org", "her own words", name="Ana")
    slip = give_sign_in(by=BY, participant=person(workshop, "Ana"), email="ANA@example.org")
    assert (slip.account, slip.password) == (old, "")
    assert Account.objects.get(pk=old.pk).check_password("her own words")


def test_no_sign_in_for_one_who_declined_or_at_another_persons_address(workshop, marta):
    refused_because(person(workshop, "No", state="declined"), "no@example.org", "declined")
    refused_because(person(workshop, "Other"), marta.account.email, "belongs to another person")
    refused_because(marta.participant, "new@example.org", "another address already")
    linked = person(workshop, "Linked", person=add(Person, workshop, name="l", email="l@example.org"))
    refused_because(linked, marta.account.email, "belongs to another person")
    assert Membership.objects.filter(role="participant").count() == 1
    linked.person.refresh_from_db()
    assert linked.person.email == "l@example.org"


def refused_because(someone, email, words):
    with pytest.raises(Refused) as refused:
        give_sign_in(by=BY, participant=someone, email=email)
    assert refused.value.problem.code == "B845" and words in refused.value.in_words(str)[0]


def test_participants_give_no_sign_ins(workshop, marta):
    assert marta.post("/p/w/workshop/sign-ins/").status_code == 403
    assert marta.get(f"/p/w/workshop/sign-ins/{marta.participant.uid}/").status_code == 403


# What people need ---------------------------------------------------------------------------------------------------------


def answers(workshop, count: int):
    for number in range(count):
        someone = person(workshop, f"A{number}")
        answer_needs(
            by=BY,
            participant=someone,
            years=10,
            skills={"P1-S1": 1 + number % 2, "P2-S1": 4} if number else {"P1-S1": 1},
            priorities=["P1-S1"],
            expects=said(f"Hope {number}"),
            brings={},
        )


def test_a_participant_answers_and_changes_the_own_answer(workshop, marta, fatima):
    sent = {"years": "7", "skill_P1-S1": "2", "priorities": ["P1-S1", "P2-S1"], "expects_es": "Un plan"}
    assert marta.post("/p/w/workshop/needs/", sent).status_code == 302
    assert marta.get("/p/w/workshop/needs/").context["form"]["skill_P1-S1"].value() == 2
    marta.post("/p/w/workshop/needs/", sent | {"skill_P1-S1": "5"})
    answer = NeedsAnswer.objects.get()
    assert (answer.participant, answer.skills, answer.years) == (marta.participant, {"P1-S1": 5}, 7)
    trail = "".join(AuditEntry.objects.filter(record="learning.needsanswer").values_list("change", flat=True))
    assert "Un plan" not in trail and "sha256:" in trail
    four = {"priorities": ["P1-S1", "P1-S2", "P1-S3", "P2-S1"]}
    assert marta.post("/p/w/workshop/needs/", four).status_code == 422
    assert fatima.get("/p/w/workshop/needs/").status_code == 403  # no participant


def test_nothing_of_fewer_than_five_answers_is_shown(workshop, fatima):
    answers(workshop, 4)
    assert "Hope" not in fatima.get("/p/w/workshop/needs/summary/").content.decode()
    someone = person(workshop, "Fifth")
    answer_needs(
        by=BY, participant=someone, years=None, skills={"P1-S1": 2}, priorities=[], expects={}, brings={}
    )
    page = fatima.get("/p/w/workshop/needs/summary/")
    assert "Hope 3" in page.content.decode() and page.context["first"][0].startswith("1.1")
    by_step = {each.step.id: each for each in queries.needs().steps}
    assert by_step["P1-S1"].mean == pytest.approx(1.6) and by_step["P1-S1"].wanted == 4
    assert by_step["P2-S1"].mean is None  # three of the five answered this one
    assert page.context["years"] is None


@pytest.mark.parametrize("skills", [{"P9-S9": 3}, {"P1-S1": 6}, {"P1-S1": "3"}, {"P1-S1": True}, [1]])
def test_marks_that_are_none_are_refused(workshop, skills):
    with pytest.raises(Refused):
        answer_needs(by=BY, participant=person(workshop, "A"), skills=skills)


def test_needs_to_take_part_are_seen_by_those_who_run_the_workshop(workshop, marta, nico, fatima):
    change(nico.participant, access_needs="Wheelchair")
    url = f"/p/w/workshop/participants/{nico.participant.uid}/"
    assert "Wheelchair" in fatima.get(url).content.decode()
    assert "Wheelchair" in fatima.get("/p/w/workshop/in-short/").content.decode()
    assert marta.get("/p/w/workshop/in-short/").status_code == 403
    for address in (url, "/p/w/workshop/participants/", "/p/w/workshop/participants/?sort=access_needs"):
        assert "Wheelchair" not in marta.get(address).content.decode()
    # Nobody's page tells that there is something to hide.
    pages = [
        marta.get(f"/p/w/workshop/participants/{each.participant.uid}/").content.decode()
        for each in (marta, nico)
    ]
    assert pages[0].count("hidden") == pages[1].count("hidden") > 0


# Lists of people ----------------------------------------------------------------------------------------------------------

LIST = "/p/w/workshop/participants/export"


def test_a_list_of_people_is_taken_out_for_a_purpose_that_the_trail_keeps(workshop, marta, nico, fatima):
    asked = fatima.get(f"{LIST}.csv?sex=f")
    assert asked.status_code == 200 and "Marta" not in asked.content.decode()
    assert fatima.post(f"{LIST}.csv", {"purpose": "short"}).status_code == 422
    assert not AuditEntry.objects.filter(act="export people").exists()
    answer = fatima.post(f"{LIST}.csv?sex=f", {"purpose": "Rooms at the hotel"})
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) == 2 and lines[1].startswith("Marta,") and "Nico" not in "".join(lines)
    assert (
        "fatima" in lines[1]
        and "Rooms at the hotel" in lines[1]
        and "-until-" in answer["Content-Disposition"]
    )
    entry = AuditEntry.objects.get(act="export people")
    assert (
        entry.actor == str(fatima.member) and '"rows": [null, 1]' in entry.change and "Rooms" in entry.change
    )


def test_the_spreadsheet_carries_the_mark_too(workshop, marta, fatima):
    answer = fatima.post(f"{LIST}.xlsx", {"purpose": "Rooms at the hotel"})
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    assert sheet.max_row == 2 and "Rooms at the hotel" in sheet.cell(2, sheet.max_column).value


def test_no_more_than_so_many_in_a_day_for_each_member(workshop, marta, nico, fatima, monkeypatch):
    monkeypatch.setattr(handing_out, "ROWS_A_DAY", 3)
    sent = {"purpose": "Rooms at the hotel"}
    assert fatima.post(f"{LIST}.csv", sent).status_code == 200
    refused = fatima.post(f"{LIST}.csv", sent)
    assert refused.status_code == 429 and "B843" in refused.content.decode()
    assert AuditEntry.objects.filter(act="export people").count() == 1
    assert fatima.post(f"{LIST}.csv?sex=f", sent).status_code == 200
    assert marta.post(f"{LIST}.csv", sent).status_code == 200
    yesterday = timezone.now() - timedelta(days=1)
    AuditEntry.objects.filter(act="export people").update(at=yesterday)
    assert fatima.post(f"{LIST}.csv", sent).status_code == 200


def test_people_and_memberships_ask_for_a_purpose(workshop, fatima):
    for url in (
        "/p/w/people/export.csv",
        "/p/w/memberships/export.csv",
        "/p/w/workshop/pack-receipts/export.csv",
    ):
        assert "fatima" not in fatima.get(url).content.decode().split("<main")[1].lower()
        assert fatima.post(url, {"purpose": "Letters of invitation"}).status_code == 200


# Gates and chapter --------------------------------------------------------------------------------------------------------


def met(programme) -> str:
    return "".join(gate.id[-1] for gate in STEP.gates if gate.check(programme).met)


def test_the_gates(workshop, marta, nico):
    assert met(workshop) == "abc"
    team(workshop, "BO")
    late = add(LogisticItem, workshop, kind="venue", words=said("Ramp"), due=date(2018, 1, 1))
    assert met(workshop) == "bc"
    change(nico.participant, access_needs="Ramp")
    change(late, done_on=date(2018, 1, 1))
    assert met(workshop) == "bc"
    add(LogisticItem, workshop, kind="venue", words=said("Ramp"), participant=nico.participant)
    assert met(workshop) == "bce"
    person(workshop, "Ana", country="BO")
    assert met(workshop) == "ae"  # two women of three, and Ana cannot sign in
    for each in Participant.objects.all()[:2]:
        answer_needs(by=BY, participant=each, skills={})
    assert met(workshop) == "ade"


def test_gates_tell_participants_of_nobodys_needs(workshop, marta, nico):
    change(nico.participant, access_needs="Ramp")
    missing = STEP.gates[-1].check(workshop).missing
    assert missing and not any("Nico" in each.text for each in missing)


def test_the_report_counts_by_country_and_sex_and_names_who_invited_further(workshop, marta, nico):
    undp = add(Institution, workshop, name=said("UNDP"), short_name="UNDP", kind="international")
    for number in range(3):
        person(workshop, f"E{number}", country="DO", extra=True, invited_by=undp)
    person(workshop, "Not sure", state="invited")
    table, *rest = chapter(workshop, Desk(workshop, "en"))
    assert [row for row in table.rows] == [
        ("Brazil", "0", "1", "0", "1"),
        ("Dominican Republic", "3", "0", "0", "3"),
        ("Peru", "1", "0", "0", "1"),
        ("All", "4", "1", "0", "5"),
    ]
    assert "3 further people from Dominican Republic were invited beyond" in repr(rest)
    assert "Invited by UNDP." in repr(rest)


def test_nothing_is_given_where_nobody_waits(workshop):
    assert give_sign_ins(by=BY) == []
