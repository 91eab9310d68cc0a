"""Both countries filled with one record of every table."""

import logging

import pytest
from django_scopes import scope

from tests.factory import make_all


@pytest.fixture
def world_a(country_a):
    """{label: record} of country A."""
    with scope(programme=country_a):
        return make_all(country_a)


@pytest.fixture
def world_b(country_b):
    with scope(programme=country_b):
        return make_all(country_b)


@pytest.fixture(autouse=True)
def quiet_refusals():
    """Thousands of pages are refused here on purpose."""
    logger = logging.getLogger("django.request")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    yield
    logger.setLevel(before)
