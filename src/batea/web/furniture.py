"""What the base template shows on every page: where one is, and where one can go."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from batea.guidance.steps import PHASES


def furniture(request) -> dict:
    programme = getattr(request, "programme", None)
    if programme is None:
        return {}
    slug = programme.slug
    tasks = reverse("guidance:tasks", args=[slug])
    return {
        "programme": programme,
        "member": request.member,
        "programme_url": tasks,
        "phases": [
            {"number": phase.number, "title": phase.title, "url": f"{tasks}#phase-{phase.number}"}
            for phase in PHASES
        ],
        "rooms": rooms(request, slug),
    }


ROOMS = (
    (_("Evidence"), "evidence:desk", "evidence.see"),
    (_("Sites"), "registry.site-list", "sites.see"),
    (_("Strategy"), "national:documents", "strategy.see"),
    (_("Programme"), "programmes_in:about", "programme.see"),
)


def rooms(request, slug: str) -> list[dict]:
    found = []
    for title, name, permission in ROOMS:
        if request.member.may(permission):
            url = reverse(name, args=[slug])
            found.append({"title": title, "url": url, "current": request.path.startswith(url)})
    return found
