"""What phones ask for and send: the form list, forms, their files, and submissions (docs.getodk.org, OpenRosa)."""

import hashlib
from xml.sax.saxutils import escape

from django.http import FileResponse, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from batea.problems import UNKNOWN_ENTRY, Refused
from batea.programmes.attachments import place_of

from ..lists import list_for, lists_of
from ..models import FormFile, FormVersion
from ..phones import open_forms
from ..receiving import Receipt, receive
from . import bodies
from .door import phone_page, told, with_headers, xml

LIST = "http://openrosa.org/xforms/xformsList"
MANIFEST = "http://openrosa.org/xforms/xformsManifest"


def newest_versions(phone) -> list[FormVersion]:
    """The newest published version of each open form, by title."""
    found = (
        FormVersion.objects.filter(form__in=open_forms(phone))
        .exclude(published_at=None)
        .select_related("form")
        .defer("schema")
        .order_by("form__title", "form_id", "-published_at")
    )
    newest: dict[int, FormVersion] = {}
    for version in found:
        newest.setdefault(version.form_id, version)
    return list(newest.values())


def version_for(phone, uid) -> FormVersion:
    found = next((each for each in newest_versions(phone) if each.uid == uid), None)
    if found is None:
        raise Refused(UNKNOWN_ENTRY, what=_("form"))
    return found


def here(request, name: str, *args) -> str:
    return request.build_absolute_uri(reverse(f"collect:{name}", args=[request.token, *args]))


@require_safe
@phone_page
def form_list(request):
    wanted = request.GET.get("formID")
    versions = [v for v in newest_versions(request.phone) if wanted is None or v.form.form_id == wanted]
    body = "".join(listed(request, version) for version in versions)
    return xml(f'<?xml version="1.0" encoding="UTF-8"?>\n<xforms xmlns="{LIST}">{body}</xforms>')


def listed(request, version: FormVersion) -> str:
    manifest = (
        f"<manifestUrl>{escape(here(request, 'manifest', version.uid))}</manifestUrl>"
        if version.files.exists()
        else ""
    )
    return (
        f"<xform><formID>{escape(version.form.form_id)}</formID><name>{escape(version.form.title)}</name>"
        f"<version>{escape(version.name)}</version><hash>md5:{version.md5}</hash>"
        f"<downloadUrl>{escape(here(request, 'form', version.uid))}</downloadUrl>{manifest}</xform>"
    )


@require_safe
@phone_page
def form(request, uid):
    return xml(version_for(request.phone, uid).xml)


@require_safe
@phone_page
def manifest(request, uid):
    version = version_for(request.phone, uid)
    body = "".join(
        f"<mediaFile{kind}><filename>{escape(name)}</filename><hash>md5:{md5}</hash>"
        f"<downloadUrl>{escape(here(request, 'file', version.uid, name))}</downloadUrl></mediaFile>"
        for name, md5, kind in files_of(request.phone, version)
    )
    return xml(f'<?xml version="1.0" encoding="UTF-8"?>\n<manifest xmlns="{MANIFEST}">{body}</manifest>')


def files_of(phone, version: FormVersion) -> list[tuple[str, str, str]]:
    """(name, md5, attributes of its element) of each file the phone can fetch now."""
    own = [(file.name, file.md5, "") for file in version.files.exclude(attachment=None).order_by("name")]
    made = [
        (name, hashlib.md5(list_for(phone, name), usedforsecurity=False).hexdigest(), ' type="entityList"')
        for name in lists_of(version)
    ]
    return own + made


@require_safe
@phone_page
def file(request, uid, name):
    version = version_for(request.phone, uid)
    if name in lists_of(version):
        return HttpResponse(list_for(request.phone, name), content_type="text/csv; charset=utf-8")
    found = FormFile.objects.filter(published=version, name=name).exclude(attachment=None).first()
    if found is None:
        raise Refused(UNKNOWN_ENTRY, what=_("file"))
    return FileResponse(
        place_of(found.attachment.sha256).open("rb"),
        as_attachment=True,
        filename=found.name,
        content_type=found.attachment.media_type,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@phone_page
def submission(request):
    """HEAD and GET only say that one may send; POST keeps what came, and answers after it is durable."""
    if request.method != "POST":
        answer = HttpResponse(status=204)
        answer.headers["Location"] = here(request, "submission")
        return answer
    answer = taken(request, request.phone, request.phone.person)
    answer.headers["Location"] = here(request, "submission")
    return answer


def taken(request, phone, person, by=None) -> HttpResponse:
    came = bodies.sent_by(request)
    sent = bodies.Sent(came.xml, came.files, came.device, came.agent, phone, person)
    kept = receive(by=by or f"{person.name} ({phone.name})", programme=person.programme, sent=sent)
    return with_headers(told(words_for(kept), 201))


def words_for(kept: Receipt) -> str:
    said = [_("Received.") if kept.new else _("Received before; nothing is lost.")]
    if kept.missing:
        said.append(
            ngettext(
                "%(count)s file is still to come.", "%(count)s files are still to come.", len(kept.missing)
            )
            % {"count": len(kept.missing)}
        )
    return " ".join([*said, *kept.notices])
