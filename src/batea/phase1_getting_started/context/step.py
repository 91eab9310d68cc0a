"""Step 1.3 of the guidance: the analysis of the sector as it is."""

from django.utils.translation import gettext_lazy as _

from batea.evidence.registers import QUESTIONS
from batea.guidance.steps import Finding, Gate, Missing, PageLink, Step, at_least, every
from batea.programmes.registers import address, address_of
from batea.registry.registers import SITES
from batea.toolbox.steps import tools_for

from . import queries
from .chapter import chapter
from .models import ContextValidation, DataGap
from .registers import GAPS, REGISTERS, VALIDATIONS


def key_figures(programme) -> Finding:
    return every(
        queries.key_questions(),
        ok=queries.answered,
        missing=lambda question: Missing(
            _("“%(question)s” has no figure yet with source, year, method, range and grade.")
            % {"question": question},
            address_of(question),
        ),
        none=Missing(
            _("Enter the key questions, such as how many people mine."), address(QUESTIONS, "add", programme)
        ),
    )


def regions(programme) -> Finding:
    sites = address(SITES, "list", programme)

    def missing(pair) -> Missing:
        region = pair[0] or _("Sites without a region")
        return Missing(_("%(region)s: no entry rests on a source or a visit.") % {"region": region}, sites)

    return every(
        queries.regions_known().items(),
        ok=lambda pair: pair[0] and pair[1],
        missing=missing,
        none=Missing(_("Enter at least one site in each region where people are known to mine."), sites),
    )


def forum_validated(programme) -> Finding:
    """A validation counts once it names the session of the forum that gave it."""
    validations = list(ContextValidation.objects.order_by("-day"))
    named = sum(validation.session_id is not None for validation in validations)
    href = address_of(validations[0]) if validations else address(VALIDATIONS, "add", programme)
    return at_least(
        1, named, Missing(_("Bring the analysis to a session of the forum and note what it said."), href)
    )


def gaps_planned(programme) -> Finding:
    return every(
        DataGap.objects.order_by("pk"),
        ok=lambda gap: gap.planned,
        missing=lambda gap: Missing(_("“%(gap)s” lacks an owner or a date.") % {"gap": gap}, address_of(gap)),
        none=Missing(_("Write down what the analysis does not know."), address(GAPS, "add", programme)),
    )


GATES = (
    Gate(
        "P1-S3.a",
        _("Each key question has a figure with source, year, method, range and grade"),
        key_figures,
        why=_(
            "One complete answer is enough; weaker rivals may stand beside it, so that nobody has to hide them."
        ),
    ),
    Gate(
        "P1-S3.b",
        _("Each region where people are known to mine has at least a desk entry"),
        regions,
        why=_("A region nobody wrote about is a region the strategy forgets."),
    ),
    Gate(
        "P1-S3.c",
        _("The forum has validated the analysis"),
        forum_validated,
        why=_("People who live in the sector see what tables miss."),
    ),
    Gate(
        "P1-S3.d",
        _("Gaps in the data have owners and dates"),
        gaps_planned,
        why=_("An analysis never ends; it is enough to know who looks for what until when."),
    ),
)

STEP = Step(
    id="P1-S3",
    number="1.3",
    slug="context",
    title=_("Context analysis"),
    purpose=_(
        "A shared and graded picture: who mines what, where, how and under which rules, with which effects, and why."
    ),
    see="context.see",
    who=(
        _("The secretariat, with geological survey, statistics office and universities."),
        _("Field teams and civil society."),
        _("The forum validates."),
    ),
    activities=(
        _("Review laws and institutions, and what earlier programmes left behind."),
        _("List sites from documents, satellite pictures, informants and registers."),
        _("Measure a baseline: people, output, incomes, accidents, mercury."),
        _("Look at livelihoods, gender, the value chain, health and environment, security, taxes."),
        _("Find overlaps with concessions, parks, indigenous land and farms."),
        _("Name challenges, look for their causes and rank them."),
        _("Keep a list of what is not known."),
    ),
    outputs=(
        _("A situation report"),
        _("A list and a map of sites"),
        _("A table of key figures with ranges and grades"),
        _("A table of laws"),
        _("Ranked challenges"),
        _("A plan to close gaps in the data"),
    ),
    questions=(
        _("How many people mine, at least and at most; how many are women; are there children?"),
        _("Which minerals and methods, and in which season?"),
        _("Who is informal by choice, and who because the rules shut them out?"),
        _("Who lends, who buys, and at what share of the reference price?"),
        _("Who is hurt or killed, and by what?"),
        _("Which rights overlap?"),
        _("What do miners want?"),
    ),
    pitfalls=(
        _("Old totals are repeated, although each counted something else."),
        _("Only gold is looked at."),
        _("Women are not counted, because their work is out of sight or part of the household."),
        _("Figures are not kept by sex."),
        _("The report is not published."),
        _("The study never ends."),
    ),
    gates=GATES,
    registers=(
        "evidence.question",
        "evidence.figure",
        "registry.site",
        *(register.label for register in REGISTERS),
    ),
    pages=(
        PageLink(_("Key figures of the sector"), "context:figures", "context.see"),
        PageLink(_("Challenges by votes"), "context:ranking", "context.see"),
        tools_for("P1-S3"),
    ),
    chapter=chapter,
    sources=("IGF17", "HRUSINV", "PACTQA"),
)
