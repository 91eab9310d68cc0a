"""What the pages of this room have in common."""

from django.shortcuts import render

from batea.phase1_getting_started.trail import trail
from batea.problems import UNKNOWN_ENTRY, Refused

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
