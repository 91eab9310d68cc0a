"""What anybody with the code of a certificate is told: name, workshop, kind, dates, issuer, state, and nothing else."""

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from ipaddress import ip_address, ip_network

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.core.files import locks
from django_scopes import scope, scopes_disabled

from batea.problems import TOO_MANY_TRIES, Refused
from batea.programmes.models import Programme
from batea.programmes.words import Words

from ...models import Certificate, Supporter
from .content import agrees, content_of, in_fours, intact, number_of

# Altered: the record does not say any more what was issued.
VALID, REVOKED, UNKNOWN, ALTERED = "valid", "revoked", "unknown", "altered"
# A badge looked at far from its issuer: its signature holds; whether it was revoked since is not known.
SIGNED, FORGED = "valid_signature", "not_signed"
MISREAD = str.maketrans("OIL", "011")
TRIES, WINDOW = 20, 600  # codes nobody has, from one address, in so many seconds


@dataclass(frozen=True)
class Checked:
    """The answer to a check. `agrees`: whether the fingerprint that was given is the certificate's."""

    state: str
    code: str
    number: str = ""
    fingerprint: str = ""
    agrees: bool | None = None
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


def check_code(typed: str, fingerprint: str = "") -> Checked:
    """The same answer for a code that cannot be and for one that nobody has. `fingerprint`: as it stands on the paper."""
    found = certificate_with(typed)
    if found is None:
        return Checked(UNKNOWN, plain_code(typed)[:20])
    with scope(programme=found.programme):
        content = content_of(found)
    return Checked(
        state=state_of(found),
        code=found.code,
        number=number_of(found),
        fingerprint=in_fours(found.fingerprint),
        agrees=agrees(found, fingerprint),
        name=found.name,
        workshop=str(Words(content["title"])),
        place=content["place"],
        starts=date.fromisoformat(content["starts"]) if content["starts"] else None,
        ends=date.fromisoformat(content["ends"]) if content["ends"] else None,
        kind=found.get_kind_display(),
        issuer=issuer_in(content),
        issued_on=found.issued_on,
        revoked_on=found.revoked_on,
        reason=found.get_revoked_for_display(),
        exercise=found.exercise,
    )


def state_of(certificate: Certificate) -> str:
    """What was revoked stays revoked, whatever became of the record."""
    if not certificate.in_force:
        return REVOKED
    return VALID if intact(certificate) else ALTERED


def holds(checked: Checked) -> bool:
    """Valid, and the paper is the one that was issued as far as its fingerprint was given."""
    return checked.state in (VALID, SIGNED) and checked.agrees is not False


def issuer_in(content: dict) -> str:
    """Who gave the certificate on its day: the organisers, or the workshop by its own name."""
    named = [str(Words(name)) for name in content["supporters"].get(Supporter.Part.ORGANISER, [])]
    return ", ".join(named) or str(Words(content["title"]))


def issuer_of(programme) -> str:
    """Who gives the certificate: the organisers of the workshop by name, or the programme's own name."""
    organisers = Supporter.objects.filter(part=Supporter.Part.ORGANISER).select_related("institution")
    named = [str(each.institution.name) for each in organisers.order_by("pk")]
    return ", ".join(named) or str(programme.name)


def count_miss(request) -> None:
    """One more try that led nowhere from this address; the time begins anew with each."""
    key = limit_key(request)
    with one_at_a_time():
        cache.set(key, cache.get(key, 0) + 1, WINDOW)


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Over all processes. A count in a file is read and written back: two at once would count as one."""
    with (settings.DATA / "counting.lock").open("a") as file:
        locks.lock(file, locks.LOCK_EX)
        yield  # closing gives it free


def refuse_too_many(request) -> None:
    """Raises Refused B836 after too many tries that led nowhere."""
    if cache.get(limit_key(request), 0) >= TRIES:
        raise Refused(TOO_MANY_TRIES)


def limit_key(request) -> str:
    """Whoever is signed in is counted by account, everybody else by address; of the long addresses of today (IPv6) by
    the network, because each household has more of them than could ever be counted."""
    who = f"account {request.user.pk}" if request.user.is_authenticated else network_of(request)
    return f"batea:misses:{hashlib.sha256(who.encode()).hexdigest()[:32]}"


def network_of(request) -> str:
    """The address, or the first 64 bits of a long one."""
    address = ip_address(get_adapter().get_client_ip(request))
    return str(ip_network((address, 64), strict=False)) if address.version == 6 else str(address)
