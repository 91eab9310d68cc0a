"""A tool filled in as people do it: by keyboard, on a phone, by workbook, in two languages, beside an earlier one."""

from io import BytesIO

import pytest
from django_scopes import scope
from openpyxl import load_workbook
from playwright.sync_api import expect

from batea.toolbox.models import Assessment

SHELF = "/p/a/toolbox/"
NEW = "/p/a/toolbox/tools/stakeholder_power/new/"
WORDS = {
    "en": ("Stakeholders", "Stakeholder", "Power", "Save and see the result", "Give a seat and protection"),
    "es": ("Partes interesadas", "Parte interesada", "Poder", "Guardar y ver el resultado", "Dar un puesto"),
}


def cell(walker, place: int, column: str):
    return walker.page.locator(f"#stakeholders-{place}-{column}")


def fill_row(walker, place: int, name: str, power: str, interest: str, affected: str):
    cell(walker, place, "name").fill(name)
    for column, step in (("power", power), ("interest", interest), ("affected", affected)):
        cell(walker, place, column).select_option(step)


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("width", [360, 1280])
def test_a_group_fills_a_tool_in_and_sees_who_has_no_voice(walk, amina, country_a, width, lang):
    lead = walk(account=amina.account, width=width, lang=lang)
    lead.when_opens(SHELF)
    lead.when_opens(NEW)
    lead.page.locator("input[name^=title]").first.fill("Amber")
    fill_row(lead, 0, "Cooperative", "3", "5", "5")
    lead.page.locator("#stakeholders-0 button[data-row=copy]").click()
    expect(cell(lead, 1, "name")).to_have_value("Cooperative")
    expect(cell(lead, 1, "power")).to_have_value("3")
    fill_row(lead, 1, "Ministry", "5", "5", "1")
    lead.when_presses(WORDS[lang][3])
    lead.then_sees("Cooperative", WORDS[lang][4])
    with scope(programme=country_a):
        assert [row["name"] for row in Assessment.objects.get().answers["stakeholders"]] == [
            "Cooperative",
            "Ministry",
        ]


def test_rows_are_moved_and_pasted_by_keyboard(walk, amina, country_a):
    lead = walk(account=amina.account)
    lead.when_opens(NEW)
    lead.page.locator("input[name^=title]").first.fill("Larimar")
    cell(lead, 0, "name").fill("Town")
    lead.page.keyboard.press("Control+Enter")
    expect(cell(lead, 1, "name")).to_be_focused()
    lead.page.keyboard.type("Ministry")
    lead.page.keyboard.press("Alt+Shift+ArrowUp")
    expect(cell(lead, 0, "name")).to_have_value("Ministry")
    lead.page.keyboard.press("Alt+ArrowDown")
    expect(cell(lead, 1, "name")).to_be_focused()
    text = "Sorters\\t1\\tmuch\\t5 – life depends on it\\nBuyers\\t4\\t2\\t1\\n"
    lead.page.evaluate(
        f"""() => {{ const data = new DataTransfer(); data.setData('text/plain', '{text}');
        document.activeElement.dispatchEvent(
            new ClipboardEvent('paste', {{clipboardData: data, bubbles: true, cancelable: true}})); }}"""
    )
    lead.page.locator("#stakeholders-0 button[data-row=remove]").click()
    lead.when_presses("Save and see the result")
    with scope(programme=country_a):
        assert Assessment.objects.get().answers["stakeholders"] == [
            {"name": "Sorters", "power": 1, "interest": 4, "affected": 5},
            {"name": "Buyers", "power": 4, "interest": 2, "affected": 1},
        ]


def test_without_script_the_server_changes_the_rows(browser, live_server, amina, walk):
    lead = walk(account=amina.account)
    plain = browser.new_context(java_script_enabled=False, storage_state=lead.context.storage_state())
    page = plain.new_page()
    page.goto(live_server.url + NEW)
    page.locator("#stakeholders-0-name").fill("Town")
    page.locator("#stakeholders-0 button[data-row=copy]").click()
    expect(page.locator("#stakeholders-1-name")).to_have_value("Town")
    page.locator("#stakeholders-1-name").fill("Ministry")
    page.locator("#stakeholders-1 button[data-row=up]").click()
    expect(page.locator("#stakeholders-0-name")).to_have_value("Ministry")
    page.locator("#stakeholders-1-name").press("Enter")
    expect(page.locator(".govuk-error-summary").first).to_be_visible()
    plain.close()


def test_what_is_wrong_leads_to_its_cell(walk, amina):
    lead = walk(account=amina.account)
    lead.when_opens(NEW)
    cell(lead, 1, "name").fill("Town")
    lead.when_presses("Save and see the result", status=422)
    expect(cell(lead, 1, "name")).to_have_value("Town")
    lead.link("Stakeholders, row 2, Power").click()
    expect(cell(lead, 1, "power")).to_be_focused()


def test_a_workbook_goes_out_and_comes_back_with_every_change_shown(walk, amina, country_a, tmp_path):
    lead = walk(account=amina.account)
    lead.when_opens(NEW)
    lead.page.locator("input[name^=title]").first.fill("Amber")
    fill_row(lead, 0, "Cooperative", "3", "5", "5")
    lead.when_presses("Save and see the result")
    taken = lead.when_downloads("Answers as a workbook")
    book = load_workbook(BytesIO(taken.read_bytes()))
    sheet = next(sheet for sheet in book if any("Cooperative" in map(str, row) for row in sheet.values))
    (place,) = [found for row in sheet.iter_rows() for found in row if found.value == "Cooperative"]
    assert "3 – some" in str(place.offset(0, 1).value)
    place.offset(0, 1).value = "5 – can stop the strategy"
    place.offset(1, 0).value = "Town"
    changed = tmp_path / "filled.xlsx"
    book.save(changed)
    lead.when_follows("Bring the filled workbook back")
    lead.page.locator("input[type=file]").set_input_files(changed)
    lead.when_presses("Show what it says")
    lead.then_sees("Nothing is saved yet.", "was: 3 – some")
    expect(cell(lead, 0, "power")).to_have_value("5")
    lead.when_presses("Save and see the result", status=422)
    for column in ("power", "interest", "affected"):
        cell(lead, 1, column).select_option("1")
    lead.when_presses("Save and see the result")
    with scope(programme=country_a):
        rows = Assessment.objects.get().answers["stakeholders"]
    assert [(row["name"], row["power"]) for row in rows] == [("Cooperative", 5), ("Town", 1)]
    lead.when_follows("What the answers were before")
    lead.then_sees("3 – some", "5 – can stop the strategy")


def test_two_are_laid_side_by_side(walk, amina, country_a):
    from tests.toolbox.making import an_assessment

    with scope(programme=country_a):
        for power, stage in ((1, "before"), (5, "after")):
            row = {"name": "Cooperative", "power": power, "interest": 5, "affected": 5}
            an_assessment(country_a, "stakeholder_power", {"stakeholders": [row]}, stage=stage)
    lead = walk(account=amina.account)
    lead.when_opens("/p/a/toolbox/tools/stakeholder_power/")
    lead.when_follows("Lay some side by side")
    for box in lead.main.locator("input[name=with]").all():
        box.check()
    lead.when_presses("Lay side by side")
    lead.then_the_row("much power, much interest", "+1")


@pytest.mark.parametrize("width", [360, 1280])
def test_every_tool_opens_for_everybody_to_read(walk, amina, width):
    """Its page and its first table, with nothing in anybody's way (the walker looks: axe, width, heading, language)."""
    from batea.toolbox.discovery import tools

    lead = walk(account=amina.account, width=width, lang="es")
    for name in tools():
        lead.when_opens(f"/p/a/toolbox/tools/{name}/")
        lead.when_opens(f"/p/a/toolbox/tools/{name}/new/")
