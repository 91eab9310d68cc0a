"""A country that nobody prepared: from the first page to a revised strategy, through the pages alone. All figures are invented."""

import re

import docx
import pytest
from playwright.sync_api import expect

from batea.programmes.models import Account
from tests.conftest import PASSWORD

NAME = "Small-scale mining strategy of Ghana"


@pytest.fixture
def operator(db):
    return Account.objects.create_user("op@example.org", PASSWORD, name="Olu", is_operator=True)


class Invited:
    """Whoever was handed a first password."""

    def __init__(self, email, password):
        self.email, self.password = email, password


def test_a_country_from_nothing_to_what_has_changed(walk, operator):
    lead = walk()
    efua = given_a_programme_and_its_lead(walk(account=operator))
    lead.given_signed_in(efua, efua.password)
    lead.then_is_at("/p/gh/")
    lead.then_sees("0 of 12")
    when_the_task_force_is_founded(lead)
    when_evidence_is_gathered(lead)
    when_sites_are_sorted_into_types(lead)
    when_impacts_are_rated_and_a_measure_chosen(lead)
    when_prices_are_told(lead)
    when_the_plan_is_made_and_written(lead)
    when_it_is_adopted_and_delivered(lead)
    when_it_is_frozen_and_a_figure_moves(lead)


def given_a_programme_and_its_lead(operator) -> Invited:
    operator.then_is_at("/")
    operator.when_presses("New programme")
    operator.when_fills_all(Name=NAME, Address="gh", Country="gh", Currency="ghs", Main_language=("English",))
    operator.when_presses("Create")
    operator.then_is_at("/p/gh/")
    operator.then_sees("The programme is there. Begin with the task force.")
    invite(operator, "Kofi", "kofi@example.org", "Field officer")
    password = invite(operator, "Efua", "efua@example.org", "Task-force lead")
    operator.when_follows("Back to people and roles")
    operator.then_the_row("Efua", "Task-force lead", "yes")
    return Invited("efua@example.org", password)


def invite(walker, name, email, role) -> str:
    walker.when_opens("/p/gh/about/members/")
    walker.when_presses("Invite somebody")
    walker.when_fills_all(Name=name, Role=(role,))
    walker.when_fills("E-mail address", email)
    walker.when_presses("Invite")
    return walker.main.locator("code").inner_text()


def when_the_task_force_is_founded(lead):
    lead.when_saves(
        "/p/gh/institutions/add/", Name="Minerals Commission", Short_name="MinCom", Kind=("Public agency",)
    )
    lead.when_opens("/p/gh/")
    lead.when_follows("Enter the founding act.")
    lead.when_fills_all(
        Kind_of_act=("Ministerial order",), Name_and_number="Order 12", Signed_on="2026-02-03"
    )
    lead.when_presses("Save")
    seat = {"Institution": ("MinCom",), "Titular": ("Efua",), "Alternate": ("Kofi",)}
    lead.when_saves("/p/gh/task-force/seats/add/", **seat)
    lead.when_saves(
        "/p/gh/task-force/meetings/add/",
        Day="2026-02-10",
        Place="Accra",
        Minutes="All were there.",
        Women_present=3,
        Men_present=4,
    )
    lead.when_opens("/p/gh/task-force/roster/")
    lead.then_the_row("MinCom", "Efua", "Kofi")
    lead.when_opens("/p/gh/step/task-force/")
    lead.then_sees("The first meeting is minuted")
    expect(lead.main.get_by_text("Done", exact=True)).to_have_count(2)


def when_evidence_is_gathered(lead):
    lead.when_saves(
        "/p/gh/evidence/sources/add/",
        Title="Survey of pits",
        Publisher="University",
        Year=2025,
        Kind=("Study",),
    )
    lead.when_opens("/p/gh/evidence/questions/add/")
    lead.when_fills("Question", "How many people dig?")
    lead.when_ticks("Key figure")
    lead.when_presses("Save")
    for best, low, high, unit in ((1200, 900, 1500, "people"), (3000, 2000, 5000, "people")):
        lead.when_saves(
            "/p/gh/evidence/figures/add/",
            Question=("How many people dig?",),
            What_is_counted=f"diggers, about {best}",
            Low_estimate=low,
            Best_estimate=best,
            High_estimate=high,
            Unit=unit,
            Period="2025",
            Method="pits counted, people per pit asked",
            Grade=("C –",),
            Source=("Survey of pits",),
        )
    lead.when_opens("/p/gh/evidence/side-by-side/")
    lead.then_sees("How many people dig?", "diggers, about 1200", "diggers, about 3000", "Survey of pits")


def when_sites_are_sorted_into_types(lead):
    for name, mineral in (("Adomkrom", "Gold"), ("Birim bend", "Diamond")):
        lead.when_opens("/p/gh/sites/add/")
        lead.when_fills_all(Name=name, Region_or_province="Eastern", Latitude="6.1", Longitude="-0.8")
        lead.when_ticks(mineral, group="Mineral")
        lead.when_presses("Save")
        lead.then_sees(name, mineral)
    lead.when_opens("/p/gh/sites/map/")
    lead.then_the_row("Adomkrom", "Gold")
    lead.when_saves("/p/gh/types/list/add/", Name="Gold pits", Short_mark="gold-pits")
    lead.when_opens("/p/gh/types/classification/")
    lead.then_the_row("Adomkrom", "Unclassified")
    lead.when_opens("/p/gh/types/rules/")
    lead.when_presses("New rule")
    lead.when_chooses("Type", "Gold pits")
    lead.when_ticks("Mineral", group="What must be looked at?")
    lead.when_presses("Next: the values")
    lead.when_ticks("Gold (", group="Mineral: values")
    lead.when_presses("Show what would change")
    lead.then_sees("Saving this would move 1 site.", "Adomkrom")
    lead.when_presses("Save the rule")
    lead.when_opens("/p/gh/types/classification/")
    lead.then_the_row("Adomkrom", "Gold pits")
    lead.then_the_row("Birim bend", "Unclassified")
    lead.when_opens("/p/gh/types/rules/")
    lead.when_follows("Change – 1")
    lead.when_presses("Next: the values")
    lead.when_ticks("Diamond (", group="Mineral: values")
    lead.when_presses("Show what would change")
    lead.when_presses("Save the rule")
    lead.when_opens("/p/gh/types/classification/")
    lead.then_the_row("Birim bend", "Gold pits")


def when_impacts_are_rated_and_a_measure_chosen(lead):
    lead.when_opens("/p/gh/impacts/")
    lead.when_follows("Rate impacts")
    lead.when_follows("Health, society and rights")
    around = lead.main.get_by_role("group", name=re.compile("^S01 "))
    for scale, value in (
        ("Extent", "4"),
        ("Severity", "5"),
        ("Reversibility", "5"),
        ("People", "3"),
        ("Evidence", "C"),
    ):
        around.get_by_label(re.compile(f"^{scale}")).select_option(value)
    lead.when_presses("Save")
    lead.when_opens("/p/gh/impacts/")
    lead.when_follows("Choose measures")
    lead.then_sees("very high", "Open")
    lead.when_follows("Find a measure")
    lead.page.get_by_role("button", name=re.compile("^Choose – ")).first.click()
    lead.look()
    lead.when_fills_all(Owner=("MinCom",), Starts_in_month=0, Ends_in_month=18)
    lead.when_fills("Cost, best", 90000)
    lead.when_presses("Choose this measure")
    lead.then_sees("MinCom")


def when_prices_are_told(lead):
    lead.when_saves(
        "/p/gh/economy/chains/add/",
        Type=("Gold pits",),
        Product="Raw gold",
        Common_unit="gram",
        Currency="GHS",
        Year_of_the_prices=2025,
    )
    for order, (actor, price) in enumerate((("Digger", 600), ("Exporter", 1000)), start=1):
        lead.when_saves(
            "/p/gh/economy/steps/add/",
            Price_chain=("Raw gold",),
            Order=order,
            Actor=actor,
            **{"Price received, best": price},
        )
    lead.when_opens("/p/gh/economy/")
    lead.then_the_row("Gold pits", "60")
    lead.then_the_row("Digger", "600")


def when_the_plan_is_made_and_written(lead):
    lead.when_saves("/p/gh/national/strategy/add/", Title=NAME, From_year=2027, Until_year=2031)
    lead.when_opens("/p/gh/national/plan/")
    lead.when_presses("Bring measures together")
    lead.then_sees("MinCom", "Gold pits")
    lead.when_opens("/p/gh/documents/strategy/en/", document=True)
    lead.when_opens("/p/gh/documents/")
    lead.when_chooses("Kind of file", "Word")
    lead.when_presses("Make the document")
    lead.then_sees("The document is ready below")
    written = docx.Document(lead.when_downloads("National strategy"))
    text = "\n".join(paragraph.text for paragraph in written.paragraphs)
    assert NAME in text and "Gold pits" in text


def when_it_is_adopted_and_delivered(lead):
    lead.when_opens("/p/gh/national/adoption/")
    lead.then_sees("gates of the first two phases are still open")
    lead.when_fills_all(Adopted_on="2026-11-02", Adopted_by="Cabinet")
    lead.when_presses("Record the adoption")
    lead.then_sees("The adoption is recorded.", "Cabinet")
    lead.when_opens("/p/gh/delivery/board/")
    lead.when_follows("Begin delivery")
    lead.when_presses("Begin delivery")
    lead.then_sees("1 action made.", "Planned")
    lead.when_opens("/p/gh/delivery/board/")
    lead.then_the_row("MinCom", "1")
    lead.when_opens("/p/gh/monitoring/follow/")
    lead.when_presses("Make indicators")
    indicator = lead.main.get_by_role("rowheader").first.inner_text().split(",")[0]
    lead.when_saves(
        "/p/gh/monitoring/results/add/",
        Indicator=(indicator[:30],),
        From="2026-11-01",
        Until="2026-11-20",
        Value=7,
        Grade=("C –",),
    )
    lead.when_opens("/p/gh/monitoring/indicators/")
    lead.then_the_row(indicator, "7")


def when_it_is_frozen_and_a_figure_moves(lead):
    lead.when_opens("/p/gh/revision/freeze/")
    lead.when_fills_all(Reason="First adoption", Adopted_by="Cabinet")
    lead.when_presses("Freeze")
    lead.when_opens("/p/gh/revision/changes/")
    lead.then_sees("Nothing has changed since.")
    lead.when_opens("/p/gh/evidence/figures/")
    lead.when_follows("diggers, about 1200")
    lead.when_presses("Change")
    lead.when_fills("Best estimate", 1300)
    lead.when_presses("Save")
    lead.when_opens("/p/gh/revision/changes/")
    lead.then_sees("diggers, about 1200")
    expect(lead.main).to_contain_text(re.compile("1,?200.*1,?300", re.DOTALL))
