"""The method as declarations: twelve steps in three phases, each with the gates that say when it is done.

A step is declared in its own folder (`step.py`) and announced by its phase's app. A gate is a function over the
programme's data that returns a `Finding`; nobody ticks a box. "Done" is therefore never stored: it is computed each
time it is shown, and what is missing comes with the address where it can be mended.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Missing:
    """One thing a gate still waits for, in words, and the page that mends it."""

    text: str
    href: str = ""


@dataclass(frozen=True)
class Finding:
    """What a gate found: `done` of `of`, and what is missing. Met when nothing is missing and something is there."""

    done: int
    of: int
    missing: tuple[Missing, ...] = ()

    @property
    def met(self) -> bool:
        return not self.missing and self.done >= self.of > 0


@dataclass(frozen=True)
class Gate:
    """A "done when" of the guidance. `id` is stable, e.g. "P1-S1.b"; `check(programme)` returns a Finding.

    `mark` says what the wording rests on: "source", "background" or "design" (docs/method/catalogues.md).
    """

    id: str
    title: str
    check: Callable[[object], Finding]
    why: str = ""
    mark: str = "design"


@dataclass(frozen=True)
class PageLink:
    """A page of the step's own beside its registers: title, name of its address, permission, what follows the "?"."""

    title: str
    name: str
    see: str
    query: str = ""


@dataclass(frozen=True)
class Step:
    """One step of the guidance as a newcomer needs it.

    `registers` are labels of tables in working order ("phase1_getting_started.seat"); `pages` are further pages.
    `chapter(programme, desk)` yields the blocks that this step gives to the strategy document.
    """

    id: str
    number: str
    slug: str
    title: str
    purpose: str
    see: str
    who: tuple[str, ...] = ()
    activities: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    pitfalls: tuple[str, ...] = ()
    gates: tuple[Gate, ...] = ()
    registers: tuple[str, ...] = ()
    pages: tuple[PageLink, ...] = ()
    chapter: Callable | None = None
    sources: tuple[str, ...] = ()
    mark: str = "background"

    @property
    def phase(self) -> int:
        return int(self.id[1])


@dataclass(frozen=True)
class Phase:
    number: int
    title: str
    purpose: str


PHASES = (
    Phase(
        1,
        _("Getting started"),
        _("Found the task force, hear the people concerned, understand the sector, find partners."),
    ),
    Phase(
        2,
        _("Developing the strategy"),
        _("Agree a vision, divide the sector into types, decide for each, and bring it together."),
    ),
    Phase(3, _("Implementing"), _("Put the strategy to work, follow what changes, and revise it.")),
)

STEPS: dict[str, Step] = {}


def announce(*steps: Step) -> None:
    """Make steps known; called once by each phase's app when it starts. Raises ValueError on a repeated id."""
    for step in steps:
        if step.id in STEPS and STEPS[step.id] is not step:
            raise ValueError(f"Step {step.id} is declared twice.")
        STEPS[step.id] = step


def all_steps() -> list[Step]:
    return sorted(STEPS.values(), key=lambda step: step.number)


def step_by_slug(slug: str) -> Step | None:
    return next((step for step in STEPS.values() if step.slug == slug), None)


def gate_by_id(gate_id: str) -> Gate | None:
    return next((gate for step in STEPS.values() for gate in step.gates if gate.id == gate_id), None)


# Three shapes of finding, enough for most gates -------------------------------------------------------------------


def every(items: Iterable, ok: Callable, missing: Callable, none: Missing) -> Finding:
    """Each item must be `ok`; `missing(item)` tells what one lacks; `none` is missing when there are no items."""
    items = list(items)
    lacking = [item for item in items if not ok(item)]
    if not items:
        return Finding(0, 1, (none,))
    return Finding(len(items) - len(lacking), len(items), tuple(missing(item) for item in lacking))


def at_least(wanted: int, found: int, missing: Missing) -> Finding:
    """`wanted` or more must be there."""
    return Finding(min(found, wanted), wanted, () if found >= wanted else (missing,))


def both(*findings: Finding) -> Finding:
    """Several findings as one: all must be met."""
    return Finding(
        sum(finding.done for finding in findings),
        sum(finding.of for finding in findings),
        tuple(missing for finding in findings for missing in finding.missing),
    )
