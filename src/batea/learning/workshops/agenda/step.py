"""Step 1.3 of a workshop: days, sessions, who gives them, and the versions that were given out."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from batea.guidance.steps import Ask, Finding, Gate, Missing, PageLink, Step, at_least, every
from batea.programmes.registers import address, address_of, list_address

from ...models import AgendaItem, Day, Objective
from ..here import today_there, workshop_here
from . import queries
from .chapter import chapter
from .registers import DAYS, ITEMS, REGISTERS
from .wording import title_of


def objectives_served(programme) -> Finding:
    served = set(AgendaItem.objects.values_list("objective_id", flat=True))
    return every(
        Objective.objects.order_by("number"),
        ok=lambda objective: objective.pk in served,
        missing=lambda objective: Missing(
            _("No session serves the objective “%(what)s”.") % {"what": objective},
            address(ITEMS, "add", programme),
        ),
        none=Missing(_("Enter the objectives."), list_address(Objective, programme)),
    )


def days_filled(programme) -> Finding:
    filled = set(AgendaItem.objects.values_list("day_id", flat=True))
    return every(
        Day.objects.order_by("date"),
        ok=lambda day: day.pk in filled,
        missing=lambda day: Missing(_("%(day)s has no session.") % {"day": day}, address_of(day)),
        none=Missing(_("Enter the days."), address(DAYS, "add", programme)),
    )


def sessions_staffed(programme) -> Finding:
    items = AgendaItem.objects.exclude(method=AgendaItem.Method.BREAK).prefetch_related("speakers")
    return every(
        items.order_by("day__date", "starts"),
        ok=lambda item: item.method and item.speakers.all(),
        missing=lambda item: Missing(_("Nobody is named for “%(what)s”.") % {"what": item}, address_of(item)),
        none=Missing(_("Enter the sessions of the days."), address(ITEMS, "add", programme)),
    )


def released(programme) -> Finding:
    newest, slug = queries.version(), programme.slug
    if newest is None:
        return at_least(1, 0, Missing(_("Release the agenda."), reverse("agenda:release", args=[slug])))
    waiting = len(queries.pending(newest, queries.draft()))
    said = _("Changes that are not given out yet: %(count)s.") % {"count": waiting}
    return at_least(1, int(not waiting), Missing(said, reverse("agenda:draft", args=[slug])))


GATES = (
    Gate(
        "W1-S3.a",
        _("Every objective is served by a session"),
        objectives_served,
        why=_("What nobody works on is not reached."),
    ),
    Gate("W1-S3.b", _("Every day has sessions"), days_filled),
    Gate(
        "W1-S3.c",
        _("Every session has a method and somebody who gives it"),
        sessions_staffed,
        why=_("Breaks need nobody; everything else is prepared by somebody."),
    ),
    Gate(
        "W1-S3.d",
        _("The agenda is released and has not changed since"),
        released,
        why=_("People plan their journeys by the version they have."),
    ),
)


def asks(programme, member):
    """Where to be: what runs at this moment and what comes next on the same day."""
    newest = queries.version()
    if newest is None:
        return
    running, coming = queries.now(newest.sessions, workshop_here())
    today = today_there(workshop_here())
    words = ((_("Now"), running), (_("Next"), coming))
    for when, sessions in words:
        for each in sessions:
            if each.day == today.isoformat():
                yield Ask(place_of(when, each), reverse("agenda:agenda", args=[programme.slug]), today)


def place_of(when, session) -> str:
    """“Now: Risk matrix, 10:30–11:15, Room A”."""
    parts = (title_of(session), f"{session.starts}–{session.ends}", session.room)
    return f"{when}: " + ", ".join(part for part in parts if part)


STEP = Step(
    id="W1-S3",
    number="1.3",
    slug="agenda",
    title=_("Agenda"),
    purpose=_("Every objective has its sessions, every session its method and people."),
    see="workshop.see",
    course="workshop",
    who=(
        _("Facilitators and co-hosts plan the days."),
        _("Experts and participants who present say yes before they are named."),
        _("The host government opens the workshop."),
    ),
    activities=(
        _("Enter the days and their sessions, each with the objective it serves."),
        _("Choose a method for each: short lectures, then work in groups."),
        _("Name who gives each session."),
        _("Look where sessions overlap and where a day has holes."),
        _("Release the agenda; release it again when something changes."),
    ),
    outputs=(
        _("A released agenda on every phone"),
        _("A notice of what changed with each version"),
        _("Calendar files and a page to print"),
    ),
    questions=(
        _("How much of each day do participants listen, and how much do they work?"),
        _("Do women present and open as often as men?"),
        _("Is there time after each exercise to speak about it?"),
        _("Who can step in if an expert does not come?"),
    ),
    pitfalls=(
        _("One lecture follows the other."),
        _("The field visit takes longer than planned, and the day after pays for it."),
        _("The agenda changes and half of the people do not know."),
        _("Return-to-work planning is left for the last hour."),
    ),
    gates=GATES,
    registers=tuple(register.label for register in REGISTERS),
    pages=(
        PageLink(_("Agenda"), "agenda:agenda", "workshop.see"),
        PageLink(_("Plan the agenda"), "agenda:draft", "workshop.change"),
    ),
    chapter=chapter,
    asks=asks,
)
