from django.urls import path

from batea.programmes.registers import pages

from .registers import CHOSEN, RATINGS
from .views import measures, rating

urlpatterns = [
    path("impacts/", rating.overview, name="impacts"),
    path("impacts/matrix/", rating.matrix, name="impacts-matrix"),
    path("impacts/types/<uuid:uid>/", rating.type_page, name="impacts-type"),
    path("impacts/types/<uuid:uid>/rate/<slug:group>/", rating.rate, name="impacts-rate"),
    path("impacts/types/<uuid:uid>/measures/", measures.measures_page, name="impacts-measures"),
    path("impacts/types/<uuid:uid>/measures/<slug:impact>/", measures.library, name="impacts-library"),
    path(
        "impacts/types/<uuid:uid>/measures/<slug:impact>/<slug:measure>/",
        measures.choose,
        name="impacts-choose",
    ),
    *pages(RATINGS),
    *pages(CHOSEN),
]
