from django.urls import include, path

from batea.programmes.registers import pages

from . import views
from .registers import REGISTERS

OWN = [
    path("monitoring/indicators/", views.indicators, name="indicators"),
    path("monitoring/follow/", views.follow, name="follow"),
]

urlpatterns = [
    path("", include((OWN, "monitoring"))),
    *(page for register in REGISTERS for page in pages(register)),
]
