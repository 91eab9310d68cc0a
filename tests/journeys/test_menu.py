"""On a phone the rooms are behind one word, on a desk they lie open; no script is needed for either."""

from tests.journeys.keyboard import KeyboardWalker


def test_on_a_phone_the_rooms_open_by_key_and_close_again(walk, amina):
    lead = walk(KeyboardWalker, account=amina.account, width=360)
    lead.when_opens("/p/a/")
    rooms = lead.page.locator("#rooms")
    assert rooms.get_by_role("link").all_text_contents() == ["Menu"]
    lead.when_tabs_to(rooms.get_by_role("link", name="Menu"))
    lead.page.keyboard.press("Enter")
    offered = rooms.get_by_role("link").all_text_contents()
    assert {"Evidence", "Sites", "Close the menu"} < set(offered) and "Menu" not in offered
    lead.look()
    lead.when_tabs_to(rooms.get_by_role("link", name="Close the menu"))
    lead.page.keyboard.press("Enter")
    assert rooms.get_by_role("link").all_text_contents() == ["Menu"]
    lead.when_tabs_to(lead.main.get_by_role("link").first)


def test_on_a_desk_the_rooms_lie_open(walk, amina):
    lead = walk(account=amina.account)
    lead.when_opens("/p/a/")
    offered = lead.page.locator("#rooms").get_by_role("link").all_text_contents()
    assert {"Evidence", "Sites", "Strategy"} < set(offered)
    assert not {"Menu", "Close the menu"} & set(offered)
