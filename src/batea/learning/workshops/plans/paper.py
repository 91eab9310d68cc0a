"""One plan as a document, and what all plans give to the report of the workshop."""

from collections.abc import Iterator

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from batea.documents.outline import Block, Document
from batea.evidence.desk import Desk
from batea.phase2_strategy.national.document import cover

from ...models import CheckIn, Plan
from .parts import PARTS
from .queries import actions_of, missing_of, plans


def plan_document(plan: Plan, lang: str, *, near: bool) -> Document:
    """The plan in one language; `near` adds its check-ins, which only those who stand near it read."""
    with override(lang):
        desk = Desk(plan.programme, lang)
        blocks = [*body(desk, plan), *(followed(desk, plan) if near else ())]
        return Document(
            title=_("Return-to-work plan of %(country)s") % {"country": plan.delegation},
            subtitle=str(plan.get_step_display()),
            blocks=blocks,
            form="brief",
            **cover(desk),
        )


def body(desk: Desk, plan: Plan) -> Iterator[Block]:
    for part in PARTS:
        yield desk.heading(1, part.title)
        for name in part.fields:
            title = f"{capfirst(str(Plan._meta.get_field(name).verbose_name))}:"
            value = plan.get_step_display() if name == "step" else getattr(plan, name)
            yield desk.paragraph(value or _("Not given"), exercise=plan.exercise, lead=title)
    yield desk.heading(1, _("Actions"))
    yield from desk.records(_("Actions"), action_columns(), actions_of(plan)) or [
        desk.nothing_yet(_("No action has been entered yet."))
    ]
    if lacking := missing_of(plan):
        yield desk.nothing_yet(_("Still missing: %(what)s.") % {"what": ", ".join(lacking)})


def action_columns() -> list[tuple]:
    return [
        (_("What is done"), lambda each: each.words, "left", 3),
        (
            _("Who, with whom"),
            lambda each: " · ".join(filter(None, map(str, (each.who, each.with_whom)))),
            "left",
            2,
        ),
        (_("Starts"), lambda each: each.starts, "left", 1.3),
        (_("Ends"), lambda each: each.ends, "left", 1.3),
        (_("Cost (USD)"), lambda each: each.cost, "right", 1.2),
        (_("Done on"), lambda each: each.done_on, "left", 1.3),
    ]


def followed(desk: Desk, plan: Plan) -> list[Block]:
    columns = [
        (_("Days after"), lambda each: each.after_days, "right", 1),
        (_("Due"), lambda each: each.due, "left", 1.3),
        (_("State"), lambda each: each.get_state_display(), "left", 1.3),
        (_("Done (%)"), lambda each: each.percent, "right", 1),
        (_("What has changed"), lambda each: each.changed, "left", 3),
        (_("What stands in the way"), lambda each: each.blocker, "left", 3),
    ]
    table = desk.records(_("Check-ins"), columns, CheckIn.objects.filter(plan=plan).order_by("after_days"))
    return [desk.heading(1, _("Check-ins")), *table] if table else []


# The report of the workshop -------------------------------------------------------------------------------------------


def chapter(programme, desk: Desk) -> Iterator[Block]:
    """How many plans there are; those that their teams show, line by line; of the others only their number."""
    found = list(plans())
    if not found:
        return
    shown = [plan for plan in found if plan.public]
    presented = sum(plan.presented_on is not None for plan in found)
    yield desk.paragraph(
        _(
            "Country teams with a return-to-work plan: %(plans)s. Presented: %(presented)s. Actions in all: %(actions)s."
        )
        % {
            "plans": len(found),
            "presented": presented,
            "actions": sum(plan.actions_count for plan in found),
        }
    )
    columns = [
        (_("Country"), lambda plan: str(plan.delegation), "left", 1.4),
        (_("Step"), lambda plan: plan.get_step_display(), "left", 1.6),
        (_("Objective"), lambda plan: plan.objective, "left", 3),
        (_("Quick win within 30 days"), lambda plan: plan.quick_win, "left", 2.4),
        (_("Actions"), lambda plan: plan.actions_count, "right", 1),
        (_("Support asked for"), lambda plan: plan.support, "left", 2.4),
    ]
    yield from desk.records(_("Plans that their teams show"), columns, shown)
    if hidden := len(found) - len(shown):
        yield desk.paragraph(
            ngettext(
                "%(count)s plan is not public: its team has not released it.",
                "%(count)s plans are not public: their teams have not released them.",
                hidden,
            )
            % {"count": hidden}
        )
