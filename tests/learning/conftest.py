"""The cast of a workshop: Fátima runs it, Marta and Nico come from two countries, Amina and Dele lead countries of their own."""

from datetime import date

import pytest
from django_scopes import scope

from batea.learning.models import Day, Delegation, Participant, Workshop
from batea.programmes.actions import add_record, change_record
from batea.programmes.founding import found_programme
from batea.programmes.words import Words
from tests.conftest import cast

BY = "the tests"


def said(words: str) -> Words:
    return Words({"original": "en", "en": words, "es": f"{words} (es)"})


@pytest.fixture
def workshop(db):
    """The programme of a workshop of two days, described, with its scope open."""
    programme = found_programme(
        by=BY,
        founder=None,
        slug="w",
        name=said("Workshop"),
        country="DO",
        currency="DOP",
        language="en",
        kind="workshop",
    )
    with scope(programme=programme):
        about = {"goal": said("Learn"), "place": "Punta Cana", "certificate_days": 2}
        add(Workshop, programme, starts=date(2018, 6, 25), ends=date(2018, 6, 26), **about)
        for day in (25, 26):
            add(Day, programme, date=date(2018, 6, day), title=said(f"Day {day}"))
        yield programme


def add(model, programme, **values):
    return add_record(by=BY, record=model(programme=programme, **values))


@pytest.fixture
def fatima(workshop):
    """Runs the workshop."""
    return cast(workshop, "fatima", "facilitator")


def participant(workshop, name: str, country: str, **values):
    """A signed-in participant of a country's delegation; `.participant` is the record."""
    client = cast(workshop, name, "participant")
    team = Delegation.objects.filter(country=country).first() or add(
        Delegation, workshop, country=country, state="accepted", invited_on=date(2018, 4, 1)
    )
    values = {"sex": "f", "language": "es", "state": "confirmed"} | values
    client.participant = add(
        Participant, workshop, badge=name.title(), person=client.member.person, delegation=team, **values
    )
    return client


@pytest.fixture
def marta(workshop):
    """Comes from Peru."""
    return participant(workshop, "marta", "PE")


@pytest.fixture
def nico(workshop):
    """Comes from Brazil."""
    return participant(workshop, "nico", "BR", sex="m", language="pt")


def change(record, **values):
    return change_record(by=BY, record=record, values=values)
