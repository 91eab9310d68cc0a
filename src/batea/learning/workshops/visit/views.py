"""The visit on a telephone and on the wall: briefing, findings, dangers, debriefs, and what the host is asked."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from batea.problems import (
    CHANGED_MEANWHILE,
    FILE_KIND_REFUSED,
    FINDING_SETTLED,
    NOT_OWN_FINDING,
    NOT_THE_HOST,
    UNKNOWN_ENTRY,
    Refused,
)
from batea.programmes.access import page
from batea.programmes.registers import address, address_of
from batea.surveys.ready_forms import ready_forms

from ...models import Debrief, FieldVisit, Finding, Group, Recommendation
from ..here import me, participant_of, today_there, workshop_here
from ..photos import as_picture
from ..showing import READ_WRITE, found, show, status_of
from . import actions, corrections, from_forms, queries
from .forms import CorrectionForm, DangerForm, DebriefForm, FindingForm, ReplyForm, SettleForm
from .registers import VISITS
from .step import STEP


@require_safe
@page("workshop.see")
def visits(request):
    """All visits; the only one there is opens at once."""
    rows = list(FieldVisit.objects.select_related("day").order_by("day__date", "pk"))
    if len(rows) == 1:
        return redirect("visit:visit", programme=request.programme.slug, uid=rows[0].uid)
    add = address(VISITS, "add", request.programme) if request.member.may("workshop.change") else ""
    return show(request, STEP, "visit/visits", _("Field visit"), {"visits": rows, "add_visit": add})


@require_safe
@page("workshop.see")
def visit(request, uid):
    """Briefing first, then groups and themes, then what is left to do."""
    asked = found(FieldVisit, uid, "day")
    mine, runs = participant_of(request.member), request.member.may("workshop.change")
    takes_part = mine is not None and request.member.may("workshop.take_part")
    own = queries.own_groups(mine) if takes_part else []
    context = {
        "visit": asked,
        "takes_part": takes_part,
        "read": queries.has_read(mine, asked),
        "runs": runs,
        "unread": list(queries.not_briefed(asked)) if runs else [],
        "own_groups": own,
        "groups": [(state, runs or state.group in own) for state in queries.group_states(asked)],
        "themes": queries.themes_of(asked),
        "mine": queries.findings_by(mine, asked) if takes_part else [],
        "waiting": len(queries.without_recommendation(asked)) if runs else 0,
        "change": address_of(asked) if runs else "",
        **forms_part(request, asked),
    }
    return show(request, STEP, "visit/visit", str(asked), context)


def forms_part(request, asked: FieldVisit) -> dict:
    """Where the form for telephones stands, for those who run the workshop."""
    if not request.member.may("workshop.change"):
        return {}
    form = from_forms.published_form()
    return {
        "form_on_phones": form,
        "form_title": ready_forms()["field_observation"].title.get(request.LANGUAGE_CODE[:2], ""),
        "corrected": corrections.corrections(request.member, asked) if form else [],
        "may_publish": from_forms.may_publish(request.member, request.programme),
        "approved": len(from_forms.approved(request.member, asked)) if form else 0,
    }


@require_POST
@page("workshop.take_part")
def brief(request, uid):
    asked = found(FieldVisit, uid)
    actions.read_briefing(by=request.member, participant=me(request.member), visit=asked)
    messages.success(request, _("Thank you. You can enter findings now."))
    return redirect("visit:visit", programme=request.programme.slug, uid=uid)


@require_http_methods(READ_WRITE)
@page("workshop.take_part")
def finding(request, uid):
    """One practice card. Whoever has not read the briefing is led to it first."""
    asked = found(FieldVisit, uid, "day")
    mine = participant_of(request.member)
    if not request.member.may("workshop.change") and not queries.has_read(mine, asked):
        messages.warning(request, _("Read the safety briefing first, and confirm it."))
        return redirect("visit:visit", programme=request.programme.slug, uid=uid)
    form = FindingForm(request.POST or None, request.FILES or None, initial=preset(mine))
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        photo = values.pop("photo")
        data = photo.read() if photo else b""
        try:
            saved = actions.add_finding(by=request.member, visit=asked, photo=data, **values)
        except Refused as refused:
            if not photo:
                raise
            form.add_error("photo", " ".join(refused.in_words(_)))
        else:
            tell(request, saved)
            return redirect("visit:finding", programme=request.programme.slug, uid=uid)
    context = {"form": form, "visit": asked}
    return show(request, STEP, "visit/finding", _("Enter a finding"), context, status_of(form))


def preset(mine) -> dict:
    group = queries.group_of(mine)
    return {"theme": group.theme, "group": str(group.uid)} if group else {}


def tell(request, saved: Finding) -> None:
    messages.success(request, _("Kept: %(what)s") % {"what": saved})
    if saved.critical:
        messages.warning(request, _("The facilitators see the danger now. Tell the people on site as well."))


@require_http_methods(READ_WRITE)
@page("workshop.take_part")
def correct(request, uid):
    """The author mends a finding, while nothing has been built on it."""
    asked = found(Finding, uid, "visit__day", "group", "photo")
    if not actions.may_correct(request.member, asked):
        raise Refused(NOT_OWN_FINDING)
    if reason := queries.settled_by(asked, queries.built_on(asked.visit)):
        raise Refused(FINDING_SETTLED, reason=reason)
    form = CorrectionForm(request.POST or None, request.FILES or None, finding=asked)
    if request.method == "POST" and form.is_valid():
        photo, seen = form.cleaned_data["photo"], form.cleaned_data["version_seen"]
        data = photo.read() if photo else b""
        try:
            saved = actions.correct_finding(
                by=request.member, finding=asked, version=seen, photo=data, **form.values()
            )
        except Refused as refused:
            if refused.problem is not FILE_KIND_REFUSED:
                raise
            form.add_error("photo", " ".join(refused.in_words(_)))
        else:
            tell(request, saved)
            return redirect("visit:visit", programme=request.programme.slug, uid=asked.visit.uid)
    context = {"form": form, "visit": asked.visit, "finding": asked}
    return show(request, STEP, "visit/finding", _("Correct a finding"), context, status_of(form))


@require_safe
@page("workshop.see")
def photo(request, uid):
    """The photo of a finding, as it was made anew from its pixels when it came in."""
    return as_picture(found(Finding, uid, "photo").photo)


@require_safe
@page("workshop.see")
def wall(request, uid):
    """The five themes side by side for the plenary."""
    asked = found(FieldVisit, uid, "day")
    debriefs = Debrief.objects.filter(visit=asked).select_related("group", "visit").order_by("group__number")
    context = {
        "visit": asked,
        "themes": queries.themes_of(asked),
        "quotes": [each for each in debriefs if each.quote and each.quote_agreed],
        "questions": [each for each in debriefs if each.question],
    }
    return show(request, STEP, "visit/wall", _("What the visit has shown"), context)


@require_http_methods(READ_WRITE)
@page("workshop.take_part")
def debrief(request, uid):
    """What a group keeps, in one form; `?group=` says which group."""
    asked = found(FieldVisit, uid, "day")
    group = asked_group(request)
    if group is None:
        messages.warning(request, _("Choose a group on this page."))
        return redirect("visit:visit", programme=request.programme.slug, uid=uid)
    there = Debrief.objects.filter(visit=asked, group=group).first()
    form = DebriefForm(request.POST or None, initial=as_filled(there))
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        version = values.pop("version_seen")
        actions.write_debrief(by=request.member, visit=asked, group=group, version=version, **values)
        messages.success(request, _("The debrief of the group is kept."))
        return redirect("visit:visit", programme=request.programme.slug, uid=uid)
    context = {"form": form, "visit": asked, "group": group, "found": own_findings(asked, group)}
    title = _("Debrief of %(group)s") % {"group": group}
    return show(request, STEP, "visit/debrief", title, context, status_of(form))


def asked_group(request) -> Group | None:
    """The group named in the address, or one's own; None when there is neither. Refused for those who may not write."""
    named = request.GET.get("group")
    if named is None:
        return queries.group_of(participant_of(request.member))
    group = next((each for each in queries.visit_groups() if str(each.uid) == named), None)
    if group is None or not actions.may_debrief(request.member, group):
        raise Refused(UNKNOWN_ENTRY, what=Group._meta.verbose_name)
    return group


def as_filled(there: Debrief | None) -> dict:
    if there is None:
        return {}
    names = ("good", "bad", "advice", "quote", "quote_agreed", "question")
    return {name: getattr(there, name) for name in names} | {"version_seen": there.version}


def own_findings(asked: FieldVisit, group: Group) -> list[Finding]:
    return list(asked.findings.filter(group=group).order_by("kind", "pk"))


# Those who run the workshop -------------------------------------------------------------------------------------------


@require_safe
@page("workshop.change")
def dangers(request):
    return show(
        request, STEP, "visit/dangers", _("Dangers reported at the visit"), {"dangers": queries.dangers()}
    )


@require_http_methods(READ_WRITE)
@page("workshop.change")
def danger(request, uid):
    asked = found(Finding, uid, "visit", "group", "photo")
    form = DangerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.answer_danger(by=request.member, finding=asked, words=form.cleaned_data["words"])
        messages.success(request, _("The alert is closed."))
        return redirect("visit:dangers", programme=request.programme.slug)
    context = {"form": form, "finding": asked}
    return show(request, STEP, "visit/danger", _("What was done about the danger?"), context, status_of(form))


@require_POST
@page("workshop.change")
def publish(request, uid):
    form = from_forms.publish_form(by=request.member, programme=request.programme)
    messages.success(request, _("“%(form)s” is open: phones fetch it now.") % {"form": form})
    return redirect("visit:visit", programme=request.programme.slug, uid=found(FieldVisit, uid).uid)


@require_POST
@page("workshop.change")
def take(request, uid):
    made = from_forms.take_findings(by=request.member, visit=found(FieldVisit, uid))
    messages.success(request, _("Findings taken in from forms: %(count)s.") % {"count": len(made)})
    return redirect("visit:visit", programme=request.programme.slug, uid=uid)


@require_http_methods(READ_WRITE)
@page("workshop.change")
def correction(request, uid):
    """The finding beside the form that was corrected since; one button takes the form's words, one keeps the finding."""
    asked = found(Finding, uid, "visit__day", "group", "photo")
    waiting = corrections.correction_of(request.member, asked)
    if request.method == "POST":
        form = SettleForm(request.POST)
        if not form.is_valid():
            raise Refused(CHANGED_MEANWHILE)
        said = form.cleaned_data
        take = said.pop("act") == "take"
        corrections.settle_correction(by=request.member, finding=asked, take=take, **said)
        messages.success(
            request, _("The finding says what the form says now.") if take else _("The finding stays.")
        )
        return redirect("visit:visit", programme=request.programme.slug, uid=asked.visit.uid)
    context = {"waiting": waiting, "finding": asked, "lines": waiting.lines()}
    return show(request, STEP, "visit/correction", _("The form was corrected since"), context)


@require_POST
@page("workshop.change")
def recommend(request, uid):
    made = actions.recommend(by=request.member, visit=found(FieldVisit, uid))
    messages.success(request, _("Put before the host: %(count)s.") % {"count": len(made)})
    return redirect("visit:asked", programme=request.programme.slug)


# What the host is asked -----------------------------------------------------------------------------------------------

FILTERS = ("", "open", "overdue")


@require_safe
@page("workshop.see")
def asked(request):
    """Recommendations to the host with its replies; overdue ones first."""
    only = request.GET.get("only", "")
    today = today_there(workshop_here())
    context = {
        "rows": queries.asked_of_host(today, only),
        "only": only if only in FILTERS else "",
        "may_reply": actions.may_reply(request.member),
    }
    return show(request, STEP, "visit/asked", _("Recommendations to the host"), context)


@require_http_methods(READ_WRITE)
@page("workshop.take_part")
def reply(request, uid):
    asked_for = found(Recommendation, uid, "visit", "finding")
    if not actions.may_reply(request.member):
        raise Refused(NOT_THE_HOST)
    names = ("reply", "follow_up")
    filled = {name: getattr(asked_for, name) for name in names} | {"version_seen": asked_for.version}
    if asked_for.outcome != Recommendation.Outcome.OPEN:
        filled["outcome"] = asked_for.outcome
    form = ReplyForm(request.POST or None, initial=filled)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        version = values.pop("version_seen")
        actions.reply_to(by=request.member, recommendation=asked_for, version=version, **values)
        messages.success(request, _("The reply is kept."))
        return redirect("visit:asked", programme=request.programme.slug)
    context = {"form": form, "recommendation": asked_for}
    return show(request, STEP, "visit/reply", _("Reply of the host"), context, status_of(form))


@require_POST
@page("workshop.take_part")
def settle(request, uid):
    actions.settle_recommendation(by=request.member, recommendation=found(Recommendation, uid))
    messages.success(request, _("Noted as done."))
    return redirect("visit:asked", programme=request.programme.slug)
