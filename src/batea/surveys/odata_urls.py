"""Where programs read answers: below the address of one form. `where` is the programme's address; its own name would
have the door of pages ask for a session."""

from django.urls import path

from .views import odata

app_name = "odata"
urlpatterns = [
    path("<slug:where>/<uuid:uid>/", odata.feed, name="root"),
    path("<slug:where>/<uuid:uid>/<path:rest>", odata.feed, name="feed"),
]
