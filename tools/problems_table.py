"""Write the table of numbered refusals into docs/users/troubleshooting.md and its Spanish twin.

    .venv/bin/python tools/problems_table.py

Only what stands between the two comment lines is written; the rest of both pages is written by hand. A test compares.
"""

import os
import re
import sys
from itertools import groupby
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
USERS = ROOT / "docs" / "users"
BEGIN = "<!-- written by tools/problems_table.py: do not edit between these lines -->"
END = "<!-- end of what tools/problems_table.py writes -->"
PAGES = {"en": USERS / "troubleshooting.md", "es": USERS / "es" / "troubleshooting.md"}
HEADS = {
    "en": ("Number", "What the page says", "What to do"),
    "es": ("Número", "Qué dice la página", "Qué hacer"),
}
FAMILIES = {
    "en": (
        "Who may",
        "What was typed",
        "Files",
        "Evidence",
        "Strategy",
        "The installation",
        "Fieldwork",
        "Learning",
    ),
    "es": (
        "Quién puede",
        "Lo que se escribió",
        "Archivos",
        "Evidencia",
        "Estrategia",
        "La instalación",
        "Trabajo de campo",
        "Aprendizaje",
    ),
}


NAMED = {
    "en": {"field": "*field*", "reason": "*reason*", "day": "*day*"},
    "es": {"field": "*campo*", "reason": "*motivo*", "day": "*día*"},
}


def plain(words: str, lang: str) -> str:
    """A message with “…” or a word in place of what differs from case to case, safe in a cell."""
    told = re.sub(r"%\((\w+)\)s", lambda found: NAMED[lang].get(found[1], "…"), words)
    return told.replace("%%", "%").replace("|", r"\|")


def problems_table(lang: str) -> str:
    """Every refusal in `lang`, one table for each family of numbers."""
    from django.utils.translation import gettext, override

    from batea.problems import PROBLEMS

    lines, dashes = [], "| --- | --- | --- |"
    with override(lang):
        for family, found in groupby(sorted(PROBLEMS.items()), lambda pair: pair[0] // 100):
            lines += [
                "",
                f"### B{family}xx: {FAMILIES[lang][family - 1]}",
                "",
                f"| {' | '.join(HEADS[lang])} |",
                dashes,
            ]
            lines += [
                f"| {problem.code} | {plain(gettext(problem.title), lang)} | {plain(gettext(problem.mend), lang)} |"
                for _number, problem in found
            ]
    return "\n".join([*lines, "", ""])


def filled(page: str, table: str) -> str:
    """`page` with `table` between the two comment lines. Raises ValueError when they are not there once each."""
    before, rest = page.split(BEGIN)
    _old, after = rest.split(END)
    return f"{before}{BEGIN}\n{table}{END}{after}"


def main() -> None:
    sys.path.insert(0, str(ROOT / "src"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "batea.web.settings")
    import django

    django.setup()
    for lang, path in PAGES.items():
        path.write_text(filled(path.read_text(encoding="utf-8"), problems_table(lang)), encoding="utf-8")


if __name__ == "__main__":
    main()
