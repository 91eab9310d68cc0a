"""The copies groups work in, and the common draft: made from the case, one at a time, through both doors.

A copy is an exercise programme of its own on this server. The workshop knows it by its identity; who may work in it
follows from who is in the group.
"""

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_scopes import scope

from batea.problems import CASE_CLOSED, NO_DRAFT, Refused
from batea.programmes.actions import change_record
from batea.programmes.audit import write_audit
from batea.programmes.bundle import copy_programme
from batea.programmes.founding import give_role
from batea.programmes.members import Member, member_elsewhere
from batea.programmes.models import Account, Membership, Programme
from batea.programmes.roles import STRATEGY_KINDS
from batea.programmes.words import Words

from ...models import Group, Grouping, Workshop
from .queries import groups_of, members_of

LONGEST = 40  # of a programme's address


def programme_of(uid) -> Programme | None:
    return Programme.objects.filter(uid=uid).first() if uid else None


def copies_of(groups: list[Group]) -> dict[int, Programme]:
    """The copies that are on this server, by group. One query."""
    found = {
        each.uid: each for each in Programme.objects.filter(uid__in=[g.sandbox for g in groups if g.sandbox])
    }
    return {group.pk: found[group.sandbox] for group in groups if group.sandbox in found}


# Doors ----------------------------------------------------------------------------------------------------------------


@contextmanager
def inside(member: Member):
    """The scope of the member's programme, as the door of a page opens it: reader and programme belong together."""
    with scope(programme=member.programme, member=member):
        yield


def case_of(workshop: Workshop) -> Programme | None:
    found = (
        Programme.objects.filter(slug=workshop.case, kind__in=STRATEGY_KINDS).first()
        if workshop.case
        else None
    )
    return None if found == workshop.programme else found


def case_for(workshop: Workshop, account: Account) -> Programme:
    """The case, for somebody who may take it out. Raises Refused B804, whether it is closed or not there at all."""
    member = member_elsewhere(case_of(workshop), account)
    allowed = member is not None and (
        member.may("bundle.export") or (member.programme.is_exercise and member.may("strategy.change"))
    )
    if not allowed:
        raise Refused(CASE_CLOSED, slug=workshop.case or "–")
    return member.programme


def draft_for(workshop: Workshop, account: Account) -> Member:
    """The account as member of the common draft. Raises Refused B805."""
    member = member_elsewhere(programme_of(workshop.draft), account)
    if member is None:
        raise Refused(NO_DRAFT)
    return member


# Making ---------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Place:
    """One thing to be copied: for a group, or without one the common draft; `copy` is None while it is not there."""

    group: Group | None
    copy: Programme | None


def places(workshop: Workshop, grouping: Grouping) -> list[Place]:
    groups = groups_of(grouping)
    there = copies_of(groups)
    draft = Place(None, programme_of(workshop.draft))
    return [draft, *(Place(group, there.get(group.pk)) for group in groups)]


@transaction.atomic
def make_next_copy(*, by: Member, workshop: Workshop, grouping: Grouping) -> Place | None:
    """Copy the case for the next one that has no copy yet; None when all have. Raises Refused B804."""
    case = case_for(workshop, by.account)
    Grouping.objects.select_for_update().get(pk=grouping.pk)
    place = next((each for each in places(workshop, grouping) if each.copy is None), None)
    if place is None:
        return None
    ending = f"-g{place.group.number}" if place.group else "-draft"
    copy = copy_programme(
        by=by, programme=case, slug=free_slug(workshop.programme.slug, ending), founder=by.account
    )
    rename(by, copy, place.group)
    if place.group:
        change_record(by=by, record=place.group, values={"sandbox": copy.uid}, act="make copy")
    else:
        change_record(by=by, record=workshop, values={"draft": copy.uid}, act="make copy")
    give_roles_in(by=by, copy=copy, wanted=wanted_in(place.group))
    return Place(place.group, copy)


def free_slug(start: str, ending: str) -> str:
    """An address nobody has: the workshop's with the group's, and a number where that is taken."""
    taken = set(Programme.objects.filter(slug__contains=ending).values_list("slug", flat=True))
    endings = [ending, *(f"{ending}-{number}" for number in range(2, len(taken) + 3))]
    tried = (f"{start[: LONGEST - len(each)]}{each}" for each in endings)
    return next(slug for slug in tried if slug not in taken)


def rename(by, copy: Programme, group: Group | None) -> None:
    """The copy says in its name whose it is, in each language the case has a name in."""
    named = {"original": copy.name.original}
    for lang, text in copy.name.items():
        if lang != "original":
            with translation.override(lang):
                named[lang] = f"{group or _('Common draft')}: {text}"
    before, copy.name = copy.name, Words(named)
    copy.full_clean()
    copy.save(update_fields=["name"])
    with scope(programme=copy):
        write_audit(by=by, act="name copy", programme=copy, change={"name": [str(before), str(copy.name)]})


# Roles ----------------------------------------------------------------------------------------------------------------


def facilitators() -> dict[Account, str]:
    """Accounts that run the workshop, with their names. Call inside the workshop's scope."""
    today = timezone.localdate()
    rows = Membership.objects.filter(role__in=("lead", "facilitator"), person__account__isnull=False)
    rows = rows.filter(Q(until=None) | Q(until__gte=today)).select_related("person__account")
    return {row.person.account: row.person.name for row in rows}


def wanted_in(group: Group | None) -> dict[Account, tuple[str, str]]:
    """{account: (role, name)} in the copy of a group, or in the draft. Call inside the workshop's scope."""
    wanted = {}
    for member in members_of([group])[group.pk] if group else []:
        person = member.participant.person
        if person is not None and person.account is not None:
            wanted[person.account] = ("group_member", member.participant.badge)
    return wanted | {account: ("lead", name) for account, name in facilitators().items()}


@transaction.atomic
def give_roles_in(*, by, copy: Programme, wanted: dict[Account, tuple[str, str]]) -> int:
    """Let exactly these work in the copy: give what is missing, end what is too much. Returns how many changed."""
    with scope(programme=copy, member=None):
        now = roles_now()
        for account, (role, name) in wanted.items():
            if (account, role) not in now:
                give_role(by=by, programme=copy, account=account, role=role, name=name)
        yesterday = timezone.localdate() - timedelta(days=1)
        surplus = {key: row for key, row in now.items() if wanted.get(key[0], ("",))[0] != key[1]}
        for row in surplus.values():
            change_record(by=by, record=row, values={"until": yesterday}, act="end role")
    return len(surplus) + sum((account, role) not in now for account, (role, _name) in wanted.items())


def roles_now() -> dict[tuple[Account, str], Membership]:
    """Roles of people with an account in the programme whose scope is open."""
    today = timezone.localdate()
    rows = Membership.objects.filter(person__account__isnull=False).filter(
        Q(until=None) | Q(until__gte=today)
    )
    return {(row.person.account, row.role): row for row in rows.select_related("person__account")}


def roles_differ(copy: Programme, wanted: dict[Account, tuple[str, str]]) -> bool:
    with scope(programme=copy):
        return set(roles_now()) != {(account, role) for account, (role, _name) in wanted.items()}


@transaction.atomic
def follow_groups(*, by: Member, workshop: Workshop, groups: list[Group]) -> int:
    """Give the roles in the copies of these groups, and in the draft, as the groups stand now; returns how many changed.

    Copies in which the one who does it may not give roles stay as they are.
    """
    there = copies_of(groups)
    found = [(there[group.pk], group) for group in groups if group.pk in there]
    draft = programme_of(workshop.draft)
    changed = 0
    for copy, group in [*found, *([(draft, None)] if draft else [])]:
        member = member_elsewhere(copy, by.account)
        if member is not None and member.may("people.change"):
            changed += give_roles_in(by=by, copy=copy, wanted=wanted_in(group))
    return changed
