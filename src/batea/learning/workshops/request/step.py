"""Step 1.1 of a workshop: what it is for, who asked, who is invited and by what, who makes it possible."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from batea.guidance.steps import Finding, Gate, Missing, PageLink, Step, at_least, both, every
from batea.programmes.registers import address, address_of

from ...models import Criterion, Objective, Supporter, TrainingRequest
from . import queries
from .chapter import chapter
from .registers import CRITERIA, DELEGATIONS, OBJECTIVES, REGISTERS, REQUESTS, SUPPORTERS, WORKSHOPS


def requests_answered(programme) -> Finding:
    return every(
        TrainingRequest.objects.order_by("made_on"),
        ok=lambda request: request.outcome != TrainingRequest.Outcome.OPEN and request.answer,
        missing=lambda request: Missing(
            _("No answer yet: “%(what)s”.") % {"what": request}, address_of(request)
        ),
        none=Missing(
            _("Enter who asked for the training, and for what."), address(REQUESTS, "add", programme)
        ),
    )


def described(programme) -> Finding:
    return both(
        at_least(
            1,
            int(queries.workshop_or_none() is not None),
            Missing(_("Describe the workshop: goal, days, place."), address(WORKSHOPS, "add", programme)),
        ),
        at_least(
            1,
            Objective.objects.count(),
            Missing(_("Enter the objectives."), address(OBJECTIVES, "add", programme)),
        ),
    )


def invited_by_criteria(programme) -> Finding:
    if not Criterion.objects.exists():
        return at_least(
            1, 0, Missing(_("Say by what countries are invited."), address(CRITERIA, "add", programme))
        )
    href = reverse("request:matrix", args=[programme.slug])
    return every(
        queries.invited(),
        ok=lambda each: not each.unmet and not each.unjudged,
        missing=lambda each: Missing(
            _("%(country)s is invited, and these criteria are not met or not judged: %(which)s.")
            % {
                "country": each.delegation,
                "which": ", ".join(dict.fromkeys(str(one) for one in (*each.unmet, *each.unjudged))),
            },
            href,
        ),
        none=Missing(_("Invite the countries."), address(DELEGATIONS, "add", programme)),
    )


def funder_credited(programme) -> Finding:
    return every(
        Supporter.objects.filter(part=Supporter.Part.FUNDER).select_related("institution"),
        ok=lambda funder: funder.credit,
        missing=lambda funder: Missing(
            _("Write how %(name)s is credited.") % {"name": funder.institution}, address_of(funder)
        ),
        none=Missing(_("Name who pays."), address(SUPPORTERS, "add", programme)),
    )


GATES = (
    Gate(
        "W1-S1.a",
        _("Every request for training has an answer"),
        requests_answered,
        why=_("Those who asked and never heard do not ask again."),
    ),
    Gate("W1-S1.b", _("The goal and the objectives are written"), described),
    Gate(
        "W1-S1.c",
        _("Every invited country is judged by each criterion and meets the needed ones"),
        invited_by_criteria,
        why=_("Whoever is not invited may ask why."),
    ),
    Gate(
        "W1-S1.d",
        _("Every funder is named with its credit"),
        funder_credited,
        why=_("Who pays is to be known by everybody in the room."),
    ),
)

STEP = Step(
    id="W1-S1",
    number="1.1",
    slug="request",
    title=_("Request and purpose"),
    purpose=_(
        "Somebody asks for training; the workshop answers with a goal, objectives and criteria for inviting."
    ),
    see="workshop.see",
    course="workshop",
    who=(
        _("Countries and institutions ask."),
        _("Organisers and the host government agree on the purpose."),
        _("Funders and partners say what they give."),
    ),
    activities=(
        _("Enter each request in the words of those who asked, and answer it."),
        _("Write one goal and a few objectives that can be checked."),
        _("Agree by what countries are invited, before anybody is."),
        _("Judge each country by each criterion, with the reason."),
        _("Name organisers, co-hosts, partners and funders, each with the words of its credit."),
    ),
    outputs=(
        _("Answered requests"),
        _("A goal with numbered objectives"),
        _("A table of countries by criteria"),
        _("Credits"),
    ),
    questions=(
        _("What can nobody in the country do today that must be done?"),
        _("Who asked, and who only agreed?"),
        _("Which country meets the criteria and was forgotten?"),
        _("Does a funder expect a result that the objectives do not hold?"),
    ),
    pitfalls=(
        _("The workshop is planned before anybody has asked."),
        _("Countries are invited by acquaintance."),
        _("Ten objectives are written and none is reached."),
        _("A partner adds content that serves no objective."),
    ),
    gates=GATES,
    registers=tuple(register.label for register in REGISTERS),
    pages=(
        PageLink(_("The workshop"), "request:about", "workshop.see"),
        PageLink(_("Countries by criteria"), "request:matrix", "workshop.change"),
    ),
    chapter=chapter,
)
