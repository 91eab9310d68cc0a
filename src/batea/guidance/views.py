"""The programme's first page, the page of a step, decisions on gates, and the method's lists."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from batea.problems import NOT_ALLOWED, Refused
from batea.programmes.access import page
from batea.programmes.registers import REGISTERS, address

from . import catalogue
from .actions import close_gate, pass_gate
from .forms import PassGate
from .models import GateOverride
from .progress import PhaseState, StepState, asks_of, next_step, progress_of, state_of
from .steps import STEPS, course_of, gate_by_id, step_by_slug


@require_safe
@page("programme.see")
def tasks(request):
    """What waits for the reader, what the programme needs next, and the steps of all phases; a course without steps begins on a page of its own."""
    course = course_of(request.programme)
    if course.home != "guidance:tasks":
        return redirect(course.home, request.programme.slug)
    phases = progress_of(request.programme)
    coming = next_step(phases)
    context = {
        "page_title": str(request.programme),
        "phase_lists": [(state, task_list(request, state)) for state in phases],
        "asks": asks_of(request.programme, request.member),
        "today": timezone.localdate(),
        "coming": coming,
        "may_work": coming is not None and may_work(request.member, coming.step),
        "coming_url": step_address(request, coming.step) if coming else "",
        "steps_done": sum(state.finished for state in phases),
        "steps_all": sum(len(state.steps) for state in phases),
    }
    return render(request, "guidance/tasks.html", context)


def may_work(member, step) -> bool:
    """Whether the member may change a table of the step: to others its gaps are told, not given to mend."""
    found = (REGISTERS[label] for label in step.registers if label in REGISTERS)
    return any(register.change and member.may(register.change) for register in found)


def task_list(request, phase: PhaseState) -> list[dict]:
    return [
        {
            "title": f"{state.step.number} {state.step.title}",
            "url": step_address(request, state.step) if request.member.may(state.step.see) else "",
            "hint": hint(state),
            "status": state.status,
        }
        for state in phase.steps
    ]


def hint(state: StepState) -> str:
    """“2 of 5 gates met. Next: name an alternate …”."""
    counts = {"met": state.gates_met, "all": len(state.gates)}
    if not state.missing:
        return _("%(met)s of %(all)s gates met.") % counts
    return _("%(met)s of %(all)s gates met. Missing: %(what)s") % {**counts, "what": state.missing[0].text}


def step_address(request, step) -> str:
    return reverse("guidance:step", args=[request.programme.slug, step.slug])


@require_safe
@page("programme.see")
def step_by_id(request, step_id):
    if step_id not in STEPS:
        raise Http404
    return redirect(step_address(request, STEPS[step_id]))


@require_safe
@page("programme.see")
def step(request, slug):
    """One step: what it is for, its gates with what is missing, and where the work is done."""
    found = step_by_slug(slug)
    if found is None or found.course != course_of(request.programme).id:
        raise Http404
    if not request.member.may(found.see):
        raise Refused(NOT_ALLOWED)
    state = state_of(request.programme, found)
    context = {
        "page_title": found.title,
        "page_eyebrow": _("Step %(number)s") % {"number": found.number},
        "breadcrumbs": [
            (_("Programme"), reverse("guidance:tasks", args=[request.programme.slug])),
            (found.title, ""),
        ],
        "step": found,
        "state": state,
        "work": [work(request, REGISTERS[label]) for label in found.registers if label in REGISTERS],
        "step_pages": [
            (link.title, reverse(link.name, args=[request.programme.slug]) + link.query)
            for link in found.pages
            if request.member.may(link.see)
        ],
        "sources": [
            catalogue.references().get(key) for key in found.sources if key in catalogue.references()
        ],
        "may_pass": request.member.may("gates.override"),
    }
    return render(request, "guidance/step.html", context)


def work(request, register) -> dict:
    """One table of the step: how many rows it has and where they are kept."""
    may_see = request.member.may(register.see)
    may_add = bool(register.change) and request.member.may(register.change) and bool(register.fields)
    return {
        "register": register,
        "count": register.model.objects.count() if may_see else None,
        "url": address(register, "list", request.programme) if may_see else "",
        "add_url": address(register, "add", request.programme) if may_add else "",
    }


def step_of_gate(gate_id: str):
    found = next((s for s in STEPS.values() if any(gate.id == gate_id for gate in s.gates)), None)
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@page("gates.override")
def pass_one_gate(request, gate_id):
    found, gate = step_of_gate(gate_id), gate_by_id(gate_id)
    form = PassGate(request.POST or None)
    if request.method == "POST" and form.is_valid():
        pass_gate(by=request.member, programme=request.programme, gate_id=gate_id, **form.cleaned_data)
        messages.success(request, _("The gate is passed. It stays marked as a decision."))
        return redirect(step_address(request, found))
    context = {
        "page_title": _("Pass this gate: %(gate)s") % {"gate": gate.title},
        "page_eyebrow": gate.id,
        "form": form,
        "gate": gate,
        "cancel": step_address(request, found),
    }
    return render(request, "guidance/pass_gate.html", context, status=422 if form.errors else 200)


@require_POST
@page("gates.override")
def close_one_gate(request, gate_id):
    override = GateOverride.objects.filter(gate=gate_id).first()
    if override is None:
        raise Http404
    close_gate(by=request.member, override=override)
    messages.success(request, _("The decision is taken back. The gate counts again as the data say."))
    return redirect(step_address(request, step_of_gate(gate_id)))


LISTS = {
    "impacts": (gettext_lazy("Impacts"), catalogue.impacts, "what"),
    "measures": (gettext_lazy("Measures"), catalogue.measures, "implementer"),
    "indicators": (gettext_lazy("Indicators"), catalogue.indicators, "unit"),
}


@require_safe
@page("programme.see")
def method_list(request, name):
    """One catalogue of the method, searchable, with what each row rests on."""
    if name not in LISTS:
        raise Http404
    title, entries, second = LISTS[name]
    words = request.GET.get("q", "").casefold()
    rows = [
        (
            entry.id,
            str(entry.name),
            str(entry.texts[second]),
            entry.plain.get("group") or entry.plain.get("level"),
            MARKS[entry.mark],
        )
        for entry in entries().values()
        if words in f"{entry.id} {entry.name} {entry.texts[second]}".casefold()
    ]
    context = {
        "page_title": title,
        "name": name,
        "lists": [(key, LISTS[key][0]) for key in LISTS],
        "rows": rows,
        "asked": request.GET,
    }
    context["columns"] = [_("Id"), _("Name"), _("In short"), _("Group"), _("Rests on")]
    return render(request, "guidance/method_list.html", context)


MARKS = {
    "source": gettext_lazy("a source"),
    "opening": gettext_lazy("the opening of a source"),
    "background": gettext_lazy("background knowledge"),
    "design": gettext_lazy("our own design"),
}
