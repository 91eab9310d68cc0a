"""The report of the workshop: look at it, make it, take it."""

from csp.decorators import csp
from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from batea.documents.write import MEDIA_TYPES, write
from batea.phase2_strategy.national.forms import FORMAT_NAMES, LANGUAGE_NAMES
from batea.phase2_strategy.national.views import DOCUMENT_POLICY, marks_words
from batea.problems import UNKNOWN_ENTRY, Refused
from batea.programmes.access import page
from batea.programmes.registers.cells import shown
from batea.programmes.words import LANGUAGES

from ..report import build_report, finished, made_reports, make_report
from .forms import ReportForm
from .views import show, status_of


@require_safe
@page("workshop.see")
def report(request):
    return show_report(request, ReportForm(initial={"lang": request.programme.language}))


@require_POST
@page("documents.make")
def make(request):
    form = ReportForm(request.POST)
    if not form.is_valid():
        return show_report(request, form)
    name, marks = make_report(request.programme, **form.cleaned_data)
    messages.success(request, _("The document is ready below: %(name)s") % {"name": name})
    for sentence in marks_words(marks):
        messages.warning(request, sentence)
    return redirect("results:report", programme=request.programme.slug)


def show_report(request, form):
    slug = request.programme.slug
    may_make = request.member.may("documents.make")
    previews = [
        (LANGUAGE_NAMES[lang], lang, reverse("results:report_preview", args=[slug, lang]))
        for lang in LANGUAGES
    ]
    context = {
        "form": form if may_make else None,
        "columns": [_("Language"), _("Kind of file"), _("Made"), {"label": _("Size (kB)"), "numeric": True}],
        "rows": [
            (
                (
                    str(LANGUAGE_NAMES[made.lang]),
                    reverse("results:report_file", args=[slug, made.lang, made.format]),
                ),
                str(FORMAT_NAMES[made.format]),
                shown(made.at),
                shown(round(made.size / 1000)),
            )
            for made in made_reports(request.programme)
        ],
        "previews": previews if may_make else [],
    }
    return show(request, "report", _("Report of the workshop"), context, status_of(form))


@require_safe
@csp(DOCUMENT_POLICY)
@page("documents.make")
def preview(request, lang):
    """The report as a web page, as it would be written now."""
    refuse_unknown(lang)
    content = write(build_report(request.programme, lang), "html").content
    return HttpResponse(content, content_type=MEDIA_TYPES["html"])


@require_safe
@page("workshop.see")
def download(request, lang, format):
    """A finished report: somebody with the right to make documents has made it for everybody in the workshop."""
    refuse_unknown(lang, format)
    path = finished(request.programme, lang, format)
    if path is None:
        messages.warning(request, _("Nobody has made this document yet."))
        return redirect("results:report", programme=request.programme.slug)
    nice = f"{request.programme.slug}-report-{lang}.{format}"
    return FileResponse(path.open("rb"), as_attachment=True, filename=nice, content_type=MEDIA_TYPES[format])


def refuse_unknown(lang: str, format: str = "html") -> None:
    if lang not in LANGUAGES or format not in MEDIA_TYPES:
        raise Refused(UNKNOWN_ENTRY, what=lang)
