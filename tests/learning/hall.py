"""A real server with a hall full of people who answer what nobody signs, and everything it leaves on the disk.

Each of them has an account, a browser, a session and two addresses of their own: where the line comes from, and what the
proxy says. `faults` reads the bytes, not the tables: whatever ties an answer to who gave it, or to when.
"""

import hashlib
import hmac
import http.client
import json
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from urllib.parse import urlencode
from uuid import UUID

from batea.learning.workshops.results.own_word import fingerprint
from tests.surveys.served import ROOT, Served

MARK = "m" * 32  # the mark against forged requests, the same in cookie and form
CARDS, SIGN_IN, PASSWORD = 16, 3, "a long word for this hall"
# Each begins alike, so that one look at a file finds all of them, and any that is cut short.
AGENT, LINE, TOLD = "Zq7Browser/", "127.93.", "198.18."
WISH, BEST, WORD = "zq7wish", "zq7best", "zq7word"
DATABASE = "data/batea.sqlite3"
OF_DATABASE = (DATABASE, "the database", "write-ahead file")  # where signing in may put a session
HALL = """
import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo
from django.core.management import call_command
call_command("migrate", verbosity=0)
from django.db import transaction
from django.test import Client
from django_scopes import scope
from batea.learning.models import Day, Delegation, Participant, Ranking, RankingCard, TestItem, Workshop
from batea.learning.workshops.results.actions import open_sitting
from batea.programmes.actions import add_record
from batea.programmes.founding import found_programme, give_role
from batea.programmes.members import member_of
from batea.programmes.models import Account
from batea.programmes.words import Words

BY, told = "the hall", []
room = found_programme(by=BY, founder=None, slug="room", name=Words("Room", "en"), kind="workshop", country="DO",
    currency="DOP", language="en")
now = datetime.now(UTC)
zone = f"Etc/GMT{now.hour - 12:+}"  # where it is noon

def add(model, **values):
    return add_record(by=BY, record=model(programme=room, **values))

with transaction.atomic(), scope(programme=room):
    today = now.astimezone(ZoneInfo(zone)).date()
    workshop = add(Workshop, goal=Words("Learn", "en"), starts=today, ends=today, place="Hall", time_zone=zone)
    add(Day, date=today, title=Words("Day", "en"))
    for form in "ab":
        add(TestItem, construct="law", form=form, stem=Words("Which?", "en"), option_a=Words("This", "en"),
            option_b=Words("That", "en"), right="a")
    for what in ("before", "evaluation"):
        open_sitting(by=BY, programme=room, what=what)
    ranking = add(Ranking, question=Words("Which first?", "en"), dots=10)
    for number in range(CARDS):
        add(RankingCard, ranking=ranking, words=Words(f"Card {number}", "en"))
    team = add(Delegation, country="PE", state="accepted", invited_on=today)
    for number in range(PEOPLE):
        account = Account(email=f"zq7mail{number:04}@example.org", name=f"zq7name{number:04}", password="!")
        if number < SIGN_IN:
            account.set_password(PASSWORD)
        account.save()
        give_role(by=BY, programme=room, account=account, role="participant")
        client = Client()
        client.force_login(account, backend="batea.web.accounts.SignIn")
        person = member_of(room, account).person
        mine = add(Participant, badge=f"zq7badge{number:04}", person=person, delegation=team, sex="fm"[number % 2],
            state="confirmed")
        told.append([client.cookies["sessionid"].value, mine.pk, [mine.uid.hex, str(mine.uid), person.uid.hex, str(person.uid)]])
    cards = [str(uid) for uid in ranking.cards.order_by("pk").values_list("uid", flat=True)]
print(json.dumps([told, str(workshop.uid), str(ranking.uid), cards]))
"""


@dataclass
class Guest:
    """Somebody in the hall."""

    number: int
    session: str
    key: int  # of the participant
    identities: list[str]

    @property
    def agent(self) -> str:
        return f"{AGENT}{self.number:04}"

    @property
    def line(self) -> str:
        return f"{LINE}{self.number // 200}.{self.number % 200 + 1}"

    @property
    def told(self) -> str:
        return f"{TOLD}{self.number // 200}.{self.number % 200 + 1}"

    @property
    def traces(self) -> list[bytes]:
        """What names the guest in a row: identities, names, the session."""
        words = [
            *self.identities,
            self.session,
            *(f"zq7{what}{self.number:04}" for what in ("mail", "name", "badge")),
        ]
        return [each.encode() for each in words]


@dataclass(frozen=True)
class Box:
    """What is answered: its table, its address, what a guest sends, and the bytes by which that answer is known.
    `differs`: the columns that may differ from row to row."""

    name: str
    table: str
    path: str
    form: Callable[[int], dict]
    mark: Callable[[int], bytes]
    differs: frozenset[str]


@dataclass
class Hall(Served):
    """`people` of them; with the settings of a production server."""

    people: int = 20
    mode: str = "production"
    guests: list[Guest] = field(default_factory=list)
    workshop: str = ""
    ranking: str = ""
    cards: list[str] = field(default_factory=list)
    order: dict[str, list[int]] = field(default_factory=dict)  # numbers of the guests by box, as they came
    seen_ahead: list[bytes] = field(default_factory=list)  # the write-ahead file at moments between

    def environment(self) -> dict[str, str]:
        (self.folder / "tmp").mkdir(exist_ok=True)
        own = {
            "BATEA_MODE": self.mode,
            "BATEA_HTTPS": "0",
            "BATEA_PROXIES": "1",
            "TMPDIR": str(self.folder / "tmp"),
        }
        return super().environment() | own

    def prepare(self) -> None:
        sizes = f"PEOPLE, CARDS, SIGN_IN, PASSWORD = {self.people}, {CARDS}, {SIGN_IN}, {PASSWORD!r}\n"
        told, self.workshop, self.ranking, self.cards = json.loads(self.run(sizes + HALL))
        self.guests = [Guest(number, *each) for number, each in enumerate(told)]

    def answers(self) -> bool:
        try:
            return self.answer("GET", "/health", None, {})[0] < 500
        except (OSError, http.client.HTTPException):
            return False

    def ask_as(
        self, guest: Guest, path: str, form: dict | None = None, cookies: str = ""
    ) -> tuple[int, bytes, str]:
        """(status, body, session cookie that was set) of a page, or of a form that is sent, as the guest's browser does."""
        heads = {
            "User-Agent": guest.agent,
            "X-Forwarded-For": guest.told,
            "Cookie": cookies or f"sessionid={guest.session}; csrftoken={MARK}",
        }
        body = None
        if form is not None:
            heads["Content-Type"] = "application/x-www-form-urlencoded"
            body = urlencode(form | {"csrfmiddlewaretoken": MARK}).encode()
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120, source_address=(guest.line, 0))
        try:
            line.request("GET" if body is None else "POST", path, body, heads)
            answer = line.getresponse()
            given = re.search(r"sessionid=(\w+)", " ".join(answer.headers.get_all("Set-Cookie", [])))
            return answer.status, answer.read(), given[1] if given else ""
        finally:
            line.close()

    def guess(self, address: str, path: str) -> int:
        """The status of a page that somebody asks for who has not signed in."""
        return self.answer("GET", path, None, {"X-Forwarded-For": address})[0]

    def sign_in(self, guest: Guest) -> None:
        """By the page, with the password: from now on with the session that it gave."""
        form = {"login": f"zq7mail{guest.number:04}@example.org", "password": PASSWORD}
        status, body, session = self.ask_as(guest, "/account/login/", form, f"csrftoken={MARK}")
        assert (status, bool(session)) == (302, True), body[:2000]
        guest.session = session

    def boxes(self) -> list[Box]:
        plain = {"id", "uid"}
        marks = {name: 3 for name in ("overall", "content", "methods", "facilitation", "logistics")}
        return [
            Box(
                f"ranking:{self.ranking}",
                "learning_ballot",
                f"/p/room/workshop/votes/{self.ranking}/",
                lambda n: {f"card{card + 1}": dots for card, dots in self.dots(n).items()},
                self.ballot,
                frozenset(plain | {"dots"}),
            ),
            Box(
                "pulse:",
                "learning_pulseanswer",
                "/p/room/workshop/today/",
                lambda n: {"useful": 3, "pace": 3, "heard": 3, "words_en": f"{WISH}{n:04}"},
                lambda n: f"{WISH}{n:04}".encode(),
                frozenset(plain | {"words"}),
            ),
            Box(
                "evaluation",
                "learning_evaluationanswer",
                "/p/room/workshop/evaluate/",
                lambda n: marks | {"best_en": f"{BEST}{n:04}"},
                lambda n: f"{BEST}{n:04}".encode(),
                frozenset(plain | {"best"}),
            ),
            Box(
                "test:before",
                "learning_testsheet",
                "/p/room/workshop/test/before/",
                lambda n: {"word": f"{WORD} {n:04}", "act": "hand_in", "q1": "a"},
                lambda n: fingerprint(f"{WORD} {n:04}", UUID(self.workshop)).encode(),
                frozenset(plain | {"code", "form", "answers"}),
            ),
        ]

    def dots(self, number: int) -> dict[int, int]:
        """A way to give dots to two cards that nobody else has."""
        pairs = [(one, other) for one in range(CARDS) for other in range(one + 1, CARDS)]
        one, other = pairs[number // 9]
        return {one: 1 + number % 9, other: 9 - number % 9}

    def ballot(self, number: int) -> bytes:
        given = sorted((self.cards[card], dots) for card, dots in self.dots(number).items())
        return json.dumps(dict(given))[1:-1].encode()

    def fill(self, box: Box, numbers: list[int]) -> None:
        """These guests answer, one after the other."""
        for turn, number in enumerate(numbers):
            status, body, _session = self.ask_as(self.guests[number], box.path, box.form(number))
            assert status == 302, (box.name, status, body[:3000])
            if turn % max(1, len(numbers) // 10) == 0:
                self.seen_ahead.append(self.ahead())
        self.order[box.name] = numbers

    def fill_all(self, most: int, seed: str = "1") -> None:
        """So many vote and say how the day was; a third of them do the rest. The order is another one in each box."""
        for box in self.boxes():
            many = most if box.table in ("learning_ballot", "learning_pulseanswer") else most // 3
            self.fill(box, random.Random(f"{seed} {box.name}").sample(range(self.people), many))

    def stored(self) -> dict[str, int]:
        """How many rows and marks there are in each box."""
        with closing(sqlite3.connect(self.folder / DATABASE)) as line:
            count = lambda table: line.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: E731
            return {box.table: count(box.table) for box in self.boxes()} | {
                "marks": count("learning_answered")
            }

    def copied(self, folder: Path) -> "Hall":
        """Another one that stands where this one stood when it was prepared. Call it before this one is started."""
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)
        return replace(
            self,
            folder=folder,
            port=0,
            guests=[replace(each) for each in self.guests],
            order={},
            seen_ahead=[],
        )

    def ahead(self) -> bytes:
        path = self.folder / f"{DATABASE}-wal"
        return path.read_bytes() if path.exists() else b""

    def backup(self) -> Path:
        path = self.folder / "backup/batea.backup"
        command = [sys.executable, "-m", "batea.cli", "backup", str(path)]
        subprocess.run(command, env=self.environment(), cwd=ROOT, check=True, capture_output=True)
        return path


# What lies on the disk ------------------------------------------------------------------------------------------------


@dataclass
class Disk:
    """Everything the hall has left, read once."""

    hall: Hall

    def __post_init__(self):
        """The database is looked at as it is once the write-ahead file is brought in; before that it is one more file."""
        before = self.files[DATABASE]
        self.settled = self.hall.folder / "settled.sqlite3"
        self.settled.write_bytes(before)
        Path(f"{self.settled}-wal").write_bytes(self.files.get(f"{DATABASE}-wal", b""))
        self.query("PRAGMA wal_checkpoint(TRUNCATE)")
        self.database = self.settled.read_bytes()
        if before != self.database:
            self.files |= {DATABASE: self.database, "the database, earlier": before}

    @cached_property
    def files(self) -> dict[str, bytes]:
        """Bytes by name; of the backup also what is packed in it. Style sheets and pictures were there before anybody came."""
        static = self.hall.folder / "data/static"
        found = {
            str(path.relative_to(self.hall.folder)): path.read_bytes()
            for path in sorted(self.hall.folder.rglob("*"))
            if path.is_file() and static not in path.parents
        }
        with zipfile.ZipFile(self.hall.folder / "backup/batea.backup") as packed:
            found |= {f"backup: {name}": packed.read(name) for name in packed.namelist()}
        return found | {"write-ahead file, between answers": b"".join(self.hall.seen_ahead)}

    @cached_property
    def page_size(self) -> int:
        return int.from_bytes(self.database[16:18], "big")

    def query(self, words: str) -> list[tuple]:
        with closing(sqlite3.connect(self.settled)) as line:
            return line.execute(words).fetchall()

    @cached_property
    def owners(self) -> dict[int, str]:
        """The table each page of the database belongs to, its indexes included; pages that lie free have none."""
        found: dict[int, str] = {}
        for table, root in self.query("SELECT tbl_name, rootpage FROM sqlite_schema WHERE rootpage > 0"):
            found |= dict.fromkeys(self.tree(root), table)
        return found

    @cached_property
    def of_indexes(self) -> set[int]:
        roots = self.query("SELECT rootpage FROM sqlite_schema WHERE type = 'index'")
        return {page for (root,) in roots for page in self.tree(root)}

    def tree(self, root: int) -> list[int]:
        """All pages of a table or an index."""
        pages = [root]
        for page in pages:
            pages += self.below(page)
        return pages

    def below(self, page: int) -> list[int]:
        """The pages an inner page of a B-tree points at (sqlite.org/fileformat2.html, 1.6)."""
        start = (page - 1) * self.page_size
        whole = self.database[start : start + self.page_size]
        head = 100 if page == 1 else 0
        if whole[head] not in (2, 5):
            return []
        count = int.from_bytes(whole[head + 3 : head + 5], "big")
        cells = (int.from_bytes(whole[head + 12 + 2 * n : head + 14 + 2 * n], "big") for n in range(count))
        pointers = [whole[cell : cell + 4] for cell in cells] + [whole[head + 8 : head + 12]]
        return [int.from_bytes(each, "big") for each in pointers]

    def owner(self, offset: int) -> str:
        return self.owners.get(offset // self.page_size + 1, "free space")

    def page_around(self, offset: int) -> bytes:
        start = offset - offset % self.page_size
        return self.database[start : start + self.page_size]


def places(content: bytes, token: bytes) -> list[int]:
    found, at = [], content.find(token)
    while at >= 0:
        found.append(at)
        at = content.find(token, at + 1)
    return found


def rank_correlation(order: list) -> float:
    """Spearman's coefficient between the order of coming (0, 1, …) and the order of what is given for each."""
    count, rank = len(order), {each: number for number, each in enumerate(sorted(order))}
    apart = sum((came - rank[lies]) ** 2 for came, lies in enumerate(order))
    return 1 - 6 * apart / (count * (count**2 - 1))


def too_far(count: int) -> float:
    """±0.1 for a thousand; with fewer five times the deviation chance has (1 over the root of the number)."""
    return 0.1 if count >= 1000 else 5 / count**0.5


# What must not be there -----------------------------------------------------------------------------------------------


def faults(hall: Hall) -> list[str]:
    """What ties an answer to who gave it or to when, in words; nothing when the promise holds."""
    disk = Disk(hall)
    found = [*of_browsers(disk), *of_times(disk)]
    for box in hall.boxes():
        found += [*of_answers(disk, box), *of_order(disk, box), *of_columns(disk, box)]
    return sorted(set(found))


def of_browsers(disk: Disk):
    """Addresses and browsers nowhere, own words nowhere, sessions only where sign-in puts them."""
    keys = {guest.session.encode() for guest in disk.hall.guests}
    digests = hashed(disk)
    for name, content in disk.files.items():
        whole = name.encode() + b"\n" + content
        for what, begins in (("browser", AGENT), ("address", LINE), ("address", TOLD), ("own word", WORD)):
            if begins.encode() in whole:
                yield f"{what} in {name}"
        if any(found[1] in digests for found in re.finditer(rb"(?=([0-9a-f]{32}))", whole)):
            yield f"hashed address, browser or session in {name}"
        if not name.startswith(OF_DATABASE) and any(key in content for key in keys):
            yield f"session in {name}"
    for key in keys:
        for place in places(disk.database, key):
            if disk.owner(place) != "django_session":
                yield f"session in {disk.owner(place)}"


def hashed(disk: Disk) -> set[bytes]:
    """Beginnings of fingerprints of every address, browser and session, with the installation's key and without."""
    secret = disk.files["data/secret.key"].strip()
    found = set()
    for guest in disk.hall.guests:
        for text in (guest.line, guest.told, guest.agent, guest.session):
            for kind in ("md5", "sha1", "sha256"):
                found.add(hashlib.new(kind, text.encode()).hexdigest()[:32].encode())
                found.add(hmac.new(secret, text.encode(), kind).hexdigest()[:32].encode())
    return found


def of_times(disk: Disk):
    """Of when somebody answered no more than the day is kept, in the answers, the marks and the trail."""
    tables = [(box.table, "changed_at", "") for box in disk.hall.boxes()]
    trail = ("programmes_auditentry", "at", "WHERE act = 'answer unsigned'")
    for table, column, which in [*tables, ("learning_answered", "changed_at", ""), trail]:
        times = {str(at)[11:19] for (at,) in disk.query(f"SELECT {column} FROM {table} {which}")}
        if times != {"00:00:00"}:
            yield f"hour in {table}"


def of_answers(disk: Disk, box: Box):
    """Each answer lies in its own table once, beside nothing that names anybody, and in the backup; nowhere else."""
    kept = f"backup: tables/{box.table.replace('_', '.')}.jsonl"
    traces = [trace for guest in disk.hall.guests for trace in guest.traces]
    looked_at = set()
    for number in disk.hall.order[box.name]:
        mark = box.mark(number)
        where = places(disk.database, mark)
        if {disk.owner(place) for place in where} != {box.table}:
            yield f"{box.table}: an answer in {sorted({disk.owner(place) for place in where})}"
        # What is found by an index stands there, too.
        in_rows = [place for place in where if place // disk.page_size + 1 not in disk.of_indexes]
        if len(in_rows) != 1 or len(where) > 2:
            yield f"{box.table}: more than one copy"
        written = (mark, mark.replace(b": ", b":").replace(b", ", b","))
        for name, content in disk.files.items():
            if name not in (DATABASE, kept) and any(each in content for each in written):
                yield f"{box.table}: an answer in {name}"
        looked_at |= {place // disk.page_size for place in where}
    for page in looked_at:
        around = disk.page_around(page * disk.page_size)
        if any(trace in around for trace in traces):
            yield f"{box.table}: somebody's trace beside an answer"


def of_columns(disk: Disk, box: Box):
    """Nothing but what was answered differs from row to row."""
    columns = [name for _cid, name, *_more in disk.query(f"PRAGMA table_info({box.table})")]
    for column in set(columns) - box.differs:
        if len(disk.query(f"SELECT DISTINCT {column} FROM {box.table}")) > 1:
            yield f"{box.table}: {column} differs"


def of_order(disk: Disk, box: Box):
    """Neither answers nor marks lie in the order of coming: by key, by identity, by place in the file."""
    came = disk.hall.order[box.name]
    for what, order in (("answers", answers_in(disk, box)), ("marks", marks_in(disk, box))):
        for how, places_by_guest in order.items():
            told = rank_correlation([places_by_guest[number] for number in came])
            if abs(told) > too_far(len(came)):
                yield f"{box.table}: {what} by {how} tell the order of coming"


def answers_in(disk: Disk, box: Box) -> dict[str, dict]:
    """{way of looking: {number of the guest: what is sorted by}}."""
    numbers = disk.hall.order[box.name]
    lies = {number: places(disk.database, box.mark(number))[-1] for number in numbers}
    column = (box.differs - {"id", "uid", "form", "answers"}).copy()
    rows = disk.query(f"SELECT id, uid, {min(column)} FROM {box.table}")
    by_key, by_identity = {}, {}
    for number in numbers:
        mark = box.mark(number).decode()
        by_key[number], by_identity[number] = next((key, uid) for key, uid, said in rows if mark in said)
    return places_of(disk, lies) | {"key": by_key, "identity": by_identity}


def places_of(disk: Disk, offsets: dict[int, int]) -> dict[str, dict]:
    """By place in the file, and as a page is filled: from its end."""
    size = disk.page_size
    return {
        "place": offsets,
        "place in the page": {number: (place // size, -place) for number, place in offsets.items()},
    }


def marks_in(disk: Disk, box: Box) -> dict[str, dict]:
    numbers = {guest.key: guest.number for guest in disk.hall.guests}
    rows = disk.query(f"SELECT id, uid, participant_id FROM learning_answered WHERE box LIKE '{box.name}%'")
    place = {numbers[who]: places(disk.database, uid.encode())[-1] for _key, uid, who in rows}
    return places_of(disk, place) | {
        "key": {numbers[who]: key for key, _uid, who in rows},
        "identity": {numbers[who]: uid for _key, uid, who in rows},
    }
