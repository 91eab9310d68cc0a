"""What the pages, gates and chapter of the task force ask."""

from dataclasses import dataclass

from django.db.models import F

from batea.programmes.models import Institution, Sex

from .models import Charter, Seat


def charter_in_force() -> Charter | None:
    """The act signed last; before any is signed, the one written last."""
    return Charter.objects.order_by(F("signed_on").desc(nulls_last=True), "-pk").first()


def seats():
    return Seat.objects.select_related("institution", "titular", "alternate").order_by("-mandated", "pk")


@dataclass(frozen=True)
class Roster:
    """Who sits in the task force. `women` of `known`: people named whose sex is stated."""

    seats: tuple[Seat, ...]
    women: int
    known: int

    @property
    def vacant(self) -> int:
        """Titulars and alternates that mandated institutions have still to name."""
        owed = [seat for seat in self.seats if seat.mandated]
        return sum((seat.titular_id is None) + (seat.alternate_id is None) for seat in owed)

    @property
    def a_third_are_women(self) -> bool:
        return self.women * 3 >= self.known > 0


def roster() -> Roster:
    found = tuple(seats())
    people = {person.pk: person for seat in found for person in (seat.titular, seat.alternate) if person}
    stated = [person.sex for person in people.values() if person.sex]
    return Roster(found, stated.count(Sex.FEMALE), len(stated))


def unseated_authorities():
    """Ministries and public agencies of the programme that have no seat."""
    kinds = (Institution.Kind.MINISTRY, Institution.Kind.AGENCY)
    return Institution.objects.filter(kind__in=kinds, seats=None).order_by("pk")
