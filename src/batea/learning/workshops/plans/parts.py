"""The parts of a plan, one page each, and what a whole plan holds (docs/method: training, “return-to-work plan”)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from ...models import Plan


@dataclass(frozen=True)
class Part:
    """One page of a plan: the fields that are filled in there."""

    slug: str
    title: str
    hint: str
    fields: tuple[str, ...]

    def lacking(self, plan: Plan | None) -> list[str]:
        """Names of its fields that are still empty; all of them while there is no plan."""
        return [name for name in self.fields if plan is None or not getattr(plan, name)]


OBJECTIVE = "objective"
PARTS = (
    Part(
        OBJECTIVE,
        _("Objective and starting point"),
        _("What you want to reach at home, and how things stand today."),
        ("step", "objective", "starting_point"),
    ),
    Part(
        "backing",
        _("Who backs it, whom to convince"),
        _("A sponsor above you, and those who could stop it."),
        ("sponsor", "convince"),
    ),
    Part(
        "quick-win",
        _("Quick win"),
        _("Something that can be seen within 30 days."),
        ("quick_win",),
    ),
    Part(
        "support",
        _("Support and obstacles"),
        _("What you ask of others, and what you do when something stands in the way."),
        ("support", "obstacles"),
    ),
    Part(
        "indicator",
        _("Indicator and evidence"),
        _("How anybody can see that it is reached."),
        ("indicator",),
    ),
    Part(
        "gender",
        _("Commitment on gender"),
        _("What changes for women, and who answers for it."),
        ("gender",),
    ),
    Part(
        "communication",
        _("Communication"),
        _("Who is told of it, and how."),
        ("communication",),
    ),
)
BY_SLUG = {part.slug: part for part in PARTS}
# Without these nobody can follow a plan: the gate of the step asks for them; the rest is asked for on the plan's page.
ESSENTIAL = ("objective", "quick_win", "gender", "indicator")
OWED = tuple(name for part in PARTS for name in part.fields)


def missing_fields(plan: Plan, actions: int, names: Iterable[str] = OWED) -> list[str]:
    """What the plan still lacks, in words and in the order of the parts."""
    lacking = [str(Plan._meta.get_field(name).verbose_name) for name in names if not getattr(plan, name)]
    return lacking if actions else [*lacking, str(_("at least one action"))]
