"""Every worked case of every tool: `examples.toml` beside its declaration."""

import tomllib

import pytest

from batea.calc.ranges import Impossible
from batea.toolbox.discovery import FOLDER, tools


def cases():
    for name in sorted(path.parent.name for path in FOLDER.glob("*/examples.toml")):
        found = tomllib.loads((FOLDER / name / "examples.toml").read_text(encoding="utf-8"))
        for example in found["example"]:
            yield pytest.param(name, example, id=f"{name}: {example['title']}")


def dug(row: dict, path: str):
    for part in path.split("."):
        row = row[part]
    return row


@pytest.mark.parametrize("name", list(tools()))
def test_every_tool_has_worked_cases(name):
    examples = (FOLDER / name / "examples.toml").read_text(encoding="utf-8")
    assert len(tomllib.loads(examples)["example"]) >= 2


CASES = list(cases())


@pytest.mark.parametrize(("name", "example"), CASES)
def test_worked_case(name, example):
    assert example["source"]
    assert {"expect", "finding", "refused"} & example.keys(), "a case expects something"
    tool = tools()[name]
    if "refused" in example:
        with pytest.raises(Impossible) as refused:
            tool.calculate(example["answers"])
        assert refused.value.what == example["refused"]
        return
    found = tool.calculate(example["answers"])
    for expected in example.get("expect", ()):
        rows = found["tables"][expected["table"]]
        rows = rows[expected["row"] :][: len(expected["values"])] if "row" in expected else rows
        values = [dug(row, expected["column"]) for row in rows]
        numbers = all(isinstance(value, int | float) for value in expected["values"])
        assert values == (pytest.approx(expected["values"]) if numbers else expected["values"])
    if "finding" in example:
        assert example["finding"] in [code for code, _values in found["findings"]]


@pytest.mark.parametrize(("name", "example"), [case for case in CASES if "refused" not in case.values[1]])
def test_results_fit_the_declaration(name, example):
    """Every table, column and finding that is calculated has a title in the declaration."""
    tool = tools()[name]
    found = tool.calculate(example["answers"])
    assert set(found["tables"]) <= {table.name for table in tool.results}
    for table in tool.results:
        for row in found["tables"].get(table.name, ()):
            assert {column.name for column in table.columns} <= set(row)
    for code, values in found["findings"]:
        assert str(tool.sentences[code]) % values
