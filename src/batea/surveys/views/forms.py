"""Forms: brought in as a workbook, looked at, published, printed."""

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from batea.problems import FORM_REFUSED, UNKNOWN_ENTRY, Refused
from batea.programmes.access import page
from batea.programmes.attachments import place_of
from batea.programmes.registers import address_of
from batea.programmes.registers.sheets import XLSX

from ..forms import FormUpload, UploadForm
from ..models import FormFile, FormVersion
from ..paper import sections
from ..publishing import bring_file, bring_form, in_words, publish_version
from ..questions import plan_of
from ..ready_forms import ready_forms, workbook_of


def found(model, uid):
    record = model.objects.filter(uid=uid).first()
    if record is None:
        raise Refused(UNKNOWN_ENTRY, what=model._meta.verbose_name)
    return record


def trail(request, *further) -> list:
    slug = request.programme.slug
    return [
        (_("Programme"), reverse("guidance:tasks", args=[slug])),
        (_("Forms"), reverse("surveys.form-list", args=[slug])),
        *further,
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@page("surveys.change")
def bring(request):
    """A workbook in; what the check says, with sheet and row; a draft version when it is accepted."""
    form = FormUpload(request.POST or None, request.FILES or None)
    errors: list[str] = []
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            version, checked = bring_form(
                by=request.member, programme=request.programme, data=file.read(), file_name=file.name
            )
        except Refused as refused:
            if refused.problem is not FORM_REFUSED:
                raise
            errors = [str(refused.details["reason"])]
        else:
            return brought(request, version, checked)
    context = {
        "page_title": _("Bring in a form"),
        "breadcrumbs": trail(request, (_("Bring in a form"), "")),
        "form": form,
        "errors": errors,
        "cancel": reverse("surveys.form-list", args=[request.programme.slug]),
    }
    wrong = bool(errors) or (form.is_bound and not form.is_valid())
    return render(request, "surveys/bring.html", context, status=422 if wrong else 200)


def brought(request, version: FormVersion, checked):
    for said in checked.warnings:
        messages.warning(request, in_words(said))
    messages.success(request, _("Brought in: %(what)s") % {"what": version})
    return redirect(address_of(version))


@require_http_methods(["GET", "HEAD", "POST"])
@page("surveys.see")
def ready(request):
    """The forms that come with Batea; one of them is brought in by a button."""
    known = ready_forms()
    if request.method == "POST":
        if not request.member.may("surveys.change"):
            from batea.problems import NOT_ALLOWED

            raise Refused(NOT_ALLOWED)
        name = request.POST.get("ready", "")
        if name not in known:
            raise Refused(UNKNOWN_ENTRY, what=_("form"))
        version, checked = bring_form(
            by=request.member, programme=request.programme, data=workbook_of(name), file_name=f"{name}.xlsx"
        )
        return brought(request, version, checked)
    lang = (get_language() or "en").split("-")[0]
    context = {
        "page_title": _("Forms that come with Batea"),
        "breadcrumbs": trail(request, (_("Forms that come with Batea"), "")),
        "ready": [
            {
                "name": each.name,
                "title": each.title[lang],
                "purpose": each.purpose[lang],
                "questions": len(each.questions),
                "sources": each.sources,
            }
            for each in known.values()
        ],
        "may_change": request.member.may("surveys.change"),
    }
    return render(request, "surveys/ready.html", context)


@require_safe
@page("surveys.see")
def ready_workbook(request, ready):
    if ready not in ready_forms():
        raise Refused(UNKNOWN_ENTRY, what=_("form"))
    return download(workbook_of(ready), XLSX, f"{ready}.xlsx")


def download(content: bytes, media_type: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_POST
@page("surveys.change")
def publish(request, uid):
    version = publish_version(by=request.member, version=found(FormVersion, uid))
    messages.success(request, _("Published: %(what)s. Phones can fetch it now.") % {"what": version})
    return redirect(address_of(version))


@require_safe
@page("surveys.see")
def workbook(request, uid):
    """The workbook as it was brought in."""
    version = found(FormVersion, uid)
    if version.workbook is None:
        raise Refused(UNKNOWN_ENTRY, what=_("workbook"))
    file = version.workbook
    return FileResponse(
        place_of(file.sha256).open("rb"),
        as_attachment=True,
        filename=file.file_name,
        content_type=file.media_type,
    )


@require_safe
@page("surveys.see")
def paper(request, uid):
    """The form to print and fill in by hand, with the same numbering as its answers' list."""
    version = found(FormVersion, uid)
    plan = plan_of(version)
    lang = (get_language() or "en").split("-")[0]
    context = {
        "page_title": str(version),
        "breadcrumbs": trail(request, (str(version), address_of(version)), (_("On paper"), "")),
        "sections": sections(plan, version.xml, lang),
        "version": version,
        "heads": (_("Number of the sheet"), _("Day"), _("Filled in by")),
    }
    return render(request, "surveys/paper.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@page("surveys.change")
def bring_file_page(request, uid):
    """The bytes of a file the form names."""
    file = found(FormFile, uid)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        bring_file(by=request.member, file=file, data=sent.read(), file_name=sent.name)
        messages.success(request, _("Brought in: %(what)s") % {"what": file})
        return redirect(address_of(file.published))
    context = {
        "page_title": _("Bring in: %(what)s") % {"what": file},
        "breadcrumbs": trail(request, (str(file.published), address_of(file.published)), (file.name, "")),
        "form": form,
        "errors": [],
        "cancel": address_of(file.published),
    }
    wrong = form.is_bound and not form.is_valid()
    return render(request, "surveys/bring.html", context, status=422 if wrong else 200)
