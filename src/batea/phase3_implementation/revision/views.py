import json

from csp.decorators import csp_replace
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from batea.documents.errors import OutlineError
from batea.documents.stored import from_json
from batea.documents.write import MEDIA_TYPES, write
from batea.problems import DOCUMENT_FAILED, UNKNOWN_ENTRY, Refused
from batea.programmes.access import page
from batea.programmes.registers import address, address_of

from ..wording import trail
from . import queries
from .actions import adopting_authority, freeze_version
from .differences import changes_since
from .forms import FreezeForm
from .models import FrozenVersion
from .registers import VERSIONS
from .step import STEP

# The text as a page brings its own styles and pictures, and nothing else.
TEXT_POLICY = {
    "default-src": ["'none'"],
    "style-src": ["'unsafe-inline'"],
    "img-src": ["data:"],
    "font-src": ["data:"],
    "frame-ancestors": ["'none'"],
}
MOST = 100  # changes of one table shown until somebody asks for that table alone


@require_safe
@page("strategy.see")
def changes(request):
    """What has changed since a frozen version (the last one); `?table=` narrows to one table."""
    versions = list(queries.versions())
    version = chosen_version(versions, request.GET.get("version", ""))
    tables = changes_since(version, request.member.may) if version else []
    chosen = next((each for each in tables if each.label == request.GET.get("table")), None)
    freezing = request.member.may("strategy.adopt")
    context = {
        "page_title": _("What has changed"),
        "breadcrumbs": trail(request, STEP, _("What has changed")),
        "versions": versions,
        "version": version,
        "columns": [
            _("Table"),
            *({"label": each, "numeric": True} for each in (_("Added"), _("Changed"), _("Removed"))),
        ],
        "rows": [
            (
                (each.title, f"?version={version.number}&table={each.label}"),
                each.added,
                each.changed,
                each.removed,
            )
            for each in tables
        ],
        "chosen": chosen,
        "tables": [chosen] if chosen else tables,
        "most": f":{MOST}" if chosen is None else ":",
        "freeze_address": reverse("revision:freeze", args=[request.programme.slug]) if freezing else "",
    }
    return render(request, "phase3_implementation/revision/changes.html", context)


def chosen_version(versions: list[FrozenVersion], number: str) -> FrozenVersion | None:
    """The version asked for by number, else the last one; None before there is any."""
    asked = [version for version in versions if str(version.number) == number]
    return next(iter(asked or versions), None)


@require_http_methods(["GET", "HEAD", "POST"])
@page("strategy.adopt")
def freeze(request):
    """Keep the programme as it is, with a reason."""
    form = FreezeForm(request.POST or None, initial={"adopted_by": adopting_authority()})
    if request.method == "POST" and form.is_valid():
        version = freeze_version(by=request.member, programme=request.programme, **form.cleaned_data)
        messages.success(request, _("Frozen: %(what)s") % {"what": version})
        return redirect(address_of(version))
    context = {
        "page_title": _("Freeze a version"),
        "breadcrumbs": trail(request, STEP, _("Freeze a version")),
        "form": form,
        "cancel": address(VERSIONS, "list", request.programme),
    }
    return render(
        request, "phase3_implementation/revision/freeze.html", context, status=422 if form.is_bound else 200
    )


@require_safe
@csp_replace(TEXT_POLICY)
@page("strategy.see")
def text(request, uid, kind: str):
    """The strategy's text as it was frozen: shown as a page, or taken along as Word or PDF."""
    version = FrozenVersion.objects.filter(uid=uid).first()
    if version is None or kind not in MEDIA_TYPES or not version.outline:
        raise Refused(UNKNOWN_ENTRY, what=_("text of the version"))
    try:
        written = write(from_json(json.dumps(version.outline)), kind)
    except OutlineError as error:
        raise Refused(DOCUMENT_FAILED, reason=error) from error
    response = HttpResponse(written.content, content_type=written.media_type)
    if kind != "html":
        name = f"{request.programme.slug}-{_('version')}-{version.number}.{kind}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
