"""What the pages, gates and chapter of the forum ask."""

from dataclasses import dataclass

from django.db.models import F, Q
from django.utils import timezone

from batea.programmes.models import Sex

from .models import Contribution, ForumCharter, Session, Stakeholder

WOMEN_SHARE = 0.4  # our gate: at least 40 % of representatives are women, or a dated plan

# A forum without these would speak about people and not with them; they count even before anybody enters them.
NEVER_MISSING = (
    Stakeholder.Constituency.MINERS,
    Stakeholder.Constituency.WOMEN_MINERS,
    Stakeholder.Constituency.COMMUNITIES,
)


def charter_in_force() -> ForumCharter | None:
    """The charter adopted last; before any is adopted, the one written last."""
    return ForumCharter.objects.order_by(F("adopted_on").desc(nulls_last=True), "-pk").first()


@dataclass(frozen=True)
class Constituency:
    """One constituency: its groups on the register, and those with a representative of their own choice."""

    code: str
    groups: tuple[Stakeholder, ...]

    @property
    def name(self):
        return Stakeholder.Constituency(self.code).label

    @property
    def speaking(self) -> list[Stakeholder]:
        return [group for group in self.groups if group.speaks]

    @property
    def expected(self) -> bool:
        """It must have a voice: it is on the register, or no forum may miss it."""
        return bool(self.groups) or self.code in NEVER_MISSING


def constituencies() -> list[Constituency]:
    """All constituencies in the guidance's order, with their groups. One query."""
    groups = list(Stakeholder.objects.select_related("representative").order_by("pk"))
    return [
        Constituency(code, tuple(group for group in groups if group.constituency == code))
        for code in Stakeholder.Constituency.values
    ]


@dataclass(frozen=True)
class Share:
    """Women among `known` people whose sex is stated."""

    women: int
    known: int

    @property
    def reached(self) -> bool:
        return self.known > 0 and self.women >= WOMEN_SHARE * self.known

    @property
    def percent(self) -> int:
        """Rounded down, so that 40 is not shown before it is reached."""
        return 100 * self.women // self.known if self.known else 0


def women_among_representatives() -> Share:
    """Each representative counts once, however many groups the person speaks for."""
    people = {
        group.representative_id: group.representative.sex
        for group in Stakeholder.objects.filter(representative__isnull=False).select_related("representative")
    }
    stated = [sex for sex in people.values() if sex]
    return Share(stated.count(Sex.FEMALE), len(stated))


def women_plan_in_force() -> bool:
    """The charter in force plans to reach the share, by a day that has not passed."""
    charter = charter_in_force()
    if charter is None or not charter.women_plan or charter.women_plan_due is None:
        return False
    return charter.women_plan_due >= timezone.localdate()


def contributions():
    return Contribution.objects.select_related("session", "stakeholder").order_by("-received_on", "-pk")


def first_round():
    """Contributions of the first session that had any; of none, those that came without a session."""
    first = Session.objects.filter(contributions__isnull=False).order_by("day", "pk").first()
    return contributions().filter(session=first)


def matrix(*, step="", constituency="", standing="", drafts=False):
    """Contributions as the filters of the matrix ask. `standing`: an outcome, or "open" for without a published reply.

    `drafts` lets the outcome of an unpublished reply count.
    """
    found = contributions()
    if step:
        found = found.filter(step=step)
    if constituency:
        found = found.filter(stakeholder__constituency=constituency)
    if standing == "open":
        return found.exclude(replies__published_on__isnull=False)
    if standing:
        out = Q(replies__published_on__isnull=False) if not drafts else Q()
        found = found.filter(out, replies__outcome=standing)
    return found
