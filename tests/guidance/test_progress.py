"""Computed gates on invented steps: nothing here depends on what a phase asks for."""

import pytest
from django_scopes import scope

from batea.evidence.models import Source
from batea.guidance import steps
from batea.guidance.actions import close_gate, pass_gate
from batea.guidance.models import GateOverride
from batea.guidance.progress import next_step, progress_of, state_of
from batea.guidance.steps import Finding, Gate, Missing, Step, announce, at_least, both, every
from batea.problems import ALREADY_THERE, NOT_VALID, UNKNOWN_ENTRY, Refused
from batea.programmes.actions import add_record
from batea.programmes.words import Words


def two_sources(programme):
    return at_least(2, Source.objects.count(), Missing("Add a source", "/add/"))


def every_source_has_a_year(programme):
    none = Missing("Add a source", "/add/")
    return every(Source.objects.all(), lambda s: s.year, lambda s: Missing(f"{s}: year", "/x/"), none)


@pytest.fixture
def step(monkeypatch):
    monkeypatch.setattr(steps, "STEPS", {})
    monkeypatch.setattr(
        "batea.guidance.progress.all_steps",
        lambda course: sorted(steps.STEPS.values(), key=lambda s: s.number),
    )
    found = Step(
        id="P1-S1",
        number="1.1",
        slug="sources",
        title="Sources",
        purpose="",
        see="programme.see",
        gates=(
            Gate("P1-S1.a", "Two sources", two_sources),
            Gate("P1-S1.b", "Years", every_source_has_a_year),
        ),
    )
    announce(found)
    return found


def add(programme, year=""):
    return add_record(by="x", record=Source(programme=programme, title="T", kind="press", year=year))


def test_a_step_moves_from_not_started_to_done_as_the_data_do(inside_a, step):
    assert state_of(inside_a, step).status == "not_started"
    add(inside_a)
    state = state_of(inside_a, step)
    assert state.status == "in_progress" and [m.text for m in state.missing] == ["Add a source", "T: year"]
    source = add(inside_a, "2020")
    Source.objects.exclude(pk=source.pk).update(year="2019")
    assert state_of(inside_a, step).status == "done"
    assert next_step(progress_of(inside_a)) is None


def test_a_gate_passed_by_decision_shows_as_such_until_it_is_met(inside_a, step):
    decision = {"programme": inside_a, "gate_id": "P1-S1.a", "reason": Words("Urge.", "es")}
    pass_gate(by="x", **decision)
    with pytest.raises(Refused) as refused:
        pass_gate(by="x", **decision)
    assert refused.value.problem is ALREADY_THERE
    source = add(inside_a, "2020")
    assert state_of(inside_a, step).status == "passed"
    add(inside_a, "2021")
    assert state_of(inside_a, step).status == "done"
    close_gate(by="x", override=GateOverride.objects.get())
    source.delete()
    assert state_of(inside_a, step).status == "in_progress"


def test_a_decision_ends_with_its_date(inside_a, step, time_machine):
    time_machine.move_to("2026-01-01")
    pass_gate(by="x", programme=inside_a, gate_id="P1-S1.a", reason=Words("Urge.", "es"), until="2026-02-01")
    assert not state_of(inside_a, step).gates[0].open
    time_machine.move_to("2026-02-02")
    assert state_of(inside_a, step).gates[0].open


@pytest.mark.parametrize(
    ("gate", "reason", "problem"), [("P9-S9.z", "x", UNKNOWN_ENTRY), ("P1-S1.a", "", NOT_VALID)]
)
def test_a_decision_needs_a_gate_and_a_reason(inside_a, step, gate, reason, problem):
    with pytest.raises(Refused) as refused:
        pass_gate(by="x", programme=inside_a, gate_id=gate, reason=Words(reason, "es"))
    assert refused.value.problem is problem
    assert GateOverride.objects.count() == 0


def test_a_finding_without_anything_is_not_met():
    assert not Finding(0, 0).met
    assert not both(Finding(1, 1), Finding(0, 1, (Missing("x"),))).met
    assert both(Finding(1, 1), Finding(2, 2)).met


def test_two_steps_cannot_share_an_id(step):
    with pytest.raises(ValueError, match="twice"):
        announce(Step(id="P1-S1", number="1.1", slug="other", title="", purpose="", see="programme.see"))


def test_only_the_lead_passes_gates_on_the_page(amina, bruno, country_a):
    from batea.guidance.steps import all_steps

    gate = all_steps()[0].gates[0].id
    address = f"/p/a/gates/{gate}/pass/"
    assert bruno.post(address, {"reason_es": "Urge"}).status_code == 403
    assert amina.post(address, {"reason_es": ""}).status_code == 422
    assert amina.post(address, {"reason_es": "Urge"}).status_code == 302
    with scope(programme=country_a):
        assert GateOverride.objects.get().decided_by == "amina@example.org"
    assert amina.post(f"/p/a/gates/{gate}/close/").status_code == 302


@pytest.mark.parametrize("name", ["impacts", "measures", "indicators"])
def test_the_methods_lists_are_pages(amina, name):
    assert amina.get(f"/p/a/method/{name}/").status_code == 200
    assert amina.get("/p/a/method/nothing/").status_code == 404
