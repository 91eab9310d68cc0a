from django.urls import include, path

from batea.programmes.registers import pages

from .registers import ASSESSMENTS
from .views import api, files, fill, shelf, side_by_side

tool, one = "toolbox/tools/<slug:tool>", "toolbox/assessments/<uuid:uid>"
room = [
    path("toolbox/", shelf.shelf, name="shelf"),
    path("toolbox/deadlines/", shelf.deadlines, name="deadlines"),
    path("toolbox/deadlines/export.<table_file:kind>", shelf.deadlines, name="deadlines_export"),
    path("toolbox/openapi.json", api.described, name="described"),
    path(f"{tool}/", shelf.one, name="tool"),
    path(f"{tool}/new/", fill.begin, name="begin"),
    path(f"{tool}/about/", shelf.choose, name="choose"),
    path(f"{tool}/file/", fill.take_in, name="take_in"),
    path(f"{tool}/workbook.xlsx", files.blank, name="blank"),
    path(f"{tool}/phone.xlsx", files.phone, name="phone"),
    path(f"{tool}/publish/", files.publish, name="publish"),
    path(f"{tool}/compare/", side_by_side.beside, name="compare"),
    path(f"{tool}/compare/export.<table_file:kind>", side_by_side.beside, name="compare_export"),
    path(f"{tool}/assessments.json", api.of_tool, name="api_tool"),
    path(f"{one}/answers/", fill.answers, name="answers"),
    path(f"{one}/file/", fill.take_in_again, name="take_in_again"),
    path(f"{one}/workbook.xlsx", files.workbook, name="workbook"),
    path(f"{one}/document.<slug:format>", files.document, name="document"),
    path(f"{one}/history/", side_by_side.history, name="history"),
    path(f"{one}/assessment.json", api.one, name="api_assessment"),
]
urlpatterns = [path("", include((room, "toolbox"))), *pages(ASSESSMENTS)]
