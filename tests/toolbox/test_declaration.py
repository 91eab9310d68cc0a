"""A wrong declaration stops the start, naming file and line."""

from dataclasses import replace
from datetime import date

import pytest

from batea.guidance.catalogue import references
from batea.guidance.steps import STEPS
from batea.toolbox import discovery
from batea.toolbox.declaration import Mistake, Tool, ToolColumn, ToolScale, ToolTable
from batea.toolbox.discovery import read, tools


def a_tool(**values):
    table = ToolTable("rows", "Rows", (ToolColumn("name", "Name", "text"),))
    given = dict(
        name="a",
        title="A",
        purpose="Shows",
        version=1,
        theme="people",
        steps=("P1-S1",),
        tables=(table,),
        results=(table,),
        calculate=dict,
        sources=("IGF17",),
        checked_by="",
        next_review=date(2027, 1, 1),
    )
    return Tool(**{**given, **values})


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (lambda: ToolColumn("two words", "T", "text"), "two words"),
        (lambda: ToolColumn("x", "X", "colour"), "colour"),
        (lambda: ToolColumn("x", "X", "choice"), "choices"),
        (lambda: ToolColumn("x", "X", "text", choices=(("a", "A"),)), "choices"),
        (lambda: ToolColumn("x", "X", "scale"), "scale"),
        (lambda: ToolTable("t", "T", ()), "no columns"),
        (lambda: ToolTable("t", "T", (ToolColumn("x", "X", "text"),) * 2), "two columns"),
        (lambda: ToolScale("s", ("one",)), "two steps"),
        (lambda: a_tool(version=0), "version"),
        (lambda: a_tool(sources=()), "rests on"),
        (lambda: a_tool(tables=(ToolTable("t", "T", (ToolColumn("x", "X", "scale", scale="s"),)),)), "“s”"),
        (lambda: a_tool(tables=(ToolTable("t", "T", (ToolColumn("x", "X", "range"),)),)), "result"),
    ],
)
def test_mistakes_are_told(wrong, said):
    with pytest.raises(Mistake, match=said):
        wrong()


def test_a_sound_declaration_passes():
    assert replace(a_tool(), version=2).version == 2


def test_a_mistake_in_a_folder_names_file_and_line(tmp_path, monkeypatch):
    folder = tmp_path / "broken_tool"
    folder.mkdir()
    (folder / "__init__.py").touch()
    file = folder / "definition.py"
    file.write_text(
        "from batea.toolbox.declaration import ToolColumn\n\n\nTOOL = ToolColumn('x', 'X', 'colour')\n"
    )
    from batea.toolbox import tools as package

    monkeypatch.setattr(package, "__path__", [*package.__path__, str(tmp_path)])
    with pytest.raises(Mistake) as told:
        read(file)
    assert str(told.value).startswith(f"{file}:4: ")


def test_a_folder_and_its_tool_bear_one_name(monkeypatch):
    path = discovery.FOLDER / "stakeholder_power" / "definition.py"
    tool = tools()["stakeholder_power"]
    from batea.toolbox.tools.stakeholder_power import definition

    monkeypatch.setattr(definition, "TOOL", replace(tool, name="other"))
    with pytest.raises(Mistake, match="other"):
        read(path)


@pytest.mark.parametrize("tool", tools().values(), ids=lambda tool: tool.name)
def test_tools_serve_steps_that_exist_and_cite_what_can_be_found(tool):
    assert set(tool.steps) <= set(STEPS)
    for source in tool.sources:
        assert source in references() or "(" in source, (
            f"{source} is neither a key of the references nor a reference"
        )
