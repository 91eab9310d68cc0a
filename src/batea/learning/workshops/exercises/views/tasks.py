"""Exercises as the groups see them: my group, the exercise with its clock, what we say; and the same on paper."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from batea.guidance.steps import STEPS
from batea.problems import CHANGED_MEANWHILE, NOT_IN_A_GROUP, Refused
from batea.programmes.access import page
from batea.programmes.members import member_elsewhere
from batea.toolbox.discovery import tools

from ....models import Exercise, Group
from ...here import participant_of
from ...showing import READ_WRITE, found
from .. import actions, boards, paper, queries, sandboxes
from ..forms import ResultForm
from .shared import no_such_act, show


@require_safe
@page("workshop.take_part")
def mine(request):
    """Your groups, your copy, the exercise now; those who only run the workshop see every exercise."""
    participant = participant_of(request.member)
    memberships = queries.memberships_of(participant) if participant else []
    groupings = [each.grouping_id for each in memberships]
    tasks = queries.exercises_of(groupings) if memberships else list(Exercise.objects.order_by("number"))
    groups = [each.group for each in memberships]
    copies = sandboxes.copies_of(groups)
    beside = queries.members_of(groups)
    context = {
        "places": [
            {
                "member": each,
                "name": str(each.group),
                "division": str(each.group.grouping),
                "copy_url": copy_address(request, copies.get(each.group_id)),
                "beside": beside[each.group_id],
            }
            for each in memberships
        ],
        "tasks": [task_row(request, task) for task in tasks],
        "takes_part": participant is not None,
        "runs": request.member.may("workshop.change"),
    }
    return show(request, "mine", _("My group and exercises"), context)


def task_row(request, task: Exercise) -> dict:
    return {
        "task": task,
        "url": reverse("exercises:task", args=[request.programme.slug, task.uid]),
    }


def copy_address(request, copy, name: str = "guidance:tasks", *args) -> str:
    """A page of the copy, for its members only: to others its address says nothing."""
    if copy is None or member_elsewhere(copy, request.user) is None:
        return ""
    return reverse(name, args=[copy.slug, *args])


def work_links(request, task: Exercise, copy) -> list[tuple[str, str]]:
    """Where in the copy the exercise is worked on: its tool, its step, or the first page; [(words, address)]."""
    tool, step = tools().get(task.tool), STEPS.get(task.step)
    links = [
        (str(tool.title), copy_address(request, copy, "toolbox:tool", tool.name)) if tool else None,
        (f"{step.number} {step.title}", copy_address(request, copy, "guidance:step_by_id", step.id))
        if step
        else None,
    ]
    found = [link for link in links if link] or [(str(copy), copy_address(request, copy))]
    return [link for link in found if link[1]]


@require_http_methods(READ_WRITE)
@page("workshop.take_part")
def task(request, uid):
    """One exercise: what to do, until when, where, and what the group says of it."""
    exercise = found(Exercise, uid, "grouping")
    group = chosen_group(request, exercise)
    if request.method == "POST" and group is None:
        raise Refused(NOT_IN_A_GROUP)
    result = queries.result_of(exercise, group) if group else None
    form = result_form(request, exercise, result) if group else None
    theirs = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.say_result(
                by=request.member, exercise=exercise, group=group, seen=form.version_seen(), **form.values()
            )
        except Refused as refused:
            if refused.problem is not CHANGED_MEANWHILE:
                raise
            theirs = queries.result_of(exercise, group)
            form = result_form(request, exercise, theirs, again=True)
        else:
            messages.success(request, _("What your group says is saved."))
            return redirect(request.get_full_path())
    board = boards.board_of(exercise)
    place = next((each for each in board.groups if group and each.group.pk == group.pk), None)
    context = {
        "task": exercise,
        "board": board,
        "group": group,
        "group_name": str(group) if group else "",
        "reached": place.reached if place else None,
        "gates": place.reached.told() if place and place.reached else [],
        "work": work_links(request, exercise, place.copy) if place else [],
        "copied": bool(place and place.copy),
        "form": form,
        "theirs": theirs,
        "open": exercise.state == Exercise.State.OPEN,
        "result": result,
        "runs": request.member.may("workshop.change"),
        "others": [(each.group.uid, str(each.group)) for each in board.groups],
    }
    status = 409 if theirs else 422 if form is not None and form.errors else 200
    return show(request, "task", str(exercise.title), context, status)


def chosen_group(request, exercise: Exercise) -> Group | None:
    """The group one speaks for: one's own; whoever runs the workshop may note what any group says."""
    asked = request.GET.get("group", "")
    if asked and request.member.may("workshop.change"):
        return next((each for each in queries.groups_of(exercise.grouping) if str(each.uid) == asked), None)
    membership = queries.membership_in(exercise, participant_of(request.member))
    return membership.group if membership else None


def result_form(request, exercise: Exercise, result, again: bool = False) -> ResultForm:
    """The form; `again` when somebody of the group has saved meanwhile: what was typed stays, on their version."""
    first = {"seen": result.version if result else 0}
    if result:
        first |= {"words": result.words, "understood": result.understood, "done": result.done}
    sent = None
    if request.method == "POST":
        sent = request.POST.copy()
        if again:
            sent["seen"] = result.version
    return ResultForm(sent, initial=first, question=str(exercise.check_question))


CLOCK = {
    "open": actions.open_exercise,
    "extend": actions.extend_exercise,
    "close": actions.close_exercise,
}


@require_POST
@page("workshop.change")
def clock(request, uid):
    """Open, five minutes more, close."""
    exercise, act = found(Exercise, uid), request.POST.get("act", "")
    if act not in CLOCK:
        raise no_such_act(act)
    exercise = CLOCK[act](by=request.member, exercise=exercise)
    messages.success(request, said_of(exercise))
    return redirect("exercises:console", programme=request.programme.slug)


def said_of(exercise: Exercise) -> str:
    words = _("Open: %(what)s.") if exercise.state == Exercise.State.OPEN else _("Closed: %(what)s.")
    return words % {"what": exercise}


@require_safe
@page("workshop.see")
def sheet(request, uid):
    """The exercise to be printed, with empty tables, for a room without power."""
    exercise = found(Exercise, uid, "grouping")
    context = {
        "task": exercise,
        "heads": [_("Group"), _("Date"), _("Reports")],
        "tables": paper.empty_tables(exercise),
        "lines": range(4),
    }
    return show(request, "sheet", str(exercise), context)
