"""The evidence link on unlike evidence: a figure, a law, a mine site."""

from datetime import date

import pytest

from batea.evidence.links import (
    CHANGED,
    FRESH,
    GONE,
    OLD,
    check_support,
    coverage,
    standings,
    support_statement,
)
from batea.evidence.models import Figure, LegalInstrument, Source, Statement, Support
from batea.problems import CANNOT_SUPPORT, Refused
from batea.programmes.actions import add_record, change_record, remove_record
from batea.programmes.words import Words
from batea.registry.models import Site


@pytest.fixture
def statement(inside_a):
    return add_record(
        by="x", record=Statement(programme=inside_a, section="context", words=Words("Hay mineros.", "es"))
    )


@pytest.fixture
def source(inside_a):
    return add_record(by="x", record=Source(programme=inside_a, title="Report", kind="press"))


@pytest.fixture(params=["figure", "law", "site"])
def evidence(request, inside_a, source):
    made = {
        "figure": lambda: Figure(
            programme=inside_a, words=Words("m", "es"), best=1, unit="u", grade="C", source=source
        ),
        "law": lambda: LegalInstrument(
            programme=inside_a, name="Law 1", kind="law", words=Words("dice", "es")
        ),
        "site": lambda: Site(programme=inside_a, name="El Valle"),
    }
    return add_record(by="x", record=made[request.param]())


def standing(programme):
    return standings(programme, Statement.objects.all())[0]


def test_any_citable_record_supports(inside_a, statement, evidence):
    assert not standing(inside_a).supported
    support_statement(by="x", statement=statement, record=evidence)
    found = standing(inside_a)
    assert found.supported and not found.stale and found.links[0].record == evidence


def test_support_goes_stale_when_its_record_changes_and_is_fresh_again_when_checked(
    inside_a, statement, evidence
):
    support = support_statement(by="x", statement=statement, record=evidence)
    change_record(by="x", record=evidence, values={"exercise": True})
    assert standing(inside_a).links[0].freshness == CHANGED
    check_support(by="x", support=support)
    assert standing(inside_a).links[0].freshness == FRESH


def test_support_is_gone_with_its_record(inside_a, statement, evidence):
    support_statement(by="x", statement=statement, record=evidence)
    remove_record(by="x", record=evidence)
    found = standing(inside_a)
    assert found.links[0].freshness == GONE and not found.supported


def test_a_check_grows_old_by_the_programmes_own_limit(inside_a, statement, evidence, time_machine):
    time_machine.move_to(date(2026, 1, 15))
    support_statement(by="x", statement=statement, record=evidence)
    time_machine.move_to(date(2028, 12, 31))
    assert standing(inside_a).links[0].freshness == FRESH
    time_machine.move_to(date(2029, 2, 1))
    assert standing(inside_a).links[0].freshness == OLD


def test_contradictions_stand_beside_support_and_do_not_count_as_it(inside_a, statement, evidence):
    support_statement(by="x", statement=statement, record=evidence, bearing=Support.Bearing.CONTRADICTS)
    found = standing(inside_a)
    assert found.contradicted and not found.supported


def test_what_cannot_be_cited_is_refused(statement, source):
    with pytest.raises(Refused) as refused:
        support_statement(by="x", statement=statement, record=source)
    assert refused.value.problem is CANNOT_SUPPORT


def test_coverage_counts_each_statement_once(inside_a, statement, evidence):
    add_record(by="x", record=Statement(programme=inside_a, section="vision", words=Words("Otro.", "es")))
    support_statement(by="x", statement=statement, record=evidence)
    found = coverage(standings(inside_a, Statement.objects.all()))
    assert (found.statements, found.supported, found.share) == (2, 1, 0.5)


@pytest.mark.parametrize("count", [1, 3])
def test_standings_cost_the_same_however_many(inside_a, source, count, django_assert_num_queries):
    for number in range(count):
        words = Words(f"s{number}", "es")
        said = add_record(by="x", record=Statement(programme=inside_a, section="context", words=words))
        figure = Figure(programme=inside_a, words=words, best=1, unit="u", grade="C", source=source)
        support_statement(by="x", statement=said, record=add_record(by="x", record=figure))
    with django_assert_num_queries(3):
        standings(inside_a, Statement.objects.all())


def test_citing_on_the_pages(amina, inside_a, statement, evidence):
    kind = evidence.label
    address = f"/p/a/evidence/statements/{statement.uid}/cite/?kind={kind}"
    assert str(evidence) in amina.get(address).content.decode()
    assert amina.post(address, {"record": str(evidence.uid), "bearing": "supports"}).status_code == 302
    page = amina.get(f"/p/a/evidence/statements/{statement.uid}/").content.decode()
    assert str(evidence) in page and "No support yet" not in page
    support = Support.objects.get()
    assert amina.get(f"/p/a/evidence/supports/{support.uid}/").status_code == 302
    assert amina.post(f"/p/a/evidence/supports/{support.uid}/take-away/").status_code == 302
    assert "No support yet" in amina.get(f"/p/a/evidence/statements/{statement.uid}/").content.decode()
    assert "0%" in amina.get("/p/a/evidence/").content.decode()


def test_a_statement_about_a_record_is_written_from_its_page(amina, inside_a, evidence):
    form = {
        "section": "types",
        "about": str(evidence.uid),
        "order": "1",
        "status": "draft",
        "words_es": "Dice algo.",
    }
    page = amina.get(f"/p/a/evidence/statements/add/?about={evidence.uid}&section=types").content.decode()
    assert f'type="hidden" name="about" value="{evidence.uid}"' in page
    assert amina.post("/p/a/evidence/statements/add/", form).status_code == 302
    assert Statement.objects.get().about == evidence.uid
    assert amina.post("/p/a/evidence/statements/add/", form | {"about": "no-uid"}).status_code == 422
