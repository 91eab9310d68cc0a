from django.urls import path

from batea.programmes.registers import pages

from . import views
from .registers import LINKS, MEASURES, RISKS, STRATEGIES

urlpatterns = [
    path("national/plan/", views.plan, name="national-plan"),
    path("national/consolidate/", views.consolidate, name="national-consolidate"),
    path("national/adoption/", views.adoption, name="national-adoption"),
    path("national/adoption/record/", views.adopt, name="national-adopt"),
    path("national/publish/", views.publish, name="national-publish"),
    path("documents/", views.documents, name="national-documents"),
    path("documents/make/", views.make, name="national-make"),
    path("documents/file/<str:name>", views.download, name="national-download"),
    path("documents/<slug:kind>/<slug:lang>/", views.preview, name="national-preview"),
    *pages(STRATEGIES),
    *pages(MEASURES),
    *pages(LINKS),
    *pages(RISKS),
]
