"""A flood on what nobody signs: so many requests of a few who are signed in, while the others answer and look at pages.

Two workers, as `batea serve` has; the server is a real one, the line is loopback. What is told: how long an answer takes
when the box is nearly full, who of the honest was taken in, and how long the slowest twentieth of their pages took.
Run: python benchmarks/unsigned.py [requests of the flood] [people] [seconds it is spread over, 0: as fast as can be]
"""

import itertools
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[1] / place) for place in ("src", ".")]

import django  # noqa: E402

LOUD, HONEST, LAST = 20, 10, 50


def in_order(waits: list[float]) -> str:
    waits = sorted(waits)
    middle, slow = waits[len(waits) // 2], waits[int(len(waits) * 0.95)]
    return f"{len(waits):>6} times   median {middle * 1000:6.0f} ms   p95 {slow * 1000:6.0f} ms"


def timed(act, *args) -> tuple[float, int]:
    began = time.perf_counter()
    status = act(*args)[0]
    return time.perf_counter() - began, status


def fill(hall) -> None:
    """Everybody votes, one after the other; told is what the last ones waited."""
    box = hall.boxes()[0]
    waits = [timed(hall.ask_as, guest, box.path, box.form(guest.number)) for guest in hall.guests]
    assert {status for _wait, status in waits} == {302}
    print(f"vote as number {len(waits):<8}{in_order([wait for wait, _status in waits[-LAST:]])}", flush=True)


def flood(hall, requests: int, seconds: int) -> None:
    """The loud vote again and again; the others say how the day was and evaluate, and look at each page before."""
    ballot, *boxes = hall.boxes()
    turns, others, answers, looks = itertools.count(), iter(hall.guests[LOUD:]), [], []

    def noise(guest) -> Counter:
        found = Counter()
        while (turn := next(turns)) < requests:
            time.sleep(max(0.0, began + seconds * turn / requests - time.monotonic()))
            found[hall.ask_as(guest, ballot.path, ballot.form(guest.number))[0]] += 1
        return found

    def answer(_number) -> None:
        while any(not each.done() for each in going) and (guest := next(others, None)):
            for box in boxes[:2]:
                looks.append(timed(hall.ask_as, guest, box.path))
                answers.append(timed(hall.ask_as, guest, box.path, box.form(guest.number)))

    began = time.monotonic()
    with ThreadPoolExecutor(LOUD) as noisy, ThreadPoolExecutor(HONEST) as room:
        going = [noisy.submit(noise, guest) for guest in hall.guests[:LOUD]]
        list(room.map(answer, range(HONEST)))
    statuses = sum((each.result() for each in going), Counter())
    print(f"flood: {statuses.total()} in {time.monotonic() - began:.0f} s, answered {dict(statuses)}")
    for what, found in (("their answers", answers), ("their pages", looks)):
        print(f"{what:<22} {in_order([wait for wait, _s in found])} {dict(Counter(s for _w, s in found))}")


def main() -> None:
    django.setup()
    from tests.learning.hall import Hall

    asked = [int(each) for each in sys.argv[1:]]
    requests, people, seconds = asked + [10_000, 1_000, 600][len(asked) :]
    with tempfile.TemporaryDirectory(prefix="batea-unsigned-") as folder:
        hall = Hall(Path(folder), people=people)
        try:
            hall.prepare()
            hall.start()
            fill(hall)
            flood(hall, requests, seconds)
        finally:
            hall.kill()


if __name__ == "__main__":
    main()
