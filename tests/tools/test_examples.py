"""Every worked case of every tool: `examples.toml` beside its declaration."""

import tomllib

import pytest

from batea.calc.ranges import Impossible
from batea.toolbox.answers import cells_in, complete_answers, known_answers
from batea.toolbox.discovery import FOLDER, tools
from batea.toolbox.wording import WORDINGS


def examples(name: str) -> list[dict]:
    """The worked cases of a tool: those of its folder that name it, or name none."""
    folder = next(path for path in FOLDER.iterdir() if name == path.name or name.startswith(f"{path.name}_"))
    found = tomllib.loads((folder / "examples.toml").read_text(encoding="utf-8"))
    return [example for example in found["example"] if example.get("tool", name) == name]


def cases():
    for name in tools():
        for example in examples(name):
            yield pytest.param(name, example, id=f"{name}: {example['title']}")


def listed(value) -> list:
    return value if isinstance(value, list) else [value]


def dug(row: dict, path: str):
    for part in path.split("."):
        row = row[part]
    return row


@pytest.mark.parametrize("name", list(tools()))
def test_every_tool_has_worked_cases(name):
    assert len(examples(name)) >= 2


CASES = list(cases())


@pytest.mark.parametrize(("name", "example"), CASES)
def test_worked_case(name, example):
    assert example["source"]
    assert {"expect", "finding", "without", "refused"} & example.keys(), "a case expects something"
    tool = tools()[name]
    given = known_answers(tool, example["answers"])
    assert cells_in(given) == cells_in(example["answers"]), "a case answers what the tool asks"
    if "refused" in example:
        with pytest.raises(Impossible) as refused:
            tool.calculate(complete_answers(tool, example["answers"]))
        assert refused.value.what == example["refused"]
        return
    found = tool.calculate(complete_answers(tool, example["answers"]))
    for expected in example.get("expect", ()):
        rows = found["tables"][expected["table"]]
        rows = rows[expected["row"] :][: len(expected["values"])] if "row" in expected else rows
        values = [dug(row, expected["column"]) for row in rows]
        numbers = all(isinstance(value, int | float) for value in expected["values"])
        assert values == (pytest.approx(expected["values"]) if numbers else expected["values"])
    told = {code for code, _values in found["findings"]}
    assert set(listed(example.get("finding", []))) <= told
    assert not set(listed(example.get("without", []))) & told


@pytest.mark.parametrize(("name", "example"), [case for case in CASES if "refused" not in case.values[1]])
def test_results_fit_the_declaration(name, example):
    """Every table, column and finding that is calculated has a title in the declaration."""
    tool = tools()[name]
    found = tool.calculate(complete_answers(tool, example["answers"]))
    assert set(found["tables"]) <= {table.name for table in tool.results}
    for table in tool.results:
        for row in found["tables"].get(table.name, ()):
            assert {column.name for column in table.all_columns} <= set(row)
    for code, values in found["findings"]:
        assert str(tool.sentences[code]) % dict.fromkeys(values, "x")


def test_words_are_complete():
    """Each tool's words in four languages: nothing missing, nothing left over, the same values named."""
    tools()
    assert WORDINGS
    assert [fault for wording in WORDINGS.values() for fault in wording.faults()] == []
