"""Finding one's way among the pages of this room: breadcrumbs, addresses, records."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from batea.guidance.catalogue import Entry
from batea.guidance.steps import step_by_slug
from batea.problems import UNKNOWN_ENTRY, Refused

from ...types.models import AsmType

READ_AND_WRITE = require_http_methods(["GET", "HEAD", "POST"])


def trail(request, *further) -> list:
    slug, step = request.programme.slug, step_by_slug("impacts")
    return [
        (_("Programme"), reverse("guidance:tasks", args=[slug])),
        (f"{step.number} {step.title}", reverse("guidance:step", args=[slug, step.slug])),
        *further,
    ]


def here(request, name: str, **kwargs) -> str:
    return reverse(name, kwargs={"programme": request.programme.slug, **kwargs})


def find_type(uid) -> AsmType:
    try:
        return AsmType.objects.get(uid=uid)
    except AsmType.DoesNotExist as error:
        raise Refused(UNKNOWN_ENTRY, what=AsmType._meta.verbose_name) from error


def find_entry(entries: dict[str, Entry], known: str) -> Entry:
    if known not in entries:
        raise Refused(UNKNOWN_ENTRY, what=known)
    return entries[known]
