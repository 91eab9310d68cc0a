"""The groups' copies beside the common draft, the draft beside the country's programme, and one record taken over.

Both doors are asked: whoever looks is a member of every copy shown and may see the table there; whoever takes over may
change the table in the programme it goes into.
"""

from dataclasses import dataclass

from django.db import models
from django.utils import translation
from django.utils.translation import gettext as _
from django_scopes import scope

from batea.problems import NOT_ALLOWED, UNKNOWN_ENTRY, Refused
from batea.programmes.audit import chain_of
from batea.programmes.copies import Difference, credits_of, differences, take_over
from batea.programmes.members import Member, member_elsewhere
from batea.programmes.models import AuditEntry, Credit, Membership, Person
from batea.programmes.records import Record
from batea.programmes.registers import REGISTERS, Column, Register
from batea.programmes.registers.cells import shown, value_of
from batea.programmes.registers.declaration import field_of

from ...models import Grouping, Workshop
from .queries import groups_of
from .sandboxes import case_of, copies_of, draft_for, inside

DRAFT, COUNTRY = "draft", "country"
# What everybody's copy has of its own and nobody takes over.
OWN = (Person, Membership, Credit)
UNTOLD = frozenset({"import bundle", "export bundle"})


@dataclass(frozen=True)
class Source:
    """A copy one may take from: who one is there, what it is called, and the thanks that go with what is taken."""

    member: Member
    name: str
    thanks: str

    @property
    def key(self) -> str:
        return str(self.member.programme.uid)


@dataclass(frozen=True)
class Desk:
    """Where one compares: the programme things go into, and the copies they come from."""

    target: Member
    sources: tuple[Source, ...]
    into: str

    def source(self, key: str) -> Source:
        found = next((each for each in self.sources if each.key == key), None)
        if found is None:
            raise Refused(NOT_ALLOWED)
        return found


def desk_for(workshop: Workshop, account, into: str = DRAFT) -> Desk:
    """From the groups into the draft, or from the draft into the country's programme.

    Raises Refused: B805 without a draft one works in, B101 when one is not in the country's programme.
    """
    draft = draft_for(workshop, account)
    if into == DRAFT:
        return Desk(draft, tuple(group_sources(workshop, account)), DRAFT)
    target = member_elsewhere(case_of(workshop), account)
    if target is None:
        raise Refused(NOT_ALLOWED)
    return Desk(target, (Source(draft, _("Common draft"), str(workshop)),), COUNTRY)


def may_open_country(workshop: Workshop, account) -> bool:
    """Whether the account may change a strategy in the country's programme, so that the way into it is shown."""
    member = member_elsewhere(case_of(workshop), account)
    return member is not None and member.may("strategy.change")


def group_sources(workshop: Workshop, account):
    """Copies of all groups that work on the case, of which the account is a member."""
    groupings = Grouping.objects.filter(purpose=Grouping.Purpose.STRATEGY).order_by("pk")
    groups = [group for grouping in groupings for group in groups_of(grouping)]
    copies = copies_of(groups)
    for group in groups:
        member = member_elsewhere(copies.get(group.pk), account)
        if member is not None:
            with translation.override(workshop.programme.language):
                thanks = f"{group}, {workshop}"
            yield Source(member, str(group), thanks)


# Which tables differ --------------------------------------------------------------------------------------------------


def tables_apart(desk: Desk) -> list[tuple[Register, list[Difference]]]:
    """Tables one may change in the target and of which a copy has something else, with what differs."""
    found = []
    for register in touched(desk):
        apart = apart_in(desk, register)
        if apart:
            found.append((register, apart))
    return sorted(found, key=lambda pair: (pair[0].step, str(pair[0].title)))


def apart_in(desk: Desk, register: Register) -> list[Difference]:
    """What the copies have otherwise; only copies in which one may see the table."""
    seen = [each.member.programme for each in desk.sources if each.member.may(register.see)]
    return differences(desk.target.programme, seen, register.model)


def touched(desk: Desk) -> list[Register]:
    """Tables written in since the copies were made, as the trails tell: the others are the same everywhere."""
    chains = [chain_of(each.member.programme) for each in desk.sources] + [chain_of(desk.target.programme)]
    told = AuditEntry.objects.filter(chain__in=chains).exclude(act__in=UNTOLD).exclude(record="")
    labels = set(told.values_list("record", flat=True).distinct())
    return [
        REGISTERS[label]
        for label in sorted(labels)
        if label in REGISTERS and may_take(desk, REGISTERS[label])
    ]


def may_take(desk: Desk, register: Register) -> bool:
    return (
        bool(register.change)
        and register.model not in OWN
        and not register.model.stays_with_original
        and desk.target.may(register.change)
        and desk.target.may(register.see)
    )


def register_for(desk: Desk, label: str) -> Register:
    """The table by its label, if one may take from it. Raises Refused B205, B101."""
    if label not in REGISTERS:
        raise Refused(UNKNOWN_ENTRY, what=label[:80])
    if not may_take(desk, REGISTERS[label]):
        raise Refused(NOT_ALLOWED)
    return REGISTERS[label]


# Side by side, in words -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Beside:
    """A record in one programme: its name and fields in words, whether it is other than the base, and its version."""

    source: Source | None
    there: bool
    name: str
    values: tuple[str, ...]
    other: bool
    version: int | None


@dataclass(frozen=True)
class Row:
    """One record that is not the same everywhere."""

    uid: str
    name: str
    fields: tuple[str, ...]
    base: Beside
    copies: tuple[Beside, ...]

    def lines(self) -> list[tuple[str, str | None, list[tuple[str | None, bool]]]]:
        """(field, base's words, [(a copy's words, whether they differ from the base's)]); None where it is not there.
        Of a new record only what somebody has filled in."""
        found = []
        for number, field in enumerate(self.fields):
            base = self.base.values[number] if self.base.there else None
            copies = [each.values[number] if each.there else None for each in self.copies]
            if base is not None or any(copies):
                told = [(words, None not in (base, words) and words != base) for words in copies]
                found.append((field, base, told))
        return found


def rows_beside(desk: Desk, register: Register, apart: list[Difference]) -> list[Row]:
    """Differences in the reader's words. One query for each programme, whatever the number of records."""
    uids = [each.uid for each in apart]
    base = records_in(desk.target, register, uids)
    sources = [each for each in desk.sources if each.member.may(register.see)]
    theirs = [records_in(each.member, register, uids) for each in sources]
    rows = []
    for each in apart:
        names = told_fields(register, each.fields)
        record = base.get(each.uid)
        mine = beside(None, desk.target, register, record, names, other=False)
        copies = tuple(
            beside(source, source.member, register, found.get(each.uid), names, each.differs(version))
            for source, found, version in zip(sources, theirs, each.copies, strict=True)
        )
        name = mine.name or next(copy.name for copy in copies if copy.there)
        rows.append(Row(each.uid, name, tuple(title_of(register, field) for field in names), mine, copies))
    return rows


def records_in(member: Member, register: Register, uids: list[str]) -> dict[str, Record]:
    links = [
        field.name
        for field in register.model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.name != "programme"
    ]
    with inside(member):
        rows = register.model.objects.filter(uid__in=uids).select_related(*links, *register.further)
        return {str(row.uid): row for row in rows}


def beside(source, member: Member, register: Register, record: Record | None, names, other: bool) -> Beside:
    if record is None:
        return Beside(source, False, "", (), other, None)
    with inside(member):
        columns = {column.name: column for column in register.shown_columns()}
        values = tuple(shown(value_of(record, columns.get(name) or Column(name))) for name in names)
        return Beside(source, True, str(record), values, other, record.version)


def told_fields(register: Register, fields: tuple[str, ...]) -> list[str]:
    """Fields that differ, in the order of the record's page; those no page shows come last."""
    order = list(register.shown or register.fields)
    return sorted(fields, key=lambda name: (order.index(name) if name in order else len(order), name))


def title_of(register: Register, name: str) -> str:
    found = field_of(register.model, name)
    title = str(getattr(found, "verbose_name", name))
    return title[:1].upper() + title[1:]


# Taking over ----------------------------------------------------------------------------------------------------------


def take(*, desk: Desk, label: str, uid, source: str, seen: int | None) -> Record:
    """Take one record of a copy into the target, with thanks to who made it.

    Raises Refused: B101 where a door is closed, B202 when somebody has changed the target's record meanwhile, B316 when
    the copy has no such record, B205 for a table nobody knows.
    """
    register = register_for(desk, label)
    chosen = desk.source(source)
    if not chosen.member.may(register.see):
        raise Refused(NOT_ALLOWED)
    return take_over(
        by=desk.target,
        source=chosen.member.programme,
        target=desk.target.programme,
        model=register.model,
        uid=uid,
        seen=seen,
        credit=thanks_for(chosen, desk, register, uid)[:200],
    )


def thanks_for(chosen: Source, desk: Desk, register: Register, uid) -> str:
    """Who made it: the group; out of the draft those who are thanked for it there already."""
    if desk.into == DRAFT:
        return chosen.thanks
    with scope(programme=chosen.member.programme, member=None):
        record = register.model.objects.filter(uid=uid).first()
        earlier = list(dict.fromkeys(each.given_to for each in credits_of(record))) if record else []
    return "; ".join(earlier) or chosen.thanks
