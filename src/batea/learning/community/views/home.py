"""Where a member begins: the first page, the own profile, the search, the calendar."""

from datetime import UTC, timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from batea.guidance.progress import lists_to_decide
from batea.interop.calendar import MEDIA_TYPE, Entry, calendar_file
from batea.programmes.access import page

from ...countries import country_name
from .. import actions, forms
from ..models import CaseStudy, Gathering, Profile, Visibility
from ..queries import (
    MODERATE,
    coming,
    countries_here,
    profile_of,
    published_cases,
    questions_for,
    rooms_for,
    shared_items,
    waiting_for,
    with_counts,
)
from ..searching import search as find
from .shared import HERE, READ_WRITE, show, status_of

LATEST = 5


@require_safe
@page("community.see")
def home(request):
    """Where a member begins: what waits for one, what is new, and the ways in."""
    mine, moderates = profile_of(request.member), request.member.may(MODERATE)
    context = {
        "page_title": str(request.programme),
        "profile": mine,
        "waiting": waiting_for(mine),
        "questions": with_counts(questions_for(request.member).filter(visibility=Visibility.SHOWN))[:LATEST],
        "items": with_country(shared_items().order_by("-shared_on", "-pk")[:LATEST]),
        "cases": with_country(published_cases().order_by("-published_on", "-pk")[:LATEST]),
        "gatherings": coming()[:LATEST],
        "own_rooms": rooms_for(request.member).order_by("country", "pk") if mine else (),
        "moderates": moderates,
        "to_review": CaseStudy.objects.filter(state=CaseStudy.State.REVIEW).count() if moderates else 0,
        "lists": lists_to_decide(request.programme, request.member),
        "without_country": Profile.objects.filter(country="").count() if moderates else 0,
    }
    return render(request, f"{HERE}/home.html", context)


def with_country(books) -> list[tuple]:
    return [(book, country_name(book.country)) for book in books]


@require_http_methods(READ_WRITE)
@page("community.take_part")
def profile(request):
    mine = profile_of(request.member)
    instance = mine or Profile(
        programme=request.programme, person=request.member.person, badge=str(request.user)[:80]
    )
    form = forms.profile_form()(request.POST or None, instance=instance)
    if request.method == "POST" and form.is_valid():
        actions.save_profile(by=request.member, values=form.values())
        messages.success(request, _("Saved."))
        return redirect("community:home", request.programme.slug)
    told = country_name(mine.country) if mine and mine.country else _("not entered yet")
    context = {
        "form": form,
        "button": _("Save"),
        "cancel": reverse("community:home", args=[request.programme.slug]),
        "intro": _("Country: %(country)s. A moderator enters it, because it opens the room of that country.")
        % {"country": told},
    }
    return show(request, "form", _("My profile"), context, status=status_of(form))


@require_safe
@page("community.see")
def search(request):
    countries = [(code, country_name(code)) for code in countries_here()]
    form = forms.SearchForm(request.GET or None, countries=countries)
    hits, asked, words = [], None, ""
    if form.is_bound and form.is_valid():
        words = form.cleaned_data["q"]
        hits, asked = find(request.member, words, form.cleaned_data["kind"], form.cleaned_data["country"])
    kinds = dict(form.fields["kind"].choices)
    slug = request.programme.slug
    context = {
        "form": form,
        "words": words,
        "asked": asked,
        "hits": [
            (
                each,
                kinds[each.entry.kind],
                country_name(each.entry.country) if each.entry.country else "",
                address_of_hit(slug, each.entry),
            )
            for each in hits
        ],
    }
    return show(request, "search", _("Search"), context, status=status_of(form))


def address_of_hit(slug: str, entry) -> str:
    name = f"community:{entry.page}" if entry.page else "learning.gathering-show"
    return reverse(name, args=[slug, entry.uid]) + (f"#{entry.anchor}" if entry.anchor else "")


@require_safe
@page("community.see")
def calendar(request):
    """All gatherings for a calendar program."""
    lang, gatherings = get_language() or "en", list(Gathering.objects.order_by("begins", "pk"))
    entries = [
        Entry(
            uid=f"{gathering.uid}@batea",
            starts=gathering.begins.astimezone(UTC).replace(tzinfo=None),
            ends=(gathering.begins + timedelta(minutes=gathering.minutes))
            .astimezone(UTC)
            .replace(tzinfo=None),
            title=str(gathering.title),
            place=gathering.where,
        )
        for gathering in gatherings
    ]
    content = calendar_file(
        entries,
        name=str(request.programme),
        zone="UTC",
        sequence=sum(gathering.version for gathering in gatherings),
        stamped=max((gathering.changed_at for gathering in gatherings), default=timezone.now()),
        lang=lang,
    )
    answer = HttpResponse(content, content_type=MEDIA_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="{request.programme.slug}.ics"'
    return answer
