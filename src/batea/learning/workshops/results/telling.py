"""How a country's programme really stands, told to the workshop by somebody of the country who may decide that.

Two doors: the person belongs to the country's team in the workshop, and decides in the programme of the country what
leaves it (`sharing.decide`). Before that the figures are shown to nobody but this person; afterwards the workshop keeps
them as they were on that day, and goes on knowing nothing of the programme.
"""

from django.db import transaction
from django_scopes import scope

from batea.phase3_implementation.models import Action, FrozenVersion, Indicator, Result
from batea.problems import NOT_TO_TELL, Refused
from batea.programmes.actions import add_record
from batea.programmes.members import Member, programmes_of
from batea.programmes.models import Programme

from ...models import Delegation, Outcome
from ..here import today_there, workshop_here
from ..plans.queries import team_of
from ..plans.taking import member_there

DECIDE = "sharing.decide"


def programmes_to_tell(member: Member, team: Delegation) -> list[Programme]:
    """National programmes of the team's country of which the member decides what leaves them."""
    own = programmes_of(member.account).filter(kind=Programme.Kind.NATIONAL, country=team.country)
    return [each for each in own if member_there(each, member.account, DECIDE)]


def state_of(programme: Programme) -> dict:
    """The programme's state in five figures, and the day of its newest version; call with the right to tell it."""
    with scope(programme=programme):
        newest = FrozenVersion.objects.order_by("-number").first()
        status = list(Action.objects.values_list("status", flat=True))
        return {
            "version": newest.number if newest else None,
            "adopted_on": newest.frozen_on.isoformat() if newest else None,
            "actions": len(status),
            "done": status.count(Action.Status.DONE),
            "indicators": Indicator.objects.count(),
            "measured": Result.objects.values("indicator").distinct().count(),
        }


@transaction.atomic
def tell_state(*, by: Member, programme: Programme, told_by: str, words) -> Outcome:
    """Keep in the workshop how the programme stands today. Raises Refused: B821 without a team, B882 without the right."""
    team = team_of(by)
    if programme not in programmes_to_tell(by, team):
        raise Refused(NOT_TO_TELL, country=team)
    state = state_of(programme)
    outcome = Outcome(
        programme=by.programme,
        delegation=team,
        told_on=today_there(workshop_here()),
        told_by=told_by,
        words=words,
        adopted_on=state["adopted_on"],
        state=state,
    )
    return add_record(by=by, record=outcome, act="tell state")
