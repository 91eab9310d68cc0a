"""Who did what: one append-only table, written in the transaction of the change, chained by hash.

Each entry's digest is the SHA-256 of its own content and of the digest before it, so that an edited, removed, inserted
or swapped entry is found. A cut tail is found through the chain's head and through anchors kept elsewhere
(`batea audit anchor` prints them).
"""

import hashlib
import json
from datetime import UTC

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone

from batea.problems import AUDIT_BROKEN, Refused

from .models import AuditChain, AuditEntry

INSTALLATION = "installation"


def chain_of(programme) -> str:
    """The chain's name: the programme's own identity, or the installation's."""
    return str(programme.uid) if programme is not None else INSTALLATION


def digest_of(entry: AuditEntry) -> str:
    """SHA-256 over what the entry says and the digest before it."""
    said = [
        entry.chain,
        entry.number,
        entry.at.astimezone(UTC).isoformat(),
        entry.actor,
        entry.act,
        entry.record,
        str(entry.uid or ""),
        entry.what,
        entry.change,
        entry.previous,
    ]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def write_audit(*, by, act: str, programme=None, record=None, change=None, at=None) -> AuditEntry:
    """Append one entry; call it inside the transaction of the change it tells of.

    `by` is who acts (anything with a name in words), `change` is {field: [before, after]}. `at` is now, unless the
    moment itself would tell too much (learning/unsigned.py).
    """
    # No savepoint: where an entry cannot be written, the change it tells of must not stay either.
    with transaction.atomic(savepoint=False):
        chain_name = chain_of(programme)
        chain = locked(chain_name)
        entry = AuditEntry(
            chain=chain_name,
            number=chain.length + 1,
            at=at or timezone.now(),
            actor=str(by)[:200],
            act=act,
            record=record.label if record is not None else "",
            uid=record.uid if record is not None else None,
            what=str(record)[:300] if record is not None else "",
            change=json.dumps(change, cls=DjangoJSONEncoder, ensure_ascii=False, sort_keys=True)
            if change
            else "",
            previous=chain.head,
        )
        entry.digest = digest_of(entry)
        entry.save(force_insert=True)
        chain.length, chain.head = entry.number, entry.digest
        chain.save(update_fields=["length", "head"])
        return entry


def locked(name: str) -> AuditChain:
    """The chain, held until the transaction ends; begun when there is none yet."""
    there = AuditChain.objects.select_for_update().filter(name=name)
    for chain in there:
        return chain
    AuditChain.objects.get_or_create(name=name)
    return there.get()


def head_of(programme) -> tuple[str, str]:
    """The programme's chain and its head now: another one after every change in the programme."""
    name = chain_of(programme)
    return name, AuditChain.objects.filter(name=name).values_list("head", flat=True).first() or ""


def verify_audit(chain_name: str) -> int:
    """Number of entries that hold; raises Refused (B605) at the first that does not."""
    previous, number = "", 0
    for entry in AuditEntry.objects.filter(chain=chain_name).order_by("number").iterator():
        number += 1
        if entry.number != number or entry.previous != previous or digest_of(entry) != entry.digest:
            raise Refused(AUDIT_BROKEN, chain=chain_name, number=number)
        previous = entry.digest
    chain = AuditChain.objects.filter(name=chain_name).first()
    if (chain.length, chain.head) != (number, previous) if chain else number:
        raise Refused(AUDIT_BROKEN, chain=chain_name, number=number + 1)
    return number
