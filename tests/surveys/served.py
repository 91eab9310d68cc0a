"""A real server on an installation of its own, with what phones send it and what is stored there afterwards.

Its database is SQLite in its own folder, or a database of its own on the PostgreSQL of the run.
"""

import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]
BEGIN = "import django; django.setup()\n"
PREPARE = """
import json
from django.core.management import call_command
call_command("migrate", verbosity=0)
from tests.conftest import cast, found
from tests.surveys import making
programme = found("a", "DO", "DOP")
making.published(programme)
bruno = cast(programme, "bruno", "field_officer")
keys = {name: making.collector(bruno, name=name).token for name in ("red", "blue")}
print(json.dumps([keys, bruno.cookies["sessionid"].value]))
"""
INSIDE = """
from django_scopes import scope
from batea.programmes.models import Programme
programme = Programme.objects.get(slug="a")
here = scope(programme=programme)
here.__enter__()
"""
REVOKE = """
from batea.surveys.models import Phone
from batea.surveys.phones import revoke_key
revoke_key(by="the tests", phone=Phone.objects.get(name="blue"))
"""
STORED = """
import hashlib, json
from django.conf import settings
from batea.problems import Refused
from batea.programmes.attachments import place_of
from batea.programmes.audit import chain_of, verify_audit
from batea.programmes.models import Attachment, AuditEntry
from batea.surveys.models import SetAside, Submission, SubmissionFile

def said(text):
    return hashlib.sha256(text.encode()).hexdigest()

def lies_there(sha256):
    path = place_of(sha256)
    return path.exists() and hashlib.sha256(path.read_bytes()).hexdigest() == sha256

try:
    chain = verify_audit(chain_of(programme))
except Refused as refused:
    chain = str(refused.problem.code)
owner = {each.uid: each.instance_id for each in Submission.objects.all()}
stored = {
    "instances": [[each.instance_id, each.sha256, said(each.xml)] for each in Submission.objects.all()],
    "missing": sum(Submission.objects.values_list("missing", flat=True)),
    "files": list(map(list, SubmissionFile.objects.values_list(
        "submission__instance_id", "name", "attachment__sha256"))),
    "aside": list(map(list, SetAside.objects.values_list("instance_id", "file_name", "sha256"))),
    "on_disk": {sha256: lies_there(sha256) for sha256 in Attachment.objects.values_list("sha256", flat=True)},
    "received": [owner.get(uid, "") for uid in
        AuditEntry.objects.filter(act="receive").values_list("uid", flat=True)],
    "chain": chain,
    "parts": len(list(settings.ATTACHMENTS.rglob("*.part"))),
}
"""
STORED_IN_EACH = """
import sys
from django.conf import settings
from django.db import connection
for line in sys.stdin:
    connection.close()
    connection.settings_dict["NAME"] = line.strip() + "/batea.sqlite3"
    settings.ATTACHMENTS = Path(line.strip()) / "attachments"
    try:
        with connection.cursor() as cursor:
            unsound = [
                row for pragma in ("integrity_check", "foreign_key_check")
                for row in cursor.execute(f"PRAGMA {pragma}").fetchall() if row != ("ok",)
            ]
        exec(code)
    except Exception as error:  # torn pages can make anything of a row
        stored, unsound = {}, [repr(error)]
    print(json.dumps(stored | {"unsound": unsound}, default=str), flush=True)
"""


@dataclass
class Served:
    """An installation in `folder`, with the database at `address` (empty: SQLite there)."""

    folder: Path
    address: str = ""
    keys: dict[str, str] = field(default_factory=dict)
    session: str = ""  # of the field officer's browser
    port: int = 0
    process: subprocess.Popen | None = None
    about_server: dict[str, str] = field(default_factory=dict)  # further environment of the server alone

    def environment(self) -> dict[str, str]:
        clean = {
            name: value for name, value in os.environ.items() if not name.startswith(("BATEA_", "DJANGO_"))
        }
        return clean | {
            "BATEA_DATA": str(self.folder / "data"),
            "BATEA_DATABASE_URL": self.address,
            "BATEA_MODE": "demo",
            "DJANGO_SETTINGS_MODULE": "batea.web.settings",
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        }

    def run(self, code: str) -> str:
        """What Python code of its own prints there."""
        command = [sys.executable, "-c", BEGIN + code]
        done = subprocess.run(command, env=self.environment(), cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def prepare(self) -> None:
        """A programme, a published form, a field officer with two phones."""
        self.keys, self.session = json.loads(self.run(PREPARE))

    def stored(self) -> dict:
        return json.loads(self.run(f"{INSIDE}{STORED}\nprint(json.dumps(stored))"))

    @contextmanager
    def stored_elsewhere(self) -> Iterator[Callable[[Path], dict]]:
        """A function that says what is stored in a copy of the data folder, and what is unsound in its SQLite file."""
        code = (
            f"{BEGIN}{INSIDE}import json\nfrom pathlib import Path\n"
            f"code = compile({STORED!r}, 'stored', 'exec')\n{STORED_IN_EACH}"
        )
        with subprocess.Popen(
            [sys.executable, "-c", code],
            env=self.environment(),
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as reader:
            assert reader.stdin and reader.stdout

            def stored(folder: Path) -> dict:
                print(folder, file=reader.stdin, flush=True)
                return json.loads(reader.stdout.readline())

            yield stored
            reader.stdin.close()

    def revoke_blue(self) -> None:
        self.run(INSIDE + REVOKE)

    def start(self) -> None:
        """Returns when it answers."""
        self.port = self.port or free_port()
        command = [sys.executable, "-m", "batea.cli", "serve", "--port", str(self.port)]
        with (self.folder / "log").open("a") as log:
            self.process = subprocess.Popen(
                command,
                env=self.environment() | self.about_server,
                cwd=ROOT,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        until = time.monotonic() + 60
        while not self.answers():
            assert self.process.poll() is None and time.monotonic() < until, self.log()
            time.sleep(0.05)

    def kill(self) -> None:
        """As a power cut for the program: every process of the server at once, no good-bye."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def log(self) -> str:
        return (self.folder / "log").read_text()

    def answers(self) -> bool:
        try:
            return self.ask("GET", "formList")[0] == 200
        except (OSError, http.client.HTTPException):
            return False

    def ask(
        self, method: str, path: str, body: bytes | None = None, headers=None, key="red"
    ) -> tuple[int, bytes]:
        """(status, body) by a connection of its own."""
        return self.answer(method, f"/collect/{self.keys[key]}/{path}", body, headers or {})

    def page(self, path: str) -> tuple[int, bytes]:
        """What the field officer's browser gets."""
        return self.answer("GET", path, None, {"Cookie": f"sessionid={self.session}"})

    def answer(self, method: str, path: str, body: bytes | None, headers) -> tuple[int, bytes]:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            line.request(method, path, body, headers)
            answer = line.getresponse()
            return answer.status, answer.read()
        finally:
            line.close()

    def head(self, *lines: str, key: str = "red") -> bytes:
        """The head of a POST with a submission, to be sent over a bare socket."""
        first = (
            f"POST /collect/{self.keys[key]}/submission HTTP/1.1",
            "Host: 127.0.0.1",
            "Connection: close",
        )
        return "\r\n".join([*first, *lines, "", ""]).encode()

    def socket(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=60)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@contextmanager
def installation(folder: Path, beside: str) -> Iterator[Served]:
    """A server that runs, until the end. `beside` is the run's BATEA_DATABASE_URL, empty for SQLite.

    Raises psycopg.Error when no database of its own can be made there.
    """
    with own_database(beside) as address:
        served = Served(folder, address)
        try:
            served.prepare()
            served.start()
            yield served
        finally:
            served.kill()


@contextmanager
def own_database(beside: str) -> Iterator[str]:
    if not beside:
        yield ""
        return
    import psycopg
    from psycopg import sql

    from batea.web.databases import database

    about = database(beside, Path())
    name = f"batea_promises_{uuid.uuid4().hex[:12]}"
    words = {
        "host": about["HOST"],
        "user": about["USER"],
        "password": about["PASSWORD"],
        "port": about["PORT"],
    }
    with psycopg.connect(
        dbname=about["NAME"], autocommit=True, **{key: value for key, value in words.items() if value}
    ) as line:
        line.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield (
                urlsplit(beside)
                ._replace(path=f"/{name}")
                .geturl()
                .replace("postgresql:/b", "postgresql:///b")
            )
        finally:
            line.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


# What phones send -----------------------------------------------------------------------------------------------------

LAYOUTS = ([1], [1], [2], [0, 1], [1, 1], [0])  # files in each request


class Filling:
    """What is filled in under a number: always the same bytes, made anew each time."""

    def __init__(self, seed: str, number: int, largest: int = 2_000_000) -> None:
        from tests.surveys import making

        dice = random.Random(f"{seed} {number}")
        self.uid = f"uuid:{uuid.UUID(int=dice.getrandbits(128), version=4)}"
        names, self.requests = iter(["1.jpg", "2.jpg"]), []
        for count in dice.choice(LAYOUTS):
            self.requests.append([(next(names), photo(dice, largest)) for _file in range(count)])
        answers = f"<site>{'x' * dice.choice((10, 2_000, 20_000))}</site>"
        for tag, name in zip(("photo", "second"), (n for r in self.requests for n, _c in r), strict=False):
            answers += f"<{tag}>{name}</{tag}>"
        self.xml = making.instance(answers, uid=self.uid)

    def body(self, turn: int) -> bytes:
        from tests.surveys import making

        return making.multipart(self.xml, self.requests[turn])


def photo(dice: random.Random, largest: int) -> bytes:
    """From 2 kB on, small ones as often as large ones."""
    return b"\xff\xd8\xff\xe0" + dice.randbytes(int(2_000 * (largest / 2_000) ** dice.random()))
