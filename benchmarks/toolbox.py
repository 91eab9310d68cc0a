"""The toolbox: five hundred rows in a grid, and every worked case by every way in."""

import tomllib
from collections.abc import Iterator


def cases() -> Iterator[tuple]:
    """(tool, answers) of every worked case that has a result."""
    from batea.toolbox.answers import known_answers
    from batea.toolbox.discovery import FOLDER, tools

    for name, tool in tools().items():
        folder = next(
            path for path in FOLDER.iterdir() if name == path.name or name.startswith(f"{path.name}_")
        )
        for example in tomllib.loads((folder / "examples.toml").read_text(encoding="utf-8"))["example"]:
            if "refused" not in example and example.get("tool", name) == name:
                yield tool, known_answers(tool, example["answers"])


def large_assessment(programme):
    """Five hundred stakeholders, rated."""
    from django_scopes import scope

    from batea.programmes.words import Words
    from batea.toolbox.actions import begin_assessment
    from batea.toolbox.discovery import tools

    rows = [
        {"name": f"Stakeholder {n}", "power": n % 5 + 1, "interest": n % 4 + 1, "affected": n % 3 + 1}
        for n in range(500)
    ]
    with scope(programme=programme):
        return begin_assessment(
            by="benchmark",
            programme=programme,
            tool=tools()["stakeholder_power"],
            head={"title": Words("Five hundred rows", "en")},
            answers={"stakeholders": rows},
        )


def posted(found) -> dict:
    """What a browser sends when the grid of five hundred rows is saved."""
    rows = found.answers["stakeholders"]
    data = {"title_en": "Five hundred rows", "day": "2026-03-02", "stakeholders-rows": len(rows)}
    for place, row in enumerate(rows):
        data |= {f"stakeholders-{place}-{name}": value for name, value in row.items()}
        data[f"stakeholders-{place}-was"] = place
    return data


def calculate_all() -> None:
    for tool, answers in cases():
        tool.calculate(answers)


def workbooks_all() -> None:
    from batea.toolbox.workbook import blank_workbook

    for tool, answers in cases():
        blank_workbook(tool, answers)


def forms_all() -> None:
    from batea.toolbox.discovery import tools
    from batea.toolbox.phone import xlsform

    for tool in tools().values():
        xlsform(tool)


def read_back() -> None:
    """One filled workbook, in a child process with limits."""
    from batea.toolbox.filled import read_filled
    from batea.toolbox.workbook import blank_workbook

    tool, answers = next(cases())
    read_filled(tool, blank_workbook(tool, answers))


def long_chain() -> None:
    """A value chain of ten actors, prices and yields known within ranges or not at all."""
    from batea.calc.ranges import UNKNOWN, Range
    from batea.calc.value_chain import Costs, Node, chain_of

    nodes = [
        Node(
            str(place),
            Range(10.0 * place + 5, None, 10.0 * place + 18) if place % 3 else UNKNOWN,
            Range(0.5, None, 0.9),
            Costs(1, 1, 1, 1, 1),
        )
        for place in range(9)
    ]
    chain_of([*nodes, Node("shop", Range(100, None, 130), Range(0.3, 0.4, 0.5))])
