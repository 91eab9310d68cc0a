"""The form engine at a desk: what a page that opens it, signed in, hands over. And a form tried out: nothing is kept."""

import json
from dataclasses import dataclass
from pathlib import Path

from csp.decorators import csp_update
from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from batea.problems import UNKNOWN_ENTRY, Refused
from batea.programmes.access import page
from batea.programmes.attachments import place_of
from batea.programmes.registers import address_of

from ..lists import lists_of, made_list
from ..models import FormFile, FormVersion
from ..publishing import owed
from .forms import found, trail
from .offline import CSP, offline_words

XML = "text/xml; charset=utf-8"


@dataclass(frozen=True)
class Medium:
    """A file the engine asks for by its name: one that was brought (`path`), or a list made here."""

    name: str
    path: Path | None = None
    media_type: str = "text/csv; charset=utf-8"


def media_of(version: FormVersion, member) -> list[Medium]:
    """Files of a form by name, as far as this reader may have them."""
    brought = FormFile.objects.filter(published=version).exclude(attachment=None).select_related("attachment")
    media = [
        Medium(each.name, place_of(each.attachment.sha256), each.attachment.media_type) for each in brought
    ]
    if member.may("sites.see"):
        media += [Medium(name) for name in lists_of(version)]
    return sorted(media, key=lambda each: each.name)


def medium(version: FormVersion, member, number: int):
    """The file at a place of `media_of`, to be sent."""
    media = media_of(version, member)
    if not 1 <= number <= len(media):
        raise Refused(UNKNOWN_ENTRY, what=_("file"))
    chosen = media[number - 1]
    if chosen.path is None:
        return HttpResponse(
            made_list(chosen.name, exact=member.may("sites.exact")), content_type=chosen.media_type
        )
    return FileResponse(
        chosen.path.open("rb"), as_attachment=True, filename=chosen.name, content_type=chosen.media_type
    )


def named(names, address) -> str:
    """Names with their addresses, as the page reads them; `address` makes one from a place in the list."""
    return json.dumps(
        [{"name": name, "address": address(number)} for number, name in enumerate(names, 1)],
        ensure_ascii=False,
    )


def with_engine(request, template: str, context: dict, finish: str = ""):
    """A page that opens the engine in its reader's language and may ask for camera and place; `finish` names the words
    of its last button."""
    words = offline_words()[(get_language() or "en").split("-")[0]]
    if finish:
        words = words | {"engine_send": words[finish]}
    answer = render(request, template, context | {"static_base": static("surveys/"), "words": words})
    answer.headers["Permissions-Policy"] = "camera=(self), geolocation=(self), microphone=(self)"
    return answer


# A form tried out -----------------------------------------------------------------------------------------------------


@require_safe
@csp_update(CSP)
@page("surveys.see")
def preview(request, uid):
    """Any version, published or not, as a field officer will see it. Nothing is sent, nothing is kept."""
    version = found(FormVersion, uid)
    slug = request.programme.slug
    names = [each.name for each in media_of(version, request.member)]
    context = {
        "page_title": _("Try: %(what)s") % {"what": version},
        "breadcrumbs": trail(request, (str(version), address_of(version)), (_("Try this form"), "")),
        "version": version,
        "owed": owed(version),
        "form_address": reverse("surveys:preview_form", args=[slug, uid]),
        "media": named(names, lambda number: reverse("surveys:preview_file", args=[slug, uid, number])),
    }
    return with_engine(request, "surveys/preview.html", context, finish="try_finish")


@require_safe
@page("surveys.see")
def preview_form(request, uid):
    return HttpResponse(found(FormVersion, uid).xml, content_type=XML)


@require_safe
@page("surveys.see")
def preview_file(request, uid, number):
    return medium(found(FormVersion, uid), request.member, number)
