"""The workshop of Punta Cana walked again, day by day: one who runs it and one of each group, in the browser.

The case is the workshop after it was held; its exercises are opened once more, and four groups work on copies of the
Dominican case as in June 2018: two on amber, two on larimar.
"""

import re
from dataclasses import dataclass

import pytest
from django_scopes import scope

from batea.learning.models import (
    Certificate,
    Exercise,
    FieldVisit,
    Group,
    Grouping,
    Ranking,
    RoundTable,
    Workshop,
)
from batea.phase2_strategy.models import Goal
from batea.programmes.founding import give_role, open_account
from batea.programmes.models import Credit, Person, Programme
from batea.web.demo import load_case
from tests.conftest import PASSWORD

HOME = "/p/punta-cana-2018"
GOALS = {
    1: "Nobody goes down an amber shaft before the air is tested",
    2: "Amber crews sell together twice a month",
    3: "Every larimar pit is drained and timbered by a common plan",
    4: "Half of the larimar is worked in Barahona before it is sold",
}


@dataclass
class Cast:
    """The programmes, and the accounts: who runs it, and one of each group by its number."""

    workshop: Programme
    country: Programme
    facilitator: object
    groups: dict


@pytest.fixture
def cast(transactional_db) -> Cast:
    country, workshop = load_case("do"), load_case("punta-cana-2018")
    with scope(programme=workshop):
        facilitator = account("facilitator@example.org", workshop, "facilitator")
        groups = {group.number: group for group in Group.objects.filter(grouping__purpose="strategy")}
        members = {
            number: account(email_of(group, number), workshop, "participant")
            for number, group in sorted(groups.items())
        }
    with scope(programme=country):
        for role in ("administrator", "facilitator"):
            give_role(by="the tests", programme=country, account=facilitator, role=role)
    return Cast(workshop, country, facilitator, members)


def account(email: str, programme: Programme, role: str):
    found, _password = open_account(by="the tests", email=email, name=email, password=PASSWORD)
    give_role(by="the tests", programme=programme, account=found, role=role)
    return found


def email_of(group: Group, number: int) -> str:
    """An address for the first member of the group, so that the account becomes that person."""
    member = group.members.select_related("participant__person").order_by("uid").first()
    Person.objects.filter(pk=member.participant.person_id).update(email=f"group{number}@example.org")
    return f"group{number}@example.org"


def test_the_workshop_from_the_request_to_the_plans(walk, cast):
    lead = walk(account=cast.facilitator)
    groups = {number: walk(account=one, width=360) for number, one in cast.groups.items()}
    before_the_workshop(lead, groups[1])
    day_1(cast, lead, groups)
    day_2(cast, lead, groups[4])
    day_3(cast, lead, groups[3])
    day_4(cast, lead, groups)
    day_5(cast, lead, groups)
    after_the_workshop(cast, lead, groups[1])


def before_the_workshop(lead, participant):
    """The request and who is invited, the agenda, the pack."""
    lead.when_opens(f"{HOME}/")
    lead.then_sees("Before", "During", "After")
    lead.when_opens(f"{HOME}/workshop/requests/")
    lead.then_sees("led by the Dominican Republic")
    lead.when_opens(f"{HOME}/workshop/delegations/")
    lead.then_sees("BR", "HN")
    lead.when_opens(f"{HOME}/workshop/participants/")
    participant.when_opens(f"{HOME}/workshop/agenda/")
    participant.then_sees("Visit to the artisanal amber mine")
    participant.when_opens(f"{HOME}/workshop/reading/")
    participant.when_follows("The Dominican case: amber and larimar")
    participant.then_sees("98 amber pits counted in 2016")


def one_of(cast: Cast, model, **those):
    with scope(programme=cast.workshop):
        return model.objects.get(**those)


def exercise(cast: Cast, **those) -> str:
    """The address of the exercise of a tool or step."""
    return f"{HOME}/workshop/exercises/{one_of(cast, Exercise, **those).uid}/task/"


def when_a_group_says(lead, walker, address: str, words: str):
    """The exercise is opened again, the group says what came of it, the exercise is closed."""
    lead.when_opens(address)
    lead.when_presses("Open again")
    walker.when_opens(address)
    walker.when_fills("Result in short", words)
    walker.when_presses("Save")
    walker.then_sees("What your group says is saved.", words)
    lead.when_opens(address)
    lead.when_presses("Close")


def day_1(cast: Cast, lead, groups):
    """The groups' copies; phase 1 in groups; the challenges put in order by votes nobody signs."""
    division = one_of(cast, Grouping, purpose="strategy").uid
    lead.when_opens(f"{HOME}/workshop/divisions/{division}/copies/")
    for _copy in range(5):
        lead.when_presses("Make the next copy")
    task = exercise(cast, number=1)
    when_a_group_says(lead, groups[1], task, "Nine institutions, the ministry of women from the start.")
    lead.when_opens(f"{HOME}/workshop/votes/new/")
    lead.when_fills_all(
        Question="What comes first in the vision?",
        Cards="Nobody dies in a shaft | Safety\nWomen are counted | People\nThe pit gets its share | Money",
    )
    lead.when_presses("Open for votes")
    ranking = one_of(cast, Ranking, state="open").uid
    for walker in groups.values():
        walker.when_opens(f"{HOME}/workshop/votes/{ranking}/")
        walker.when_fills_all(**{"Nobody dies in a shaft": 2, "Women are counted": 1})
        walker.when_presses("Vote")
    lead.when_opens(f"{HOME}/workshop/votes/{ranking}/result/")
    lead.then_sees("4 have voted.")
    lead.when_presses("Close the ranking")
    lead.then_sees("Fewer than five have voted: the result is not shown.")
    held = one_of(cast, Ranking, exercise=True).uid
    groups[2].when_opens(f"{HOME}/workshop/votes/{held}/result/")
    groups[2].then_sees("29 have voted.", "Deaths from collapse and bad air")


def day_2(cast: Cast, lead, participant):
    """At the mine: a danger is told and answered, the wall, and advice that goes before the host."""
    visit = f"{HOME}/workshop/visit/{one_of(cast, FieldVisit).uid}/"
    participant.when_opens(visit)
    participant.then_sees("Nobody goes down a shaft.", "You have read it")
    participant.when_presses("Enter a finding")
    participant.when_ticks("Bad practice")
    participant.when_ticks("Somebody may be hurt now")
    participant.when_fills_all(
        Theme=("Occupational health",),
        **{
            "What was seen": "A rope worn through at the winch",
            "What do you recommend?": "A new rope for every crew",
        },
    )
    participant.when_presses("Keep the finding")
    lead.when_opens(f"{HOME}/workshop/dangers/")
    lead.when_follows("Say what was done – A rope worn through at the winch")
    lead.when_fills("What was done about it", "The crew took the rope away.")
    lead.when_presses("Close the alert")
    lead.when_opens(f"{visit}wall/")
    lead.then_sees("A rope worn through at the winch", "The shaft is timbered to the bottom.")
    lead.when_opens(visit)
    lead.when_presses("Put them before the host")
    lead.when_opens(f"{HOME}/workshop/asked/")
    lead.then_sees("A new rope for every crew", "Twenty gas meters in the first purchase.")


def day_3(cast: Cast, lead, participant):
    """Gender and safety: the exercises lead into the group's copy, and what it says is kept."""
    for tool, said in (
        ("gender_gap", "Nobody asked the women who sort the stone."),
        ("risk_matrix", "Bad air: 4, high. Test before going down."),
    ):
        when_a_group_says(lead, participant, exercise(cast, tool=tool), said)
    participant.when_opens(exercise(cast, tool="risk_matrix"))
    participant.then_sees("Work on it in your group's copy:")
    participant.arrive(participant.main.get_by_role("button").first.click, 200)
    assert "/p/punta-cana-2018-g3/" in participant.path


def day_4(cast: Cast, lead, groups):
    """Two groups on amber and two on larimar: each writes what it wants into its copy, and into nothing else."""
    lead.when_opens(f"{HOME}/workshop/console/")
    for number, walker in groups.items():
        walker.when_opens(f"{HOME}/workshop/my-group/")
        walker.then_sees(f"Group {number} – {'Amber' if number < 3 else 'Larimar'}")
        walker.when_presses("Open your group's copy")
        home = walker.path.rstrip("/")
        walker.when_saves(f"{home}/vision/goals/add/", Goal=GOALS[number], Order=9)
        walker.then_sees(GOALS[number])
    with scope(programme=cast.country):
        assert not Goal.objects.filter(words__en__in=GOALS.values()).exists()


def day_5(cast: Cast, lead, groups):
    """Consolidated side by side; a round table with a promise; the plans."""
    lead.when_opens(f"{HOME}/workshop/side-by-side/?table=phase2_strategy.goal")
    for number in GOALS:
        when_taken_over(lead, GOALS[number], "Take over into the draft")
    lead.when_opens(f"{HOME}/workshop/side-by-side/?into=country&table=phase2_strategy.goal")
    when_taken_over(lead, GOALS[1], "Take over into the programme")
    the_goals_stand_where_they_were_brought(cast)
    groups[1].when_opens("/p/do/", status=404)
    table = one_of(cast, RoundTable, seatings__participant__person__account=cast.groups[2]).uid
    groups[2].when_opens(f"{HOME}/workshop/tables/{table}/")
    groups[2].then_sees("You have a seat")
    groups[2].when_ticks("Commitment")
    groups[2].when_fills_all(Due="2027-01-31", Text="Share the price table of our buyers")
    groups[2].when_presses("Write it down")
    groups[2].then_sees("Share the price table of our buyers")
    groups[1].when_opens(f"{HOME}/workshop/our-plan/")
    groups[1].then_sees("The plan of")
    lead.when_opens(f"{HOME}/workshop/team-plans/")
    for country in ("Bolivia", "Brazil", "Dominican Republic", "Peru"):
        lead.then_sees(country)


def the_goals_stand_where_they_were_brought(cast: Cast):
    """All four in the draft with the groups' names, one in the country's programme."""
    draft = Programme.objects.get(uid=one_of(cast, Workshop).draft)
    with scope(programme=draft):
        assert Goal.objects.filter(words__en__in=GOALS.values()).count() == 4
        assert Credit.objects.count() == 4
    with scope(programme=cast.country):
        assert [str(goal) for goal in Goal.objects.filter(words__en__in=GOALS.values())] == [GOALS[1]]


def when_taken_over(lead, goal: str, button: str):
    """Press the button of the one copy that has the goal."""
    one = lead.main.get_by_role("region", name=goal[:60])
    lead.arrive(one.get_by_role("button", name=re.compile(f"^{button}")).first.click, 200)
    lead.then_sees("Taken over from")


def after_the_workshop(cast: Cast, lead, participant):
    """What was learned and liked, the check-ins of the plans, certificates, and the report in four languages."""
    for page in ("levels", "tests", "plans-followed", "certified", "presence"):
        lead.when_opens(f"{HOME}/workshop/{page}/")
    lead.when_opens(f"{HOME}/workshop/certified/")
    lead.when_presses("Issue the ticked certificates")
    with scope(programme=cast.workshop):
        assert Certificate.objects.filter(kind="attendance").count() > 20
    participant.when_opens(f"{HOME}/workshop/mine/")
    lead.when_opens(f"{HOME}/workshop/report/")
    for lang in ("es", "en", "pt", "fr"):
        lead.page.goto(f"{lead.address}{HOME}/workshop/report/{lang}/")
        text = lead.page.content()
        for told in ("Punta Cana", "27", "Antonio Isa Conde", "Olinda Orozco", "Hato Mayor"):
            assert told in text, (lang, told)
    lead.problems.clear()
