"""Who asks: the member behind a request, and what the roles of that member allow today."""

from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import scope

from .models import Account, Membership, Person, Programme
from .roles import ROLES, SENSITIVE, may_do


@dataclass(frozen=True)
class Member:
    """One account in one programme. `str()` is what the audit trail writes."""

    account: Account
    programme: Programme
    person: Person | None
    roles: tuple[str, ...]
    permissions: frozenset[str] = field(default=frozenset())

    def may(self, permission: str) -> bool:
        return permission in self.permissions

    @property
    def sees_sensitive(self) -> bool:
        return bool(self.permissions & SENSITIVE)

    @property
    def role_names(self):
        return [ROLES[role].name for role in self.roles]

    def __str__(self):
        return self.account.email


def member_of(programme: Programme, account: Account) -> Member | None:
    """The account's member in the programme, or None when it has no role there today. One query.

    Call it inside the programme's scope.
    """
    today = timezone.localdate()
    memberships = list(
        Membership.objects.filter(person__account=account)
        .filter(Q(until=None) | Q(until__gte=today))
        .select_related("person")
    )
    if not memberships:
        return None
    roles = tuple(sorted({membership.role for membership in memberships}))
    return Member(account, programme, memberships[0].person, roles, may_do(roles, programme.kind))


def safe_enough(member: Member) -> bool:
    """On a production server whoever sees names or exact places must have a second step at sign-in."""
    from allauth.mfa.utils import is_mfa_enabled

    return not (settings.PRODUCTION and member.sees_sensitive) or is_mfa_enabled(member.account)


def member_elsewhere(programme: Programme | None, account: Account) -> Member | None:
    """The account's member in another programme than the page's, when it could open the pages there: the other door
    of every act that reaches from one programme into another."""
    if programme is None:
        return None
    with scope(programme=programme):
        found = member_of(programme, account)
    return found if found is not None and safe_enough(found) else None


def programmes_of(account: Account):
    """Programmes in which the account has a role today, by address. Looks across programmes on purpose: it is the
    page before the door, and returns nothing but the programmes' names."""
    from django_scopes import scopes_disabled

    today = timezone.localdate()
    with scopes_disabled():
        mine = list(
            Membership.objects.filter(person__account=account)
            .filter(Q(until=None) | Q(until__gte=today))
            .values_list("programme_id", flat=True)
            .distinct()
        )
    return Programme.objects.filter(pk__in=mine).order_by("slug")


COMMAND_LINE = _("command line")
