from django.urls import include, path

from batea.programmes.registers import pages

from . import views
from .registers import SITES, VISITS

urlpatterns = [
    path("", include(([path("sites/map/", views.site_map, name="map")], "registry"))),
    *pages(SITES),
    *pages(VISITS),
]
