"""The way in by the link of a check-in: no sign-in, no programme in the address; the token opens one plan's one question."""

from functools import wraps

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django_scopes import scope

from batea.problems import LINK_NOT_KNOWN, Refused
from batea.programmes.access import open_page

from ...models import CheckIn
from ..results.checking import count_miss, refuse_too_many
from . import queries
from .actions import answer_check_in
from .forms import CheckInForm
from .tokens import check_in_with

BY = "link of a check-in"


def with_token(view):
    """Opens the scope of the programme the token belongs to. Whoever guesses is slowed down and told nothing."""

    @wraps(view)
    def guarded(request, token):
        refuse_too_many(request)
        try:
            found = check_in_with(token)
        except Refused as refused:
            if refused.problem is LINK_NOT_KNOWN:
                count_miss(request)
            raise
        with scope(programme=found.programme):
            answer = view(request, found)
        answer.headers["Cache-Control"] = "private, no-store"
        answer.headers["X-Robots-Tag"] = "noindex"
        return answer

    return guarded


@open_page
@require_http_methods(["GET", "HEAD", "POST"])
@with_token
def answer(request, check_in):
    """The question, on a phone."""
    undone = list(queries.actions_of(check_in.plan).filter(done_on=None))
    form = CheckInForm(request.POST or None, actions=undone)
    if request.method == "POST" and form.is_valid():
        answer_check_in(
            by=BY, check_in=check_in, how=CheckIn.How.LINK, values=form.values(), done=form.finished()
        )
        return redirect("check_in:thanks")
    title = _("Check-in after %(days)s days") % {"days": check_in.after_days}
    context = {"page_title": title, "page_eyebrow": str(check_in.plan), "form": form, "check_in": check_in}
    return render(request, "learning/plans/door.html", context, status=422 if form.errors else 200)


@open_page
@require_safe
def thanks(request):
    return render(request, "learning/plans/thanks.html", {"page_title": _("Thank you")})
