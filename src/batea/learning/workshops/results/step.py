"""Step 3.2 of a workshop: what was learned and liked, who is certified, and the report."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from batea.guidance.steps import Ask, Finding, Gate, Missing, PageLink, Step, at_least, both, every
from batea.programmes.registers import list_address

from ...models import (
    AgendaItem,
    Certificate,
    Day,
    Objective,
    Participant,
    Plan,
    Supporter,
    TableNote,
    Workshop,
)
from ...models import (
    Finding as VisitFinding,
)
from ...unsigned import has_answered
from ..here import participant_of
from . import queries
from .chapter import chapter
from .eligibility import standings
from .registers import REGISTERS


def answered(programme, what: str, words) -> Finding:
    """At least two thirds have answered; then it can be closed and read."""
    turnout = queries.turnouts()[what]
    wanted = -(-2 * turnout.of // 3) or 1
    said = words % {"answered": turnout.answered, "of": turnout.of}
    return at_least(wanted, turnout.answered, Missing(said, reverse("results:tests", args=[programme.slug])))


def tests_taken(programme) -> Finding:
    return both(
        answered(programme, queries.BEFORE, _("%(answered)s of %(of)s have handed in the test before.")),
        answered(programme, queries.AFTER, _("%(answered)s of %(of)s have handed in the test at the end.")),
    )


def evaluated(programme) -> Finding:
    return answered(programme, queries.EVALUATION, _("%(answered)s of %(of)s have handed in the evaluation."))


def certified(programme) -> Finding:
    """Whoever has earned a certificate has it; days must have been counted."""
    href = reverse("results:certified", args=[programme.slug])
    if not Workshop.objects.exists():
        return at_least(1, 0, Missing(_("Describe the workshop first."), list_address(Workshop, programme)))
    counted = [each for each in standings() if each.days]
    waiting = [(each, kind) for each in counted for kind in Certificate.Kind.values]
    return every(
        waiting,
        ok=lambda pair: not pair[0].owed(pair[1]),
        missing=lambda pair: Missing(
            _("%(name)s has earned a certificate that is not issued: %(kind)s.")
            % {"name": pair[0].participant.badge, "kind": Certificate.Kind(pair[1]).label},
            href,
        ),
        none=Missing(_("Nobody's attendance has been noted yet."), href),
    )


# What each section of the report lives on: words for what is missing, and where it is entered.
SECTIONS = (
    (Workshop, _("Describe the workshop: goal, days, place.")),
    (Objective, _("Enter the objectives.")),
    (Supporter, _("Name who supports the workshop.")),
    (Participant, _("Enter the participants.")),
    (AgendaItem, _("Enter the sessions of the days.")),
    (VisitFinding, _("Enter what the field visit found.")),
    (TableNote, _("Enter what the round tables said.")),
    (Plan, _("Enter the return-to-work plans.")),
)


def report_full(programme) -> Finding:
    """The report has no empty section: each has its data, each day its account, and the evaluation is closed."""
    found = [
        at_least(1, int(model.objects.exists()), Missing(words, list_address(model, programme)))
        for model, words in SECTIONS
    ]
    closed = [sitting for sitting in queries.sittings().values() if not sitting.is_open]
    told = [day for day in Day.objects.order_by("date") if day.summary]
    found.append(
        at_least(
            Day.objects.count() or 1,
            len(told),
            Missing(_("Write for each day what it did."), list_address(Day, programme)),
        )
    )
    found.append(
        at_least(
            1,
            sum(sitting.what == queries.EVALUATION for sitting in closed),
            Missing(_("Close the evaluation."), reverse("results:tests", args=[programme.slug])),
        )
    )
    return both(*found)


GATES = (
    Gate(
        "W3-S2.a",
        _("Two thirds of the participants have written both tests"),
        tests_taken,
        why=_("A gain measured on those who liked it says nothing about the others."),
    ),
    Gate(
        "W3-S2.b",
        _("Two thirds of the participants have evaluated the workshop"),
        evaluated,
        why=_("The silent ones are often those whom it did not help."),
    ),
    Gate(
        "W3-S2.c",
        _("Everybody who has earned a certificate has it"),
        certified,
        why=_("Attendance and achievement are two things, and each is owed when it is reached."),
    ),
    Gate(
        "W3-S2.d",
        _("The report has no empty section"),
        report_full,
        why=_("It is made from the data: what was not entered is not told."),
    ),
)


def asks(programme, member):
    """Tests and the evaluation while they are open, of those who come to learn."""
    mine = participant_of(member)
    if mine is None or not mine.learns:
        return
    for what, sitting in queries.sittings().items():
        if sitting.is_open and not has_answered(mine, queries.box_of(what)):
            name, args = ("evaluate", []) if what == queries.EVALUATION else ("take", [what])
            words = _("Open now: %(what)s") % {"what": sitting}
            yield Ask(words, reverse(f"results:{name}", args=[programme.slug, *args]))


STEP = Step(
    id="W3-S2",
    number="3.2",
    slug="results",
    title=_("Results and certificates"),
    purpose=_("What was learned and liked, who is certified, and the report."),
    see="workshop.see",
    course="workshop",
    who=(
        _("Facilitators open and close the tests and the evaluation."),
        _("Participants fill them in; nobody signs."),
        _("Country teams report what came of it, months later."),
    ),
    activities=(
        _("Enter the questions of the test in two forms that ask the same."),
        _("Open the test before the first session, and the other one in the last."),
        _("Close them, and read which questions were too hard or told nothing."),
        _("Issue certificates of attendance and of achievement."),
        _("Make the report, read it, and send it to all countries."),
        _("Ask again after three, six and twelve months."),
    ),
    outputs=(
        _("Results of tests before and at the end"),
        _("An evaluation at four levels"),
        _("Certificates that anybody can check"),
        _("A report in four languages"),
    ),
    questions=(
        _("What do participants know now that they did not know?"),
        _("Which questions of the test must be mended before it is used again?"),
        _("Who did not answer, and why?"),
        _("What has changed in a ministry because of this workshop?"),
    ),
    pitfalls=(
        _("Only the mood of the last day is measured."),
        _("The same questions are asked twice and learned by heart."),
        _("Participants fear that their superior sees the result."),
        _("A certificate for being there is taken for one of skill."),
        _("Nobody asks again once everybody is home."),
    ),
    gates=GATES,
    registers=tuple(register.label for register in REGISTERS),
    pages=(
        PageLink(_("My tests and certificates"), "results:mine", "workshop.take_part"),
        PageLink(_("Tests"), "results:tests", "workshop.change"),
        PageLink(_("Evaluation at four levels"), "results:levels", "workshop.change"),
        PageLink(_("Who is certified"), "results:certified", "workshop.change"),
        PageLink(_("Report of the workshop"), "results:report", "workshop.see"),
    ),
    chapter=chapter,
    asks=asks,
    sources=("KIRK",),
)
