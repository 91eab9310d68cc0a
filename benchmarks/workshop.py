"""A room at work: 30 phones ask for the board of the groups while each of four groups writes in its copy of the case.

Two workers, as `batea serve` has; the server is a real one, the line is loopback. What is told is how long the slowest
twentieth of the board's answers took. Run: python benchmarks/workshop.py [seconds]
"""

import http.client
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

sys.path[:0] = [str(Path(__file__).resolve().parents[1] / place) for place in ("src", ".")]

from tests.surveys.served import Served  # noqa: E402

PHONES, GROUPS = 30, 4
EVERY = 5.0  # seconds between two looks of a phone
MARK = "m" * 32  # the mark against forged requests, the same in cookie and form
ROOM = """
import json
from datetime import date
from django.core.management import call_command
call_command("migrate", verbosity=0)
from django.test import Client
from django_scopes import scope
from batea.learning.models import Delegation, Exercise, Group, Grouping, GroupMember, Participant, Workshop
from batea.learning.workshops.exercises import actions, queries, sandboxes
from batea.phase1_getting_started.models import Challenge
from batea.programmes.actions import add_record
from batea.programmes.founding import found_programme, give_role, open_account
from batea.programmes.members import member_of
from batea.programmes.words import Words
from batea.web import demo

BY = "benchmark"
case = demo.load_case()
room = found_programme(by=BY, founder=None, slug="room", name=Words("Room", "en"), kind="workshop", country="DO",
    currency="DOP", language="en")

def add(model, **values):
    return add_record(by=BY, record=model(programme=room, **values))

def signed_in(name, role):
    account, _password = open_account(by=BY, email=f"{name}@example.org", name=name, password="a long word for this room")
    give_role(by=BY, programme=room, account=account, role=role)
    client = Client()
    client.force_login(account, backend="batea.web.accounts.SignIn")
    return account, client.cookies["sessionid"].value

with scope(programme=room):
    workshop = add(Workshop, goal=Words("Learn", "en"), starts=date(2018, 6, 25), ends=date(2018, 6, 29), place="Room",
        case=case.slug)
    runs, running = signed_in("runs", "facilitator")
    division = add(Grouping, name=Words("Strategy", "en"), purpose="strategy")
    sessions = []
    for number in range(PHONES):
        account, session = signed_in(f"phone{number}", "participant")
        country = ("BO", "BR", "CO", "DO", "EC", "GT", "HN", "MX", "PE")[number % 9]
        team = Delegation.objects.filter(country=country).first() or add(
            Delegation, country=country, state="accepted", invited_on=date(2018, 4, 1))
        person = member_of(room, account).person
        add(Participant, badge=f"Phone {number}", person=person, delegation=team, sex="fm"[number % 2], state="confirmed")
        sessions.append(session)
    dealt = queries.propose(queries.come(), GROUPS, queries.SPREAD, False, 0, [""] * GROUPS, [""] * GROUPS)
    actions.save_groups(by=BY, grouping=division, proposal=dealt, seen=dealt.digest)
with scope(programme=case):
    give_role(by=BY, programme=case, account=runs, role="lead")
with scope(programme=room):
    leads = member_of(room, runs)
    while sandboxes.make_next_copy(by=leads, workshop=Workshop.objects.get(), grouping=division):
        pass
    task = add(Exercise, number=1, title=Words("Types", "en"), instructions=Words("Divide", "en"), grouping=division,
        step="P1-S3", minutes=90, check_question=Words("Why?", "en"))
    actions.open_exercise(by=BY, exercise=task)
    copies = {each.slug: None for each in sandboxes.copies_of(queries.groups_of(division)).values()}
    for group in queries.groups_of(division):
        first = group.members.order_by("pk").first().participant.person.account
        copies[f"room-g{group.number}"] = sessions[int(first.name.removeprefix("phone"))]
print(json.dumps([sessions, copies, running]))
"""


@dataclass
class Room(Served):
    """A server with a workshop of thirty, in four groups with their copies."""

    sessions: list[str] = field(default_factory=list)
    copies: dict[str, str] = field(
        default_factory=dict
    )  # address of the copy: session of one who works there
    running: str = ""  # the facilitator's session

    def prepare(self) -> None:
        sizes = f"PHONES, GROUPS = {PHONES}, {GROUPS}\n"
        self.sessions, self.copies, self.running = json.loads(self.run(sizes + ROOM))

    def answers(self) -> bool:
        try:
            return self.answer("GET", "/health", None, {})[0] < 500
        except (OSError, http.client.HTTPException):
            return False

    def look(self, session: str, path: str = "/p/room/workshop/board/") -> float:
        """Seconds until the whole page is there."""
        began = time.perf_counter()
        status, _body = self.answer("GET", path, None, {"Cookie": f"sessionid={session}"})
        assert status == 200, (path, status)
        return time.perf_counter() - began

    def write(self, copy: str, session: str, number: int) -> float:
        """One more challenge in the copy, as its form sends it; in seconds."""
        form = {"csrfmiddlewaretoken": MARK, "words_en": f"Challenge {number}", "area": "social", "votes": 0}
        cookies = f"sessionid={session}; csrftoken={MARK}"
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookies}
        began = time.perf_counter()
        path = f"/p/{copy}/context/challenges/add/"
        status, answer = self.answer("POST", path, urlencode(form).encode(), headers)
        assert status == 302, (status, answer[:3000])
        return time.perf_counter() - began


def phone(room: Room, number: int, seconds: float) -> Iterator[float]:
    """How long each look took; phones begin one after the other and look every few seconds."""
    until = time.monotonic() + seconds
    time.sleep(EVERY * number / PHONES)
    while time.monotonic() < until:
        took = room.look(room.sessions[number])
        yield took
        time.sleep(max(0.0, EVERY - took))


def group(room: Room, copy: str, seconds: float) -> Iterator[float]:
    """A group that writes an entry every two seconds."""
    until, number = time.monotonic() + seconds, 0
    while time.monotonic() < until:
        number += 1
        took = room.write(copy, room.copies[copy], number)
        yield took
        time.sleep(max(0.0, 2 - took))


def slowest_twentieth(waits: list[float]) -> float:
    return sorted(waits)[int(len(waits) * 0.95)]


def figures(folder: Path, seconds: float) -> tuple[list[float], list[float]]:
    """Waits for the board, and waits for a saved entry, in seconds."""
    folder.mkdir(parents=True, exist_ok=True)
    room = Room(folder)
    try:
        room.prepare()
        room.start()
        room.look(room.sessions[0])
        with ThreadPoolExecutor(PHONES + GROUPS) as devices:
            looks = [devices.submit(lambda n: list(phone(room, n, seconds)), n) for n in range(PHONES)]
            writes = [devices.submit(lambda c: list(group(room, c, seconds)), copy) for copy in room.copies]
            return [t for each in looks for t in each.result()], [t for each in writes for t in each.result()]
    finally:
        room.kill()


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 30
    with tempfile.TemporaryDirectory(prefix="batea-workshop-") as folder:
        looks, writes = figures(Path(folder), seconds)
    for what, waits in (("board", looks), ("entry saved", writes)):
        middle, slow = sorted(waits)[len(waits) // 2], slowest_twentieth(waits)
        print(
            f"{what:<14}{len(waits):>6} times   median {middle * 1000:6.0f} ms   p95 {slow * 1000:6.0f} ms",
            flush=True,
        )


if __name__ == "__main__":
    main()
