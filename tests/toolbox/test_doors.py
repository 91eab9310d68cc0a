"""Every way in gives the same answers and the same result: page, workbook, phone, program."""

import json

import pytest
from django.utils.translation import override
from django_scopes import scope

from batea.toolbox import grid
from batea.toolbox.answers import as_typed, known_answers
from batea.toolbox.declaration import ITEM
from batea.toolbox.discovery import tools
from batea.toolbox.incoming import read_file
from batea.toolbox.models import Assessment
from batea.toolbox.phone import xlsform
from batea.toolbox.workbook import blank_workbook
from tests.tools.test_examples import examples

from .making import FULL, every_kind
from .test_phone import converted, sent

TOOLS = list(tools())
EVERY = {
    "rows": [FULL, {"name": "Empty"}],
    "facts": [{"place": "Bahoruco"}],
    "asked": [{ITEM: "b", "answer": True, "why": "so"}],
}


def posted(tool, answers: dict) -> dict:
    """The answers as a browser posts them."""
    data = {}
    for table in tool.tables:
        rows = answers.get(table.name, [])
        data[f"{table.name}-rows"] = len(rows)
        for place, row in enumerate(rows):
            for column in table.all_columns:
                data[f"{table.name}-{place}-{column.name}"] = as_typed(column, row.get(column.name))
    return {name: str(value) for name, value in data.items()}


def by_page(tool, answers: dict) -> dict:
    data = posted(tool, answers)
    found = {}
    for table in tool.tables:
        made = grid.posted_grid(tool, table, data)
        found[table.name] = grid.check(made, [])
        assert made.errors == []
    return found


def by_file(content):
    def read(tool, answers: dict) -> dict:
        came = read_file(tool, content(tool, answers))
        found = {}
        for table in tool.tables:
            made = grid.filled_grid(tool, table, came.raws[table.name], came.was[table.name])
            found[table.name] = grid.check(made, [])
            assert made.errors == []
        return found

    return read


DOORS = {"page": by_page, "workbook": by_file(blank_workbook), "phone": by_file(sent)}


def alike(tool, answers: dict) -> dict:
    """Answers as stored; texts in several languages count in the language of the moment."""
    known = known_answers(tool, answers)
    for table in tool.tables:
        words = [column.name for column in table.columns if column.kind == "words"]
        for row in known[table.name]:
            row.update({name: as_typed(table.column(name), row[name]) for name in words if name in row})
    return known


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("name", TOOLS)
def test_every_worked_case_comes_in_the_same(name, door):
    tool = tools()[name]
    for example in examples(name):
        with override("en"):
            answers = known_answers(tool, example["answers"])
            assert alike(tool, DOORS[door](tool, answers)) == alike(tool, answers)


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("lang", ["es", "en", "pt", "fr"])
def test_every_kind_of_column_comes_in_the_same(door, lang):
    tool = every_kind()
    answers = {**EVERY, "rows": [FULL | {"said": {"original": lang, lang: "Hola"}}, {"name": "Empty"}]}
    with override(lang):
        assert DOORS[door](tool, answers) == known_answers(tool, answers)


def test_a_form_server_takes_every_kind():
    form = converted(xlsform(every_kind()))
    assert 'type="dateTime"' in form and 'type="int"' in form and 'type="decimal"' in form


@pytest.mark.parametrize("name", TOOLS)
def test_a_program_gets_the_result_of_the_worked_case(country_a, amina, name):
    tool = tools()[name]
    example = examples(name)[0]
    answers = known_answers(tool, example["answers"])
    body = {"title": {"original": "en", "en": "Amber"}, "answers": answers}
    url = f"/p/a/toolbox/tools/{name}/assessments.json"
    answer = amina.post(url, json.dumps(body), content_type="application/json")
    assert answer.status_code == 201, answer.content
    told = answer.json()
    assert told["answers"] == answers
    with scope(programme=country_a):
        assert known_answers(tool, Assessment.objects.get().answers) == answers
    if "refused" not in example:
        fresh = tool.calculate(answers)
        assert told["result"]["tables"] == json.loads(json.dumps(fresh["tables"]))
