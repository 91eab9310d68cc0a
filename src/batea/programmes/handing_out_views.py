"""Who has asked for lists of people, what was decided, and what was taken out."""

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from batea.problems import UNKNOWN_ENTRY, Refused

from .access import page
from .handing_out import (
    DECIDE,
    SHOWN,
    State,
    decide_list,
    deciders,
    requests_seen,
    taken,
)
from .models import ListRequest
from .registers.cells import shown
from .registers.purpose import fetch_addresses, narrowed_words, title_of
from .registers.views import version_seen

LISTS = gettext_lazy("Lists of people taken out")
MOST = 200


class DecisionForm(forms.Form):
    answer = forms.CharField(
        label=gettext_lazy("Words to the one who asks"),
        max_length=ListRequest._meta.get_field("answer").max_length,
        required=False,
    )


def crumbs(request, *further) -> list[tuple[str, str]]:
    about = reverse("programmes_in:about", args=[request.programme.slug])
    return [(_("Programme"), about), *further]


@require_safe
@page("programme.see")
def people_lists(request):
    """One's own requests; for those who may decide all of them, and every list that left lately."""
    slug, decides = request.programme.slug, request.member.may(DECIDE)
    rows = [
        (
            (title_of(each), reverse("programmes_in:people_list", args=[slug, each.uid])),
            each.count,
            each.asked_by,
            each.purpose,
            shown(each.asked_on),
            _("No longer valid") if expired(each) else each.get_state_display(),
            shown(each.until),
        )
        for each in requests_seen(request.member)[:MOST]
    ]
    context = {
        "page_title": LISTS,
        "breadcrumbs": crumbs(request, (LISTS, "")),
        "decides": decides,
        "rows": rows,
        "columns": [
            _("List"),
            {"label": _("Entries"), "numeric": True},
            _("Asked by"),
            _("What for"),
            _("Asked on"),
            _("State"),
            _("Can be fetched until"),
        ],
        "taken": taken_rows(request) if decides else (),
        "taken_columns": [
            _("List"),
            {"label": _("Entries"), "numeric": True},
            _("Taken out by"),
            _("What for"),
            _("When"),
            _("Agreed by"),
        ],
    }
    return render(request, "programmes/people_lists.html", context)


def expired(request: ListRequest) -> bool:
    return request.state == State.AGREED and request.until < timezone.localdate()


def taken_rows(request) -> list[tuple]:
    return [
        (
            told_title(told["table"]),
            told["rows"],
            entry.actor,
            told["purpose"],
            shown(entry.at),
            told.get("agreed by", ""),
        )
        for entry, told in taken(request.programme, timezone.now() - SHOWN)[:MOST]
    ]


def told_title(what: str) -> str:
    return title_of(ListRequest(what=what))


def found_or_refused(request, uid) -> ListRequest:
    found = requests_seen(request.member).filter(uid=uid).first()
    if found is None:
        raise Refused(UNKNOWN_ENTRY, what=ListRequest._meta.verbose_name)
    return found


@require_safe
@page("programme.see")
def people_list(request, uid):
    """One request: what is wanted, by whom and for what; the decision, or the way to fetch it."""
    return show(request, found_or_refused(request, uid), DecisionForm())


def show(request, found: ListRequest, form, status: int = 200):
    slug, me = request.programme.slug, str(request.member)[:200]
    mine, decides = found.asked_by == me, request.member.may(DECIDE)
    current = found.state == State.AGREED and not expired(found)
    facts = (
        (_("List"), title_of(found)),
        (_("narrowed to"), narrowed_words(found)),
        (_("Entries"), found.count),
        (_("What for"), found.purpose),
        (_("Asked by"), found.asked_by),
        (_("Asked on"), shown(found.asked_on)),
        (_("State"), _("No longer valid") if expired(found) else found.get_state_display()),
        (_("Decided by"), found.decided_by),
        (_("Decided on"), shown(found.decided_on)),
        (_("Answer"), found.answer),
        (_("Can be fetched until"), shown(found.until)),
    )
    context = {
        "page_title": _("List of people: %(what)s") % {"what": title_of(found)},
        "breadcrumbs": crumbs(
            request, (LISTS, reverse("programmes_in:people_lists", args=[slug])), (title_of(found), "")
        ),
        "asked": found,
        "facts": [{"key": capfirst(key), "value": value} for key, value in facts if value not in ("", None)],
        "form": form,
        "may_agree": decides and not mine and found.state == State.ASKED,
        "may_end": decides and not mine and current,
        "fetch": fetch_addresses(found) if mine and current else (),
        "deciders": len(deciders(found.asked_by)) if found.state == State.ASKED else 0,
        "waits": mine and found.state == State.ASKED,
    }
    return render(request, "programmes/people_list.html", context, status=status)


@require_POST
@page(DECIDE)
def decide(request, uid):
    found = found_or_refused(request, uid)
    form, agree = DecisionForm(request.POST), request.POST.get("act") == "agree"
    if not form.is_valid():
        return show(request, found, form, 422)
    decide_list(
        by=request.member,
        request=found,
        agree=agree,
        answer=form.cleaned_data["answer"],
        version=version_seen(request),
    )
    messages.success(request, _("Agreed.") if agree else _("Refused."))
    return redirect("programmes_in:people_lists", request.programme.slug)
