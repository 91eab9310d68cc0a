"""The rooms of a workshop in a browser that runs no scripts: everything is reached, sent and kept."""

import pytest
from django_scopes import scope

from batea.learning.models import Exercise, FieldVisit, Ranking, RoundTable
from batea.learning.workshops.exercises.ranking_actions import open_ranking
from batea.programmes.words import Words
from tests.journeys.workshop_cast import BY, GUEST_GROUP, HOME, with_guest

WORKSHOP = f"{HOME}/workshop"


@pytest.fixture
def bare(walk, cast, clock):
    """`bare(account)` signs somebody in on the second day, without scripts."""
    with_guest(cast)
    clock.set("2018-06-26")
    return lambda account, width: walk(account=account, width=width, java_script_enabled=False)


def test_a_facilitator_runs_an_exercise_and_a_group_answers_it(bare, cast):
    lead, guest = bare(cast.facilitator, 1280), bare(cast.members[GUEST_GROUP], 360)
    task = f"{WORKSHOP}/exercises/{cast.one(Exercise, number=1).uid}/task/"
    lead.when_opens(task)
    lead.when_presses("Open again")
    lead.when_opens(f"{WORKSHOP}/console/")
    lead.when_presses("Five minutes more")
    lead.when_opens(f"{WORKSHOP}/projector/")
    lead.then_sees("Time left:", "until")
    guest.when_opens(task)
    guest.when_fills("Result in short", "Nine institutions sit in it.")
    guest.when_presses("Save")
    guest.then_sees("What your group says is saved.")
    lead.when_opens(f"{WORKSHOP}/console/")
    lead.then_sees("Nine institutions sit in it.")


def test_a_participant_votes_speaks_sees_and_plans(bare, cast):
    guest = bare(cast.members[GUEST_GROUP], 360)
    cards = [(Words(card, "en"), "") for card in ("Air", "Water")]
    with scope(programme=cast.workshop):
        open_ranking(by=BY, programme=cast.workshop, question=Words("First?", "en"), dots=3, cards=cards)
    guest.when_opens(f"{WORKSHOP}/votes/{cast.one(Ranking, state='open').uid}/")
    guest.when_fills("Water", 3)
    guest.when_presses("Vote")
    guest.then_sees("Your votes are counted. Nobody can see which ballot is yours.")
    table = cast.one(RoundTable, topic__en="Selling better: chains and origin").uid
    guest.when_opens(f"{WORKSHOP}/tables/{table}/")
    guest.when_presses("Take a seat – Selling better: chains and origin")
    guest.when_ticks("Commitment")
    guest.when_presses("Write it down", status=422)
    guest.when_fills("Due", "2018-12-01")
    guest.when_fills("Text", "Share our price table")
    guest.when_presses("Write it down")
    guest.then_sees("Share our price table")
    guest.when_opens(f"{WORKSHOP}/visit/{cast.one(FieldVisit).uid}/")
    guest.when_presses("I have read it and keep to it")
    guest.when_presses("Enter a finding")
    guest.when_ticks("Good practice")
    guest.when_chooses("Theme", "Gender")
    guest.when_fills("What was seen", "Women lead the sale")
    guest.when_presses("Keep the finding")
    guest.then_sees("Kept:")
    guest.when_opens(f"{WORKSHOP}/our-plan/parts/objective/")
    guest.when_chooses("Step of the guidance", "1.2")
    guest.when_fills("Objective", "A forum that meets")
    guest.when_presses("Save")
    guest.then_sees("Saved:")
