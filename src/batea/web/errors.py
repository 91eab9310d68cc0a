"""Error pages in the reader's language; none of them tells more than it must."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render


@login_not_required
def page_not_found(request, exception=None):
    return render(request, "404.html", status=404)


@login_not_required
def permission_denied(request, exception=None):
    return render(request, "403.html", status=403)


@login_not_required
def bad_request(request, exception=None):
    from django.utils.translation import gettext

    from batea.problems import CANNOT_UNDERSTAND, Refused

    from .middleware import show_problem

    return show_problem(
        request, Refused(CANNOT_UNDERSTAND, reason=gettext("part of it is missing or too large"))
    )


@login_not_required
def csrf_failed(request, reason=""):
    return render(request, "403_csrf.html", status=403)
