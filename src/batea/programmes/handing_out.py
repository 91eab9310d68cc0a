"""Lists of people on their way out: for a purpose, a few entries at once; longer ones when somebody else has agreed.

No list is kept. What is kept is the right to fetch one, as it was asked for, for seven days; the file is made when it is
fetched. So there is nothing to delete when the right ends, and whoever has lost the role meanwhile fetches nothing. What
leaves stands in the audit trail before the file is made.
"""

import json
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from batea.problems import EXPORT_LIMIT, LIST_DECIDED, NOT_ALLOWED, OWN_LIST, Refused

from .actions import add_record, change_record
from .audit import chain_of, locked, write_audit
from .members import Member
from .models import Account, AuditEntry, ListRequest, Membership, Programme
from .roles import ROLES

ACT = "export people"
DECIDE = "lists.decide"
FREE_A_DAY = 50  # entries about people that nobody else has to agree to
ROWS_A_DAY = 500
DAYS = 7
SHOWN = timedelta(days=30)
State = ListRequest.State


@dataclass(frozen=True)
class Wanted:
    """A list somebody wants: which (a register's table or the name of a page), narrowed how, with how many entries
    about people. A whole programme can be `uncapped`: it is not taken out in parts."""

    what: str
    narrowed: str
    kind: str
    count: int
    uncapped: bool = False


@dataclass(frozen=True)
class Mark:
    """What a file of people carries: a sentence for each of its lines, and a part of its name."""

    words: str
    name: str


def until_day():
    return timezone.localdate() + timedelta(days=DAYS)


def mark_of(by, purpose: str, request: ListRequest | None) -> Mark:
    """Who took the list out, when, what for, and when the file is to be deleted."""
    until = request.until if request else until_day()
    told = {
        "who": by,
        "day": timezone.localdate().isoformat(),
        "purpose": purpose,
        "until": until.isoformat(),
    }
    words = _("Taken out by %(who)s, %(day)s, for: %(purpose)s. To be deleted by %(until)s.") % told
    return Mark(
        words, "-".join(filter(None, (f"until-{until.isoformat()}", request.code if request else "")))
    )


# What was taken out today ---------------------------------------------------------------------------------------------


def taken(programme: Programme, since) -> list[tuple[AuditEntry, dict]]:
    """The entries of the trail on lists that left, with what they tell, newest first."""
    found = AuditEntry.objects.filter(chain=chain_of(programme), act=ACT, at__gte=since)
    return [
        (entry, {name: pair[1] for name, pair in json.loads(entry.change).items()})
        for entry in found.order_by("-number")
    ]


def taken_today(programme: Programme, by) -> tuple[int, int]:
    """Entries about people this member has taken out since midnight: (all, those nobody agreed to)."""
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    mine = [told for entry, told in taken(programme, midnight) if entry.actor == str(by)[:200]]
    return sum(told["rows"] for told in mine), sum(told["rows"] for told in mine if not told.get("request"))


def may_leave_freely(count: int) -> bool:
    """A file that is no list of people may name a few of them without a purpose."""
    return count <= FREE_A_DAY


def needs_consent(by: Member, wanted: Wanted) -> bool:
    """More than a few entries, what was taken in parts today counted in."""
    return wanted.count + taken_today(by.programme, by)[1] > FREE_A_DAY


@transaction.atomic
def note_taken(*, by: Member, wanted: Wanted, purpose: str, request: ListRequest | None = None) -> None:
    """Write into the trail what leaves and why. Raises Refused B843 beyond the limit of a day, B101 for more than a
    few entries that nobody has agreed to."""
    locked(chain_of(by.programme))  # two exports at once count each other
    everything, _free = taken_today(by.programme, by)
    if request is None and needs_consent(by, wanted):
        raise Refused(NOT_ALLOWED)
    if not wanted.uncapped and everything + wanted.count > ROWS_A_DAY:
        raise Refused(EXPORT_LIMIT, taken=everything, count=wanted.count, limit=ROWS_A_DAY)
    told = {"table": wanted.what, "purpose": purpose, "file": wanted.kind, "rows": wanted.count}
    if request is not None:
        told |= {"request": request.code, "agreed by": request.decided_by}
    write_audit(
        by=by, act=ACT, programme=by.programme, change={name: [None, value] for name, value in told.items()}
    )


# Requests -------------------------------------------------------------------------------------------------------------


def requests_of(by: Member, wanted: Wanted) -> QuerySet[ListRequest]:
    return ListRequest.objects.filter(what=wanted.what, narrowed=wanted.narrowed, asked_by=str(by)[:200])


def agreed_request(by: Member, wanted: Wanted) -> ListRequest | None:
    """The right to fetch exactly this list today."""
    open_now = requests_of(by, wanted).filter(state=State.AGREED, until__gte=timezone.localdate())
    return open_now.order_by("-until", "-pk").first()


def waiting_request(by: Member, wanted: Wanted) -> ListRequest | None:
    return requests_of(by, wanted).filter(state=State.ASKED).first()


def requests_seen(by: Member) -> QuerySet[ListRequest]:
    """All for those who may decide, one's own for everybody else."""
    seen = ListRequest.objects.order_by("-asked_on", "-pk")
    return seen if by.may(DECIDE) else seen.filter(asked_by=str(by)[:200])


def waiting_for(by: Member) -> int:
    """How many requests this member could decide on now."""
    if not by.may(DECIDE):
        return 0
    return ListRequest.objects.filter(state=State.ASKED).exclude(asked_by=str(by)[:200]).count()


def deciders(asker: str) -> list[Account]:
    """Who could decide on a request of this asker: everybody with the right and a sign-in, but the asker."""
    roles = [role.code for role in ROLES.values() if DECIDE in role.may]
    today = timezone.localdate()
    found = Membership.objects.filter(role__in=roles, person__account__is_active=True)
    found = found.filter(Q(until=None) | Q(until__gte=today)).exclude(person__account__email=asker)
    return list(Account.objects.filter(pk__in=found.values("person__account")).order_by("pk"))


@transaction.atomic
def ask_list(*, by: Member, wanted: Wanted, purpose: str) -> ListRequest:
    """Ask for a list that needs somebody else's consent; everybody who may decide is written to."""
    request = waiting_request(by, wanted)
    if request is not None:
        return request
    request = ListRequest(
        programme=by.programme,
        what=wanted.what,
        narrowed=wanted.narrowed,
        count=wanted.count,
        purpose=purpose,
        asked_by=str(by)[:200],
        asked_on=timezone.localdate(),
        exercise=by.programme.is_exercise,
    )
    add_record(by=by, record=request, act="ask for list")
    tell_of(request, deciders(request.asked_by))
    return request


@transaction.atomic
def decide_list(*, by, request: ListRequest, agree: bool, answer: str = "", version=None) -> ListRequest:
    """Agree, or refuse; what was agreed to can still be refused, which ends the right at once.

    Raises Refused: B101 without the right, B865 on one's own request, B864 when it has been decided, B202.
    """
    if isinstance(by, Member) and not (by.may(DECIDE) and by.programme.pk == request.programme_id):
        raise Refused(NOT_ALLOWED)
    if str(by)[:200] == request.asked_by:
        raise Refused(OWN_LIST)
    if request.state == State.REFUSED or (agree and request.state == State.AGREED):
        raise Refused(LIST_DECIDED, state=request.get_state_display())
    values = {
        "state": State.AGREED if agree else State.REFUSED,
        "decided_by": str(by)[:200],
        "decided_on": timezone.localdate(),
        "answer": answer,
        "until": until_day() if agree else None,
    }
    act = "agree to list" if agree else "refuse list"
    request = change_record(by=by, record=request, values=values, version=version, act=act)
    tell_of(request, list(Account.objects.filter(email=request.asked_by, is_active=True)))
    return request


def tell_of(request: ListRequest, people: list[Account]) -> None:
    """Write to them once the request is kept. A mail server that is away stops nothing: the pages tell it, too."""
    page = settings.SERVER.rstrip("/") + reverse(
        "programmes_in:people_list", args=[request.programme.slug, request.uid]
    )
    for account in people:
        with translation.override(account.language or request.programme.language):
            subject = _("List of people: %(state)s") % {"state": request.get_state_display()}
            body = _("%(who)s asks for a list with %(count)s entries about people, for: %(purpose)s") % {
                "who": request.asked_by,
                "count": request.count,
                "purpose": request.purpose,
            }
            letter = (subject, f"{body}\n{request.get_state_display()}\n\n{page}\n", None, [account.email])
        transaction.on_commit(lambda letter=letter: send_mail(*letter, fail_silently=True))
