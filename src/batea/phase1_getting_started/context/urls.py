from django.urls import include, path

from batea.programmes.registers import pages

from . import views
from .registers import REGISTERS

OWN = [
    path("context/figures/", views.figures, name="figures"),
    path("context/ranking/", views.ranking, name="ranking"),
    path("context/ranking/count/", views.count_votes, name="count_votes"),
    path("context/gaps/<uuid:uid>/close/", views.close, name="close_gap"),
]

urlpatterns = [
    path("", include((OWN, "context"))),
    *(page for register in REGISTERS for page in pages(register)),
]
