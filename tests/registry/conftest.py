"""What the tests of this room make again and again."""

from datetime import date
from decimal import Decimal

import pytest

from batea.programmes.actions import add_record
from batea.programmes.words import Words
from batea.registry.models import HeadCount, Site, Visit

DAY = date(2026, 3, 2)


class Ground:
    """Makes sites, visits and counts in one programme."""

    def __init__(self, programme):
        self.programme = programme

    def add(self, record):
        return add_record(by="the tests", record=record)

    def site(self, name, **fields) -> Site:
        return self.add(Site(programme=self.programme, name=name, **fields))

    def at(self, name, latitude, longitude, **fields) -> Site:
        return self.site(name, latitude=Decimal(latitude), longitude=Decimal(longitude), **fields)

    def visit(self, site, day=DAY) -> Visit:
        return self.add(Visit(programme=self.programme, site=site, day=day, purpose=Words("x", "en")))

    def count(self, site, number, sex="", age="", day=DAY, visit=None) -> HeadCount:
        record = HeadCount(
            programme=self.programme, site=site, number=number, sex=sex, age=age, day=day, visit=visit
        )
        return self.add(record)


@pytest.fixture
def ground(inside_a):
    return Ground(inside_a)


@pytest.fixture
def why():
    return Words("The same pit under two names.", "en")
