"""The plan as a whole: measures by horizon, costs, owners, results, contradictions and what nobody merged yet."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from batea.calc.ranges import Range, add_up, range_of
from batea.guidance.catalogue import indicators, measures
from batea.programmes.words import Words

from ..impacts import links as library
from ..impacts.models import ChosenMeasure
from .models import MeasureLink, NationalMeasure, RiskItem, Strategy

CONFLICTS, MISSING, ORDER = "conflicts", "missing", "order"


def current_strategy() -> Strategy | None:
    return Strategy.objects.select_related("act").first()


@dataclass(frozen=True)
class Tension:
    """Two measures that do not stand well together.

    kind   "conflicts": one gets in the way of the other; "missing": `first` needs a measure the plan lacks;
           "order": `first` needs `other`, which starts later
    """

    kind: str
    first: NationalMeasure
    other: NationalMeasure | None
    other_name: Words
    why: Words
    settled: Words

    @property
    def open(self) -> bool:
        """Nobody has written down how it was settled."""
        return not self.settled


@dataclass(frozen=True)
class Plan:
    """The national measures, read once."""

    measures: tuple[NationalMeasure, ...]
    types: dict[int, list]
    links: tuple[MeasureLink, ...]
    unmerged: tuple[ChosenMeasure, ...]

    def in_window(self, window: str) -> list[NationalMeasure]:
        """Measures of one horizon, "" for those without a date."""
        return [each for each in self.measures if each.window == window]

    def types_of(self, measure: NationalMeasure) -> list:
        return self.types.get(measure.pk, [])

    @property
    def left_alone(self) -> list[NationalMeasure]:
        """Merged once from the types' choices, but no type chooses it any more."""
        return [each for each in self.measures if each.proposed and each.pk not in self.types]

    @property
    def tensions(self) -> list[Tension]:
        return tensions(self.measures, self.links)


def read_plan() -> Plan:
    """The whole plan in three queries. Call inside the programme's scope."""
    found = NationalMeasure.objects.select_related("owner", "baseline__source")
    ordered = sorted(found, key=lambda each: (each.starts_month is None, each.starts_month or 0, each.pk))
    chosen = list(ChosenMeasure.objects.select_related("type").order_by("type__order", "pk"))
    types = defaultdict(list)
    for each in chosen:
        if each.national_id and each.type not in types[each.national_id]:
            types[each.national_id].append(each.type)
    links = MeasureLink.objects.select_related("first", "then").order_by("pk")
    unmerged = tuple(each for each in chosen if each.national_id is None)
    return Plan(tuple(ordered), dict(types), tuple(links), unmerged)


# Money --------------------------------------------------------------------------------------------------------------


def cost_of(measure) -> Range:
    """What it costs, as far as known."""
    numbers = (measure.cost_low, measure.cost_best, measure.cost_high)
    return range_of(*(None if value is None else float(value) for value in numbers), what=str(measure))


@dataclass(frozen=True)
class Cost:
    """The sum over some measures, and how many of them have no cost yet."""

    total: Range
    measures: int
    without: int


def cost_sum(found: Iterable) -> Cost:
    """Lows added to low, bests to best, highs to high; measures without any cost are counted apart."""
    costs = [cost_of(measure) for measure in found]
    return Cost(add_up(costs), len(costs), sum(not cost.known for cost in costs))


# What does not stand well together ------------------------------------------------------------------------------------


def tensions(found: Iterable[NationalMeasure], links: Iterable[MeasureLink]) -> list[Tension]:
    """Contradictions and unmet needs, from the library and from the links people drew."""
    present = {each.measure: each for each in found if each.measure}
    links = list(links)
    notes = {(link.kind, frozenset((link.first_id, link.then_id))): link.note for link in links}
    known = [tension for each in library.method_links() if (tension := from_library(each, present, notes))]
    told = {frozenset((each.first.pk, each.other.pk)) for each in known if each.other}
    own = [from_link(link) for link in links if frozenset((link.first_id, link.then_id)) not in told]
    return [*known, *filter(None, own)]


def from_library(known, present, notes) -> Tension | None:
    first, other = present.get(known.measure), present.get(known.other)
    if first is None:
        return None
    if other is None:
        name = measures()[known.other].name
        return (
            Tension(MISSING, first, None, name, known.why, Words())
            if known.relation == library.NEEDS
            else None
        )
    kind = kind_between(known.relation, first, other)
    asked = MeasureLink.Kind.CONFLICTS if kind == CONFLICTS else MeasureLink.Kind.NEEDS
    note = notes.get((asked, frozenset((first.pk, other.pk))), Words())
    return Tension(kind, first, other, other.name, known.why, note) if kind else None


def from_link(link: MeasureLink) -> Tension | None:
    kind = kind_between(link.kind, link.first, link.then)
    settled = link.note if kind == CONFLICTS else Words()
    return Tension(kind, link.first, link.then, link.then.name, link.note, settled) if kind else None


def kind_between(kind: str, first: NationalMeasure, other: NationalMeasure) -> str:
    """A conflict stays one; support is no trouble, and a need only when what is needed starts later."""
    if kind in {library.CONFLICTS, MeasureLink.Kind.CONFLICTS}:
        return CONFLICTS
    if kind == library.SUPPORTS:
        return ""
    dated = first.starts_month is not None and other.starts_month is not None
    return ORDER if dated and other.starts_month > first.starts_month else ""


# Who and what results --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Burden:
    """What one institution answers for."""

    owner: object
    measures: tuple[NationalMeasure, ...]
    cost: Cost

    def count(self, window: str) -> int:
        return sum(each.window == window for each in self.measures)


def burdens(plan: Plan) -> list[Burden]:
    """Measures by owner, the largest burden first; those without owner last (owner None)."""
    by_owner = defaultdict(list)
    for each in plan.measures:
        by_owner[each.owner].append(each)
    ordered = sorted(by_owner.items(), key=lambda item: (item[0] is None, -len(item[1]), str(item[0])))
    return [Burden(owner, tuple(found), cost_sum(found)) for owner, found in ordered]


def lacks(measure: NationalMeasure) -> list[str]:
    """What the measure still lacks before it can be adopted, by field name."""
    asked = {
        "owner": measure.owner_id,
        "starts_month": measure.starts_month is not None,
        "cost_best": cost_of(measure).known,
        "indicator": measure.indicator,
        "baseline": measure.baseline_id,
        "target": measure.target is not None and measure.target_year,
    }
    return [name for name, there in asked.items() if not there]


def indicator_name(code: str):
    """The indicator's name as Words, or "" for none."""
    entry = indicators().get(code)
    return entry.name if entry else ""


def indicator_unit(code: str, lang: str, currency: str) -> str:
    """The indicator's unit in that language; of alternatives the first. "" for none, a mere count or a scale."""
    entry = indicators().get(code)
    said, plain = (entry.unit.say(each).text.split(";")[0].strip() if entry else "" for each in (lang, "en"))
    if plain == "currency":
        return currency
    return "" if plain == "number" or plain[:1].isdigit() else said


def risks() -> list[RiskItem]:
    """The largest first."""
    return sorted(RiskItem.objects.select_related("owner"), key=lambda risk: (-risk.level, risk.pk))
