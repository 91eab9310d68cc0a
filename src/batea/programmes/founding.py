"""How a programme begins, and how people get into it."""

import secrets

from django.core.exceptions import ValidationError
from django.db import transaction
from django_scopes import scope

from batea.problems import ALREADY_THERE, NO_ROLE, NOT_VALID, Refused

from .actions import add_record, change_record
from .audit import write_audit
from .models import Account, Membership, Person, Programme
from .roles import ROLES


@transaction.atomic
def found_programme(*, by, founder: Account | None, slug: str, name, **fields) -> Programme:
    """A new, empty programme with `founder` as its lead. Raises Refused when the address is taken or a field is wrong."""
    programme = Programme(slug=slug, name=name, **fields)
    try:
        programme.full_clean()
    except ValidationError as error:
        field, reasons = next(iter(error.message_dict.items()))
        if field == "slug" and Programme.objects.filter(slug=slug).exists():
            raise Refused(ALREADY_THERE, what=slug) from error
        raise Refused(NOT_VALID, field=field, reason=reasons[0]) from error
    programme.save()
    with scope(programme=programme):
        write_audit(by=by, act="found programme", programme=programme, change={"slug": [None, slug]})
        if founder is not None:
            give_role(by=by, programme=programme, account=founder, role="lead")
    return programme


@transaction.atomic
def give_role(*, by, programme: Programme, account: Account, role: str, name: str = "") -> Membership:
    """Let an account take part in the programme; makes its person when there is none. Call inside the scope."""
    if role not in ROLES:
        raise Refused(NO_ROLE, role=role, known=", ".join(ROLES))
    person = person_of(programme, account) or add_record(
        by=by,
        record=Person(programme=programme, name=name or str(account), email=account.email, account=account),
    )
    found = Membership.objects.filter(person=person, role=role).first()
    if found is None:
        return add_record(
            by=by, record=Membership(programme=programme, person=person, role=role), act="give role"
        )
    return (
        change_record(by=by, record=found, values={"until": None}, act="give role") if found.until else found
    )


def person_of(programme: Programme, account: Account) -> Person | None:
    """The account's person here; a person with the same e-mail address who has no account yet becomes it."""
    person = Person.objects.filter(account=account).first()
    if person is None:
        person = Person.objects.filter(email__iexact=account.email, account=None).first()
        if person is not None:
            Person.objects.filter(pk=person.pk).update(account=account)
            write_audit(by=account, act="link account", programme=programme, record=person)
    return person


@transaction.atomic
def open_account(
    *, by, email: str, name: str = "", password: str = "", operator: bool = False
) -> tuple[Account, str]:
    """The account for an e-mail address and, when it is new, its first password (made up unless given)."""
    existing = Account.objects.filter(email__iexact=email).first()
    if existing:
        return existing, ""
    password = password or first_password()
    try:
        account = Account.objects.create_user(email, password, name=name, is_operator=operator)
    except ValidationError as error:
        raise Refused(NOT_VALID, field="email", reason=error.messages[0]) from error
    write_audit(
        by=by, act="open account", change={"email": [None, account.email], "operator": [None, operator]}
    )
    return account, password


@transaction.atomic
def reopen_account(*, by, account: Account) -> str:
    """Let somebody in again who lost the password or the second step; returns the new first password."""
    from allauth.mfa.models import Authenticator

    password = first_password()
    account.set_password(password)
    account.save(update_fields=["password"])
    Authenticator.objects.filter(user=account).delete()
    write_audit(by=by, act="reopen account", change={"email": [account.email, account.email]})
    return password


@transaction.atomic
def suspend_account(*, by, account: Account) -> None:
    """Nobody signs in with it any more, from the next request on."""
    account.is_active = False
    account.save(update_fields=["is_active"])
    write_audit(by=by, act="suspend account", change={"email": [account.email, None]})


def first_password() -> str:
    """Five groups of four easily read characters: about 100 bits, to be handed over once and changed."""
    alphabet = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(alphabet) for _ in range(4)) for _ in range(5))
