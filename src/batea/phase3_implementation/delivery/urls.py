from django.urls import include, path

from batea.programmes.registers import pages

from . import views
from .registers import REGISTERS

OWN = [
    path("delivery/board/", views.board, name="board"),
    path("delivery/begin/", views.begin, name="begin"),
    path("delivery/milestones/<uuid:uid>/finish/", views.finish, name="finish"),
]

urlpatterns = [
    path("", include((OWN, "delivery"))),
    *(page for register in REGISTERS for page in pages(register)),
]
