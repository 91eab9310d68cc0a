"""Step 2.5 of the guidance: one national strategy."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from batea.guidance.steps import Finding, Gate, Missing, PageLink, Step, at_least, both, every
from batea.programmes.registers import address, address_of

from .chapter import chapter
from .models import NationalMeasure, Strategy
from .queries import current_strategy, lacks, read_plan
from .registers import STRATEGIES


def page_of(name: str, programme) -> str:
    return reverse(name, kwargs={"programme": programme.slug})


def no_strategy(programme) -> Finding:
    missing = Missing(_("The strategy has no title and period yet."), address(STRATEGIES, "add", programme))
    return Finding(0, 1, (missing,))


def has(strategy: Strategy, field: str, text, href: str) -> Finding:
    return at_least(1, int(getattr(strategy, field) is not None), Missing(text, href))


def adopted(programme) -> Finding:
    strategy = current_strategy()
    if strategy is None:
        return no_strategy(programme)
    href = page_of("national:adoption", programme)
    return both(
        has(strategy, "adopted_on", _("The strategy has not been adopted."), href),
        has(strategy, "act_id", _("The binding act is not named."), href),
    )


def budgeted(programme) -> Finding:
    strategy = current_strategy()
    if strategy is None:
        return no_strategy(programme)
    href = address(STRATEGIES, "edit", programme, uid=strategy.uid)
    return both(
        has(strategy, "year_one_budget", _("The budget of the first year is not set."), href),
        has(strategy, "year_one_approved_on", _("The budget of the first year is not approved."), href),
    )


def complete(programme) -> Finding:
    plan = read_plan()
    href = page_of("national:plan", programme)
    whole = every(
        plan.measures,
        ok=lambda measure: not lacks(measure),
        missing=lambda measure: Missing(lacking_words(measure), address_of(measure)),
        none=Missing(_("The measures of the types have not been brought together."), href),
    )
    text = _("Chosen measures that are not in the national plan yet: %(count)s.") % {
        "count": len(plan.unmerged)
    }
    return Finding(whole.done, whole.of, (*whole.missing, Missing(text, href))) if plan.unmerged else whole


def lacking_words(measure: NationalMeasure) -> str:
    names = ", ".join(str(measure._meta.get_field(name).verbose_name) for name in lacks(measure))
    return _("%(measure)s lacks: %(names)s.") % {"measure": measure, "names": names}


def published(programme) -> Finding:
    strategy = current_strategy()
    if strategy is None:
        return no_strategy(programme)
    return has(
        strategy,
        "published_on",
        _("The strategy has not been published."),
        page_of("national:adoption", programme),
    )


NATIONAL = Step(
    id="P2-S5",
    number="2.5",
    slug="national",
    title=_("One national strategy"),
    purpose=_(
        "Bring what was chosen for each type together into one strategy that fits together, has its costs, dates and "
        "owners, and is adopted."
    ),
    see="strategy.see",
    who=(
        _("The task force."),
        _("Finance, planning and those who draft law."),
        _("The forum; then the cabinet or parliament."),
    ),
    activities=(
        _("Merge measures that several types chose; keep the others with their type."),
        _("Find what gets in each other's way and write down how it was settled."),
        _("Put measures in order: months 0–12, 12–36, 36–60, and what must come first."),
        _("Add up costs, name owners, give each measure an indicator, a baseline and a target."),
        _("List the laws to change and what can be done without."),
        _("Consult in public, check effects on the environment and on women, adopt."),
    ),
    outputs=(
        _("National strategy with action plan and budget"),
        _("Table of owners, results framework, list of risks"),
        _("Report of the consultation, act of adoption"),
        _("Summary for citizens in four languages"),
    ),
    questions=(
        _("Does a measure for one type hurt another?"),
        _("Which few measures open the way for the rest?"),
        _("What can be done without a new law?"),
        _("Is there money for the first year?"),
        _("Who loses, and how will they react?"),
    ),
    pitfalls=(
        _("A shopping list without priorities."),
        _("No budget."),
        _("Indicators without baselines."),
        _("Rules that contradict each other."),
        _("A strategy only consultants know."),
    ),
    gates=(
        Gate("P2-S5.a", _("The strategy is adopted by a binding act"), adopted, mark="design"),
        Gate("P2-S5.b", _("The budget of the first year is approved"), budgeted, mark="design"),
        Gate(
            "P2-S5.c",
            _("Each measure has an owner, a date, a cost, an indicator, a baseline and a target"),
            complete,
            why=_("What has no owner and no date will not happen; what has no baseline cannot be judged."),
            mark="design",
        ),
        Gate("P2-S5.d", _("The strategy is published"), published, mark="design"),
    ),
    registers=(
        "phase2_strategy.strategy",
        "phase2_strategy.nationalmeasure",
        "phase2_strategy.measurelink",
        "phase2_strategy.riskitem",
    ),
    pages=(
        PageLink(_("The plan as a whole"), "national:plan", "strategy.see"),
        PageLink(_("Adoption and publication"), "national:adoption", "strategy.see"),
        PageLink(_("Documents"), "national:documents", "strategy.see"),
    ),
    chapter=chapter,
    sources=("WS",),
)
