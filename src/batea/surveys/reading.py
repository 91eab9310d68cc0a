"""Reading keys: a program reads answers for one person, as far as that person may on this day."""

from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from batea.problems import NOT_ALLOWED, READING_KEY_NOT_KNOWN, Refused
from batea.programmes.actions import add_record
from batea.programmes.audit import write_audit
from batea.programmes.members import Member, member_of, safe_enough
from batea.programmes.models import Person

from .keys import digest_of, new_token
from .models import Form, ReadingKey
from .phones import permissions_of


@transaction.atomic
def give_reading_key(
    *, by, person: Person, name: str, until: date, form: Form | None = None
) -> tuple[ReadingKey, str]:
    """A key for one form, or for all; the token is told here and never again.

    Raises Refused: B101 when the person has no role that reads answers, B201 when it would last too long.
    """
    if "surveys.read" not in permissions_of(person):
        raise Refused(NOT_ALLOWED)
    token = new_token()
    key = ReadingKey(
        programme=person.programme,
        person=person,
        name=name,
        form=form,
        until=until,
        digest=digest_of(token),
        exercise=person.programme.is_exercise,
    )
    return add_record(by=by, record=key, act="give reading key"), token


def forms_of(key: ReadingKey) -> list[Form]:
    """The forms whose answers the key reads."""
    return [key.form] if key.form_id else list(Form.objects.order_by("title", "form_id"))


def may_revoke(member: Member, key: ReadingKey) -> bool:
    """Everybody their own; whoever gives keys to phones, all."""
    return member.may("surveys.change") or key.person_id == member.person.pk


def reader_of(token: str, slug: str) -> tuple[ReadingKey, Member]:
    """The key with this token, and its holder with the roles of today. Looks across programmes on purpose: whoever
    asks is in none yet.

    Raises Refused B740, the same whether the key is unknown, of another programme, revoked, past its last day, or its
    holder reads no answers any more. On a server a holder whose roles need a second step must have one, as for pages.
    """
    with scopes_disabled():
        key = (
            ReadingKey.objects.filter(
                digest=digest_of(token),
                revoked_at=None,
                until__gte=timezone.localdate(),
                programme__slug=slug,
                person__account__is_active=True,
            )
            .select_related("programme", "person__account", "form")
            .first()
        )
    if key is None:
        raise Refused(READING_KEY_NOT_KNOWN)
    with scope(programme=key.programme):
        member = member_of(key.programme, key.person.account)
    if member is None or not member.may("surveys.read") or not safe_enough(member):
        raise Refused(READING_KEY_NOT_KNOWN)
    return key, member


def note_use(*, by: Member, key: ReadingKey) -> None:
    """Note that the key reads today: one line in the trail for each key and day, however often it asks.

    A programme that reads answers only ever says GET, so this is the one GET that writes. The condition stands in the
    update: of requests in the same moment one writes.
    """
    today = timezone.localdate()
    if key.last_used == today:
        return
    with transaction.atomic():
        earlier = Q(last_used=None) | Q(last_used__lt=today)
        if ReadingKey.objects.filter(earlier, pk=key.pk).update(last_used=today):
            change = {"last_used": [key.last_used, today]}
            write_audit(
                by=f"{by} ({key.name})",
                act="read answers",
                programme=key.programme,
                record=key,
                change=change,
            )
