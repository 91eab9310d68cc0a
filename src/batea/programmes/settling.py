"""Changing the programme itself: the one row that is not a record."""

from django.core.exceptions import ValidationError
from django.db import transaction

from batea.problems import CHANGED_MEANWHILE, NOT_VALID, Refused

from .audit import write_audit
from .models import Programme


@transaction.atomic
def change_programme(*, by, programme: Programme, values: dict, version: int) -> Programme:
    """Set `values` on the programme as it stood at `version`. Raises Refused B201, B202."""
    stored = Programme.objects.get(pk=programme.pk)
    before = {name: getattr(stored, name) for name in values}
    for name, value in values.items():
        setattr(stored, name, value)
    try:
        stored.full_clean()
    except ValidationError as error:
        field, reasons = next(iter(error.message_dict.items()))
        raise Refused(NOT_VALID, field=field, reason=reasons[0]) from error
    done = Programme.objects.filter(pk=stored.pk, version=version).update(version=version + 1, **values)
    if not done:
        raise Refused(CHANGED_MEANWHILE)
    change = {name: [before[name], value] for name, value in values.items() if before[name] != value}
    write_audit(by=by, act="change programme", programme=stored, change=change)
    stored.version = version + 1
    return stored
