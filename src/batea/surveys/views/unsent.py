"""The file of unsent answers that a device saved, brought in by somebody who has signed in."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from batea.problems import Refused
from batea.programmes.access import page
from batea.programmes.registers import address_of

from ..forms import SavedForm
from ..saved import Fate, take_saved
from .openrosa import words_for


@require_http_methods(["GET", "HEAD", "POST"])
@page("surveys.collect")
def unsent(request):
    """A line for each answer says what became of it. Bringing the same file in again is safe."""
    form = SavedForm(request.POST or None, request.FILES or None)
    fates: list[Fate] = []
    error = ""
    if request.method == "POST" and form.is_valid():
        try:
            fates = take_saved(
                by=request.member,
                programme=request.programme,
                person=request.member.person,
                source=form.cleaned_data["file"],
            )
        except Refused as refused:
            error = in_words(refused)
    slug = request.programme.slug
    context = {
        "page_title": _("Bring in saved answers"),
        "breadcrumbs": [
            (_("Programme"), reverse("guidance:tasks", args=[slug])),
            (_("Bring in saved answers"), ""),
        ],
        "form": form,
        "errors": [error] if error else [],
        "fates": [shown(request, fate) for fate in fates],
        "officer": request.member.person,
        "cancel": reverse("guidance:tasks", args=[slug]),
    }
    wrong = bool(error) or (form.is_bound and not form.is_valid())
    return render(request, "surveys/unsent.html", context, status=422 if wrong else 200)


def in_words(refused: Refused) -> str:
    """Title and mend; a reason marked for translation in a lower floor is translated here."""
    details = dict(refused.details)
    if details.get("reason"):
        details["reason"] = _(str(details["reason"]))
    return " ".join(Refused(refused.problem, **details).in_words(_))


def shown(request, fate: Fate) -> dict:
    receipt = fate.receipt
    readable = receipt is not None and request.member.may("surveys.read")
    return {
        "title": fate.title,
        "identity": fate.identity,
        "taken": receipt is not None,
        "words": words_for(receipt) if receipt else in_words(fate.refused),
        "address": address_of(receipt.submission) if readable else "",
    }
