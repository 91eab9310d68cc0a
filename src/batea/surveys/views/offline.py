"""Forms in the browser, without network too: one page per key, its list of forms, and what makes it installable."""

import csv
import hashlib
import json
from functools import cache, wraps
from pathlib import Path

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django_scopes import scope

from batea.programmes.access import PHONE

from ..phones import phone_of
from .openrosa import files_of, newest_versions

ROOM = Path(__file__).resolve().parent.parent
# What the form engine needs, on this page only: it compiles its expressions and styles itself.
CSP = {
    "script-src": ["'wasm-unsafe-eval'"],
    "style-src": ["'unsafe-inline'"],
    "font-src": ["data:"],
    "img-src": ["blob:"],
    "connect-src": ["data:"],
    "worker-src": [SELF],
}


def officer_page(view):
    """A page for whoever holds the key in the address; a refusal is shown as a page in words."""

    @login_not_required
    @wraps(view)
    def guarded(request, token):
        phone = phone_of(token)
        with scope(programme=phone.programme):
            request.phone, request.token = phone, token
            answer = view(request)
        answer.headers.setdefault("Cache-Control", "private, no-cache")
        # The key stands in the address: no page this one leads to may learn it.
        answer.headers["Referrer-Policy"] = "no-referrer"
        answer.headers["Permissions-Policy"] = "camera=(self), geolocation=(self), microphone=(self)"
        return answer

    guarded.permission = PHONE
    return guarded


@cache
def offline_words() -> dict[str, dict[str, str]]:
    """{language: {key: words}} of the app, from the file beside this room."""
    with (ROOM / "offline_words.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return {lang: {row["key"]: row[lang] for row in rows} for lang in ("en", "es", "pt", "fr")}


@require_safe
@csp_update(CSP)
@officer_page
def page(request):
    lang = (get_language() or "en").split("-")[0]
    base = reverse("collect:page", args=[request.token])
    context = {
        "page_title": _("Forms to fill in"),
        "base": base,
        "static_base": static("surveys/"),
        "words": offline_words()[lang],
        "lang": lang,
    }
    return render(request, "surveys/offline.html", context)


@require_safe
@officer_page
def forms(request):
    """The open forms of this key, with the address and fingerprint of all they need."""
    phone = request.phone
    return JsonResponse(
        {
            "programme": str(phone.programme),
            "place": phone.programme.slug,  # answers filled in under this list are sent to this programme only
            "exercise": phone.programme.is_exercise,
            "officer": phone.person.name,
            "forms": [told(request, version) for version in newest_versions(phone)],
        }
    )


def told(request, version) -> dict:
    def here(name, *args):
        return reverse(f"collect:{name}", args=[request.token, *args])

    return {
        "id": version.form.form_id,
        "version": version.name,
        "title": version.form.title,
        "hash": f"md5:{version.md5}",
        "xml": here("form", version.uid),
        "files": [
            {"name": name, "address": here("file", version.uid, name), "hash": f"md5:{md5}"}
            for name, md5, _kind in files_of(request.phone, version)
        ],
    }


@require_safe
@officer_page
def manifest(request):
    """What a browser asks before it puts the page on the home screen."""
    base = reverse("collect:page", args=[request.token])
    said = {
        "name": f"Batea – {request.phone.programme}",
        "short_name": "Batea",
        "start_url": base,
        "scope": base,
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#1d2a30",
        "icons": [{"src": static("web/favicon.svg"), "sizes": "any", "type": "image/svg+xml"}],
    }
    return HttpResponse(json.dumps(said, ensure_ascii=False), content_type="application/manifest+json")


@require_safe
@officer_page
def worker(request):
    """The service worker, served from the address it may keep."""
    content = (ROOM / "static" / "surveys" / "sw.js").read_bytes()
    answer = HttpResponse(content, content_type="text/javascript; charset=utf-8")
    answer.headers["ETag"] = f'"{hashlib.sha256(content).hexdigest()[:16]}"'
    return answer
