"""What it costs to receive: 1,000 submissions of 3 kB over 1 and 8 lines, on SQLite, empty and with 20,000 rows.

The server is a real one; its CPU is that of all its processes. Run: python benchmarks/receiving.py [submissions]
"""

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[1] / place) for place in ("src", ".")]

from tests.surveys.served import INSIDE, Served, installation  # noqa: E402

STORED = 20_000
FILL = """
import uuid
from batea.surveys.models import FormVersion, Submission
version = FormVersion.objects.select_related("form").get()
def row(number):
    uid = uuid.uuid4()
    return Submission(programme=programme, form=version.form, published=version, uid=uid, origin=uid,
        instance_id=f"uuid:{uid}", xml="x" * 3000, sha256="0" * 64, cells="x" * 500, likeness=uid.hex)
for _batch in range(COUNT // 1000):
    Submission.objects.bulk_create(row(number) for number in range(1000))
"""


def body() -> bytes:
    from tests.surveys import making

    answers = f"<site>{'x' * 2_700}</site><women>3</women><mineral>gold</mineral>"
    return making.multipart(making.instance(answers, uid=making.new_id()))


def cpu(group: int) -> float:
    """User and system seconds of every process of a group, and of their children that have ended."""
    spent = 0
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(words[2]) == group:
            spent += sum(map(int, words[11:15]))
    return spent / os.sysconf("SC_CLK_TCK")


def measured(served: Served, lines: int, count: int) -> tuple[float, float, float]:
    """(submissions a second, 95th of a hundred in ms, CPU seconds for a thousand)."""
    from tests.surveys.making import TYPE

    def send(sent: bytes) -> float:
        began = time.perf_counter()
        status, _answer = served.ask("POST", "submission", sent, {"Content-Type": TYPE})
        assert status == 201, status
        return time.perf_counter() - began

    bodies = [body() for _each in range(count)]
    before, began = cpu(served.process.pid), time.perf_counter()
    with ThreadPoolExecutor(lines) as phones:
        waits = sorted(phones.map(send, bodies))
    wall, spent = time.perf_counter() - began, cpu(served.process.pid) - before
    return count / wall, waits[int(count * 0.95)] * 1000, spent * 1000 / count


def ready(folder: str) -> None:
    """What makes the bodies needs settings, though no database."""
    import django

    os.environ |= {"BATEA_DATA": folder, "DJANGO_SETTINGS_MODULE": "batea.web.settings"}
    os.environ.pop("BATEA_DATABASE_URL", None)
    django.setup()


def figures(folder: Path, count: int, stored: tuple[int, ...]) -> Iterator[tuple]:
    """(rows stored before, lines, submissions a second, 95th of a hundred in ms, CPU seconds for a thousand) of a server of
    its own in `folder`."""
    folder.mkdir(exist_ok=True)
    with installation(folder, "") as served:
        measured(served, 8, 50)
        for rows in stored:
            if rows:
                served.run(INSIDE + FILL.replace("COUNT", str(rows)))
            for lines in (1, 8):
                yield rows, lines, *measured(served, lines, count)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    print(f"{'stored':>8}{'lines':>7}{'a second':>10}{'p95 ms':>9}{'CPU s for 1,000':>17}", flush=True)
    with tempfile.TemporaryDirectory(prefix="batea-receiving-") as folder:
        ready(folder)
        for rows, lines, speed, slow, spent in figures(Path(folder), count, (0, STORED)):
            print(f"{rows:8}{lines:7}{speed:10.0f}{slow:9.0f}{spent:17.1f}", flush=True)


if __name__ == "__main__":
    main()
