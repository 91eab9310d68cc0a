from django.urls import path

from batea.programmes.registers import pages

from . import views
from .registers import CHOSEN, RATINGS

urlpatterns = [
    path("impacts/", views.overview, name="impacts"),
    path("impacts/matrix/", views.matrix, name="impacts-matrix"),
    path("impacts/types/<uuid:uid>/", views.type_page, name="impacts-type"),
    path("impacts/types/<uuid:uid>/rate/<slug:group>/", views.rate, name="impacts-rate"),
    path("impacts/types/<uuid:uid>/measures/", views.measures_page, name="impacts-measures"),
    path("impacts/types/<uuid:uid>/measures/<slug:impact>/", views.library, name="impacts-library"),
    path(
        "impacts/types/<uuid:uid>/measures/<slug:impact>/<slug:measure>/", views.choose, name="impacts-choose"
    ),
    *pages(RATINGS),
    *pages(CHOSEN),
]
