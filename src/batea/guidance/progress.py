"""How far a programme has come: each step's status, computed from its gates."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from batea.programmes.handing_out import waiting_for

from .models import GateOverride
from .steps import Ask, Finding, Gate, Missing, Phase, Step, all_steps, course_of

NOT_BEGUN, UNDER_WAY, DONE, PASSED = "not_started", "in_progress", "done", "passed"
STATUS_WORDS = {
    NOT_BEGUN: _("Not started"),
    UNDER_WAY: _("In progress"),
    DONE: _("Done"),
    PASSED: _("Done, with a gate passed by decision"),
}


@dataclass(frozen=True)
class GateState:
    """One gate now: what it found, and the decision that passes it, if any."""

    gate: Gate
    finding: Finding
    override: GateOverride | None

    @property
    def open(self) -> bool:
        return not self.finding.met and self.override is None


@dataclass(frozen=True)
class StepState:
    """One step now."""

    step: Step
    gates: tuple[GateState, ...]

    @property
    def status(self) -> str:
        if all(not gate.open for gate in self.gates):
            return PASSED if any(gate.override and not gate.finding.met for gate in self.gates) else DONE
        begun = any(gate.finding.done or gate.override for gate in self.gates)
        return UNDER_WAY if begun else NOT_BEGUN

    @property
    def status_words(self):
        return STATUS_WORDS[self.status]

    @property
    def finished(self) -> bool:
        return self.status in {DONE, PASSED}

    @property
    def missing(self) -> list[Missing]:
        """What the open gates wait for, each thing once."""
        waiting = (missing for gate in self.gates if gate.open for missing in gate.finding.missing)
        return list({(str(missing.text), missing.href): missing for missing in waiting}.values())

    @property
    def gates_met(self) -> int:
        return sum(not gate.open for gate in self.gates)


@dataclass(frozen=True)
class PhaseState:
    phase: Phase
    steps: tuple[StepState, ...]

    @property
    def finished(self) -> int:
        return sum(state.finished for state in self.steps)


def overrides() -> dict[str, GateOverride]:
    """Decisions in force today, by gate. Call inside the programme's scope."""
    today = timezone.localdate()
    return {found.gate: found for found in GateOverride.objects.filter(Q(until=None) | Q(until__gte=today))}


def state_of(programme, step: Step, passed: dict[str, GateOverride] | None = None) -> StepState:
    """The step's state now."""
    passed = overrides() if passed is None else passed
    return StepState(
        step, tuple(GateState(gate, gate.check(programme), passed.get(gate.id)) for gate in step.gates)
    )


def progress_of(programme) -> tuple[PhaseState, ...]:
    """All phases of the programme's course with their steps, in order."""
    passed, course = overrides(), course_of(programme)
    states = [state_of(programme, step, passed) for step in all_steps(course.id)]
    return tuple(
        PhaseState(phase, tuple(state for state in states if state.step.phase == phase.number))
        for phase in course.phases
    )


def next_step(phases: tuple[PhaseState, ...]) -> StepState | None:
    """The first step that is not finished: what to do next."""
    return next((state for phase in phases for state in phase.steps if not state.finished), None)


def asks_of(programme, member) -> list[Ask]:
    """What waits for this member now: what has a day first, by its day, the rest in the order of the steps."""
    course = course_of(programme).id
    steps = [step for step in all_steps(course) if step.asks and member.may(step.see)]
    found = [
        *lists_to_decide(programme, member),
        *(ask for step in steps for ask in step.asks(programme, member)),
    ]
    return sorted(found, key=lambda ask: (ask.due is None, ask.due or date.max))


def lists_to_decide(programme, member) -> list[Ask]:
    """Lists of people that somebody asks for wait for all who may decide, whatever the course."""
    count = waiting_for(member)
    if not count:
        return []
    words = ngettext(
        "Decide on %(count)s request for a list of people",
        "Decide on %(count)s requests for lists of people",
        count,
    )
    return [Ask(words % {"count": count}, reverse("programmes_in:people_lists", args=[programme.slug]))]
