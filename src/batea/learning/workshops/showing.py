"""The furniture of a page of the workshop: where it stands, and, for those who run it, dangers that nobody has answered."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import ngettext

from batea.phase1_getting_started.trail import trail
from batea.problems import UNKNOWN_ENTRY, Refused

from ..models import Finding

READ_WRITE = ["GET", "HEAD", "POST"]


def show(request, step, template: str, title, context: dict, status: int = 200):
    """A page of `step`; `template` is "<room>/<page>" below learning/."""
    furniture = {
        "page_title": title,
        "breadcrumbs": trail(request, step, title),
        "alarm": SimpleLazyObject(lambda: alarm(request)),  # asked only where a page shows it
    }
    return render(request, f"learning/{template}.html", {**furniture, **context}, status=status)


def alarm(request) -> dict | None:
    """What the banner says; nothing for participants and while no danger is open."""
    if not request.member.may("workshop.change"):
        return None
    count = Finding.objects.filter(critical=True, answered={}).count()
    if not count:
        return None
    said = ngettext(
        "%(count)s imminent danger was reported at the visit and is not answered.",
        "%(count)s imminent dangers were reported at the visit and are not answered.",
        count,
    ) % {"count": count}
    return {"said": said, "url": reverse("visit:dangers", args=[request.programme.slug])}


def status_of(form) -> int:
    return 422 if form.errors else 200


def found(model, uid, *links):
    """The record, or the same refusal whether it belongs to others or never was."""
    record = model.objects.filter(uid=uid).select_related(*links).first()
    if record is None:
        raise Refused(UNKNOWN_ENTRY, what=model._meta.verbose_name)
    return record
