"""What the method notices when it reads the measures of a type: gaps, measures left alone, measures at odds.

These are hints for people who decide, not gates. Links between measures come from the method's own list.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from batea.guidance.catalogue import impacts, measures

from .links import CONFLICTS, NEEDS, SIDE_EFFECTS, SUPPORTS, method_links
from .queries import TypeProfile

DEEP_DIGGING = {"GEM", "GOLD-H", "COAL"}
SAFETY_PAPER, SAFETY_CONTROL = "M031", {"M032", "M033"}
ENFORCED = {"PROH", "CRIM"}


@dataclass(frozen=True)
class Hint:
    """One thing noticed. `serious` marks what the strategy must not leave open."""

    text: str
    serious: bool = False


def name(measure: str) -> str:
    return f"{measure} {measures()[measure].name}"


def hints(profile: TypeProfile, elsewhere: frozenset[str] = frozenset()) -> list[Hint]:
    """All hints for a type; `elsewhere` are measures chosen for other types, which count for what is needed first."""
    chosen = {measure.measure for measure in profile.measures if measure.measure}
    return [
        *unanswered(profile),
        *aimless(profile),
        *left_alone(chosen),
        *needed_first(chosen, chosen | elsewhere),
        *at_odds(chosen),
        *paper_safety(profile, chosen),
        *side_effects(chosen),
        *do_no_harm(profile),
    ]


def unanswered(profile: TypeProfile) -> Iterator[Hint]:
    for rating in profile.unanswered:
        inside = {"impact": f"{rating.impact} {rating.impact_name}"}
        yield Hint(_("%(impact)s: no measure with an owner and an indicator.") % inside, serious=True)


def aimless(profile: TypeProfile) -> Iterator[Hint]:
    rated = {rating.impact for rating in profile.ratings}
    for measure in profile.measures:
        if not rated & set(measure.impacts):
            yield Hint(_("%(measure)s acts on no impact rated for this type.") % {"measure": measure.name})


def left_alone(chosen: set[str]) -> Iterator[Hint]:
    """A ban without a way out, a dearer formality without help, machines without women: a companion is missing."""
    for measure in sorted(chosen):
        companions = [link for link in method_links() if link.relation == SUPPORTS and link.other == measure]
        if companions and not any(link.measure in chosen for link in companions):
            listed = "; ".join(name(link.measure) for link in companions)
            yield Hint(
                _("%(measure)s stands alone. It works better with one of these: %(companions)s.")
                % {"measure": name(measure), "companions": listed}
            )


def needed_first(chosen: set[str], everywhere: set[str] | frozenset[str]) -> Iterator[Hint]:
    for link in method_links():
        if link.relation == NEEDS and link.measure in chosen and link.other not in everywhere:
            inside = {"measure": name(link.measure), "other": name(link.other), "why": link.why}
            yield Hint(_("%(measure)s needs %(other)s first. %(why)s.") % inside)


def at_odds(chosen: set[str]) -> Iterator[Hint]:
    for link in method_links():
        if link.relation == CONFLICTS and {link.measure, link.other} <= chosen:
            inside = {"measure": name(link.measure), "other": name(link.other), "why": link.why}
            yield Hint(
                _("%(measure)s and %(other)s get in each other's way. %(why)s.") % inside, serious=True
            )


def paper_safety(profile: TypeProfile, chosen: set[str]) -> Iterator[Hint]:
    if SAFETY_PAPER in chosen and not SAFETY_CONTROL & chosen and DEEP_DIGGING & set(profile.type.tags):
        inside = {"measure": name(SAFETY_PAPER), "others": "; ".join(name(m) for m in sorted(SAFETY_CONTROL))}
        yield Hint(
            _("%(measure)s is paper without control underground; add one of these: %(others)s.") % inside
        )


def side_effects(chosen: set[str]) -> Iterator[Hint]:
    for measure in sorted(chosen & SIDE_EFFECTS.keys()):
        worse, why = SIDE_EFFECTS[measure]
        listed = ", ".join(f"{impact} {impacts()[impact].name}" for impact in worse)
        inside = {"measure": name(measure), "impacts": listed, "why": why}
        yield Hint(_("%(measure)s may make worse: %(impacts)s. %(why)s") % inside)


def do_no_harm(profile: TypeProfile) -> Iterator[Hint]:
    if ENFORCED & set(profile.type.tags) and profile.measures:
        yield Hint(
            _(
                "Aim enforcement at organisers, finance and machines, not at the people who dig. What happens to them?"
            )
        )
