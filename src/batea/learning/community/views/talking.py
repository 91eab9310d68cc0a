"""Rooms, questions, answers, and what a moderator hides."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from batea.problems import NOT_ALLOWED, Refused
from batea.programmes.access import page

from ...countries import country_name
from .. import actions, forms
from ..models import Answer, Question, Visibility
from ..queries import (
    MODERATE,
    answer_for,
    experts_for,
    found_or_refused,
    profile_of,
    question_for,
    questions_for,
    room_for,
    rooms_for,
    with_counts,
)
from .shared import READ_WRITE, show, status_of


@require_safe
@page("community.see")
def rooms(request):
    context = {
        "open_rooms": [
            (room, country_name(room.country) if room.country else _("All countries"))
            for room in rooms_for(request.member).order_by("country", "pk")
        ],
        "questions": with_counts(questions_for(request.member))[:50],
        "moderates": request.member.may(MODERATE),
    }
    return show(request, "rooms", _("Rooms and questions"), context)


@require_safe
@page("community.see")
def room(request, uid):
    found = room_for(request.member, uid)
    context = {"room": found, "questions": with_counts(questions_for(request.member).filter(room=found))}
    return show(request, "room", str(found), context, further=[rooms_crumb(request)])


def rooms_crumb(request) -> tuple[str, str]:
    return _("Rooms and questions"), reverse("community:rooms", args=[request.programme.slug])


def room_crumb(request, found) -> tuple[str, str]:
    return str(found), reverse("community:room", args=[request.programme.slug, found.uid])


@require_http_methods(READ_WRITE)
@page("community.take_part")
def ask(request, uid):
    found = room_for(request.member, uid)
    question = Question(programme=request.programme)
    form = forms.question_form()(request.POST or None, instance=question)
    if request.method == "POST" and form.is_valid():
        asked = actions.ask_question(by=request.member, room=found, question=form.instance)
        messages.success(request, _("Your question is asked."))
        return redirect("community:question", request.programme.slug, asked.uid)
    further = [rooms_crumb(request), room_crumb(request, found)]
    context = {"form": form, "button": _("Ask"), "cancel": room_crumb(request, found)[1]}
    return show(request, "form", _("Ask a question"), context, further=further, status=status_of(form))


@require_http_methods(READ_WRITE)
@page("community.see")
def question(request, uid):
    """The question with its answers; a member answers on the same page."""
    found = question_for(request.member, uid)
    may = request.member.may
    if request.method == "POST" and not may("community.take_part"):
        raise Refused(NOT_ALLOWED)
    answer = Answer(programme=request.programme)
    form = forms.answer_form()(request.POST or None, instance=answer)
    if request.method == "POST" and form.is_valid():
        given = actions.give_answer(by=request.member, question=found, answer=form.instance)
        return redirect(question_address(request, found) + f"#a-{given.uid}")
    mine, hidden = profile_of(request.member), found.visibility == Visibility.HIDDEN
    asks = mine is not None and found.asked_by == mine
    context = {
        "question": found,
        "hidden": hidden,
        "answers": () if hidden else found.answers.select_related("answered_by").order_by("-helped", "pk"),
        "form": form if may("community.take_part") and not hidden else None,
        "asks": asks,
        "moderates": may(MODERATE),
        "experts": [
            (expert, country_name(expert.country) if expert.country else "")
            for expert in (experts_for(found) if (asks or may(MODERATE)) and not hidden else ())
        ],
    }
    title = _("Hidden by a moderator") if hidden else str(found.title)
    further = [rooms_crumb(request), room_crumb(request, found.room)]
    return show(request, "question", title, context, further=further, status=status_of(form))


def question_address(request, found) -> str:
    return reverse("community:question", args=[request.programme.slug, found.uid])


@require_POST
@page("community.take_part")
def put(request, uid):
    """Put the question to somebody who knows."""
    found = question_for(request.member, uid)
    suggested = {str(expert.uid): expert for expert in experts_for(found)}
    expert = suggested.get(request.POST.get("expert", ""))
    if expert is not None:
        actions.put_question(by=request.member, question=found, expert=expert)
        messages.success(request, _("Put to %(name)s.") % {"name": expert.badge})
    return redirect(question_address(request, found))


@require_POST
@page("community.take_part")
def helped(request, uid):
    found = answer_for(request.member, uid)
    actions.say_it_helped(by=request.member, answer=found, helped=request.POST.get("helped") != "no")
    return redirect(question_address(request, found.question) + f"#a-{found.uid}")


@require_http_methods(READ_WRITE)
@page(MODERATE)
def moderate(request, uid):
    """Hide a question or an answer, or show it again; the reason goes into the log."""
    record = Question.objects.filter(uid=uid).first() or found_or_refused(Answer.objects.all(), uid)
    asked = record if isinstance(record, Question) else record.question
    hide = record.visibility == Visibility.SHOWN
    form = forms.ModerationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.moderate(by=request.member, record=record, hide=hide, **form.cleaned_data)
        messages.success(request, _("Hidden.") if hide else _("Shown again."))
        return redirect(question_address(request, asked))
    title = _("Hide") if hide else _("Show again")
    context = {
        "form": form,
        "button": title,
        "cancel": question_address(request, asked),
        "quoted": record.words or getattr(record, "title", ""),
        "intro": _(
            "Everybody sees that something was hidden here, not what it said. The reason goes into the log."
        ),
    }
    return show(request, "form", title, context, further=[rooms_crumb(request)], status=status_of(form))
