"""The method as declarations: steps in phases, each with the gates that say when it is done.

The guidance's own twelve steps are the course "strategy"; a workshop goes a course of its own with the same machinery.

A step is declared in its own folder (`step.py`) and announced by its phase's app. A gate is a function over the
programme's data that returns a `Finding`; nobody ticks a box. "Done" is therefore never stored: it is computed each
time it is shown, and what is missing comes with the address where it can be mended.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

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
class Ask:
    """One thing a step asks of one person now, in words, and the page to do it on. `due`: the day it is for, if any."""

    text: str
    href: str
    due: date | None = None


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
    """One step of a course as a newcomer needs it.

    `registers` are labels of tables in working order ("phase1_getting_started.seat"); `pages` are further pages.
    `chapter(programme, desk)` yields the blocks that this step gives to the strategy document. `asks(programme, member)`
    yields an Ask for each thing that waits for this member alone; what waits for the programme is said by the gates.
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
    asks: Callable | None = None
    sources: tuple[str, ...] = ()
    mark: str = "background"
    course: str = "strategy"

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


@dataclass(frozen=True)
class Course:
    """A way through phases. `kinds` are the kinds of programme that go it; `home` is the name of their first page."""

    id: str
    phases: tuple[Phase, ...]
    kinds: tuple[str, ...]
    home: str = "guidance:tasks"


STRATEGY = Course("strategy", PHASES, ("national", "exercise"))
COURSES: dict[str, Course] = {STRATEGY.id: STRATEGY}
STEPS: dict[str, Step] = {}


def announce(*steps: Step) -> None:
    """Make steps known; called once by each phase's app when it starts. Raises ValueError on a repeated id or slug."""
    for step in steps:
        same = [known for known in STEPS.values() if step.id == known.id or step.slug == known.slug]
        if any(known is not step for known in same):
            raise ValueError(f"Step {step.id} ({step.slug}) is declared twice.")
        STEPS[step.id] = step


def announce_course(course: Course) -> None:
    """Make a course known. Raises ValueError when one of its kinds of programme has a course already."""
    taken = {kind for known in COURSES.values() if known.id != course.id for kind in known.kinds}
    if taken & set(course.kinds):
        raise ValueError(
            f"Course {course.id}: {sorted(taken & set(course.kinds))} go another course already."
        )
    COURSES[course.id] = course


def course_of(programme) -> Course:
    """The course that programmes of this kind go."""
    return next(course for course in COURSES.values() if programme.kind in course.kinds)


def all_steps(course: str = STRATEGY.id) -> list[Step]:
    """The steps of a course in order."""
    return sorted((step for step in STEPS.values() if step.course == course), key=lambda step: step.number)


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
