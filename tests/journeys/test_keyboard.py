"""A lead walks the three phases without a mouse, on a telephone and on a desk."""

import pytest
from django_scopes import scope

from batea.surveys.models import Submission
from batea.surveys.publishing import bring_form
from tests.surveys import making
from tests.surveys.making import instance, new_id


@pytest.fixture(params=[360, 1280], ids=["telephone", "desk"])
def lead(request, walk_by_keyboard, amina):
    return walk_by_keyboard(account=amina.account, width=request.param)


def test_the_first_stop_leads_past_the_furniture(lead):
    lead.page.keyboard.press("Tab")
    assert lead.page.evaluate("document.activeElement.innerText") == "Skip to main content"
    lead.page.keyboard.press("Enter")
    assert lead.page.evaluate("document.activeElement.id") == "main"


def test_what_is_missing_is_filled_in_and_the_gates_move_in_each_phase(lead):
    # Phase 1: the first thing missing stands on the first page.
    lead.then_sees("0 of 12", "0 of 6 gates met. Missing: Enter the founding act.")
    lead.when_follows("Enter the founding act.")
    lead.when_chooses("Kind of act", "Decree")
    lead.when_fills("Name and number", "Decree 1-26")
    lead.when_fills("Terms of reference", "Prepares the strategy and follows it.")
    lead.when_fills_day("Rules adopted on", 3, 2, 2026)
    lead.when_fills("Secretariat", "Unit for small-scale mining, two people")
    lead.when_presses("Save")
    lead.then_sees("Decree 1-26", "Prepares the strategy and follows it.")
    lead.when_follows("Programme")
    lead.then_sees("2 of 6 gates met. Missing: Give the day it was signed")
    lead.when_follows("1.1 Task force")
    lead.then_sees("The secretariat is staffed")

    # Phase 2: by the phase's own link, then its first step.
    lead.when_opens("/p/a/")
    lead.when_follows("2.1 Vision")
    lead.when_follows("Nobody has written the vision yet.")
    lead.when_fills("Vision", "Miners work safely, with papers, and their children are at school.")
    lead.when_fills("Target year", 2036)
    lead.when_fills_day("Adopted by the task force on", 5, 4, 2026)
    lead.when_presses("Save")
    lead.when_opens("/p/a/")
    lead.then_sees("1 of 4 gates met.")

    # Phase 3: a review is set for a day.
    lead.when_follows("3.3 Revision")
    lead.when_follows("Add – occasion for review")
    lead.when_fills("Occasion", "Mid-term review")
    lead.when_chooses("Kind", "Planned review")
    lead.when_fills_day("Due", 6, 30, 2028)
    lead.when_presses("Save")
    lead.then_sees("Mid-term review")


def test_boxes_and_the_account_menu_answer_to_the_space_bar(lead):
    lead.when_opens("/p/a/evidence/questions/add/")
    lead.when_tabs_to(lead.field("Key figure"))
    lead.page.keyboard.press("Space")
    assert lead.field("Key figure").is_checked()
    lead.when_opens("/p/a/")
    lead.when_tabs_to(lead.page.locator("summary").first)
    lead.page.keyboard.press("Space")
    lead.when_presses("Sign out")
    lead.then_is_at("/account/login/")


def test_fieldwork_goes_by_keyboard_at_the_desk(lead, country_a, bruno):
    with scope(programme=country_a):
        bring_form(by="x", programme=country_a, data=making.workbook("2"), file_name="visit.md")
    making.published(country_a)
    making.collector(bruno).send(instance("<site>La Cumbre</site><women>3</women>", uid=new_id()))

    # The list of forms, a form, its draft: tried out, then published.
    lead.when_opens("/p/a/")
    lead.when_goes_to("Surveys")
    lead.when_follows("Visit", within=lead.main)
    lead.when_follows("2", within=lead.main.get_by_role("table"))
    lead.when_follows("Try this form")
    lead.then_sees("Preview: nothing is kept")
    lead.when_fills("Which site?", "Los Patos")
    lead.when_fills("Women", "7")
    lead.when_tabs_to(lead.button("Finish the preview"))
    lead.page.keyboard.press("Enter")
    lead.then_sees("Here nothing was kept and nothing was sent.")
    lead.page.go_back()
    lead.when_presses("Publish: phones can fetch it")
    lead.then_sees("Phones can fetch it now")

    # Answers are read and decided.
    lead.when_opens("/p/a/surveys/forms/")
    lead.when_follows("Submissions", within=lead.main)
    lead.when_follows("2", within=lead.main.get_by_role("table"))
    lead.then_sees("La Cumbre")
    lead.when_fills("Comment for the field officer", "Count again")
    lead.when_presses("Returned with comments")
    lead.then_sees("Count again")

    # A phone is set up.
    lead.when_opens("/p/a/surveys/phones/")
    lead.when_presses("Add: phone")
    lead.when_chooses("Field officer", "Bruno")
    lead.when_fills("Device", "red phone")
    lead.when_presses("Make the set-up code")
    lead.then_sees("This code is shown once.")


def test_what_was_kept_aside_is_decided_by_keyboard(lead, country_a, bruno):
    making.published(country_a)
    uid = new_id()
    phone = making.collector(bruno)
    for women in ("3", "4"):
        phone.send(instance(f"<site>A</site><women>{women}</women>", uid=uid))
    lead.when_opens("/p/a/surveys/forms/")
    lead.when_follows("Kept aside")
    lead.when_follows("2", within=lead.main.get_by_role("table"))
    lead.when_presses("Take it in as a correction of the answers that are here")
    lead.then_sees("What the change changed")


@pytest.mark.parametrize("width", [360, 1280], ids=["telephone", "desk"])
def test_the_page_without_a_network_answers_to_the_keyboard(walk_by_keyboard, country_a, bruno, width):
    making.published(country_a)
    phone = making.collector(bruno)
    officer = walk_by_keyboard(width=width)
    officer.when_opens(phone.base, document=True)
    officer.then_sees("This page opens without network")
    officer.when_tabs_to(officer.link("Fill in: Visit"))
    officer.page.keyboard.press("Enter")
    officer.when_fills("Which site?", "Los Patos")
    officer.when_fills("Women", "7")
    officer.when_tabs_to(officer.main.get_by_label("Amber"))
    officer.page.keyboard.press("Space")
    officer.when_tabs_to(officer.button("Finish and keep"))
    officer.page.keyboard.press("Enter")
    officer.then_sees("Received by the server")
    officer.when_tabs_to(officer.link("Receipt: Visit"))
    officer.page.keyboard.press("Enter")
    officer.then_sees("What was sent and what was not")
    officer.when_tabs_to(officer.link("Back to the list"))
    officer.page.keyboard.press("Enter")
    officer.when_tabs_to(officer.button("Delete from this device"))
    officer.page.keyboard.press("Enter")
    officer.page.keyboard.press("Enter")  # focus stands on the answer that keeps it
    officer.then_sees("Received by the server")
    with scope(programme=country_a):
        came = Submission.objects.get()
    assert "<site>Los Patos</site>" in came.xml and "<mineral>amber</mineral>" in came.xml
