from django.utils.translation import gettext_lazy as _

from batea.programmes.registers import Register

from ...models import AgendaItem, AgendaRelease, Day, Speaker

HERE = {"see": "workshop.see", "change": "workshop.change", "step": "W1-S3"}
# What is not released yet is seen by those who plan it.
PLANNING = HERE | {"see": "workshop.change"}

DAYS = Register(
    Day,
    "workshop/days",
    columns=("date", "title"),
    fields=("date", "title", "summary"),
    search=("title",),
    ordering=("date",),
    beside=((_("Agenda"), "agenda:agenda"),),
    children=("learning.agendaitem",),
    **HERE,
)
ITEMS = Register(
    AgendaItem,
    "workshop/sessions",
    columns=("title", "day", "starts", "ends", "method", "objective", "room"),
    fields=("day", "starts", "ends", "title", "method", "objective", "step", "room", "words"),
    filters=("day", "method", "objective"),
    search=("title", "room"),
    ordering=("day__date", "starts"),
    beside=((_("Plan the agenda"), "agenda:draft"),),
    children=("learning.speaker",),
    **PLANNING,
)
SPEAKERS = Register(
    Speaker,
    "workshop/speakers",
    columns=("participant", "item", "part"),
    fields=("item", "participant", "part"),
    filters=("part",),
    ordering=("item__day__date", "item__starts"),
    **PLANNING,
)
RELEASES = Register(
    AgendaRelease,
    "workshop/agenda-releases",
    columns=("number", "released_on", "note"),
    shown=("number", "released_on", "note"),
    fields=(),
    ordering=("-number",),
    beside=((_("Agenda"), "agenda:agenda"),),
    panel="learning/agenda/release_panel.html",
    **HERE,
)
REGISTERS = (
    DAYS,
    ITEMS,
    SPEAKERS,
    RELEASES,
)
