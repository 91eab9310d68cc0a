"""A lead walks the three phases without a mouse, on a telephone and on a desk."""

import pytest


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
