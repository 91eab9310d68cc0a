"""Editors who save the same record at the same moment, in threads of their own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection
from django_scopes import scope

from batea.evidence.models import Source
from batea.problems import CHANGED_MEANWHILE, Refused
from batea.programmes.actions import add_record, change_record
from batea.programmes.audit import chain_of, verify_audit

EDITORS, ROUNDS = 8, 25


def compete(programme) -> list[str]:
    """What went wrong in so many rounds; nothing when exactly one editor won each and the trail holds."""
    with scope(programme=programme):
        record = add_record(by="x", record=Source(programme=programme, title="begin", kind="press"))
    faults = []
    with ThreadPoolExecutor(EDITORS) as editors:
        for number in range(ROUNDS):
            start = Barrier(EDITORS)
            tries = [
                editors.submit(save, programme, record.pk, f"{number} {e}", start) for e in range(EDITORS)
            ]
            won = [text for text in (found.result() for found in tries) if text]
            with scope(programme=programme):
                stored = Source.objects.get(pk=record.pk)
            if won != [stored.title] or stored.version != number + 2:
                faults.append(
                    f"round {number}: {won} won, “{stored.title}” stands in version {stored.version}"
                )
        last = Barrier(EDITORS)
        list(editors.map(leave, [last] * EDITORS))
    verify_audit(chain_of(programme))
    return faults


def leave(last) -> None:
    """Each thread closes the connection that is its own."""
    last.wait()
    connection.close()


def save(programme, pk, text, start) -> str:
    """The editor's text when it was taken, "" when another's was."""
    with scope(programme=programme):
        record = Source.objects.get(pk=pk)
        start.wait()
        try:
            change_record(by=text, record=record, values={"title": text})
        except Refused as refused:
            assert refused.problem is CHANGED_MEANWHILE
            return ""
    return text


# On an installation of its own, for a database that threads of a test cannot share.
ALONE = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from tests.conftest import found
from tests.house.compete import compete
assert compete(found("a", "DO", "DOP")) == []
"""
