"""The toolbox for programs: described to the standard, exact about refusals, and no door around the walls."""

import json

import pytest
from django_scopes import scope
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from batea.toolbox.answers import known_answers
from batea.toolbox.discovery import tools
from batea.toolbox.models import Assessment
from batea.toolbox.schema import answers_schema, result_schema
from tests.tools.test_examples import examples

from .making import FULL, an_assessment, every_kind

ADD = "/p/a/toolbox/tools/stakeholder_power/assessments.json"
ROW = {"name": "Co-op", "power": 3, "interest": 5, "affected": 4}
TITLE = {"original": "en", "en": "Amber", "es": "Ámbar"}


def sent(client, url, body, **more):
    text = body if isinstance(body, str) else json.dumps(body)
    return client.post(url, text, content_type="application/json", **more)


def body(*rows, **more):
    return {"title": TITLE, "answers": {"stakeholders": list(rows)}, **more}


@pytest.mark.parametrize("lang", ["es", "en", "pt", "fr"])
def test_the_description_keeps_the_standard(amina, lang):
    told = amina.get("/p/a/toolbox/openapi.json", headers={"accept-language": lang}).json()
    validate(told)
    assert f"/p/a/toolbox/tools/{next(iter(tools()))}/assessments.json" in told["paths"]


@pytest.mark.parametrize("name", list(tools()))
def test_worked_cases_keep_the_schema(name):
    """Answers and results of every case are such as the schema says; a stranger's column is not."""
    tool = tools()[name]
    schema = answers_schema(tool)
    for example in examples(name):
        answers = known_answers(tool, example["answers"])
        assert [error.message for error in Draft202012Validator(schema).iter_errors(answers)] == []
        if "refused" not in example:
            told = {"problem": "", "findings": [], "tables": tool.calculate(answers)["tables"]}
            told = json.loads(json.dumps(told))
            assert [e.message for e in Draft202012Validator(result_schema(tool)).iter_errors(told)] == []
    wrong = {tool.tables[0].name: [{"stranger": 1}]}
    assert list(Draft202012Validator(schema).iter_errors(wrong))


def test_every_kind_has_a_schema():
    schema = answers_schema(every_kind())
    assert not list(Draft202012Validator(schema).iter_errors({"rows": [FULL]}))
    for name, value in (("amount", 11), ("people", 1.5), ("level", 3), ("kind", "x"), ("there", "yes")):
        assert list(Draft202012Validator(schema).iter_errors({"rows": [FULL | {name: value}]})), name


def test_add_read_and_change(country_a, amina, olga):
    added = sent(amina, ADD, body(ROW, day="2026-03-02", made_by="Workshop", stage="group"))
    assert added.status_code == 201
    told = added.json()
    assert (told["version"], told["day"], told["title"]) == (1, "2026-03-02", TITLE)
    url = f"/p/a/toolbox/assessments/{told['uid']}/assessment.json"
    assert olga.get(url).json()["answers"] == {"stakeholders": [ROW]}
    changed = sent(amina, url, body(ROW | {"power": 5}, version=1))
    assert changed.status_code == 200 and changed.json()["version"] == 2
    late = sent(amina, url, body(ROW, version=1))
    assert late.status_code == 409 and late.json()["code"] == "B202"
    assert len(amina.get(ADD).json()["assessments"]) == 1


def test_refusals_name_table_row_and_column(country_a, amina):
    answer = sent(amina, ADD, body(ROW, {"name": "Town", "power": 9, "interest": 1}))
    assert answer.status_code == 422
    assert [(e["table"], e["row"], e["column"]) for e in answer.json()["errors"]] == [
        ("stakeholders", 2, "power"),
        ("stakeholders", 2, "affected"),
    ]
    with scope(programme=country_a):
        assert not Assessment.objects.exists()


HOSTILE = [
    "",
    "{",
    "[]",
    '"x"',
    "null",
    "NaN",
    '{"title": NaN}',
    "[" * 100_000,
    '{"a":' * 5_000,
    '{"title": {"en": "A"}, "answers": {"stakeholders": [{"power": 1e999}]}}',
    '{"title": {"en": "A"}, "answers": {"stakeholders": [{"power": ' + "9" * 5000 + "}]}}",
    '{"title": {"en": "A"}, "answers": {"stakeholders": [{"name": "\\u0000"}]}}',
    '{"title": {"en": "\\ud800"}, "answers": {"stakeholders": []}}',
    '{"title": {"en": "A"}, "answers": {"stakeholders": [{"name": "\\ud800", "power": 1, "interest": 1, "affected": 1}]}}',
    '{"title": {"en": "A"}, "answers": {"stakeholders": [{"name": ["x"]}]}}',
    '{"title": {"en": "A"}, "answers": {"stakeholders": {"0": {}}}}',
    '{"title": {"en": "A"}, "answers": {"stakeholders": [1, null]}}',
    '{"title": {"en": "A"}, "answers": {"others": []}}',
    '{"title": {"en": "A"}, "answers": []}',
    '{"title": {"xx": "A"}, "answers": {}}',
    '{"title": {}, "answers": {}}',
    '{"title": {"en": "A"}, "answers": {}, "day": "0000-00-00"}',
    '{"title": {"en": "A"}, "answers": {}, "day": 5}',
    '{"title": {"en": "A"}, "answers": {}, "stage": "never"}',
    '{"title": {"en": "A"}, "answers": {}, "made_by": "' + "x" * 200 + '"}',
    '{"title": {"en": "A"}, "answers": {}, "programme": "b"}',
    '{"title": {"en": "A"}, "answers": {}, "exercise": false}',
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:40])
def test_hostile_bodies_are_refused_and_leave_nothing(country_a, amina, text):
    answer = sent(amina, ADD, text)
    assert answer.status_code in (400, 422), answer.content[:200]
    with scope(programme=country_a):
        assert not Assessment.objects.exists()


@pytest.mark.parametrize("version", [None, 0, -1, True, "1", 1.5, 2**40])
def test_a_change_names_the_version_it_was_made_on(country_a, amina, version):
    with scope(programme=country_a):
        found = an_assessment(country_a, "stakeholder_power", {"stakeholders": [ROW]})
    url = f"/p/a/toolbox/assessments/{found.uid}/assessment.json"
    assert sent(amina, url, body(ROW, version=version)).status_code == 422


def test_who_may(country_a, amina, bruno, clara, olga, dele, eve):
    everybody = (amina, bruno, clara, olga, dele, eve)
    assert [client.get(ADD).status_code for client in everybody] == [200, 200, 200, 200, 404, 302]
    assert [sent(client, ADD, body(ROW)).status_code for client in everybody] == [
        201,
        201,
        201,
        403,
        404,
        302,
    ]


def test_a_post_from_another_site_is_refused(country_a, amina):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(amina.account, backend="batea.web.accounts.SignIn")
    assert sent(strict, ADD, body(ROW)).status_code == 403


def test_a_change_leaves_what_it_does_not_name(country_a, amina):
    """Only the answers are sent again: day, group, stage and note stay what they were."""
    more = {
        "day": "2026-03-02",
        "made_by": "Workshop",
        "stage": "group",
        "note": {"original": "en", "en": "Rain"},
    }
    told = sent(amina, ADD, body(ROW, **more)).json()
    url = f"/p/a/toolbox/assessments/{told['uid']}/assessment.json"
    changed = sent(amina, url, {"answers": {"stakeholders": [ROW | {"power": 5}]}, "version": 1})
    assert changed.status_code == 200
    assert {name: changed.json()[name] for name in (*more, "title")} == {**more, "title": TITLE}
