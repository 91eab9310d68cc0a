from django.urls import include, path

from batea.programmes.registers import pages

from . import views
from .registers import REGISTERS

OWN = [
    path("workshop/visit/", views.visits, name="visits"),
    path("workshop/visit/<uuid:uid>/", views.visit, name="visit"),
    path("workshop/visit/<uuid:uid>/briefing/", views.brief, name="brief"),
    path("workshop/visit/<uuid:uid>/finding/", views.finding, name="finding"),
    path("workshop/visit/<uuid:uid>/debrief/", views.debrief, name="debrief"),
    path("workshop/visit/<uuid:uid>/wall/", views.wall, name="wall"),
    path("workshop/visit/<uuid:uid>/publish/", views.publish, name="publish"),
    path("workshop/visit/<uuid:uid>/take/", views.take, name="take"),
    path("workshop/visit/<uuid:uid>/recommend/", views.recommend, name="recommend"),
    path("workshop/dangers/", views.dangers, name="dangers"),
    path("workshop/dangers/<uuid:uid>/", views.danger, name="danger"),
    path("workshop/seen/<uuid:uid>/photo/", views.photo, name="photo"),
    path("workshop/seen/<uuid:uid>/correct/", views.correct, name="correct"),
    path("workshop/seen/<uuid:uid>/form/", views.correction, name="correction"),
    path("workshop/asked/", views.asked, name="asked"),
    path("workshop/asked/<uuid:uid>/reply/", views.reply, name="reply"),
    path("workshop/asked/<uuid:uid>/done/", views.settle, name="settle"),
]
urlpatterns = [
    path("", include((OWN, "visit"))),
    *(pattern for register in REGISTERS for pattern in pages(register)),
]
