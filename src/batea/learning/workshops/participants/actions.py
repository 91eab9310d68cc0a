"""Bringing people in: a sign-in for each participant; what participants say of their needs."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from batea.problems import NOT_TO_BE_INVITED, Refused
from batea.programmes.actions import add_record, change_record
from batea.programmes.founding import give_role, open_account
from batea.programmes.models import Account, Person

from ...models import NeedsAnswer, Participant
from . import queries

ROLE = "participant"


@dataclass(frozen=True)
class Slip:
    """What is handed to somebody once; no password where the account existed already."""

    participant: Participant
    account: Account
    password: str


@transaction.atomic
def give_sign_in(*, by, participant: Participant, email: str, name: str = "") -> Slip:
    """An account for the participant, with the role of one and no other. The first password is returned, never kept.

    Raises Refused B845 for somebody who declined, or when the address belongs to another person here.
    """
    if participant.state == Participant.State.DECLINED:
        refuse(participant, _("the invitation was declined"))
    person = person_for(by, participant, email, name or participant.badge)
    account, password = open_account(by=by, email=email, name=name or participant.badge)
    if person.account_id not in (None, account.pk):
        refuse(participant, _("the person signs in with another address already"))
    taken = Person.objects.filter(account=account).exclude(pk=person.pk).exists()
    if taken:
        refuse(participant, _("the address belongs to another person of the workshop"))
    give_role(by=by, programme=participant.programme, account=account, role=ROLE)
    return Slip(participant, account, password)


def person_for(by, participant: Participant, email: str, name: str) -> Person:
    """The person behind the participant, with this address: the one linked, the one who has the address, or a new one."""
    if participant.person:
        person = participant.person
        if person.email.lower() != email.lower():
            if person.account_id:
                refuse(participant, _("the person signs in with another address already"))
            person = change_record(by=by, record=person, values={"email": email})
        # Two people of one address: the role must not go to the other one.
        if Person.objects.filter(email__iexact=email).exclude(pk=person.pk).exists():
            refuse(participant, _("the address belongs to another person of the workshop"))
        return person
    person = Person.objects.filter(email__iexact=email).first()
    if person is not None and Participant.objects.filter(person=person).exists():
        refuse(participant, _("the address belongs to another person of the workshop"))
    if person is None:
        record = Person(programme=participant.programme, name=name, email=email, sex=participant.sex)
        record.institution, record.exercise = participant.institution, participant.exercise
        person = add_record(by=by, record=record)
    change_record(by=by, record=participant, values={"person": person})
    return person


def refuse(participant: Participant, reason) -> None:
    raise Refused(NOT_TO_BE_INVITED, name=participant.badge, reason=reason)


@transaction.atomic
def give_sign_ins(*, by) -> list[Slip]:
    """Sign-ins for everybody who has confirmed, has an address and cannot sign in yet."""
    return [
        give_sign_in(by=by, participant=each.participant, email=each.participant.person.email)
        for each in queries.sign_ins()
        if not each.ready and each.has_address
    ]


@transaction.atomic
def answer_needs(*, by, participant: Participant, **said) -> NeedsAnswer:
    """What the participant says of the own needs; saying it again takes the place of what was said."""
    found = NeedsAnswer.objects.filter(participant=participant).first()
    if found is not None:
        return change_record(by=by, record=found, values=said, act="answer needs survey")
    answer = NeedsAnswer(programme=participant.programme, participant=participant, **said)
    return add_record(by=by, record=answer, act="answer needs survey")
