from django.urls import include, path

from batea.programmes.registers import pages

from .registers import (
    FORM_FILES,
    FORMS,
    PHONES,
    READING_KEYS,
    REVIEWS,
    SET_ASIDE,
    SITE_UPDATES,
    SUBMISSIONS,
    VERSIONS,
)
from .views import answers, aside, correcting, engine, forms, phones, reading, unsent

own = [
    path("surveys/bring/", forms.bring, name="bring"),
    path("surveys/ready/", forms.ready, name="ready"),
    path("surveys/ready/<slug:ready>.xlsx", forms.ready_workbook, name="ready_workbook"),
    path("surveys/versions/<uuid:uid>/publish/", forms.publish, name="publish"),
    path("surveys/versions/<uuid:uid>/workbook", forms.workbook, name="workbook"),
    path("surveys/versions/<uuid:uid>/paper/", forms.paper, name="paper"),
    path("surveys/versions/<uuid:uid>/try/", engine.preview, name="preview"),
    path("surveys/versions/<uuid:uid>/try/form.xml", engine.preview_form, name="preview_form"),
    path("surveys/versions/<uuid:uid>/try/files/<int:number>", engine.preview_file, name="preview_file"),
    path("surveys/files/<uuid:uid>/bring/", forms.bring_file_page, name="bring_file"),
    path("surveys/phones/set-up/", phones.set_up, name="set_up"),
    path("surveys/phones/<uuid:uid>/revoke/", phones.revoke, name="revoke"),
    path("surveys/reading-keys/make/", reading.make, name="make_reading_key"),
    path("surveys/reading-keys/<uuid:uid>/revoke/", reading.revoke, name="revoke_reading_key"),
    path("surveys/returned/", correcting.returned, name="returned"),
    path("surveys/returned/<uuid:uid>/", correcting.correct, name="correct"),
    path("surveys/returned/<uuid:uid>/answers.xml", correcting.answers, name="correct_answers"),
    path("surveys/returned/<uuid:uid>/form.xml", correcting.form, name="correct_form"),
    path("surveys/returned/<uuid:uid>/submission", correcting.corrected, name="corrected"),
    path("surveys/returned/<uuid:uid>/<slug:whose>/<int:number>", correcting.file, name="correct_file"),
    path("surveys/submissions/<uuid:uid>/review/", answers.review, name="review"),
    path("surveys/submissions/<uuid:uid>/files/<slug:which>/<int:number>/", answers.file, name="file"),
    path("surveys/set-aside/<uuid:uid>/file", aside.file, name="aside_file"),
    path("surveys/set-aside/<uuid:uid>/take-in/", aside.take_in, name="take_in"),
    path("surveys/set-aside/<uuid:uid>/for-good/", aside.for_good, name="aside_for_good"),
    path("surveys/unsent/", unsent.unsent, name="unsent"),
    path("surveys/forms/<uuid:uid>/answers.<slug:kind>", answers.export, name="export"),
]
urlpatterns = [
    path("", include((own, "surveys"))),
    *pages(FORMS),
    *pages(VERSIONS),
    *pages(FORM_FILES),
    *pages(PHONES),
    *pages(READING_KEYS),
    *pages(SUBMISSIONS),
    *pages(REVIEWS),
    *pages(SITE_UPDATES),
    *pages(SET_ASIDE),
]
