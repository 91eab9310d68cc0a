"""What the price chains say: shares, margins, gaps, and the drawing of each build-up."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from batea.calc.price_chain import NOTHING, Actor, Build, Gap, Part, build_up
from batea.calc.ranges import Impossible, Range, spread
from batea.documents.charts import Step as Bar
from batea.documents.charts import stacked_steps
from batea.documents.svg import Drawing
from batea.programmes.registers.cells import number

from ..types.models import AsmType
from .models import Lever, PriceChain, PriceStep


@dataclass(frozen=True)
class Study:
    """One chain with its steps; `build` is None while `problem` says why it cannot be split."""

    chain: PriceChain
    steps: tuple[PriceStep, ...]
    build: Build | None
    problem: str = ""

    @property
    def rows(self) -> list[tuple[PriceStep, Part]]:
        return list(zip(self.steps, self.build.parts, strict=True)) if self.build else []

    @property
    def complete(self) -> bool:
        """The share that reaches the pit is known, and what is left there after costs."""
        return self.build is not None and self.build.producer_share.known and self.build.parts[0].margin.known

    @property
    def exercise(self) -> bool:
        return self.chain.exercise or any(step.exercise for step in self.steps)


@dataclass(frozen=True)
class Economy:
    """One type's chains and levers."""

    type: AsmType
    studies: tuple[Study, ...]
    levers: tuple[Lever, ...]


def economies() -> list[Economy]:
    """Every type with its chains and levers, in four queries."""
    studies, levers = defaultdict(list), defaultdict(list)
    for study in all_studies():
        studies[study.chain.type_id].append(study)
    for lever in Lever.objects.select_related("type").order_by("pk"):
        levers[lever.type_id].append(lever)
    types = AsmType.objects.order_by("order", "pk")
    return [Economy(each, tuple(studies[each.pk]), tuple(levers[each.pk])) for each in types]


def all_studies() -> list[Study]:
    steps = defaultdict(list)
    for step in PriceStep.objects.select_related("source").order_by("order"):
        steps[step.chain_id].append(step)
    chains = PriceChain.objects.select_related("type").order_by("type__order", "pk")
    return [study_of(chain, steps[chain.pk]) for chain in chains]


def study_of(chain: PriceChain, steps: list[PriceStep]) -> Study:
    """Split the chain's price; a chain that cannot be split says why instead."""
    try:
        return Study(chain, tuple(steps), build_up([actor_of(step) for step in steps]))
    except Impossible as impossible:
        return Study(chain, tuple(steps), None, _(impossible.why))


def actor_of(step: PriceStep) -> Actor:
    numbers = (step.price_low, step.price_best, step.price_high, step.costs)
    return Actor(str(step.actor), *(None if value is None else float(value) for value in numbers))


# In words ---------------------------------------------------------------------------------------------------------


def said(found: Range, percent: bool = False) -> str:
    """“20 (15–31)” in the reader's number style, percent when asked; what is unknown is a question mark."""
    low, best, high = (told(value, percent) for value in (found.low, found.best, found.high))
    unit = "\u202f%" if percent else ""
    if not found.known:
        return "?"
    if found.low == found.high:
        return low + unit
    ends = f"{low} … {high}{unit}" if low.startswith("-") else f"{low}–{high}{unit}"
    return f"{best}{unit} ({ends})" if found.best is not None else ends


def told(value: float | None, percent: bool) -> str:
    if value is None:
        return ""
    return number(Decimal(str(round(value * 100, 1) if percent else round(value, 2))))


def gap_words(*gaps: Gap) -> list[str]:
    """What is missing, each kind of number once with the actors it is missing for."""
    sentences = {
        "price": _("the price received by %(who)s"),
        "ends": _("low and high of the price received by %(who)s"),
        "costs": _("the own costs of %(who)s"),
    }
    named = {what: ", ".join(gap.name for gap in gaps if gap.what == what) for what in sentences}
    return [words % {"who": named[what]} for what, words in sentences.items() if named[what]]


def draw(study: Study) -> Drawing | None:
    """The build-up as steps; actors between two known prices stand together. None when too little is known."""
    bars = list(bars_of(study.build)) if study.build else []
    if len(bars) < 2:
        return None
    last = study.build.parts[-1].price
    total = bar(_("Final price"), last) if last.best is not None else None
    names = "; ".join(f"{each.label} {told(each.amount, False)}" for each in bars)
    alt = _("What each actor adds to the price of %(product)s, in %(money)s: %(names)s.") % {
        "product": study.chain.product,
        "money": study.chain.money,
        "names": names,
    }
    return stacked_steps(bars, alt=alt, total=total, unit=study.chain.money, number=lambda v: told(v, False))


def bars_of(build: Build) -> Iterator[Bar]:
    names, paid = [], NOTHING
    for part in build.parts:
        names.append(part.name)
        if part.price.best is not None:
            yield bar(" + ".join(names), spread(lambda received, spent: received - spent, part.price, paid))
            names, paid = [], part.price


def bar(label: str, amount: Range) -> Bar:
    ends = (amount.low, amount.high) if amount.width else (None, None)
    return Bar(label, amount.best, *ends)


def panel_of(chain: PriceChain) -> dict:
    """What the page of one chain shows above its steps."""
    steps = PriceStep.objects.filter(chain=chain).select_related("source").order_by("order")
    return {"study": shown_study(study_of(chain, list(steps)))}


def shown_study(study: Study) -> dict:
    """A study ready for a page: words instead of numbers, the drawing, the gaps."""
    build = study.build
    drawing = draw(study)
    return {
        "chain": study.chain,
        "exercise": study.exercise,
        "problem": study.problem if study.steps else "",
        "columns": page_columns(),
        "rows": [page_row(step, part) for step, part in study.rows],
        "producer_share": said(build.producer_share, percent=True) if build else "?",
        "final_price": f"{said(build.parts[-1].price)} {study.chain.money}" if build else "",
        "drawing": drawing.svg.decode() if drawing else "",
        "gaps": gap_words(*(gap for gap in build.gaps if gap != build.most_wanted)) if build else [],
        "wanted": gap_words(build.most_wanted)[0] if build and build.most_wanted else "",
        "losses": [part.name for part in build.losses] if build else [],
        "assumed": [part.name for part in build.parts if part.assumed] if build else [],
    }


def page_columns() -> list[dict]:
    numbers = [
        _("Price received"),
        _("Value added"),
        _("Share of final price"),
        _("Own costs"),
        _("Margin"),
        _("Margin, of price"),
    ]
    return [{"label": _("Actor")}, *({"label": label, "numeric": True} for label in numbers)]


def page_row(step: PriceStep, part: Part) -> tuple:
    return (
        part.name,
        said(part.price),
        said(part.value_added),
        said(part.share, percent=True),
        number(step.costs) if step.costs is not None else "?",
        said(part.margin),
        said(part.margin_rate, percent=True),
    )
