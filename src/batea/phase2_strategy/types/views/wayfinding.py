"""Finding one's way among the pages of this room: breadcrumbs, addresses, records."""

from django.urls import reverse
from django.utils.translation import gettext as _

from batea.guidance.steps import step_by_slug
from batea.problems import UNKNOWN_ENTRY, Refused

from ..models import TypeRule


def trail(request, *further) -> list:
    slug, step = request.programme.slug, step_by_slug("types")
    return [
        (_("Programme"), reverse("guidance:tasks", args=[slug])),
        (f"{step.number} {step.title}", reverse("guidance:step", args=[slug, step.slug])),
        *further,
    ]


def rules_address(request) -> str:
    return reverse("phase2_strategy.typerule-list", kwargs={"programme": request.programme.slug})


def find_rule(uid) -> TypeRule:
    try:
        return TypeRule.objects.select_related("type").get(uid=uid)
    except TypeRule.DoesNotExist as error:
        raise Refused(UNKNOWN_ENTRY, what=TypeRule._meta.verbose_name) from error
