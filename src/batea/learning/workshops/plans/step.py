"""Step 3.1 of a workshop: the plans for the return to work, and what becomes of them."""

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from batea.guidance.steps import Ask, Finding, Gate, Missing, PageLink, Step, every
from batea.programmes.registers import address_of

from ...models import CheckIn, Plan, Workshop
from ..here import today_there
from ..request.queries import workshop_or_none
from .paper import chapter
from .queries import due_check_ins, lacks_essentials, plan_of, plans, reader_of, teams
from .registers import REGISTERS


def overview(programme) -> str:
    """Where everybody finds the plans that are theirs to read. The step is seen by all, so a gate says of a plan no
    more than that something is missing."""
    return reverse("plans:overview", args=[programme.slug])


def none_yet(programme) -> Missing:
    return Missing(_("No team has begun a plan."), overview(programme))


def teams_have_plans(programme) -> Finding:
    begun = set(Plan.objects.values_list("delegation_id", flat=True))
    return every(
        teams(),
        ok=lambda team: team.pk in begun,
        missing=lambda team: Missing(_("%(country)s has no plan yet.") % {"country": team}, address_of(team)),
        none=Missing(_("No delegation has accepted yet."), overview(programme)),
    )


def plans_say_enough(programme) -> Finding:
    return every(
        plans(),
        ok=lambda plan: not lacks_essentials(plan),
        missing=lambda plan: Missing(
            _("%(country)s: the plan does not say everything yet.") % {"country": plan.delegation},
            overview(programme),
        ),
        none=none_yet(programme),
    )


def plans_presented(programme) -> Finding:
    return every(
        plans(),
        ok=lambda plan: plan.presented_on,
        missing=lambda plan: Missing(
            _("%(country)s has not presented its plan.") % {"country": plan.delegation}, overview(programme)
        ),
        none=none_yet(programme),
    )


def plans_have_peers(programme) -> Finding:
    return every(
        plans(),
        ok=lambda plan: plan.peer_id,
        missing=lambda plan: Missing(
            _("%(country)s has no peer team.") % {"country": plan.delegation}, overview(programme)
        ),
        none=none_yet(programme),
    )


def check_ins_answered(programme) -> Finding:
    """Nothing is answered before it is due, so the gate waits for the first check-in."""
    workshop = Workshop.objects.first()
    due = list(due_check_ins(today_there(workshop))) if workshop else []
    return every(
        due,
        ok=lambda each: each.answered_on,
        missing=lambda each: Missing(
            _("%(country)s: the check-in after %(days)s days is not answered.")
            % {"country": each.plan.delegation, "days": each.after_days},
            overview(programme),
        ),
        none=first_to_come(programme),
    )


def first_to_come(programme) -> Missing:
    first = CheckIn.objects.order_by("due").first()
    if first is None:
        return Missing(
            _("The check-ins have no dates: they get them when a plan is presented."),
            overview(programme),
        )
    day = formats.date_format(first.due, "DATE_FORMAT")
    return Missing(_now("The first check-in is due on %(day)s.") % {"day": day}, overview(programme))


GATES = (
    Gate(
        "W3-S1.a",
        _("Every country team has a plan"),
        teams_have_plans,
        why=_("What nobody writes down at the workshop is gone after a week at home."),
    ),
    Gate(
        "W3-S1.b",
        _("Every plan has an objective, an action, a quick win, a commitment on gender and an indicator"),
        plans_say_enough,
        why=_("Without these nobody can tell later whether it was done."),
    ),
    Gate(
        "W3-S1.c",
        _("Every plan has been presented"),
        plans_presented,
        why=_(
            "Said before the others, a plan becomes a promise; its check-ins are counted from the workshop."
        ),
    ),
    Gate(
        "W3-S1.d",
        _("Every team has a peer team in another country"),
        plans_have_peers,
        why=_("A colleague with the same task asks better questions than a supervisor."),
    ),
    Gate(
        "W3-S1.e",
        _("Every check-in that is due is answered"),
        check_ins_answered,
        why=_("The effect of a workshop shows after 30, 90, 180 and 365 days, or not at all."),
    ),
)


def asks(programme, member):
    """The check-ins of the own team that are due; before them, that the plan be begun once the workshop runs."""
    team, workshop = reader_of(member).team, workshop_or_none()
    if team is None or workshop is None:
        return
    today = today_there(workshop)
    for check_in in due_check_ins(today).filter(plan__delegation=team, answered_on=None):
        words = _("Say how your plan stands after %(days)s days") % {"days": check_in.after_days}
        href = reverse("plans:check_in", args=[programme.slug, check_in.uid])
        yield Ask(words, href, check_in.due)
    if workshop.starts <= today and plan_of(team) is None:
        words = _("Begin the return-to-work plan of your team")
        yield Ask(words, reverse("plans:mine", args=[programme.slug]), workshop.ends)


STEP = Step(
    id="W3-S1",
    number="3.1",
    slug="return-to-work",
    title=_("Return-to-work plans"),
    purpose=_("Each country team takes a plan home and is asked four times what came of it."),
    see="workshop.see",
    course="workshop",
    who=(
        _("Each country team writes and owns its plan."),
        _("A peer team of another country, and a coach, ask and help."),
        _("The facilitators set presentations, peers and dates, and follow up."),
    ),
    activities=(
        _("Write the plan, one page after the other, and check the answers."),
        _("Present it to the others; they ask whether it can be done."),
        _("Take its actions into the work plan of the own programme."),
        _("Answer the check-ins: on the page, by the link on a phone, or by e-mail."),
        _("Ask for help early, and note the help that was given."),
    ),
    outputs=(
        _("A plan for each country team"),
        _("Tasks in the countries' own work plans"),
        _("Four answers a year on what came of each plan"),
    ),
    questions=(
        _("Can you tell on the last day whether the objective is reached?"),
        _("Who above you backs it, and do they know?"),
        _("What can be seen within 30 days?"),
        _("What changes for women?"),
        _("What will stand in the way, and what then?"),
    ),
    pitfalls=(
        _("The plan depends on money nobody has promised."),
        _("One person carries it, and changes post."),
        _("It is filed with the certificate."),
        _("It repeats what the institution does anyway."),
    ),
    gates=GATES,
    registers=tuple(register.label for register in REGISTERS),
    pages=(
        PageLink(_("Our return-to-work plan"), "plans:mine", "workshop.take_part"),
        PageLink(_("Plans of the teams"), "plans:overview", "workshop.see"),
        PageLink(_("How the plans stand"), "plans:supervise", "workshop.change"),
        PageLink(_("Peers and coaches"), "plans:peers", "workshop.change"),
    ),
    chapter=chapter,
    asks=asks,
    sources=(),
)
