"""What it costs to send a large table away: 100,000 rows of 64 columns, in every format.

Goals, in CPU seconds without those that make the rows: ZIP of CSV 4.5, XLSX 20, Parquet 2.5; memory flat. Each
format runs in a process of its own, so that its peak memory is its own. Run: python benchmarks/exports.py [rows]
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

sys.path[:0] = [str(Path(__file__).resolve().parents[1] / place) for place in ("src", ".")]

from batea.interop import tables  # noqa: E402
from batea.interop.tables import Column, Table  # noqa: E402

ROWS = 100_000
LETTERS = "abcdefghijklmnopqrstuvwxyz áéñ"
KINDS = (
    *("text", "whole", "number", "choice", "text", "day", "whole", "number"),
    *("yesno", "choice", "text", "number", "choices", "whole", "text", "moment"),
)
GOALS = {"csv_zip": "<= 4.5 s", "xlsx": "<= 20 s", "parquet": "<= 2.5 s"}


def columns() -> tuple[Column, ...]:
    kinds = ["text", "place", *(KINDS[place % len(KINDS)] for place in range(62))]
    return tuple(Column(f"q{place}", f"Question {place}", kind) for place, kind in enumerate(kinds))


def pools() -> dict[str, list[str | None]]:
    """A thousand values of each kind; a tenth of them empty."""
    chance = Random(1)
    words = ["".join(chance.choices(LETTERS, k=chance.randint(3, 30))).strip() or "a" for _word in range(900)]
    days = [f"2026-{n % 12 + 1:02}-{n % 28 + 1:02}" for n in range(900)]
    made = {
        "text": words,
        "whole": [str(chance.randint(-50, 100_000)) for _n in range(900)],
        "number": [f"{chance.uniform(-90, 90):.3f}" for _n in range(900)],
        "choice": [chance.choice(("gold", "larimar", "sand", "=other")) for _n in range(900)],
        "choices": [" ".join(chance.sample(("a", "b", "c", "d"), 2)) for _n in range(900)],
        "yesno": [chance.choice(("yes", "no")) for _n in range(900)],
        "day": days,
        "moment": [f"{day}T10:{n % 60:02}:00.000-04:00" for n, day in enumerate(days)],
        "place": [
            f"{chance.uniform(17, 20):.6f} {chance.uniform(-72, -68):.6f} 12.0 4.5" for _n in range(900)
        ],
    }
    return {kind: [*values, *[None] * 100] for kind, values in made.items()}


def rows(count: int) -> Iterator[list[str | None]]:
    chance = Random(2)
    found = pools()
    bags = [found[column.kind] for column in columns()[1:]]
    for number in range(count):
        shift = chance.randrange(1_000)
        yield [
            f"uuid:{number:08}",
            *[bag[(shift + 37 * place) % 1_000] for place, bag in enumerate(bags)],
        ]


def table(count: int) -> Table:
    return Table("households", "Households", columns(), rows(count))


def cpu() -> float:
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def writes(name: str, count: int, path: Path) -> Iterator[bytes]:
    """The pieces of a format; one piece, at the end, for those that are written to a file."""
    whole = {"xlsx": tables.xlsx_file, "geopackage": tables.geopackage_file}
    if name in whole:
        whole[name]([table(count)], path)
    elif name == "parquet":
        tables.parquet_file(table(count), path)
    elif name == "csv_zip":
        yield from tables.csv_zip([table(count)], {"README.txt": b"About these files."})
    elif name == "csv":
        yield from tables.csv_one(table(count))
    else:
        streamed = {"geojson": tables.geojson_lines, "kml": tables.kml_lines}[name]
        yield from streamed(table(count), "q1")
    if path.exists():
        yield path.read_bytes()[:1]


def one(name: str, count: int) -> None:
    """Print a row: CPU s, wall s, first byte in ms, peak MB above the start, MB written."""
    before = cpu()
    for _row in rows(count):
        pass
    rows_alone = cpu() - before
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "out")
        held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        spent, started, first, size = cpu(), time.perf_counter(), 0.0, 0
        for piece in writes(name, count, path):
            first = first or time.perf_counter() - started
            size += len(piece)
        wall, spent = time.perf_counter() - started, cpu() - spent - rows_alone
        size = path.stat().st_size if path.exists() else size
    peak = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - held) / 1024
    goal = GOALS.get(name, "")
    print(
        f"{name:<12}{spent:8.2f}{wall:8.2f}{first * 1000:12.1f}{peak:10.0f}{size / 1e6:10.1f}   {goal}",
        flush=True,
    )


FORMATS = ("csv", "csv_zip", "xlsx", "parquet", "geojson", "kml", "geopackage")


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    print(f"{count} rows of 64 columns; CPU without making the rows")
    print(
        f"{'format':<12}{'CPU s':>8}{'wall s':>8}{'first ms':>12}{'peak MB':>10}{'MB':>10}   goal", flush=True
    )
    for name in FORMATS:
        subprocess.run([sys.executable, __file__, "--one", name, str(count)], check=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(sys.argv[2], int(sys.argv[3]))
    else:
        main()
