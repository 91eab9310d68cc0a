"""What the pages of this room have in common."""

from django.shortcuts import redirect

from batea.problems import (
    NOT_ALLOWED,
    PLAN_NOT_BEGUN,
    UNKNOWN_ENTRY,
    Refused,
)

from ....models import Plan
from ... import showing
from .. import queries
from ..queries import Reader, reader_of, team_of
from ..step import STEP


def show(request, template: str, title: str, context: dict, status: int = 200):
    return showing.show(request, STEP, f"plans/{template}", title, context, status)


def to(request, name: str, *args):
    return redirect(f"plans:{name}", request.programme.slug, *args)


def own_plan(request) -> Plan:
    """The plan of the member's team. Raises Refused B820 before it is begun, B821 without a team."""
    found = queries.plan_of(team_of(request.member))
    if found is None:
        raise Refused(PLAN_NOT_BEGUN)
    return found


def refuse_unless_written_by(request, plan: Plan | None, model) -> Reader:
    """Raises Refused: B205 for those who may not read the plan, B101 for those who only may read it."""
    reader = reader_of(request.member)
    if plan is None or not reader.stands_near(plan):
        raise Refused(UNKNOWN_ENTRY, what=model._meta.verbose_name)
    if not reader.writes(plan):
        raise Refused(NOT_ALLOWED)
    return reader
