"""The way of a plan's actions into the work plan of the country's own programme, through two doors.

The first door is the team's own plan in the workshop; the second is the programme of the country, where the same
account must hold the right to change the work plan. Nothing is read out of that programme but whether a task that was
taken there is done, and only for somebody who may see it there anyway.
"""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_scopes import scope

from batea.phase1_getting_started.models import WorkItem
from batea.problems import NO_WORK_PLAN, NOT_ALLOWED, TAKEN_ALREADY, Refused
from batea.programmes.actions import add_record, change_record
from batea.programmes.copies import give_credit
from batea.programmes.members import Member, member_elsewhere, programmes_of
from batea.programmes.models import Programme
from batea.programmes.registers import address_of

from ...models import Delegation, PlanAction
from ..here import workshop_here
from .queries import reader_of

DOLLAR = "USD"


@dataclass(frozen=True)
class Task:
    """What became of an action that was taken over, for a reader who may see it there."""

    programme: Programme
    item: WorkItem | None
    url: str

    @property
    def done_on(self) -> date | None:
        return self.item.done_on if self.item else None


def member_there(programme: Programme, account, permission: str) -> Member | None:
    """The account as a member of the other programme, when it may do this there and could open its pages."""
    there = member_elsewhere(programme, account)
    return there if there is not None and there.may(permission) else None


def programmes_for(member: Member, team: Delegation) -> list[Programme]:
    """National programmes of the team's country in which the member may change the work plan."""
    own = programmes_of(member.account).filter(kind=Programme.Kind.NATIONAL, country=team.country)
    return [each for each in own if member_there(each, member.account, "task_force.change")]


def take_actions(
    *, by: Member, actions: list[PlanAction], programme: Programme, lang: str
) -> list[PlanAction]:
    """Carry actions of the own team's plan into the work plan of the own country; `lang` is that of the note of origin.

    All or nothing. Raises Refused: B101 for another team's plan, B822 without the right there or for another country's
    programme, B823 for an action that is there already.
    """
    reader = reader_of(by)
    if any(not reader.writes(action.plan) for action in actions):
        raise Refused(NOT_ALLOWED)
    team = reader.team
    there = member_there(programme, by.account, "task_force.change")
    if there is None or programme.kind != Programme.Kind.NATIONAL or programme.country != team.country:
        raise Refused(NO_WORK_PLAN, country=team)
    origin = origin_of(by.programme, lang)
    with transaction.atomic():
        return [take_action(by, there, action, origin) for action in actions]


def take_action(by: Member, there: Member, action: PlanAction, origin: str) -> PlanAction:
    programme = there.programme
    with scope(programme=programme, member=there):
        if action.taken_to and WorkItem.objects.filter(uid=action.task).exists():
            raise Refused(TAKEN_ALREADY, what=action)
        task = add_record(
            by=there,
            record=WorkItem(
                programme=programme,
                words=action.words,
                starts=action.starts,
                ends=action.ends,
                budget=cost_there(action, programme),
                done_on=action.done_on,
                exercise=action.exercise,
            ),
            act="take over",
        )
        give_credit(there, task, origin)
    values = {"taken_to": programme.uid, "task": task.uid}
    return change_record(by=by, record=action, values=values, act="take over")


def cost_there(action: PlanAction, programme: Programme):
    """The cost where it needs no exchange rate: in dollars, or nothing at all."""
    return action.cost if programme.currency == DOLLAR or action.cost == 0 else None


def origin_of(programme: Programme, lang: str) -> str:
    with override(lang):
        workshop = workshop_here()
        said = _("Return-to-work plan, %(workshop)s (%(place)s)")
        return (said % {"workshop": programme.name, "place": workshop})[:200]


def tasks_of(member: Member, actions: list[PlanAction]) -> dict[int, Task]:
    """What became of the actions, by primary key; only of those whose programme lets this member see its work plan."""
    found: dict[int, Task] = {}
    taken = [action for action in actions if action.taken_to]
    known = {each.uid: each for each in Programme.objects.filter(uid__in={a.taken_to for a in taken})}
    for programme in known.values():
        there = member_there(programme, member.account, "task_force.see")
        if there is None:
            continue
        with scope(programme=programme, member=there):
            mine = [action for action in taken if action.taken_to == programme.uid]
            items = {item.uid: item for item in WorkItem.objects.filter(uid__in=[a.task for a in mine])}
            for action in mine:
                item = items.get(action.task)
                found[action.pk] = Task(programme, item, address_of(item) if item else "")
    return found
