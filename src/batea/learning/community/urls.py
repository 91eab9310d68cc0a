from django.urls import include, path

from batea.programmes.registers import pages

from . import sharing_views
from .registers import REGISTERS
from .views import cases, comparing, home, shelf, talking

INSIDE = [
    path("community/", home.home, name="home"),
    path("community/search/", home.search, name="search"),
    path("community/me/", home.profile, name="profile"),
    path("community/rooms/", talking.rooms, name="rooms"),
    path("community/rooms/<uuid:uid>/", talking.room, name="room"),
    path("community/rooms/<uuid:uid>/ask/", talking.ask, name="ask"),
    path("community/questions/<uuid:uid>/", talking.question, name="question"),
    path("community/questions/<uuid:uid>/put/", talking.put, name="put"),
    path("community/answers/<uuid:uid>/helped/", talking.helped, name="helped"),
    path("community/moderate/<uuid:uid>/", talking.moderate, name="moderate"),
    path("community/library/", shelf.shelf, name="library"),
    path("community/library/<uuid:uid>/", shelf.item, name="item"),
    path("community/library/<uuid:uid>/file/", shelf.item_file, name="item_file"),
    path("community/cases/", cases.cases, name="cases"),
    path("community/cases/write/", cases.write_case, name="write_case"),
    path("community/cases/<uuid:uid>/", cases.case, name="case"),
    path("community/cases/<uuid:uid>/change/", cases.change_case, name="change_case"),
    path("community/cases/<uuid:uid>/send/", cases.send_case, name="send_case"),
    path("community/cases/<uuid:uid>/review/", cases.review_case, name="review_case"),
    path("community/cases/<uuid:uid>/withdraw/", cases.withdraw_case, name="withdraw_case"),
    path("community/cases/<uuid:uid>/paper/<slug:lang>/", cases.case_file, name="case_paper"),
    path("community/comparison/", comparing.compare, name="compare"),
    path("community/comparison/export.<table_file:kind>", comparing.compare_export, name="compare_export"),
    path("community/calendar.ics", home.calendar, name="calendar"),
    path("community/suggested-twinnings/", comparing.twins, name="twins"),
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
