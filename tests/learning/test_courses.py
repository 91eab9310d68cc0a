"""A workshop goes its own course with the same machinery of steps and gates."""

from dataclasses import replace

import pytest

from batea.guidance import steps
from batea.guidance.progress import progress_of
from batea.guidance.steps import COURSES, STRATEGY, all_steps, announce, announce_course, course_of
from batea.learning.workshops.course import WORKSHOP
from batea.programmes.models import Programme


def test_every_kind_of_programme_has_one_course():
    kinds = [kind for course in COURSES.values() for kind in course.kinds]
    assert sorted(kinds) == sorted(Programme.Kind.values)


def test_a_kind_with_two_courses_is_refused():
    with pytest.raises(ValueError, match="workshop"):
        announce_course(replace(WORKSHOP, id="other"))
    assert "other" not in COURSES


def test_two_steps_with_one_address_are_refused():
    step = all_steps()[0]
    with pytest.raises(ValueError, match="declared twice"):
        announce(replace(step, id="X1-S1"))
    assert "X1-S1" not in steps.STEPS


def test_steps_stay_in_their_course():
    assert not {step.id for step in all_steps()} & {step.id for step in all_steps("workshop")}
    assert all(step.phase in (1, 2, 3) for step in all_steps("workshop"))


def test_a_workshop_shows_its_own_phases_and_a_country_its_own(workshop, country_a):
    assert course_of(country_a) is STRATEGY
    assert [state.phase for state in progress_of(workshop)] == list(WORKSHOP.phases)


def test_the_step_of_another_course_is_not_found(fatima, amina):
    assert fatima.get("/p/w/step/field-visit/").status_code == 200
    assert amina.get("/p/a/step/field-visit/").status_code == 404
    assert fatima.get("/p/w/step/forum/").status_code == 404


def test_the_first_page_of_a_workshop_lists_its_steps(fatima):
    said = fatima.get("/p/w/").content.decode()
    assert "2.2 Field visit" in said
    assert "1.2 Forum" not in said


def test_roles_are_handed_out_where_they_belong(fatima, amina, workshop):
    from batea.programmes.roles import roles_in

    here = {role.code for role in roles_in(workshop)}
    assert "participant" in here and "stakeholder" not in here
    assert "participant" not in {role.code for role in roles_in(amina.programme)}
