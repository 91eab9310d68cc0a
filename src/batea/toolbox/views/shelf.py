"""The shelf of tools, the page of one tool, choosing what an assessment is about, deadlines that run."""

from django.apps import apps
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from batea.problems import UNKNOWN_ENTRY, Refused
from batea.programmes.access import page
from batea.programmes.registers import address, address_of, register_of
from batea.programmes.registers.cells import shown
from batea.programmes.registers.sheets import sheet

from ..declaration import THEMES
from ..discovery import tools
from ..fieldwork import published_form, sent_answers
from ..models import Assessment
from ..queries import deadline_words, running_deadlines
from ..references import sources_of
from ..registers import ASSESSMENTS
from .common import find_tool, steps_of, trail

THEME_WORDS = dict(
    zip(
        THEMES,
        (
            gettext_lazy("People and problems"),
            gettext_lazy("Safety"),
            gettext_lazy("Gender"),
            gettext_lazy("Value chain and certification"),
            gettext_lazy("Law and formalization"),
            gettext_lazy("Environment"),
            gettext_lazy("Practices seen"),
        ),
        strict=True,
    )
)


@require_safe
@page("tools.see")
def shelf(request):
    """Every tool by theme: what it is for, which step it serves; only those of a step with `?step=P1-S3`."""
    wanted = request.GET.get("step", "")
    fitting = [tool for tool in tools().values() if not wanted or wanted in tool.steps]
    own = request.programme.country
    context = {
        "page_title": _("Toolbox"),
        "themes": [
            (title, [card(request, tool) for tool in fitting if tool.theme == theme and mine(tool, own)])
            for theme, title in THEME_WORDS.items()
        ],
        "elsewhere": [card(request, tool) for tool in fitting if not mine(tool, own)],
        "wanted": wanted,
        "deadlines": reverse("toolbox:deadlines", args=[request.programme.slug]),
        "assessments": address(ASSESSMENTS, "list", request.programme),
    }
    return render(request, "toolbox/shelf.html", context)


def mine(tool, country: str) -> bool:
    """For any country, or for this one."""
    return tool.country in ("", country)


def card(request, tool) -> dict:
    url = reverse("toolbox:tool", args=[request.programme.slug, tool.name])
    return {"tool": tool, "steps": steps_of(tool), "url": url}


@require_safe
@page("tools.see")
def one(request, tool):
    """One tool: what it is for, what it must not be taken for, the ways to fill it in, what has been filled in."""
    tool = find_tool(tool)
    slug = request.programme.slug
    found = Assessment.objects.filter(tool=tool.name).order_by("-day", "-pk")
    pages = ("begin", "blank", "phone", "publish", "take_in")
    urls = {name: reverse(f"toolbox:{name}", args=[slug, tool.name]) for name in pages}
    form, member = published_form(tool), request.member
    context = {
        "page_title": tool.title,
        "breadcrumbs": trail(request, here=tool.title),
        "tool": tool,
        "steps": steps_of(tool),
        "sources": sources_of(tool),
        "may_fill": request.member.may("tools.fill"),
        "urls": urls,
        "form": (str(form), address_of(form)) if form and member.may("surveys.see") else None,
        "may_publish": form is None and member.may("surveys.change"),
        "sent": [
            (str(each), f"{urls['take_in']}?sent={each.uid}")
            for each in (sent_answers(tool, member) if member.may("tools.fill") else ())
        ],
        "compare": reverse("toolbox:compare", args=[slug, tool.name]),
        "choose": reverse("toolbox:choose", args=[slug, tool.name]) if tool.about else "",
        "columns": [_("Title"), _("Day"), _("Filled in by"), _("Stage")],
        "count": found.count(),
        "rows": [
            ((str(each.title), address_of(each)), shown(each.day), each.made_by, each.get_stage_display())
            for each in found[:20]
        ],
        "all": f"{address(ASSESSMENTS, 'list', request.programme)}?tool={tool.name}",
    }
    return render(request, "toolbox/tool.html", context)


@require_safe
@page("tools.fill")
def choose(request, tool):
    """Choose the record an assessment is about: its table, then the record, by words."""
    tool = find_tool(tool)
    kinds = [apps.get_model(label) for label in tool.about]
    kinds = [model for model in kinds if register_of(model) and request.member.may(register_of(model).see)]
    if not kinds:
        raise Refused(UNKNOWN_ENTRY, what=tool.title)
    labels = [model._meta.label_lower for model in kinds]
    chosen = request.GET.get("kind") if request.GET.get("kind") in labels else labels[0]
    model, words = kinds[labels.index(chosen)], request.GET.get("q", "").casefold()
    begin = reverse("toolbox:begin", args=[request.programme.slug, tool.name])
    found = [each for each in model.objects.order_by("pk")[:2000] if words in str(each).casefold()][:60]
    context = {
        "page_title": _("What is it about?"),
        "breadcrumbs": trail(request, tool, here=_("What is it about?")),
        "kinds": [(kind._meta.label_lower, kind._meta.verbose_name) for kind in kinds],
        "chosen": chosen,
        "asked": request.GET.get("q", ""),
        "columns": [_("Record")],
        "rows": [((str(each), f"{begin}?about={chosen}:{each.uid}"),) for each in found],
    }
    return render(request, "toolbox/choose.html", context)


ORDERS = {"due": "due", "row": "row", "title": "title"}


@require_safe
@page("tools.see")
def deadlines(request, kind=""):
    """Deadlines that results name, overdue ones first; `?overdue=yes` shows those alone."""
    found = running_deadlines(request.member)
    if request.GET.get("overdue") == "yes":
        found = [running for running in found if running.overdue]
    order = request.GET.get("sort", "due")
    keys = {
        "due": lambda running: running.due,
        "row": lambda running: running.row.casefold(),
        "title": lambda running: str(running.assessment.title).casefold(),
    }
    found.sort(key=keys.get(order.lstrip("-"), keys["due"]), reverse=order.startswith("-"))
    heads = [_("What must be done"), _("Assessment"), _("Until")]
    if kind:
        lines = ([running.row, str(running.assessment.title), running.due] for running in found)
        return sheet(request, kind, "deadlines", _("Deadlines that run"), heads, lines)
    slug = request.programme.slug
    context = {
        "page_title": _("Deadlines that run"),
        "breadcrumbs": trail(request, here=_("Deadlines that run")),
        "columns": [
            {"label": label, "key": key} for label, key in zip(heads, ("row", "title", "due"), strict=True)
        ],
        "rows": [
            (
                running.row,
                (str(running.assessment.title), address_of(running.assessment)),
                deadline_words(running.due),
            )
            for running in found[:500]
        ],
        "overdue": request.GET.get("overdue") == "yes",
        "late": sum(running.overdue for running in found),
        "exports": [
            (each.upper(), reverse("toolbox:deadlines_export", args=[slug, each])) for each in ("csv", "xlsx")
        ],
    }
    return render(request, "toolbox/deadlines.html", context)
