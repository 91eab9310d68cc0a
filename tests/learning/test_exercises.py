"""Groups, their copies of the case, exercises with a clock, the console, and what is taken over."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django_scopes import scope

from batea.documents.outline import Table
from batea.evidence.desk import Desk
from batea.guidance.progress import state_of
from batea.learning.models import (
    Attendance,
    Day,
    Exercise,
    FieldVisit,
    Finding,
    Group,
    Grouping,
    GroupMember,
    GroupResult,
    Workshop,
)
from batea.learning.workshops.exercises import actions, boards, comparing, queries, sandboxes
from batea.learning.workshops.exercises.chapter import chapter
from batea.learning.workshops.exercises.step import STEP
from batea.phase2_strategy.types.models import AsmType
from batea.problems import CASE_CLOSED, EXERCISE_NOT_OPEN, PROPOSAL_OLD, Refused
from batea.programmes.copies import credits_of
from batea.programmes.founding import give_role
from batea.programmes.members import member_of
from batea.programmes.models import Person, Programme
from tests.learning.conftest import BY, add, change, participant, said

NOON = datetime(2018, 6, 25, 16, tzinfo=UTC)


@pytest.fixture
def case(country_a, workshop, fatima):
    """The programme groups work on, with one type; Fátima may take it out."""
    with scope(programme=country_a):
        add(AsmType, country_a, name=said("Amber miners"), code="T1", profile=said("Dig for amber"))
        add(Person, country_a, name="Ana Real", telephone="809-555", email="ana@example.org")
        give_role(by=BY, programme=country_a, account=fatima.account, role="lead")
    change(Workshop.objects.get(), case="a")
    return country_a


@pytest.fixture
def division(workshop):
    return add(Grouping, workshop, name=said("Strategy"), purpose="strategy")


@pytest.fixture
def two(division, marta, nico):
    """Group 1 on amber with Marta, group 2 on larimar with Nico."""
    groups = [
        add(Group, division.programme, grouping=division, number=number, subject=said(what))
        for number, what in ((1, "amber"), (2, "larimar"))
    ]
    for group, who in zip(groups, (marta, nico), strict=True):
        add(GroupMember, division.programme, group=group, participant=who.participant)
    return groups


@pytest.fixture
def task(division):
    return add(
        Exercise,
        division.programme,
        number=1,
        title=said("Divide the sector"),
        instructions=said("Say which types there are."),
        grouping=division,
        step="P2-S2",
        minutes=30,
        check_question=said("Why not one type?"),
    )


@pytest.fixture
def copied(two, division, case, fatima):
    """Both groups have their copies; the draft stands beside."""
    for _copy in range(3):
        make_next(fatima, division)
    return sandboxes.copies_of(queries.groups_of(division))


def make_next(who, division):
    return sandboxes.make_next_copy(by=who.member, workshop=Workshop.objects.get(), grouping=division)


def at(programme, name, *args):
    return reverse(f"exercises:{name}", args=[programme.slug, *args])


def proposal_of(count=2, seed=0, **asked):
    asked = {
        "spread": queries.SPREAD,
        "kept": False,
        "subjects": [""] * count,
        "themes": [""] * count,
    } | asked
    return queries.propose(queries.come(), count, seed=seed, **asked)


# Groups ---------------------------------------------------------------------------------------------------------------


def test_a_proposal_is_shown_with_its_balance_and_saves_nothing(fatima, division, marta, nico):
    answer = fatima.get(
        at(division.programme, "build", division.uid),
        {
            "count": 2,
            "subjects": "amber\nlarimar",
            "spread": ["country", "sex"],
            "parts": "participant",
            "seed": 0,
        },
    )
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Group 1 – amber" in page and "Group 2 – larimar" in page and "Marta" in page
    assert page.count("Even\n") + page.count("Even<") == 2
    assert not Group.objects.exists()


def test_saving_makes_the_groups_that_were_shown(fatima, division, marta, nico):
    asked = {
        "count": 2,
        "subjects": "amber\nlarimar",
        "spread": ["country", "sex"],
        "parts": "participant",
        "seed": 0,
    }
    address = at(division.programme, "build", division.uid)
    digest = fatima.get(address, asked).context["proposal"].digest
    answer = fatima.post(address, asked | {"digest": digest})
    assert answer["Location"] == at(division.programme, "groups", division.uid)
    assert [str(group) for group in queries.groups_of(division)] == ["Group 1 – amber", "Group 2 – larimar"]
    assert GroupMember.objects.filter(grouping=division).count() == 2
    assert queries.without_group(division) == []


def test_four_groups_of_two_subjects_get_neighbours_alike(fatima, division, marta):
    answer = fatima.get(
        at(division.programme, "build", division.uid), {"count": 4, "subjects": "amber\nlarimar", "seed": 0}
    )
    assert [group["name"].split(" – ")[1] for group in answer.context["groups"]] == [
        "amber",
        "amber",
        "larimar",
        "larimar",
    ]


def test_five_themes_make_five_groups(fatima, workshop, marta):
    visit = add(Grouping, workshop, name=said("Visit"), purpose="visit")
    answer = fatima.get(at(workshop, "build", visit.uid), {"themes": "on", "seed": 0})
    assert len(answer.context["groups"]) == 5
    assert answer.context["groups"][3]["name"] == "Group 4 – Gender"


def test_somebody_who_came_meanwhile_makes_the_proposal_old(fatima, division, marta, nico, workshop):
    before = proposal_of()
    participant(workshop, "late", "PE")
    with pytest.raises(Refused) as refused:
        actions.save_groups(by=BY, grouping=division, proposal=proposal_of(), seen=before.digest)
    assert refused.value.problem is PROPOSAL_OLD
    assert not Group.objects.exists()


def test_dealing_anew_moves_people_and_removes_groups_too_many(division, marta, nico):
    three = proposal_of(3)
    actions.save_groups(by=BY, grouping=division, proposal=three, seen=three.digest)
    one = proposal_of(1)
    [group] = actions.save_groups(by=BY, grouping=division, proposal=one, seen=one.digest)
    assert Group.objects.get() == group
    assert {each.participant for each in group.members.all()} == {marta.participant, nico.participant}


def test_who_declined_or_is_not_confirmed_is_not_dealt(division, marta, nico):
    change(nico.participant, state="declined")
    assert [each.badge for each in queries.come()] == ["Marta"]


def test_moving_by_hand_without_script(fatima, division, two, marta):
    form = {"act": "move", "participant": marta.participant.uid, "group": two[1].uid}
    fatima.post(at(division.programme, "arrange", division.uid), form)
    assert GroupMember.objects.get(participant=marta.participant).group == two[1]


def test_one_leads_and_one_reports_in_turn(division, workshop):
    [group] = [add(Group, workshop, grouping=division, number=1)]
    for name in ("ada", "bea", "cleo"):
        who = participant(workshop, name, "PE").participant
        add(GroupMember, workshop, group=group, participant=who)
    turns = []
    for _turn in range(3):
        actions.pass_parts_on(by=BY, grouping=division)
        parts = {each.part: each.participant.badge for each in group.members.select_related("participant")}
        turns.append((parts["host"], parts["rapporteur"]))
    assert turns == [("Ada", "Bea"), ("Bea", "Cleo"), ("Cleo", "Ada")]


def test_only_one_leads(two, division, workshop):
    other = add(
        GroupMember, workshop, group=two[0], participant=participant(workshop, "zoe", "PE").participant
    )
    first = two[0].members.exclude(pk=other.pk).get()
    actions.give_part(by=BY, member=first, part="host")
    actions.give_part(by=BY, member=other, part="host")
    first.refresh_from_db()
    assert first.part == "member"


def test_tables_change_guests_and_hosts_stay(workshop, marta, nico):
    talks = add(Grouping, workshop, name=said("Talks"), purpose="table")
    groups = [add(Group, workshop, grouping=talks, number=number) for number in (1, 2)]
    add(GroupMember, workshop, group=groups[0], participant=marta.participant, part="host")
    add(GroupMember, workshop, group=groups[0], participant=nico.participant)
    actions.go_one_on(by=BY, grouping=talks)
    assert {each.participant.badge: each.group.number for each in GroupMember.objects.all()} == {
        "Marta": 1,
        "Nico": 2,
    }


@pytest.mark.parametrize("number", [1, 3])
def test_the_groups_cost_the_same_however_many_members(
    fatima, division, workshop, number, django_assert_num_queries
):
    group = add(Group, workshop, grouping=division, number=1)
    for place in range(number):
        add(
            GroupMember,
            workshop,
            group=group,
            participant=participant(workshop, f"p{place}", "PE").participant,
        )
    address = at(workshop, "groups", division.uid)
    fatima.get(address)
    with django_assert_num_queries(12):
        assert fatima.get(address).status_code == 200


# Copies ---------------------------------------------------------------------------------------------------------------


def test_copies_are_made_one_at_a_time_and_the_page_tells_how_far(fatima, division, two, case):
    address = at(division.programme, "copies", division.uid)
    for made in (1, 2, 3):
        assert fatima.post(address, {"act": "next"})["Location"] == address
        assert fatima.get(address).context["made"] == made
    assert set(Programme.objects.filter(kind="exercise").values_list("slug", flat=True)) == {
        "w-draft",
        "w-g1",
        "w-g2",
    }
    fatima.post(address, {"act": "next"})
    assert Programme.objects.filter(kind="exercise").count() == 3


def test_a_copy_holds_the_case_without_its_people(copied, two):
    copy = copied[two[0].pk]
    assert str(copy.name) == "Group 1 – amber: Programme A"
    with scope(programme=copy):
        assert str(AsmType.objects.get().name) == "Amber miners"
        assert not Person.objects.filter(telephone__contains="809").exists()


def test_each_works_in_the_own_copy_and_finds_no_other(copied, two, marta, nico, dele, fatima):
    for group, inside, outside in ((two[0], marta, nico), (two[1], nico, marta)):
        address = f"/p/{copied[group.pk].slug}/"
        assert inside.get(address).status_code == 200
        assert outside.get(address).status_code == 404
        assert dele.get(address).status_code == 404
        assert fatima.get(address).status_code == 200
    assert marta.get("/p/w-draft/").status_code == 404
    assert marta.get("/p/a/").status_code == 404


def test_members_change_the_strategy_of_their_copy_and_facilitators_lead_it(copied, two, marta, fatima):
    copy = copied[two[0].pk]
    with scope(programme=copy):
        assert member_of(copy, marta.account).roles == ("group_member",)
        assert member_of(copy, fatima.account).roles == ("lead",)


def test_who_may_not_take_the_case_out_makes_no_copy(division, two, case, workshop):
    from tests.conftest import cast

    other = cast(workshop, "gita", "facilitator")
    with scope(programme=case):
        give_role(by=BY, programme=case, account=other.account, role="member")
    with pytest.raises(Refused) as refused:
        make_next(other, division)
    assert refused.value.problem is CASE_CLOSED
    assert not Programme.objects.filter(kind="exercise").exists()


def test_a_case_that_is_not_there_answers_like_one_that_is_closed(fatima, division, two, country_b):
    said_of = []
    for slug in ("b", "never"):
        change(Workshop.objects.get(), case=slug)
        answer = fatima.post(at(division.programme, "copies", division.uid), {"act": "next"})
        assert answer.status_code == 409
        said_of.append(answer.context["title"].replace(f"“{slug}”", "?"))
    assert said_of[0] == said_of[1]


def test_whoever_changes_the_group_changes_the_copy(copied, two, marta, fatima, division):
    assert marta.get("/p/w-g2/").status_code == 404
    form = {"act": "move", "participant": marta.participant.uid, "group": two[1].uid}
    fatima.post(at(division.programme, "arrange", division.uid), form)
    assert (marta.get("/p/w-g1/").status_code, marta.get("/p/w-g2/").status_code) == (404, 200)


def test_roles_are_given_again_after_a_change_elsewhere(copied, two, marta, fatima, division):
    member = GroupMember.objects.get(participant=marta.participant)
    change(member, group=two[1])
    address = at(division.programme, "copies", division.uid)
    assert fatima.get(address).context["differs"]
    fatima.post(address, {"act": "roles"})
    assert not fatima.get(address).context["differs"]
    assert (marta.get("/p/w-g1/").status_code, marta.get("/p/w-g2/").status_code) == (404, 200)


def test_participants_do_not_make_copies_nor_see_the_console(marta, division, two, case):
    for name in ("copies", "build"):
        assert marta.get(at(division.programme, name, division.uid)).status_code == 403
    assert marta.get(at(division.programme, "console")).status_code == 403
    assert marta.get(at(division.programme, "side_by_side")).status_code == 403


def test_a_taken_address_gets_a_number(db, country_a):
    assert sandboxes.free_slug("w", "-g1") == "w-g1"
    Programme.objects.create(slug="w-g1", name=said("X"), country="DO", currency="DOP")
    assert sandboxes.free_slug("w", "-g1") == "w-g1-2"
    assert len(sandboxes.free_slug("w" * 40, "-draft")) == 40


# Exercises ------------------------------------------------------------------------------------------------------------


def test_the_clock_runs_from_the_opening_and_is_extended(task):
    with time_machine.travel(NOON, tick=False):
        opened = actions.open_exercise(by=BY, exercise=task)
        assert (opened.state, opened.closes_at) == ("open", NOON + timedelta(minutes=30))
        assert boards.board_of(opened).seconds_left == 1800
        assert boards.board_of(opened).ends_there == "12:30"
        longer = actions.extend_exercise(by=BY, exercise=opened)
        assert longer.closes_at == NOON + timedelta(minutes=35)
    with time_machine.travel(NOON + timedelta(hours=1), tick=False):
        assert boards.board_of(longer).over
        assert actions.extend_exercise(by=BY, exercise=longer).closes_at == NOON + timedelta(minutes=65)


def test_a_closed_exercise_has_no_more_time_and_takes_no_result(task, two):
    with pytest.raises(Refused) as refused:
        actions.extend_exercise(by=BY, exercise=task)
    assert refused.value.problem is EXERCISE_NOT_OPEN
    closed = actions.close_exercise(by=BY, exercise=actions.open_exercise(by=BY, exercise=task))
    with pytest.raises(Refused) as refused:
        actions.say_result(by=BY, exercise=closed, group=two[0], seen=0, words=said("Late"))
    assert refused.value.problem is EXERCISE_NOT_OPEN
    assert actions.open_exercise(by=BY, exercise=closed).state == "open"


def test_my_page_leads_to_the_exercise_and_into_the_copy(marta, copied, task):
    page = marta.get(at(task.programme, "mine")).content.decode()
    assert "Group 1 – amber" in page and "/p/w-g1/" in page and "/p/w-g2/" not in page
    page = marta.get(at(task.programme, "task", task.uid)).content.decode()
    assert (
        "/p/w-g1/steps/by-id/P2-S2" in page or reverse("guidance:step_by_id", args=["w-g1", "P2-S2"]) in page
    )


def test_a_group_says_what_came_of_it(marta, two, task):
    actions.open_exercise(by=BY, exercise=task)
    form = {"words_en": "Two types", "understood_en": "They need different help", "done": "on", "seen": 0}
    assert marta.post(at(task.programme, "task", task.uid), form).status_code == 302
    found = GroupResult.objects.get()
    assert (found.group, str(found.words), str(found.understood), found.done) == (
        two[0],
        "Two types",
        "They need different help",
        True,
    )


def test_two_of_a_group_do_not_overwrite_each_other(marta, two, task):
    actions.open_exercise(by=BY, exercise=task)
    actions.say_result(by=BY, exercise=task_now(task), group=two[0], seen=0, words=said("Hers"))
    answer = marta.post(at(task.programme, "task", task.uid), {"words_en": "Mine", "seen": 0})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Hers" in page and "Mine" in page
    assert str(GroupResult.objects.get().words) == "Hers"
    again = marta.post(at(task.programme, "task", task.uid), {"words_en": "Both", "seen": 1})
    assert again.status_code == 302
    assert str(GroupResult.objects.get().words) == "Both"


def task_now(task):
    return Exercise.objects.get(pk=task.pk)


@pytest.mark.parametrize("number", [1, 3])
def test_my_page_costs_the_same_however_many_exercises(marta, two, task, number, django_assert_num_queries):
    for further in range(2, number + 1):
        add(
            Exercise,
            task.programme,
            number=further,
            title=said("X"),
            instructions=said("Y"),
            grouping=task.grouping,
        )
    address = at(task.programme, "mine")
    marta.get(address)
    with django_assert_num_queries(8):
        assert marta.get(address).status_code == 200


def test_who_is_in_no_group_says_nothing(workshop, two, task):
    late = participant(workshop, "late", "PE")
    actions.open_exercise(by=BY, exercise=task)
    assert late.get(at(workshop, "task", task.uid)).status_code == 200
    assert late.post(at(workshop, "task", task.uid), {"words_en": "I"}).status_code == 409
    assert (
        late.post(at(workshop, "task", task.uid) + f"?group={two[0].uid}", {"words_en": "I"}).status_code
        == 409
    )
    assert not GroupResult.objects.exists()


def test_a_facilitator_notes_what_a_group_on_paper_says(fatima, two, task):
    actions.open_exercise(by=BY, exercise=task)
    address = at(task.programme, "task", task.uid) + f"?group={two[1].uid}"
    fatima.post(address, {"words_en": "On paper", "seen": 0})
    assert GroupResult.objects.get().group == two[1]


def test_participants_do_not_move_the_clock(marta, fatima, task):
    address = at(task.programme, "clock", task.uid)
    assert marta.post(address, {"act": "open"}).status_code == 403
    assert fatima.post(address, {"act": "burn"}).status_code == 422
    assert task_now(task).state == "prepared"
    fatima.post(address, {"act": "open"})
    assert task_now(task).state == "open"


def test_the_sheet_has_the_columns_of_the_step_and_of_a_tool(marta, task, workshop):
    page = marta.get(at(workshop, "sheet", task.uid)).content.decode()
    assert "Why not one type?" in page and "Profile" in page
    tool = change(task, step="", tool="stakeholder_power")
    assert "<caption" in marta.get(at(workshop, "sheet", tool.uid)).content.decode()


def test_a_tool_of_the_exercise_is_counted_and_led_to(marta, copied, two, task):
    both = change(task, tool="stakeholder_power")
    page = marta.get(at(task.programme, "task", task.uid)).content.decode()
    assert "/p/w-g1/toolbox/tools/stakeholder_power/" in page and "Tool filled in: 0" in page
    reached = boards.board_of(both).groups[0].reached
    assert (reached.filled, reached.of) == (0, len(boards.STEPS["P2-S2"].gates))
    alone = boards.board_of(change(both, step="")).groups[0].reached
    assert (alone.met, alone.of) == (0, 1)


def test_only_a_tool_on_the_shelf_can_be_chosen(fatima, task):
    address = reverse("learning.exercise-edit", args=[task.programme.slug, task.uid])
    form = {"number": 1, "title_en": "X", "instructions_en": "Y", "grouping": task.grouping.uid, "minutes": 5}
    assert fatima.post(address, form | {"tool": "crystal_ball"}).status_code == 422
    assert fatima.post(address, form | {"tool": "stakeholder_power"}).status_code == 302
    assert task_now(task).tool == "stakeholder_power"


# Console and boards ---------------------------------------------------------------------------------------------------


def test_the_board_counts_the_gates_of_each_copy_at_once(copied, two, task):
    actions.open_exercise(by=BY, exercise=task)
    before = boards.board_of(task_now(task))
    copy = copied[two[0].pk]
    with scope(programme=copy):
        expected = state_of(copy, boards.STEPS["P2-S2"]).gates_met
        before_found = before.groups[0].reached
        assert (before_found.met, before_found.of) == (expected, len(boards.STEPS["P2-S2"].gates))
        kind = AsmType.objects.get()
        change(
            kind,
            stance="support" if "support" in dict(AsmType._meta.get_field("stance").choices) else kind.stance,
        )
        add(AsmType, copy, name=said("Second"), code="T2", profile=said("Others"), exercise=True)
        now = state_of(copy, boards.STEPS["P2-S2"])
    after = boards.board_of(task_now(task))
    assert [met for _gate, met in after.groups[0].reached.gates] == [not gate.open for gate in now.gates]


def test_a_board_that_nothing_has_changed_is_cheap(marta, copied, task, django_assert_num_queries):
    """Session, account, programme, member; exercises, groups, copies, heads, results, time zone."""
    actions.open_exercise(by=BY, exercise=task)
    address = at(task.programme, "board")
    marta.get(address)
    with django_assert_num_queries(10):
        assert marta.get(address).status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_the_board_costs_the_same_however_many_groups(
    marta, division, task, number, django_assert_num_queries
):
    for place in range(1, number + 1):
        add(Group, division.programme, grouping=division, number=place)
    actions.open_exercise(by=BY, exercise=task)
    address = at(task.programme, "board")
    marta.get(address)
    with django_assert_num_queries(8):
        assert marta.get(address).status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_the_console_costs_the_same_however_many_members(
    fatima, two, task, workshop, number, django_assert_num_queries
):
    for place in range(number):
        add(
            GroupMember,
            workshop,
            group=two[0],
            participant=participant(workshop, f"p{place}", "PE").participant,
        )
    actions.open_exercise(by=BY, exercise=task)
    address = at(workshop, "console")
    fatima.get(address)
    with django_assert_num_queries(16):
        assert fatima.get(address).status_code == 200


def test_the_console_tells_who_is_silent_and_who_is_missing(fatima, workshop, two, task, marta, nico):
    with time_machine.travel(NOON, tick=False):
        actions.open_exercise(by=BY, exercise=task)
        day = Day.objects.get(date=date(2018, 6, 25))
        add(Attendance, workshop, participant=marta.participant, day=day, how="hand")
        first, second = boards.speaking(task, queries.present_today(Workshop.objects.get()))
        assert ([str(m.participant) for m in first.silent], first.absent) == (["Marta"], [])
        assert ([str(m.participant) for m in second.absent], second.silent) == (["Nico"], [])
        fatima.force_login(fatima.account, backend="batea.web.accounts.SignIn")
        fatima.post(at(workshop, "spoke", GroupMember.objects.get(participant=marta.participant).uid))
        page = fatima.get(at(workshop, "console")).content.decode()
    assert "Has not spoken" not in page and "Missing today" in page
    actions.count_anew(by=BY, grouping=task.grouping)
    assert set(GroupMember.objects.values_list("spoke", flat=True)) == {0}


def test_a_danger_stands_on_top_until_it_is_answered(fatima, workshop, two):
    day = Day.objects.first()
    visit = add(
        FieldVisit, workshop, day=day, place="Hato Mayor", what=said("Mine"), safety_brief=said("Care")
    )
    finding = add(
        Finding, workshop, visit=visit, theme="safety", kind="bad", words=said("Shaft unlined"), critical=True
    )
    add(Finding, workshop, visit=visit, theme="safety", kind="bad", words=said("No hats"))
    assert [str(each) for each in boards.dangers()] == ["Shaft unlined"]
    assert "Shaft unlined" in fatima.get(at(workshop, "console")).content.decode()
    change(finding, answered=said("Work stopped"))
    assert "Shaft unlined" not in fatima.get(at(workshop, "console")).content.decode()


def test_the_wall_shows_how_far_and_not_what(marta, copied, two, task):
    actions.open_exercise(by=BY, exercise=task)
    actions.say_result(
        by=BY, exercise=task_now(task), group=two[1], seen=0, words=said("Our secret"), done=True
    )
    page = marta.get(at(task.programme, "projector")).content.decode()
    assert "Group 2 – larimar" in page and "Done" in page and "Our secret" not in page


# Side by side ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def changed(copied, two):
    """Each group has written another profile of the one type; group 2 has added a type of its own."""
    for group, words in zip(two, ("Amber, deep shafts", "Amber, open pits"), strict=True):
        with scope(programme=copied[group.pk]):
            change(AsmType.objects.get(), profile=said(words))
    with scope(programme=copied[two[1].pk]):
        add(AsmType, copied[two[1].pk], name=said("Larimar miners"), code="T2", exercise=True)
    return copied


def desk_of(who, into="draft"):
    return comparing.desk_for(Workshop.objects.get(), who.account, into)


def test_tables_that_differ_come_with_their_counts(fatima, changed, workshop):
    found = {register.label: len(apart) for register, apart in comparing.tables_apart(desk_of(fatima))}
    assert found == {"phase2_strategy.asmtype": 2}
    page = fatima.get(at(workshop, "side_by_side")).content.decode()
    assert "table=phase2_strategy.asmtype" in page


def test_versions_stand_side_by_side_in_words(fatima, changed, workshop):
    page = fatima.get(at(workshop, "side_by_side"), {"table": "phase2_strategy.asmtype"}).content.decode()
    for words in ("Dig for amber", "Amber, deep shafts", "Amber, open pits", "Larimar miners", "not there"):
        assert words in page
    assert page.count("Take over into the draft</span>") == 2  # row heads
    assert page.count('name="source"') == 3


def taking(changed, group, seen, name="Amber miners"):
    with scope(programme=changed[group.pk]):
        uid = next(each.uid for each in AsmType.objects.all() if str(each.name) == name)
    return {
        "into": "draft",
        "table": "phase2_strategy.asmtype",
        "record": uid,
        "source": changed[group.pk].uid,
        "seen": seen,
    }


def draft():
    return Programme.objects.get(slug="w-draft")


def test_what_is_taken_over_stands_in_the_draft_with_thanks(fatima, changed, two, workshop):
    fatima.post(at(workshop, "take"), taking(changed, two[1], 1))
    fatima.post(at(workshop, "take"), taking(changed, two[1], "", "Larimar miners"))
    with scope(programme=draft()):
        kinds = {str(each.name): each for each in AsmType.objects.all()}
        assert str(kinds["Amber miners"].profile) == "Amber, open pits"
        assert [each.given_to for each in credits_of(kinds["Larimar miners"])] == [
            "Group 2 – larimar, Punta Cana, 2018"
        ]
    page = fatima.get(f"/p/w-draft/types/list/{kinds['Amber miners'].uid}/").content.decode()
    assert "Group 2 – larimar, Punta Cana, 2018" in page


def test_who_is_slower_sees_both_versions_and_changes_nothing(fatima, changed, two, workshop):
    fatima.post(at(workshop, "take"), taking(changed, two[0], 1))
    answer = fatima.post(at(workshop, "take"), taking(changed, two[1], 1))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Amber, deep shafts" in page and "Amber, open pits" in page
    with scope(programme=draft()):
        kind = AsmType.objects.get()
        assert (str(kind.profile), kind.version) == ("Amber, deep shafts", 2)
    again = fatima.post(at(workshop, "take"), taking(changed, two[1], 2))
    assert again.status_code == 302


def test_nobody_takes_from_a_copy_or_into_a_draft_where_they_are_nobody(changed, two, workshop):
    from tests.conftest import cast

    gita = cast(workshop, "gita", "facilitator")
    assert "Make the copies" in gita.get(at(workshop, "side_by_side")).content.decode()
    assert gita.post(at(workshop, "take"), taking(changed, two[0], 1)).status_code == 409
    with scope(programme=draft()):
        give_role(by=BY, programme=draft(), account=gita.account, role="lead")
    assert (
        "Amber, deep shafts"
        not in gita.get(at(workshop, "side_by_side"), {"table": "phase2_strategy.asmtype"}).content.decode()
    )
    assert gita.post(at(workshop, "take"), taking(changed, two[0], 1)).status_code == 403
    with scope(programme=draft()):
        assert AsmType.objects.get().version == 1


def test_an_observer_of_the_draft_compares_nothing_and_takes_nothing(changed, two, workshop, fatima):
    from tests.conftest import cast

    gita = cast(workshop, "gita", "facilitator")
    for programme, role in ((draft(), "observer"), (changed[two[0].pk], "lead")):
        with scope(programme=programme):
            give_role(by=BY, programme=programme, account=gita.account, role=role)
    assert gita.get(at(workshop, "side_by_side"), {"table": "phase2_strategy.asmtype"}).status_code == 403
    assert gita.post(at(workshop, "take"), taking(changed, two[0], 1)).status_code == 403


def test_from_the_draft_into_the_country_with_the_groups_thanks(fatima, changed, two, workshop, case):
    fatima.post(at(workshop, "take"), taking(changed, two[1], 1))
    form = taking(changed, two[1], 1) | {"into": "country", "source": draft().uid}
    page = fatima.get(
        at(workshop, "side_by_side"), {"into": "country", "table": form["table"]}
    ).content.decode()
    assert "Amber, open pits" in page and "Take over into the programme" in page
    assert fatima.post(at(workshop, "take"), form).status_code == 302
    with scope(programme=case):
        kind = AsmType.objects.get()
        assert str(kind.profile) == "Amber, open pits"
        assert [each.given_to for each in credits_of(kind)] == ["Group 2 – larimar, Punta Cana, 2018"]


def test_without_a_role_in_the_country_nothing_goes_there(changed, two, workshop, fatima, case):
    from tests.conftest import cast

    gita = cast(workshop, "gita", "facilitator")
    with scope(programme=draft()):
        give_role(by=BY, programme=draft(), account=gita.account, role="lead")
    assert gita.get(at(workshop, "side_by_side"), {"into": "country"}).status_code == 403
    form = taking(changed, two[1], 1) | {"into": "country", "source": draft().uid}
    assert gita.post(at(workshop, "take"), form).status_code == 403
    with scope(programme=case):
        assert str(AsmType.objects.get().profile) == "Dig for amber"


# Gates and report -----------------------------------------------------------------------------------------------------


def met(workshop) -> str:
    """Letters of the gates that are met."""
    return "".join(gate.gate.id[-1] for gate in state_of(workshop, STEP).gates if not gate.open)


def test_gates_are_met_one_after_the_other(workshop, fatima, division, marta, nico, case, task):
    assert met(workshop) == "c"
    dealt = proposal_of()
    groups = actions.save_groups(by=BY, grouping=division, proposal=dealt, seen=dealt.digest)
    assert met(workshop) == "ac"
    for _copy in range(3):
        make_next(fatima, division)
    assert met(workshop) == "abc"
    actions.open_exercise(by=BY, exercise=task)
    for group in groups:
        actions.say_result(by=BY, exercise=task_now(task), group=group, seen=0, words=said("So"), done=True)
    assert met(workshop) == "abcd"
    copies = sandboxes.copies_of(queries.groups_of(division))
    with scope(programme=copies[groups[0].pk]):
        change(AsmType.objects.get(), profile=said("New"))
    fatima.post(at(workshop, "take"), taking(copies, groups[0], 1))
    assert met(workshop) == "abcde"
    participant(workshop, "late", "PE")
    assert met(workshop) == "bcde"


def test_what_a_gate_misses_can_be_mended_where_it_says(workshop, fatima, division, two, task, case):
    actions.open_exercise(by=BY, exercise=task)
    missing = [each for each in state_of(workshop, STEP).missing if each.href]
    assert len(missing) >= 5
    assert {fatima.get(each.href).status_code for each in missing} == {200}


def test_the_report_counts_what_each_group_made(workshop, changed, two, task, fatima):
    actions.open_exercise(by=BY, exercise=task)
    actions.say_result(
        by=BY, exercise=task_now(task), group=two[0], seen=0, words=said("Two types"), done=True
    )
    fatima.post(at(workshop, "take"), taking(changed, two[1], 1))
    blocks = {
        block.caption: block for block in chapter(workshop, Desk(workshop, "en")) if isinstance(block, Table)
    }
    groups = blocks["Strategy"].rows
    assert [row[:4] for row in groups] == [
        ("Group 1 – amber", "1", "Peru 1", "Woman 1"),
        ("Group 2 – larimar", "1", "Brazil 1", "Man 1"),
    ]
    made = blocks["Entries each group added or changed in its copy"].rows
    assert [row[1:] for row in made] == [("1", "2")]
    assert blocks["Taken over into the common draft"].rows == (("Group 2 – larimar, Punta Cana, 2018", "1"),)


def test_the_report_says_when_a_copy_is_not_here(workshop, two):
    text = str([block for block in chapter(workshop, Desk(workshop, "en"))])
    assert "Not on this server, so not counted: the copies of Group 1 – amber, Group 2 – larimar." in text
