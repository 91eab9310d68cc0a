"""A tool filled in: grid, answers, result, citation, document."""

import pytest
from django.utils.translation import override
from django_scopes import scope

from batea.documents.outline import Callout, ListBlock, Table
from batea.evidence.desk import Desk
from batea.evidence.links import standings, support_statement
from batea.evidence.models import Statement
from batea.problems import CHANGED_MEANWHILE, Refused
from batea.programmes.actions import add_record, change_record
from batea.programmes.words import Words
from batea.toolbox.actions import answer_again, begin_assessment
from batea.toolbox.blocks import assessment_blocks
from batea.toolbox.discovery import tools
from batea.toolbox.models import Assessment
from batea.toolbox.queries import result_of

BY = "the tests"
CHAIN = {"nodes": [{"actor": "Pit", "price_best": 20, "inputs": 8}, {"actor": "Shop", "price_best": 100}]}


def an_assessment(programme, tool="value_chain", answers=CHAIN, about=None, **head):
    return begin_assessment(
        by=BY,
        programme=programme,
        tool=tools()[tool],
        head={"title": Words("Amber 2026", "en"), **head},
        answers=answers,
        about=about,
    )


def posted(*rows, **more):
    """The grid of the price tool as a browser sends it."""
    data = {"title_en": "Amber", "day": "2026-03-02", "nodes-rows": len(rows)}
    for number, row in enumerate(rows):
        data |= {f"nodes-{number}-{name}": value for name, value in row.items()}
    return data | more


# Results ------------------------------------------------------------------------------------------------------------


def test_the_result_is_computed_when_it_is_read(inside_a):
    found = an_assessment(inside_a)
    assert result_of(found).tables["nodes"][0]["share"]["best"] == pytest.approx(0.2)
    again = answer_again(
        by=BY,
        assessment=found,
        tool=tools()["value_chain"],
        head={"title": found.title},
        answers={"nodes": [{"actor": "Pit", "price_best": 50}, {"actor": "Shop", "price_best": 100}]},
        version=found.version,
    )
    assert result_of(again).tables["nodes"][0]["share"]["best"] == pytest.approx(0.5)


def test_a_stale_answer_is_refused(inside_a):
    found = an_assessment(inside_a)
    values = dict(by=BY, assessment=found, tool=tools()["value_chain"], head={})
    answer_again(**values, answers={}, version=1)
    with pytest.raises(Refused) as refused:
        answer_again(**values, answers=CHAIN, version=1)
    assert refused.value.problem is CHANGED_MEANWHILE


@pytest.mark.parametrize(
    ("answers", "said"),
    [({}, "Nothing has been filled in"), ({"nodes": [{"actor": "Pit", "price_best": 20}]}, "two actors")],
)
def test_a_tool_that_cannot_answer_says_why(inside_a, answers, said):
    result = result_of(an_assessment(inside_a, answers=answers))
    assert said in result.problem
    assert result.tables == {}


def test_a_tool_taken_away_leaves_the_answers(inside_a):
    found = an_assessment(inside_a)
    Assessment.objects.filter(pk=found.pk).update(tool="forgotten")
    found.refresh_from_db()
    assert "forgotten" in result_of(found).problem
    assert found.answers == CHAIN


def test_it_can_support_a_statement(inside_a):
    found = an_assessment(inside_a)
    words = Words("A fifth of the price reaches the pit.", "en")
    statement = add_record(by=BY, record=Statement(programme=inside_a, section="economy", words=words))
    support_statement(by=BY, statement=statement, record=found)
    (standing,) = standings(inside_a, [statement])
    assert standing.supported and not standing.stale


@pytest.mark.parametrize("lang", ["es", "en", "pt", "fr"])
def test_it_stands_in_a_document(inside_a, lang):
    desk = Desk(inside_a, lang)
    kinds = [type(block) for block in assessment_blocks(desk, an_assessment(inside_a))]
    assert kinds[0] is ListBlock and Table in kinds
    assert len(desk.cited) == 1
    assert [type(b) for b in assessment_blocks(desk, an_assessment(inside_a, answers={}))] == [Callout]


# Pages --------------------------------------------------------------------------------------------------------------

BEGIN = "/p/a/toolbox/tools/value_chain/new/?table=nodes"


@pytest.mark.parametrize("tool", list(tools()))
def test_every_tool_has_a_grid(amina, tool):
    page = amina.get(f"/p/a/toolbox/tools/{tool}/new/").content.decode()
    table = tools()[tool].tables[0]
    assert page.count(f'name="{table.name}-0-') == len(table.all_columns)
    rows = len(table.given) or min(table.begins_with, table.most)
    assert f'name="{table.name}-{rows - 1}-' in page


def test_fill_in_and_see(country_a, amina):
    rows = [
        {"actor": "Pit", "price_best": "20", "inputs": "8"},
        {"actor": "Shop", "price_best": "100"},
        {"actor": ""},
    ]
    answer = amina.post(BEGIN, posted(*rows), follow=True)
    assert answer.status_code == 200
    assert "20\u202f%" in answer.content.decode()
    with scope(programme=country_a):
        assert Assessment.objects.get().answers["nodes"] == CHAIN["nodes"]


def test_one_more_row_saves_nothing_and_keeps_what_was_typed(country_a, amina):
    page = amina.post(BEGIN, posted({"actor": "Pit", "price_best": "20"}, do="nodes::add"))
    text = page.content.decode()
    assert page.status_code == 200
    assert 'name="nodes-1-actor"' in text
    assert 'value="Pit"' in text
    with scope(programme=country_a):
        assert not Assessment.objects.exists()


@pytest.mark.parametrize(
    "row",
    [{"actor": "Pit", "price_best": "many"}, {"price_best": "20"}, {"actor": "Pit", "price_best": "-1"}],
)
def test_wrong_rows_are_shown_again(country_a, amina, row):
    page = amina.post(BEGIN, posted(row, {"actor": "Shop", "price_best": "5"}))
    assert page.status_code == 422
    assert "govuk-error-message" in page.content.decode()
    with scope(programme=country_a):
        assert not Assessment.objects.exists()


def test_answers_come_back_into_the_grid_and_can_be_changed(country_a, amina):
    with scope(programme=country_a):
        found = an_assessment(country_a)
    url = f"/p/a/toolbox/assessments/{found.uid}/answers/?table=nodes"
    page = amina.get(url).content.decode()
    assert 'value="Shop"' in page
    rows = [{"actor": "Pit", "price_best": "30"}, {"actor": "Shop", "price_best": "100"}]
    changed = posted(*rows, version=1)
    assert amina.post(url, changed).status_code == 302
    assert amina.post(url, changed).status_code == 409
    with scope(programme=country_a):
        assert Assessment.objects.get().answers["nodes"][0] == {"actor": "Pit", "price_best": 30}


def test_who_may(country_a, amina, bruno, clara, dele, eve):
    with scope(programme=country_a):
        found = an_assessment(country_a)
        Assessment.objects.update(begun_by=amina.member.person.uid)
    everybody = (amina, bruno, clara, dele, eve)
    assert [each.get("/p/a/toolbox/").status_code for each in everybody] == [200, 200, 200, 404, 302]
    assert [each.get(BEGIN).status_code for each in everybody] == [200, 200, 200, 404, 302]
    url = f"/p/a/toolbox/assessments/{found.uid}/answers/"
    assert [each.get(url).status_code for each in everybody] == [200, 403, 403, 404, 302]
    assert dele.get(url.replace("/p/a/", "/p/b/")).status_code == 404
    assert amina.get("/p/a/toolbox/tools/unknown/").status_code == 404


# What comes from elsewhere --------------------------------------------------------------------------------------------

PIT = {"actor": "Pit", "price_best": 20}


@pytest.mark.parametrize(
    "answers",
    [
        [],
        {"nodes": {}},
        {"nodes": [1]},
        {"nodes": [[PIT]]},
        {"nodes": [{"actor": ["Pit"]}]},
        {"nodes": [PIT | {"price_best": "many"}]},
        {"nodes": [PIT | {"price_best": True}]},
        {"nodes": [PIT | {"price_best": -1}]},
        {"nodes": [PIT | {"price_best": float("inf")}]},
        {"nodes": [PIT | {"actor": 5}]},
        {"nodes": [PIT | {"actor": "x" * 301}]},
        {"nodes": [PIT | {"colour": "red"}]},
        {"places": [PIT]},
    ],
)
def test_answers_that_nobody_could_have_typed_are_refused(inside_a, answers):
    with pytest.raises(Refused):
        an_assessment(inside_a, answers=answers)


def test_answers_of_an_older_version_are_read_as_far_as_they_fit(inside_a):
    """They came with a bundle: the tool asked otherwise then. What does not fit is left out, and the page says so."""
    found = an_assessment(inside_a)
    older = {
        "nodes": [PIT | {"price_best": "many"}, {"actor": "Shop", "price_best": 100}, {"price_best": 3}],
        "places": [PIT],
    }
    Assessment.objects.filter(pk=found.pk).update(answers=older, tool_version=0)
    found.refresh_from_db()
    result = result_of(found)
    assert [row["actor"] for row in result.tables["nodes"]] == ["Pit", "Shop"]
    assert found.outdated()


# Documents travel ---------------------------------------------------------------------------------------------------


def test_small_counts_of_people_stay_in_the_programme(inside_a):
    """The page shows them, the document does not: neither the count nor the share worked out from it."""
    answers = {
        "roles": [
            {"role": "Pit", "women": 7, "men": 40},
            {"role": "Shop", "women": 60, "men": 30},
            {"role": "Kitchen", "women": 90, "men": 45},
        ]
    }
    found = an_assessment(inside_a, "gender_gap", answers)
    rows = {row["role"]: row for row in result_of(found).tables["roles"]}
    assert rows["Pit"]["women"] == 7
    blocks = list(assessment_blocks(Desk(inside_a, "en"), found))
    tables = {block.caption: block for block in blocks if isinstance(block, Table)}
    printed = {
        row[0]: row[1:]
        for caption, table in tables.items()
        if "in each role" in caption
        for row in table.rows
    }
    assert printed["Pit"][:3] == ("hidden", "hidden", "hidden")
    assert printed["Kitchen"][:2] == ("90", "45")


@pytest.mark.parametrize("subject", ["no.such", "programmes.account", "nonsense", "sessions.session"])
def test_a_subject_that_is_no_table_of_the_programme_is_refused(inside_a, subject):
    """A bundle may name anything; what is stored all the same (older data) does not break the page."""
    found = an_assessment(inside_a)
    with pytest.raises(Refused):
        change_record(by=BY, record=found, values={"subject": subject, "subject_uid": found.uid})
    Assessment.objects.filter(pk=found.pk).update(subject=subject, subject_uid=found.uid)
    found.refresh_from_db()
    assert found.about is None and found.outdated()


@pytest.mark.parametrize("lang", ["es", "en", "pt", "fr"])
def test_a_refusal_names_its_thing_in_the_readers_language(inside_a, lang):
    with override(lang):
        said = result_of(
            an_assessment(inside_a, answers={"nodes": [{"actor": "Pit", "price_best": 20}]})
        ).problem
    assert said.startswith(
        {"es": "cadena: ", "en": "chain: ", "pt": "cadeia: ", "fr": "chaîne\u00a0: "}[lang]
    )
