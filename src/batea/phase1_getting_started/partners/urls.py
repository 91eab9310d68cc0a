from django.urls import include, path

from batea.programmes.registers import pages

from . import views
from .registers import REGISTERS

OWN = [
    path("partners/matrix/", views.matrix, name="matrix"),
    path("partners/commitments/<uuid:uid>/sign/", views.sign, name="sign"),
]

urlpatterns = [
    path("", include((OWN, "partners"))),
    *(page for register in REGISTERS for page in pages(register)),
]
