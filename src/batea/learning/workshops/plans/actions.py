"""What teams write into their plans, what facilitators set, and how a check-in is answered."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from batea.problems import NOT_ALLOWED, NOT_VALID, NOT_YET_DUE, PLAN_NOT_BEGUN, Refused
from batea.programmes.actions import add_record, change_record
from batea.programmes.words import Words

from ...models import CheckIn, Delegation, Help, Participant, Plan, PlanAction
from ..here import today_there, workshop_here
from .parts import OBJECTIVE, Part
from .queries import AFTER_DAYS, Reader


def write_part(
    *, by, team: Delegation, plan: Plan | None, part: Part, values: dict, version: int | None
) -> Plan:
    """Keep what the team wrote on one page; the first page begins the plan.

    Raises Refused: B820 for another page before the first, B202 when a colleague has changed the plan meanwhile.
    """
    if plan is not None:
        return change_record(by=by, record=plan, values=values, version=version)
    if part.slug != OBJECTIVE:
        raise Refused(PLAN_NOT_BEGUN)
    return add_record(
        by=by, record=Plan(programme=team.programme, delegation=team, exercise=team.exercise, **values)
    )


def share_plan(*, by, plan: Plan, public: bool) -> Plan:
    """The team shows its plan to everybody in the workshop, or takes that back."""
    return change_record(by=by, record=plan, values={"public": public}, act="share" if public else "unshare")


def present_plan(*, by, plan: Plan, day: date) -> Plan:
    """The team has presented its plan; its check-ins get their dates. Raises Refused B201 for a day to come."""
    if day > today_there(workshop_here()):
        raise Refused(
            NOT_VALID, field=Plan._meta.get_field("presented_on").verbose_name, reason=_("It lies ahead.")
        )
    with transaction.atomic():
        presented = change_record(by=by, record=plan, values={"presented_on": day}, act="present")
        set_dates(by=by, plan=presented)
    return presented


@transaction.atomic
def set_dates(*, by, plan: Plan) -> list[CheckIn]:
    """The four check-ins, counted from the last day of the workshop; those not asked yet move when it has moved."""
    ends = workshop_here().ends
    there = {each.after_days: each for each in CheckIn.objects.filter(plan=plan)}
    found = []
    for days in AFTER_DAYS:
        due, known = ends + timedelta(days=days), there.get(days)
        if known is None:
            new = CheckIn(programme=plan.programme, plan=plan, after_days=days, due=due)
            new.exercise = plan.exercise
            found.append(add_record(by=by, record=new))
        elif known.due != due and not known.asked_on and not known.answered_on:
            found.append(change_record(by=by, record=known, values={"due": due}))
    return found


@transaction.atomic
def choose_peers(*, by, chosen: list[tuple[Plan, Delegation | None, Participant | None]]) -> int:
    """Set peer team and coach of each plan; returns how many plans changed. Raises Refused B201 for its own team."""
    changed = 0
    for plan, peer, coach in chosen:
        stored = change_record(by=by, record=plan, values={"peer": peer, "coach": coach}, act="choose peers")
        changed += stored.version != plan.version
    return changed


def note_help(
    *, by, reader: Reader, plan: Plan, kind: str, words: Words, team: Delegation | None = None
) -> Help:
    """Help asked for by the team itself, or given: by whom the team says, or by the peers, the coach, the facilitators.

    Raises Refused B101 for those who do not stand near the plan, and for others than the team who ask in its name.
    """
    own = reader.writes(plan)
    if not reader.stands_near(plan) or (kind == Help.Kind.ASKED and not own):
        raise Refused(NOT_ALLOWED)
    giver = team if own else reader.team
    record = Help(
        programme=plan.programme,
        plan=plan,
        kind=kind,
        words=words,
        team=giver,
        day=today_there(workshop_here()),
        exercise=plan.exercise,
    )
    return add_record(by=by, record=record)


@transaction.atomic
def answer_check_in(*, by, check_in: CheckIn, how: str, values: dict, done: list[PlanAction] = ()) -> CheckIn:
    """How the plan stands, in the words of the team; its link ends with the answer.

    `values` are state, percent, changed, blocker_kind, blocker, learned; `done` are actions finished since. Raises
    Refused: B827 before its day, B202 when a colleague answered in the same moment.
    """
    today = today_there(workshop_here())
    if check_in.due > today:
        raise Refused(NOT_YET_DUE, day=check_in.due.isoformat())
    said = {"state": "", **values, "answered_on": today, "how": how, "digest": ""}
    answered = change_record(by=by, record=check_in, values=said, act="answer")
    for action in done:
        change_record(by=by, record=action, values={"done_on": today})
    return answered
