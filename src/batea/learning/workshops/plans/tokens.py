"""The one-time link of a check-in: only its fingerprint is kept, and it ends with the answer or after sixty days."""

import hashlib
import re
import secrets
from datetime import timedelta

from django_scopes import scope, scopes_disabled

from batea.problems import LINK_NOT_KNOWN, Refused
from batea.programmes.models import Programme

from ...models import CheckIn
from ..here import today_there, workshop_here

LASTS = 60  # days
TOKEN = re.compile(r"[A-Za-z0-9_-]{24}")


def new_token() -> str:
    """24 characters that say nothing; 144 bits."""
    return secrets.token_urlsafe(18)


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def check_in_with(token: str) -> CheckIn:
    """The open check-in this token was sent for. Looks across programmes on purpose: a link knows nothing else.

    Raises Refused B824, the same for a token nobody was sent, one that was used and one that is too old.
    """
    found = None
    if TOKEN.fullmatch(token):
        with scopes_disabled():
            open_ones = CheckIn.objects.filter(
                digest=digest_of(token), answered_on=None, asked_on__isnull=False
            )
            real = open_ones.exclude(programme__kind=Programme.Kind.EXERCISE)
            found = real.select_related("programme", "plan__delegation").first()
    if found is None:
        raise Refused(LINK_NOT_KNOWN)
    with scope(programme=found.programme):
        if today_there(workshop_here()) > found.asked_on + timedelta(days=LASTS):
            raise Refused(LINK_NOT_KNOWN)
    return found
