"""Signing in and out, and a new password."""

from playwright.sync_api import expect

NEW = "seven-pans-in-the-river"


def test_a_wrong_password_is_said_in_words_and_the_right_one_opens_the_programme(walk, amina):
    someone = walk()
    someone.when_opens("/p/a/")
    someone.then_is_at("/account/login/")
    someone.when_fills("Email", "amina@example.org")
    someone.when_fills("Password", "not the one")
    someone.when_presses("Sign in", status=200)  # django-allauth answers so
    someone.then_sees(
        "Please put this right", "The email address and/or password you specified are not correct."
    )
    expect(someone.field("Email")).to_have_value("amina@example.org")
    someone.given_signed_in(amina.account)
    someone.then_is_at("/p/a/")


def test_a_new_password_counts_at_once_and_the_old_one_no_more(walk, amina):
    lead = walk(account=amina.account)
    lead.page.get_by_text("Amina", exact=True).click()
    lead.when_follows("Change password")
    lead.when_fills_all(Current_password="correct-horse-battery-staple", New_password=NEW)
    lead.when_fills("New password (again)", NEW)
    lead.when_presses("Change Password")
    lead.page.get_by_text("Amina", exact=True).click()
    lead.when_presses("Sign out")
    lead.then_is_at("/account/login/")
    lead.when_opens("/p/a/")
    lead.then_is_at("/account/login/")
    lead.given_signed_in(amina.account)
    lead.then_sees("Please put this right")
    lead.given_signed_in(amina.account, NEW)
    lead.then_is_at("/p/a/")


def test_a_short_password_is_refused_and_said(walk, amina):
    lead = walk(account=amina.account)
    lead.when_opens("/account/password/change/")
    lead.when_fills_all(Current_password="correct-horse-battery-staple", New_password="short")
    lead.when_fills("New password (again)", "short")
    lead.when_presses("Change Password")
    lead.then_sees("This password is too short")


def test_the_pages_of_the_second_step_are_as_open_to_all_as_the_others(walk, amina):
    lead = walk(account=amina.account, width=360)
    lead.when_opens("/account/second-step/")
    lead.then_sees("Two-Factor Authentication")
