from django.urls import include, path

from batea.programmes.registers import pages

from . import views
from .registers import REGISTERS

OWN = [
    path("workshop/agenda/", views.agenda, name="agenda"),
    path("workshop/agenda/plan/", views.draft, name="draft"),
    path("workshop/agenda/release/", views.release, name="release"),
    path("workshop/agenda/version/<int:number>/", views.version, name="version"),
    path("workshop/agenda/calendar.ics", views.calendar, name="calendar"),
    path("workshop/agenda/calendar/<slug:day>.ics", views.calendar, name="calendar_day"),
    path("workshop/agenda/paper/<slug:lang>/", views.paper, name="paper"),
]
urlpatterns = [
    path("", include((OWN, "agenda"))),
    *(pattern for register in REGISTERS for pattern in pages(register)),
]
