"""Step 2.2 of the guidance: dividing the sector into types."""

from math import ceil

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from batea.guidance.steps import Finding, Gate, Missing, PageLink, Step, at_least, every
from batea.programmes.registers import address, address_of, list_address
from batea.registry.models import Site

from .chapter import chapter
from .queries import classification, types_in_order, typology
from .registers import TYPES as TYPE_PAGES

CLASSIFIED_SHARE = 0.95


def each_type(programme, ok, text) -> Finding:
    """Every type must be `ok`; `text` says what one lacks."""
    return every(
        types_in_order(),
        ok=ok,
        missing=lambda asm_type: Missing(text % {"type": asm_type}, address_of(asm_type)),
        none=Missing(_("There are no types yet."), address(TYPE_PAGES, "add", programme)),
    )


def classified(programme) -> Finding:
    found = classification()
    if not found.placed:
        return Finding(0, 1, (Missing(_("No mine site is known yet."), list_address(Site, programme)),))
    if not found.rules:
        where = reverse("types-rule-new", kwargs={"programme": programme.slug})
        return Finding(0, 1, (Missing(_("There is no rule yet that assigns a site to a type."), where),))
    open_sites = len(found.placed) - found.classified
    text = ngettext(
        "%(count)s known site falls into no type.", "%(count)s known sites fall into no type.", open_sites
    )
    where = reverse("types-classification", kwargs={"programme": programme.slug}) + "?type=none"
    wanted = ceil(CLASSIFIED_SHARE * len(found.placed))
    return at_least(wanted, found.classified, Missing(text % {"count": open_sites}, where))


def profiled(programme) -> Finding:
    return each_type(programme, lambda t: bool(t.profile), _("%(type)s has no profile."))


def sized(programme) -> Finding:
    return each_type(
        programme, lambda t: t.sized, _("%(type)s: the number of people is not known as a range.")
    )


def mapped(programme) -> Finding:
    on_map = {
        placed.type.pk
        for placed in classification().placed
        if placed.type and (placed.site.latitude is not None or placed.site.district)
    }
    return each_type(programme, lambda t: t.pk in on_map, _("%(type)s has no site with a place."))


def validated(programme) -> Finding:
    return each_type(programme, lambda t: t.validated_on is not None, _("%(type)s has not been validated."))


def documented(programme) -> Finding:
    found = typology()
    where = reverse("phase2_strategy.typerule-list", kwargs={"programme": programme.slug})
    text = _("The task force has not adopted the rules as they are now.")
    return at_least(1, int(found is not None and found.adopted), Missing(text, where))


TYPES = Step(
    id="P2-S2",
    number="2.2",
    slug="types",
    title=_("Types of mining"),
    purpose=_(
        "Divide the sector so that policy can answer the needs and problems of each group, and no group is treated by a "
        "rule made for another."
    ),
    see="strategy.see",
    who=(
        _("The task force with its technical team."),
        _("The forum, and miners of each type, validate."),
    ),
    activities=(
        _(
            "Choose three to five dimensions; mineral, rhythm, legal status, mechanisation and organisation come first."
        ),
        _("Lay two dimensions across each other and count sites and people."),
        _("Merge groups that would be treated alike; split those that would not."),
        _("Write the rules in order: the first one that fits a site decides."),
        _("Name the types in words miners use, write a profile and estimate the size of each."),
    ),
    outputs=(
        _("Three to eight types, each with a one-page profile and a size as a range"),
        _("Rules that assign any site to one type, with their version"),
        _("Sites by type, and the sites that fit none"),
    ),
    questions=(
        _("Does every known site fall into exactly one type?"),
        _("Would each type be treated differently?"),
        _("Do two types differ in the name of the mineral only?"),
        _("Which types hide women or children?"),
    ),
    pitfalls=(
        _("Types copied from the mining law by size alone, so that informal groups vanish."),
        _("Too many types."),
        _("Names that insult or stigmatise."),
    ),
    gates=(
        Gate(
            "P2-S2.a",
            _("At least 95 % of known sites fall into a type"),
            classified,
            why=_("A site without a type is a group of people without a policy."),
        ),
        Gate("P2-S2.b", _("Each type has a profile"), profiled),
        Gate("P2-S2.c", _("The size of each type is known as a range"), sized),
        Gate("P2-S2.d", _("Each type is on the map"), mapped),
        Gate(
            "P2-S2.e",
            _("Forum and miners have validated each type"),
            validated,
            why=_("People who do not recognise themselves in a type will not follow its rules."),
        ),
        Gate("P2-S2.f", _("The rules in force are adopted and documented"), documented),
    ),
    registers=("phase2_strategy.asmtype", "phase2_strategy.typerule"),
    pages=(PageLink(_("Sites by type"), "types-classification", "strategy.see"),),
    chapter=chapter,
    sources=("WS", "CHUMA24", "ARMESC"),
)
