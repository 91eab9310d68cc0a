"""Run every test on this machine: on SQLite, on a throwaway PostgreSQL, and as journeys in Chromium.

    .venv/bin/python tools/test_machine.py [--parts sqlite postgresql journeys] [-- pytest's own words]

Root on Debian gets what is missing by apt-get. Elsewhere a part that cannot run says why: a note on a desk, a
failure where CI=true. The PostgreSQL cluster is this run's own: in a temporary folder, reached by a socket in it
alone, run by an unprivileged user, stopped and removed at the end. The system's own cluster is never touched.
"""

import argparse
import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "test-results"
PARTS = ("sqlite", "postgresql", "journeys")
IN_CI = os.environ.get("CI") == "true"
WORKERS = os.environ.get("BATEA_TEST_WORKERS", "2")
BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def say(text: str) -> None:
    print(f"tests: {text}", flush=True)


def browser() -> str | None:
    """Path of a Chromium that runs."""
    return shutil.which(os.environ.get("CHROMIUM", "")) or next(
        filter(None, map(shutil.which, BROWSERS)), None
    )


def database_programs() -> Path | None:
    """Folder with the newest initdb and pg_ctl; Debian keeps them off the path."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    found = [str(path) for path in debian[-1:]] or [shutil.which("initdb")]
    return Path(found[0]).parent if found[0] else None


def install_missing(parts: list[str]) -> None:
    """By apt-get, where we are root and have it."""
    wanted = []
    if "journeys" in parts and not browser():
        wanted += ["chromium", "fonts-dejavu-core"]
    if "postgresql" in parts and not database_programs():
        wanted += ["postgresql"]
    if not wanted or os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    say(f"installing {', '.join(wanted)} by apt-get ...")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update"], ["install", "-y", "--no-install-recommends", *wanted]):
        subprocess.run(
            ["apt-get", "-qq", *words], env=quiet, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        )


def unprivileged() -> dict:
    """Who runs the server: PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return {}
    import pwd

    names = {entry.pw_name for entry in pwd.getpwall()}
    account = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


@contextlib.contextmanager
def throwaway_postgresql(programs: Path) -> Iterator[str]:
    """A cluster for this run; yields its BATEA_DATABASE_URL."""
    folder = Path(tempfile.mkdtemp(prefix="batea-pg-", dir="/tmp"))
    who = unprivileged()
    if who:
        os.chown(folder, who["user"], who["group"])

    def pg(program: str, *words: str) -> None:
        done = subprocess.run(
            [str(programs / program), "-D", str(folder / "cluster"), *words],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            **who,
        )
        if done.returncode:
            raise RuntimeError(f"{program} {words[-1] if words else ''} ended with {done.returncode}")

    try:
        pg("initdb", "--username=batea", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
        options = f"-c listen_addresses='' -c unix_socket_directories='{folder}'"
        pg("pg_ctl", "-w", "-l", str(folder / "log"), "-o", options, "start")
        try:
            yield f"postgresql:///postgres?host={folder}&user=batea"
        finally:
            pg("pg_ctl", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def run_pytest(part: str, words: list[str], environment: dict[str, str]) -> int:
    """pytest's exit code; its counts are in test-results/<part>.xml."""
    report = RESULTS / f"{part}.xml"
    report.unlink(missing_ok=True)
    where = ["tests/journeys"] if part == "journeys" else ["tests", "--ignore=tests/journeys"]
    spread = [] if part == "journeys" or WORKERS in ("0", "1") else ["-n", WORKERS, "--dist", "loadfile"]
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("BATEA_", "DJANGO_"))}
    with tempfile.TemporaryDirectory(prefix="batea-test-") as data:
        return subprocess.run(
            [sys.executable, "-m", "pytest", "-q", *where, *spread, f"--junitxml={report}", *words],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            env={**clean, "BATEA_DATA": data, **environment},
        ).returncode


def run_part(part: str, words: list[str]) -> tuple[int, str]:
    """(exit code, why it could not run or '')."""
    if part == "journeys":
        path = browser()
        if not path:
            return 0, "no Chromium found; install it, or name its path in CHROMIUM"
        return run_pytest(part, words, {"CHROMIUM": path, "DJANGO_ALLOW_ASYNC_UNSAFE": "1"}), ""
    if part == "postgresql":
        programs = database_programs()
        if not programs:
            return 0, "no PostgreSQL server programs found (Debian: apt-get install postgresql)"
        with throwaway_postgresql(programs) as address:
            return run_pytest(part, words, {"BATEA_DATABASE_URL": address}), ""
    return run_pytest(part, words, {}), ""


def counts(part: str, code: int) -> tuple[int, int, int]:
    """(passed, failed, skipped) of one part. A run that died before its report counts as one failure."""
    report = RESULTS / f"{part}.xml"
    if not report.exists():
        return 0, int(code != 0), 0
    suites = list(ElementTree.parse(report).getroot().iter("testsuite"))  # noqa: S314  our own file
    total, failures, errors, skipped = (
        sum(int(suite.get(name, 0)) for suite in suites)
        for name in ("tests", "failures", "errors", "skipped")
    )
    return total - failures - errors - skipped, failures + errors, skipped


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=list(PARTS))
    cut = sys.argv.index("--") if "--" in sys.argv else len(sys.argv)
    arguments, words = parser.parse_args(sys.argv[1:cut]), sys.argv[cut + 1 :]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the cluster is stopped
    RESULTS.mkdir(exist_ok=True)
    install_missing(arguments.parts)
    notes, sums, bad = [], [0, 0, 0], False
    for part in arguments.parts:
        say(f"{part} ...")
        try:
            code, why = run_part(part, words)
        except (OSError, RuntimeError) as error:
            code, why = 0, str(error)
        if why:
            notes.append(f"{part} did not run: {why}.")
            bad = bad or IN_CI
            continue
        sums = [before + more for before, more in zip(sums, counts(part, code), strict=True)]
        bad = bad or code not in (0, 5)  # 5: nothing matched the words given
    for note in notes:
        say(note)
    print("{} passed, {} failed, {} skipped".format(*sums), flush=True)
    return int(bad)


if __name__ == "__main__":
    sys.exit(main())
