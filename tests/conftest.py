"""The standing cast: who they are never changes from test to test.

Amina leads country A; Bruno is a field officer there; Clara speaks for miners there; Olga observes there.
Dele does Amina's job in country B and must never see A. Eve is not signed in.
Each is a Django test client with `.account`, `.member` (None for Eve) and `.programme`.
"""

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils.translation import deactivate
from django_scopes import scope

from batea.programmes.founding import found_programme, give_role, open_account
from batea.programmes.members import member_of
from batea.programmes.words import Words

PASSWORD = "correct-horse-battery-staple"


@pytest.fixture(autouse=True)
def own_limits():
    """Limits on guessing count in the cache; each test begins with none used up."""
    cache.clear()


@pytest.fixture(autouse=True)
def own_language():
    """A page in another language leaves it behind in this thread; the next test begins without one."""
    yield
    deactivate()


@pytest.fixture(autouse=True)
def own_data_folder(settings, tmp_path):
    settings.ATTACHMENTS = tmp_path / "attachments"
    settings.DATA = tmp_path
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def found(slug, country, currency):
    name = Words({"original": "en", "en": f"Programme {slug.upper()}", "es": f"Programa {slug.upper()}"})
    return found_programme(
        by="the tests", founder=None, slug=slug, name=name, country=country, currency=currency, language="en"
    )


@pytest.fixture
def country_a(db):
    return found("a", "DO", "DOP")


@pytest.fixture
def country_b(db):
    return found("b", "GH", "GHS")


@pytest.fixture
def inside_a(country_a):
    with scope(programme=country_a):
        yield country_a


@pytest.fixture
def inside_b(country_b):
    with scope(programme=country_b):
        yield country_b


def cast(programme, name, role, **extra):
    """A signed-in client whose account has `role` in the programme."""
    with scope(programme=programme):
        account, _password = open_account(
            by="the tests", email=f"{name}@example.org", name=name.title(), password=PASSWORD, **extra
        )
        give_role(by="the tests", programme=programme, account=account, role=role)
        client = Client()
        client.force_login(account, backend="batea.web.accounts.SignIn")
        client.account, client.programme, client.member = account, programme, member_of(programme, account)
    return client


@pytest.fixture
def amina(country_a):
    return cast(country_a, "amina", "lead")


@pytest.fixture
def bruno(country_a):
    return cast(country_a, "bruno", "field_officer")


@pytest.fixture
def clara(country_a):
    return cast(country_a, "clara", "stakeholder")


@pytest.fixture
def olga(country_a):
    return cast(country_a, "olga", "observer")


@pytest.fixture
def dele(country_b):
    return cast(country_b, "dele", "lead")


@pytest.fixture
def eve(db):
    client = Client()
    client.account = client.member = client.programme = None
    return client
