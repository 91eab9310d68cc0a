"""Every page declares who may open it; a test walks the addresses and fails on one that does not.

The middleware has already found the programme, opened its scope and put `request.programme` and `request.member` in
place, or answered "not found": the answer for another country's programme and for one that never existed is the same.
"""

from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied

from batea.problems import NOT_ALLOWED, Refused

OPEN = "open to all"
SIGNED_IN = "signed in"
OPERATOR = "operator"
PHONE = "key of a phone"
READER = "key of a reader"


def page(permission: str):
    """A page inside a programme, for members whose roles hold `permission`."""

    def declare(view):
        @wraps(view)
        def guarded(request, programme, *args, **kwargs):
            if not request.member.may(permission):
                raise Refused(NOT_ALLOWED)
            return view(request, *args, **kwargs)

        guarded.permission = permission
        return guarded

    return declare


def signed_in_page(view):
    """A page outside programmes, for anybody who has signed in."""
    view.permission = SIGNED_IN
    return view


def operator_page(view):
    """A page outside programmes, for whoever operates this installation."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not request.user.is_operator:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    guarded.permission = OPERATOR
    return guarded


def open_page(view):
    """A page for everybody, signed in or not."""
    view.permission = OPEN
    return login_not_required(view)
