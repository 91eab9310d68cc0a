from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from batea.programmes.registers import Column, Register, Veil

from ...models import Attendance, LogisticItem, NeedsAnswer, Participant

HERE = {"see": "workshop.see", "change": "workshop.change", "step": "W1-S2"}
RUNNING = HERE | {"see": "workshop.change"}

FOR_ORGANISERS = Veil(
    fields=("access_needs", "extra"),
    rows=Q(pk__isnull=False),
    hides=lambda participant: True,
    needs=("workshop.change",),
    why=_("What people need to take part, and why they were invited, is seen by those who run the workshop."),
)


def how_it_stands(item: LogisticItem) -> str:
    """Done, late or open."""
    if item.done_on:
        return _("done")
    return _("late") if item.due and item.due < timezone.localdate() else _("open")


PARTICIPANTS = Register(
    Participant,
    "workshop/participants",
    columns=("badge", "delegation", "part", "sex", "language", "state", "extra"),
    fields=(
        "badge",
        "person",
        "delegation",
        "institution",
        "part",
        "sex",
        "language",
        "state",
        "extra",
        "invited_by",
        "access_needs",
    ),
    filters=("delegation", "part", "state", "sex", "language"),
    search=("badge",),
    ordering=("part", "delegation__country", "badge"),
    veils=(FOR_ORGANISERS,),
    purpose=True,
    children=("learning.logisticitem",),
    **HERE,
)
LOGISTICS = Register(
    LogisticItem,
    "workshop/logistics",
    columns=(
        "words",
        "kind",
        "participant",
        "due",
        Column("how", _("State"), value=how_it_stands),
        "responsible",
    ),
    fields=("kind", "words", "participant", "due", "done_on", "responsible"),
    filters=("kind", "participant"),
    search=("words", "responsible"),
    ordering=("done_on", "due", "pk"),
    intro=_("What must be arranged, for one person or for all. It is seen by those who run the workshop."),
    beside=((_("Languages, access and logistics"), "participants:in_short"),),
    purpose=True,
    **RUNNING,
)
NEEDS = Register(
    NeedsAnswer,
    "workshop/needs-survey",
    columns=("participant", "years"),
    fields=(),
    shown=("participant", "years"),
    ordering=("participant__badge",),
    intro=_("Who has answered. What was said is shown for all together."),
    beside=((_("What participants need"), "participants:needs_summary"),),
    purpose=True,
    **RUNNING,
)
ATTENDANCE = Register(
    Attendance,
    "workshop/attendance",
    columns=("participant", "day", "how"),
    fields=("participant", "day", "how"),
    purpose=True,
    **HERE,
)
REGISTERS = (
    PARTICIPANTS,
    LOGISTICS,
    NEEDS,
    ATTENDANCE,
)
