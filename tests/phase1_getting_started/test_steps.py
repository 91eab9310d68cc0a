"""The four steps as the guidance page shows them: declared whole, and everything they point at is there."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from batea.evidence.desk import Desk
from batea.guidance.catalogue import references
from batea.guidance.steps import STEPS, all_steps
from batea.programmes.registers import REGISTERS, register_of
from batea.programmes.roles import PERMISSIONS
from tests.phase1_getting_started import given

IDS = ["P1-S1", "P1-S2", "P1-S3", "P1-S4"]


def test_they_stand_in_the_guidances_order():
    found = [(step.id, step.number, step.slug) for step in all_steps() if step.phase == 1]
    assert sorted(found) == [
        ("P1-S1", "1.1", "task-force"),
        ("P1-S2", "1.2", "forum"),
        ("P1-S3", "1.3", "context"),
        ("P1-S4", "1.4", "partners"),
    ]


@pytest.mark.parametrize("step_id", IDS)
def test_each_points_at_what_exists(step_id, country_a):
    step = STEPS[step_id]
    assert [key for key in step.sources if key not in references()] == []
    assert [label for label in step.registers if label not in REGISTERS] == []
    assert {step.see, *(link.see for link in step.pages)} <= set(PERMISSIONS)
    assert [reverse(link.name, args=["a"])[:5] for link in step.pages] == ["/p/a/"] * len(step.pages)
    assert [gate.id.rpartition(".")[0] for gate in step.gates] == [step_id] * len(step.gates)


@pytest.mark.parametrize("step_id", IDS)
def test_every_table_of_the_room_is_listed_with_its_step(step_id):
    room = STEPS[step_id].chapter.__module__.rpartition(".")[0]
    tables = {label for label, register in REGISTERS.items() if register.model.__module__ == f"{room}.models"}
    assert tables
    assert tables <= set(STEPS[step_id].registers)
    assert {register_of(REGISTERS[label].model).step for label in tables} == {step_id}


@pytest.mark.parametrize("step_id", IDS)
def test_the_page_of_the_step_opens(amina, step_id):
    page = amina.get(f"/p/a/step/{STEPS[step_id].slug}/")
    assert page.status_code == 200
    assert [gate.id in page.content.decode() for gate in STEPS[step_id].gates] == [True] * len(
        STEPS[step_id].gates
    )


@pytest.mark.parametrize("step_id", IDS)
@pytest.mark.parametrize("lang", ["es", "en", "pt", "fr"])
def test_the_chapter_is_written_in_every_language(inside_a, step_id, lang):
    given.seat(inside_a)
    given.work_item(inside_a)
    given.group(inside_a, "miners", "f")
    given.reply(inside_a, given.contribution(inside_a), published_on=given.DAY)
    given.challenge(inside_a)
    given.commitment(inside_a, given.need(inside_a), given.institution(inside_a, "Bank"))
    with override(lang):
        blocks = list(STEPS[step_id].chapter(inside_a, Desk(inside_a, lang)))
    marked = "kind='untranslated'" in repr(blocks)
    assert (len(blocks) > 1, marked) == (True, lang != "en")
