"""P10: a list of people leaves for a purpose; a longer one only when somebody else has agreed, and for seven days."""

import csv
import re
from datetime import timedelta
from io import BytesIO, StringIO

import openpyxl
import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django_scopes import scope

from batea.cli import main
from batea.problems import LIST_DECIDED, NOT_ALLOWED, OWN_LIST, Refused
from batea.programmes.actions import add_record
from batea.programmes.handing_out import DAYS, FREE_A_DAY, Wanted, decide_list, needs_consent, note_taken
from batea.programmes.models import AuditEntry, Institution, ListRequest, Membership, Person
from batea.programmes.words import Words
from tests.conftest import cast

PEOPLE = "/p/a/people/export"
LISTS = "/p/a/about/lists/"
SENT = {"purpose": "Letters to all who spoke"}
State = ListRequest.State


def persons(programme, count: int, **values):
    with scope(programme=programme):
        for number in range(count):
            add_record(by="x", record=Person(programme=programme, name=f"Zq{number:03d}", **values))


@pytest.fixture
def many(country_a):
    persons(country_a, FREE_A_DAY + 5)
    return country_a


@pytest.fixture
def nadia(country_a):
    """Keeps the programme in order: the other one who may decide."""
    return cast(country_a, "nadia", "administrator")


def requests(programme):
    with scope(programme=programme):
        return list(ListRequest.objects.order_by("pk"))


def asked(client, url=f"{PEOPLE}.csv") -> ListRequest:
    answer = client.post(url, SENT)
    assert answer.status_code == 302 and answer.url.startswith(LISTS)
    return requests(client.programme)[-1]


def decides(client, request, act="agree", **more):
    return client.post(f"{LISTS}{request.uid}/decide/", {"act": act, "answer": "", **more})


def lines(answer) -> list[list[str]]:
    return list(csv.reader(StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))


def acts(programme, act):
    return AuditEntry.objects.filter(chain=str(programme.uid), act=act)


def test_a_short_list_needs_a_purpose_and_nobody_else(country_a, amina):
    persons(country_a, 3)
    assert "Zq000" not in amina.get(f"{PEOPLE}.csv").content.decode()
    found = lines(amina.post(f"{PEOPLE}.csv?q=Zq", SENT))
    assert len(found) == 4 and requests(country_a) == []


def test_every_line_of_the_file_says_who_what_for_and_until_when(country_a, amina):
    persons(country_a, 2)
    answer = amina.post(f"{PEOPLE}.csv?q=Zq", SENT)
    until = (timezone.localdate() + timedelta(days=DAYS)).isoformat()
    assert f"a-people-until-{until}.csv" in answer["Content-Disposition"]
    header, *rows = lines(answer)
    assert [len(row) for row in rows] == [len(header)] * 2, "the table can be read as before"
    for row in rows:
        assert all(said in row[-1] for said in ("amina@example.org", SENT["purpose"], until))
    sheet = openpyxl.load_workbook(BytesIO(amina.post(f"{PEOPLE}.xlsx?q=Zq", SENT).content)).active
    assert sheet.max_row == 3 and SENT["purpose"] in sheet.cell(3, sheet.max_column).value


def test_a_long_list_waits_is_agreed_to_and_fetched(many, amina, nadia, django_capture_on_commit_callbacks):
    page = amina.get(f"{PEOPLE}.csv").content.decode()
    assert "Ask for the list" in page and "1 other member may decide." in page
    with django_capture_on_commit_callbacks(execute=True):
        request = asked(amina)
    assert [letter.to for letter in mail.outbox] == [["nadia@example.org"]]
    assert "Zq0" not in mail.outbox[0].body and str(request.uid) in mail.outbox[0].body
    assert not acts(many, "export people").exists()
    assert "Zq0" not in amina.post(f"{PEOPLE}.csv", SENT, follow=True).content.decode(), "it waits"
    assert len(requests(many)) == 1, "asked once"

    assert "Decide on 1 request" in nadia.get("/p/a/").content.decode()
    seen = nadia.get(f"{LISTS}{request.uid}/").content.decode()
    assert SENT["purpose"] in seen and "all entries" in seen and "amina@example.org" in seen
    with django_capture_on_commit_callbacks(execute=True):
        assert decides(nadia, request).status_code == 302
    assert mail.outbox[-1].to == ["amina@example.org"]
    assert "Decide on" not in nadia.get("/p/a/").content.decode()

    assert f'href="{PEOPLE}.csv"' in amina.get(f"{LISTS}{request.uid}/").content.decode()
    assert "Zq0" not in amina.get(f"{PEOPLE}.csv").content.decode(), "reading an address takes nothing out"
    answer = amina.post(f"{PEOPLE}.csv")
    found = lines(answer)
    assert sum(row[0].startswith("Zq") for row in found) == FREE_A_DAY + 5
    assert request.code in answer["Content-Disposition"] and SENT["purpose"] in found[1][-1]
    [entry] = acts(many, "export people")
    assert entry.actor == "amina@example.org" and request.code in entry.change and "nadia" in entry.change
    assert [acts(many, act).count() for act in ("ask for list", "agree to list")] == [1, 1]


def test_the_right_ends_after_seven_days_and_when_it_is_taken_away(many, amina, nadia):
    request = asked(amina)
    decides(nadia, request)
    with scope(programme=many):
        past = timezone.localdate() - timedelta(days=1)
        ListRequest.objects.update(until=past)
        assert amina.post(f"{PEOPLE}.csv").status_code == 422
        assert "No longer valid" in amina.get(LISTS).content.decode()
        ListRequest.objects.update(until=timezone.localdate())
    assert amina.post(f"{PEOPLE}.csv").status_code == 200
    version = requests(many)[0].version
    assert "End the right to fetch it" in nadia.get(f"{LISTS}{request.uid}/").content.decode()
    assert decides(nadia, request, "refuse", version_seen=version).status_code == 302
    assert amina.post(f"{PEOPLE}.csv").status_code == 422


def test_who_loses_the_role_fetches_nothing(many, amina, nadia):
    bea = cast(many, "bea", "member")
    decides(nadia, asked(bea))
    with scope(programme=many):
        Membership.objects.filter(person__account=bea.account).update(role="observer")
    assert bea.post(f"{PEOPLE}.csv").status_code == 403


def test_what_was_agreed_to_is_that_list_and_no_other(many, amina, nadia):
    persons(many, FREE_A_DAY + 1, sex="f")
    request = asked(amina, f"{PEOPLE}.csv?sex=f")
    assert request.narrowed == "sex=f" and request.count == FREE_A_DAY + 1
    assert "Woman" in nadia.get(f"{LISTS}{request.uid}/").content.decode()
    decides(nadia, request)
    assert amina.post(f"{PEOPLE}.csv", SENT).status_code == 302, "all people need a request of their own"
    assert amina.post(f"{PEOPLE}.csv?sort=name&sex=f").status_code == 200
    assert nadia.post(f"{PEOPLE}.csv?sex=f", SENT).status_code == 302, "it is not somebody else's"


def test_a_filter_that_leaves_nothing_out_is_not_told_as_one(many, amina):
    request = asked(amina, f"{PEOPLE}.csv?sex=nobody&page=2")
    assert request.narrowed == "" and request.count > FREE_A_DAY


def test_a_list_taken_in_parts_is_counted_together(country_a, amina):
    with scope(programme=country_a):
        bodies = [
            add_record(by="x", record=Institution(programme=country_a, name=Words(name, "en"), kind="ngo"))
            for name in "XYZ"
        ]
    for body in bodies:
        persons(country_a, 24, institution=body)
    for body in bodies[:2]:
        assert amina.post(f"{PEOPLE}.csv?institution={body.uid}", SENT).status_code == 200
    assert amina.post(f"{PEOPLE}.csv?institution={bodies[2].uid}", SENT).status_code == 302


def test_nobody_decides_on_the_own_request(many, amina):
    request = asked(amina)
    assert "Agree" not in amina.get(f"{LISTS}{request.uid}/").content.decode().split("<main")[1]
    refused = decides(amina, request)
    assert refused.status_code == 403 and "B865" in refused.content.decode()
    with scope(programme=many):
        with pytest.raises(Refused) as told:
            decide_list(by=amina.member, request=request, agree=True)
        assert told.value.problem is OWN_LIST
        with pytest.raises(IntegrityError), transaction.atomic():  # nor behind the back of the action
            ListRequest.objects.update(decided_by=request.asked_by)
        with pytest.raises(IntegrityError), transaction.atomic():
            ListRequest.objects.update(state=State.AGREED)


def test_what_is_decided_is_decided(many, amina, nadia):
    request = asked(amina)
    decides(nadia, request, "refuse", answer="Ask the ministry")
    assert "Ask the ministry" in amina.get(f"{LISTS}{request.uid}/").content.decode()
    assert not acts(many, "export people").exists() and acts(many, "refuse list").count() == 1
    with scope(programme=many), pytest.raises(Refused) as told:
        decide_list(by=nadia.member, request=requests(many)[0], agree=True)
    assert told.value.problem is LIST_DECIDED
    assert asked(amina).uid != request.uid, "it can be asked for anew"


def test_who_may_not_decide_sees_only_the_own_requests(many, amina, nadia):
    bea = cast(many, "bea", "member")
    mine, theirs = asked(bea), asked(amina)
    seen = bea.get(LISTS).content.decode()
    assert str(mine.uid) in seen and str(theirs.uid) not in seen and "Taken out in the last" not in seen
    assert bea.get(f"{LISTS}{theirs.uid}/").status_code == 404
    assert decides(bea, theirs).status_code == 403
    with scope(programme=many), pytest.raises(Refused) as told:
        decide_list(by=bea.member, request=theirs, agree=True)
    assert told.value.problem is NOT_ALLOWED
    assert str(mine.uid) in nadia.get(LISTS).content.decode()


def test_short_lists_are_seen_by_those_who_decide(country_a, amina, nadia):
    persons(country_a, 3)
    bea = cast(country_a, "bea", "member")
    bea.post(f"{PEOPLE}.csv?q=Zq", SENT)
    for client in (amina, nadia):
        told = client.get(LISTS).content.decode()
        assert "bea@example.org" in told and SENT["purpose"] in told


def test_fifty_scrapes_are_all_seen_at_once(many, amina, nadia):
    """The alert of P10: whatever a scraper tries for a whole list stands with those who decide before anything left."""
    scraper = cast(many, "bea", "member")
    for number in range(50):
        answer = scraper.post(
            f"{PEOPLE}.csv?q={'Zq' if number else ''}", {"purpose": f"{SENT['purpose']} {number}"}
        )
        assert answer.status_code == 302
        uid = re.search(r"lists/([0-9a-f-]+)/", answer.url)[1]
        assert uid in nadia.get(LISTS).content.decode() and uid in amina.get(LISTS).content.decode()
    assert not acts(many, "export people").exists()
    with scope(programme=many):
        assert ListRequest.objects.count() == 2


def test_a_lone_lead_is_not_stuck(many, amina, capsys):
    assert "Nobody else in this programme may decide." in amina.get(f"{PEOPLE}.csv").content.decode()
    request = asked(amina)
    assert f"batea lists agree a {request.code}" in amina.get(f"{LISTS}{request.uid}/").content.decode()
    assert main(["lists", "waiting", "--json"]) == 0
    assert request.code in capsys.readouterr().out
    assert main(["lists", "agree", "a", "00000000"]) == 1
    assert main(["lists", "agree", "a", request.code, "--answer", "Seen"]) == 0
    assert requests(many)[0].decided_by == "command line"
    assert amina.post(f"{PEOPLE}.csv").status_code == 200
    assert main(["lists", "refuse", "a", request.code]) == 0
    assert amina.post(f"{PEOPLE}.csv").status_code == 422


def test_the_whole_programme_with_many_people_needs_consent_too(many, amina, nadia):
    bundle = "/p/a/about/bundle/"
    assert amina.post(bundle).status_code == 422
    request = asked(amina, bundle)
    assert "Take the programme along" in nadia.get(f"{LISTS}{request.uid}/").content.decode()
    decides(nadia, request)
    assert f'href="{bundle}"' in amina.get(f"{LISTS}{request.uid}/").content.decode()
    answer = amina.post(bundle)
    assert answer.content.startswith(b"PK") and request.code in answer["Content-Disposition"]
    assert acts(many, "export people").count() == 1


def test_the_trail_with_many_people_needs_consent_too(many, amina, nadia):
    trail = "/p/a/about/audit/export.csv"
    assert "Zq0" not in amina.get(trail).content.decode()
    decides(nadia, asked(amina, trail))
    assert "Zq001" in str(lines(amina.post(trail)))
    other = amina.get("/p/a/about/audit/export.csv?q=found+programme")
    assert other.streaming, "what tells of no person is taken out as before"


def test_taking_more_than_a_few_is_refused_behind_the_page_as_well(many, amina):
    wanted = Wanted("programmes.person", "", "csv", FREE_A_DAY + 1)
    with scope(programme=many):
        assert needs_consent(amina.member, wanted)
        with pytest.raises(Refused) as told:
            note_taken(by=amina.member, wanted=wanted, purpose="x")
    assert told.value.problem is NOT_ALLOWED


def test_a_search_too_long_to_be_kept_is_cut_and_nothing_breaks(many, amina):
    answer = amina.post(f"{PEOPLE}.csv?q={'Z' * 3000}&institution={'w' * 3000}", SENT)
    assert answer.status_code in (200, 302, 422)
    with scope(programme=many), pytest.raises(ValidationError):
        ListRequest(programme=many, what="x", narrowed="z" * 501, count=1).full_clean()
