from django.urls import include, path

from batea.programmes.registers import pages

from . import views
from .registers import FIGURES, LAWS, QUESTIONS, SOURCES, STATEMENTS

urlpatterns = [
    path(
        "",
        include(
            (
                [
                    path("evidence/", views.desk, name="desk"),
                    path("evidence/side-by-side/", views.rivals, name="rivals"),
                    path("evidence/statements/<uuid:uid>/cite/", views.cite, name="cite"),
                    path("evidence/supports/<uuid:uid>/", views.open_support, name="open"),
                    path("evidence/supports/<uuid:uid>/check/", views.check, name="check"),
                    path("evidence/supports/<uuid:uid>/take-away/", views.uncite, name="uncite"),
                ],
                "evidence",
            )
        ),
    ),
    *pages(SOURCES),
    *pages(QUESTIONS),
    *pages(FIGURES),
    *pages(LAWS),
    *pages(STATEMENTS),
]
