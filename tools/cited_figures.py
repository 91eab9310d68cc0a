"""Fingerprints of the figures a case cites, so that nobody alters one without it being seen.

    python tools/cited_figures.py > tests/house/cited_figures.txt

Run it after a figure was corrected from its source; the change then stands in two files of the same commit.
"""

import csv
import hashlib
import sys
from pathlib import Path

CASE = Path(__file__).resolve().parents[1] / "cases" / "dominican-republic"
FINGERPRINTED = ("words_en", "low", "best", "high", "unit", "period", "place", "grade", "source", "status")


def fingerprint(row: dict) -> str:
    """Twelve hexadecimal digits that change with anything a reader would take for the figure."""
    told = "|".join(row[name] for name in FINGERPRINTED)
    return hashlib.sha256(told.encode()).hexdigest()[:12]


def cited_figures(case: Path = CASE) -> list[dict]:
    """Figures as the sources give them: neither derived here nor made up."""
    with (case / "evidence.figure.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return [row for row in rows if row["status"] == "reported" and row["exercise"] == "no"]


if __name__ == "__main__":
    sys.stdout.write("".join(f"{row['key']} {fingerprint(row)}\n" for row in cited_figures()))
