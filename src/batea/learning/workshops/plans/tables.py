"""Rows and tasks as the pages of the plans show them."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from batea.programmes.registers.cells import shown
from batea.programmes.words import Words

from ...models import CheckIn, Plan, PlanAction
from .parts import PARTS
from .queries import AFTER_DAYS, Followed, Supervision, missing_of, standing_of

TONES = {
    CheckIn.State.NOT_BEGUN: "warn",
    CheckIn.State.UNDER_WAY: "busy",
    CheckIn.State.DONE: "good",
    CheckIn.State.STOPPED: "bad",
}


def tag(text, tone: str = "neutral") -> str:
    return format_html('<strong class="govuk-tag batea-tag--{}">{}</strong>', tone, text)


def marked(text, exercise: bool) -> str:
    return f"{text} [{_('exercise')}]" if exercise else str(text)


def named(name: str) -> str:
    return capfirst(str(Plan._meta.get_field(name).verbose_name))


def value_of(plan: Plan, name: str):
    value = plan.get_step_display() if name == "step" else getattr(plan, name)
    return shown(value) if value else ""


def language_of(plan: Plan, name: str) -> str:
    """The language a passage stands in, for voices that read the page aloud."""
    value = getattr(plan, name)
    said = value.say((get_language() or "en")[:2]) if isinstance(value, Words) else None
    return said.lang if said and not said.translated else ""


# The team's own pages -------------------------------------------------------------------------------------------------


def tasks_of_plan(plan: Plan | None, slug: str) -> list[dict]:
    """The pages of the plan as a task list."""
    found = [
        {
            "title": part.title,
            "hint": part.hint,
            "url": reverse("plans:part", args=[slug, part.slug]) if plan or part is PARTS[0] else "",
            "status": status_of(plan, part),
        }
        for part in PARTS
    ]
    actions = {
        "title": _("Actions"),
        "hint": _("What is done, by whom, when, at what cost, and who pays."),
        "url": reverse("plans:actions", args=[slug]) if plan else "",
        "status": "cannot_start" if plan is None else "done" if plan.actions_count else "not_started",
    }
    share = {
        "title": _("Who may read it"),
        "hint": _("Private from the start."),
        "url": reverse("plans:share", args=[slug]) if plan else "",
        "status": "cannot_start" if plan is None else _("Everybody here") if plan.public else _("Private"),
    }
    return [*found[:2], actions, *found[2:], share]


def status_of(plan: Plan | None, part) -> str:
    if plan is None:
        return "not_started" if part is PARTS[0] else "cannot_start"
    lacking = part.lacking(plan)
    return "done" if not lacking else "not_started" if len(lacking) == len(part.fields) else "in_progress"


def answers_of(plan: Plan, slug: str = "") -> list[dict]:
    """Every field with its value, and with the page that changes it when `slug` names the programme."""
    return [
        {
            "key": named(name),
            "value": value_of(plan, name),
            "lang": language_of(plan, name),
            "url": reverse("plans:part", args=[slug, part.slug]) if slug else "",
        }
        for part in PARTS
        for name in part.fields
    ]


def action_columns(edits: bool, tasks: bool) -> list:
    found = [
        _("What is done"),
        _("Who, with whom"),
        _("Starts"),
        _("Ends"),
        {"label": _("Cost (USD)"), "numeric": True},
        _("Paid by"),
        _("Done on"),
    ]
    return [*found, *([_("In our programme")] if tasks else []), *([_("Remove")] if edits else [])]


def action_rows(actions: list[PlanAction], slug: str, *, edits: bool, tasks: dict | None) -> list[tuple]:
    """`tasks`: what became of those taken over, or None where the reader is not to know."""
    return [
        (
            (marked(each, each.exercise), reverse("plans:action", args=[slug, each.uid]))
            if edits
            else marked(each.words, each.exercise),
            " · ".join(filter(None, (str(each.who), str(each.with_whom)))),
            shown(each.starts),
            shown(each.ends),
            shown(each.cost),
            str(each.paid_by),
            shown(each.done_on),
            *([task_cell(each, tasks)] if tasks is not None else []),
            *([(_("Remove"), reverse("plans:action_remove", args=[slug, each.uid]))] if edits else []),
        )
        for each in actions
    ]


def task_cell(action: PlanAction, tasks: dict):
    """How the task stands in the country's own programme, as far as this reader may see it there."""
    if not action.taken_to:
        return ""
    task = tasks.get(action.pk)
    if task is None:
        return _("Taken over")
    if task.item is None:
        return _("Removed there")
    if task.done_on:
        return (_("Done there on %(day)s") % {"day": shown(task.done_on)}, task.url)
    return (_("Open there"), task.url)


# Check-ins and help ---------------------------------------------------------------------------------------------------


def state_cell(check_in: CheckIn | None, today) -> str:
    """The state, or why there is none yet."""
    if check_in is None:
        return ""
    standing = standing_of(check_in, today)
    if standing == "answered":
        percent = f" {check_in.percent} %" if check_in.percent is not None else ""
        return tag(f"{check_in.get_state_display()}{percent}", TONES.get(check_in.state, "neutral"))
    if standing == "late":
        return tag(_("Late"), "bad")
    return tag(_("Due"), "warn") if standing == "asked" else shown(check_in.due)


def check_in_columns(writes: bool) -> list:
    found = [
        {"label": _("Days after"), "numeric": True},
        _("Due"),
        _("State"),
        _("What has changed"),
        _("What stands in the way"),
        _("What was learned"),
    ]
    return [*found, _("To do")] if writes else found


def check_in_rows(check_ins: list[CheckIn], today, slug: str, writes: bool) -> list[tuple]:
    return [
        (
            marked(each.after_days, each.exercise),
            shown(each.due),
            state_cell(each, today) if each.due <= today or each.answered_on else "",
            str(each.changed),
            " – ".join(filter(None, (blocker_of(each), str(each.blocker)))),
            str(each.learned),
            *([to_do(each, today, slug)] if writes else []),
        )
        for each in check_ins
    ]


def blocker_of(check_in: CheckIn) -> str:
    return str(check_in.get_blocker_kind_display() or "")


def to_do(check_in: CheckIn, today, slug: str):
    if check_in.due > today:
        return ""
    words = _("Change the answer") if check_in.answered_on else _("Answer")
    return (words, reverse("plans:check_in", args=[slug, check_in.uid]))


def help_columns() -> list:
    return [_("Day"), _("Kind"), _("Team"), _("In words")]


def help_rows(found) -> list[tuple]:
    return [
        (
            marked(shown(each.day), each.exercise),
            each.get_kind_display(),
            str(each.team or ""),
            str(each.words),
        )
        for each in found
    ]


# Lists of plans -------------------------------------------------------------------------------------------------------


def overview_columns() -> list:
    return [
        _("Country"),
        _("Step"),
        _("Objective"),
        {"label": _("Actions"), "numeric": True},
        _("Presented on"),
        _("Peer team"),
        _("Still missing"),
    ]


def overview_rows(plans: list[Plan], slug: str, reader) -> list[tuple]:
    return [
        (
            (
                marked(plan.delegation, plan.exercise),
                reverse("plans:plan", args=[slug, plan.uid]),
            ),
            plan.get_step_display(),
            str(plan.objective),
            plan.actions_count,
            shown(plan.presented_on),
            str(plan.peer or ""),
            ", ".join(missing_of(plan)) if reader.stands_near(plan) else "",
        )
        for plan in plans
    ]


def supervision_columns() -> list:
    return [
        {"label": _("Country"), "key": "country"},
        _("Step"),
        _("Peer team"),
        *(_("%(days)s days") % {"days": days} for days in AFTER_DAYS),
        {"label": _("Done (%)"), "numeric": True, "key": "percent"},
        {"label": _("Late"), "numeric": True, "key": "late"},
    ]


def supervision_rows(found: Supervision, slug: str) -> list[tuple]:
    return [
        (
            (
                marked(each.plan.delegation, each.plan.exercise),
                reverse("plans:plan", args=[slug, each.plan.uid]),
            ),
            each.plan.get_step_display(),
            str(each.plan.peer or ""),
            *(state_cell(each.check_ins.get(days), each.today) for days in AFTER_DAYS),
            shown(each.percent),
            shown(each.late),
        )
        for each in found.followed
    ]


def file_header() -> list[str]:
    per_check_in = [
        str(text) % {"days": days}
        for days in AFTER_DAYS
        for text in (
            _("%(days)s days: due"),
            _("%(days)s days: answered on"),
            _("%(days)s days: state"),
            _("%(days)s days: done (%%)"),
            _("%(days)s days: obstacle"),
        )
    ]
    return [
        _("Country"),
        _("Step"),
        _("Objective"),
        _("Peer team"),
        _("Coach"),
        _("Presented on"),
        _("Public"),
        _("Still missing"),
        _("Support asked for"),
        *per_check_in,
        _("Late"),
        _("exercise data"),
    ]


def file_row(each: Followed) -> list:
    plan = each.plan
    return [
        str(plan.delegation),
        plan.get_step_display(),
        str(plan.objective),
        str(plan.peer or ""),
        str(plan.coach or ""),
        plan.presented_on,
        _("yes") if plan.public else _("no"),
        ", ".join(missing_of(plan)),
        str(plan.support),
        *(value for days in AFTER_DAYS for value in file_cells(each.check_ins.get(days))),
        each.late,
        _("yes") if plan.exercise else "",
    ]


def file_cells(check_in: CheckIn | None) -> list:
    if check_in is None:
        return [None] * 5
    return [
        check_in.due,
        check_in.answered_on,
        check_in.get_state_display(),
        check_in.percent,
        " – ".join(filter(None, (blocker_of(check_in), str(check_in.blocker)))),
    ]


def blocker_rows(found: Supervision) -> list[tuple]:
    return [(kind, count, " · ".join(words)) for kind, count, words in found.blockers]


def support_rows(found: Supervision, slug: str) -> list[tuple]:
    return [
        ((str(plan.delegation), reverse("plans:plan", args=[slug, plan.uid])), str(words))
        for plan, words in found.support
    ]
