"""Addresses outside programmes: a check-in by the link that was sent."""

from django.urls import include, path

from . import door

PAGES = [
    path("thanks/", door.thanks, name="thanks"),
    path("<str:token>/", door.answer, name="answer"),
]
urlpatterns = [path("", include((PAGES, "check_in")))]
