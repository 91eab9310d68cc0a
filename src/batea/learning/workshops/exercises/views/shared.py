"""What the pages of this room have in common."""

from django.utils.translation import gettext as _

from batea.problems import NOT_VALID, Refused

from ... import showing
from ..step import STEP


def show(request, template: str, title: str, context: dict, status: int = 200):
    return showing.show(request, STEP, f"exercises/{template}", title, context, status)


def no_such_act(act: str) -> Refused:
    """For a form that was sent without one of its buttons."""
    return Refused(
        NOT_VALID, field=_("Act"), reason=_("“%(act)s” is none of the buttons.") % {"act": act[:40]}
    )
