from django.urls import include, path

from batea.programmes.registers import pages

from . import library_views, sharing_views, views
from .registers import REGISTERS

INSIDE = [
    path("community/", views.home, name="home"),
    path("community/search/", views.search, name="search"),
    path("community/me/", views.profile, name="profile"),
    path("community/rooms/", views.rooms, name="rooms"),
    path("community/rooms/<uuid:uid>/", views.room, name="room"),
    path("community/rooms/<uuid:uid>/ask/", views.ask, name="ask"),
    path("community/questions/<uuid:uid>/", views.question, name="question"),
    path("community/questions/<uuid:uid>/put/", views.put, name="put"),
    path("community/answers/<uuid:uid>/helped/", views.helped, name="helped"),
    path("community/moderate/<uuid:uid>/", views.moderate, name="moderate"),
    path("community/library/", library_views.shelf, name="library"),
    path("community/library/<uuid:uid>/", library_views.item, name="item"),
    path("community/library/<uuid:uid>/file/", library_views.item_file, name="item_file"),
    path("community/cases/", library_views.cases, name="cases"),
    path("community/cases/write/", library_views.write_case, name="write_case"),
    path("community/cases/<uuid:uid>/", library_views.case, name="case"),
    path("community/cases/<uuid:uid>/change/", library_views.change_case, name="change_case"),
    path("community/cases/<uuid:uid>/send/", library_views.send_case, name="send_case"),
    path("community/cases/<uuid:uid>/review/", library_views.review_case, name="review_case"),
    path("community/cases/<uuid:uid>/withdraw/", library_views.withdraw_case, name="withdraw_case"),
    path("community/cases/<uuid:uid>/paper/<slug:lang>/", library_views.case_file, name="case_paper"),
    path("community/comparison/", library_views.compare, name="compare"),
    path(
        "community/comparison/export.<table_file:kind>", library_views.compare_export, name="compare_export"
    ),
    path("community/calendar.ics", views.calendar, name="calendar"),
    path("community/suggested-twinnings/", library_views.twins, name="twins"),
]
OF_A_COUNTRY = [
    path("shares/", sharing_views.shares, name="list"),
    path("shares/<uuid:uid>/new/", sharing_views.share, name="share"),
    path("shares/<uuid:uid>/take-back/", sharing_views.take_back, name="take_back"),
]
urlpatterns = [
    path("", include((INSIDE, "community"))),
    path("", include((OF_A_COUNTRY, "sharing"))),
    *(pattern for register in REGISTERS for pattern in pages(register)),
]
