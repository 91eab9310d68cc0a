"""Step 2.3 of a workshop: peers advise each other, and every evening the room says how it goes."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from batea.guidance.steps import Ask, Finding, Gate, Missing, PageLink, Step, at_least, every
from batea.programmes.registers import address, list_address

from ...models import Attendance, Day, Ranking, RoundTable, TableNote, Workshop
from ...unsigned import has_answered
from ..here import participant_of, today_there, workshop_here
from ..request.queries import workshop_or_none
from . import queries
from .chapter import chapter
from .queries import pulse_turnouts
from .registers import REGISTERS, TABLES


def tables_ready(programme) -> Finding:
    """Every table has a host and questions to begin with."""
    return every(
        RoundTable.objects.order_by("pk"),
        ok=lambda table: table.host_id and table.questions,
        missing=lambda table: Missing(
            _("%(table)s needs a host and questions to begin with.") % {"table": table},
            address(TABLES, "show", programme, uid=table.uid),
        ),
        none=Missing(_("Enter the first table."), address(TABLES, "add", programme)),
    )


def tables_told(programme) -> Finding:
    """Every table has a take-away."""
    told = set(TableNote.objects.filter(kind=TableNote.Kind.TAKE_AWAY).values_list("table_id", flat=True))
    return every(
        RoundTable.objects.order_by("pk"),
        ok=lambda table: table.pk in told,
        missing=lambda table: Missing(
            _("%(table)s has no take-away yet.") % {"table": table},
            reverse("rooms:table", args=[programme.slug, table.uid]),
        ),
        none=Missing(_("Enter the first table."), address(TABLES, "add", programme)),
    )


def promises_dated(programme) -> Finding:
    """There is a commitment, and each has a day."""
    href = reverse("rooms:commitments", args=[programme.slug])
    return every(
        TableNote.objects.filter(kind=TableNote.Kind.COMMITMENT).order_by("pk"),
        ok=lambda note: note.due is not None,
        missing=lambda note: Missing(_("No day is given for: %(words)s") % {"words": note}, href),
        none=Missing(_("Nobody has promised anything at a table yet."), href),
    )


def no_day_over(programme) -> Missing | None:
    """Why a gate over days cannot be met yet."""
    if not Workshop.objects.exists():
        return Missing(_("Describe the workshop first."), list_address(Workshop, programme))
    if not Day.objects.filter(date__lt=today_there(workshop_here())).exists():
        return Missing(_("No day is over yet."), list_address(Day, programme))
    return None


def pulse_taken(programme) -> Finding:
    """Of each day that is over, half of those who were there have said how it was."""
    if waits := no_day_over(programme):
        return Finding(0, 1, (waits,))
    href = reverse("rooms:trend", args=[programme.slug])
    return every(
        pulse_turnouts(today_there(workshop_here())),
        ok=lambda turnout: turnout.half,
        missing=lambda turnout: Missing(
            _("%(day)s: %(answered)s of %(of)s have answered.")
            % {"day": turnout.day, "answered": turnout.answered, "of": turnout.of},
            href,
        ),
        none=Missing(_("No day is over yet."), href),
    )


def days_noted(programme) -> Finding:
    """Who was there is noted for each day that is over."""
    if waits := no_day_over(programme):
        return Finding(0, 1, (waits,))
    noted = set(Attendance.objects.values_list("day_id", flat=True))
    return every(
        Day.objects.filter(date__lt=today_there(workshop_here())).order_by("date"),
        ok=lambda day: day.pk in noted,
        missing=lambda day: Missing(
            _("Nobody is noted for %(day)s.") % {"day": day},
            reverse("rooms:presence_day", args=[programme.slug, day.uid]),
        ),
        none=Missing(_("No day is over yet."), list_address(Day, programme)),
    )


def rankings_closed(programme) -> Finding:
    """At least one ranking was held, and none is left open."""
    rankings = list(Ranking.objects.order_by("pk"))
    href = reverse("rooms:rankings", args=[programme.slug])
    left = [each for each in rankings if each.state == Ranking.State.OPEN]
    if not rankings:
        return at_least(1, 0, Missing(_("Hold the first ranking."), href))
    lacking = tuple(Missing(_("Still open: %(what)s") % {"what": each}, href) for each in left)
    return Finding(len(rankings) - len(left), len(rankings), lacking)


GATES = (
    Gate(
        "W2-S3.a",
        _("Every round table has a host and questions to begin with"),
        tables_ready,
        why=_("An expert without a question gives a lecture."),
    ),
    Gate(
        "W2-S3.b",
        _("Every round table has a take-away"),
        tables_told,
        why=_("What nobody writes down stays at the table."),
    ),
    Gate(
        "W2-S3.c",
        _("Something was promised at the tables, each with a day"),
        promises_dated,
        why=_("A promise without a day cannot be followed up."),
    ),
    Gate(
        "W2-S3.d",
        _("Half of those present have said how each day was"),
        pulse_taken,
        why=_("The next day can only be changed by what the room has said."),
    ),
    Gate(
        "W2-S3.e",
        _("Who was there is noted for each day"),
        days_noted,
        why=_("Certificates and the report rest on it."),
    ),
    Gate(
        "W2-S3.f",
        _("A ranking was held, and none is left open"),
        rankings_closed,
        why=_("Challenges are chosen by everybody, not by who speaks loudest."),
    ),
)


def asks(programme, member):
    """What one has promised and not done, and the pulse on the days of the workshop."""
    mine, workshop = participant_of(member), workshop_or_none()
    if mine is None or workshop is None:
        return
    promised = TableNote.objects.filter(kind=TableNote.Kind.COMMITMENT, participant=mine, done_on=None)
    for note in promised.order_by("due", "pk"):
        words = _("You promised: %(what)s") % {"what": note}
        yield Ask(words, reverse("rooms:commitments", args=[programme.slug]), note.due)
    day = Day.objects.filter(date=today_there(workshop)).first()
    if day and mine.learns and not has_answered(mine, queries.box_of(day)):
        yield Ask(_("Say how today was"), reverse("rooms:pulse", args=[programme.slug]), day.date)


STEP = Step(
    id="W2-S3",
    number="2.3",
    slug="round-tables",
    title=_("Round tables and pulse"),
    purpose=_(
        "Peers advise each other, votes put challenges in order, and every evening the room says how it goes."
    ),
    see="workshop.see",
    course="workshop",
    who=(
        _("Experts host a table and begin with questions."),
        _("Participants take a seat, write what they take away and what they promise."),
        _("Facilitators note who is there, open rankings and read the room of the day before."),
    ),
    activities=(
        _("Enter the tables with host, questions and seats."),
        _("Hang up the poster with the code every morning; tick by hand who has no telephone."),
        _("Open a ranking, let everybody vote, close it and read the result together."),
        _("Ask the three questions at the end of each day, and begin the next with what the room said."),
        _("Follow up what was promised."),
    ),
    outputs=(
        _("Take-aways of each table"),
        _("Commitments with a day and an owner"),
        _("Challenges in order, by votes nobody signed"),
        _("Means of each day, with the number of answers"),
        _("Who was there on which day"),
    ),
    questions=(
        _("What would you do differently at home after this table?"),
        _("Who spoke, and who did not?"),
        _("What did the room ask to change, and was it changed?"),
    ),
    pitfalls=(
        _("The table becomes a lecture."),
        _("Officials sit with their own country only."),
        _("The room is asked, and nothing follows."),
        _("So few answer that everybody knows who wrote what: then nothing is shown."),
    ),
    gates=GATES,
    registers=tuple(register.label for register in REGISTERS),
    pages=(
        PageLink(_("Tables and seats"), "rooms:tables", "workshop.see"),
        PageLink(_("What was promised"), "rooms:commitments", "workshop.see"),
        PageLink(_("Rankings"), "rooms:rankings", "workshop.see"),
        PageLink(_("How was today?"), "rooms:pulse", "workshop.take_part"),
        PageLink(_("Yesterday in the room"), "rooms:yesterday", "workshop.see"),
        PageLink(_("The room over the days"), "rooms:trend", "workshop.change"),
        PageLink(_("Who is there"), "rooms:presence", "workshop.change"),
    ),
    chapter=chapter,
    asks=asks,
)
