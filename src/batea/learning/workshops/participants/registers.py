from batea.programmes.registers import Register

from ...models import Attendance, LogisticItem, NeedsAnswer, Participant

HERE = {"see": "workshop.see", "change": "workshop.change", "step": "W1-S2"}
RUNNING = HERE | {"see": "workshop.change"}

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
    **HERE,
)
LOGISTICS = Register(
    LogisticItem,
    "workshop/logistics",
    columns=("words", "kind", "participant", "due", "done_on", "responsible"),
    fields=("kind", "words", "participant", "due", "done_on", "responsible"),
    **RUNNING,
)
NEEDS = Register(NeedsAnswer, "workshop/needs-survey", columns=("participant", "years"), fields=(), **RUNNING)
ATTENDANCE = Register(
    Attendance,
    "workshop/attendance",
    columns=("participant", "day", "how"),
    fields=("participant", "day", "how"),
    **HERE,
)
REGISTERS = (
    PARTICIPANTS,
    LOGISTICS,
    NEEDS,
    ATTENDANCE,
)
