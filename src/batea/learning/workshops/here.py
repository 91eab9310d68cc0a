"""The workshop of the programme, and who in it is asking."""

from zoneinfo import ZoneInfo

from django.utils import timezone

from batea.problems import NO_WORKSHOP, NOT_A_PARTICIPANT, Refused

from ..models import Participant, Workshop


def workshop_here() -> Workshop:
    """The programme's workshop. Raises Refused B802 when nobody has described it yet."""
    found = Workshop.objects.first()
    if found is None:
        raise Refused(NO_WORKSHOP)
    return found


def today_there(workshop: Workshop):
    """The date at the place of the workshop."""
    return timezone.now().astimezone(ZoneInfo(workshop.time_zone)).date()


def participant_of(member) -> Participant | None:
    """The participant behind a member, or None for those who only run or watch the workshop."""
    return Participant.objects.filter(person=member.person).first() if member.person else None


def me(member) -> Participant:
    """The participant behind a member. Raises Refused B803 when the member is none."""
    found = participant_of(member)
    if found is None:
        raise Refused(NOT_A_PARTICIPANT)
    return found
