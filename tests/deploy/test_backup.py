"""A backup is taken while others write, restores whole, and old ones go."""

import os
import sqlite3
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

TOOL = Path(__file__).resolve().parents[2] / "tools" / "backup.py"


@pytest.fixture
def data(tmp_path):
    folder = tmp_path / "data"
    for name in ("attachments", "static", "cache"):
        (folder / name).mkdir(parents=True)
        (folder / name / "file").write_bytes(name.encode())
    (folder / "secret.key").write_text("k")
    connection = sqlite3.connect(folder / "batea.sqlite3")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("CREATE TABLE site (name TEXT)")
    connection.execute("INSERT INTO site VALUES ('La Mina')")
    connection.commit()
    yield folder
    connection.close()


def run(data, folder, *words):
    environment = {**os.environ, "BATEA_DATA": str(data), "BATEA_DATABASE_URL": ""}
    return subprocess.run(
        [sys.executable, TOOL, folder, *words], env=environment, capture_output=True, text=True
    )


def test_restores_what_was_committed_even_from_the_write_ahead_file(data, tmp_path):
    other = sqlite3.connect(data / "batea.sqlite3")
    other.execute("INSERT INTO site VALUES ('not yet committed')")

    done = run(data, tmp_path / "backups")

    other.rollback()
    assert done.returncode == 0, done.stderr
    [archive] = (tmp_path / "backups").iterdir()
    assert archive.stat().st_mode & 0o777 == 0o600
    with tarfile.open(archive) as tar:
        tar.extractall(tmp_path / "restored", filter="data")
    restored = tmp_path / "restored"
    assert {path.name for path in restored.iterdir()} == {"batea.sqlite3", "attachments", "secret.key"}
    assert (restored / "attachments" / "file").read_bytes() == b"attachments"
    assert sqlite3.connect(restored / "batea.sqlite3").execute("SELECT name FROM site").fetchall() == [
        ("La Mina",)
    ]


def test_a_damaged_database_leaves_no_archive(data, tmp_path):
    (data / "batea.sqlite3-wal").unlink()
    (data / "batea.sqlite3").write_bytes(b"not a database" * 1000)
    assert run(data, tmp_path / "backups").returncode != 0
    assert list((tmp_path / "backups").iterdir()) == []


def test_keeps_the_newest(data, tmp_path):
    folder = tmp_path / "backups"
    folder.mkdir()
    for day in range(1, 5):
        (folder / f"batea-2020010{day}T023000Z.tar.gz").touch()
    (folder / "notes.txt").touch()

    assert run(data, folder, "--keep", "2").returncode == 0

    names = sorted(path.name for path in folder.iterdir())
    assert names[0] == "batea-20200104T023000Z.tar.gz"
    assert len(names) == 3
    assert names[-1] == "notes.txt"


@pytest.mark.skipif(not os.environ.get("BATEA_DATABASE_URL"), reason="this run is on SQLite")
def test_postgresql_is_dumped_and_read_back(data, tmp_path):
    environment = {**os.environ, "BATEA_DATA": str(data)}
    done = subprocess.run(
        [sys.executable, TOOL, tmp_path / "b"], env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    [archive] = (tmp_path / "b").iterdir()
    with tarfile.open(archive) as tar:
        assert set(tar.getnames()) == {"batea.dump", "attachments", "attachments/file", "secret.key"}
