"""Small pieces the rooms of this phase share: where a page stands, a passage cut short."""

from django.urls import reverse
from django.utils.translation import gettext as _


def short(words, limit: int = 90) -> str:
    """The beginning of a passage, cut at a word."""
    text = str(words)
    return text if len(text) <= limit else text[: limit - 2].rsplit(" ", 1)[0] + " …"


def trail(request, step, title: str) -> list[tuple[str, str]]:
    """Breadcrumbs for a page of `step`."""
    slug = request.programme.slug
    return [
        (_("Programme"), reverse("guidance:tasks", args=[slug])),
        (f"{step.number} {step.title}", reverse("guidance:step", args=[slug, step.slug])),
        (title, ""),
    ]
