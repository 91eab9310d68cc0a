"""Coverage of the strategy by evidence, and the links of a statement."""

from uuid import UUID

from django.apps import apps
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from batea.programmes.access import page
from batea.programmes.actions import remove_record
from batea.programmes.registers import address_of
from batea.programmes.registers.cells import shown

from .forms import CiteForm
from .links import check_support, citable_models, coverage, records_behind, standings, support_statement
from .models import SECTIONS, Question, Statement, Support


@require_safe
@page("evidence.see")
def desk(request):
    """How well the strategy rests on evidence: coverage by section, and the statements that need work."""
    found = standings(request.programme, Statement.objects.order_by("section", "order", "pk"))
    whole = coverage(found)
    sections = []
    for code, title in SECTIONS:
        mine = [standing for standing in found if standing.statement.section == code]
        if mine:
            part = coverage(mine)
            sections.append(
                (title, part.statements, part.supported, f"{part.share:.0%}", part.stale, part.contradicted)
            )
    context = {
        "page_title": _("Evidence"),
        "whole": whole,
        "share": f"{whole.share:.0%}" if whole.statements else "–",
        "sections": sections,
        "columns": [
            _("Section"),
            {"label": _("Statements"), "numeric": True},
            {"label": _("Supported"), "numeric": True},
            {"label": _("Share"), "numeric": True},
            {"label": _("Stale"), "numeric": True},
            {"label": _("Contradicted"), "numeric": True},
        ],
        "unsupported": [standing for standing in found if not standing.supported],
        "stale": [standing for standing in found if standing.stale],
        "registers": places(request),
    }
    return render(request, "evidence/desk.html", context)


def places(request) -> list:
    slug = request.programme.slug
    named = (
        (_("Key figures side by side"), reverse("evidence:rivals", args=[slug])),
        (_("Statements"), reverse("evidence.statement-list", args=[slug])),
        (_("Figures"), reverse("evidence.figure-list", args=[slug])),
        (_("Questions"), reverse("evidence.question-list", args=[slug])),
        (_("Sources"), reverse("evidence.source-list", args=[slug])),
        (_("Laws and agreements"), reverse("evidence.legalinstrument-list", args=[slug])),
    )
    return list(named)


@require_safe
@page("evidence.see")
def rivals(request):
    """Each question with all its answers side by side, on one scale."""
    questions = Question.objects.prefetch_related("figures__source").order_by("-key_figure", "order", "pk")
    only_key = request.GET.get("key") == "yes"
    cards = [card(question) for question in questions if question.key_figure or not only_key]
    context = {
        "page_title": _("Key figures side by side"),
        "cards": [found for found in cards if found["rows"]],
    }
    return render(request, "evidence/rivals.html", context)


def card(question: Question) -> dict:
    """One question: its figures with a bar from low to high on the scale of the largest answer in the same unit."""
    figures = sorted(question.figures.all(), key=lambda figure: (figure.unit, figure.period, figure.pk))
    largest = {}
    for figure in figures:
        top = figure.high if figure.high is not None else figure.best
        largest[figure.unit] = max(largest.get(figure.unit, 0), top)
    return {"question": question, "rows": [bar(figure, largest[figure.unit]) for figure in figures]}


def bar(figure, largest) -> dict:
    low = figure.low if figure.low is not None else figure.best
    high = figure.high if figure.high is not None else figure.best
    scale = 100 / largest if largest > 0 else 0
    return {
        "figure": figure,
        "url": address_of(figure),
        "best": round(float(figure.best * scale), 2) if scale else 0,
        "low": round(float(low * scale), 2) if scale else 0,
        "width": round(float((high - low) * scale), 2) if scale else 0,
        "said": f"{shown(figure.best)} {figure.unit_words}",
        "ranged": figure.low is not None or figure.high is not None,
        "range": f"{shown(figure.low) or '?'}–{shown(figure.high) or '?'}",
    }


@require_http_methods(["GET", "HEAD", "POST"])
@page("evidence.change")
def cite(request, uid):
    """Add support to a statement: choose the kind of evidence, find it, say how it bears."""
    statement = Statement.objects.filter(uid=uid).first()
    if statement is None:
        raise Http404
    kinds = [(model._meta.label_lower, model._meta.verbose_name) for model in citable_models()]
    chosen = request.GET.get("kind") or kinds[0][0]
    if chosen not in dict(kinds):
        raise Http404
    model = apps.get_model(chosen)
    words = request.GET.get("q", "").casefold()
    found = [record for record in model.objects.order_by("pk")[:2000] if words in str(record).casefold()][:60]
    form = CiteForm(request.POST or None, records=found if request.method != "POST" else model.objects.all())
    if request.method == "POST" and form.is_valid():
        record = model.objects.get(uid=UUID(form.cleaned_data["record"]))
        support_statement(
            by=request.member,
            statement=statement,
            record=record,
            bearing=form.cleaned_data["bearing"],
            note=form.cleaned_data["note"],
        )
        messages.success(request, _("The statement now names this evidence."))
        return redirect(address_of(statement))
    context = {
        "page_title": _("Add evidence"),
        "statement": statement,
        "kinds": kinds,
        "chosen": chosen,
        "asked": request.GET,
        "form": form,
        "cancel": address_of(statement),
    }
    return render(request, "evidence/cite.html", context, status=422 if form.errors else 200)


@require_safe
@page("evidence.see")
def open_support(request, uid):
    """The record a support points at, wherever its page is."""
    support = Support.objects.filter(uid=uid).first()
    record = records_behind([support]).get((support.target, support.target_uid)) if support else None
    if record is None or not address_of(record):
        raise Http404
    return redirect(address_of(record))


@require_POST
@page("evidence.change")
def check(request, uid):
    """Somebody looked again: the support holds for the evidence as it is now."""
    support = Support.objects.select_related("statement").filter(uid=uid).first()
    if support is None:
        raise Http404
    check_support(by=request.member, support=support)
    messages.success(request, _("Checked today."))
    return redirect(address_of(support.statement))


@require_POST
@page("evidence.change")
def uncite(request, uid):
    """Take one piece of evidence away from a statement."""
    support = Support.objects.select_related("statement").filter(uid=uid).first()
    if support is None:
        raise Http404
    statement = support.statement
    remove_record(by=request.member, record=support)
    messages.success(request, _("Taken away."))
    return redirect(address_of(statement))
