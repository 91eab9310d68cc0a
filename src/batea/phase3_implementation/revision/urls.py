from django.urls import include, path

from batea.programmes.registers import pages

from . import views
from .registers import REGISTERS

OWN = [
    path("revision/changes/", views.changes, name="changes"),
    path("revision/freeze/", views.freeze, name="freeze"),
    path("revision/versions/<uuid:uid>/text.<slug:kind>", views.text, name="text"),
]

urlpatterns = [
    path("", include((OWN, "revision"))),
    *(page for register in REGISTERS for page in pages(register)),
]
