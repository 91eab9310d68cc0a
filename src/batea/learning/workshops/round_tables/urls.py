from django.urls import include, path

from batea.programmes.registers import pages

from ..exercises import ranking_views as ranking
from ..participants import attendance_views as attendance
from . import views
from .registers import REGISTERS

OWN = [
    path("workshop/tables/", views.tables, name="tables"),
    path("workshop/tables/<uuid:uid>/", views.table, name="table"),
    path("workshop/tables/<uuid:uid>/take/", views.take, name="take"),
    path("workshop/tables/<uuid:uid>/leave/", views.leave, name="leave"),
    path("workshop/promised/", views.commitments, name="commitments"),
    path("workshop/promised/<uuid:uid>/done/", views.settle, name="settle"),
    path("workshop/today/", views.pulse, name="pulse"),
    path("workshop/yesterday/", views.yesterday, name="yesterday"),
    path("workshop/over-the-days/", views.trend, name="trend"),
    path("workshop/votes/", ranking.rankings, name="rankings"),
    path("workshop/votes/new/", ranking.new, name="ranking_new"),
    path("workshop/votes/<uuid:uid>/", ranking.vote, name="vote"),
    path("workshop/votes/<uuid:uid>/result/", ranking.result, name="ranking"),
    path("workshop/votes/<uuid:uid>/close/", ranking.close, name="ranking_close"),
    path("workshop/votes/<uuid:uid>/together/", ranking.together, name="together"),
    path("workshop/votes/<uuid:uid>/carry/", ranking.carry, name="carry"),
    path("workshop/attend/<str:code>/", attendance.attend, name="attend"),
    path("workshop/presence/", attendance.overview, name="presence"),
    path("workshop/presence/<slug:kind>/", attendance.export, name="presence_export"),
    path("workshop/presence/day/<uuid:uid>/", attendance.by_hand, name="presence_day"),
    path("workshop/presence/day/<uuid:uid>/code/", attendance.code, name="presence_code"),
    path("workshop/presence/day/<uuid:uid>/poster/", attendance.poster, name="poster"),
]
urlpatterns = [
    path("", include((OWN, "rooms"))),
    *(pattern for register in REGISTERS for pattern in pages(register)),
]
