"""A restore really restores: the same rows, files and sign-ins, from either database into either, or nothing at all."""

import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.db import connection
from django.test import Client
from django_scopes import scope, scopes_disabled

from batea.problems import BACKUP_DAMAGED, RESTORE_NEEDS_EMPTY, Refused
from batea.programmes import backup as backups
from batea.programmes.audit import chain_of, verify_audit
from batea.programmes.backup import backup, kept_tables, restore
from batea.programmes.founding import open_account
from batea.programmes.models import Attachment, AuditEntry, Institution
from tests.conftest import PASSWORD
from tests.factory import CSV, make
from tests.house import crafted, world

ROOT = Path(__file__).resolve().parents[2]
ON_SQLITE = connection.vendor == "sqlite"


def wipe(settings, folder: Path) -> None:
    """As on a new machine: no row, no file."""
    with scopes_disabled(), connection.constraint_checks_disabled():
        for model in reversed(list(kept_tables().values())):
            model._base_manager.all()._raw_delete("default")
    settings.ATTACHMENTS = folder / "attachments-of-the-new-machine"


@pytest.fixture
def saved(world_a, world_b, amina, tmp_path) -> Path:
    """A backup of two filled countries; Amina signs in with a second step."""
    Authenticator.objects.create(
        user=amina.account, type=Authenticator.Type.TOTP, data={"secret": totp.generate_totp_secret()}
    )
    backup(tmp_path / "b.backup")
    return tmp_path / "b.backup"


def test_a_drill(saved, settings, tmp_path, amina, country_a):
    before = world.content_hash()
    wipe(settings, tmp_path)
    assert world.content_hash() != before
    counts = restore(saved)
    assert world.content_hash() == before
    assert (counts["programmes"], counts["files"], counts["files_missing"]) == (2, 1, 0)
    with scope(programme=country_a):
        attachment = Attachment.objects.get()
    assert amina.get(f"/p/a/files/{attachment.uid}/download/").getvalue() == CSV
    assert verify_audit(chain_of(country_a)) > 50
    assert sign_in("amina@example.org").get("/p/a/about/audit/").status_code == 200


def sign_in(email: str) -> Client:
    """With password and second step, as a person would."""
    client = Client()
    first = client.post("/account/login/", {"login": email, "password": PASSWORD})
    assert first["Location"].endswith("/account/second-step/authenticate/"), first
    secret = Authenticator.objects.get(user__email=email).data["secret"]
    code = totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))
    second = client.post(first["Location"], {"code": code})
    assert second.status_code == 302, second.content
    return client


def test_new_rows_get_numbers_of_their_own_after_a_restore(saved, settings, tmp_path, country_a):
    wipe(settings, tmp_path)
    restore(saved)
    with scope(programme=country_a):
        there = set(Institution._base_manager.values_list("pk", flat=True))
        assert make(Institution, country_a).pk not in there
    open_account(by="x", email="new@example.org", password=PASSWORD)


def test_the_same_installation_gives_the_same_bytes(saved, tmp_path, settings):
    wipe(settings, tmp_path)
    restore(saved)
    backup(tmp_path / "again.backup")
    assert (tmp_path / "again.backup").read_bytes() == saved.read_bytes()
    assert (tmp_path / "again.backup").stat().st_mode & 0o777 == 0o600


def test_it_goes_into_an_empty_installation_only(saved):
    before = world.content_hash()
    assert refusal(saved) is RESTORE_NEEDS_EMPTY
    assert world.content_hash() == before


def refusal(path: Path):
    try:
        restore(path)
    except Refused as error:
        return error.problem
    return None


def damages(content: bytes):
    """Twenty cuts, a flipped bit, an empty file and a file of another kind."""
    dice = random.Random(7)
    yield from (content[: dice.randrange(len(content))] for _ in range(20))
    at = dice.randrange(len(content))
    yield content[:at] + bytes([content[at] ^ 16]) + content[at + 1 :]
    yield b""
    yield b"batea"


def test_damaged_backups_are_refused_and_leave_nothing(saved, settings, tmp_path):
    wipe(settings, tmp_path)
    before, answers = world.content_hash(), []
    for damaged in damages(saved.read_bytes()):
        (tmp_path / "damaged").write_bytes(damaged)
        answers.append(refusal(tmp_path / "damaged"))
    assert answers == [BACKUP_DAMAGED] * 23
    assert world.content_hash() == before
    assert not settings.ATTACHMENTS.exists()
    assert refusal(saved) is None


def with_rows(table, change):
    return lambda manifest, parts: (
        manifest,
        crafted.with_rows(parts, table, change(crafted.rows(parts, table))),
    )


WRONG = {
    "an edited trail": with_rows(
        "programmes.auditentry", lambda rows: [{**rows[0], "actor": "somebody else"}, *rows[1:]]
    ),
    "a trail without its end": with_rows("programmes.auditentry", lambda rows: rows[:-1]),
    "a link to nothing": with_rows(
        "programmes.person", lambda rows: [{**rows[0], "institution_id": 987654}, *rows[1:]]
    ),
    "a strange field": with_rows("programmes.person", lambda rows: [{**rows[0], "x": 1}]),
    "a row twice": with_rows("programmes.account", lambda rows: [rows[0], rows[0]]),
    "no file": lambda manifest, parts: (
        manifest,
        {name: held for name, held in parts.items() if not name.startswith("attachments/")},
    ),
    "another version": lambda manifest, parts: (
        {**manifest, "about": {**manifest["about"], "migrations": ["programmes.0009_later"]}},
        parts,
    ),
    "a table too few": lambda manifest, parts: (
        manifest,
        {name: held for name, held in parts.items() if "figure" not in name},
    ),
}


def write_wrong(saved: Path, name: str) -> Path:
    path = saved.with_name("wrong.backup")
    path.write_bytes(crafted.packed(*WRONG[name](*crafted.unpacked(saved.read_bytes()))))
    return path


def test_backups_that_contradict_themselves_are_refused(saved, settings, tmp_path):
    wipe(settings, tmp_path)
    before = world.content_hash()
    found = {}
    for name in WRONG:
        settings.ATTACHMENTS = tmp_path / name
        found[name] = refusal(write_wrong(saved, name))
    assert found == dict.fromkeys(WRONG, BACKUP_DAMAGED)
    assert world.content_hash() == before


def test_an_edited_trail_would_slip_through_unverified(saved, settings, tmp_path, monkeypatch):
    wipe(settings, tmp_path)
    monkeypatch.setattr(backups, "broken", list)
    assert refusal(write_wrong(saved, "an edited trail")) is None


def test_what_is_broken_already_is_kept_and_told(world_a, settings, tmp_path, country_a):
    """A backup is never refused to whoever needs it: a lost file and a broken trail are written down as such."""
    AuditEntry.objects.filter(chain=chain_of(country_a), number=2).update(actor="somebody else")
    settings.ATTACHMENTS = tmp_path / "gone"
    counts = backup(tmp_path / "b.backup")
    assert (counts["files_missing"], counts["chains_broken"]) == (1, 1)
    wipe(settings, tmp_path)
    assert restore(tmp_path / "b.backup") == counts


def test_a_backup_that_fails_leaves_no_file(world_a, tmp_path, monkeypatch):
    monkeypatch.setattr(backups, "counted", lambda archive: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        backup(tmp_path / "folder" / "b.backup")
    assert list((tmp_path / "folder").iterdir()) == []


# The command, on installations of their own ------------------------------------------------------------------------


def batea(data: Path, *words, code="", address="") -> str:
    environment = {**os.environ, "BATEA_DATA": str(data), "BATEA_DATABASE_URL": address}
    environment |= {"BATEA_MODE": "development", "PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-c", code] if code else [sys.executable, "-m", "batea.cli", *map(str, words)]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


PREPARE = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from batea.programmes.founding import found_programme, open_account
from batea.programmes.words import Words
account, _ = open_account(by="x", email="amina@example.org", password="correct-horse-battery")
found_programme(by="x", founder=account, slug="a", name=Words("A", "en"), country="DO", currency="DOP")
"""


@pytest.fixture(scope="module")
def other_machine(tmp_path_factory) -> Path:
    """The backup of a small installation on SQLite, made by the command."""
    folder = tmp_path_factory.mktemp("other")
    os.environ["DJANGO_SETTINGS_MODULE"] = "batea.web.settings"
    batea(folder / "data", code=PREPARE)
    told = json.loads(batea(folder / "data", "backup", folder / "b.backup", "--json"))
    assert told[0]["programmes"] == 1
    return folder / "b.backup"


def test_the_command_restores_into_a_new_folder(other_machine, tmp_path):
    batea(tmp_path / "data", "restore", other_machine)
    batea(tmp_path / "data", "backup", tmp_path / "again.backup")
    assert (tmp_path / "again.backup").read_bytes() == other_machine.read_bytes()


WHILE_OTHERS_WRITE = """
import django; django.setup()
import sqlite3
from django.db import connection
from batea.programmes.backup import one_moment
from batea.programmes.models import Account
with one_moment():
    before = Account.objects.count()
    other = sqlite3.connect(connection.settings_dict["NAME"], timeout=1)
    other.execute("UPDATE programmes_account SET email = 'x@example.org'")
    other.commit()
    assert Account.objects.filter(email="x@example.org").count() == 0, "it shows one moment"
assert Account.objects.filter(email="x@example.org").count() == before == 1
"""


def test_others_write_while_it_reads(other_machine, tmp_path):
    shutil.copytree(other_machine.parent / "data", tmp_path / "data")
    batea(tmp_path / "data", code=WHILE_OTHERS_WRITE)


@pytest.mark.skipif(
    ON_SQLITE, reason="this run is on SQLite: the run on PostgreSQL restores from one to the other"
)
def test_from_sqlite_to_postgresql_and_back(other_machine, db, settings, tmp_path):
    wipe(settings, tmp_path)
    restore(other_machine)
    backup(tmp_path / "postgresql.backup")
    assert (tmp_path / "postgresql.backup").read_bytes() == other_machine.read_bytes()
    batea(tmp_path / "data", "restore", tmp_path / "postgresql.backup")
    batea(tmp_path / "data", "backup", tmp_path / "sqlite.backup")
    assert (tmp_path / "sqlite.backup").read_bytes() == other_machine.read_bytes()
