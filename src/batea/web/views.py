"""Pages that belong to the installation and not to a programme."""

from django.db import connection
from django.http import JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from batea import __version__
from batea.programmes.access import open_page


@open_page
@require_safe
def health(request):
    """Is everything working? For people and for whoever watches the server: 200 with the version, or 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception:
        return JsonResponse({"status": "database does not answer"}, status=503)
    return JsonResponse({"status": "ok", "version": __version__})


@open_page
@require_safe
def help_page(request):
    return render(request, "web/help.html", {"page_title": _("Help")})
