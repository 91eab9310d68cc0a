from django.urls import include, path

from batea.programmes.registers import pages

from . import views
from .registers import ASSESSMENTS

room = [
    path("toolbox/", views.shelf, name="shelf"),
    path("toolbox/tools/<slug:tool>/", views.begin, name="begin"),
    path("toolbox/assessments/<uuid:uid>/answers/", views.answers, name="answers"),
]
urlpatterns = [path("", include((room, "toolbox"))), *pages(ASSESSMENTS)]
