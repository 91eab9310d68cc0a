"""What the base template shows on every page: where one is, and where one can go."""

import re

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from batea.guidance.steps import course_of, step_by_slug


def furniture(request) -> dict:
    programme = getattr(request, "programme", None)
    if programme is None:
        return {}
    slug, course = programme.slug, course_of(programme)
    tasks = reverse("guidance:tasks", args=[slug])
    here = phase_of(request.resolver_match)
    return {
        "programme": programme,
        "member": request.member,
        "programme_url": tasks,
        # In a box of its own: a page that tells of rooms or phases of another kind must not empty the bar.
        "bar": {
            "phases": [
                {
                    "number": phase.number,
                    "title": phase.title,
                    "url": f"{tasks}#phase-{phase.number}",
                    "current": phase.number == here,
                }
                for phase in course.phases
            ],
            "rooms": rooms(request, slug, course.id),
        },
    }


def phase_of(match) -> int | None:
    """The phase a page belongs to: a step's page by its step, any other by the app that holds its table or view."""
    if match is None:
        return None
    if match.view_name == "guidance:step":
        step = step_by_slug(match.kwargs["slug"])
        return step.phase if step else None
    app = re.match(r"(?:batea\.)?phase(\d)_", match.view_name) or re.match(
        r"batea\.phase(\d)_", match.func.__module__
    )
    return int(app[1]) if app else None


PROGRAMME = (_("Programme"), "programmes_in:about", "programme.see")
SURVEYS = (_("Surveys"), "surveys.form-list", "surveys.see")
TOOLBOX = (_("Toolbox"), "toolbox:shelf", "tools.see")
ROOMS = {
    "strategy": (
        (_("Evidence"), "evidence:desk", "evidence.see"),
        (_("Sites"), "registry.site-list", "sites.see"),
        SURVEYS,
        TOOLBOX,
        (_("Strategy"), "national:documents", "strategy.see"),
        PROGRAMME,
    ),
    "workshop": (
        (_("Agenda"), "agenda:agenda", "workshop.see"),
        (_("My group"), "exercises:mine", "workshop.take_part"),
        (_("Console"), "exercises:console", "workshop.change"),
        (_("Round tables"), "rooms:tables", "workshop.see"),
        (_("Field visit"), "visit:visits", "workshop.see"),
        (_("Plans"), "plans:overview", "workshop.see"),
        (*SURVEYS[:2], "surveys.change"),
        PROGRAMME,
    ),
    "community": (
        (_("Rooms and questions"), "community:rooms", "community.see"),
        (_("Library"), "community:library", "community.see"),
        (_("Comparison"), "community:compare", "community.see"),
        (_("Calendar"), "learning.gathering-list", "community.see"),
        (_("Members"), "learning.profile-list", "community.see"),
        PROGRAMME,
    ),
}


def rooms(request, slug: str, course: str) -> list[dict]:
    found = []
    for title, name, permission in ROOMS[course]:
        if request.member.may(permission):
            url = reverse(name, args=[slug])
            found.append({"title": title, "url": url, "current": request.path.startswith(url)})
    return found
