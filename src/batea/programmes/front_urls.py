"""Pages before the door of a programme."""

from django.urls import include, path

from . import front

urlpatterns = [
    path(
        "",
        include(
            (
                [
                    path("", front.home, name="home"),
                    path("programmes/new/", front.create, name="create"),
                    path("programmes/import/", front.bring_in, name="import"),
                ],
                "programmes",
            )
        ),
    )
]
