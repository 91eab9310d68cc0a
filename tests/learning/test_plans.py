"""Return-to-work plans: who writes, who reads, how they go home and come into the report."""

from datetime import date
from io import BytesIO

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_scopes import scope
from docx import Document as WordDocument
from openpyxl import load_workbook

from batea.documents.stored import to_json
from batea.learning.models import CheckIn, Delegation, Help, Plan, PlanAction, Workshop
from batea.learning.workshops.plans import actions
from batea.learning.workshops.plans.parts import PARTS
from batea.learning.workshops.plans.peers import Team, stems, suggest_peers
from batea.learning.workshops.plans.queries import reader_of, supervision
from batea.learning.workshops.plans.step import STEP
from batea.learning.workshops.plans.taking import take_actions, tasks_of
from batea.learning.workshops.report import build_report
from batea.phase1_getting_started.models import WorkItem
from batea.problems import NO_WORK_PLAN, NOT_ALLOWED, NOT_VALID, TAKEN_ALREADY, Refused
from batea.programmes.copies import credits_of
from batea.programmes.founding import found_programme, give_role
from batea.programmes.members import member_of
from batea.programmes.models import AuditEntry
from batea.programmes.words import Words
from tests.conftest import cast
from tests.house.world import MARKS
from tests.learning.conftest import BY, add, change, participant, said

OURS = "/p/w/workshop/our-plan/"
PLANS = "/p/w/workshop/team-plans/"
SECRET = "Register every shaft of Madre de Dios"


def plan_for(who, objective: str = SECRET, **values) -> Plan:
    """The plan of somebody's team, with everything the gate asks for and one action."""
    whole = {
        "quick_win": said("A list"),
        "gender": said("Half of the seats"),
        "indicator": said("Shafts listed"),
    }
    team = who.participant.delegation
    plan = add(
        Plan, team.programme, delegation=team, step="P1-S3", objective=said(objective), **whole | values
    )
    act = {"words": said("Count the shafts"), "starts": date(2018, 7, 1), "ends": date(2018, 9, 30)}
    add(PlanAction, team.programme, plan=plan, cost=500, **act)
    return plan


def state(gate_id: str, programme):
    return next(gate for gate in STEP.gates if gate.id == gate_id).check(programme)


def refused(problem, act, *args, **values):
    with pytest.raises(Refused) as error:
        act(*args, **values)
    assert error.value.problem is problem


# Writing --------------------------------------------------------------------------------------------------------------


def test_a_team_writes_its_plan_page_by_page(workshop, marta):
    first = marta.get(OURS)
    assert b"our-plan/parts/objective/" in first.content
    assert b"our-plan/parts/gender/" not in first.content
    typed = {"step": "P1-S3", "objective_es": "Registrar los pozos", "starting_point_es": "No hay lista"}
    assert marta.post(f"{OURS}parts/objective/", typed).status_code == 302
    plan = Plan.objects.get()
    assert (plan.delegation.country, plan.public, plan.objective["es"]) == (
        "PE",
        False,
        "Registrar los pozos",
    )
    for part in PARTS[1:]:
        typed = {f"{name}_es": f"{name} de Perú" for name in part.fields} | {"version_seen": plan.version}
        assert marta.post(f"{OURS}parts/{part.slug}/", typed).status_code == 302
        plan.refresh_from_db()
    act = {"words_es": "Contar", "starts": "2018-07-01", "ends": "2018-08-01"}
    assert marta.post(f"{OURS}actions/add/", act).status_code == 302
    assert PlanAction.objects.get().plan == plan
    assert b"Everything a plan needs is there." in marta.get(OURS).content
    check = marta.get(f"{OURS}check/").content.decode()
    assert "communication de Perú" in check
    assert "Contar" in check
    assert AuditEntry.objects.filter(actor="marta@example.org", record="learning.plan").count() == len(PARTS)


def test_other_pages_wait_for_the_first(workshop, marta):
    answer = marta.post(f"{OURS}parts/gender/", {"gender_es": "x"})
    assert answer.status_code == 409
    assert b"B820" in answer.content
    assert Plan.objects.count() == 0
    assert marta.get(f"{OURS}parts/nothing/").status_code == 404


def test_two_of_a_team_do_not_overwrite_each_other(workshop, marta):
    plan = plan_for(marta)
    change(plan, gender=said("What a colleague wrote"))
    answer = marta.post(f"{OURS}parts/gender/", {"gender_en": "Mine", "version_seen": plan.version})
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "What a colleague wrote" in shown
    assert "Mine" in shown
    again = marta.post(f"{OURS}parts/gender/", {"gender_en": "Both", "version_seen": plan.version + 1})
    assert again.status_code == 302
    assert Plan.objects.get().gender["en"] == "Both"


def test_actions_are_changed_and_removed_by_the_team_alone(workshop, marta, nico, fatima):
    plan_for(marta)
    act = PlanAction.objects.get()
    typed = {"words_en": "Other words", "starts": "2018-07-01", "ends": "2018-08-01", "version_seen": 1}
    for client, code in ((nico, 404), (fatima, 403)):
        assert client.get(f"{OURS}actions/{act.uid}/").status_code == code
        assert client.post(f"{OURS}actions/{act.uid}/", typed).status_code == code
        assert client.post(f"{OURS}actions/{act.uid}/remove/").status_code == code
    assert PlanAction.objects.get().words == act.words
    assert marta.post(f"{OURS}actions/{act.uid}/", typed).status_code == 302
    assert PlanAction.objects.get().words["en"] == "Other words"
    assert marta.post(f"{OURS}actions/{act.uid}/remove/", {"version_seen": 2}).status_code == 302
    assert PlanAction.objects.count() == 0


def test_who_belongs_to_no_team_has_no_plan(workshop, fatima):
    answer = fatima.get(OURS)
    assert answer.status_code == 403
    assert b"B821" in answer.content


# Reading --------------------------------------------------------------------------------------------------------------


def pages_of(plan: Plan) -> list[str]:
    here = f"{PLANS}{plan.uid}/"
    return [here, f"{here}help/", *(f"{here}en.{kind}" for kind in ("html", "docx", "pdf"))]


def bare(answer, uid) -> str:
    """The page without the address asked for and what differs from one request to the next."""
    return MARKS.sub("", answer.content.decode()).replace(str(uid), "")


def leaks(client, plan: Plan) -> list[str]:
    """Addresses at which this reader finds the plan's objective, or a page that knows the plan."""
    register = [
        f"/p/w/workshop/{table}/" for table in ("plans", "plan-actions", "check-ins", "help-between-teams")
    ]
    near = [f"{url}{plan.uid}/" for url in register] + [f"{url}export.csv" for url in register]
    everywhere = [
        PLANS,
        "/p/w/",
        "/p/w/step/return-to-work/",
        "/p/w/workshop/delegations/",
        *register,
        *near,
    ]
    found = [url for url in pages_of(plan) if client.get(url).status_code == 200]
    for url in everywhere:
        answer = client.get(url)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        found += (
            [url]
            if answer.status_code == 200 and (SECRET.encode() in body or str(plan.uid).encode() in body)
            else []
        )
    return found


def test_another_team_finds_nothing_of_a_private_plan(workshop, marta, nico, fatima):
    plan = plan_for(marta)
    assert leaks(nico, plan) == []
    assert b"1 more plan is not public." in nico.get(PLANS).content
    never = nico.get(f"{PLANS}{workshop.uid}/")
    there = nico.get(f"{PLANS}{plan.uid}/")
    assert (there.status_code, never.status_code) == (404, 404)
    assert bare(there, plan.uid) == bare(never, workshop.uid)
    assert leaks(marta, plan) != [], "the twin: the team itself is shown the plan"
    assert leaks(fatima, plan) != [], "those who run the workshop see it"


def test_an_observer_and_another_programme_find_nothing(workshop, marta, dele):
    plan = plan_for(marta)
    olga = cast(workshop, "olga2", "observer")
    assert leaks(olga, plan) == []
    for url in (*pages_of(plan), PLANS, OURS):
        assert dele.get(url).status_code == 404


def test_a_public_plan_is_read_without_its_check_ins(workshop, marta, nico):
    plan = plan_for(marta)
    assert marta.post(f"{OURS}readers/", {"public": "yes"}).status_code == 302
    add(CheckIn, workshop, plan=plan, after_days=30, due=date(2018, 7, 26), blocker=said("The minister left"))
    add(Help, workshop, plan=plan, kind="asked", words=said("A lawyer please"), day=date(2018, 7, 1))
    shown = nico.get(f"{PLANS}{plan.uid}/").content.decode()
    assert SECRET in shown
    assert "The minister left" not in shown
    assert "A lawyer please" not in shown
    assert "The minister left" not in nico.get(f"{PLANS}{plan.uid}/en.html").content.decode()
    assert "The minister left" in marta.get(f"{PLANS}{plan.uid}/en.html").content.decode()
    assert nico.post(f"{PLANS}{plan.uid}/help/", {"words": "x"}).status_code == 403
    assert Help.objects.count() == 1


def test_the_peer_team_reads_all_and_writes_nothing_but_help(workshop, marta, nico):
    plan = plan_for(marta, peer=nico.participant.delegation)
    add(CheckIn, workshop, plan=plan, after_days=30, due=date(2018, 7, 26), blocker=said("The minister left"))
    assert "The minister left" in nico.get(f"{PLANS}{plan.uid}/").content.decode()
    check_in = CheckIn.objects.get()
    assert nico.post(f"{OURS}check-ins/{check_in.uid}/", {"state": "done"}).status_code == 403
    assert CheckIn.objects.get().answered_on is None
    assert (
        nico.post(f"{PLANS}{plan.uid}/help/", {"words": "We sent our form", "kind": "asked"}).status_code
        == 302
    )
    given = Help.objects.get()
    assert (given.kind, given.team) == ("given", nico.participant.delegation)
    assert "We sent our form" in marta.get(f"{PLANS}{plan.uid}/").content.decode()


def test_who_has_declined_is_no_longer_of_the_team(workshop, marta):
    plan = plan_for(marta)
    change(marta.participant, state="declined")
    assert not reader_of(marta.member).may_read(plan)
    assert marta.get(OURS).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_plans_costs_the_same_for_one_and_three(workshop, fatima, rows):
    for number in range(rows):
        plan_for(participant(workshop, f"p{number}", ("PE", "BR", "CO")[number]))
    fatima.get(PLANS)
    with CaptureQueriesContext(
        connection,
    ) as found:
        shown = fatima.get(PLANS).content.decode()
    assert shown.count(SECRET) == rows
    assert len(found) == 7, [query["sql"][:90] for query in found]


def test_the_plan_as_word_file(workshop, marta):
    plan = plan_for(marta)
    answer = marta.get(f"{PLANS}{plan.uid}/es.docx")
    words = "\n".join(p.text for p in WordDocument(BytesIO(answer.content)).paragraphs)
    assert f"{SECRET} (es)" in words
    assert "w-plan-pe-es.docx" in answer["Content-Disposition"]
    assert marta.get(f"{PLANS}{plan.uid}/de.docx").status_code == 404
    assert marta.get(f"{PLANS}{plan.uid}/es.pdf").content.startswith(b"%PDF")


# Facilitators ---------------------------------------------------------------------------------------------------------


def test_presenting_sets_the_four_dates(workshop, marta, nico, fatima):
    plan = plan_for(marta)
    with time_machine.travel("2018-06-26 15:00:00Z"):
        assert marta.post(f"{PLANS}{plan.uid}/presented/", {"day": "2018-06-26"}).status_code == 403
        refused(NOT_VALID, actions.present_plan, by=BY, plan=plan, day=date(2018, 6, 27))
        assert fatima.post(f"{PLANS}{plan.uid}/presented/", {"day": "2018-06-27"}).status_code == 422
        assert CheckIn.objects.count() == 0
        assert fatima.post(f"{PLANS}{plan.uid}/presented/", {"day": "2018-06-26"}).status_code == 302
    due = list(CheckIn.objects.order_by("due").values_list("after_days", "due"))
    assert due == [
        (30, date(2018, 7, 26)),
        (90, date(2018, 9, 24)),
        (180, date(2018, 12, 23)),
        (365, date(2019, 6, 26)),
    ]


def test_dates_follow_the_workshop_but_what_was_asked_stays(workshop, marta, fatima):
    plan = plan_for(marta, presented_on=date(2018, 6, 26))
    assert fatima.post("/p/w/workshop/plans-followed/dates/").status_code == 302
    first = CheckIn.objects.get(after_days=30)
    change(first, asked_on=date(2018, 7, 26))
    change(Workshop.objects.get(), ends=date(2018, 6, 30))
    changed = actions.set_dates(by=BY, plan=plan)
    assert [each.after_days for each in changed] == [90, 180, 365]
    assert CheckIn.objects.get(after_days=30).due == date(2018, 7, 26)
    assert CheckIn.objects.get(after_days=90).due == date(2018, 9, 28)
    assert actions.set_dates(by=BY, plan=plan) == []


def team(key, country, step="P1-S1", support=""):
    return Team(key, country, step, stems([support]))


def test_peers_share_the_step_or_the_support_and_never_the_country():
    teams = [
        team(1, "PE", "P1-S1", "formalization of miners"),
        team(2, "BR", "P2-S3", "mercury training"),
        team(3, "CO", "P1-S1", "laws"),
        team(4, "DO", "P2-S1", "trainers against mercury"),
    ]
    found = suggest_peers(teams)
    assert {key: match.other.key for key, match in found.items()} == {1: 3, 3: 1, 2: 4, 4: 2}
    assert found == suggest_peers(teams[::-1])
    assert (found[1].same_step, found[2].shared) == (True, 2)


def test_a_team_left_over_joins_its_closest_and_one_alone_has_none():
    found = suggest_peers([team(1, "PE"), team(2, "BR"), team(3, "CO", "P2-S1")])
    assert found[3].other.key in {1, 2}
    assert len(found) == 3
    assert suggest_peers([team(1, "PE")]) == {}
    assert suggest_peers([team(1, "PE"), team(2, "PE")]) == {}


def test_facilitators_set_what_was_suggested(workshop, marta, nico, fatima):
    ours, theirs = plan_for(marta), plan_for(nico)
    page = fatima.get("/p/w/workshop/plans-followed/peers/")
    form = page.context["form"]
    assert form[f"peer-{ours.uid}"].initial == str(theirs.delegation.uid)
    assert Plan.objects.filter(peer=None).count() == 2, "a suggestion sets nothing"
    typed = {f"peer-{ours.uid}": str(theirs.delegation.uid), f"peer-{theirs.uid}": ""}
    assert fatima.post("/p/w/workshop/plans-followed/peers/", typed).status_code == 302
    assert Plan.objects.get(pk=ours.pk).peer == theirs.delegation
    assert Plan.objects.get(pk=theirs.pk).peer is None
    own = {f"peer-{ours.uid}": str(ours.delegation.uid)}
    assert fatima.post("/p/w/workshop/plans-followed/peers/", own).status_code == 422
    assert marta.get("/p/w/workshop/plans-followed/peers/").status_code == 403


def followed(workshop, marta, nico):
    """Peru answered that money is missing; Brazil is late."""
    ours, theirs = plan_for(marta, support=said("A lawyer")), plan_for(nico, "Formal Brazil")
    said_so = {"state": "under_way", "percent": 40, "blocker_kind": "money", "blocker": said("No line")}
    due = {"after_days": 30, "due": date(2018, 7, 26)}
    add(CheckIn, workshop, plan=ours, answered_on=date(2018, 7, 27), **due, **said_so)
    add(CheckIn, workshop, plan=theirs, **due)
    return ours, theirs


def test_the_supervisors_view_sorts_filters_and_counts(workshop, marta, nico):
    ours, theirs = followed(workshop, marta, nico)
    today = date(2018, 8, 20)

    def order(**asked):
        return [each.plan.pk for each in supervision(today, **asked).followed]

    assert order() == [theirs.pk, ours.pk]
    assert order(sort="percent") == [ours.pk, theirs.pk]
    assert order(late=True) == [theirs.pk]
    assert order(state="under_way") == [ours.pk]
    assert order(step="P3-S1") == []
    found = supervision(today)
    assert found.blockers == [("Money", 1, ["Peru: No line"])]
    change(CheckIn.objects.get(plan=ours), blocker_kind="")
    assert supervision(today).blockers == [("Something else", 1, ["Peru: No line"])]
    change(CheckIn.objects.get(plan=ours), blocker_kind="none")
    assert supervision(today).blockers == []
    assert [(plan.pk, str(words)) for plan, words in found.support] == [(ours.pk, "A lawyer")]
    assert supervision(date(2018, 8, 8)).followed[0].late == 0, "thirteen days after it was due"
    assert supervision(date(2018, 8, 9)).followed[0].late == 1


def test_the_supervisors_table_as_a_file(workshop, marta, nico, fatima):
    followed(workshop, marta, nico)
    address = "/p/w/workshop/plans-followed/export"
    answer = fatima.get(f"{address}.csv?state=under_way")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert SECRET in lines[1]
    sheet = load_workbook(BytesIO(fatima.get(f"{address}.xlsx").content)).active
    assert sheet.max_row == 3
    assert marta.get(f"{address}.csv").status_code == 403
    page = fatima.get("/p/w/workshop/plans-followed/?sort=-percent&late=nonsense&step=zzz")
    assert page.status_code == 200
    assert "A lawyer" in page.content.decode()


# Home -----------------------------------------------------------------------------------------------------------------


@pytest.fixture
def peru(workshop):
    """The country's own programme."""
    return found_programme(
        by=BY, founder=None, slug="pe", name=said("Peru"), country="PE", currency="USD", language="es"
    )


def at_home(peru, client, role="member"):
    with scope(programme=peru):
        give_role(by=BY, programme=peru, account=client.account, role=role)
        return member_of(peru, client.account)


def test_actions_go_into_the_work_plan_with_their_origin(workshop, marta, peru):
    plan_for(marta)
    at_home(peru, marta)
    act = PlanAction.objects.get()
    assert "Take into our programme" in marta.get(f"{OURS}take/").content.decode()
    answer = marta.post(f"{OURS}take/", {"programme": "pe", "actions": [str(act.uid)]})
    assert answer.status_code == 302
    act.refresh_from_db()
    with scope(programme=peru):
        task = WorkItem.objects.get()
        assert (task.words, task.starts, task.ends, task.budget) == (act.words, act.starts, act.ends, 500)
        assert [credit.given_to for credit in credits_of(task)] == [
            "Return-to-work plan, Workshop (Punta Cana, 2018)"
        ]
        assert AuditEntry.objects.filter(chain=str(peru.uid), uid=task.uid, act="take over").count() == 1
    assert (act.taken_to, act.task) == (peru.uid, task.uid)
    assert AuditEntry.objects.filter(chain=str(workshop.uid), uid=act.uid, act="take over").count() == 1
    page = marta.get(f"/p/pe/task-force/work-plan/{task.uid}/").content.decode()
    assert "Return-to-work plan, Workshop (Punta Cana, 2018)" in page


def test_whoever_may_see_both_sees_whether_it_is_done_there(workshop, marta, fatima, peru):
    plan = plan_for(marta)
    there = at_home(peru, marta)
    act = PlanAction.objects.get()
    [act] = take_actions(by=marta.member, actions=[act], programme=peru, lang="en")
    assert "Open there" in marta.get(f"{PLANS}{plan.uid}/").content.decode()
    with scope(programme=peru, member=there):
        change(WorkItem.objects.get(), done_on=date(2018, 8, 1))
    assert "Done there on" in marta.get(f"{PLANS}{plan.uid}/").content.decode()
    shown = fatima.get(f"{PLANS}{plan.uid}/").content.decode()
    assert "Taken over" in shown
    assert "Done there" not in shown, "those who run the workshop are told nothing of the country's programme"
    assert PlanAction.objects.get().done_on is None
    colleague = participant(workshop, "rosa", "PE")
    assert tasks_of(colleague.member, [act]) == {}
    assert "Done there" not in colleague.get(f"{PLANS}{plan.uid}/").content.decode()


def test_both_doors_are_asked(workshop, marta, nico, peru, country_a):
    plan_for(marta)
    act = PlanAction.objects.get()
    take = {"actions": [act], "programme": peru, "lang": "en"}
    refused(NO_WORK_PLAN, take_actions, by=marta.member, **take)
    assert marta.get(f"{OURS}take/").status_code == 403
    at_home(peru, marta, "observer")
    refused(NO_WORK_PLAN, take_actions, by=marta.member, **take)
    at_home(peru, nico)
    refused(NOT_ALLOWED, take_actions, by=nico.member, **take)
    at_home(country_a, marta)
    refused(NO_WORK_PLAN, take_actions, by=marta.member, **take | {"programme": country_a})
    answer = marta.post(f"{OURS}take/", {"programme": "a", "actions": [str(act.uid)]})
    assert answer.status_code == 403
    for programme in (peru, country_a):
        with scope(programme=programme):
            assert WorkItem.objects.count() == 0
    assert PlanAction.objects.get().taken_to is None


def test_the_second_door_wants_its_second_step(workshop, marta, peru, settings):
    plan_for(marta)
    at_home(peru, marta)
    settings.PRODUCTION = True
    take = {"actions": [PlanAction.objects.get()], "programme": peru, "lang": "en"}
    refused(NO_WORK_PLAN, take_actions, by=marta.member, **take)


def test_an_action_is_taken_once_and_again_when_it_was_removed(workshop, marta, peru):
    plan_for(marta)
    at_home(peru, marta)
    take = {"by": marta.member, "programme": peru, "lang": "en"}
    [act] = take_actions(actions=[PlanAction.objects.get()], **take)
    refused(TAKEN_ALREADY, take_actions, actions=[act], **take)
    with scope(programme=peru):
        WorkItem.objects.all().delete()
    [again] = take_actions(actions=[act], **take)
    assert again.task != act.task


def test_dollars_do_not_become_another_currency(workshop, marta, peru):
    plan_for(marta)
    peru.currency = "PEN"
    peru.save()
    at_home(peru, marta)
    take_actions(by=marta.member, actions=[PlanAction.objects.get()], programme=peru, lang="en")
    with scope(programme=peru):
        assert WorkItem.objects.get().budget is None


# Gates and report -----------------------------------------------------------------------------------------------------


def test_the_gates_open_one_after_the_other(workshop, marta, nico):
    assert [state(gate.id, workshop).met for gate in STEP.gates] == [False] * 5
    ours, theirs = plan_for(marta), plan_for(nico, gender=Words())
    assert state("W3-S1.a", workshop).met
    lacking = state("W3-S1.b", workshop)
    assert [str(each.text) for each in lacking.missing] == ["Brazil: the plan does not say everything yet."]
    change(theirs, gender=said("Equal pay"))
    assert state("W3-S1.b", workshop).met
    PlanAction.objects.filter(plan=ours).delete()
    assert not state("W3-S1.b", workshop).met
    for plan, peer in ((ours, nico), (theirs, marta)):
        actions.present_plan(by=BY, plan=Plan.objects.get(pk=plan.pk), day=date(2018, 6, 26))
        change(Plan.objects.get(pk=plan.pk), peer=peer.participant.delegation)
    assert state("W3-S1.c", workshop).met
    assert state("W3-S1.d", workshop).met
    with time_machine.travel("2018-07-20 12:00:00Z"):
        waiting = state("W3-S1.e", workshop)
        assert [str(each.text) for each in waiting.missing] == ["The first check-in is due on 26 July 2018."]
    with time_machine.travel("2018-07-27 12:00:00Z"):
        assert (state("W3-S1.e", workshop).done, state("W3-S1.e", workshop).of) == (0, 2)
        for each in CheckIn.objects.filter(after_days=30):
            actions.answer_check_in(by=BY, check_in=each, how="page", values={"state": "done"})
        assert state("W3-S1.e", workshop).met


def test_an_accepted_team_without_a_plan_keeps_the_gate_closed(workshop, marta, nico):
    plan_for(marta)
    found = state("W3-S1.a", workshop)
    assert (found.done, found.of) == (1, 2)
    change(Delegation.objects.get(country="BR"), state="declined")
    assert state("W3-S1.a", workshop).met


def test_the_report_shows_public_plans_and_counts_the_others(workshop, marta, nico):
    plan_for(marta)
    plan_for(nico, "Formal Brazil", public=True)
    written = to_json(build_report(workshop, "en"))
    assert "Formal Brazil" in written
    assert SECRET not in written
    assert "1 plan is not public" in written
    assert "Country teams with a return-to-work plan: 2." in written
