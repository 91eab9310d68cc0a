"""What the toolbox's pages share: finding a tool or an assessment, its trail, its sources in words."""

from django.urls import reverse
from django.utils.translation import gettext as _

from batea.guidance.steps import STEPS
from batea.problems import NOT_ALLOWED, UNKNOWN_ENTRY, Refused
from batea.programmes.registers import address_of

from ..declaration import Tool
from ..discovery import tools
from ..models import Assessment
from ..rules import may_read_answers, may_read_result


def find_tool(name: str) -> Tool:
    if name not in tools():
        raise Refused(UNKNOWN_ENTRY, what=name)
    return tools()[name]


def find_assessment(uid) -> Assessment:
    found = Assessment.objects.filter(uid=uid).first()
    if found is None:
        raise Refused(UNKNOWN_ENTRY, what=Assessment._meta.verbose_name)
    return found


def readable(request, uid, answers: bool = True) -> Assessment:
    """The assessment, for whoever may read its answers (or its result). Raises Refused B101, B205."""
    found = find_assessment(uid)
    if not (may_read_answers if answers else may_read_result)(request.member, found):
        raise Refused(NOT_ALLOWED)
    return found


def steps_of(tool: Tool) -> list[str]:
    return [f"{STEPS[step].number} {STEPS[step].title}" if step in STEPS else step for step in tool.steps]


def trail(request, tool: Tool | None = None, assessment: Assessment | None = None, here: str = "") -> list:
    slug = request.programme.slug
    found = [
        (_("Programme"), reverse("guidance:tasks", args=[slug])),
        (_("Toolbox"), reverse("toolbox:shelf", args=[slug])),
    ]
    if tool:
        found.append((tool.title, reverse("toolbox:tool", args=[slug, tool.name])))
    if assessment:
        found.append((str(assessment.title), address_of(assessment)))
    return [*found, (here, "")]
