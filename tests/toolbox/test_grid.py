"""The grid: rows that move, cells that are wrong, answers of several tables, and two people at once."""

import pytest
from django_scopes import scope

from batea.programmes.words import Words
from batea.toolbox import grid
from batea.toolbox.answers import known_answers
from batea.toolbox.cells import grid_rows
from batea.toolbox.declaration import ITEM
from batea.toolbox.discovery import tools
from batea.toolbox.models import Assessment
from tests.tools.test_examples import examples

from .making import FULL, an_assessment, every_kind

TOOL = every_kind()
ROWS, FACTS, ASKED = TOOL.tables
PEOPLE = {"stakeholders": [{"name": "Cooperative", "power": 3, "interest": 5, "affected": 3}]}


def lines(*names):
    return grid.Grid(TOOL, ROWS, [grid.Line({"name": name}, place) for place, name in enumerate(names)])


def names(found):
    return [line.typed.get("name", "") for line in found.lines]


@pytest.mark.parametrize(
    ("row", "what", "left", "focus"),
    [
        ("1", "copy", ["a", "b", "b", "c"], 2),
        ("1", "remove", ["a", "c"], 1),
        ("2", "remove", ["a", "b"], 1),
        ("1", "up", ["b", "a", "c"], 0),
        ("0", "up", ["a", "b", "c"], 0),
        ("1", "down", ["a", "c", "b"], 2),
        ("2", "down", ["a", "b", "c"], 2),
        ("", "add", ["a", "b", "c", ""], 3),
        ("9", "remove", ["a", "b", "c"], None),
        ("x", "copy", ["a", "b", "c"], None),
        ("1", "burn", ["a", "b", "c"], None),
        ("", "start=two", ["a", "b", "c", "A", "B"], 3),
        ("", "start=none", ["a", "b", "c"], None),
    ],
)
def test_rows_are_rearranged(row, what, left, focus):
    found = lines("a", "b", "c")
    assert grid.rearrange(found, row, what) == focus
    assert names(found) == left


def test_the_last_row_leaves_an_empty_one():
    found = lines("a")
    grid.rearrange(found, "0", "remove")
    assert names(found) == [""]


def test_given_rows_cannot_be_rearranged():
    found = grid.stored_grid(TOOL, ASKED, [])
    assert grid.rearrange(found, "0", "remove") is None
    assert [line.typed[ITEM] for line in found.lines] == ["a", "b"]


def test_a_copy_forgets_which_stored_row_it_was():
    found = lines("a")
    grid.rearrange(found, "0", "copy")
    assert [line.was for line in found.lines] == [0, None]


def test_words_in_other_languages_are_kept():
    """A row that moved still knows what it said in the languages the page does not show."""
    stored = [{"name": "x"}, {"name": "y", "said": {"original": "es", "es": "Hola", "en": "Hello"}}]
    made = grid.stored_grid(TOOL, ROWS, stored)
    grid.rearrange(made, "1", "up")
    data = {
        "rows-rows": "2",
        "rows-0-was": "1",
        "rows-0-name": "y",
        "rows-0-said": "Good day",
        "rows-1-name": "x",
    }
    rows = grid.check(grid.posted_grid(TOOL, ROWS, data), stored)
    assert rows[0]["said"] == {"original": "es", "es": "Hola", "en": "Good day"}


@pytest.mark.parametrize(
    ("column", "typed"),
    [
        ("amount", "11"),
        ("amount", "-1"),
        ("amount", "many"),
        ("amount", "NaN"),
        ("amount", "1" * 400),
        ("people", "2.5"),
        ("people", "99999999999"),
        ("kind", "other"),
        ("level", "3"),
        ("level", "0"),
        ("change", "2"),
        ("there", "perhaps"),
        ("day", "31/02/2026"),
        ("moment", "noon"),
        ("name", "x" * 301),
        ("story", "x" * 4001),
        ("name", "a\x00b"),
    ],
)
def test_impossible_values_are_refused_in_words(column, typed):
    made = grid.posted_grid(TOOL, ROWS, {"rows-rows": "1", "rows-0-name": "Pit", f"rows-0-{column}": typed})
    grid.check(made, [])
    ((where, words),) = made.errors
    assert where == f"rows-0-{column}"
    assert "row 1" in words and len(words) > 20


@pytest.mark.parametrize(("column", "ends"), [("level", (1, 2)), ("change", (-1, 1)), ("amount", (0, 10))])
def test_the_ends_of_every_scale_are_reached(column, ends):
    for end in ends:
        data = {"rows-rows": "1", "rows-0-name": "Pit", f"rows-0-{column}": str(end)}
        assert grid.check(grid.posted_grid(TOOL, ROWS, data), [])[0][column] == end


def test_a_row_that_says_something_says_what_is_required():
    made = grid.posted_grid(TOOL, ROWS, {"rows-rows": "2", "rows-0-amount": "1"})
    grid.check(made, [])
    assert [where for where, _words in made.errors] == ["rows-0-name"]


def test_more_rows_than_the_table_takes_are_refused():
    data = {"rows-rows": "501", **{f"rows-{place}-name": str(place) for place in range(501)}}
    made = grid.posted_grid(TOOL, ROWS, data)
    grid.check(made, [])
    assert "500" in made.errors[0][1]


def test_five_hundred_rows_are_read_and_written_whole():
    """How long it takes is measured in benchmarks/."""
    stored = [FULL] * 500
    made = grid.stored_grid(TOOL, ROWS, stored)
    assert len(grid.check(made, stored)) == 500
    assert grid_rows(made, "en").count("<tr") == 500


def test_nothing_typed_can_leave_its_cell():
    """Text of people is escaped in every kind of field."""
    hostile = '"><script>alert(1)</script>'
    row = {column.name: hostile for column in ROWS.columns}
    made = grid.Grid(TOOL, ROWS, [grid.Line(row, errors={"name": hostile}, before={"name": hostile + "x"})])
    assert "<script" not in grid_rows(made, "en")


# Pages ----------------------------------------------------------------------------------------------------------------

LARGE = next((tool for tool in tools().values() if len(tool.tables) > 3), None)


def test_a_stale_save_loses_nothing(country_a, amina):
    """Somebody saved meanwhile: both versions stand on the page, and saving from there is a decision."""
    with scope(programme=country_a):
        found = an_assessment(country_a, "stakeholder_power", PEOPLE)
    url = f"/p/a/toolbox/assessments/{found.uid}/answers/"

    def sent(power, version):
        row = {"stakeholders-0-was": 0, "stakeholders-0-name": "Cooperative", "stakeholders-0-power": power}
        return {
            "title_en": "Amber",
            "day": "2026-03-02",
            "version": version,
            "stakeholders-rows": 1,
            **row,
            "stakeholders-0-interest": 5,
            "stakeholders-0-affected": 3,
        }

    assert amina.post(url, sent(4, 1)).status_code == 302
    page = amina.post(url, sent(2, 1))
    assert page.status_code == 409
    text = page.content.decode()
    assert "was: 4" in text and 'name="version" value="2"' in text
    assert amina.post(url, sent(2, 2)).status_code == 302
    with scope(programme=country_a):
        now = Assessment.objects.get()
        assert now.answers["stakeholders"][0]["power"] == 2
        assert [each.answers["stakeholders"][0]["power"] for each in now.former.order_by("number")] == [3, 4]


@pytest.mark.skipif(LARGE is None, reason="no tool has more than three tables")
def test_a_large_tool_is_filled_in_table_by_table(country_a, amina):
    """Saving one table leaves the others as they are, and leads on to the next."""
    first, second = LARGE.tables[:2]
    answers = known_answers(LARGE, examples(LARGE.name)[0]["answers"])
    with scope(programme=country_a):
        found = an_assessment(country_a, LARGE.name, answers)
    url = f"/p/a/toolbox/assessments/{found.uid}/answers/?table={first.name}"
    page = amina.get(url).content.decode()
    assert f'name="{first.name}-rows"' in page and f'name="{second.name}-rows"' not in page
    data = {"title_en": "A", "day": "2026-03-02", "version": 1, f"{first.name}-rows": 0, "do": "next"}
    answer = amina.post(url, data)
    assert answer.status_code == 302
    assert answer["Location"].endswith(f"?table={second.name}")
    with scope(programme=country_a):
        assert Assessment.objects.get().answers == {**answers, first.name: []}


@pytest.mark.parametrize(
    "asked", ["stakeholders:0:copy", "stakeholders:0:remove", "stakeholders::add", "x:y:z", ":"]
)
def test_row_buttons_save_nothing(country_a, amina, asked):
    data = {
        "title_en": "A",
        "day": "2026-03-02",
        "stakeholders-rows": 1,
        "stakeholders-0-name": "B",
        "do": asked,
    }
    assert amina.post("/p/a/toolbox/tools/stakeholder_power/new/", data).status_code == 200
    with scope(programme=country_a):
        assert not Assessment.objects.exists()


def test_a_tool_can_be_about_a_record(country_a, amina, bruno):
    from batea.registry.models import Site
    from tests.factory import make

    tool = next(tool for tool in tools().values() if "registry.site" in tool.about)
    with scope(programme=country_a):
        site = make(Site, country_a)
    choose = amina.get(f"/p/a/toolbox/tools/{tool.name}/about/?kind=registry.site").content.decode()
    assert f"?about=registry.site:{site.uid}" in choose
    url = f"/p/a/toolbox/tools/{tool.name}/new/?about=registry.site:{site.uid}"
    assert str(site) in amina.get(url).content.decode()
    data = {"title_en": "A", "day": "2026-03-02", **{f"{table.name}-rows": 0 for table in tool.tables}}
    assert amina.post(url, data).status_code == 302
    with scope(programme=country_a):
        found = Assessment.objects.get()
        assert (found.about, found.outdated()) == (site, False)
        site.version += 1
        site.save()
        assert found.outdated()
    assert (
        amina.get(f"/p/a/toolbox/tools/{tool.name}/new/?about=programmes.person:{site.uid}").status_code
        == 404
    )
    assert amina.get(f"/p/a/toolbox/tools/{tool.name}/new/?about=registry.site:no").status_code == 404


def test_titles_come_in_the_language_of_the_page(country_a, amina):
    with scope(programme=country_a):
        an_assessment(country_a, "stakeholder_power", PEOPLE, note=Words("nota", "es"))
    page = amina.get("/p/a/toolbox/tools/stakeholder_power/", headers={"accept-language": "es"})
    assert page.status_code == 200


def test_a_given_row_that_the_tool_does_not_have_can_be_emptied():
    """It came with a workbook; once its cells are empty it is no row, and nothing stands in the way of saving."""
    strange = {"item": "z", "answer": "yes", "why": ""}
    made = grid.filled_grid(TOOL, ASKED, [strange], [None])
    grid.check(made, [])
    assert [where for where, _words in made.errors] == ["asked-2-item"]
    made.lines[2].typed["answer"] = ""
    assert grid.check(made, []) == [] and made.errors == []
