"""What anybody with the code of a certificate is told: name, workshop, kind, dates, issuer, state, and nothing else."""

import hashlib
import re
from dataclasses import dataclass
from datetime import date

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django_scopes import scope, scopes_disabled

from batea.problems import TOO_MANY_TRIES, Refused
from batea.programmes.models import Programme

from ...models import Certificate, Supporter, Workshop

VALID, REVOKED, UNKNOWN = "valid", "revoked", "unknown"
MISREAD = str.maketrans("OIL", "011")
TRIES, WINDOW = 20, 600  # codes nobody has, from one address, in so many seconds


@dataclass(frozen=True)
class Checked:
    """The answer to a check. `certificate`, for those who may do more with it, never reaches a page of its own accord."""

    state: str
    code: str
    name: str = ""
    workshop: str = ""
    place: str = ""
    starts: date | None = None
    ends: date | None = None
    kind: str = ""
    issuer: str = ""
    issued_on: date | None = None
    revoked_on: date | None = None
    reason: str = ""
    exercise: bool = False


def plain_code(typed: str) -> str:
    """The code as it is kept, however it was typed: small, without dashes, with the letter O for a nought."""
    letters = re.sub(r"[^0-9A-Z]", "", typed.upper().translate(MISREAD))
    return "-".join(letters[start : start + 4] for start in range(0, len(letters), 4))


def certificate_with(code: str) -> Certificate | None:
    """Looks across programmes on purpose: a check knows nothing but the code. Copies for practice are passed over."""
    with scopes_disabled():
        found = Certificate.objects.filter(code=plain_code(code))
        real = found.exclude(programme__kind=Programme.Kind.EXERCISE)
        return real.select_related("programme").order_by("pk").first()


def check_code(typed: str) -> Checked:
    """The same answer for a code that cannot be and for one that nobody has."""
    found = certificate_with(typed)
    if found is None:
        return Checked(UNKNOWN, plain_code(typed)[:20])
    with scope(programme=found.programme):
        workshop = Workshop.objects.first()
        issuer = issuer_of(found.programme)
    return Checked(
        state=VALID if found.in_force else REVOKED,
        code=found.code,
        name=found.name,
        workshop=str(found.programme.name),
        place=workshop.place if workshop else "",
        starts=workshop.starts if workshop else None,
        ends=workshop.ends if workshop else None,
        kind=found.get_kind_display(),
        issuer=issuer,
        issued_on=found.issued_on,
        revoked_on=found.revoked_on,
        reason=found.revoked_why,
        exercise=found.exercise,
    )


def issuer_of(programme) -> str:
    """Who gives the certificate: the organisers of the workshop by name, or the programme's own name."""
    organisers = Supporter.objects.filter(part=Supporter.Part.ORGANISER).select_related("institution")
    named = [str(each.institution.name) for each in organisers.order_by("pk")]
    return ", ".join(named) or str(programme.name)


def count_miss(request) -> None:
    """One more try that led nowhere from this address."""
    key = limit_key(request)
    cache.add(key, 0, WINDOW)
    try:
        cache.incr(key)
    except ValueError:  # it ran out in this moment
        cache.add(key, 1, WINDOW)


def refuse_too_many(request) -> None:
    """Raises Refused B836 after too many tries that led nowhere."""
    if cache.get(limit_key(request), 0) >= TRIES:
        raise Refused(TOO_MANY_TRIES)


def limit_key(request) -> str:
    """Whoever is signed in is counted by account, everybody else by address."""
    who = (
        f"account {request.user.pk}"
        if request.user.is_authenticated
        else get_adapter().get_client_ip(request)
    )
    return f"batea:misses:{hashlib.sha256(str(who).encode()).hexdigest()[:32]}"
