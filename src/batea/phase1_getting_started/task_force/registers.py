from django.utils.translation import gettext_lazy as _

from batea.programmes.copies import credits_of
from batea.programmes.registers import Column, Register

from .models import Charter, Decision, Meeting, Seat, WorkItem

HERE = {"see": "task_force.see", "change": "task_force.change", "step": "P1-S1"}

CHARTERS = Register(
    Charter,
    "task-force/act",
    columns=("name", "kind", "signed_on", "rules_adopted_on"),
    fields=(
        "kind",
        "name",
        "signed_on",
        "attachment",
        "instrument",
        "terms",
        "rules_adopted_on",
        "secretariat",
        "budget_line",
    ),
    search=("name", "terms"),
    ordering=("-signed_on",),
    intro=_("The act that makes the task force binding, and what it may and must do."),
    **HERE,
)
# Names of people have a permission of their own, so the list says only whether somebody is named.
SEATS = Register(
    Seat,
    "task-force/seats",
    columns=(
        "institution",
        "mandated",
        Column("titular", _("titular named"), value=lambda seat: seat.titular_id is not None),
        Column("alternate", _("alternate named"), value=lambda seat: seat.alternate_id is not None),
        "part",
    ),
    fields=("institution", "mandated", "titular", "alternate", "part"),
    filters=("mandated",),
    search=("part",),
    intro=_("Each mandated institution names a titular and an alternate who can speak for it."),
    **HERE,
)
MEETINGS = Register(
    Meeting,
    "task-force/meetings",
    columns=("day", "place", "women", "men", Column("minuted", _("minuted"))),
    fields=("day", "place", "agenda", "minutes", "attachment", "women", "men"),
    search=("place", "agenda", "minutes"),
    ordering=("-day",),
    children=("phase1_getting_started.decision",),
    **HERE,
)
DECISIONS = Register(
    Decision,
    "task-force/decisions",
    columns=("words", "meeting", "owner", "due", "done_on"),
    fields=("meeting", "words", "owner", "due", "done_on"),
    filters=("meeting", "owner"),
    search=("words",),
    ordering=("-meeting__day",),
    **HERE,
)
WORK_PLAN = Register(
    WorkItem,
    "task-force/work-plan",
    columns=("words", "starts", "ends", "owner", "budget", "done_on"),
    fields=("words", "starts", "ends", "owner", "budget", "done_on"),
    filters=("owner",),
    search=("words",),
    ordering=("starts",),
    intro=_("What the task force itself does until the strategy is adopted."),
    panel="phase1_getting_started/task_force/work_item_panel.html",
    panel_data=lambda item: {"credits": credits_of(item)},
    **HERE,
)
REGISTERS = (CHARTERS, SEATS, MEETINGS, DECISIONS, WORK_PLAN)
