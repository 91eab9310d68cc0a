"""The other door of an act that reaches from one programme into another."""

from datetime import date

from django_scopes import scope

from batea.programmes.actions import change_record
from batea.programmes.members import member_elsewhere
from batea.programmes.models import Membership


def test_who_has_a_role_there_today_is_let_in_and_nobody_else(amina, dele, country_a, country_b):
    with scope(programme=country_b):
        assert member_elsewhere(country_a, amina.account).programme == country_a
        assert member_elsewhere(country_a, dele.account) is None
        assert member_elsewhere(None, amina.account) is None


def test_a_role_that_has_ended_opens_nothing(amina, country_a):
    with scope(programme=country_a):
        [role] = Membership.objects.filter(person__account=amina.account)
        change_record(by="the tests", record=role, values={"until": date(2020, 1, 1)})
    assert member_elsewhere(country_a, amina.account) is None


def test_on_a_server_a_role_that_sees_names_needs_its_second_step_here_too(
    amina, olga, country_a, settings, monkeypatch
):
    settings.PRODUCTION = True
    assert member_elsewhere(country_a, amina.account) is None
    assert member_elsewhere(country_a, olga.account) is not None
    monkeypatch.setattr("allauth.mfa.utils.is_mfa_enabled", lambda account: True)
    assert member_elsewhere(country_a, amina.account) is not None
