"""A small tool of every kind of column, and what the toolbox's tests share."""

from datetime import date

from batea.programmes.words import Words
from batea.toolbox.actions import begin_assessment
from batea.toolbox.declaration import Given, Starter, Tool, ToolChart, ToolColumn, ToolScale, ToolTable
from batea.toolbox.discovery import tools

KINDS = (
    ToolColumn("name", "Name", "text", required=True),
    ToolColumn("story", "Story", "long"),
    ToolColumn("said", "Said", "words"),
    ToolColumn("amount", "Amount", "number", minimum=0, maximum=10),
    ToolColumn("people", "People", "whole", minimum=0, people=True),
    ToolColumn("price", "Price", "money", unit="RD$"),
    ToolColumn("kind", "Kind", "choice", choices=(("old", "Old"), ("new", "New"))),
    ToolColumn("level", "Level", "scale", scale="level"),
    ToolColumn("change", "Change", "scale", scale="change"),
    ToolColumn("there", "There", "yesno"),
    ToolColumn("day", "Day", "day"),
    ToolColumn("moment", "Moment", "moment"),
)
FULL = {
    "name": "Pit",
    "story": "Two\nlines",
    "said": {"original": "en", "en": "Hello"},
    "amount": 2.5,
    "people": 12,
    "price": 100,
    "kind": "new",
    "level": 2,
    "change": -1,
    "there": False,
    "day": "2026-03-02",
    "moment": "2026-03-02T10:30",
}


def echo(answers: dict) -> dict:
    rows = [
        {**dict.fromkeys(column.name for column in KINDS), **row, "due": row.get("moment")}
        for row in answers["rows"]
    ]
    return {"tables": {"rows": rows}, "findings": [("many", {"n": len(rows)})] if len(rows) > 2 else []}


def every_kind(**values) -> Tool:
    """A tool with a grid of every kind of column, a form and given rows."""
    given = dict(
        name="every_kind",
        title="Every kind",
        purpose="Shows",
        version=1,
        theme="people",
        steps=("P1-S1",),
        tables=(
            ToolTable(
                "rows", "Rows", KINDS, starters=(Starter("two", "Two", ({"name": "A"}, {"name": "B"})),)
            ),
            ToolTable("facts", "Facts", (ToolColumn("place", "Place", "text"),), most=1),
            ToolTable(
                "asked",
                "Asked",
                (ToolColumn("answer", "Answer", "yesno"), ToolColumn("why", "Why", "text")),
                given=(Given("a", "First?"), Given("b", "Second?", group="Group")),
            ),
        ),
        results=(ToolTable("rows", "Rows", (*KINDS, ToolColumn("due", "Due", "deadline"))),),
        scales=(
            ToolScale("level", ("low", "high"), letters=True),
            ToolScale("change", ("worse", "same", "better"), first=-1),
        ),
        charts=(ToolChart("bars", "rows", "Amounts", "name", "amount"),),
        sentences={"many": "%(n)s rows."},
        calculate=echo,
        sources=("IGF17",),
        checked_by="",
        next_review=date(2027, 1, 1),
    )
    return Tool(**{**given, **values})


def an_assessment(programme, tool: str, answers: dict, about=None, **head):
    """An assessment with a tool of the shelf."""
    return begin_assessment(
        by="the tests",
        programme=programme,
        tool=tools()[tool],
        head={"title": Words("Amber 2026", "en"), **head},
        answers=answers,
        about=about,
    )
