"""How django-allauth behaves here: nobody signs up by themselves, an administrator makes the account."""

from allauth.account.adapter import DefaultAccountAdapter


class Accounts(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        return False
