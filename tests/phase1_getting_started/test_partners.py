"""Partners: the gates both ways, signing, the matrix of needs and partners."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from batea.evidence.desk import Desk
from batea.guidance.progress import state_of
from batea.phase1_getting_started.partners import queries
from batea.phase1_getting_started.partners.actions import sign_commitment
from batea.phase1_getting_started.partners.chapter import chapter
from batea.phase1_getting_started.partners.models import Commitment
from batea.phase1_getting_started.partners.step import STEP
from batea.problems import ALREADY_DONE, NOT_READY_TO_SIGN, NOT_VALID, Refused
from batea.programmes.actions import change_record
from batea.programmes.models import AuditEntry
from tests.phase1_getting_started import given

MATRIX = "/p/a/partners/matrix/"


@pytest.fixture
def promised(inside_a):
    """A commitment with amount and dates, not signed."""
    donor = given.institution(inside_a, "Bank of Tests", "donor")
    return given.commitment(inside_a, given.need(inside_a), donor)


# Gates ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("gate", [f"P1-S4.{letter}" for letter in "abcd"])
def test_nothing_is_met_in_an_empty_programme(inside_a, gate):
    found = given.finding(gate, inside_a)
    assert (found.met, found.done) == (False, 0)
    assert [missing.href.startswith("/p/a/partners/") for missing in found.missing] == [True]


def test_the_step_is_done_when_everything_is_there(promised):
    sign_commitment(by="the tests", commitment=promised, signed_on=given.DAY)
    state = state_of(promised.programme, STEP)
    assert (state.status, state.gates_met, state.missing) == ("done", 4, [])


def test_a_priority_need_is_covered_in_three_ways(promised):
    programme = promised.programme
    given.need(programme, "Own", budget_line=given.say("Programme 12"))
    given.need(programme, "Gap", declared_gap=True)
    given.need(programme, "Later", priority="low")
    assert given.finding("P1-S4.a", programme).met
    given.need(programme, "Open")
    assert given.lacks("P1-S4.a", programme) == [
        "“Open” has no partner and no budget line, and is not declared a gap."
    ]


@pytest.mark.parametrize(
    ("gate", "without", "said"),
    [
        ("P1-S4.b", {"amount": None}, "Say how much it is worth: Bank of Tests · Geological maps."),
        ("P1-S4.c", {"ends": None}, "Say from when until when: Bank of Tests · Geological maps."),
        ("P1-S4.c", {"starts": None}, "Say from when until when: Bank of Tests · Geological maps."),
    ],
)
def test_a_commitment_that_lacks_something_keeps_a_gate_open(promised, gate, without, said):
    assert given.finding(gate, promised.programme).met
    change_record(by="the tests", record=promised, values=without)
    assert given.lacks(gate, promised.programme) == [said]


def test_an_intention_is_not_signed(promised):
    found = given.finding("P1-S4.d", promised.programme)
    assert [missing.href for missing in found.missing] == [f"/p/a/partners/commitments/{promised.uid}/"]


# Rules of the tables -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wrong", [{"currency": ""}, {"amount": Decimal(-1)}, {"ends": given.DAY - timedelta(days=1)}]
)
def test_a_commitment_is_refused(promised, wrong):
    with pytest.raises(Refused):
        change_record(by="the tests", record=promised, values=wrong)


def test_an_offer_ends_after_it_starts(inside_a):
    with pytest.raises(Refused, match="cannot end before"):
        given.offer(inside_a, given.institution(inside_a), starts=given.LATER, ends=given.DAY)


# Signing -------------------------------------------------------------------------------------------------------


def test_signing_is_recorded(promised, amina):
    signed = sign_commitment(by=amina.member, commitment=promised, signed_on=given.DAY)
    assert (signed.signed_on, signed.version) == (given.DAY, 2)
    assert AuditEntry.objects.filter(act="sign", uid=signed.uid).count() == 1


def refusal(commitment, **more):
    with pytest.raises(Refused) as refused:
        sign_commitment(by="the tests", commitment=commitment, **({"signed_on": given.DAY} | more))
    return refused.value.problem


def test_signing_twice_is_refused(promised):
    assert refusal(sign_commitment(by="the tests", commitment=promised, signed_on=given.DAY)) is ALREADY_DONE


@pytest.mark.parametrize("without", [{"amount": None}, {"starts": None}, {"ends": None}])
def test_what_is_not_complete_is_not_signed(promised, without):
    changed = change_record(by="the tests", record=promised, values=without)
    assert refusal(changed) is NOT_READY_TO_SIGN


def test_nothing_is_signed_tomorrow(promised):
    assert refusal(promised, signed_on=given.coming(1)) is NOT_VALID


@pytest.fixture
def sign(promised):
    return f"/p/a/partners/commitments/{promised.uid}/sign/"


def test_amina_signs_on_the_page(amina, sign):
    assert amina.get(sign).status_code == 200
    assert amina.post(sign, {"version_seen": "1", "signed_on": "2026-03-02"}).status_code == 302
    assert Commitment.objects.get().signed_on == given.DAY
    assert amina.post(sign, {"version_seen": "2", "signed_on": "2026-03-02"}).status_code == 409


@pytest.mark.parametrize("typed", [{}, {"signed_on": "soon"}, {"signed_on": "2999-01-01"}])
def test_a_day_that_is_none_is_shown_again(amina, sign, typed):
    assert amina.post(sign, {"version_seen": "1", **typed}).status_code == 422
    assert Commitment.objects.get().signed_on is None


def test_a_commitment_that_changed_meanwhile_is_not_signed(amina, promised, sign):
    change_record(by="the tests", record=promised, values={"amount": Decimal(1)})
    assert amina.post(sign, {"version_seen": "1", "signed_on": "2026-03-02"}).status_code == 409
    assert Commitment.objects.get().signed_on is None


def test_only_those_who_may_sign(clara, olga, dele, sign):
    assert [client.get(sign).status_code for client in (clara, olga)] == [403, 403]
    assert [dele.get(address).status_code for address in (sign, sign.replace("/p/a/", "/p/b/"))] == [404, 404]


# The matrix ----------------------------------------------------------------------------------------------------


def test_the_matrix_holds_needs_against_commitments_and_offers(clara, promised):
    programme = promised.programme
    given.need(programme, "Trainers", priority="low")
    taken = given.offer(programme, promised.institution, "Taken up")
    change_record(by="the tests", record=promised, values={"offer": taken})
    given.offer(programme, promised.institution, "Left lying")
    page = clara.get(MATRIX).content.decode()
    for words in ("Geological maps", "250,000 USD", "2026–2026", "not signed", "Trainers", "Left lying"):
        assert words in page
    assert "Taken up" not in page


def test_the_most_urgent_needs_come_first(inside_a):
    for priority in ("low", "high", "medium"):
        given.need(inside_a, priority, priority=priority)
    assert [str(need) for need in queries.needs()] == ["high", "medium", "low"]


def test_how_a_need_is_covered_is_said_in_words(promised):
    programme = promised.programme
    given.need(programme, "Own", budget_line=given.say("Programme 12"))
    given.need(programme, "Gap", declared_gap=True)
    given.need(programme, "Open")
    said = [str(queries.coverage_words(need)[0]) for need in queries.needs()]
    assert said == ["partner", "own budget", "declared gap", "open"]


def test_the_matrix_is_for_those_who_may_see_partners(bruno, dele, country_a):
    assert (bruno.get(MATRIX).status_code, dele.get(MATRIX).status_code) == (403, 404)


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("address", "made"), [(MATRIX, 8), ("/p/a/partners/commitments/", 8)])
def test_lists_ask_as_often_for_three_as_for_one(
    amina, inside_a, rows, address, made, django_assert_num_queries
):
    donor = given.institution(inside_a, "Bank of Tests", "donor")
    for number in range(rows):
        given.commitment(inside_a, given.need(inside_a, f"Need {number}"), donor)
        given.offer(inside_a, donor, f"Offer {number}")
    amina.get(address)
    with django_assert_num_queries(made):
        amina.get(address)


@pytest.mark.parametrize("slug", ["needs", "offers", "commitments"])
def test_each_register_opens(amina, country_a, slug):
    assert amina.get(f"/p/a/partners/{slug}/").status_code == 200
    assert amina.get(f"/p/a/partners/{slug}/add/").status_code == 200


# Chapter -------------------------------------------------------------------------------------------------------


def test_the_chapter_holds_needs_and_commitments(promised):
    given.need(promised.programme, "Trainers", exercise=True)
    blocks = list(chapter(promised.programme, Desk(promised.programme, "en")))
    text = repr(blocks)
    for words in ("Geological maps", "250,000 USD", "Bank of Tests", "partner", "open"):
        assert words in text
    assert text.count("kind='exercise'") == 1


def test_the_chapter_of_an_empty_programme_says_what_is_missing(inside_a):
    assert "No need has been entered yet." in repr(list(chapter(inside_a, Desk(inside_a, "en"))))


def test_today_may_be_signed(promised):
    assert sign_commitment(by="the tests", commitment=promised, signed_on=timezone.localdate()).signed_on
