"""What happens when something is wrong: words, focus, the way to the field, and nothing typed is lost."""

import pytest
from playwright.sync_api import expect

from batea.programmes.actions import change_record
from batea.programmes.models import Institution
from batea.programmes.words import Words

LONG = " ".join(["word"] * 61)
LAW = "A law with a very long name that nobody wants to type twice"


@pytest.mark.parametrize("width", [360, 1280])
def test_the_summary_takes_focus_leads_to_the_field_and_keeps_what_was_typed(walk, amina, width):
    lead = walk(account=amina.account, width=width)
    lead.when_opens("/p/a/evidence/laws/add/")
    lead.when_fills("Name and number", LAW)
    lead.when_fills("In force from", "2018-05-04")
    lead.when_presses("Save", status=422)
    lead.then_sees("Please put this right")
    assert lead.page.title().startswith("Error: ")
    expect(lead.field("Name and number")).to_have_value(LAW)
    expect(lead.field("In force from")).to_have_value("2018-05-04")
    lead.link("Kind – ").click()
    lead.then_focus_is_in("Kind")
    lead.link("What it says for the sector – ").click()
    lead.then_focus_is_in("What it says for the sector")
    lead.when_chooses("Kind", "Law")
    lead.when_fills("What it says for the sector", "Miners need a licence.")
    lead.when_presses("Save")
    lead.then_sees(LAW, "Miners need a licence.")


def test_a_number_out_of_range_is_told_beside_its_field(walk, amina):
    lead = walk(account=amina.account)
    lead.when_opens("/p/a/vision/texts/add/")
    lead.when_fills_all(Vision=LONG, Target_year="2036")
    lead.when_presses("Save", status=422)
    lead.then_sees("at most 60 fit")
    expect(lead.field("Vision")).to_have_value(LONG)
    expect(lead.field("Vision")).to_have_attribute("aria-invalid", "true")


@pytest.fixture
def institution(amina, inside_a):
    from tests.phase2_strategy.whole import said

    made = Institution(programme=inside_a, name=said("Ministry of Mines"), short_name="MM", kind="ministry")
    made.save()
    return made


def test_of_two_editors_the_second_sees_both_versions_and_loses_nothing(walk, amina, institution):
    lead = walk(account=amina.account)
    lead.when_opens(f"/p/a/institutions/{institution.uid}/change/")
    lead.when_fills("Short name", "MoM")
    change_record(by="a colleague", record=institution, values={"name": Words("Ministry of Energy", "en")})
    lead.when_presses("Save", status=409)
    lead.then_sees("Somebody changed this while you were editing.", "Ministry of Energy", "MoM", "Differs")
    expect(lead.field("Short name")).to_have_value("MoM")
    lead.when_fills("Name", "Ministry of Energy")
    lead.when_presses("Save mine instead")
    lead.then_sees("MoM", "Ministry of Energy")
