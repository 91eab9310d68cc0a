from django.urls import include, path

from batea.programmes.registers import pages

from . import report_views, views
from .registers import REGISTERS

OWN = [
    path("workshop/mine/", views.mine, name="mine"),
    path("workshop/test/<slug:moment>/", views.take, name="take"),
    path("workshop/evaluate/", views.evaluate, name="evaluate"),
    path("workshop/claim/", views.claim, name="claim"),
    path("workshop/tell/", views.tell, name="tell"),
    path("workshop/tests/", views.tests, name="tests"),
    path("workshop/levels/", views.levels, name="levels"),
    path("workshop/certified/", views.certified, name="certified"),
    path("workshop/certified/print/", views.prints, name="prints"),
    path("workshop/certificates/<uuid:uid>/paper/<slug:lang>/", views.paper, name="paper"),
    path("workshop/certificates/<uuid:uid>/badge/", views.badge, name="badge"),
    path("workshop/certificates/<uuid:uid>/revoke/", views.revoke, name="revoke"),
    path("workshop/certificates/<uuid:uid>/reissue/", views.reissue, name="reissue"),
    path("workshop/report/", report_views.report, name="report"),
    path("workshop/report/make/", report_views.make, name="report_make"),
    path("workshop/report/<slug:lang>/", report_views.preview, name="report_preview"),
    path("workshop/report/<slug:lang>/<slug:format>/", report_views.download, name="report_file"),
]
urlpatterns = [
    path("", include((OWN, "results"))),
    *(pattern for register in REGISTERS for pattern in pages(register)),
]
