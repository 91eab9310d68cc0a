"""The plan as a whole, merging, adoption, publication and the documents."""

from csp.decorators import csp
from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from batea.documents.write import MEDIA_TYPES, write
from batea.evidence.desk import Desk
from batea.problems import UNKNOWN_ENTRY, Refused
from batea.programmes.access import page
from batea.programmes.registers import address, address_of
from batea.programmes.registers.cells import shown
from batea.programmes.words import LANGUAGES

from . import actions, shelf, tables
from .chapter import risk_register
from .document import KINDS
from .forms import FORMAT_NAMES, LANGUAGE_NAMES, AdoptionForm, MakeForm
from .models import Strategy
from .queries import current_strategy, read_plan
from .registers import LINKS, MEASURES, RISKS, STRATEGIES
from .step import NATIONAL

# A document is a whole page with its style inside; nothing in it may load or run.
DOCUMENT_POLICY = {
    "default-src": ["'none'"],
    "style-src": ["'unsafe-inline'"],
    "img-src": ["data:"],
    "font-src": ["data:"],
    "frame-ancestors": ["'none'"],
}


def furniture(request, title: str) -> dict:
    """Title, eyebrow and trail of a page of this step."""
    slug = request.programme.slug
    trail = [
        (_("Programme"), reverse("guidance:tasks", args=[slug])),
        (f"{NATIONAL.number} {NATIONAL.title}", reverse("guidance:step", args=[slug, NATIONAL.slug])),
        (title, ""),
    ]
    return {
        "page_title": title,
        "page_eyebrow": _("Step %(number)s") % {"number": NATIONAL.number},
        "breadcrumbs": trail,
    }


@require_safe
@page("strategy.see")
def plan(request):
    """Sequence, costs, owners, results, contradictions and risks on one page."""
    found = read_plan()
    may_change = request.member.may("strategy.change")
    desk = Desk(request.programme, get_language().split("-")[0])
    link_address = address(LINKS, "add", request.programme) if may_change else ""
    context = {
        **furniture(request, _("The plan as a whole")),
        "plan": found,
        "may_change": may_change,
        "unmerged": len(found.unmerged),
        "drawing": tables.drawing_of(found, desk),
        "sequence": tables.sequence(found, desk),
        "tension_columns": [
            _("Measure"),
            _("Relation"),
            _("Other measure"),
            _("Why"),
            _("How it was settled"),
        ],
        "tensions": tables.tension_table(found, link_address),
        "sections": tables.sections(found, desk) if found.measures else [],
        "left": [(str(each), address_of(each)) for each in found.left_alone],
        "risks": tables.on_page(risk_register(desk)),
        "add_measure": address(MEASURES, "add", request.programme) if may_change else "",
        "add_risk": address(RISKS, "add", request.programme) if may_change else "",
    }
    return render(request, "phase2_strategy/national/plan.html", context)


@require_POST
@page("strategy.change")
def consolidate(request):
    merged = actions.consolidate_measures(by=request.member, programme=request.programme)
    messages.success(request, _("National measures that stand: %(count)s.") % {"count": len(merged)})
    return redirect("national:plan", programme=request.programme.slug)


# Adoption -----------------------------------------------------------------------------------------------------------


@require_safe
@page("strategy.see")
def adoption(request):
    """Where the strategy stands as an act of government."""
    strategy = current_strategy()
    return show_adoption(request, strategy, adoption_form(request, strategy))


@require_POST
@page("strategy.adopt")
def adopt(request):
    strategy = needed(request)
    form = AdoptionForm(request.POST)
    if not form.is_valid():
        return show_adoption(request, strategy, form, status=422)
    actions.record_adoption(by=request.member, strategy=strategy, **form.cleaned_data)
    messages.success(request, _("The adoption is recorded."))
    return redirect("national:adoption", programme=request.programme.slug)


@require_POST
@page("strategy.adopt")
def publish(request):
    actions.publish_strategy(by=request.member, strategy=needed(request), day=timezone.localdate())
    messages.success(request, _("The publication is recorded."))
    return redirect("national:adoption", programme=request.programme.slug)


def needed(request) -> Strategy:
    strategy = current_strategy()
    if strategy is None:
        raise Refused(UNKNOWN_ENTRY, what=Strategy._meta.verbose_name)
    return strategy


def adoption_form(request, strategy) -> AdoptionForm | None:
    if strategy is None or not request.member.may("strategy.adopt"):
        return None
    return AdoptionForm(
        initial={
            "adopted_on": strategy.adopted_on,
            "adopted_by": strategy.adopted_by,
            "act": strategy.act.uid if strategy.act else None,
            "version": strategy.version,
        }
    )


def show_adoption(request, strategy, form, status=200):
    open_gates = actions.open_before_adoption(request.programme)
    context = {
        **furniture(request, _("Adoption and publication")),
        "strategy": strategy,
        "rows": tables.adoption_rows(strategy) if strategy else [],
        "open_gates": tables.gate_rows(open_gates, request.programme),
        "form": form,
        "may_publish": request.member.may("strategy.adopt") and strategy is not None,
        "add_strategy": address(STRATEGIES, "add", request.programme)
        if request.member.may("strategy.change")
        else "",
    }
    return render(request, "phase2_strategy/national/adoption.html", context, status=status)


# Documents ----------------------------------------------------------------------------------------------------------


@require_safe
@page("strategy.see")
def documents(request):
    """What can be made, what has been made, and the way to look before making."""
    return show_documents(request, MakeForm(initial={"lang": request.programme.language}))


@require_POST
@page("documents.make")
def make(request):
    form = MakeForm(request.POST)
    if not form.is_valid():
        return show_documents(request, form, status=422)
    name, marks = shelf.make_document(request.programme, **form.cleaned_data)
    messages.success(request, _("The document is ready below: %(name)s") % {"name": name})
    for sentence in marks_words(marks):
        messages.warning(request, sentence)
    return redirect("national:documents", programme=request.programme.slug)


def marks_words(marks) -> list[str]:
    """What the reader of the document will find marked, in words."""
    sentences = {
        "untranslated": _("Passages not translated: %(count)s."),
        "unsupported": _("Statements without a source: %(count)s."),
        "stale": _("Statements whose evidence is out of date: %(count)s."),
        "exercise": _("Passages of exercise data: %(count)s."),
    }
    return [words % {"count": marks[kind]} for kind, words in sentences.items() if marks[kind]]


def show_documents(request, form, status=200):
    slug = request.programme.slug
    context = {
        **furniture(request, _("Documents")),
        "form": form if request.member.may("documents.make") else None,
        "columns": [
            _("Document"),
            _("Language"),
            _("Kind of file"),
            _("Made"),
            {"label": _("Size (kB)"), "numeric": True},
        ],
        "rows": [made_row(slug, made) for made in shelf.on_shelf(request.programme) if made.kind in KINDS],
        "previews": [
            (
                kind.title,
                [
                    (LANGUAGE_NAMES[lang], lang, reverse("national:preview", args=[slug, kind.slug, lang]))
                    for lang in LANGUAGES
                ],
            )
            for kind in KINDS.values()
        ],
    }
    return render(request, "phase2_strategy/national/documents.html", context, status=status)


def made_row(slug: str, made: shelf.Made) -> tuple:
    return (
        (
            str(KINDS[made.kind].title),
            reverse("national:download", args=[slug, made.kind, made.lang, made.format]),
        ),
        str(LANGUAGE_NAMES[made.lang]),
        str(FORMAT_NAMES[made.format]),
        shown(made.at),
        shown(round(made.size / 1000)),
    )


@require_safe
@csp(DOCUMENT_POLICY)
@page("documents.make")
def preview(request, document, lang):
    """The document as a web page, as it would be written now."""
    refuse_unknown(document, lang)
    outline = KINDS[document].build(request.programme, lang)
    return HttpResponse(write(outline, "html").content, content_type=MEDIA_TYPES["html"])


@require_safe
@page("strategy.see")
def download(request, document, lang, format):
    """A finished document: somebody with the right to make documents has made it for those who read the strategy."""
    refuse_unknown(document, lang, format)
    path = shelf.taken(request.programme, document, lang, format)
    if path is None:
        messages.warning(request, _("Nobody has made this document yet."))
        return redirect("national:documents", programme=request.programme.slug)
    nice = f"{request.programme.slug}-{document}-{lang}.{format}"
    return FileResponse(path.open("rb"), as_attachment=True, filename=nice, content_type=MEDIA_TYPES[format])


def refuse_unknown(document, lang, format="html") -> None:
    if document not in KINDS or lang not in LANGUAGES or format not in MEDIA_TYPES:
        raise Refused(UNKNOWN_ENTRY, what=document)
