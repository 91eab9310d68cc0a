"""Where phones knock: below the address that holds their key."""

from django.urls import path

from .views import offline, openrosa

app_name = "collect"
urlpatterns = [
    path("", offline.page, name="page"),
    path("forms.json", offline.forms, name="forms"),
    path("app.webmanifest", offline.manifest, name="webmanifest"),
    path("sw.js", offline.worker, name="worker"),
    path("formList", openrosa.form_list, name="form_list"),
    path("forms/<uuid:uid>.xml", openrosa.form, name="form"),
    path("forms/<uuid:uid>/manifest.xml", openrosa.manifest, name="manifest"),
    path("forms/<uuid:uid>/files/<str:name>", openrosa.file, name="file"),
    path("submission", openrosa.submission, name="submission"),
]
