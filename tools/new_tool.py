"""Write a working analysis tool to begin with: `make new-tool NAME=noise_survey`.

The folder has a declaration, a calculation, words in four languages and two worked cases; its tests pass as it stands.
"""

import keyword
import re
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "src" / "batea" / "toolbox" / "tools"

DEFINITION = '''"""What the tool is for, in one sentence."""

from datetime import date

from batea.toolbox.declaration import Tool, ToolColumn, ToolScale, ToolTable
from batea.toolbox.wording import words_beside

from .calculate import calculate

_ = words_beside(__file__)

TOOL = Tool(
    name="{name}",
    title=_("{title}"),
    purpose=_("Shows which places need attention first."),
    version=1,
    theme="practice",
    steps=("P1-S3",),
    calculate=calculate,
    scales=(ToolScale("need", (_("none"), _("some"), _("much"))),),
    tables=(
        ToolTable(
            "places",
            _("Places"),
            columns=(
                ToolColumn("name", _("Place"), "text", required=True),
                ToolColumn("need", _("Need"), "scale", scale="need", required=True),
            ),
        ),
    ),
    results=(
        ToolTable(
            "order",
            _("In this order"),
            columns=(
                ToolColumn("name", _("Place"), "text"),
                ToolColumn("need", _("Need"), "scale", scale="need", tones={{1: "good", 2: "fair", 3: "bad"}}),
            ),
        ),
    ),
    sentences={{"pressing": _("Begin with: %(who)s.")}},
    sources=("Whoever first described the method (2026), Title of the work",),
    ours=_("The order is our own design."),
    checked_by="",
    next_review=date({year}, 6, 30),
)
'''
CALCULATE = '''"""Answers → result. A formula with a source belongs into batea/calc/; here stands only the way there and back."""

MUCH = 3


def calculate(answers: dict) -> dict:
    """The places with the greatest need first, by name where it is the same."""
    order = sorted(answers["places"], key=lambda row: (-row["need"], row["name"]))
    pressing = [row["name"] for row in order if row["need"] == MUCH]
    findings = [("pressing", {"who": ", ".join(pressing)})] if pressing else []
    return {"tables": {"order": order}, "findings": findings}
'''
WORDS = """en,es,pt,fr
{title},{title},{title},{title}
Shows which places need attention first.,Muestra qué lugares requieren atención primero.,Mostra que lugares precisam de atenção primeiro.,Montre quels lieux demandent une attention d'abord.
none,ninguna,nenhuma,aucun
some,algo,alguma,un peu
much,mucha,muita,beaucoup
Places,Lugares,Lugares,Lieux
Place,Lugar,Lugar,Lieu
Need,Necesidad,Necessidade,Besoin
In this order,En este orden,Nesta ordem,Dans cet ordre
Begin with: %(who)s.,Empiece por: %(who)s.,Comece por: %(who)s.,Commencez par : %(who)s.
The order is our own design.,El orden es diseño nuestro.,A ordem é desenho nosso.,L'ordre est de notre conception.
"""
EXAMPLES = """# Worked by hand.

[[example]]
title = "Two places"
source = "by hand: much before none"
finding = "pressing"
[[example.answers.places]]
name = "River"
need = 1
[[example.answers.places]]
name = "Pit"
need = 3
[[example.expect]]
table = "order"
column = "name"
values = ["Pit", "River"]

[[example]]
title = "Nothing presses"
source = "by hand: some is not much"
without = "pressing"
[[example.answers.places]]
name = "Pit"
need = 2
"""


def write(name: str, folder: Path = FOLDER, year: int = 2027) -> Path:
    """The new folder. Raises ValueError for a name that cannot be one, FileExistsError for one that is taken."""
    if not re.fullmatch(r"[a-z][a-z0-9_]{2,38}", name) or keyword.iskeyword(name):
        raise ValueError(
            f"“{name}” cannot name a tool: small letters, digits and _ only, three to 39 of them."
        )
    made = folder / name
    made.mkdir()
    title = name.replace("_", " ").capitalize()
    (made / "__init__.py").touch()
    (made / "definition.py").write_text(
        DEFINITION.format(name=name, title=title, year=year), encoding="utf-8"
    )
    (made / "calculate.py").write_text(CALCULATE, encoding="utf-8")
    (made / "words.csv").write_text(WORDS.format(title=title), encoding="utf-8")
    (made / "examples.toml").write_text(EXAMPLES, encoding="utf-8")
    return made


def main(name: str = "") -> int:
    try:
        made = write(name)
    except (ValueError, FileExistsError) as error:
        print(error if isinstance(error, ValueError) else f"There is a tool called {name} already.")
        return 1
    print(f"Written: {made}. Change it, then: make test PARTS=sqlite ARGS='tests/tools tests/toolbox'")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:2]))
