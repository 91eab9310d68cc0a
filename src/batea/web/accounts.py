"""How django-allauth behaves here: an administrator makes the account, and demo sign-ins work in a demo only."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings


class Accounts(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        return False


class SignIn(AuthenticationBackend):
    """Asked at sign-in and again at every request, so a suspended or demo account is out at once."""

    def user_can_authenticate(self, user):
        return super().user_can_authenticate(user) and (settings.DEMO or not user.is_demo)
