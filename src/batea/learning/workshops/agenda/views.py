"""The agenda by day: as it was released for everybody, as it stands for those who plan it."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from batea.documents.write import MEDIA_TYPES, write
from batea.interop.calendar import MEDIA_TYPE
from batea.problems import NOT_RELEASED, UNKNOWN_ENTRY, Refused
from batea.programmes.access import page
from batea.programmes.registers import address
from batea.programmes.words import LANGUAGES, Words

from ...models import AgendaRelease
from ..here import workshop_here
from ..showing import READ_WRITE, show, status_of
from . import queries, wording
from .actions import release_agenda
from .forms import ReleaseForm
from .paper import agenda_calendar, agenda_document
from .registers import DAYS, ITEMS
from .rules import gaps, overlaps
from .step import STEP

TONES = {
    "break": "neutral",
    "opening": "neutral",
    "visit": "warn",
    "group": "busy",
    "planning": "busy",
    "peer": "busy",
}


def language() -> str:
    return (get_language() or "en").split("-")[0]


def needed(number: int | None = None) -> queries.Version:
    found = queries.version(number)
    if found is None:
        raise Refused(NOT_RELEASED, what=_("Agenda"))
    return found


@require_safe
@page("workshop.see")
def agenda(request):
    """The released agenda, with what runs now."""
    newest = queries.version()
    context = released(request, newest) if newest else {"days": []}
    context["may_plan"] = request.member.may("workshop.change")
    return show(request, STEP, "agenda/agenda", _("Agenda"), context)


@require_safe
@page("workshop.see")
def version(request, number):
    """An older version as it was given out."""
    found = needed(number)
    context = released(request, found) | {"may_plan": request.member.may("workshop.change"), "only": True}
    return show(request, STEP, "agenda/agenda", _("Agenda, version %(number)s") % {"number": number}, context)


def released(request, found: queries.Version) -> dict:
    names = queries.badges([*found.sessions, *(each.before for each in found.changes if each.before)])
    running, coming = queries.now(found.sessions, workshop_here())
    return {
        "release": found.release,
        "changes": [wording.change_words(each, names) for each in found.changes],
        "days": days_of(found.sessions, names),
        "now": [entry(each, names) for each in running],
        "next": [entry(each, names) for each in coming],
        "versions": queries.releases(),
        "lang": language(),
    }


def entry(session, names) -> dict:
    return {
        "uid": session.uid,
        "when": f"{session.starts}–{session.ends}",
        "day": wording.day_of(session.day),
        "title": wording.title_of(session),
        "method": wording.method_of(session),
        "tone": TONES.get(session.method, "good"),
        "people": wording.people_of(session, names),
        "room": session.room,
        "words": str(Words(session.words)),
        "is_break": session.is_break,
    }


def days_of(sessions, names, empty_days: bool = False) -> list[dict]:
    titles = queries.day_titles()
    used = {session.day for session in sessions} | (set(titles) if empty_days else set())
    return [
        {
            "iso": iso,
            "day": wording.day_of(iso),
            "title": str(titles[iso].title) if iso in titles else "",
            "entries": [entry(each, names) for each in sessions if each.day == iso],
        }
        for iso in sorted(used)
    ]


@require_safe
@page("workshop.change")
def draft(request):
    """The agenda as it stands, what does not fit, and what differs from the version that was given out."""
    sessions, newest = queries.draft(), queries.version()
    names = queries.badges([*sessions, *(newest.sessions if newest else [])])
    days = days_of(sessions, names, empty_days=True)
    for day in days:
        for each in day["entries"]:
            each["edit"] = address(ITEMS, "show", request.programme, uid=each["uid"])
    context = {
        "days": days,
        "troubles": [
            *(wording.overlap_words(each, names) for each in overlaps(sessions)),
            *(wording.gap_words(each) for each in gaps(sessions)),
        ],
        "newest": newest.release if newest else None,
        "pending": [wording.change_words(each, names) for each in queries.pending(newest, sessions)]
        if newest
        else [],
        "may_release": bool(sessions) and (newest is None or bool(queries.pending(newest, sessions))),
        "add_item": address(ITEMS, "add", request.programme),
        "add_day": address(DAYS, "add", request.programme),
    }
    return show(request, STEP, "agenda/draft", _("Plan the agenda"), context)


@require_http_methods(READ_WRITE)
@page("workshop.change")
def release(request):
    """Give the agenda out as a new version, with the notice of what changed."""
    form = ReleaseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = release_agenda(by=request.member, programme=request.programme, **form.cleaned_data)
        messages.success(request, _("Released: %(what)s") % {"what": made})
        return redirect("agenda:agenda", programme=request.programme.slug)
    sessions, newest = queries.draft(), queries.version()
    names = queries.badges([*sessions, *(newest.sessions if newest else [])])
    context = {
        "form": form,
        "number": newest.release.number + 1 if newest else 1,
        "newest": newest.release if newest else None,
        "pending": [wording.change_words(each, names) for each in queries.pending(newest, sessions)]
        if newest
        else [],
        "troubles": len(overlaps(sessions)),
        "cancel": reverse("agenda:draft", args=[request.programme.slug]),
    }
    return show(request, STEP, "agenda/release", _("Release the agenda"), context, status_of(form))


@require_safe
@page("workshop.see")
def calendar(request, day=None):
    """The released agenda for a calendar, all of it or one day."""
    found, iso = needed(), ""
    if day is not None:
        iso = iso_day(day)
        if iso not in {session.day for session in found.sessions}:
            raise Refused(UNKNOWN_ENTRY, what=day)
    content = agenda_calendar(request.programme, workshop_here(), found, language(), iso)
    return sent(content, MEDIA_TYPE, f"{request.programme.slug}{iso and '-' + iso}.ics")


def iso_day(typed: str) -> str:
    try:
        return date.fromisoformat(typed).isoformat()
    except ValueError as error:
        raise Refused(UNKNOWN_ENTRY, what=typed) from error


@require_safe
@page("workshop.see")
def paper(request, lang):
    """The released agenda to be printed."""
    if lang not in LANGUAGES:
        raise Refused(UNKNOWN_ENTRY, what=AgendaRelease._meta.verbose_name)
    content = write(agenda_document(request.programme, lang, needed()), "pdf").content
    return sent(content, MEDIA_TYPES["pdf"], f"{request.programme.slug}-agenda-{lang}.pdf")


def sent(content: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
