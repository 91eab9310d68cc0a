"""A thirteenth tool in one folder: what `make new-tool` writes works as it stands, by every door."""

import sys
import tomllib

import pytest

from batea.toolbox import tools as package
from batea.toolbox.answers import known_answers
from batea.toolbox.charts import drawings
from batea.toolbox.discovery import read
from batea.toolbox.phone import read_submission, xlsform
from batea.toolbox.queries import calculated, told_rows
from batea.toolbox.schema import answers_schema
from batea.toolbox.wording import WORDINGS
from tools.new_tool import write

from .test_phone import converted, sent


@pytest.fixture
def noise(tmp_path, monkeypatch):
    folder = write("noise_survey", tmp_path)
    for name in [name for name in sys.modules if "noise_survey" in name]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(package, "__path__", [*package.__path__, str(tmp_path)])
    (tool,) = read(folder / "definition.py")
    yield tool, tomllib.loads((folder / "examples.toml").read_text())["example"]
    WORDINGS.pop(folder / "words.csv", None)


def test_it_works_as_it_stands(noise):
    tool, examples = noise
    result = calculated(tool, examples[0]["answers"])
    assert [row["name"] for row in result.tables["order"]] == ["Pit", "River"]
    assert result.sentences == ("Begin with: Pit.",)
    assert told_rows(tool, tool.results[0], result.tables["order"])[0] == ("Pit", "3 – much")
    assert list(drawings(result)) == []
    assert answers_schema(tool)["properties"]["places"]["items"]["required"] == ["name", "need"]


def test_it_has_its_words(noise):
    assert noise
    wording = next(wording for path, wording in WORDINGS.items() if path.parent.name == "noise_survey")
    assert wording.faults() == []


def test_it_goes_to_a_phone_and_back(noise):
    tool, examples = noise
    assert "/places/need" in converted(xlsform(tool))
    raws, *_rest = read_submission(tool, sent(tool, examples[0]["answers"]))
    assert raws["places"][1] == {"name": "Pit", "need": "3"}
    assert known_answers(tool, examples[0]["answers"]) == examples[0]["answers"]


@pytest.mark.parametrize("name", ["", "No", "two words", "a", "class", "../x", "x" * 40])
def test_names_that_cannot_be_are_refused(tmp_path, name):
    with pytest.raises(ValueError, match="cannot name"):
        write(name, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_taken_name_is_refused(tmp_path):
    write("noise_survey", tmp_path)
    with pytest.raises(FileExistsError):
        write("noise_survey", tmp_path)
