"""Case studies: written, sent for review, published, withdrawn."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from batea.documents.write import MEDIA_TYPES, write
from batea.phase2_strategy.national.forms import LANGUAGE_NAMES
from batea.problems import UNKNOWN_ENTRY, Refused
from batea.programmes.access import page
from batea.programmes.registers.cells import shown
from batea.programmes.words import LANGUAGES

from ...countries import country_name
from .. import actions, forms
from ..case_paper import case_paper
from ..models import CaseStudy
from ..queries import (
    MODERATE,
    cases_for,
    found_or_refused,
    profile_of,
)
from ..shown import tag_words
from .shared import READ_WRITE, show, status_of
from .shelf import library_crumb


@require_safe
@page("community.take_part")
def cases(request):
    """My case studies, and for moderators those that wait for a review."""
    mine = profile_of(request.member)
    seen = cases_for(request.member)
    own = seen.filter(written_by=mine) if mine else seen.none()
    waiting = seen.filter(state=CaseStudy.State.REVIEW).exclude(written_by=mine)
    context = {
        "lists": [
            (_("My case studies"), case_rows(request, own)),
            *([(_("To be reviewed"), case_rows(request, waiting))] if request.member.may(MODERATE) else []),
        ],
        "columns": [_("Title"), _("Country"), _("Written by"), _("State")],
    }
    return show(request, "cases", _("Case studies"), context, further=[library_crumb(request)])


def case_rows(request, cases) -> list[tuple]:
    slug = request.programme.slug
    return [
        (
            (str(case.title), reverse("community:case", args=[slug, case.uid])),
            country_name(case.country),
            case.written_by.badge,
            case.get_state_display(),
        )
        for case in cases.order_by("pk")
    ]


def cases_crumb(request) -> tuple[str, str]:
    return _("Case studies"), reverse("community:cases", args=[request.programme.slug])


@require_http_methods(READ_WRITE)
@page("community.take_part")
def write_case(request):
    mine = profile_of(request.member)
    blank = CaseStudy(programme=request.programme, country=mine.country if mine else "")
    form = forms.case_form()(request.POST or None, instance=blank)
    if request.method == "POST" and form.is_valid():
        written = actions.write_case(by=request.member, case=form.instance)
        messages.success(request, _("Saved as a draft. Only you see it."))
        return redirect("community:case", request.programme.slug, written.uid)
    context = {"form": form, "button": _("Save"), "cancel": cases_crumb(request)[1], "intro": case_intro()}
    further = [library_crumb(request), cases_crumb(request)]
    return show(request, "form", _("Write a case study"), context, further=further, status=status_of(form))


def case_intro() -> str:
    return _(
        "One problem, what was done and what came of it, with what failed. No names of people, no exact places. It is a "
        "draft until you send it for review."
    )


@require_safe
@page("community.see")
def case(request, uid):
    found = found_or_refused(cases_for(request.member), uid)
    mine = profile_of(request.member)
    own, moderates = mine is not None and found.written_by == mine, request.member.may(MODERATE)
    open_now = found.state in {CaseStudy.State.DRAFT, CaseStudy.State.BACK}
    context = {
        "case": found,
        "facts": [{"key": capfirst(key), "value": value} for key, value in case_facts(found) if value],
        "passages": passages_of(found),
        "may_change": own and open_now,
        "may_review": moderates and not own and found.state == CaseStudy.State.REVIEW,
        "may_withdraw": (own or moderates) and not open_now,
        "papers": [
            (
                LANGUAGE_NAMES[lang],
                lang,
                reverse("community:case_paper", args=[request.programme.slug, found.uid, lang]),
            )
            for lang in LANGUAGES
        ],
    }
    return show(request, "case", str(found.title), context, further=[library_crumb(request)])


def case_facts(case: CaseStudy) -> list[tuple]:
    return [
        (_("state"), case.get_state_display()),
        (_("country"), country_name(case.country)),
        (_("types of mining"), tag_words(case.tags)),
        (_("written by"), case.written_by.badge),
        (_("reviewed by"), case.reviewed_by.badge if case.reviewed_by else ""),
        (_("published on"), shown(case.published_on)),
        (_("licence"), case.get_licence_display()),
        (_("who agreed"), case.consent),
        (_("exercise data"), _("yes") if case.exercise else ""),
    ]


def passages_of(case: CaseStudy) -> list[tuple]:
    """The template's parts that are written: (heading, text, language when it is not the reader's)."""
    lang, found = (get_language() or "en").split("-")[0], []
    for name in forms.OF_CASE:
        field, value = CaseStudy._meta.get_field(name), getattr(case, name)
        if name != "title" and isinstance(value, dict) and value:
            said = value.say(lang)
            found.append((capfirst(field.verbose_name), said.text, said.lang))
    return found


@require_safe
@page("community.see")
def case_file(request, uid, lang):
    """The case study on paper, as PDF in one of the languages."""
    found = found_or_refused(cases_for(request.member), uid)
    if lang not in LANGUAGES:
        raise Refused(UNKNOWN_ENTRY, what=_("The file"))
    answer = HttpResponse(write(case_paper(found, lang), "pdf").content, content_type=MEDIA_TYPES["pdf"])
    answer["Content-Disposition"] = f'attachment; filename="{request.programme.slug}-case-{lang}.pdf"'
    return answer


@require_http_methods(READ_WRITE)
@page("community.take_part")
def change_case(request, uid):
    found = found_or_refused(cases_for(request.member), uid)
    actions.own(request.member, found)
    actions.in_state(found, CaseStudy.State.DRAFT, CaseStudy.State.BACK)
    form = forms.case_form()(request.POST or None, instance=found_or_refused(cases_for(request.member), uid))
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version_seen"] or found.version
        actions.change_case(by=request.member, case=found, values=form.values(), version=version)
        messages.success(request, _("Saved."))
        return redirect("community:case", request.programme.slug, found.uid)
    context = {
        "form": form,
        "button": _("Save"),
        "cancel": case_address(request, found),
        "intro": case_intro(),
    }
    further = [library_crumb(request), (str(found), case_address(request, found))]
    return show(request, "form", _("Change"), context, further=further, status=status_of(form))


def case_address(request, case) -> str:
    return reverse("community:case", args=[request.programme.slug, case.uid])


@require_POST
@page("community.take_part")
def send_case(request, uid):
    found = found_or_refused(cases_for(request.member), uid)
    actions.send_case(by=request.member, case=found)
    messages.success(request, _("Sent for review."))
    return redirect(case_address(request, found))


@require_http_methods(READ_WRITE)
@page(MODERATE)
def review_case(request, uid):
    found = found_or_refused(cases_for(request.member), uid)
    actions.in_state(found, CaseStudy.State.REVIEW)
    form = forms.ReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        publish = form.cleaned_data["decision"] == "publish"
        version = request.POST.get("version_seen", "")
        actions.review_case(
            by=request.member,
            case=found,
            publish=publish,
            review=form.cleaned_data["review"],
            version=int(version) if version.isascii() and version.isdecimal() and len(version) < 10 else 0,
        )
        messages.success(request, _("Published.") if publish else _("Sent back to the writer."))
        return redirect("community:cases", request.programme.slug)
    context = {
        "form": form,
        "button": _("Save"),
        "cancel": case_address(request, found),
        "version": found.version,
        "intro": _(
            "Is it clear, fair to the people in it and true as far as you can tell? Does it name nobody?"
        ),
    }
    further = [library_crumb(request), (str(found), case_address(request, found))]
    return show(request, "form", _("Review"), context, further=further, status=status_of(form))


@require_POST
@page("community.take_part")
def withdraw_case(request, uid):
    found = found_or_refused(cases_for(request.member), uid)
    actions.withdraw_case(by=request.member, case=found)
    messages.success(request, _("It is a draft again. Only its writer sees it."))
    return redirect("community:cases", request.programme.slug)
