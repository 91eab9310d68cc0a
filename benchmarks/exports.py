"""What it costs to send a large table away: 100,000 rows of 64 columns, in every format, and out of the database.

Goals, in CPU seconds without those that make the rows: ZIP of CSV 4.5, XLSX 20, Parquet 2.5; memory flat. Each
format runs in a process of its own, so that its peak memory is its own. Last, submissions of 64 answers go out by the
page itself, on SQLite and on a PostgreSQL of this run: reading and writing together, whose goals are those of the
ZIP, with the first byte after 0.5 s and 300 MB at most. Run: python benchmarks/exports.py [rows]
"""

import json
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


# Out of the database ---------------------------------------------------------------------------------------------------

TYPES = {"whole": "integer", "number": "decimal", "choice": "select_one c", "choices": "select_multiple c"}
TYPES |= {"day": "date", "moment": "dateTime", "place": "geopoint", "yesno": "select_one c", "text": "text"}
AT_ONCE = 2_000
ADDRESS = "/p/large/surveys/forms/{}/answers.zip"


def form() -> bytes:
    """The columns as a form for phones, in the converter's Markdown."""
    lines = [f"| | {TYPES[column.kind]} | {column.name} | {column.title} |" for column in columns()]
    survey = "\n".join(["| survey |", "| | type | name | label |", *lines])
    choices = "| choices |\n| | list_name | name | label |\n| | c | gold | Gold |\n"
    return f"{survey}\n{choices}| settings |\n| | form_title | form_id |\n| | Large | large |\n".encode()


def fill(count: int) -> None:
    """A programme whose one form has so many submissions."""
    from django.core.management import call_command
    from django_scopes import scope

    from batea.interop.instances import as_text
    from batea.programmes.founding import found_programme, open_account
    from batea.programmes.words import Words
    from batea.surveys.models import Submission
    from batea.surveys.publishing import bring_form, publish_version
    from batea.surveys.questions import plan_of

    call_command("migrate", verbosity=0)
    account, _password = open_account(by="benchmark", email="large@example.org", name="Large")
    named = {
        "slug": "large",
        "name": Words("Large", "en"),
        "country": "DO",
        "currency": "DOP",
        "language": "en",
    }
    programme = found_programme(by="benchmark", founder=account, **named)
    with scope(programme=programme):
        version, _checked = bring_form(by="benchmark", programme=programme, data=form(), file_name="large.md")
        version = publish_version(by="benchmark", version=version)
        wanted = plan_of(version).tables[0].questions
        names = [column.name for column in columns()]
        waiting = []
        for row in rows(count):
            answers = dict(zip(names, row, strict=True))
            cells = as_text({"": [[answers.get(path) for path in wanted]]})
            waiting.append(
                Submission(programme=programme, form=version.form, published=version, instance_id=row[0],
                           xml="x" * 3_000, sha256="0" * 64, cells=cells)
            )  # fmt: skip
            if len(waiting) == AT_ONCE:
                Submission.objects.bulk_create(waiting)
                waiting = []
        Submission.objects.bulk_create(waiting)


def take_out() -> None:
    """Print as JSON what one download by the page costs; opened once before for what is only made once."""
    from django.test import Client
    from django_scopes import scope

    from batea.programmes.models import Account, Programme
    from batea.surveys.models import Form

    client = Client()
    client.force_login(Account.objects.get(), backend="batea.web.accounts.SignIn")
    with scope(programme=Programme.objects.get()):
        address = ADDRESS.format(Form.objects.get().uid)
    client.get("/p/large/")
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    spent, started, first, size = cpu(), time.perf_counter(), 0.0, 0
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    for piece in answer.streaming_content:
        first = first or time.perf_counter() - started
        size += len(piece)
    wall, spent = time.perf_counter() - started, cpu() - spent
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    told = {"cpu": spent, "wall": wall, "first": first, "grown": (peak - held) / 1024, "peak": peak / 1024}
    print(json.dumps({**told, "size": size}))


def inside(what: str, count: int, address: str, data: str) -> str:
    """What a process of its own prints, on an installation of its own."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("BATEA_", "DJANGO_"))},
        "BATEA_DATA": data,
        "BATEA_MODE": "demo",
        "BATEA_HOSTS": "testserver",
        "BATEA_DATABASE_URL": address,
        "DJANGO_SETTINGS_MODULE": "batea.web.settings",
    }
    command = [sys.executable, __file__, f"--{what}", str(count)]
    return subprocess.run(command, check=True, env=environment, stdout=subprocess.PIPE, text=True).stdout


def servers_cpu(address: str) -> float:
    """User and system seconds of the processes of a PostgreSQL that is told by its socket's folder; 0 for SQLite."""
    folder = address.partition("host=")[2].partition("&")[0]
    if not folder:
        return 0.0
    first = int(Path(folder, "cluster", "postmaster.pid").read_text().split()[0])
    spent = 0
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if first in (int(path.parent.name), int(words[1])):
            spent += sum(map(int, words[11:15]))
    return spent / os.sysconf("SC_CLK_TCK")


def taken_out(count: int, address: str) -> dict[str, float]:
    """What one download costs, on an installation of its own: CPU, wall and first byte in s, MB, bytes."""
    with tempfile.TemporaryDirectory(prefix="batea-export-") as data:
        inside("fill", count, address, data)
        before = servers_cpu(address)
        told: dict[str, float] = json.loads(inside("take-out", count, address, data).splitlines()[-1])
        # What a server process that has ended had spent is then counted by its parent.
        told["cpu"] += servers_cpu(address) - before
    return told


def of_database(name: str, count: int, address: str) -> None:
    told = taken_out(count, address)
    print(
        f"{name:<12}{told['cpu']:8.2f}{told['wall']:8.2f}{told['first'] * 1000:12.1f}{told['grown']:10.0f}"
        f"{told['size'] / 1e6:10.1f}   <= 4.5 s, 500 ms, 300 MB in all: {told['peak']:.0f}",
        flush=True,
    )


def whole(count: int) -> None:
    """Submissions in the database to the ZIP in the browser, on both databases."""
    from tools.test_machine import database_programs, throwaway_postgresql

    print(f"{count} submissions of 64 answers, by the page (CPU with the database's)", flush=True)
    of_database("SQLite", count, "")
    programs = database_programs()
    if programs:
        with throwaway_postgresql(programs) as address:
            of_database("PostgreSQL", count, address)
    else:
        print("PostgreSQL: no server programs found")


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    print(f"{count} rows of 64 columns; CPU without making the rows")
    print(
        f"{'format':<12}{'CPU s':>8}{'wall s':>8}{'first ms':>12}{'peak MB':>10}{'MB':>10}   goal", flush=True
    )
    for name in FORMATS:
        subprocess.run([sys.executable, __file__, "--one", name, str(count)], check=True)
    whole(count)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(sys.argv[2], int(sys.argv[3]))
    elif sys.argv[1:2] in (["--fill"], ["--take-out"]):
        import django

        django.setup()
        fill(int(sys.argv[2])) if sys.argv[1] == "--fill" else take_out()
    elif sys.argv[1:2] == ["--whole"]:
        whole(int(sys.argv[2]))
    else:
        main()
