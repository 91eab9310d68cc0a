"""The trail is complete, and whoever touches it by hand is found out."""

import os
import random
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import Client
from django_scopes import scope

from batea.problems import AUDIT_BROKEN, Refused
from batea.programmes import audit
from batea.programmes.audit import chain_of, verify_audit, write_audit
from batea.programmes.models import AuditChain, AuditEntry
from batea.programmes.registers import address
from tests.conftest import found
from tests.house import typed, world
from tests.house.compete import ALONE, compete

ROOT = Path(__file__).resolve().parents[2]
PLACES = 40
TABLE = AuditEntry._meta.db_table
COLUMNS = ("actor", "act", "record", "what", "change", "previous", "digest")


def sql(statement: str, *values) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def edit(chain, number, dice):
    column = dice.choice(COLUMNS)
    sql(
        f"UPDATE {TABLE} SET {column} = 'x' || substr({column}, 2) WHERE chain = %s AND number = %s",
        chain,
        number,
    )


def delete(chain, number, dice):
    sql(f"DELETE FROM {TABLE} WHERE chain = %s AND number = %s", chain, number)


def delete_and_close_up(chain, number, dice):
    delete(chain, number, dice)
    for later in AuditEntry.objects.filter(chain=chain, number__gt=number).order_by("number"):
        sql(f"UPDATE {TABLE} SET number = %s WHERE id = %s", later.number - 1, later.pk)
    sql("UPDATE programmes_auditchain SET length = length - 1 WHERE name = %s", chain)


def insert(chain, number, dice):
    """A well-made entry put between two others."""
    for later in AuditEntry.objects.filter(chain=chain, number__gte=number).order_by("-number"):
        sql(f"UPDATE {TABLE} SET number = %s WHERE id = %s", later.number + 1, later.pk)
    before = AuditEntry.objects.filter(chain=chain, number=number - 1).first()
    forged = AuditEntry(
        chain=chain, number=number, actor="nobody", act="add", previous=before.digest if before else ""
    )
    forged.digest = audit.digest_of(forged)
    forged.save()
    sql("UPDATE programmes_auditchain SET length = length + 1 WHERE name = %s", chain)


def swap(chain, number, dice):
    """Two neighbours change places."""
    here, there = (AuditEntry.objects.get(chain=chain, number=n).pk for n in (number, number % PLACES + 1))
    other = AuditEntry.objects.get(pk=there).number
    for pk, at in ((here, 10_000), (there, number), (here, other)):
        sql(f"UPDATE {TABLE} SET number = %s WHERE id = %s", at, pk)


def cut(chain, number, dice):
    sql(f"DELETE FROM {TABLE} WHERE chain = %s AND number >= %s", chain, number)


def move_in_time(chain, number, dice):
    entry = AuditEntry.objects.get(chain=chain, number=number)
    AuditEntry.objects.filter(pk=entry.pk).update(at=entry.at.replace(year=2001))


def found_out(chain: str) -> bool:
    try:
        verify_audit(chain)
    except Refused as refused:
        return refused.problem is AUDIT_BROKEN
    return False


@pytest.fixture
def chain(inside_a) -> str:
    for number in range(PLACES):
        write_audit(
            by=f"person {number}", act="add", programme=inside_a, record=None, change={"a": [None, number]}
        )
    return chain_of(inside_a)


def tampered(chain, how, dice, number) -> bool:
    """Is the tampering found out? It is undone afterwards."""
    with transaction.atomic():
        how(chain, number, dice)
        seen = found_out(chain)
        transaction.set_rollback(True)
    return seen


@pytest.mark.parametrize("how", [edit, delete, delete_and_close_up, insert, swap, cut, move_in_time])
def test_tampering_is_found_wherever_it_happens(chain, how):
    assert not found_out(chain)
    dice = random.Random(how.__name__)
    missed = [number for number in range(1, PLACES + 1) if not tampered(chain, how, dice, number)]
    assert missed == []
    assert not found_out(chain)


def test_without_digests_tampering_would_slip_through(chain, monkeypatch):
    monkeypatch.setattr(audit, "digest_of", lambda entry: entry.digest)
    change_actor = partial(sql, f"UPDATE {TABLE} SET actor = 'x' WHERE chain = %s", chain)
    assert not tampered(chain, lambda *_: change_actor(), None, 1)


def test_one_programmes_trail_does_not_depend_on_anothers(chain, country_b):
    with scope(programme=country_b):
        write_audit(by="dele", act="add", programme=country_b)
    edit(chain_of(country_b), 1, random.Random(1))
    assert found_out(chain_of(country_b)) and not found_out(chain)


# Every change leaves an entry ---------------------------------------------------------------------------------------


def told(statements) -> bool:
    return any(TABLE in statement for statement in statements)


def changed_rows(statements) -> list[str]:
    """Statements that write to something people would miss."""
    machinery = (TABLE, AuditChain._meta.db_table)
    return [statement for statement in statements if not any(name in statement for name in machinery)]


def posts(amina, world_a) -> list[tuple[str, dict]]:
    """Every page that takes a POST with as good an input as can be made for it: forms as they stand, else nothing."""
    requests = []
    for page, values in world.addresses(amina, world_a).items():
        register, what = world.register_page(page)
        url, sent = world.address(page, amina.programme, values), {}
        if register and what == "edit" and register in typed.forms():
            sent = typed.altered(register, world_a[register.label])
        if register and what == "add" and register in typed.forms():
            sent = typed.new_record(register, amina.programme)
        requests.append((url, sent))
    return requests


def test_every_post_that_changes_something_tells_the_trail(world_a, amina):
    silent, changing = [], []
    for url, sent in posts(amina, world_a):
        with world.writes() as statements:
            world.answers(amina, url, "post", sent)
        if changed_rows(statements):
            changing.append(url)
            silent += [] if told(statements) else [url]
    assert silent == []
    assert len(changing) > 60, "too few pages were brought to change anything"


def test_without_its_entry_no_change_is_kept(world_a, amina, monkeypatch):
    """Entry and change stand in one transaction: a failure between the two leaves neither."""
    requests = posts(amina, world_a)
    careful = Client(raise_request_exception=False)
    careful.cookies, careful.programme = amina.cookies, amina.programme

    def fail(*args, **kwargs):
        raise RuntimeError("the power fails here")

    before, failed = world.content_hash(), 0
    monkeypatch.setattr(AuditEntry, "save", fail)
    for url, sent in requests:
        failed += careful.post(url, sent).status_code == 500
    assert failed > 60
    assert world.content_hash() == before


# Two editors --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("register", typed.forms(), ids=lambda register: register.label)
def test_the_second_editor_is_told_and_sees_both_texts(world_a, amina, register):
    record = world_a[register.label]
    url = address(register, "edit", amina.programme, uid=record.uid)
    name, first, second = typed.two_texts(register, record)
    sent = typed.as_stored(register, record)
    assert amina.post(url, {**sent, name: first}).status_code == 302, register.label
    answer = amina.post(url, {**sent, name: second})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert typed.shown_in(page, first) and typed.shown_in(page, second)
    with scope(programme=amina.programme):
        assert register.model.objects.get(uid=record.uid).version == record.version + 1
    again = amina.post(url, {**sent, name: second, "version_seen": str(record.version + 1)})
    assert again.status_code == 302, "saving again from there is a decision"


def test_of_editors_at_the_same_moment_one_wins_on_sqlite(tmp_path):
    environment = {**os.environ, "BATEA_DATA": str(tmp_path), "BATEA_DATABASE_URL": ""}
    environment |= {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "DJANGO_SETTINGS_MODULE": "batea.web.settings"}
    command = [sys.executable, "-c", ALONE]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(connection.vendor == "sqlite", reason="this run is on SQLite: see the test above")
@pytest.mark.django_db(transaction=True)
def test_of_editors_at_the_same_moment_one_wins_on_postgresql():
    assert compete(found("a", "DO", "DOP")) == []
