"""Keys of phones: given once, shown once, kept as a fingerprint, revoked at once."""

import base64
import json
import zlib
from io import BytesIO

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_scopes import scopes_disabled

from batea.problems import NOT_ALLOWED, PHONE_NOT_KNOWN, Refused
from batea.programmes.actions import add_record
from batea.programmes.models import Membership, Person
from batea.programmes.roles import may_do

from . import keys
from .keys import digest_of, new_token
from .models import Form, Phone


def permissions_of(person: Person) -> frozenset[str]:
    """What the person's roles allow today, with or without a sign-in of its own."""
    lasting = Membership.objects.filter(person=person).filter(
        Q(until=None) | Q(until__gte=timezone.localdate())
    )
    return may_do(lasting.values_list("role", flat=True))


@transaction.atomic
def give_key(*, by, person: Person, name: str, form: Form | None = None) -> tuple[Phone, str]:
    """A key for one officer on one device; the token is told here and never again.

    Raises Refused B101 when the person has no role that collects.
    """
    if "surveys.collect" not in permissions_of(person):
        raise Refused(NOT_ALLOWED)
    token = new_token()
    phone = Phone(
        programme=person.programme,
        person=person,
        name=name,
        form=form,
        digest=digest_of(token),
        exercise=person.programme.is_exercise,
    )
    return add_record(by=by, record=phone, act="give key"), token


def revoke_key(*, by, phone: Phone) -> Phone:
    """From now on the key opens nothing; what the phone has not sent stays on it."""
    return keys.revoke_key(by=by, key=phone)


def phone_of(token: str) -> Phone:
    """The phone with this token. Looks across programmes on purpose: the token is all that says which one it is.

    Raises Refused B701 for an unknown or revoked key, or an officer whose role has ended.
    """
    with scopes_disabled():
        known = Phone.objects.filter(digest=digest_of(token), revoked_at=None)
        found = next(iter(known.select_related("programme", "person")), None)
        if found is None or "surveys.collect" not in permissions_of(found.person):
            raise Refused(PHONE_NOT_KNOWN)
    found.person.programme = found.programme
    return found


def open_forms(phone: Phone):
    """The forms this phone may fetch now."""
    forms = Form.objects.filter(state=Form.State.OPEN)
    return forms.filter(pk=phone.form_id) if phone.form_id else forms


def settings_code(address: str, title: str) -> str:
    """What a set-up QR code says: JSON, packed with zlib, as Base64 (ODK Collect settings)."""
    said = {
        "general": {
            "server_url": address,
            "form_update_mode": "match_exactly",
            "autosend": "wifi_and_cellular",
            "delete_send": True,
        },
        "admin": {},
        "project": {"name": title[:40], "icon": "⛏", "color": "#1d70b8"},
    }
    packed = zlib.compress(json.dumps(said, ensure_ascii=False).encode(), 9)
    return base64.b64encode(packed).decode()


def code_picture(address: str, title: str, kind: str = "png") -> bytes:
    """The set-up code as a picture."""
    import segno

    buffer = BytesIO()
    segno.make(settings_code(address, title), error="l", micro=False).save(
        buffer, kind=kind, scale=5, border=4
    )
    return buffer.getvalue()
