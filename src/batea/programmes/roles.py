"""Who may do what in a programme. Roles are code: a change of access is a change somebody reviews.

`PERMISSIONS` names every right once; `ROLES` hands them out. The page docs/users/roles.md is generated from here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

PERMISSIONS = {
    "programme.see": _("See the programme, its steps and how far they have come"),
    "programme.change": _("Change the programme, its institutions and its files"),
    "people.see": _("See names and contacts of people"),
    "people.change": _("Add people, give and end roles, make sign-ins"),
    "evidence.see": _("See sources, figures, laws and statements"),
    "evidence.change": _("Change sources, figures, laws and statements"),
    "tools.see": _("See the toolbox and what was found with it"),
    "tools.fill": _("Fill in tools and change what oneself has filled in"),
    "tools.change": _("Change and remove what others have filled in"),
    "sites.see": _("See mine sites, with places blurred"),
    "sites.exact": _("See exact places of mine sites"),
    "sites.change": _("Change mine sites and visits"),
    "surveys.see": _("See forms and how much has come in"),
    "surveys.collect": _("Fill in forms on a phone or in the browser"),
    "surveys.read": _("Read what was filled in"),
    "surveys.review": _("Approve, return or refuse what was filled in"),
    "surveys.change": _("Publish forms, give and revoke keys of phones"),
    "task_force.see": _("See the task force and its decisions"),
    "task_force.change": _("Change the task force, its terms, meetings and decisions"),
    "forum.see": _("See the forum: stakeholders, sessions, contributions, replies"),
    "forum.change": _("Change stakeholders, sessions and replies"),
    "forum.contribute": _("Bring contributions to the forum"),
    "context.see": _("See challenges and data gaps"),
    "context.change": _("Change challenges and data gaps"),
    "partners.see": _("See needs, offers and commitments"),
    "partners.change": _("Change needs, offers and commitments"),
    "strategy.see": _("See vision, types, impacts, economy and the national strategy"),
    "strategy.change": _("Change vision, types, impacts, economy and the national strategy"),
    "strategy.adopt": _("Record the adoption of the strategy and freeze its versions"),
    "delivery.see": _("See actions, milestones, indicators and results"),
    "delivery.change": _("Change actions and milestones"),
    "monitoring.change": _("Change indicators, targets and results"),
    "workshop.see": _("See a workshop: agenda, groups, findings, plans"),
    "workshop.take_part": _("Take part in a workshop: answer, vote, work in one's group and team"),
    "workshop.change": _("Run a workshop: invite, plan, open exercises, read answers, give certificates"),
    "community.see": _("See a community: rooms, questions, what countries have shared"),
    "community.take_part": _("Take part in a community: ask, answer, write case studies"),
    "community.moderate": _("Moderate a community: hide, review, invite, keep its calendar"),
    "sharing.decide": _("Share entries of the programme with a community, and take them back"),
    "gates.override": _("Pass a gate that is not met, with a reason"),
    "documents.make": _("Make the documents of the programme"),
    "audit.see": _("See who did what"),
    "bundle.export": _("Take the whole programme out as a file"),
    "lists.decide": _("Decide on longer lists of people that somebody asks to take out"),
}

SEE = frozenset(name for name in PERMISSIONS if name.endswith(".see")) - {"people.see", "audit.see"}
STRATEGY_WORK = frozenset(
    {
        "evidence.change",
        "tools.fill",
        "tools.change",
        "sites.change",
        "surveys.collect",
        "surveys.read",
        "surveys.review",
        "surveys.change",
        "task_force.change",
        "forum.change",
        "forum.contribute",
        "context.change",
        "partners.change",
        "strategy.change",
        "delivery.change",
        "monitoring.change",
        "documents.make",
    }
)
STRATEGY_KINDS = ("national", "exercise")
EVERY_KIND = (*STRATEGY_KINDS, "workshop", "community")


@dataclass(frozen=True)
class Role:
    """A role: its stable code, its name, what it is for in plain words, what it may do, in which kinds of programme it
    is handed out, and what it may do in one of these kinds besides."""

    code: str
    name: str
    purpose: str
    may: frozenset[str]
    kinds: tuple[str, ...] = STRATEGY_KINDS
    besides: Mapping[str, frozenset[str]] = field(default_factory=dict)


ROLES = {
    role.code: role
    for role in (
        Role(
            "lead",
            _("Task-force lead"),
            _("Answers for the process: changes everything, passes gates with a reason, records adoption."),
            SEE
            | STRATEGY_WORK
            | {
                "programme.change",
                "people.see",
                "people.change",
                "sites.exact",
                "strategy.adopt",
                "workshop.take_part",
                "workshop.change",
                "community.take_part",
                "community.moderate",
                "sharing.decide",
                "gates.override",
                "audit.see",
                "bundle.export",
                "lists.decide",
            },
            EVERY_KIND,
        ),
        Role(
            "member",
            _("Task-force member"),
            _("Works on every step; does not give roles, pass gates or record adoption."),
            SEE | STRATEGY_WORK | {"people.see", "sites.exact"},
        ),
        Role(
            "field_officer",
            _("Field officer"),
            _("Visits sites and records what is found there."),
            frozenset(
                {
                    "programme.see",
                    "evidence.see",
                    "tools.see",
                    "tools.fill",
                    "sites.see",
                    "sites.exact",
                    "sites.change",
                    "surveys.see",
                    "surveys.collect",
                    "context.see",
                    "forum.see",
                    "forum.contribute",
                }
            ),
        ),
        Role(
            "stakeholder",
            _("Stakeholder representative"),
            _(
                "Speaks for a constituency: reads the drafts, brings contributions, fills in tools with its group and "
                "reads the replies."
            ),
            (SEE - {"task_force.see"}) | {"forum.contribute", "tools.fill"},
        ),
        Role(
            "partner",
            _("Partner"),
            _("Supports the strategy: reads it, keeps needs, offers and commitments up to date."),
            SEE | {"partners.change"},
        ),
        Role(
            "observer",
            _("Observer"),
            _("Reads, changes nothing, sees no names and no exact places."),
            SEE,
            EVERY_KIND,
        ),
        Role(
            "facilitator",
            _("Facilitator"),
            _(
                "Runs workshops, exercises and consultations: works on the forum and on every step of an exercise."
            ),
            (
                SEE
                | STRATEGY_WORK
                | {
                    "people.see",
                    "workshop.take_part",
                    "workshop.change",
                    "community.take_part",
                    "community.moderate",
                }
            )
            - {"sites.change", "surveys.review", "surveys.change"},
            EVERY_KIND,
            {"workshop": frozenset({"surveys.review"})},  # the answers of the field visit
        ),
        Role(
            "participant",
            _("Participant"),
            _(
                "Comes to a workshop or belongs to a community: answers, votes, asks, works in a group and on the plan of "
                "the own country."
            ),
            frozenset(
                {
                    "programme.see",
                    "workshop.see",
                    "workshop.take_part",
                    "community.see",
                    "community.take_part",
                    "surveys.see",
                    "surveys.collect",
                }
            ),
            ("workshop", "community"),
        ),
        Role(
            "group_member",
            _("Group member"),
            _("Works on every step of an exercise copy with a group; sees no names and no exact places."),
            SEE | STRATEGY_WORK,
            ("exercise",),
        ),
        Role(
            "administrator",
            _("Administrator"),
            _(
                "Keeps the programme in order: people, roles, files, audit trail. Does not write the strategy."
            ),
            frozenset(
                {
                    "programme.see",
                    "programme.change",
                    "people.see",
                    "people.change",
                    "audit.see",
                    "bundle.export",
                    "lists.decide",
                    "documents.make",
                }
            ),
            EVERY_KIND,
        ),
    )
}
ROLE_CHOICES = [(role.code, role.name) for role in ROLES.values()]


def roles_in(programme) -> list[Role]:
    """The roles that are handed out in programmes of this kind."""
    return [role for role in ROLES.values() if programme.kind in role.kinds]


# Roles that see names of people or exact places need a second factor at sign-in on a production server.
SENSITIVE = frozenset({"people.see", "sites.exact", "audit.see", "bundle.export"})


def may_do(roles, kind: str = "") -> frozenset[str]:
    """All permissions of the given role codes together in a programme of this kind; an unknown code gives none."""
    known = [ROLES[code] for code in roles if code in ROLES]
    return frozenset().union(*(role.may | role.besides.get(kind, frozenset()) for role in known))
