"""Keys of machines, phones' and readers': shown once, kept as a fingerprint, revoked at once."""

import hashlib
import secrets

from django.utils import timezone

from batea.programmes.actions import change_record

from .models import Key


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def new_token() -> str:
    return secrets.token_urlsafe(32)


def revoke_key(*, by, key: Key) -> Key:
    """From now on the key opens nothing."""
    values = {"revoked_at": timezone.now(), "digest": None}
    return change_record(by=by, record=key, values=values, act="revoke key")
