"""Changing the rules. Each act raises the version of the typology in the same transaction.

Every act takes `seen`, the version of the rules its author looked at (None: whatever is in force); when somebody has
changed the rules since, nothing is written (B202).
"""

from django.db import transaction
from django.utils import timezone

from batea.problems import CHANGED_MEANWHILE, UNKNOWN_ENTRY, Refused
from batea.programmes.actions import add_record, change_record, remove_record

from .models import TypeRule, Typology
from .queries import ordered_rules


def raise_version(*, by, programme, seen: int | None) -> Typology:
    """The next version of the rules. Raises Refused B202 when `seen` is not the version in force."""
    now = Typology.objects.select_for_update().first()
    if seen is not None and seen != (now.rules_version if now else 0):
        raise Refused(CHANGED_MEANWHILE)
    if now is None:
        first = Typology(programme=programme, rules_version=1, exercise=programme.is_exercise)
        return add_record(by=by, record=first, act="first rules version")
    return change_record(
        by=by, record=now, values={"rules_version": now.rules_version + 1}, act="raise rules version"
    )


def renumber(*, by, rules: list[TypeRule]) -> None:
    """Give the rules the places 1, 2, 3 … in the order of the list."""
    for place, rule in enumerate(rules, start=1):
        if rule.order != place:
            change_record(by=by, record=rule, values={"order": place}, act="move rule")


@transaction.atomic
def add_rule(*, by, rule: TypeRule, place: int | None = None, seen: int | None = None) -> TypeRule:
    """Add the rule at `place` (from 1; None: at the end). Raises Refused when it is not valid."""
    raise_version(by=by, programme=rule.programme, seen=seen)
    rules = ordered_rules()
    rule.order = len(rules) + 1 if place is None else max(1, min(place, len(rules) + 1))
    for later, other in enumerate(rules[rule.order - 1 :], start=rule.order + 1):
        change_record(by=by, record=other, values={"order": later}, act="move rule")
    return add_record(by=by, record=rule, act="add rule")


@transaction.atomic
def change_rule(
    *, by, rule: TypeRule, values: dict, version: int | None = None, seen: int | None = None
) -> TypeRule:
    """Change type, conditions or note of a rule; its place is changed by `move_rule`."""
    raise_version(by=by, programme=rule.programme, seen=seen)
    allowed = {name: values[name] for name in ("type", "conditions", "note") if name in values}
    return change_record(by=by, record=rule, values=allowed, version=version, act="change rule")


@transaction.atomic
def remove_rule(*, by, rule: TypeRule, version: int | None = None, seen: int | None = None) -> None:
    """Remove the rule and close the gap it leaves."""
    raise_version(by=by, programme=rule.programme, seen=seen)
    remove_record(by=by, record=rule, version=version)
    renumber(by=by, rules=ordered_rules())


@transaction.atomic
def move_rule(*, by, rule: TypeRule, place: int, seen: int | None = None) -> None:
    """Put the rule at `place`, from 1 to the number of rules. Raises Refused for a place that is not there."""
    rules = ordered_rules()
    if not 1 <= place <= len(rules):
        raise Refused(UNKNOWN_ENTRY, what=place)
    raise_version(by=by, programme=rule.programme, seen=seen)
    others = [other for other in rules if other.pk != rule.pk]
    mine = [other for other in rules if other.pk == rule.pk]
    renumber(by=by, rules=[*others[: place - 1], *mine, *others[place - 1 :]])


@transaction.atomic
def adopt_rules(*, by, typology: Typology, on=None) -> Typology:
    """The task force has agreed on the rules in force."""
    values = {"adopted_on": on or timezone.localdate(), "adopted_version": typology.rules_version}
    return change_record(by=by, record=typology, values=values, act="adopt rules")
