from django.utils.translation import gettext_lazy as _

from batea.programmes.registers import Register

from .models import Challenge, ContextValidation, DataGap

HERE = {"see": "context.see", "change": "context.change", "step": "P1-S3"}

CHALLENGES = Register(
    Challenge,
    "context/challenges",
    columns=("words", "area", "votes", "cause"),
    fields=("words", "description", "area", "cause", "votes"),
    filters=("area",),
    search=("words", "description", "cause"),
    ordering=("-votes",),
    intro=_("What is hard about the sector today, most voted first."),
    **HERE,
)
GAPS = Register(
    DataGap,
    "context/gaps",
    columns=("words", "question", "owner", "due", "closed_on"),
    fields=("words", "question", "owner", "due"),
    filters=("question", "owner"),
    search=("words",),
    ordering=("closed_on", "due"),
    intro=_("What the analysis does not know. A gap with an owner and a date does not hold the strategy up."),
    panel="phase1_getting_started/context/gap_panel.html",
    **HERE,
)
VALIDATIONS = Register(
    ContextValidation,
    "context/validations",
    columns=("day", "session", "words"),
    fields=("session", "day", "words"),
    filters=("session",),
    search=("words",),
    ordering=("-day",),
    **HERE,
)
REGISTERS = (CHALLENGES, GAPS, VALIDATIONS)
