"""What is measured, against which goal: `make benchmarks` prints one table. Nothing here fails on a slow machine.

CPU seconds are the figures to compare (user and system, this process and its children); wall seconds drift with
whatever else the machine does. Goals: the design's, on two cores.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WORK = Path(tempfile.mkdtemp(prefix="batea-benchmark-"))
os.environ |= {
    "BATEA_DATA": str(WORK / "data"),
    "BATEA_MODE": "demo",
    "BATEA_HOSTS": "testserver",
    "DJANGO_SETTINGS_MODULE": "batea.web.settings",
}
os.environ.pop("BATEA_DATABASE_URL", None)
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

RUNS = 30


def cpu() -> float:
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def measured(work: Callable) -> tuple[float, float]:
    """(CPU seconds, wall seconds) of one call."""
    before, started = cpu(), time.perf_counter()
    work()
    return cpu() - before, time.perf_counter() - started


def row(what: str, spent: str, wall: str, goal: str) -> None:
    print(f"{what:<58} {spent:>12} {wall:>12}   {goal}", flush=True)


def of_whole(what: str, work: Callable, goal: str) -> None:
    spent, wall = measured(work)
    row(what, f"{spent:.1f} s", f"{wall:.1f} s", goal)


def of_page(what: str, client, address: str, goal: str) -> None:
    """Median CPU milliseconds of a page over RUNS requests, after three to warm up."""
    for _warm in range(3):
        assert client.get(address).status_code == 200, address
    spent = sorted(measured(lambda: client.get(address)) for _run in range(RUNS))
    row(what, f"{spent[RUNS // 2][0] * 1000:.1f} ms", f"{spent[RUNS // 2][1] * 1000:.1f} ms", goal)


def first_folder() -> None:
    """An empty folder to written documents, in a process of its own, packages installed."""
    command = [sys.executable, "-m", "batea.cli", "demo", "--no-serve", "--out", str(WORK / "first-out")]
    environment = os.environ | {"BATEA_DATA": str(WORK / "first"), "PYTHONPATH": str(ROOT / "src")}
    subprocess.run(command, check=True, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL)


def main() -> None:
    row("what", "CPU", "wall", "goal")
    of_whole(
        "empty folder to twelve documents (demo, first run)", first_folder, "<= 90 s wall with installation"
    )
    of_whole("the same folder again", first_folder, "<= 10 s wall")

    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client

    from batea.programmes.models import Account
    from batea.web import demo

    call_command("migrate", interactive=False, verbosity=0)
    of_whole("loading the Dominican case", demo.load_case, "")
    programme = demo.load_case()
    demo.open_sign_ins(programme)
    of_whole(
        "the strategy: four languages, three formats, cold",
        lambda: demo.write_documents(programme, WORK / "out"),
        "<= 20 s CPU",
    )
    of_whole("the same, nothing changed", lambda: demo.write_documents(programme, WORK / "out"), "")
    change_one_sentence(programme)
    of_whole(
        "the same, one sentence changed", lambda: demo.write_documents(programme, WORK / "out"), "<= 6 s CPU"
    )

    client = Client()
    client.force_login(
        Account.objects.get(email=demo.people()[0]["email"]), backend="batea.web.accounts.SignIn"
    )
    of_page("first page of the programme (all gates computed)", client, "/p/do/", "")
    of_page("50-row list (figures)", client, "/p/do/evidence/figures/", "<= 10 ms CPU")
    of_page("figures side by side", client, "/p/do/evidence/side-by-side/", "")
    of_page("classification of sites", client, "/p/do/types/classification/", "")
    the_toolbox(programme, client)
    the_receiving()
    the_way_out()
    the_room()


def the_way_out(count: int = 10_000) -> None:
    """SQLite, by the page. 100,000 of them and PostgreSQL: `python benchmarks/exports.py`."""
    from benchmarks import exports

    told = exports.taken_out(count, "")
    what = f"{count} submissions of 64 answers, database to ZIP of CSV"
    row(what, f"{told['cpu']:.1f} s", f"{told['wall']:.1f} s", "<= 0.45 s CPU, 300 MB")


def the_room(seconds: float = 15) -> None:
    """A server of its own with two workers; a longer look, and how long a saved entry takes: `python -m benchmarks.workshop`."""
    from benchmarks import workshop

    waits, _saved = workshop.figures(WORK / "room", seconds)
    slow = workshop.slowest_twentieth(waits)
    row("board of four groups at work, 30 phones, p95", "", f"{slow * 1000:.0f} ms", "<= 300 ms")


def the_receiving(count: int = 300) -> None:
    """A server of its own, empty. What it costs with 20,000 rows stored, and how long the slowest wait, says
    `python -m benchmarks.receiving`."""
    from benchmarks import receiving

    for _rows, lines, speed, _slow, spent in receiving.figures(WORK / "receiving", count, (0,)):
        what = f"1,000 submissions of 3 kB by {lines} line{'s' if lines > 1 else ''} (from {count})"
        row(what, f"{spent:.1f} s", f"{1000 / speed:.1f} s", "<= 6 s CPU")


def the_toolbox(programme, client) -> None:
    from benchmarks import toolbox

    found = toolbox.large_assessment(programme)
    at = f"/p/do/toolbox/assessments/{found.uid}/"
    data = toolbox.posted(found)
    of_page("grid of 500 rows, opened", client, f"{at}answers/", "quick")
    of_whole("grid of 500 rows, saved", lambda: client.post(f"{at}answers/", data), "quick")
    of_page("result of 500 rows", client, at, "")
    of_whole("every worked case of every tool, calculated", toolbox.calculate_all, "")
    of_whole("a value chain of ten uncertain actors", toolbox.long_chain, "<= 0.15 s CPU")
    of_whole("a workbook of every worked case, written", toolbox.workbooks_all, "")
    of_whole("a phone form of every tool, written", toolbox.forms_all, "")
    of_whole("a filled workbook, read in a child process", toolbox.read_back, "")


def change_one_sentence(programme) -> None:
    from django_scopes import scope

    from batea.evidence.models import Statement
    from batea.programmes.actions import change_record
    from batea.programmes.words import Words

    with scope(programme=programme):
        statement = Statement.objects.first()
        changed = Words(dict(statement.words) | {"es": f"{statement.words['es']} Más."})
        change_record(by="benchmark", record=statement, values={"words": changed})


if __name__ == "__main__":
    try:
        main()
    finally:
        shutil.rmtree(WORK, ignore_errors=True)
