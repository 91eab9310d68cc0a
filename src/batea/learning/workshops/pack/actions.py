from django.db import transaction

from batea.problems import NOT_RELEASED, Refused
from batea.programmes.actions import add_record, change_record

from ...models import PackItem, Participant, ReadReceipt


@transaction.atomic
def confirm_reading(*, by, participant: Participant, item: PackItem, today) -> ReadReceipt:
    """The participant says: I have read it as it stands now. Raises Refused B842 when it is not released."""
    if item.released_on is None or item.released_on > today:
        raise Refused(NOT_RELEASED, what=item)
    said = {"read_version": item.version, "read_on": today}
    found = ReadReceipt.objects.filter(participant=participant, item=item).first()
    if found is not None:
        return change_record(by=by, record=found, values=said, act="confirm reading")
    receipt = ReadReceipt(programme=item.programme, participant=participant, item=item, **said)
    return add_record(by=by, record=receipt, act="confirm reading")
