"""Error pages in the reader's language; none of them tells more than it must."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.utils.translation import gettext

from batea.problems import CANNOT_UNDERSTAND, Refused


def show_problem(request, refused: Refused):
    """The refusal as a page, in words, with its number and its HTTP status."""
    title, mend = refused.in_words(gettext)
    problem = {"code": refused.problem.code, "title": title, "mend": mend}
    return render(request, "problem.html", {"problem": problem}, status=refused.problem.status)


@login_not_required
def page_not_found(request, exception=None):
    return render(request, "404.html", status=404)


@login_not_required
def permission_denied(request, exception=None):
    return render(request, "403.html", status=403)


@login_not_required
def bad_request(request, exception=None):
    return show_problem(
        request, Refused(CANNOT_UNDERSTAND, reason=gettext("part of it is missing or too large"))
    )


@login_not_required
def csrf_failed(request, reason=""):
    return render(request, "403_csrf.html", status=403)
