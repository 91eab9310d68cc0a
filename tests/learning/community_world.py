"""A community on the same server as the countries, and people of countries who take part in it."""

from django_scopes import scope

from batea.learning.models import Profile
from batea.programmes.founding import found_programme, give_role
from batea.programmes.members import member_of
from batea.programmes.models import Person
from tests.conftest import cast
from tests.learning.conftest import BY, add, said


def new_community(slug: str = "c"):
    """A community without anybody in it."""
    return found_programme(
        by=BY,
        founder=None,
        slug=slug,
        name=said("Community"),
        country="DO",
        currency="USD",
        language="en",
        kind="community",
    )


def invite(community, client, badge: str, country: str, role: str = "participant", **values) -> Profile:
    """Somebody who signs in already takes part, with a profile."""
    with scope(programme=community):
        give_role(by=BY, programme=community, account=client.account, role=role)
        person = Person.objects.get(account=client.account)
        return add(Profile, community, person=person, badge=badge, country=country, **values)


def joins(community, name: str, country: str, role: str = "participant", **values):
    """Somebody new; `.member` is of the community, `.profile` what others see."""
    client = cast(community, name, role)
    client.profile = invite(community, client, name.title(), country, role, **values)
    with scope(programme=community):
        client.member = member_of(community, client.account)
    return client
