from django.utils.translation import gettext_lazy as _

from batea.programmes.registers import Register

from ...models import PulseAnswer, RoundTable, Seating, TableNote

HERE = {"see": "workshop.see", "change": "workshop.change", "step": "W2-S3"}
RUNNING = HERE | {"see": "workshop.change"}

TABLES = Register(
    RoundTable,
    "workshop/round-tables",
    columns=("topic", "item", "host", "seats"),
    fields=("item", "topic", "questions", "host", "seats"),
    filters=("item", "host"),
    search=("topic", "questions"),
    intro=_("A topic, an expert who hosts it, and so many seats. Tables of one session stand side by side."),
    beside=((_("Tables and seats"), "rooms:tables"),),
    children=("learning.seating", "learning.tablenote"),
    **HERE,
)
SEATS = Register(
    Seating,
    "workshop/round-table-seats",
    columns=("participant", "table", "place"),
    fields=(),
    shown=("table", "participant", "place"),
    filters=("table",),
    ordering=("table", "place"),
    intro=_("Who came to which table, in the order of coming. Whoever stands behind the last seat waits."),
    beside=((_("Tables and seats"), "rooms:tables"),),
    purpose=True,
    **HERE,
)
NOTES = Register(
    TableNote,
    "workshop/round-table-notes",
    columns=("words", "table", "kind", "participant", "due", "done_on"),
    fields=("table", "kind", "words", "participant", "due", "done_on"),
    filters=("table", "kind"),
    search=("words",),
    intro=_("What was asked, said, taken away and promised at the tables."),
    beside=((_("What was promised"), "rooms:commitments"),),
    **HERE,
)
# Only the day: single answers are read by nobody, not even while they come in.
PULSE = Register(
    PulseAnswer,
    "workshop/pulse",
    columns=("day",),
    fields=(),
    filters=("day",),
    intro=_(
        "How many answers there are. What they say is shown together, once a day is over and five have answered."
    ),
    beside=((_("The room over the days"), "rooms:trend"),),
    **RUNNING,
)
REGISTERS = (
    TABLES,
    SEATS,
    NOTES,
    PULSE,
)
