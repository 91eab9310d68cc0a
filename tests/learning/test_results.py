"""Tests nobody signs, certificates anybody can check, the evaluation and the report."""

import base64
import json
import re
import stat
from collections import Counter
from datetime import date
from pathlib import Path

import jsonschema
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from django_scopes import scope, scopes_disabled
from pypdf import PdfReader

from batea.cli import main
from batea.learning.models import (
    Answered,
    Attendance,
    Certificate,
    CheckIn,
    Claim,
    Day,
    EvaluationAnswer,
    Outcome,
    Participant,
    Plan,
    PulseAnswer,
    Sitting,
    TestItem,
    TestSheet,
    Workshop,
)
from batea.learning.workshops.report import build_report, make_report
from batea.learning.workshops.results import actions, queries
from batea.learning.workshops.results.checking import TRIES, check_code, plain_code
from batea.learning.workshops.results.eligibility import ACHIEVEMENT, ATTENDANCE, standing_of
from batea.learning.workshops.results.levels import read_levels
from batea.learning.workshops.results.own_word import fingerprint, form_of, suggestion
from batea.learning.workshops.results.step import STEP
from batea.learning.workshops.results.telling import tell_state
from batea.phase3_implementation.models import Action, FrozenVersion, Indicator
from batea.problems import (
    ALREADY_ANSWERED,
    ALREADY_THERE,
    BANK_UNEVEN,
    NO_SUCH_WORD,
    NO_TEST_YET,
    NOT_A_PARTICIPANT,
    NOT_EARNED,
    NOT_OPEN,
    NOT_TO_TELL,
    REVOKED_ALREADY,
    TOO_MANY_TRIES,
    WORD_TAKEN,
    Refused,
)
from batea.programmes.actions import change_record
from batea.programmes.founding import found_programme, give_role
from batea.programmes.models import AuditEntry, Membership
from batea.programmes.words import Words
from tests.factory import make
from tests.learning.conftest import BY, add, participant, said
from tests.learning.signing_keys import one_key_for_all as one_key_for_all

LETTERS = ("a", "b", "c", "d")
SUBJECTS = ("phases", "forum", "types", "impacts", "economy")


@pytest.fixture
def bank(workshop):
    """Five things tested, each by a question in both forms; “b” is right."""
    for subject in SUBJECTS:
        for form in ("a", "b"):
            words = {f"option_{letter}": said(f"{letter} of {subject}") for letter in LETTERS[:3]}
            add(
                TestItem,
                workshop,
                construct=subject,
                form=form,
                stem=said(f"{subject} {form}?"),
                right="b",
                **words,
            )
    return workshop


@pytest.fixture
def open_tests(bank):
    for what in Sitting.What.values:
        actions.open_sitting(by=BY, programme=bank, what=what)
    return bank


def filled(moment: str, word: str, right: int) -> dict:
    """Answers of which the first `right` are right."""
    items = actions.questions(moment, actions.code_of(word))
    return {str(item.uid): "b" if place < right else "a" for place, item in enumerate(items)}


def hand_in(who, moment, word, right):
    actions.hand_in_test(
        participant=who.participant, moment=moment, word=word, answers=filled(moment, word, right)
    )


def crowd(workshop, count: int, **values) -> list:
    return [participant(workshop, f"p{number}", "PE", **values) for number in range(count)]


def refused(problem, act, **values):
    with pytest.raises(Refused) as error:
        act(**values)
    assert error.value.problem is problem


# The own word ---------------------------------------------------------------------------------------------------------


def test_the_word_is_the_same_however_a_telephone_writes_it(workshop):
    uid = Workshop.objects.get().uid
    assert fingerprint("Río  Reloj siete ", uid) == fingerprint("rı́o reloj siete".replace("ı́", "í"), uid)
    assert fingerprint("río reloj siete", uid) != fingerprint("río reloj ocho", uid)
    assert len(fingerprint("x", uid)) == 64


def test_the_word_is_another_one_in_another_workshop(workshop):
    assert fingerprint("río reloj siete", Workshop.objects.get().uid) != fingerprint(
        "río reloj siete", workshop.uid
    )


def test_half_begin_with_each_form_and_all_change():
    codes = [f"{number:x}" for number in range(16)]
    assert Counter(form_of(code, after=False) for code in codes) == {"a": 8, "b": 8}
    assert all(form_of(code, after=False) != form_of(code, after=True) for code in codes)


def test_no_suggestion_comes_twice():
    found = {suggestion() for _round in range(200)}
    assert len(found) == 200
    assert all(re.fullmatch(r"([a-z]{6}-){2}[a-z]{6}", word) for word in found)


# Handing in -----------------------------------------------------------------------------------------------------------


def test_a_sheet_names_nobody_and_does_not_keep_the_word(open_tests, marta):
    hand_in(marta, "before", "river clock seven", 3)
    [row] = TestSheet.objects.values()
    written = json.dumps(row, default=str)
    for secret in ("river", str(marta.participant.uid), marta.account.email, "Marta"):
        assert secret not in written
    assert row["form"] == form_of(row["code"], after=False)
    assert Counter(row["answers"].values()) == {"b": 3, "a": 2}
    trail = "".join(AuditEntry.objects.filter(act="answer unsigned").values_list("change", "actor").get())
    assert json.loads(trail.removesuffix("somebody")) == {"box": [None, "test:before"]}


def test_handing_in_is_refused(bank, marta, nico, fatima):
    refused(
        NOT_OPEN,
        actions.hand_in_test,
        participant=marta.participant,
        moment="before",
        word="w" * 12,
        answers={},
    )
    actions.open_sitting(by=BY, programme=bank, what="before")
    hand_in(marta, "before", "river clock seven", 3)
    values = {"moment": "before", "word": "river clock seven", "answers": {}}
    refused(ALREADY_ANSWERED, actions.hand_in_test, participant=marta.participant, **values)
    refused(WORD_TAKEN, actions.hand_in_test, participant=nico.participant, **values)
    helper = add(Participant, bank, badge="Helper", part="facilitator")
    refused(NOT_A_PARTICIPANT, actions.hand_in_test, participant=helper, **values)
    actions.close_sitting(by=BY, what="before")
    refused(
        NOT_OPEN,
        actions.hand_in_test,
        participant=nico.participant,
        moment="before",
        word="other",
        answers={},
    )
    assert TestSheet.objects.count() == Answered.objects.count() == 1


def test_a_test_needs_both_forms_and_is_opened_once(workshop):
    refused(NO_TEST_YET, actions.open_sitting, by=BY, programme=workshop, what="before")
    actions.open_sitting(by=BY, programme=workshop, what="evaluation")
    refused(ALREADY_THERE, actions.open_sitting, by=BY, programme=workshop, what="evaluation")
    actions.close_sitting(by=BY, what="evaluation")
    refused(NOT_OPEN, actions.close_sitting, by=BY, what="evaluation")
    refused(ALREADY_THERE, actions.open_sitting, by=BY, programme=workshop, what="evaluation")


# What the tests say ---------------------------------------------------------------------------------------------------


@pytest.fixture
def written(open_tests):
    """Six people: 1 of 5 before, 3 of 5 at the end; the sixth loses the word."""
    people = crowd(open_tests, 6)
    for number, who in enumerate(people):
        hand_in(who, "before", f"word number {number}", 1)
        hand_in(who, "after", f"word number {number}" if number < 5 else "forgotten it all", 3)
    return people


def test_nothing_is_told_while_a_test_is_open(written):
    found = queries.test_results()
    assert (found.before, found.after, found.gains.pairs) == ([], [], 0)
    actions.close_sitting(by=BY, what="before")
    assert queries.test_results().after == []
    assert len(queries.test_results().before) == 6


def test_gains_of_those_who_wrote_both(written):
    for what in ("before", "after"):
        actions.close_sitting(by=BY, what=what)
    found = queries.test_results()
    assert (found.gains.pairs, found.gains.before, found.gains.after) == (5, 20, 60)
    assert found.gains.of_averages == found.gains.of_pairs == pytest.approx(0.5)
    shares = {each.construct: (each.before, each.after) for each in found.constructs}
    first, third, last = sorted(SUBJECTS)[0], sorted(SUBJECTS)[2], sorted(SUBJECTS)[4]
    assert (shares[first], shares[third], shares[last]) == ((1, 1), (0, 1), (0, 0))


def test_what_is_tested_bears_the_name_of_its_step_in_the_readers_language(bank):
    TestItem.objects.filter(construct="forum").update(step="P1-S2")
    TestItem.objects.filter(construct="types", form="a").update(step="P2-S2")
    with override("es"):
        found = {each.construct: each.subject for each in queries.test_results().constructs}
    assert found["forum"] == "Foro"
    assert found["types"] == "types"  # its other question is about no step


def test_what_fewer_than_five_wrote_is_not_told(open_tests):
    for number, who in enumerate(crowd(open_tests, 4)):
        hand_in(who, "before", f"word number {number}", 1)
        hand_in(who, "after", f"word number {number}", 3)
    for what in ("before", "after"):
        actions.close_sitting(by=BY, what=what)
    found = queries.test_results()
    assert not found.enough_pairs
    assert {(each.before, each.after) for each in found.constructs} == {(None, None)}
    assert {each.before.right for each in found.items} == {None}


def test_an_item_that_tells_apart(open_tests):
    """Ten sheets of one form: who knows more has the first question right."""
    item = TestItem.objects.filter(form="a").order_by("construct").first()
    of_form = queries.items_of("a")
    sheets = []
    for number in range(10):
        letters = ["b" if number >= 5 else "a", *("b" if place < number / 2 else "a" for place in range(4))]
        answers = {str(each.uid): letter for each, letter in zip(of_form, letters, strict=True)}
        sheets.append(TestSheet(moment="before", form="a", code=str(number), answers=answers))
    found = queries.asked(item, sheets, of_form, "before")
    assert (found.sheets, found.right) == (10, 0.5)
    assert found.tells > 0.7
    assert queries.asked(item, sheets[:4], of_form, "before").right is None
    few = [TestSheet(moment="before", form="b", code=f"b{number}", answers={}) for number in range(4)]
    assert queries.asked(item, sheets + few, of_form, "before").right is None, (
        "the others could be worked out"
    )


# Pages ----------------------------------------------------------------------------------------------------------------


def test_a_participant_takes_the_test_on_one_page(open_tests, marta):
    page = marta.get("/p/w/workshop/test/before/")
    assert page.status_code == 200 and 'name="word"' in page.content.decode()
    short = marta.post("/p/w/workshop/test/before/", {"word": "short", "act": "begin"})
    assert short.status_code == 422 and "govuk-error-summary" in short.content.decode()
    asked = marta.post("/p/w/workshop/test/before/", {"word": "river clock seven", "act": "begin"})
    shown = asked.content.decode()
    form = form_of(actions.code_of("river clock seven"), after=False)
    assert all(f"{subject} {form}?" in shown for subject in SUBJECTS)
    sent = {"word": "river clock seven", "act": "hand_in", **{f"q{number}": "b" for number in range(1, 5)}}
    left = marta.post("/p/w/workshop/test/before/", sent)
    assert left.status_code == 422 and "5. types" in left.content.decode()
    assert TestSheet.objects.count() == 0
    done = marta.post("/p/w/workshop/test/before/", {**sent, "q5": "-"})
    assert done.status_code == 302
    assert len(TestSheet.objects.get().answers) == 4
    assert marta.get("/p/w/workshop/test/before/").status_code == 409
    assert "Handed in" in marta.get("/p/w/workshop/mine/").content.decode()


def test_the_questions_come_in_the_readers_language(open_tests, marta):
    sent = {"word": "river clock seven", "act": "begin"}
    shown = marta.post("/p/w/workshop/test/before/", sent, headers={"Accept-Language": "es"}).content.decode()
    assert "forum a? (es)" in shown or "forum b? (es)" in shown


def test_a_word_that_is_taken_is_told_before_the_questions(open_tests, marta, nico):
    hand_in(marta, "before", "river clock seven", 3)
    answer = nico.post("/p/w/workshop/test/before/", {"word": "River clock  SEVEN", "act": "begin"})
    assert answer.status_code == 422 and "used this word already" in answer.content.decode()


def test_only_tests_are_taken_there(open_tests, marta):
    assert marta.get("/p/w/workshop/test/evaluation/").status_code == 404
    assert marta.get("/p/w/workshop/test/nothing/").status_code == 404


def test_the_evaluation(open_tests, marta):
    marks = dict.fromkeys(queries.SCALES, "4")
    bad = marta.post("/p/w/workshop/evaluate/", {**marks, "overall": "9"})
    assert bad.status_code == 422
    good = marta.post("/p/w/workshop/evaluate/", {**marks, "best_en": "The visit"})
    assert good.status_code == 302
    row = EvaluationAnswer.objects.get()
    assert (row.overall, row.best["en"]) == (4, "The visit")
    assert marta.post("/p/w/workshop/evaluate/", marks).status_code == 409


def test_facilitators_open_close_and_read(bank, fatima, marta):
    url = "/p/w/workshop/tests/"
    assert marta.get(url).status_code == 403
    assert fatima.post(url, {"what": "before", "act": "open"}).status_code == 302
    assert fatima.post(url, {"what": "before", "act": "close"}).status_code == 302
    assert fatima.post(url, {"what": "before", "act": "close"}).status_code == 409
    assert fatima.post(url, {"what": "x", "act": "close"}).status_code == 404
    assert Sitting.objects.get().closed_on is not None


def test_single_answers_have_no_page(open_tests, fatima, marta):
    hand_in(marta, "before", "river clock seven", 3)
    uid = TestSheet.objects.get().uid
    for url in ("workshop/test-sheets/", f"workshop/test-sheets/{uid}/", "workshop/evaluation/"):
        assert fatima.get(f"/p/w/{url}").status_code == 404


@pytest.mark.parametrize("people", [1, 3])
def test_pages_ask_as_much_for_three_as_for_one(bank, fatima, people):
    crowd(bank, people)
    counted = {}
    for url in ("tests", "levels", "certified"):
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert fatima.get(f"/p/w/workshop/{url}/").status_code == 200
        counted[url] = len(found)
    assert counted == {"tests": 11, "levels": 17, "certified": 13}


# Certificates ---------------------------------------------------------------------------------------------------------


def attend(who, days: int = 2):
    for day in Day.objects.order_by("date")[:days]:
        add(Attendance, who.programme, participant=who.participant, day=day, how="hand")


def present_plan(who, presented_on=date(2018, 6, 26)):
    about = {"step": "P1-S1", "objective": said("A task force by March")}
    return add(Plan, who.programme, delegation=who.participant.delegation, presented_on=presented_on, **about)


def certificate(who, kind="attendance") -> Certificate:
    return actions.issue_certificate(by=BY, participant=who.participant, kind=kind)


def revoke(found: Certificate) -> Certificate:
    return actions.revoke_certificate(by=BY, certificate=found, public="mistake", reason="Misspelt")


def test_attendance_is_earned_by_days(workshop, marta):
    attend(marta, 1)
    assert standing_of(marta.participant).missing(ATTENDANCE) == ["Days still missing: 1."]
    refused(NOT_EARNED, actions.issue_certificate, by=BY, participant=marta.participant, kind="attendance")
    add(Attendance, workshop, participant=marta.participant, day=Day.objects.latest("date"), how="code")
    found = certificate(marta)
    assert found.grounds == {"days": 2, "needed": 2, "held": 2}
    assert (found.name, found.in_force) == ("Marta", True)
    refused(ALREADY_THERE, actions.issue_certificate, by=BY, participant=marta.participant, kind="attendance")


def claim(who, word):
    return actions.claim_result(by=who.member, participant=who.participant, word=word)


def test_achievement_is_a_claimed_result_and_a_presented_plan(open_tests, marta):
    hand_in(marta, "after", "river clock seven", 4)
    assert len(standing_of(marta.participant).missing(ACHIEVEMENT)) == 2
    percent, kept = claim(marta, "River clock seven")
    assert (percent, kept.score) == (80, 80)
    plan = present_plan(marta, None)
    assert len(standing_of(marta.participant).missing(ACHIEVEMENT)) == 1
    change_record(by=BY, record=plan, values={"presented_on": date(2018, 6, 26)})
    found = certificate(marta, "achievement")
    assert found.grounds == {"passed": True, "score": 80, "needed": 70, "plan": "2018-06-26"}
    assert not standing_of(marta.participant).earned(ATTENDANCE), "one does not give the other"


def test_a_result_that_is_not_enough_is_told_and_not_kept(open_tests, marta):
    hand_in(marta, "after", "river clock seven", 3)
    before = AuditEntry.objects.count()
    assert claim(marta, "river clock seven") == (60, None)
    assert Claim.objects.count() == 0 and AuditEntry.objects.count() == before
    assert not TestSheet.objects.get().claimed


def test_one_sheet_is_claimed_by_one_person_and_its_place_tells_nothing(open_tests, marta, nico):
    hand_in(marta, "after", "river clock seven", 4)
    refused(NO_SUCH_WORD, actions.claim_result, by=BY, participant=nico.participant, word="river clock seven")
    hand_in(nico, "after", "moon chair eleven", 1)
    keys = set(TestSheet.objects.values_list("pk", flat=True))
    claim(nico, "river clock seven")
    assert keys & set(TestSheet.objects.values_list("pk", flat=True)) == set(), "all rows are written anew"
    refused(
        NO_SUCH_WORD, actions.claim_result, by=BY, participant=marta.participant, word="river clock seven"
    )
    refused(NO_SUCH_WORD, actions.claim_result, by=BY, participant=marta.participant, word="never written so")
    kept = Claim.objects.values().get()
    assert "code" not in kept and TestSheet.objects.filter(claimed=True).count() == 1


def test_claiming_on_the_page_needs_consent_and_ends_guessing(open_tests, marta):
    hand_in(marta, "after", "river clock seven", 4)
    url = "/p/w/workshop/claim/"
    assert marta.post(url, {"word": "river clock seven"}).status_code == 422
    assert Claim.objects.count() == 0
    for number in range(TRIES):
        assert marta.post(url, {"word": f"guess number {number}", "agreed": "on"}).status_code == 422
    stopped = marta.post(url, {"word": "river clock seven", "agreed": "on"})
    assert stopped.status_code == 429 and TOO_MANY_TRIES.code in stopped.content.decode()


def test_claiming_on_the_page(open_tests, marta):
    hand_in(marta, "after", "river clock seven", 4)
    assert "Claim my result" in marta.get("/p/w/workshop/mine/").content.decode()
    done = marta.post("/p/w/workshop/claim/", {"word": "river clock seven", "agreed": "on"}, follow=True)
    assert "80 %" in done.content.decode() and Claim.objects.get().score == 80


def test_codes_are_random_readable_and_forgiving():
    codes = {actions.new_code() for _round in range(500)}
    assert len(codes) == 500
    assert all(re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){2}[0-9A-HJKMNP-TV-Z]{4}", code) for code in codes)
    assert len(actions.LETTERS) ** 12 == 2**60
    assert plain_code(" 7g4k q2xm-9trO ") == "7G4K-Q2XM-9TR0"
    assert plain_code("iLo1") == "1101"


def test_the_page_issues_what_is_ticked(workshop, fatima, marta, nico):
    attend(marta)
    attend(nico, 1)
    shown = fatima.get("/p/w/workshop/certified/").content.decode()
    assert (
        "Days still missing: 1." in shown
        and "Marta – Attendance" in shown
        and "Nico – Attendance" not in shown
    )
    mine = f"{marta.participant.uid}.attendance"
    assert fatima.post("/p/w/workshop/certified/", {"chosen": [mine, "x.y"]}).status_code == 422
    assert fatima.post("/p/w/workshop/certified/", {"chosen": [mine]}).status_code == 302
    assert Certificate.objects.get().participant == marta.participant
    assert marta.get("/p/w/workshop/certified/").status_code == 403


def test_revoking_and_issuing_anew(workshop, fatima, marta):
    attend(marta)
    found = certificate(marta)
    url = f"/p/w/workshop/certificates/{found.uid}"
    assert fatima.post(f"{url}/revoke/", {"reason": "Wrong person"}).status_code == 422
    assert fatima.post(f"{url}/revoke/", {"public": "mistake"}).status_code == 422
    again = fatima.post(f"{url}/reissue/", {"reason": "Misspelt", "name": "Marta Quispe"})
    assert again.status_code == 302
    old, new = Certificate.objects.order_by("pk")
    assert (old.revoked_why, new.name, new.grounds, new.in_force) == (
        "Misspelt",
        "Marta Quispe",
        old.grounds,
        True,
    )
    assert old.code != new.code and (old.number, new.number) == (1, 2)
    assert check_code(old.code).reason == "Another certificate has taken its place"
    refused(
        REVOKED_ALREADY, actions.revoke_certificate, by=BY, certificate=old, public="mistake", reason="Again"
    )
    assert fatima.get(url + "/").status_code == 200
    assert marta.post(f"{url}/revoke/", {"public": "wish", "reason": "Mine"}).status_code == 403


def test_a_certificate_is_for_its_owner_and_those_who_run_the_workshop(workshop, fatima, marta, nico):
    attend(marta)
    url = f"/p/w/workshop/certificates/{certificate(marta).uid}/"
    for what in ("paper/pt/", "badge/"):
        answers = [client.get(url + what).status_code for client in (marta, fatima, nico)]
        assert answers == [200, 200, 403], what
    assert marta.get(url + "paper/xx/").status_code == 404


@pytest.mark.parametrize(
    ("lang", "title"),
    [("en", "Certificate of attendance"), ("es", ""), ("pt", ""), ("fr", "")],
)
def test_the_paper_is_one_page_with_name_and_code(workshop, marta, tmp_path, lang, title):
    attend(marta)
    found = certificate(marta)
    path = tmp_path / "certificate.pdf"
    path.write_bytes(marta.get(f"/p/w/workshop/certificates/{found.uid}/paper/{lang}/").content)
    reader = PdfReader(path)
    text = " ".join(reader.pages[0].extract_text().split())
    assert len(reader.pages) == 1
    assert "Marta" in text and found.code in text and "Punta Cana" in text and title in text


# Checking -------------------------------------------------------------------------------------------------------------


def test_anybody_can_check_and_is_told_no_more_than_the_paper(workshop, eve, marta):
    attend(marta)
    found = certificate(marta)
    page = eve.get(f"/verify/{found.code.lower().replace('-', '')}/")
    shown = page.content.decode()
    assert page.status_code == 200 and "Valid" in shown and "Marta" in shown and "Punta Cana" in shown
    for secret in (marta.account.email, str(found.uid), str(marta.participant.uid), "/p/w/", "Days"):
        assert secret not in shown
    revoke(found)
    shown = eve.get(f"/verify/{found.code}/").content.decode()
    assert "Revoked on" in shown and "issued by mistake" in shown and "Valid" not in shown
    assert "Misspelt" not in shown, "that is for those who run the workshop"


def test_an_unknown_code_and_an_impossible_one_answer_alike(workshop, eve):
    answers = [eve.get(f"/verify/{code}/") for code in ("7G4K-Q2XM-9TRB", "nothing", "x" * 200)]
    assert {answer.status_code for answer in answers} == {404}
    bodies = {re.sub(r'value="[^"]*"', "", answer.content.decode()) for answer in answers}
    assert len(bodies) == 1


def test_the_form_leads_to_the_check(workshop, eve):
    assert eve.get("/verify/").status_code == 200
    assert eve.get("/verify/", {"code": ""}).status_code == 422
    assert eve.get("/verify/", {"code": "7g4k q2xm 9trb"}).headers["Location"] == "/verify/7G4K-Q2XM-9TRB/"


def test_who_tries_codes_is_stopped(workshop, eve, marta):
    attend(marta)
    found = certificate(marta)
    for _number in range(TRIES):
        assert eve.get(f"/verify/{actions.new_code()}/").status_code == 404
    assert eve.get(f"/verify/{found.code}/").status_code == 429
    assert eve.get(f"/verify/{found.code}/", REMOTE_ADDR="203.0.113.9").status_code == 200


def test_a_copy_for_practice_certifies_nothing(workshop, marta, country_b):
    attend(marta)
    code = certificate(marta).code
    with scopes_disabled():
        type(workshop).objects.filter(pk=workshop.pk).update(kind="exercise")
    assert check_code(code).state == "unknown"


def test_from_the_command_line(workshop, marta, capsys):
    attend(marta)
    found = certificate(marta)
    assert main(["certificate", "verify", found.code, "--json"]) == 0
    [told] = json.loads(capsys.readouterr().out)
    assert (told["state"], told["name"], told["place"]) == ("valid", "Marta", "Punta Cana")
    revoke(found)
    assert main(["certificate", "verify", found.code]) == 1
    told = capsys.readouterr().out
    assert "issued by mistake" in told and "Misspelt" not in told
    assert main(["certificate", "verify", "nothing"]) == 1
    assert "unknown" in capsys.readouterr().out


# Badges ---------------------------------------------------------------------------------------------------------------

TYPED = {"type": "array", "items": {"type": "string"}, "minItems": 1}
URI = {"type": "string", "pattern": r"^(https?|urn):.+"}
PROFILE = {"type": "object", "required": ["id", "type"], "properties": {"id": URI, "type": TYPED}}


def of(kind: str) -> dict:
    return {**TYPED, "contains": {"const": kind}}


# The required parts of AchievementCredential and what it holds: 1EdTech, Open Badges 3.0, appendix B (data model).
ACHIEVEMENT_CREDENTIAL = {
    "type": "object",
    "required": ["@context", "id", "type", "name", "issuer", "validFrom", "credentialSubject"],
    "properties": {
        "@context": {
            "type": "array",
            "prefixItems": [
                {"const": "https://www.w3.org/ns/credentials/v2"},
                {"const": "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"},
            ],
            "minItems": 2,
        },
        "id": URI,
        "type": {"allOf": [of("VerifiableCredential"), of("OpenBadgeCredential")]},
        "issuer": PROFILE,
        "validFrom": {"pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"},
        "credentialSubject": {
            "required": ["type", "achievement"],
            "properties": {
                "type": of("AchievementSubject"),
                "id": URI,
                "identifier": {
                    "type": "array",
                    "items": {
                        "required": ["type", "hashed", "identityHash", "identityType"],
                        "properties": {
                            "type": {"const": "IdentityObject"},
                            "hashed": {"type": "boolean"},
                            "identityType": {"const": "name"},
                        },
                    },
                },
                "achievement": {
                    "required": ["id", "type", "criteria", "description", "name"],
                    "properties": {
                        "id": URI,
                        "type": of("Achievement"),
                        "criteria": {"required": ["narrative"]},
                        "description": {"type": "string", "minLength": 1},
                        "achievementType": {"enum": ["Achievement", "Certificate"]},
                    },
                },
            },
        },
        "credentialStatus": {
            "required": ["id", "type"],
            "properties": {"type": {"const": "1EdTechRevocationList"}},
        },
        "evidence": {"items": {"required": ["type"], "properties": {"type": of("Evidence")}}},
    },
}


def decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def number(part: str) -> int:
    return int.from_bytes(decoded(part), "big")


def test_a_badge_is_what_the_standard_asks_for_and_its_signature_holds(workshop, marta, eve, settings):
    attend(marta)
    found = certificate(marta)
    line = marta.get(f"/p/w/workshop/certificates/{found.uid}/badge/").content.decode()
    header, payload, signature = line.split(".")
    says, claims = json.loads(decoded(header)), json.loads(decoded(payload))
    assert set(says) == {"alg", "kid", "typ"} and (says["alg"], says["typ"]) == ("RS256", "JWT")
    jsonschema.validate(claims, ACHIEVEMENT_CREDENTIAL)
    assert claims["iss"] == claims["issuer"]["id"] and claims["jti"] == claims["id"]
    assert claims["sub"] == claims["credentialSubject"]["id"]
    assert claims["validFrom"].startswith(found.issued_on.isoformat())
    jwk = eve.get(says["kid"]).json()
    assert "d" not in jwk and jwk["kty"] == "RSA"
    public = rsa.RSAPublicNumbers(number(jwk["e"]), number(jwk["n"])).public_key()
    public.verify(decoded(signature), f"{header}.{payload}".encode(), padding.PKCS1v15(), hashes.SHA256())
    assert eve.get("/verify/keys/").json() == {"keys": [jwk]}
    key = settings.DATA / "badges" / "signing.pem"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600


def test_a_badge_can_be_checked_against_issuer_and_list_of_the_revoked(workshop, marta, eve):
    attend(marta)
    found = certificate(marta)
    line = marta.get(f"/p/w/workshop/certificates/{found.uid}/badge/").content.decode()
    claims = json.loads(decoded(line.split(".")[1]))
    assert eve.get(claims["issuer"]["id"]).json()["id"] == claims["iss"]
    listed = claims["credentialStatus"]["id"]
    assert eve.get(listed).json()["revokedCredential"] == []
    revoke(found)
    answer = eve.get(listed).json()
    assert answer["revokedCredential"] == [{"id": claims["id"], "revoked": True}]
    assert "Marta" not in json.dumps(answer) and found.code not in json.dumps(answer)


def test_an_issuer_that_has_issued_nothing_is_not_known(workshop, eve, country_b):
    for programme in (workshop, country_b):
        assert eve.get(f"/verify/issuers/{programme.uid}/").status_code == 404
        assert eve.get(f"/verify/issuers/{programme.uid}/revoked/").status_code == 404
    assert eve.get("/verify/keys/").json() == {"keys": []}
    assert eve.get("/verify/keys/none/").status_code == 404


# Four levels ----------------------------------------------------------------------------------------------------------


def evaluate(who, mark):
    values = dict.fromkeys(queries.SCALES, mark)
    actions.hand_in_evaluation(participant=who.participant, best=Words("The visit", "en"), **values)


def test_reaction_is_told_of_five_or_more_once_it_is_closed(open_tests, fatima):
    people = crowd(open_tests, 5)
    for place, who in enumerate(people):
        evaluate(who, 1 + place)
    assert read_levels().reaction.means == {}
    assert "The visit" not in fatima.get("/p/w/workshop/levels/").content.decode()
    actions.close_sitting(by=BY, what="evaluation")
    assert read_levels().reaction.means == dict.fromkeys(queries.SCALES, 3)
    assert "The visit" in fatima.get("/p/w/workshop/levels/").content.decode()


def test_reaction_of_four_stays_unknown(open_tests):
    for who in crowd(open_tests, 4):
        evaluate(who, 4)
    actions.close_sitting(by=BY, what="evaluation")
    assert (read_levels().reaction.answers, read_levels().reaction.means) == (4, {})


def test_pulse_behaviour_and_results(workshop, marta, nico):
    day = Day.objects.order_by("date").first()
    for mark in (1, 2, 3, 4, 5):
        add(PulseAnswer, workshop, day=day, useful=mark, pace=5, heard=4)
    add(PulseAnswer, workshop, day=Day.objects.latest("date"), useful=1, pace=1, heard=1)
    plan = present_plan(marta)
    about = {"answered_on": date(2018, 7, 26), "state": "done"}
    add(CheckIn, workshop, plan=plan, after_days=30, due=date(2018, 7, 26), **about)
    add(CheckIn, workshop, plan=plan, after_days=9999, due=date(2118, 7, 26))
    peru = marta.participant.delegation
    add(
        Outcome,
        workshop,
        delegation=peru,
        told_on=date(2019, 6, 1),
        told_by="Ministry",
        words=said("A law"),
        adopted_on=date(2019, 5, 1),
    )
    found = read_levels()
    assert [(each.answers, [asked.mean for asked in each.asked]) for each in found.pulses] == [
        (5, [3, 5, 4]),
        (1, []),
    ]
    assert {each.after_days: (each.due, each.answered, each.states) for each in found.rounds} == {
        30: (1, 1, {"done": 1}),
        **dict.fromkeys((90, 180, 365, 9999), (0, 0, {})),
    }
    assert {str(each.delegation): len(each.outcomes) for each in found.countries} == {"Peru": 1, "Brazil": 0}
    assert found.adopted == 1


def test_what_a_country_has_not_told_is_no_data(workshop, fatima, nico):
    assert "no data" in fatima.get("/p/w/workshop/levels/").content.decode()


# Gates and report -----------------------------------------------------------------------------------------------------


def finding(gate: str, programme):
    return next(each for each in STEP.gates if each.id == gate).check(programme)


def test_gates_of_tests_and_evaluation_wait_for_two_thirds(open_tests):
    people = crowd(open_tests, 3)
    assert not finding("W3-S2.a", open_tests).met
    for number, who in enumerate(people[:2]):
        hand_in(who, "before", f"word number {number}", 1)
        evaluate(who, 3)
    assert not finding("W3-S2.a", open_tests).met
    assert finding("W3-S2.b", open_tests).met
    for number, who in enumerate(people[:2]):
        hand_in(who, "after", f"word number {number}", 1)
    assert finding("W3-S2.a", open_tests).met


def test_the_gate_of_certificates(workshop, marta, nico):
    assert not finding("W3-S2.c", workshop).met, "nobody's attendance was noted"
    attend(marta)
    attend(nico, 1)
    found = finding("W3-S2.c", workshop)
    assert [str(each.text) for each in found.missing] == [
        "Marta has earned a certificate that is not issued: Attendance."
    ]
    certificate(marta)
    assert finding("W3-S2.c", workshop).met


def test_the_gate_of_the_report_names_what_is_empty(workshop):
    words = [str(each.text) for each in finding("W3-S2.d", workshop).missing]
    assert "Enter the objectives." in words and "Close the evaluation." in words
    assert "Describe the workshop: goal, days, place." not in words


def test_the_report_says_who_came_from_where(workshop, marta, nico):
    participant(workshop, "extra", "BR", extra=True)
    text = json.dumps([repr(block) for block in build_report(workshop, "en").blocks])
    assert "Participants: 2, from 2 countries (Brazil, Peru)." in text
    assert "1 more person was invited" in text
    assert "Women: 2. Men: 1." in text


@pytest.mark.parametrize("format", ["docx", "pdf", "html"])
def test_the_report_is_made_once_and_taken_by_everybody(workshop, fatima, marta, format):
    sent = {"lang": "en", "format": format}
    assert marta.post("/p/w/workshop/report/make/", sent).status_code == 403
    assert marta.get(f"/p/w/workshop/report/en/{format}/").status_code == 302
    assert fatima.post("/p/w/workshop/report/make/", sent).status_code == 302
    taken = marta.get(f"/p/w/workshop/report/en/{format}/")
    assert taken.status_code == 200 and len(b"".join(taken.streaming_content)) > 1000
    assert make_report(workshop, "en", format)[0] == make_report(workshop, "en", format)[0]
    assert "English" in marta.get("/p/w/workshop/report/").content.decode()


def test_the_report_in_every_language_from_the_command_line(workshop, tmp_path):
    for lang in ("es", "en", "pt", "fr"):
        path = tmp_path / f"report-{lang}.html"
        asked = [
            "workshop",
            "report",
            "--workshop",
            "w",
            "--lang",
            lang,
            "--format",
            "html",
            "--out",
            str(path),
        ]
        assert main(asked) == 0
        assert f'lang="{lang}"' in path.read_text()


def test_a_report_without_a_workshop_is_refused(country_a, tmp_path, capsys):
    asked = [
        "workshop",
        "report",
        "--workshop",
        "a",
        "--lang",
        "en",
        "--format",
        "html",
        "--out",
        str(tmp_path / "x"),
    ]
    assert main(asked) == 1
    assert "B802" in capsys.readouterr().err and not Path(tmp_path / "x").exists()


def test_the_preview_is_for_those_who_make_documents(workshop, fatima, marta):
    assert marta.get("/p/w/workshop/report/en/").status_code == 403
    answer = fatima.get("/p/w/workshop/report/es/")
    assert answer.status_code == 200 and b"<h1" in answer.content
    assert fatima.get("/p/w/workshop/report/xx/").status_code == 404


# The bank and its answers ---------------------------------------------------------------------------------------------


def closed(*moments):
    for what in moments:
        actions.close_sitting(by=BY, what=what)


def test_two_forms_ask_the_same_or_the_test_stays_shut(bank):
    item = TestItem.objects.filter(construct="forum", form="b").get()
    change_record(by=BY, record=item, values={"construct": "another"})
    with pytest.raises(Refused) as error:
        actions.open_sitting(by=BY, programme=bank, what="before")
    assert error.value.problem is BANK_UNEVEN and error.value.details["what"] == "another, forum"
    actions.open_sitting(by=BY, programme=bank, what="evaluation")


def test_a_question_without_its_right_answer_keeps_the_test_shut(bank, fatima):
    item = TestItem.objects.filter(construct="forum", form="b").get()
    change_record(by=BY, record=item, values={"right": "d"})
    refused(BANK_UNEVEN, actions.open_sitting, by=BY, programme=bank, what="after")
    assert "The right answer is not written: forum b?" in fatima.get("/p/w/workshop/tests/").content.decode()


def test_the_bank_says_in_which_languages_it_is_not_whole(bank, fatima):
    assert queries.bank().untranslated == {"pt": 10, "fr": 10}
    assert "Questions not fully in Portuguese: 10." in fatima.get("/p/w/workshop/tests/").content.decode()


@pytest.fixture
def spread(open_tests):
    """Twelve people, at least five with each form: “a” tempts more than the right “b”, nobody takes “c”."""
    shares = Counter()
    for number in range(60):
        word = f"word number {number}"
        form = form_of(actions.code_of(word), after=False)
        if shares[form] == 6:
            continue
        who = participant(open_tests, f"s{number}", "PE")
        letters = ("a", "a", "a", "b", "b", "")[shares[form]]
        shares[form] += 1
        items = actions.questions("before", actions.code_of(word))
        actions.hand_in_test(
            participant=who.participant,
            moment="before",
            word=word,
            answers={str(item.uid): letters for item in items if letters},
        )
    return open_tests


def test_how_many_took_each_answer(spread, fatima):
    item = TestItem.objects.filter(construct="forum", form="a").get()
    url = f"/p/w/workshop/test-questions/{item.uid}/"
    assert queries.test_results().items[0].known == []
    assert "Shown once a test is closed" in fatima.get(url).content.decode()
    closed("before")
    found = next(each for each in queries.test_results().items if each.item == item)
    assert found.before.spread == {"a": 3, "b": 2, "c": 0, "d": 0, "": 1} and found.after.spread is None
    assert (found.tempting, found.idle, found.doubtful) == (["a"], ["c"], True)
    shown = fatima.get(url).content.decode()
    assert "B. b of forum – right" in shown and "I do not know" in shown
    listed = fatima.get("/p/w/workshop/tests/").content.decode()
    assert "Taken more often than the right answer: A." in listed and "Taken by nobody: C." in listed


def test_equal_forms_come_out_alike_before_anything_was_taught(spread, fatima):
    closed("before")
    forms = {each.form: (each.before, each.after) for each in queries.test_results().forms}
    assert forms == {form: (pytest.approx(100 / 3), None) for form in ("a", "b")}
    assert "By form" in fatima.get("/p/w/workshop/tests/").content.decode()


def test_of_four_with_a_form_no_spread_is_told(open_tests):
    people = crowd(open_tests, 4)
    for number, who in enumerate(people):
        hand_in(who, "before", f"word number {number}", 1)
    closed("before")
    found = queries.test_results()
    assert {each.before.spread for each in found.items} == {None}
    assert {(each.before, each.after) for each in found.forms} == {(None, None)}


# Behaviour and results ------------------------------------------------------------------------------------------------


def test_all_four_rounds_are_there_and_say_no_data(workshop, marta, fatima):
    plan = present_plan(marta)
    about = {"answered_on": date(2018, 7, 26), "state": "under_way", "percent": 40, "blocker_kind": "money"}
    add(CheckIn, workshop, plan=plan, after_days=30, due=date(2018, 7, 26), **about)
    add(CheckIn, workshop, plan=plan, after_days=90, due=date(2018, 9, 26))
    found = {each.after_days: each for each in read_levels().rounds}
    assert set(found) == {30, 90, 180, 365}
    assert (found[30].percent, found[30].blockers) == (40, {"money": 1})
    assert (found[90].due, found[90].answered, found[90].percent) == (1, 0, None)
    shown = fatima.get("/p/w/workshop/levels/").content.decode()
    assert shown.count("no data") == 3 * 6 + 3, (
        "three rounds nobody answered, and a country that has told nothing"
    )
    assert "Money (1)" in shown


@pytest.fixture
def at_home(workshop, marta):
    """Peru's own programme, where Marta is lead: a version adopted, an action of two done, no indicator measured."""
    home = found_programme(
        by=BY,
        founder=marta.account,
        slug="peru",
        name=said("Peru"),
        country="PE",
        currency="PEN",
        language="es",
    )
    with scope(programme=home):
        about = {
            "reason": said("First"),
            "adopted_by": "Cabinet",
            "digest": "x",
            "frozen_on": date(2019, 5, 1),
        }
        make(FrozenVersion, home, number=1, **about)
        make(Action, home, status="done")
        make(Action, home, status="planned")
        make(Indicator, home)
    return home


TOLD = {"source": "peru", "told_by": "Task force", "words_en": "A law is through", "agreed": "on"}


def test_a_country_tells_how_its_programme_stands(workshop, at_home, marta, fatima):
    assert "Tell how our programme stands" in marta.get("/p/w/workshop/mine/").content.decode()
    assert "1 of 2 actions done" in marta.get("/p/w/workshop/tell/").content.decode()
    assert "1 of 2" not in fatima.get("/p/w/workshop/levels/").content.decode(), "nothing leaves by looking"
    assert marta.post("/p/w/workshop/tell/", {**TOLD, "agreed": ""}).status_code == 422
    assert Outcome.objects.count() == 0
    assert marta.post("/p/w/workshop/tell/", TOLD).status_code == 302
    told = Outcome.objects.get()
    assert (told.delegation, told.adopted_on) == (marta.participant.delegation, date(2019, 5, 1))
    assert told.state == {
        "version": 1,
        "adopted_on": "2019-05-01",
        "actions": 2,
        "done": 1,
        "indicators": 1,
        "measured": 0,
    }
    shown = fatima.get("/p/w/workshop/levels/").content.decode()
    assert "version 1 of the strategy adopted, 1 of 2 actions done, 0 of 1 indicators measured" in shown
    assert str(at_home.uid) not in shown


def test_who_does_not_decide_at_home_tells_nothing(workshop, at_home, marta, nico):
    with scope(programme=at_home):
        Membership.objects.update(role="officer")
    assert marta.post("/p/w/workshop/tell/", TOLD).status_code == 403
    assert "Tell how our programme stands" not in marta.get("/p/w/workshop/mine/").content.decode()
    with scope(programme=at_home):
        give_role(by=BY, programme=at_home, account=nico.account, role="lead")
    assert nico.post("/p/w/workshop/tell/", TOLD).status_code == 403, "a lead in Peru, but Brazil's delegate"
    refused(NOT_TO_TELL, tell_state, by=nico.member, programme=at_home, told_by="x", words=said("x"))
    assert Outcome.objects.count() == 0
