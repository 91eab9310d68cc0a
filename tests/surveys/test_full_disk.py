"""A full disk costs nothing that was acknowledged: phones hear so in words, pages can be read, and it mends by itself.

The data folder of a real server lies on a disk of its own, small and in memory, which is filled while phones send. Only
root may mount one. BATEA_FILLED_DISKS says how often it is filled.
"""

import contextlib
import itertools
import os
import shutil
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest
from django.db import OperationalError
from lxml import etree

from batea.surveys import receiving
from tests.surveys.served import Filling, Served
from tests.surveys.test_promises import MULTIPART, broken_promises, sha

TIMES = int(os.environ.get("BATEA_FILLED_DISKS", "2"))
SEED = os.environ.get("BATEA_SEED", "1")
SIZE = 48 * 1024 * 1024
PHONES = 4
LARGEST_PHOTO = 300_000
LONGEST = 30  # seconds until it takes again what is sent


@contextlib.contextmanager
def small_disk(place: Path):
    place.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=0750", "batea-tests", str(place)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        pytest.skip(f"no disk of its own can be mounted here: {done.stderr.strip()}")
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


@pytest.fixture
def served(tmp_path):
    if os.environ.get("BATEA_DATABASE_URL"):
        pytest.skip("fills the disk SQLite lies on")
    try:
        disk = contextlib.ExitStack()
        disk.enter_context(small_disk(tmp_path / "data"))
    except FileNotFoundError:
        pytest.skip("no disk of its own can be mounted here: there is no `mount`")
    with disk:
        found = Served(tmp_path)
        try:
            found.prepare()
            found.start()
            yield found
        finally:
            found.kill()


class Phones:
    """They send new fillings until told to stop, and remember what was acknowledged and how the rest was refused."""

    def __init__(self, served: Served) -> None:
        self.served, self.numbers, self.enough = served, itertools.count(), Event()
        self.promised: set = set()
        self.refused: list[tuple[int, int]] = []
        self.unfit: list[str] = []

    def one(self) -> None:
        while not self.enough.is_set():
            number = next(self.numbers)
            for turn in range(len(Filling(SEED, number, LARGEST_PHOTO).requests)):
                if not self.send(number, turn):
                    self.refused.append((number, turn))

    def send(self, number: int, turn: int) -> bool:
        filling = Filling(SEED, number, LARGEST_PHOTO)
        status, body = self.served.ask("POST", "submission", filling.body(turn), MULTIPART)
        if status == 201:
            files = [("", filling.xml), *filling.requests[turn]]
            self.promised |= {(filling.uid, name, sha(content)) for name, content in files}
        elif status not in {503, 507} or not etree.fromstring(body)[0].text:
            self.unfit.append(f"{number} {turn}: {status} {body[:300]!r}")
        return status == 201


def fill(place: Path, phones: Phones) -> None:
    """Until nothing goes in any more, in pieces as other programs would."""
    with (place / "filler").open("ab", buffering=0) as filler:
        for piece in (1 << 20, 1 << 16, 1 << 12, 1):
            with contextlib.suppress(OSError):
                while len(phones.refused) < 1_000:
                    filler.write(bytes(piece))


def fill_and_free(served: Served, phones: Phones) -> None:
    place = served.folder / "data"
    before = len(phones.refused)
    deadline = time.monotonic() + 60
    while len(phones.refused) < before + 20 and time.monotonic() < deadline:
        fill(place, phones)
        time.sleep(0.05)
    assert len(phones.refused) >= before + 20, "the disk was full while they sent"
    read = [served.page(path)[0] for path in ("/p/a/", "/p/a/about/", "/p/a/surveys/returned/")]
    assert (served.answers(), read) == (True, [200] * len(read)), "what is there can still be read"
    (place / "filler").unlink()
    told, deadline = len(phones.promised), time.monotonic() + LONGEST
    while len(phones.promised) == told and time.monotonic() < deadline:
        time.sleep(0.05)
    assert len(phones.promised) > told, "it takes again what is sent"


def test_a_full_disk_loses_nothing_and_mends_by_itself(served):
    phones = Phones(served)
    with ThreadPoolExecutor(PHONES) as pool:
        lines = [pool.submit(phones.one) for _phone in range(PHONES)]
        try:
            for _time in range(TIMES):
                fill_and_free(served, phones)
        finally:
            phones.enough.set()
        for line in lines:
            line.result()
    assert phones.unfit == []
    assert "Traceback" not in served.log()
    stored = served.stored()
    assert broken_promises(phones.promised, stored) == []


@pytest.mark.parametrize(
    ("said", "free", "full"),
    [
        ("database or disk is full", 1 << 40, True),
        ("could not extend file: No space left on device", 1 << 40, True),
        ("disk I/O error", 0, True),
        ("disk I/O error", 1 << 40, False),
        ("database is locked", 0, False),
    ],
)
def test_what_databases_say_of_a_full_disk(said, free, full, monkeypatch):
    usage = shutil.disk_usage(".")._replace(free=free)
    monkeypatch.setattr(receiving.shutil, "disk_usage", lambda _place: usage)
    assert receiving.no_room(OperationalError(said)) is full
