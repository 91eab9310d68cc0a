from django.db import transaction

from batea.problems import CRITERIA_NOT_MET, Refused
from batea.programmes.actions import change_record

from ...models import Delegation
from . import queries


@transaction.atomic
def invite_delegation(*, by, delegation: Delegation, on) -> Delegation:
    """Note that the country is invited. Raises Refused B844 while a needed criterion is not met; the host needs none."""
    judged = queries.judgement_of(delegation)
    if judged.unmet and not delegation.is_host:
        which = ", ".join(str(criterion) for criterion in judged.unmet)
        raise Refused(CRITERIA_NOT_MET, country=delegation, which=which)
    values = {"state": Delegation.State.INVITED, "invited_on": on}
    return change_record(by=by, record=delegation, values=values, act="invite delegation")
