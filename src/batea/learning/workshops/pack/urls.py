from django.urls import include, path

from batea.programmes.registers import pages

from . import views
from .registers import REGISTERS

OWN = [
    path("workshop/reading/", views.reading, name="reading"),
    path("workshop/reading/readers/", views.readers, name="readers"),
    path("workshop/reading/page/<slug:lang>/", views.one_page, name="one_page"),
    path("workshop/reading/files/<slug:lang>/", views.archive, name="archive"),
    path("workshop/reading/<uuid:uid>/", views.text, name="text"),
]
urlpatterns = [
    path("", include((OWN, "pack"))),
    *(pattern for register in REGISTERS for pattern in pages(register)),
]
