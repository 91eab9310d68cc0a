from django.urls import include, path

from batea.programmes.registers import pages

from . import views
from .registers import REGISTERS

OWN = [
    path("workshop/our-plan/", views.mine, name="mine"),
    path("workshop/our-plan/check/", views.check, name="check"),
    path("workshop/our-plan/readers/", views.share, name="share"),
    path("workshop/our-plan/take/", views.take, name="take"),
    path("workshop/our-plan/actions/", views.list_actions, name="actions"),
    path("workshop/our-plan/actions/add/", views.add_action, name="add_action"),
    path("workshop/our-plan/actions/<uuid:uid>/", views.action, name="action"),
    path("workshop/our-plan/actions/<uuid:uid>/remove/", views.remove_action, name="action_remove"),
    path("workshop/our-plan/check-ins/<uuid:uid>/", views.check_in, name="check_in"),
    path("workshop/our-plan/parts/<slug:part>/", views.part, name="part"),
    path("workshop/team-plans/", views.overview, name="overview"),
    path("workshop/team-plans/<uuid:uid>/", views.plan, name="plan"),
    path("workshop/team-plans/<uuid:uid>/help/", views.note_help, name="help"),
    path("workshop/team-plans/<uuid:uid>/presented/", views.present, name="present"),
    path("workshop/team-plans/<uuid:uid>/<slug:lang>.<slug:format>", views.document, name="document"),
    path("workshop/plans-followed/", views.supervise, name="supervise"),
    path("workshop/plans-followed/dates/", views.dates, name="dates"),
    path("workshop/plans-followed/peers/", views.peers, name="peers"),
    path("workshop/plans-followed/export.<table_file:kind>", views.supervise_file, name="supervise_file"),
]

urlpatterns = [
    path("", include((OWN, "plans"))),
    *(pattern for register in REGISTERS for pattern in pages(register)),
]
