"""Write one dated archive of everything Batea holds: the database, attachments and the installation's key.

    .venv/bin/python tools/backup.py FOLDER [--keep 30]

Reads BATEA_DATA and BATEA_DATABASE_URL as the server does and may run beside it. The database's copy is read back
before the archive gets its name, so a file called batea-*.tar.gz is whole. Older archives beyond --keep are removed.
How to restore: docs/users/install.md.
"""

import argparse
import os
import subprocess
import sys
import tarfile
import tempfile
from datetime import UTC, datetime
from pathlib import Path

try:  # the machine's own SQLite may carry a fault in write-ahead files
    from pysqlite3 import dbapi2 as sqlite3
except ImportError:
    import sqlite3

# Made anew at need, or (the database) copied in its own way.
LEFT_OUT = {"static", "cache", "batea.sqlite3", "batea.sqlite3-wal", "batea.sqlite3-shm"}


def copy_sqlite(database: Path, target: Path) -> None:
    """A consistent copy while others write."""
    source = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    source.execute("VACUUM INTO ?", (str(target),))
    source.close()
    copy = sqlite3.connect(target)
    found = copy.execute("PRAGMA integrity_check").fetchone()[0]
    copy.close()
    if found != "ok":
        raise SystemExit(f"backup: the copy of the database is not sound: {found}")


def copy_postgresql(address: str, target: Path) -> None:
    subprocess.run(["pg_dump", "--format=custom", "--no-owner", f"--file={target}", address], check=True)
    subprocess.run(["pg_restore", "--list", target], check=True, stdout=subprocess.DEVNULL)


def back_up(data: Path, address: str, folder: Path, now: datetime) -> Path:
    """Path of the new archive. `address` as BATEA_DATABASE_URL: empty for SQLite in `data`."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    archive = folder / f"batea-{now:%Y%m%dT%H%M%SZ}.tar.gz"
    with tempfile.TemporaryDirectory(dir=folder, prefix=".unfinished-") as scratch:
        database = Path(scratch) / ("batea.dump" if address else "batea.sqlite3")
        if address:
            copy_postgresql(address, database)
        else:
            copy_sqlite(data / "batea.sqlite3", database)
        unfinished = Path(scratch) / "archive"
        with tarfile.open(unfinished, "w:gz", compresslevel=6) as tar:
            tar.add(database, database.name)
            for path in sorted(data.iterdir()):
                if path.name not in LEFT_OUT and path.resolve() != folder.resolve():
                    tar.add(path, path.name)
        unfinished.chmod(0o600)
        with unfinished.open("rb") as file:
            os.fsync(file.fileno())
        unfinished.rename(archive)
    return archive


def remove_older(folder: Path, keep: int) -> None:
    for path in sorted(folder.glob("batea-*.tar.gz"))[:-keep]:
        path.unlink()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--keep", type=int, default=30, help="how many archives stay (30)")
    asked = parser.parse_args()
    if asked.keep < 1:
        parser.error("keep at least one archive.")
    data = Path(os.environ.get("BATEA_DATA", "data"))
    if not data.is_dir():
        sys.exit(f"backup: {data} is no folder; set BATEA_DATA as the server has it.")
    archive = back_up(data, os.environ.get("BATEA_DATABASE_URL", ""), asked.folder, datetime.now(UTC))
    remove_older(asked.folder, asked.keep)
    print(f"{archive} ({archive.stat().st_size / 1e6:.1f} MB)")


if __name__ == "__main__":
    main()
