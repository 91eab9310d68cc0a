"""A statement rests on a figure; when the figure moves, the statement asks to be looked at again."""

import pytest
from django_scopes import scope

from batea.evidence.models import Figure, Statement
from batea.programmes.registers import address_of
from tests.factory import make


@pytest.fixture
def written(country_a):
    """Addresses of a figure and of a statement that nothing supports."""
    with scope(programme=country_a):
        figure, statement = make(Figure, country_a), make(Statement, country_a)
        return address_of(figure), address_of(statement)


def test_a_figure_is_cited_changes_and_is_looked_at_again(walk, amina, written):
    figure, statement = written
    lead = walk(account=amina.account)
    lead.when_opens(statement)
    lead.then_sees("No support yet")
    lead.when_presses("Add evidence")
    lead.when_chooses("Kind of evidence", "figure")
    lead.when_presses("Find")
    lead.when_ticks("Some words", group="Evidence")
    lead.when_presses("Save")
    lead.then_does_not_see("No support yet", "changed since")
    lead.when_opens("/p/a/evidence/")
    lead.then_does_not_see("Statements to check again")

    lead.when_opens(figure)
    lead.when_presses("Change")
    lead.when_fills_all(Low_estimate=1, Best_estimate=2, High_estimate=3)
    lead.when_presses("Save")

    lead.when_opens("/p/a/evidence/")
    lead.then_sees("Statements to check again")
    lead.when_opens(statement)
    lead.then_sees("changed since")
    lead.arrive(lead.page.get_by_role("button", name="Still holds").first.click, 200)
    lead.then_does_not_see("changed since")
    lead.when_opens("/p/a/evidence/")
    lead.then_does_not_see("Statements to check again")
