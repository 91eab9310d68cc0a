from django.urls import include, path

from batea.programmes.registers import pages

from . import views
from .registers import LINKS, MEASURES, RISKS, STRATEGIES

rooms = [
    path("national/plan/", views.plan, name="plan"),
    path("national/consolidate/", views.consolidate, name="consolidate"),
    path("national/adoption/", views.adoption, name="adoption"),
    path("national/adoption/record/", views.adopt, name="adopt"),
    path("national/publish/", views.publish, name="publish"),
    path("documents/", views.documents, name="documents"),
    path("documents/make/", views.make, name="make"),
    path("documents/<slug:document>/<slug:lang>/", views.preview, name="preview"),
    path("documents/<slug:document>/<slug:lang>/<slug:format>/", views.download, name="download"),
]
urlpatterns = [
    path("", include((rooms, "national"))),
    *pages(STRATEGIES),
    *pages(MEASURES),
    *pages(LINKS),
    *pages(RISKS),
]
