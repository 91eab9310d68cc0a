"""Who takes part when the workshop of Punta Cana is walked again, and the clock that is moved for them.

The case is the workshop after it was held. Its exercises and sittings are opened once more; Haiti, which was not there,
is invited in the browser, so that somebody begins with nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import time_machine
from django_scopes import scope

from batea.learning.models import Delegation, Group, GroupMember, Participant, Sitting
from batea.programmes.founding import found_programme, give_role, open_account
from batea.programmes.models import Account, Person, Programme
from batea.programmes.words import Words
from batea.web.demo import load_case
from tests.conftest import PASSWORD
from tests.journeys.tongues import Polyglot

BY = "the tests"
HOME = "/p/punta-cana-2018"
# One of each strategy group: the badge in the case, and the language of the screen.
PEOPLE = {1: ("Luciana Prado", "pt"), 2: ("Suyapa Meza", "en"), 4: ("Yokasta Reynoso", "es")}
GUEST, GUEST_GROUP = "Marie-Ange Toussaint", 3


class Clock:
    """The time of this process, server and mail: it goes on from where it is put."""

    def __init__(self):
        self.travel = None

    def set(self, day: str, hour: int = 16):
        self.stop()
        there = datetime.combine(datetime.fromisoformat(day), datetime.min.time(), UTC).replace(hour=hour)
        self.travel = time_machine.travel(there)
        self.travel.start()

    def stop(self):
        if self.travel:
            self.travel.stop()
            self.travel = None


@dataclass
class Cast:
    """The programmes, and the accounts: who runs the workshop, one of each group by its number (the guest in group 3)."""

    workshop: Programme
    country: Programme
    home: Programme  # Haiti's own
    facilitator: Account
    members: dict[int, Account] = field(default_factory=dict)

    def one(self, model, **those):
        with scope(programme=self.workshop):
            return model.objects.get(**those)

    def text(self, lang: str, model, name: str, **those) -> str:
        """A passage of the case in a language."""
        return getattr(self.one(model, **those), name)[lang]


def load_cast() -> Cast:
    country, workshop = load_case("do"), load_case("punta-cana-2018")
    name = Words({"original": "fr", "fr": "Stratégie d'Haïti", "en": "Strategy of Haiti"})
    about = {"country": "HT", "currency": "USD", "language": "fr"}
    home = found_programme(by=BY, founder=None, slug="ht", name=name, **about)
    with scope(programme=workshop):
        Sitting.objects.all().delete()
        facilitator = account("facilitator@example.org", workshop, "facilitator")
        cast = Cast(workshop, country, home, facilitator)
        for number, (badge, _lang) in PEOPLE.items():
            cast.members[number] = account(address_of(badge, number), workshop, "participant")
    with scope(programme=country):
        for role in ("administrator", "facilitator"):
            give_role(by=BY, programme=country, account=facilitator, role=role)
    with scope(programme=home):
        cast.members[GUEST_GROUP] = account("marie@example.org", home, "lead")
    return cast


def account(email: str, programme: Programme, role: str) -> Account:
    found, _password = open_account(by=BY, email=email, name=email, password=PASSWORD)
    give_role(by=BY, programme=programme, account=found, role=role)
    return found


def address_of(badge: str, number: int) -> str:
    """An address for somebody of the case, so that the account becomes that person."""
    found = Participant.objects.get(
        badge__startswith=badge, in_groups__group__number=number, in_groups__grouping__purpose="strategy"
    )
    Person.objects.filter(pk=found.person_id).update(email=f"group{number}@example.org")
    return f"group{number}@example.org"


def with_guest(cast: Cast) -> Cast:
    """The guest already there, for those who do not walk how she came."""
    with scope(programme=cast.workshop):
        team = Delegation(programme=cast.workshop, country="HT", state="accepted", exercise=True)
        team.invited_on, team.answered_on = date(2018, 5, 2), date(2018, 5, 20)
        team.save()
        person = give_role(
            by=BY, programme=cast.workshop, account=cast.members[GUEST_GROUP], role="participant"
        ).person
        about = {"badge": GUEST, "sex": "f", "language": "fr", "state": "confirmed", "extra": True}
        guest = Participant(programme=cast.workshop, delegation=team, person=person, exercise=True, **about)
        guest.save()
        group = Group.objects.get(number=GUEST_GROUP, grouping__purpose="strategy")
        GroupMember(programme=cast.workshop, grouping=group.grouping, group=group, participant=guest).save()
    return cast


def languages() -> Iterator[tuple[int, str]]:
    yield from ((number, lang) for number, (_badge, lang) in PEOPLE.items())
    yield GUEST_GROUP, "fr"


def opened(walk, cast: Cast, kind=Polyglot) -> tuple:
    """The browsers: the facilitator's at a desk, the participants' in their hands."""
    lead = walk(kind, lang="es")
    groups = {number: walk(kind, width=360, lang=lang) for number, lang in sorted(languages())}
    return lead, groups
