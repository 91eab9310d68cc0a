"""Why there is a workshop: requests answered, countries judged before they are invited, supporters credited."""

from datetime import date

import pytest

from batea.evidence.desk import Desk
from batea.learning.models import Criterion, CriterionMark, Delegation, Objective, Supporter, TrainingRequest
from batea.learning.workshops.request import queries
from batea.learning.workshops.request.actions import invite_delegation
from batea.learning.workshops.request.chapter import chapter
from batea.learning.workshops.request.step import STEP
from batea.problems import Refused
from batea.programmes.models import Institution
from tests.learning.conftest import BY, add, change, said

TODAY = date(2018, 4, 1)


@pytest.fixture
def countries(workshop):
    """Peru meets everything, Brazil does not speak Spanish, Cuba's sector is not known."""
    large = add(Criterion, workshop, words=said("Large sector"))
    spanish = add(Criterion, workshop, words=said("Speaks Spanish"), needed=False)
    teams = {code: add(Delegation, workshop, country=code) for code in ("PE", "BR", "CU")}
    for code, big, speaks in (("PE", "yes", "yes"), ("BR", "yes", "no"), ("CU", "unknown", "yes")):
        add(CriterionMark, workshop, delegation=teams[code], criterion=large, met=big)
        add(CriterionMark, workshop, delegation=teams[code], criterion=spanish, met=speaks)
    return teams


def test_a_country_is_invited_when_it_meets_what_is_needed(workshop, countries):
    for code in ("PE", "BR"):
        saved = invite_delegation(by=BY, delegation=countries[code], on=TODAY)
        assert (saved.state, saved.invited_on) == ("invited", TODAY)
    with pytest.raises(Refused) as refused:
        invite_delegation(by=BY, delegation=countries["CU"], on=TODAY)
    assert refused.value.problem.code == "B844" and "Large sector" in refused.value.in_words(str)[0]
    countries["CU"].refresh_from_db()
    assert countries["CU"].state == "considered"


def test_the_host_is_not_invited_by_criteria(workshop, countries):
    host = add(Delegation, workshop, country="DO", is_host=True)
    assert invite_delegation(by=BY, delegation=host, on=TODAY).state == "invited"
    assert "DO" not in [each.delegation.country for each in queries.invited()]


def test_the_matrix_tells_what_is_not_met_and_invites(workshop, countries, fatima, marta):
    page = fatima.get("/p/w/workshop/criteria-matrix/")
    by_country = {row["delegation"].country: row for row in page.context["rows"]}
    assert by_country["BR"]["may_be_invited"] and not by_country["CU"]["may_be_invited"]
    assert [str(each) for each in by_country["CU"]["unmet"]] == ["Large sector"]
    url = "/p/w/workshop/criteria-matrix/{}/invite/"
    assert fatima.post(url.format(countries["BR"].uid)).status_code == 302
    assert fatima.post(url.format(countries["CU"].uid)).status_code == 409
    assert fatima.get(url.format(countries["PE"].uid)).status_code == 405
    assert marta.get("/p/w/workshop/criteria-matrix/").status_code == 403
    assert marta.post(url.format(countries["PE"].uid)).status_code == 403
    assert set(Delegation.objects.filter(state="invited").values_list("country", flat=True)) == {"BR"}


@pytest.mark.parametrize("rows", [1, 3])
def test_the_matrix_reads_as_often_for_many(workshop, fatima, rows, django_assert_num_queries):
    for number in range(rows):
        one = add(Criterion, workshop, words=said(f"C{number}"))
        team = add(Delegation, workshop, country=("PE", "BR", "BO")[number])
        add(CriterionMark, workshop, delegation=team, criterion=one, met="yes")
    with django_assert_num_queries(MATRIX):
        fatima.get("/p/w/workshop/criteria-matrix/")


MATRIX = 9


def test_everybody_in_the_workshop_reads_what_it_is_for(workshop, marta):
    add(Objective, workshop, number=1, words=said("Understand the guidance"))
    canada = add(Institution, workshop, name=said("Government of Canada"), kind="donor")
    add(Supporter, workshop, institution=canada, part="funder", credit=said("With its financial support"))
    add(TrainingRequest, workshop, country="DO", made_on=TODAY, words=said("Train us"))
    page = marta.get("/p/w/workshop/about/").content.decode()
    for words in (
        "Learn",
        "Understand the guidance",
        "Government of Canada",
        "With its financial support",
        "Train us",
        "Peru",
    ):
        assert words in page


def met(programme) -> str:
    return "".join(gate.id[-1] for gate in STEP.gates if gate.check(programme).met)


def test_the_gates(workshop, countries):
    assert met(workshop) == ""
    asked = add(TrainingRequest, workshop, country="DO", made_on=TODAY, words=said("Train us"))
    add(Objective, workshop, number=1, words=said("Understand"))
    assert met(workshop) == "b"
    change(asked, outcome="accepted", answer=said("Yes"), answered_on=TODAY)
    assert met(workshop) == "ab"
    invite_delegation(by=BY, delegation=countries["BR"], on=TODAY)
    assert met(workshop) == "abc"
    late = add(Criterion, workshop, words=said("Has data"), needed=False)
    assert met(workshop) == "ab"  # Brazil was not judged by it
    add(CriterionMark, workshop, delegation=countries["BR"], criterion=late, met="no")
    canada = add(Institution, workshop, name=said("Canada"), kind="donor")
    funder = add(Supporter, workshop, institution=canada, part="funder")
    assert met(workshop) == "abc"
    change(funder, credit=said("Thank you"))
    assert met(workshop) == "abcd"


def test_the_report_says_who_asked_what_for_and_why_a_country_came_all_the_same(workshop, countries):
    add(TrainingRequest, workshop, country="DO", made_on=TODAY, words=said("Train us"))
    for number in (2, 1):
        add(Objective, workshop, number=number, words=said(f"Objective {number}"))
    canada = add(Institution, workshop, name=said("Government of Canada"), short_name="GoC", kind="donor")
    add(Supporter, workshop, institution=canada, part="funder", credit=said("Financial support"))
    change(countries["BR"], why=said("A large neighbour"))
    for code in ("PE", "BR"):
        invite_delegation(by=BY, delegation=Delegation.objects.get(country=code), on=TODAY)
    blocks = repr(list(chapter(workshop, Desk(workshop, "en"))))
    assert blocks.index("Objective 1") < blocks.index("Objective 2")
    for words in (
        "Dominican Republic",
        "Train us",
        "Government of Canada",
        "Financial support",
        "Funder",
    ):
        assert words in blocks
    assert "Invited: Brazil, Peru." in blocks and "A large neighbour" in blocks and "Cuba" not in blocks
    assert "held in Punta Cana from June 25, 2018 to June 26, 2018" in blocks or "25 June 2018" in blocks
