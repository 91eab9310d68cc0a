"""Step 1.2 of the guidance: the forum of everybody concerned."""

from django.utils.translation import gettext_lazy as _

from batea.guidance.steps import Finding, Gate, Missing, PageLink, Step, at_least, every
from batea.programmes.registers import address, address_of
from batea.toolbox.steps import tools_for

from . import queries
from .chapter import chapter
from .registers import CHARTERS, CONTRIBUTIONS, REGISTERS, STAKEHOLDERS


def charter_adopted(programme) -> Finding:
    charter = queries.charter_in_force()
    if charter is None:
        return at_least(1, 0, Missing(_("Write the forum's charter."), address(CHARTERS, "add", programme)))
    adopted = int(charter.adopted_on is not None)
    return at_least(1, adopted, Missing(_("Give the day the charter was adopted."), address_of(charter)))


def constituencies_speak(programme) -> Finding:
    def missing(constituency) -> Missing:
        said = _("%(constituency)s: nobody speaks whom they chose themselves.") % {
            "constituency": constituency.name
        }
        groups = constituency.groups
        return Missing(said, address_of(groups[0]) if groups else address(STAKEHOLDERS, "add", programme))

    return every(
        (found for found in queries.constituencies() if found.expected),
        ok=lambda constituency: constituency.speaking,
        missing=missing,
        none=Missing(_("Enter the stakeholders."), address(STAKEHOLDERS, "add", programme)),
    )


def women_speak(programme) -> Finding:
    share = queries.women_among_representatives()
    said = _(
        "%(women)s of %(known)s representatives are women. Name more, or plan in the charter by when."
    ) % {
        "women": share.women,
        "known": share.known,
    }
    charter = queries.charter_in_force()
    href = address_of(charter) if charter else address(CHARTERS, "add", programme)
    met = bool(share.known) and (share.reached or queries.women_plan_in_force())
    return at_least(1, int(met), Missing(said, href))


def first_round_answered(programme) -> Finding:
    return every(
        queries.first_round(),
        ok=lambda contribution: contribution.answer,
        missing=lambda contribution: Missing(
            _("No published reply yet: “%(what)s”") % {"what": contribution}, address_of(contribution)
        ),
        none=Missing(
            _("Enter what was said in the first session."), address(CONTRIBUTIONS, "add", programme)
        ),
    )


GATES = (
    Gate(
        "P1-S2.a",
        _("The charter is adopted"),
        charter_adopted,
        why=_("People speak openly when they know the rules, and that it is safe."),
    ),
    Gate(
        "P1-S2.b",
        _("Every constituency has a representative it chose itself"),
        constituencies_speak,
        why=_("Miners, women miners and communities count even before anybody has entered them."),
    ),
    Gate(
        "P1-S2.c",
        _("At least 40 % of representatives are women, or a plan says by when"),
        women_speak,
        why=_("A plan counts until its day has passed."),
    ),
    Gate(
        "P1-S2.d",
        _("The first round of comments is published with reasoned replies"),
        first_round_answered,
        why=_("Those who never hear back do not come again."),
    ),
)

STEP = Step(
    id="P1-S2",
    number="1.2",
    slug="forum",
    title=_("Forum"),
    purpose=_(
        "Miners and the people affected get a standing voice; facts are tested and trust grows over many meetings."
    ),
    see="forum.see",
    who=(
        _("The task force convenes; somebody neutral leads the talks."),
        _("Miners of each kind, and networks of women miners."),
        _("Processors, traders, investors, land owners, large companies."),
        _("Communities, indigenous peoples, local government."),
        _("Organisations of civil society, unions, faith groups, universities, banks, donors."),
    ),
    activities=(
        _("Map stakeholders by influence, interest and affectedness."),
        _("Share out seats; each constituency selects its own people."),
        _("Agree rules of conduct and of safe participation: no informal miner is named to the police."),
        _("Plan sessions in the capital, in the regions and at mines."),
        _("Pay for travel and child care, and interpret between languages."),
        _("Keep every comment, answer it, and publish both."),
    ),
    outputs=(
        _("A register of stakeholders"),
        _("A charter"),
        _("Records of sessions, with what was and was not agreed"),
        _("A matrix of comments and replies"),
    ),
    questions=(
        _("Who is missing?"),
        _("Who speaks for panners and ore sorters without an organisation?"),
        _("Can women speak without husbands or bosses in the room?"),
        _("What happens to comments that are refused?"),
        _("Is it safe to take part, and who pays the journey?"),
    ),
    pitfalls=(
        _("Leaders of associations or financiers speak for everybody."),
        _("The forum only hears what has been decided."),
        _("All sessions are held in the capital."),
        _("Comments go unanswered."),
        _("People suffer for what they said."),
        _("Miners are treated as the problem."),
    ),
    gates=GATES,
    registers=tuple(register.label for register in REGISTERS),
    pages=(
        PageLink(_("Who sits at the table"), "forum:table", "forum.see"),
        PageLink(_("Comments and replies"), "forum:matrix", "forum.see"),
        tools_for("P1-S2"),
    ),
    chapter=chapter,
    sources=("IGF17", "IIED1", "IIED2", "TAITA"),
)
