"""Passing a gate by decision, and taking that back."""

from django.db import transaction

from batea.problems import ALREADY_THERE, UNKNOWN_ENTRY, Refused
from batea.programmes.actions import add_record, remove_record

from .models import GateOverride
from .steps import gate_by_id


@transaction.atomic
def pass_gate(*, by, programme, gate_id: str, reason, until=None) -> GateOverride:
    """Pass a gate that is not met; `reason` is Words. Raises Refused for an unknown gate, an empty reason or a repeat."""
    if gate_by_id(gate_id) is None:
        raise Refused(UNKNOWN_ENTRY, what=gate_id)
    if GateOverride.objects.filter(gate=gate_id).exists():
        raise Refused(ALREADY_THERE, what=gate_id)
    decision = GateOverride(
        programme=programme,
        gate=gate_id,
        reason=reason,
        decided_by=str(by),
        until=until,
        exercise=programme.is_exercise,
    )
    return add_record(by=by, record=decision, act="pass gate")


@transaction.atomic
def close_gate(*, by, override: GateOverride) -> None:
    """Take the decision back: the gate counts again as the data say."""
    remove_record(by=by, record=override)
