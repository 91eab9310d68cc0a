"""A workshop and what lasts of it, without a mouse: a participant on a telephone, a facilitator at a desk, a community."""

import re
from datetime import date

import pytest
from django_scopes import scope

from batea.learning.community.models import Profile
from batea.learning.models import (
    Certificate,
    CheckIn,
    Exercise,
    FieldVisit,
    Grouping,
    Plan,
    Ranking,
    Room,
    RoundTable,
)
from batea.learning.workshops.exercises.actions import open_exercise
from batea.learning.workshops.exercises.ranking_actions import open_ranking
from batea.learning.workshops.plans.actions import present_plan
from batea.programmes.founding import give_role
from batea.programmes.words import Words
from tests.journeys.workshop_cast import BY, GUEST_GROUP, HOME, with_guest
from tests.learning.community_world import new_community
from tests.surveys import making

WORKSHOP = f"{HOME}/workshop"


@pytest.fixture
def guest(walk_by_keyboard, cast, clock):
    """On the second day, on a telephone."""
    with_guest(cast)
    clock.set("2018-06-26")
    return walk_by_keyboard(account=cast.members[GUEST_GROUP], width=360)


@pytest.fixture
def lead(walk_by_keyboard, cast, clock):
    clock.set("2018-06-26")
    return walk_by_keyboard(account=cast.facilitator)


# A participant --------------------------------------------------------------------------------------------------------


def test_a_participant_reads_the_agenda_and_answers_an_exercise(guest, cast):
    with scope(programme=cast.workshop):
        said = str(open_exercise(by=BY, exercise=Exercise.objects.get(number=1)))
    guest.when_opens(f"{WORKSHOP}/agenda/")
    guest.when_skips_the_furniture()
    guest.when_tabs_to(guest.link("To be printed (PDF)", guest.main))
    guest.when_opens(f"{WORKSHOP}/my-group/")
    guest.when_follows(said, within=guest.main)
    guest.when_fills("Result in short", "Nine institutions sit in it.")
    guest.when_presses("Save")
    guest.then_sees("What your group says is saved.", "Nine institutions sit in it.")


def test_a_participant_votes_and_says_how_the_day_was(guest, cast):
    cards = [(Words(card, "en"), "") for card in ("Air", "Water", "Prices")]
    with scope(programme=cast.workshop):
        question = Words("What comes first?", "en")
        open_ranking(by=BY, programme=cast.workshop, question=question, dots=3, cards=cards)
        ranking = Ranking.objects.get(state="open")
    guest.when_opens(f"{WORKSHOP}/votes/")
    guest.when_tabs_to(guest.main.locator(f"a[href$='{ranking.uid}/']").first)
    guest.arrive(lambda: guest.page.keyboard.press("Enter"), 200)
    guest.when_presses("Vote", status=422)
    guest.when_fills("Water", 2)
    guest.when_fills("Air", 1)
    guest.when_presses("Vote")
    guest.then_sees("Your votes are counted. Nobody can see which ballot is yours.")
    guest.when_opens(f"{WORKSHOP}/today/")
    guest.when_presses("Hand in", status=422)
    for asked in ("Today was useful for my work", "The pace was right", "I was heard"):
        guest.when_ticks("4 –", group=asked)
    guest.when_presses("Hand in")
    guest.then_sees("Thank you. Nobody can see which answer is yours.")


def test_a_participant_takes_a_seat_and_writes_a_finding(guest, cast):
    table = cast.one(RoundTable, topic__en="Selling better: chains and origin").uid
    guest.when_opens(f"{WORKSHOP}/tables/{table}/")
    guest.when_presses("Take a seat – Selling better: chains and origin")
    guest.then_sees("You have a seat")
    guest.when_ticks("Take-away")
    guest.when_fills("Text", "Weigh together")
    guest.when_presses("Write it down")
    guest.then_sees("Weigh together")
    visit = f"{WORKSHOP}/visit/{cast.one(FieldVisit).uid}/"
    guest.when_opens(visit)
    guest.when_presses("I have read it and keep to it")
    guest.when_presses("Enter a finding")
    guest.when_presses("Keep the finding", status=422)
    guest.when_ticks("Bad practice")
    guest.when_chooses("Theme", "Gender")
    guest.when_fills("What was seen", "Women sort without a roof")
    guest.when_presses("Keep the finding")
    guest.then_sees("Kept:")
    guest.when_opens(f"{visit}wall/")
    guest.then_sees("Women sort without a roof")


def test_a_team_writes_its_plan_and_answers_a_check_in(guest, cast, clock):
    guest.when_opens(f"{WORKSHOP}/our-plan/")
    guest.when_follows("Objective and starting point", within=guest.main)
    guest.when_presses("Save", status=422)
    guest.when_chooses("Step of the guidance", "1.2")
    guest.when_fills("Objective", "A forum that meets")
    guest.when_presses("Save")
    guest.when_follows("Actions", within=guest.main)
    guest.when_presses("Add an action")
    guest.when_fills("What is done", "Invite")
    guest.when_fills_day("Starts", 7, 9, 2018)
    guest.when_fills_day("Ends", 9, 28, 2018)
    guest.when_presses("Save")
    guest.then_sees("Invite")
    with scope(programme=cast.workshop):
        plan = Plan.objects.get(delegation__country="HT")
        present_plan(by=BY, plan=plan, day=date(2018, 6, 26))
        first = CheckIn.objects.get(plan=plan, after_days=30).uid
    clock.set("2018-08-10")
    guest.given_signed_in(cast.members[GUEST_GROUP])
    guest.when_opens(f"{WORKSHOP}/our-plan/check-ins/{first}/")
    guest.when_presses("Send the answer", status=422)
    guest.when_ticks("Under way")
    guest.when_fills("How much of it is done (%)?", 20)
    guest.when_ticks("Invite")
    guest.when_presses("Send the answer")
    guest.then_sees("Thank you. Your answer is kept with the plan.")


# A facilitator --------------------------------------------------------------------------------------------------------


def test_a_facilitator_opens_an_exercise_and_follows_it(lead, cast):
    lead.when_opens(f"{WORKSHOP}/console/")
    lead.when_skips_the_furniture()
    lead.when_unfolds("Closed exercises")
    lead.when_presses("Open again")
    lead.when_opens(f"{WORKSHOP}/console/")
    assert lead.main.get_by_role("timer").count() == 1
    lead.when_presses("Five minutes more")
    lead.when_opens(f"{WORKSHOP}/console/")
    lead.when_unfolds("Somebody has spoken")
    lead.when_tabs_to(lead.main.locator("details[open] button").first)
    lead.arrive(lambda: lead.page.keyboard.press("Enter"), 200)
    lead.when_presses("Close")


def test_a_facilitator_builds_groups(lead, cast):
    division = cast.one(Grouping, purpose="visit").uid
    lead.when_opens(f"{WORKSHOP}/divisions/{division}/groups/")
    lead.when_presses("Make groups")
    lead.when_ticks("The five themes of the field visit, a group each")
    lead.when_presses("Show a proposal")
    lead.then_sees("Proposal, not saved")
    lead.when_presses("Save these groups")
    lead.then_sees("Gender")


def test_a_facilitator_issues_certificates_and_revokes_one(lead, cast):
    lead.when_opens(f"{WORKSHOP}/certified/")
    lead.when_presses("Issue the ticked certificates")
    found = cast.one(Certificate, kind="attendance", participant__badge__startswith="Luciana")
    lead.when_opens(f"{WORKSHOP}/certificates/{found.uid}/revoke/")
    lead.when_presses("Revoke", status=422)
    lead.when_ticks("", group="What whoever checks it is told")
    lead.when_fills("Reason", "Wrong name")
    lead.when_presses("Revoke")
    lead.then_sees("The certificate is revoked. Its check says so from now on.")
    lead.when_opens("/verify/")
    lead.when_fills("Check code", found.code)
    lead.when_presses("Check")
    lead.then_sees("Revoked")


# What lasts -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def community(amina, dele):
    """Amina and Dele, who came to a workshop, take part; each is to write the own profile."""
    found = new_community()
    with scope(programme=found):
        for client in (amina, dele):
            give_role(by=BY, programme=found, account=client.account, role="participant")
        Room(programme=found, title=Words("Common room", "en")).save()
    return found


def test_alumni_ask_answer_and_search(walk_by_keyboard, community, amina, dele):
    for client, name in ((amina, "Amina"), (dele, "Dele")):
        walker = walk_by_keyboard(account=client.account, width=360)
        walker.when_opens("/p/c/community/")
        walker.when_presses("Write my profile")
        walker.when_fills("Name shown", name)
        walker.when_presses("Save")
        if client is amina:
            walker.when_opens("/p/c/community/rooms/")
            walker.when_follows("Common room", within=walker.main)
            walker.when_presses("Ask a question")
            walker.when_fills("Question in a sentence", "Who has bought gas meters?")
            walker.when_presses("Ask")
        else:
            walker.when_opens("/p/c/community/rooms/")
            walker.when_follows("Who has bought gas meters?", within=walker.main)
            walker.when_presses("Answer", status=422)
            walker.when_fills("Answer", "We did, in March.")
            walker.when_presses("Answer")
            walker.then_sees("We did, in March.")
            walker.when_opens("/p/c/community/")
            walker.when_fills("Search in all four languages", "gas meters")
            walker.when_presses("Search")
            walker.then_sees("Who has bought gas meters?")
    with scope(programme=community):
        assert Profile.objects.count() == 2


def test_a_reading_key_is_made_without_a_mouse(walk_by_keyboard, amina, country_a):
    making.published(country_a)
    lead = walk_by_keyboard(account=amina.account)
    lead.when_opens("/p/a/surveys/reading-keys/make/")
    lead.when_presses("Make the reading key", status=422)
    lead.when_fills("Name of the key", "Excel")
    lead.when_presses("Make the reading key")
    lead.then_sees(re.compile("shown once|only now", re.IGNORECASE))
