"""Where a page of the phase stands: programme, step, page."""

from django.urls import reverse
from django.utils.translation import gettext as _


def trail(request, step, title: str) -> list[tuple[str, str]]:
    """Breadcrumbs for a page of `step`."""
    slug = request.programme.slug
    return [
        (_("Programme"), reverse("guidance:tasks", args=[slug])),
        (f"{step.number} {step.title}", reverse("guidance:step", args=[slug, step.slug])),
        (title, ""),
    ]
