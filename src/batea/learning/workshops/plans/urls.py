from django.urls import include, path

from batea.programmes.registers import pages

from .registers import REGISTERS
from .views import acting, following, matching, reading, writing

OWN = [
    path("workshop/our-plan/", writing.mine, name="mine"),
    path("workshop/our-plan/check/", writing.check, name="check"),
    path("workshop/our-plan/readers/", writing.share, name="share"),
    path("workshop/our-plan/take/", acting.take, name="take"),
    path("workshop/our-plan/actions/", acting.list_actions, name="actions"),
    path("workshop/our-plan/actions/add/", acting.add_action, name="add_action"),
    path("workshop/our-plan/actions/<uuid:uid>/", acting.action, name="action"),
    path("workshop/our-plan/actions/<uuid:uid>/remove/", acting.remove_action, name="action_remove"),
    path("workshop/our-plan/check-ins/<uuid:uid>/", following.check_in, name="check_in"),
    path("workshop/our-plan/parts/<slug:part>/", writing.part, name="part"),
    path("workshop/team-plans/", reading.overview, name="overview"),
    path("workshop/team-plans/<uuid:uid>/", reading.plan, name="plan"),
    path("workshop/team-plans/<uuid:uid>/help/", reading.note_help, name="help"),
    path("workshop/team-plans/<uuid:uid>/presented/", following.present, name="present"),
    path("workshop/team-plans/<uuid:uid>/<slug:lang>.<slug:format>", reading.document, name="document"),
    path("workshop/plans-followed/", following.supervise, name="supervise"),
    path("workshop/plans-followed/dates/", following.dates, name="dates"),
    path("workshop/plans-followed/peers/", matching.peers, name="peers"),
    path("workshop/plans-followed/export.<table_file:kind>", following.supervise_file, name="supervise_file"),
]

urlpatterns = [
    path("", include((OWN, "plans"))),
    *(pattern for register in REGISTERS for pattern in pages(register)),
]
