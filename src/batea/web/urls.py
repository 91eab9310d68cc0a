"""All addresses. Everything about a programme stands under `p/<programme>/`, where its scope opens."""

from django.conf import settings
from django.urls import include, path
from django.views.i18n import set_language

from batea.programmes.access import open_page

from . import views

handler400 = "batea.web.errors.bad_request"
handler403 = "batea.web.errors.permission_denied"
handler404 = "batea.web.errors.page_not_found"

ROOMS = (
    "programmes",
    "guidance",
    "evidence",
    "registry",
    "surveys",
    "toolbox",
    "phase1_getting_started",
    "phase2_strategy",
    "phase3_implementation",
    "learning",
)

urlpatterns = [
    path("", include("batea.programmes.front_urls")),
    path("p/<slug:programme>/", include([path("", include(f"batea.{room}.urls")) for room in ROOMS])),
    path("collect/<str:token>/", include("batea.surveys.collect_urls")),
    path("odata/", include("batea.surveys.odata_urls")),
    path("verify/", include("batea.learning.workshops.results.verify_urls")),
    path("check-in/", include("batea.learning.workshops.plans.door_urls")),
    path("account/", include("allauth.account.urls")),
    path("account/second-step/", include("allauth.mfa.urls")),
    path("language/", open_page(set_language), name="set_language"),
    path("health", views.health, name="health"),
    path("help/", views.help_page, name="help"),
]
if not settings.PRODUCTION:
    from .styleguide import styleguide

    urlpatterns += [path("styleguide/", open_page(styleguide), name="styleguide")]
