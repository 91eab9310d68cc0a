from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from batea.guidance.catalogue import unit_words
from batea.programmes.access import page
from batea.programmes.registers import address, address_of
from batea.programmes.registers.cells import number, shown

from ..wording import trail
from . import queries
from .actions import follow_goals
from .course import small_bars
from .models import Result
from .registers import INDICATORS, RESULTS
from .step import STEP


@require_safe
@page("delivery.see")
def indicators(request):
    """Every indicator with baseline, latest result by sex, target and course; then what is due."""
    found = queries.standings()
    chosen = request.GET.get("status", "")
    may_change = request.member.may("monitoring.change")
    context = {
        "page_title": _("Indicators"),
        "breadcrumbs": trail(request, STEP, _("Indicators")),
        "counts": counts(found),
        "chosen": queries.STATUS_WORDS[chosen][0] if chosen in queries.STATUS_WORDS else "",
        "columns": heads(),
        "rows": [row(each) for each in found if each.progress.status == chosen or not chosen],
        "doubts": [
            (each.indicator, address_of(each.indicator), each.warnings) for each in found if each.warnings
        ],
        "due_columns": [_("Indicator"), _("Measured by"), _("How often"), _("Due"), _("Record")],
        "due_rows": [due_row(each, request.programme, may_change) for each in queries.due_list(found)],
        "owed_columns": [_("Indicator"), _("Baseline due by")],
        "owed_rows": [
            (named(each), shown(each.baseline_due) or _("no day set"))
            for each in queries.baselines_owed(found)
        ],
        "follow_address": reverse("monitoring:follow", args=[request.programme.slug]) if may_change else "",
        "add_address": address(INDICATORS, "add", request.programme) if may_change else "",
    }
    return render(request, "phase3_implementation/monitoring/indicators.html", context)


def counts(found: list) -> list[dict]:
    """How many indicators have each status, with the link that shows them alone."""
    return [
        {
            "label": words,
            "value": sum(each.progress.status == status for each in found),
            "url": f"?status={status}",
        }
        for status, (words, _tone) in queries.STATUS_WORDS.items()
    ]


def heads() -> list:
    return [
        _("Indicator"),
        _("Baseline"),
        _("Latest"),
        _("Women"),
        _("Men"),
        _("Target"),
        _("Status"),
        _("Course"),
    ]


def named(record) -> tuple[str, str]:
    text = f"{record} [{_('exercise')}]" if record.exercise else str(record)
    return text, address_of(record)


def row(standing: queries.Standing) -> tuple:
    indicator, latest = standing.indicator, standing.latest
    name, href = named(indicator)
    return (
        (f"{name}, {unit_words(indicator.unit)}", href),
        baseline(indicator),
        f"{number(latest.value)} ({shown(latest.period_until)})" if latest else _("no result"),
        part(indicator, latest, "women"),
        part(indicator, latest, "men"),
        f"{standing.target.shown} ({standing.target.year})" if standing.target else "",
        status(standing),
        small_bars(standing),
    )


def baseline(indicator) -> str:
    """“30 (20–45), B”, or the day by which there will be one."""
    figure = indicator.baseline
    if figure is None:
        return (
            _("due %(day)s") % {"day": shown(indicator.baseline_due)} if indicator.baseline_due else _("none")
        )
    ends = [number(end) for end in (figure.low, figure.high) if end is not None]
    between = f" ({'–'.join(ends)})" if len(ends) == 2 else ""
    return f"{number(figure.best)}{between}, {figure.grade}"


def part(indicator, latest: Result | None, name: str) -> str:
    """Women's or men's part; “not counted” is not zero, and nothing is shown where nobody asks."""
    if latest is None:
        return ""
    found = getattr(latest, name)
    if found is None:
        return _("not counted") if indicator.by_sex else ""
    return number(found)


def status(standing: queries.Standing):
    """The status as a tag, the share of the way, and a word when it got worse or is in doubt."""
    share = standing.progress.share
    said = [_("%(share)s%% of the way") % {"share": round(share * 100)}] if share is not None else []
    said = [_("worse than at the start")] if standing.progress.worse else said
    said += [_("in doubt: see below")] if standing.warnings else []
    return format_html(
        '<strong class="govuk-tag batea-tag--{}">{}</strong><br>{}',
        standing.tone,
        standing.status_words,
        ", ".join(said),
    )


def due_row(standing: queries.Standing, programme, may_change: bool) -> tuple:
    indicator = standing.indicator
    due = shown(standing.due)
    add = f"{address(RESULTS, 'add', programme)}?indicator={indicator.uid}"
    return (
        named(indicator),
        str(indicator.owner) if indicator.owner else _("nobody"),
        indicator.get_frequency_display(),
        _("%(day)s – overdue") % {"day": due} if standing.overdue else due,
        (_("Record a result"), add) if may_change else "",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@page("monitoring.change")
def follow(request):
    """Make the indicators that goals and measures still lack."""
    if request.method == "POST":
        made = follow_goals(by=request.member, programme=request.programme)
        said = ngettext("%(count)s indicator made.", "%(count)s indicators made.", len(made))
        messages.success(request, said % {"count": len(made)})
        return redirect("monitoring:indicators", request.programme.slug)
    context = {
        "page_title": _("Follow goals and measures"),
        "breadcrumbs": trail(request, STEP, _("Follow goals and measures")),
        "cancel": reverse("monitoring:indicators", args=[request.programme.slug]),
    }
    return render(request, "phase3_implementation/monitoring/follow.html", context)
