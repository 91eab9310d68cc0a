"""What the pages of this room have in common."""

from django.shortcuts import render
from django.utils.translation import gettext as _

from batea.phase1_getting_started.trail import trail
from batea.problems import NOT_VALID, UNKNOWN_ENTRY, Refused

from ..step import STEP

HERE = "learning/exercises"
READ_WRITE = ["GET", "HEAD", "POST"]


def show(request, template: str, title: str, context: dict, status: int = 200):
    furniture = {"page_title": title, "breadcrumbs": trail(request, STEP, title)}
    return render(request, f"{HERE}/{template}.html", {**furniture, **context}, status=status)


def find(model, uid, *links):
    """The record, or the same refusal whether it belongs to others or never was."""
    found = model.objects.select_related(*links).filter(uid=uid).first()
    if found is None:
        raise Refused(UNKNOWN_ENTRY, what=model._meta.verbose_name)
    return found


def no_such_act(act: str) -> Refused:
    """For a form that was sent without one of its buttons."""
    return Refused(
        NOT_VALID, field=_("Act"), reason=_("“%(act)s” is none of the buttons.") % {"act": act[:40]}
    )
