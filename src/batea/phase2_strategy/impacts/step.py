"""Step 2.3 of the guidance: impacts of each type, and measures against them."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from batea.guidance.steps import Finding, Gate, Missing, PageLink, Step, every
from batea.programmes.registers import address_of, list_address
from batea.toolbox.steps import tools_for

from ..types.models import AsmType
from ..types.queries import types_in_order
from .chapter import chapter
from .forms import GROUP_NAMES
from .models import ChosenMeasure
from .queries import profiles


def no_types(programme) -> Missing:
    return Missing(_("There are no types yet."), list_address(AsmType, programme))


def page_of(name: str, asm_type) -> str:
    return reverse(name, kwargs={"programme": asm_type.programme.slug, "uid": asm_type.uid})


def rated(programme) -> Finding:
    def lacking(profile):
        sides = ", ".join(str(GROUP_NAMES[group]) for group in profile.unrated_sides)
        text = _("%(type)s: nothing rated yet in %(sides)s.") % {"type": profile.type, "sides": sides}
        return Missing(text, page_of("impacts-type", profile.type))

    return every(profiles(), lambda profile: not profile.unrated_sides, lacking, no_types(programme))


def answered(programme) -> Finding:
    """Every pressing harm of every type; when nothing is pressing, the ratings themselves are missing."""
    found = profiles()
    open_harms = {rating.pk for profile in found for rating in profile.unanswered}

    def lacking(rating):
        inside = {"type": rating.type, "impact": rating.impact_name}
        text = _("%(type)s: no measure with owner and indicator against “%(impact)s”.") % inside
        return Missing(text, page_of("impacts-measures", rating.type))

    start = reverse("impacts", kwargs={"programme": programme.slug})
    return every(
        [rating for profile in found for rating in profile.urgent],
        lambda rating: rating.pk not in open_harms,
        lacking,
        Missing(_("No impact has been rated high yet."), start),
    )


def each_measure(programme, ok, text) -> Finding:
    start = reverse("impacts", kwargs={"programme": programme.slug})
    return every(
        ChosenMeasure.objects.select_related("type").order_by("pk"),
        ok,
        lambda measure: Missing(text % {"measure": measure}, address_of(measure)),
        Missing(_("No measure has been chosen yet."), start),
    )


def weighed(programme) -> Finding:
    text = _("%(measure)s: preconditions or risks are missing.")
    return each_measure(programme, lambda measure: bool(measure.preconditions and measure.risks), text)


def gender_checked(programme) -> Finding:
    text = _("%(measure)s: nobody has checked what it means for women and children.")
    return each_measure(programme, lambda measure: bool(measure.gender_check), text)


def stances(programme) -> Finding:
    return every(
        types_in_order(),
        lambda asm_type: bool(asm_type.stance and asm_type.stance_reason),
        lambda asm_type: Missing(
            _("%(type)s has no stance with a reason.") % {"type": asm_type}, address_of(asm_type)
        ),
        no_types(programme),
    )


IMPACTS = Step(
    id="P2-S3",
    number="2.3",
    slug="impacts",
    title=_("Impacts and measures"),
    purpose=_(
        "Decide for each type which harm to people, land and economy comes first, and which measures answer it, with "
        "owner, time, cost and indicator."
    ),
    see="strategy.see",
    who=(_("A group for each type, with environment, health, labour, women's affairs and security."),),
    activities=(
        _(
            "Rate the impacts of the catalogue: extent, severity, reversibility, people, and how sure that is."
        ),
        _("Look for root causes."),
        _("Choose a stance for the type, and say why."),
        _("Choose measures from the library and fit them to the place."),
        _("Check what each measure means for women and children."),
    ),
    outputs=(
        _("A profile of impacts for each type"),
        _("A stance with its reasons"),
        _("Measures with owner, months, cost, indicator, preconditions and risks"),
    ),
    questions=(
        _("Who is harmed, and who benefits?"),
        _("Which effect kills first? Which one cannot be undone?"),
        _("What does enforcement cost at each site?"),
        _("What happens to people if the measure works? Does the harm move elsewhere?"),
    ),
    pitfalls=(
        _("A plan for one problem only, such as mercury."),
        _("A ban without another way to live."),
        _("A remedy that makes a new problem, such as recovered mercury nobody can store."),
    ),
    gates=(
        Gate(
            "P2-S3.a",
            _("Each type is rated on all sides: environment, society, economy, governance"),
            rated,
            why=_("A plan that looks at one side only moves the harm to another."),
        ),
        Gate(
            "P2-S3.b",
            _("Each impact of high priority has a measure with an owner and an indicator"),
            answered,
        ),
        Gate("P2-S3.c", _("Each measure lists its preconditions and risks"), weighed),
        Gate(
            "P2-S3.d",
            _("The gender check of each measure is done"),
            gender_checked,
            why=_("Machines and papers tend to push women out unless somebody looks."),
        ),
        Gate("P2-S3.e", _("Each type has a stance with its reason"), stances, mark="background"),
    ),
    registers=("phase2_strategy.impactrating", "phase2_strategy.chosenmeasure"),
    pages=(
        PageLink(_("Rate impacts and choose measures"), "impacts", "strategy.see"),
        PageLink(_("Matrix of types, impacts and measures"), "impacts-matrix", "strategy.see"),
        tools_for("P2-S3"),
    ),
    chapter=chapter,
    sources=("WS", "KOSAI23", "SINGO22"),
)
