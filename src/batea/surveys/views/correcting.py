"""Answers that came back: the field officer reads the comment, corrects them in the browser and sends them again."""

from csp.decorators import csp_update
from django.http import FileResponse, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from batea.interop.instances import read_instance
from batea.problems import EDIT_NOT_KNOWN, SENT_UNREADABLE, UNKNOWN_ENTRY, Refused
from batea.programmes.access import page
from batea.programmes.attachments import place_of

from ..models import Submission
from ..receiving import Sent, receive
from . import bodies
from .door import refusal, told, with_headers
from .engine import XML, media_of, medium, named, with_engine
from .offline import CSP
from .openrosa import words_for


def returned_to(member):
    """Submissions that wait to be corrected by their officer; a reviewer may correct anybody's."""
    waiting = Submission.objects.filter(state=Submission.State.RETURNED, current=True)
    if not member.may("surveys.review"):
        waiting = waiting.filter(sent_by=member.person).exclude(sent_by=None)
    return waiting.select_related("form", "published").order_by("received_at")


def mine(request, uid) -> Submission:
    found = returned_to(request.member).filter(uid=uid).first()
    if found is None:
        raise Refused(UNKNOWN_ENTRY, what=_("submission"))
    return found


@require_safe
@page("surveys.collect")
def returned(request):
    """What came back to the officer who asks, each with the reviewer's comment."""
    rows = [
        {"submission": each, "comment": each.reviews.order_by("-at").first()}
        for each in returned_to(request.member)
    ]
    context = {
        "page_title": _("Returned to you"),
        "breadcrumbs": [
            (_("Programme"), reverse("guidance:tasks", args=[request.programme.slug])),
            (_("Returned to you"), ""),
        ],
        "returned": rows,
    }
    return render(request, "surveys/returned.html", context)


@require_safe
@csp_update(CSP)
@page("surveys.collect")
def correct(request, uid):
    """The form with the answers as they were sent, to be changed."""
    found = mine(request, uid)
    slug = request.programme.slug

    def here(name, *args):
        return reverse(f"surveys:{name}", args=[slug, uid, *args])

    context = {
        "page_title": str(found),
        "breadcrumbs": [(_("Returned to you"), reverse("surveys:returned", args=[slug])), (str(found), "")],
        "comment": found.reviews.order_by("-at").first(),
        "edit": here("correct_answers"),
        "form_address": here("correct_form"),
        "submit": here("corrected"),
        "csrf": get_token(request),
        "files": named(
            [each.name for each in files_of(found)], lambda number: here("correct_file", "came", number)
        ),
        "media": named(
            [each.name for each in media_of(found.published, request.member)],
            lambda number: here("correct_file", "form", number),
        ),
    }
    return with_engine(request, "surveys/correct.html", context)


@require_safe
@page("surveys.collect")
def answers(request, uid):
    return HttpResponse(mine(request, uid).xml, content_type=XML)


@require_safe
@page("surveys.collect")
def form(request, uid):
    return HttpResponse(mine(request, uid).published.xml, content_type=XML)


def files_of(found: Submission) -> list:
    """Files the answers brought, by name."""
    return list(found.files.exclude(attachment=None).select_related("attachment").order_by("name"))


@require_safe
@page("surveys.collect")
def file(request, uid, whose, number):
    """A file the page of correction names, by its place: what the answers brought ("came"), or what the form needs."""
    found = mine(request, uid)
    if whose == "form":
        return medium(found.published, request.member, number)
    files = files_of(found)
    if whose != "came" or not 1 <= number <= len(files):
        raise Refused(UNKNOWN_ENTRY, what=_("file"))
    chosen = files[number - 1]
    return FileResponse(
        place_of(chosen.attachment.sha256).open("rb"),
        as_attachment=True,
        filename=chosen.attachment.file_name,
        content_type=chosen.attachment.media_type,
    )


@require_http_methods(["HEAD", "POST"])
@page("surveys.collect")
def corrected(request, uid):
    """The corrected answers; they take the place of the returned ones and wait for review again."""
    found = mine(request, uid)
    if request.method == "HEAD":  # the page asks first how much may be sent at once
        return with_headers(HttpResponse(status=204))
    try:
        sent = request.FILES.get(bodies.PART)
        if sent is None:
            raise Refused(SENT_UNREADABLE, reason=_("the filled form is missing"))
        xml = sent.read()
        if read_instance(xml).replaces != found.instance_id:
            raise Refused(EDIT_NOT_KNOWN)
        others = [each for name, files in request.FILES.lists() for each in files if name != bodies.PART]
        agent = request.headers.get("User-Agent", "")
        brought = Sent(xml, others, agent=agent, person=request.member.person)
        return told(words_for(receive(by=request.member, programme=request.programme, sent=brought)), 201)
    except Refused as refused:
        return refusal(refused)
