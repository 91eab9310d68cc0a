"""What has changed: two or more assessments side by side, and one over time."""

from itertools import pairwise

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from batea.programmes.access import page
from batea.programmes.registers import address_of
from batea.programmes.registers.cells import shown
from batea.programmes.registers.sheets import sheet

from ..answers import known_answers
from ..comparing import MOST, compare, title_of
from ..history import changes_between
from ..models import Assessment
from ..rules import may_read_result
from .common import find_tool, readable, trail


def chosen(request, tool) -> list[Assessment]:
    """The assessments named by `?with=uid`, as far as they may be read, in the order of their days."""
    wanted = request.GET.getlist("with")[:MOST]
    mine = Assessment.objects.filter(tool=tool.name).order_by("day", "pk")
    return [each for each in mine if str(each.uid) in wanted and may_read_result(request.member, each)]


@require_safe
@page("tools.see")
def beside(request, tool, kind=""):
    """Choose assessments of a tool, and see their results side by side; `?all=yes` shows also what does not differ."""
    tool = find_tool(tool)
    mine = Assessment.objects.filter(tool=tool.name).order_by("day", "pk")
    mine = [each for each in mine if may_read_result(request.member, each)]
    wanted = chosen(request, tool)
    found = compare(wanted) if len(wanted) > 1 else []
    names = [label(each) for each in wanted]
    last = _("Change") if len(wanted) == 2 else _("Lowest … middle … highest")
    if kind:
        lines = ([title_of(each), *row] for each in found for row in each.rows)
        return sheet(request, kind, "comparison", str(tool.title), [_("What"), _("Row"), *names, last], lines)
    everything = request.GET.get("all") == "yes"
    slug = request.programme.slug
    context = {
        "page_title": _("Side by side"),
        "breadcrumbs": trail(request, tool, here=_("Side by side")),
        "tool": tool,
        "choices": [(each, label(each), each in wanted) for each in mine],
        "wanted": [(label(each), address_of(each)) for each in wanted],
        "tables": [
            {
                "caption": title_of(each),
                "columns": [each.table.known_by.title, *names, last],
                "rows": each.rows,
            }
            for each in found
            if each.differs or everything
        ],
        "same": sum(not each.differs for each in found),
        "everything": everything,
        "query": request.GET.urlencode(),
        "exports": [
            (
                each.upper(),
                f"{reverse('toolbox:compare_export', args=[slug, tool.name, each])}?{request.GET.urlencode()}",
            )
            for each in ("csv", "xlsx")
        ],
    }
    return render(request, "toolbox/compare.html", context)


def label(assessment: Assessment) -> str:
    """Title, day, who and stage: enough to tell two assessments apart."""
    said = [str(assessment.title), shown(assessment.day), assessment.made_by]
    if assessment.stage:
        said.append(str(assessment.get_stage_display()))
    return ", ".join(filter(None, said))


@require_safe
@page("tools.see")
def history(request, uid):
    """What the answers were before, and who changed them: the newest change first."""
    found = readable(request, uid)
    tool = find_tool(found.tool)
    former = list(found.former.order_by("number"))
    states = [known_answers(tool, answers) for answers in (*(each.answers for each in former), found.answers)]
    names = request.member.may("people.see")
    steps = [
        {
            "number": each.number,
            "until": shown(each.until),
            "by": each.changed_by if names else "",
            "rows": changes_between(tool, was, now),
        }
        for each, (was, now) in zip(former, pairwise(states), strict=True)
    ]
    context = {
        "page_title": _("What the answers were before"),
        "breadcrumbs": trail(request, tool, found, here=_("History")),
        "assessment": found,
        "steps": steps[::-1],
        "columns": [_("Table"), _("Row"), _("Column"), _("Before"), _("After")],
    }
    return render(request, "toolbox/history.html", context)
