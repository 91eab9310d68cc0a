"""Step 3.2 of the guidance: monitoring and evaluation."""

from decimal import Decimal

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from batea.guidance.steps import Finding, Gate, Missing, PageLink, Step, every
from batea.programmes.registers import address, address_of
from batea.programmes.registers.cells import shown

from . import queries
from .chapter import chapter
from .registers import REGISTERS, REPORTS, RESULTS

WITH_DATA = Decimal("0.90")  # share of due indicators our gate asks for


def due_have_data(programme) -> Finding:
    found = queries.standings()
    due = [each for each in found if each.was_due]
    if not due:
        return Finding(0, 1, (nothing_due(programme, found),))
    held = [each for each in due if each.up_to_date]
    if len(held) >= WITH_DATA * len(due):
        return Finding(len(due), len(due))
    missing = (lacking(each, programme) for each in due if not each.up_to_date)
    return Finding(len(held), len(due), tuple(missing))


def nothing_due(programme, found) -> Missing:
    """Why no result can be asked for yet, and where to go on."""
    if not found:
        return Missing(_("Say what is measured."), reverse("monitoring:follow", args=[programme.slug]))
    first = next(iter(queries.due_list(found)), None)
    if first is None:
        return Missing(
            _("Record a first result, or the date of the strategy."), address(RESULTS, "add", programme)
        )
    return Missing(
        _("The first result is due on %(day)s.") % {"day": shown(first.due)},
        reverse("monitoring:indicators", args=[programme.slug]),
    )


def lacking(standing: queries.Standing, programme) -> Missing:
    what = {"indicator": standing.indicator}
    if standing.latest and not standing.overdue:
        return Missing(
            _("The latest result of “%(indicator)s” has no grade.") % what, address_of(standing.latest)
        )
    add = f"{address(RESULTS, 'add', programme)}?indicator={standing.indicator.uid}"
    return Missing(_("The result of “%(indicator)s” is overdue.") % what, add)


def reports_on_time(programme) -> Finding:
    """The last public report that was due came in time, and none is still owed."""
    planned = list(queries.public_reports())
    past = [report for report in planned if report.due <= timezone.localdate()]
    if not planned:
        return Finding(
            0, 1, (Missing(_("Plan the public report of the year."), address(REPORTS, "add", programme)),)
        )
    if not past:
        day = {"day": shown(planned[0].due)}
        return Finding(
            0, 1, (Missing(_("The first report is due on %(day)s.") % day, address_of(planned[0])),)
        )
    owed = [report for report in past if report.published_on is None]
    late = [past[-1]] if past[-1].published_on and past[-1].published_on > past[-1].due else []
    missing = [
        Missing(_("“%(report)s” is not published.") % {"report": each}, address_of(each)) for each in owed
    ]
    missing += [Missing(_("“%(report)s” came late.") % {"report": each}, address_of(each)) for each in late]
    return Finding(len(past) - len(missing), len(past), tuple(missing))


def evaluations_answered(programme) -> Finding:
    return every(
        queries.evaluations(),
        ok=lambda report: report.answered,
        missing=lambda report: Missing(
            _("“%(report)s” needs a response with an owner and a day.") % {"report": report},
            address_of(report),
        ),
        none=Missing(_("Plan the first evaluation."), address(REPORTS, "add", programme)),
    )


GATES = (
    Gate(
        "P3-S2.a",
        _("At least 90% of the indicators that are due have data with a grade"),
        due_have_data,
        why=_("An indicator nobody measures steers nothing."),
    ),
    Gate(
        "P3-S2.b",
        _("The public report is published on time"),
        reports_on_time,
        why=_("People affected can only answer to what they can read."),
    ),
    Gate(
        "P3-S2.c",
        _("Each evaluation has a response with owners and dates"),
        evaluations_answered,
        why=_("A recommendation without an owner is forgotten."),
    ),
)

STEP = Step(
    id="P3-S2",
    number="3.2",
    slug="monitoring",
    title=_("Monitoring and evaluation"),
    purpose=_("Know what works, correct what does not, and account for it in public."),
    see="delivery.see",
    who=(
        _("A unit for monitoring and evaluation."),
        _("The institutions that own the data."),
        _("An independent evaluator."),
        _("The forum, as reviewer."),
    ),
    activities=(
        _("Define indicators and who measures them when."),
        _("Collect data by the calendar and check their quality."),
        _("Look at the results every quarter."),
        _("Report to the public every year."),
        _(
            "Evaluate at mid-term and at the end: relevance, coherence, effectiveness, efficiency, impact, sustainability."
        ),
        _("Sit together and learn from it."),
    ),
    outputs=(
        _("A datasheet for each indicator"),
        _("A table of indicators"),
        _("Quarterly and yearly reports"),
        _("Evaluations, each with its response"),
    ),
    questions=(
        _("Are targets met, for each type, for women and men, in each region?"),
        _("Is the change larger than the error of measurement?"),
        _("Which measures should stop?"),
        _("Who is left behind?"),
        _("Did anything get worse?"),
    ),
    pitfalls=(
        _("Outputs are counted instead of change."),
        _("Definitions change on the way."),
        _("The uncertainty is larger than the target, as found in many mercury action plans."),
        _("There are no data on women."),
        _("Nobody reads the reports."),
    ),
    gates=GATES,
    registers=tuple(register.label for register in REGISTERS),
    pages=(
        PageLink(_("Indicators"), "monitoring:indicators", "delivery.see"),
        PageLink(_("Follow goals and measures"), "monitoring:follow", "monitoring.change"),
    ),
    chapter=chapter,
    sources=("IGF17", "SCHWA23", "DAC19", "EARTHEVAL"),
)
