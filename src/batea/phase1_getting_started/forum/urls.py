from django.urls import include, path

from batea.programmes.registers import pages

from . import views
from .registers import REGISTERS

OWN = [
    path("forum/matrix/", views.matrix, name="matrix"),
    path("forum/table/", views.table, name="table"),
    path("forum/contributions/<uuid:uid>/reply/", views.reply, name="reply"),
    path("forum/replies/<uuid:uid>/publish/", views.publish, name="publish"),
]

urlpatterns = [
    path("", include((OWN, "forum"))),
    *(page for register in REGISTERS for page in pages(register)),
]
