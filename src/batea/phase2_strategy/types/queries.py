"""Sites classified on reading: nothing is stored, so a changed rule shows at once."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from batea.calc.typology import Condition, Match, Rule, classify
from batea.registry.models import Site
from batea.registry.queries import living_sites

from .models import AsmType, TypeRule, Typology


@dataclass(frozen=True)
class Placed:
    """One site with its type and the rule that decided; both None when unclassified."""

    site: Site
    type: AsmType | None = None
    rule: TypeRule | None = None
    place: int | None = None
    guessed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Classification:
    """Every known site under one version of the rules."""

    rules_version: int
    rules: tuple[TypeRule, ...]
    placed: tuple[Placed, ...]

    @cached_property
    def by_type(self) -> Counter:
        """Sites per type's key; None counts the unclassified."""
        return Counter(placed.type.pk if placed.type else None for placed in self.placed)

    @cached_property
    def by_rule(self) -> Counter:
        return Counter(placed.rule.pk for placed in self.placed if placed.rule)

    @property
    def classified(self) -> int:
        return len(self.placed) - self.by_type[None]

    @property
    def share(self) -> float:
        """Classified sites / all sites, 0 to 1; 0 without sites."""
        return self.classified / len(self.placed) if self.placed else 0.0

    def of(self, asm_type: AsmType | None) -> list[Placed]:
        wanted = asm_type.pk if asm_type else None
        return [placed for placed in self.placed if (placed.type.pk if placed.type else None) == wanted]


@dataclass(frozen=True)
class Move:
    """A site that another set of rules would put elsewhere."""

    site: Site
    before: AsmType | None
    after: AsmType | None


def typology() -> Typology | None:
    """The programme's typology, or None before its first rule."""
    return Typology.objects.first()


def ordered_rules() -> list[TypeRule]:
    return list(TypeRule.objects.select_related("type").order_by("order", "pk"))


def as_rule(rule: TypeRule) -> Rule:
    """The stored rule in the form the formula takes."""
    conditions = (
        Condition(c["dimension"], frozenset(c["values"]), bool(c.get("without"))) for c in rule.conditions
    )
    return Rule(rule.type_id, tuple(conditions))


def known_sites() -> list[Site]:
    return list(living_sites().order_by("region", "name", "pk"))


def place_sites(rules: list[TypeRule], sites: list[Site]) -> tuple[Placed, ...]:
    """The sites under these rules, in their order."""
    formulas = tuple(as_rule(rule) for rule in rules)
    return tuple(placed(site, rules, classify(formulas, site.attributes)) for site in sites)


def placed(site: Site, rules: list[TypeRule], match: Match | None) -> Placed:
    if match is None:
        return Placed(site)
    rule = rules[match.rule - 1]
    return Placed(site, rule.type, rule, match.rule, match.guessed)


def classification() -> Classification:
    """All known sites under the rules in force. Three queries. Call inside the programme's scope."""
    rules, now = ordered_rules(), typology()
    return Classification(now.rules_version if now else 0, tuple(rules), place_sites(rules, known_sites()))


def moves(before: Classification, rules: list[TypeRule]) -> list[Move]:
    """Sites that would change their type if `rules` were in force."""
    after = place_sites(rules, [placed.site for placed in before.placed])
    pairs = zip(before.placed, after, strict=True)
    return [Move(old.site, old.type, new.type) for old, new in pairs if type_of(old) != type_of(new)]


def type_of(placed: Placed):
    return placed.type.pk if placed.type else None


def types_in_order() -> list[AsmType]:
    return list(AsmType.objects.select_related("people").order_by("order", "pk"))
