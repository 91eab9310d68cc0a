"""What countries have shared, and the published case studies: the shelf and its entries."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from batea.problems import UNKNOWN_ENTRY, Refused
from batea.programmes.access import page
from batea.programmes.attachments import place_of
from batea.programmes.registers.cells import shown

from ...countries import country_name
from .. import forms
from ..models import CaseStudy, SharedItem
from ..queries import (
    countries_here,
    found_or_refused,
    published_cases,
    shared_items,
)
from ..shown import facts, range_words, when_words
from .shared import show, status_of

PAGE = 50


def library_crumb(request) -> tuple[str, str]:
    return _("Library"), reverse("community:library", args=[request.programme.slug])


@require_safe
@page("community.see")
def shelf(request):
    """Shared entries and published case studies, the newest first."""
    countries = [(code, country_name(code)) for code in countries_here()]
    form = forms.LibraryFilter(request.GET or None, countries=countries)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    found = Paginator(books(**asked), PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": found,
        "columns": [_("Title"), _("Kind"), _("Country"), _("Figure"), _("As of"), _("Licence"), _("Since")],
        "rows": [row_of(request.programme.slug, book) for book in found],
        "may_write": request.member.may("community.take_part"),
    }
    return show(request, "library", _("Library"), context, status=status_of(form))


def books(kind: str = "", country: str = "", licence: str = "") -> list[SharedItem | CaseStudy]:
    narrowed = {name: value for name, value in (("country", country), ("licence", licence)) if value}
    items = shared_items().filter(**narrowed, **({"kind": kind} if kind else {}))
    cases = published_cases().filter(**narrowed)
    found = [*(items if kind != forms.CASE else ()), *(cases if kind in {"", forms.CASE} else ())]
    return sorted(found, key=lambda book: (since(book), book.pk), reverse=True)


def since(book):
    return book.shared_on if isinstance(book, SharedItem) else book.published_on


def row_of(slug: str, book) -> tuple:
    is_item = isinstance(book, SharedItem)
    name = "community:item" if is_item else "community:case"
    title = str(book.title) + (f" [{_('exercise')}]" if book.exercise else "")
    return (
        (title, reverse(name, args=[slug, book.uid])),
        book.get_kind_display() if is_item else _("Case study"),
        country_name(book.country),
        range_words(book) if is_item else "",
        when_words(book) if is_item else "",
        book.get_licence_display(),
        shown(since(book)),
    )


@require_safe
@page("community.see")
def item(request, uid):
    found = found_or_refused(shared_items(), uid)
    context = {"item": found, "facts": facts(found, found.licence), "day": shown(found.shared_on)}
    return show(request, "item", str(found.title), context, further=[library_crumb(request)])


@require_safe
@page("community.see")
def item_file(request, uid):
    """The file of a shared entry, to be saved and not shown."""
    found = found_or_refused(shared_items().exclude(attachment=None), uid)
    place = place_of(found.attachment.sha256)
    if not place.exists():
        raise Refused(UNKNOWN_ENTRY, what=_("The file"))
    answer = HttpResponse(place.read_bytes(), content_type="application/octet-stream")
    answer["Content-Disposition"] = f'attachment; filename="{found.attachment.file_name}"'
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
