from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from batea.programmes.registers import Column, Register

from .models import Action, Issue, Milestone

HERE = {"see": "delivery.see", "change": "delivery.change", "step": "P3-S1"}


def finish_address(milestone: Milestone) -> dict:
    """What the page of a milestone needs to offer its end."""
    if milestone.done_on is not None:
        return {"finish_address": ""}
    return {"finish_address": reverse("delivery:finish", args=[milestone.programme.slug, milestone.uid])}


ACTIONS = Register(
    Action,
    "delivery/actions",
    columns=("words", "owner", "starts", "ends", "status", "budget", "released", "spent"),
    fields=(
        "measure",
        "words",
        "owner",
        "starts",
        "ends",
        "status",
        "reason",
        "budget",
        "released",
        "spent",
    ),
    filters=("status", "owner", "measure"),
    search=("words", "reason"),
    ordering=("ends",),
    children=("phase3_implementation.milestone", "phase3_implementation.issue"),
    intro=_("Who does what by when. A measure may need several actions."),
    **HERE,
)
MILESTONES = Register(
    Milestone,
    "delivery/milestones",
    columns=("words", "action", "due", "done_on", Column("late", _("late"))),
    fields=("action", "words", "due", "done_on", "proof"),
    filters=("action",),
    search=("words",),
    ordering=("due",),
    panel="phase3_implementation/delivery/milestone_panel.html",
    panel_data=finish_address,
    **HERE,
)
ISSUES = Register(
    Issue,
    "delivery/issues",
    columns=("words", "risk", "owner", "action", "opened_on", "due", "closed_on"),
    fields=("words", "risk", "owner", "action", "opened_on", "due", "closed_on"),
    filters=("risk", "owner"),
    search=("words",),
    ordering=("due",),
    intro=_("What stands in the way, and who must clear it by when."),
    **HERE,
)
REGISTERS = (ACTIONS, MILESTONES, ISSUES)
