from django.urls import include, path

from batea.programmes.registers import pages

from . import views
from .registers import REGISTERS

OWN = [
    path("workshop/balance/", views.balance, name="balance"),
    path("workshop/in-short/", views.in_short, name="in_short"),
    path("workshop/sign-ins/", views.sign_ins, name="sign_ins"),
    path("workshop/sign-ins/<uuid:uid>/", views.sign_in, name="sign_in"),
    path("workshop/needs/", views.needs, name="needs"),
    path("workshop/needs/summary/", views.needs_summary, name="needs_summary"),
]
urlpatterns = [
    path("", include((OWN, "participants"))),
    *(pattern for register in REGISTERS for pattern in pages(register)),
]
