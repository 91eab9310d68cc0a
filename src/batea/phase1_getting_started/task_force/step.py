"""Step 1.1 of the guidance: the task force."""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from batea.guidance.steps import Ask, Finding, Gate, Missing, PageLink, Step, at_least, both, every
from batea.programmes.registers import address, address_of

from .chapter import chapter
from .models import Decision, Meeting, Seat, WorkItem
from .queries import charter_in_force, seats
from .registers import CHARTERS, MEETINGS, REGISTERS, SEATS, WORK_PLAN


def asks_charter(ok, missing):
    """A gate that asks one thing of the act in force."""

    def check(programme) -> Finding:
        charter = charter_in_force()
        if charter is None:
            return at_least(1, 0, Missing(_("Enter the founding act."), address(CHARTERS, "add", programme)))
        return at_least(1, int(bool(ok(charter))), Missing(missing, address_of(charter)))

    return check


def seats_filled(programme) -> Finding:
    return every(
        seats().filter(mandated=True),
        ok=lambda seat: seat.filled,
        missing=lambda seat: Missing(
            _("%(institution)s has not named both a titular and an alternate.")
            % {"institution": seat.institution},
            address_of(seat),
        ),
        none=Missing(_("Enter the institutions that the act mandates."), address(SEATS, "add", programme)),
    )


def plan_items(programme) -> Finding:
    return every(
        WorkItem.objects.order_by("starts"),
        ok=lambda item: item.owner_id is not None and item.budget is not None,
        missing=lambda item: Missing(
            _("“%(item)s” lacks an owner or a budget.") % {"item": item}, address_of(item)
        ),
        none=Missing(_("Write the work plan."), address(WORK_PLAN, "add", programme)),
    )


def plan_paid(programme) -> Finding:
    paid = asks_charter(
        lambda charter: charter.budget_line, _("Name the budget line that pays for the work plan.")
    )
    return both(plan_items(programme), paid(programme))


def first_meeting(programme) -> Finding:
    meetings = list(Meeting.objects.order_by("day"))
    href = address_of(meetings[0]) if meetings else address(MEETINGS, "add", programme)
    minuted = sum(meeting.minuted for meeting in meetings)
    return at_least(1, minuted, Missing(_("Hold the first meeting and write its minutes."), href))


GATES = (
    Gate(
        "P1-S1.a",
        _("The founding act is signed, and the signed text is here"),
        asks_charter(
            lambda charter: charter.signed_on and (charter.attachment_id or charter.instrument_id),
            _("Give the day it was signed, and attach the copy or name its entry among the laws."),
        ),
        why=_("Without a binding act the task force ends with the next change of minister."),
    ),
    Gate(
        "P1-S1.b",
        _("Every mandated institution has named a titular and an alternate"),
        seats_filled,
        why=_("Delegates who change at every meeting cannot bind their institution."),
    ),
    Gate(
        "P1-S1.c",
        _("Terms of reference and rules are adopted"),
        asks_charter(
            lambda charter: charter.terms and charter.rules_adopted_on,
            _("Write the terms of reference and give the day the rules were adopted."),
        ),
        why=_("Members need to know how decisions are taken before the first hard one."),
    ),
    Gate(
        "P1-S1.d",
        _("The secretariat is staffed"),
        asks_charter(
            lambda charter: charter.secretariat, _("Say which unit is the secretariat, and with whom.")
        ),
        why=_("Between meetings somebody has to do the work."),
    ),
    Gate(
        "P1-S1.e",
        _("The work plan has dates, owners and a budget"),
        plan_paid,
        why=_("A plan without money is a wish."),
    ),
    Gate(
        "P1-S1.f",
        _("The first meeting is minuted"),
        first_meeting,
        why=_("Minutes show later who agreed to what."),
    ),
)


def asks(programme, member):
    """What the institutions whose seat the member holds are to carry out, and the meetings to come."""
    seats = Q(titular=member.person) | Q(alternate=member.person)
    mine = Seat.objects.filter(seats).values("institution") if member.person else []
    if not mine:
        return
    for decision in Decision.objects.filter(owner__in=mine, done_on=None).order_by("due", "pk"):
        yield Ask(_("Decided: %(what)s") % {"what": decision}, address_of(decision), decision.due)
    begun = WorkItem.objects.filter(owner__in=mine, done_on=None, starts__lte=timezone.localdate())
    for item in begun.order_by("ends", "pk"):
        yield Ask(_("Work plan: %(what)s") % {"what": item}, address_of(item), item.ends)
    for meeting in Meeting.objects.filter(day__gte=timezone.localdate()).order_by("day"):
        yield Ask(_("Meeting: %(what)s") % {"what": meeting.place}, address_of(meeting), meeting.day)


STEP = Step(
    id="P1-S1",
    number="1.1",
    slug="task-force",
    title=_("Task force"),
    purpose=_(
        "One team across institutions answers for the whole process, from the first analysis to monitoring."
    ),
    see="task_force.see",
    who=(
        _("Convened by the ministry of mines, or by the presidency where ministries compete."),
        _("Environment, finance, health, labour, interior, women, education and social protection."),
        _("Agriculture and lands, trade and central bank, customs, local government."),
        _("Geological survey and statistics office."),
    ),
    activities=(
        _("Map who is competent for what."),
        _("Choose the legal form and write the terms of reference."),
        _("Name titulars, alternates and a secretariat."),
        _(
            "Agree how decisions are taken, what stays confidential and what happens with conflicts of interest."
        ),
        _("Set calendar and budget; form groups by theme."),
        _("Bring members to a mine, and through the basics of the sector and of gender."),
    ),
    outputs=(
        _("The signed act and the terms of reference"),
        _("A roster with alternates"),
        _("A work plan with a budget"),
        _("A log of decisions"),
    ),
    questions=(
        _("Who can bind each ministry?"),
        _("Who pays?"),
        _("Where do disagreements go?"),
        _("Which local governments take part, and for which zones?"),
        _("Is at least a third of the team women?"),
        _("Who carries on after elections?"),
        _("What may be published?"),
    ),
    pitfalls=(
        _("The mandate is too weak to bind ministries."),
        _("Junior delegates come, and others the next time."),
        _("The ministry of mines acts alone."),
        _("There is no money."),
        _("Security agencies dominate, and miners stop talking."),
    ),
    gates=GATES,
    registers=tuple(register.label for register in REGISTERS),
    pages=(PageLink(_("Roster and vacancies"), "task_force:roster", "task_force.see"),),
    chapter=chapter,
    asks=asks,
    sources=("IGF17", "PERUPNM", "COLBU"),
)
