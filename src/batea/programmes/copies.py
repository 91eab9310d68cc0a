"""What copies of one programme made of it, side by side, and the way of one record from a copy into another programme.

A copy keeps the uids of its original (records.py). So the same record is found again in every copy, and what a group
changed can be laid beside the others and taken over one record at a time, with the name of the group that made it.
"""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django_scopes import scope

from batea.problems import NOT_IN_THE_COPY, Refused

from .actions import add_record, change_record
from .models import Credit, Programme
from .records import Record, record_links
from .rows import from_plain, plain_uid, record_of, row_fields, row_of

# What says nothing about the content of a row.
BESIDE = frozenset({"uid", "version", "changed_at", "exercise"})


@dataclass(frozen=True)
class Version:
    """A record as one programme has it; `row` is None where it is not there."""

    programme: Programme
    row: dict | None


@dataclass(frozen=True)
class Difference:
    """One record that is not the same everywhere: the base and each copy, and the names of the fields that differ."""

    model: type[Record]
    uid: str
    base: Version
    copies: tuple[Version, ...]
    fields: tuple[str, ...]

    def differs(self, version: Version) -> bool:
        """Is this copy's version other than the base's?"""
        return content(version.row) != content(self.base.row)


def content(row: dict | None) -> dict | None:
    """The row without what every copy changes by itself."""
    return None if row is None else {name: value for name, value in row.items() if name not in BESIDE}


def rows_in(programme, model) -> dict[str, dict]:
    """The programme's rows of one table by uid. One query."""
    links = [link.name for link in record_links(model)]
    with scope(programme=programme):
        return {str(record.uid): row_of(record) for record in model.objects.select_related(*links)}


def differences(base: Programme, copies: list[Programme], model) -> list[Difference]:
    """The records of one table that a copy has added, changed or removed, in order of uid."""
    there = rows_in(base, model)
    theirs = [(copy, rows_in(copy, model)) for copy in copies]
    known = sorted(set(there).union(*(rows for _copy, rows in theirs)))
    found = []
    for uid in known:
        versions = tuple(Version(copy, rows.get(uid)) for copy, rows in theirs)
        fields = fields_apart(there.get(uid), [version.row for version in versions])
        if fields:
            found.append(Difference(model, uid, Version(base, there.get(uid)), versions, fields))
    return found


def fields_apart(base: dict | None, others: list[dict | None]) -> tuple[str, ...]:
    """Names of the fields that are not the same in all rows; of a row that is not everywhere all its fields."""
    rows = [content(base), *map(content, others)]
    if all(row == rows[0] for row in rows):
        return ()
    present = [row for row in rows if row is not None]
    if len(present) < len(rows):
        return tuple(present[0])
    return tuple(name for name in present[0] if any(row[name] != present[0][name] for row in present))


@transaction.atomic
def take_over(
    *, by, source: Programme, target: Programme, model, uid, seen: int | None, credit: str
) -> Record:
    """Bring one record of `source` into `target`, with what it points at and what goes along, where these are missing there.

    `seen` is the version of the target's record that the person looked at, None when there was none. `credit` names
    who made it. The caller has asked whether `by` may read the one and change the other. Raises Refused: B316 when the
    record is not in the copy, B202 when the target has changed meanwhile, B201/B204 when it does not fit.
    """
    needed, wanted, along = with_what_it_needs(source, model, uid)
    with scope(programme=target):
        bring_missing(by, target, needed, credit)
        stored = model.objects.filter(uid=wanted["uid"]).first()
        if stored is None:
            taken = bring(by, target, model, wanted, credit)
        else:
            values = values_of(model, wanted)
            taken = change_record(by=by, record=stored, values=values, version=seen or 0, act="take over")
            give_credit(by, taken, credit)
        bring_missing(by, target, along, credit)
    return taken


def with_what_it_needs(source, model, uid) -> tuple[list, dict, list]:
    """(rows it points at, farthest first; its own row; rows of what goes along), each of the lists as (model, row)."""
    with scope(programme=source):
        record = model.objects.filter(uid=uid).first()
        if record is None:
            raise Refused(NOT_IN_THE_COPY, what=model._meta.verbose_name)
        needed: list = []
        gather(record, needed)
        along: list = []
        for companion in record.companions():
            gather(companion, along)
            along.append((type(companion), row_of(companion)))
        return needed, row_of(record), [pair for pair in along if pair[1]["uid"] != str(record.uid)]


def gather(record: Record, needed: list) -> None:
    """What the record points at, deepest first."""
    for link in record_links(type(record)):
        pointed = getattr(record, link.name)
        if pointed is not None:
            gather(pointed, needed)
            needed.append((type(pointed), row_of(pointed)))


def bring_missing(by, target, pairs: list, credit: str) -> None:
    for model, row in pairs:
        if not model.objects.filter(uid=row["uid"]).exists():
            bring(by, target, model, row, credit)


def bring(by, target, model, row: dict, credit: str) -> Record:
    record = record_of(model, row, target, targets_here(model, row))
    record.version, record.changed_at = 1, timezone.now()
    record = add_record(by=by, record=record, act="take over")
    give_credit(by, record, credit)
    return record


def targets_here(model, row: dict) -> dict:
    """What the row points at, as it stands in the programme whose scope is open."""
    found = {}
    for link in record_links(model):
        if row[link.name] is not None:
            pointed = link.related_model.objects.filter(uid=row[link.name]).first()
            if pointed is not None:
                found[link.related_model, plain_uid(row[link.name])] = pointed
    return found


def values_of(model, row: dict) -> dict:
    """The row's content as values of the model's fields, for the programme whose scope is open."""
    targets = targets_here(model, row)
    links = {link.name: link for link in record_links(model)}
    values = {}
    for field in row_fields(model):
        if field.name in BESIDE:
            continue
        value = row[field.name]
        if field.name in links:
            values[field.name] = value and targets.get((links[field.name].related_model, plain_uid(value)))
        else:
            values[field.name] = from_plain(field, value)
    return values


def give_credit(by, record: Record, credit: str) -> None:
    """Remember who made what was taken over."""
    add_record(
        by=by,
        record=Credit(
            programme=record.programme,
            target=record.label,
            target_uid=record.uid,
            given_to=credit,
            taken_on=timezone.localdate(),
        ),
    )


def credits_of(record: Record) -> list[Credit]:
    """Who is to be thanked for the record, newest first."""
    return list(
        Credit.objects.filter(target=record.label, target_uid=record.uid).order_by("-taken_on", "-pk")
    )
