from django.urls import include, path

from batea.programmes.registers import pages

from . import views
from .registers import REGISTERS

OWN = [
    path("workshop/about/", views.about, name="about"),
    path("workshop/criteria-matrix/", views.matrix, name="matrix"),
    path("workshop/criteria-matrix/<uuid:uid>/invite/", views.invite, name="invite"),
]
urlpatterns = [
    path("", include((OWN, "request"))),
    *(pattern for register in REGISTERS for pattern in pages(register)),
]
